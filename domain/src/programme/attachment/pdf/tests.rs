use super::*;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

fn code(file: &[u8]) -> Option<&'static str> {
    violation(file).map(|violation| violation.code.text())
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn with_stream(dictionary: &str, stream: &[u8]) -> Vec<u8> {
    let head = format!("%PDF-1.7\n1 0 obj <<{dictionary}/Length {}>>\nstream\r\n", stream.len());
    [head.as_bytes(), stream, b"\nendstream endobj\n%%EOF"].concat()
}

#[test]
fn what_runs_starts_or_carries_something_is_refused_however_it_is_spelt() {
    for body in [
        "<</S/JavaScript/JS(app.alert(1))>>",
        "<</S /J#61vaScript>>",
        "<</S/Launch/F(cmd.exe)>>",
        "<</Type/EmbeddedFile>>",
        "<</Names<</EmbeddedFiles 7 0 R>>>>",
        "<</S /#4c#61unch>>",
        "<</S/GoToE>>",
        "<</OpenAction<</S/GoToR/F(\\\\\\\\evil\\\\x.pdf)>>>>",
        "<</OpenAction<</S/Rendition/OP 0/JS(app.alert(1))>>>>",
        "<</S%(\n/J#61vaScript>>",
        "<</K/X/JS(app.alert(1))>>",
        "<</#4aS 5 0 R>>",
        "<</Type/3D/OnInstantiate 5 0 R>>",
        "<</Subtype/FileAttachment>>",
        "<</F(run.exe)/EF<</F 5 0 R>>>>",
        "<</F(run.exe)/E#46 %\n5 0 R>>",
    ] {
        let plain = format!("%PDF-1.7\n1 0 obj {body} endobj");
        assert_eq!(code(plain.as_bytes()), Some("carries_programs"), "{body}");
        for kind in [
            "/Type/ObjStm/Filter/FlateDecode",
            "/Type /Obj#53tm /Filter [ /FlateDecode ]",
            "/Type/ObjStm/Filter/FlateDecode/P(obj)",
            "/Type/ObjStm/Filter/FlateDecode/P(\\(1 0 obj<<)",
            "/Type/ObjStm/Filter/FlateDecode%obj <<\n",
            &format!("/Type/ObjStm/Filter/FlateDecode/P({})", "a".repeat(5_000)),
            "/Subtype/Image/N 1/First 4/Filter/FlateDecode",
            "/Filter/FlateDecode",
        ] {
            let hidden = with_stream(kind, &packed(body));
            assert_eq!(code(&hidden), Some("carries_programs"), "{body} in {kind}");
        }
    }
    for good in [
        "<</S/URI/URI(https://example.org/JavaScripts)>>",
        "<</S/GoTo/D[1 0 R/Fit]>>",
        "<</Launcher 1>>",
        "<</URI(https://example.org/JS/EF/)>>",
        "<</EF 1/JS 2>>",
    ] {
        assert_eq!(code(format!("%PDF-1.7\n{good}").as_bytes()), None, "{good}");
    }
}

#[test]
fn what_cannot_be_looked_through_is_refused() {
    let locked = b"%PDF-1.7\ntrailer <</Encrypt 5 0 R>>";
    assert_eq!(code(locked), Some("encrypted_file"));
    let odd = with_stream("/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]", b"00");
    assert_eq!(code(&odd), Some("content_mismatch"));
    for hidden in [
        "/Filter[/FlateDecode/FlateDecode]",
        "/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
        "/F/Fl",
        "/Filter 7 0 R",
        "/Filter/CCITTFaxDecode/P(obj)",
    ] {
        for kind in ["/Type/ObjStm", "/N 1/First 4", "/N 1/First 5 0 R"] {
            let file = with_stream(&format!("{kind}{hidden}"), b"00");
            assert_eq!(code(&file), Some("content_mismatch"), "{kind}{hidden}");
        }
    }
    let bomb = |kind: &str, times: usize| with_stream(kind, &packed(&" ".repeat(times)));
    for kind in ["/Type/ObjStm/Filter/FlateDecode", "/Filter/FlateDecode"] {
        let file = bomb(kind, MOST_OF_ONE + 1);
        assert_eq!(code(&file), Some("unpacks_to_too_much"), "{kind}");
    }
    // A picture may be large.
    let file = bomb("/Subtype/Image/Filter/FlateDecode", MOST_OF_ONE + 1);
    assert_eq!(code(&file), None);
}

#[test]
fn pages_and_pictures_may_say_anything() {
    for text in [
        "BT /P <</MCID 0>> BDC (TypeScript/JavaScript and HTML/CSS/JS 5) Tj ET",
        "(see /Launch, /EF) Tj [(/JS) 3 (/GoToR)] TJ <</A 1>>",
        "/EF gs /JS 12 Tf /XFA Do <<>>",
    ] {
        let text = format!("{text}{}", " ".repeat(500));
        let page = with_stream("/Filter/FlateDecode", &packed(&text));
        assert_eq!(code(&page), None, "{text}");
    }
    // The letter S of a font that is drawn.
    let font = "<</Type/Font/Subtype/Type3/CharProcs<</R 4 0 R/S 5 0 R>>>>";
    assert_eq!(code(&with_stream("/Type/ObjStm/Filter/FlateDecode", &packed(font))), None);
    let picture = [b"\xff\xd8\xff \x8d\x01\x02\x03\x04/JS(\x8d\x01\x02\xff".as_slice(); 9].concat();
    let filters = "/Subtype/Image/Filter[/ASCII85Decode/DCTDecode]/DecodeParms[null null]";
    assert_eq!(code(&with_stream(filters, &picture)), None);
}
