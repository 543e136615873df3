use super::office::tests::smallest;
use super::*;
use crate::Word;

#[test]
fn a_name_is_no_path_and_hides_nothing() {
    for bad in [
        "../a.pdf",
        "a/b.pdf",
        "a\\b.pdf",
        ".htaccess",
        "..",
        "a..pdf",
        " a.pdf",
        "a.pdf ",
        "a\u{0}.pdf",
        "invoice\u{202e}fdp.exe",
        "invoice\u{200b}.pdf",
        "invoice\u{200f}.pdf",
        "C:a.pdf",
        "a\n.pdf",
        "",
        "a%2fb.pdf",
    ] {
        assert!(FileName::parse(bad).is_err(), "{bad:?}");
    }
    for good in ["a.pdf", "Quotation 7 (press).PDF", "ഉദ്ധരണി.pdf"] {
        assert!(FileName::parse(good).is_ok(), "{good:?}");
    }
    assert!(FileName::parse(&format!("{}.pdf", "a".repeat(147))).is_err());
}

#[test]
fn there_is_room_up_to_each_limit_and_no_further() {
    let code =
        |held: Held, bytes| held.no_room(bytes, 1_000).map(|violation| violation.code.text());
    let held = Held { documents: MOST_DOCUMENTS - 1, bytes: MOST_BYTES - 10, by_account: 990 };
    assert_eq!(code(held, 10), None);
    assert_eq!(code(held, 11), Some("proposal_documents_too_large"));
    let held = Held { bytes: 0, ..held };
    assert_eq!(code(held, 11), Some("account_documents_too_large"));
    let held = Held { documents: MOST_DOCUMENTS, ..held };
    assert_eq!(code(held, 1), Some("too_many_documents"));
}

#[test]
fn content_is_cut_into_pieces_and_comes_together_again() {
    let mut file = b"%PDF-1.7 ".to_vec();
    file.extend((0..PIECE * 2).map(|n| u8::try_from(n % 251).unwrap()));
    let mut upload = Upload::new(file.len());
    for chunk in file.chunks(100_003) {
        let (before, more) = (upload.pieces.len(), upload.more_pieces(chunk.len()));
        assert!(upload.take(chunk));
        assert_eq!(upload.pieces.len(), before + more, "room is asked for what comes");
    }
    assert!(!upload.take(b"x"), "not a byte more than the limit");
    let content = upload.finish(MediaType::Pdf).unwrap();
    assert_eq!(content.pieces.concat(), file);
    assert_eq!(content.pieces.len(), 3);
    let whole: String = Sha256::digest(&file).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!((content.sha256, content.bytes), (whole, i64::try_from(file.len()).unwrap()));
}

#[test]
fn content_is_what_it_says_or_is_refused() {
    let finish = |bytes: &[u8], kind| {
        let mut upload = Upload::new(1_000);
        assert!(upload.take(bytes));
        upload.finish(kind).map_err(|violation| violation.code.text())
    };
    assert_eq!(finish(b"", MediaType::Pdf), Err("empty_file"));
    assert_eq!(finish(b"<script>", MediaType::Pdf), Err("content_mismatch"));
    assert_eq!(finish(b"%PDF-1.7", MediaType::Png), Err("content_mismatch"));
    assert_eq!(finish(b" %PDF-1.7", MediaType::Pdf), Err("content_mismatch"));
    for kind in MediaType::ALL {
        let file = kind.office().map_or_else(|| kind.signature().to_vec(), smallest);
        assert!(finish(&file, *kind).is_ok(), "{kind}");
        let other = finish(&file, MediaType::Xlsx).is_ok();
        assert_eq!(other, *kind == MediaType::Xlsx, "{kind}");
    }
}
