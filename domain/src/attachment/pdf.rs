//! PDF files as documents (rule R6.2): no programs, nothing that starts one, no files inside. Names are looked for in
//! everything that is not packed, and in the packed streams that hold objects.

use super::archive::inflate;
use crate::Code;
use crate::Violation;
use flate2::Decompress;

/// What a name says that runs, starts, fetches or carries something.
const HARMFUL: &[&[u8]] = &[
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/EmbeddedFiles",
    b"/RichMedia",
    b"/GoToE",
    b"/ImportData",
    b"/SubmitForm",
    b"/Movie",
    b"/XFA",
];
/// Bytes that the streams of objects may unpack to.
const MOST_UNPACKED: usize = 64 << 20;
/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 4_096;

/// What is wrong with a file that is to be such a document.
pub(super) fn violation(file: &[u8]) -> Option<Violation> {
    examine(file).err()
}

fn examine(file: &[u8]) -> Result<(), Violation> {
    let meant = meant(file);
    harmless(&meant)?;
    if holds(&meant, b"/Encrypt") {
        return Err(Violation::new(Code::EncryptedFile));
    }
    let (mut begins, mut left, mut looked_at) = (0, MOST_UNPACKED, 0);
    for (at, _) in file
        .iter()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'o' | b's'))
    {
        let rest = file.get(at..).unwrap_or_default();
        if rest.starts_with(b"obj") {
            begins = at;
        }
        if !rest.starts_with(b"stream") {
            continue;
        }
        let dictionary = file.get(begins.max(at.saturating_sub(DICTIONARY))..at);
        let dictionary = dictionary.unwrap_or_default();
        looked_at += dictionary.len();
        if looked_at > MOST_UNPACKED {
            return Err(Violation::new(Code::UnpacksToTooMuch));
        }
        let dictionary = self::meant(dictionary);
        if !dictionary.ends_with(b"end") && holds(&dictionary, b"/ObjStm") {
            let stream = file.get(at + b"stream".len()..).unwrap_or_default();
            harmless(&self::meant(&objects(&dictionary, stream, &mut left)?))?;
        }
    }
    Ok(())
}

/// The objects of a stream. One that is packed otherwise than all programs do cannot be looked through.
fn objects(dictionary: &[u8], stream: &[u8], left: &mut usize) -> Result<Vec<u8>, Violation> {
    let is_filtered = holds(dictionary, b"/Filter");
    let others: [&[u8]; 6] = [
        b"/LZWDecode",
        b"/ASCIIHexDecode",
        b"/ASCII85Decode",
        b"/RunLengthDecode",
        b"/Crypt",
        b"/DecodeParms",
    ];
    let is_other = others.iter().any(|other| holds(dictionary, other));
    if is_filtered && (is_other || !holds(dictionary, b"/FlateDecode")) {
        return Err(Violation::new(Code::ContentMismatch));
    }
    if !is_filtered {
        // It is not packed: its names have been looked at.
        return Ok(Vec::new());
    }
    let stream = stream.strip_prefix(b"\r").unwrap_or(stream);
    let stream = stream.strip_prefix(b"\n").unwrap_or(stream);
    let mut objects = Vec::new();
    let take = |piece: &[u8]| objects.extend_from_slice(piece);
    inflate(Decompress::new(true), stream, *left, take)
        .ok_or(Violation::new(Code::UnpacksToTooMuch))?;
    // Many that are empty cost something, too.
    *left -= objects.len().max(1_024).min(*left);
    Ok(objects)
}

fn harmless(meant: &[u8]) -> Result<(), Violation> {
    let found = names(meant).find_map(|rest| HARMFUL.iter().find(|name| begins(rest, name)));
    found.map_or(Ok(()), |name| {
        let name = String::from_utf8_lossy(name);
        Err(Violation::new(Code::CarriesPrograms).with(name.trim_start_matches('/')))
    })
}

/// Everything from a name on, for each name.
fn names(within: &[u8]) -> impl Iterator<Item = &[u8]> {
    let places = within.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    places.filter_map(|(at, _)| within.get(at..))
}

/// Whether something begins with a name, and not with a longer one.
fn begins(rest: &[u8], name: &[u8]) -> bool {
    let next = rest.get(name.len()).copied().unwrap_or(b' ');
    let goes_on = next.is_ascii_alphanumeric() || matches!(next, b'_' | b'-' | b'.' | b'+' | b':');
    rest.starts_with(name) && !goes_on
}

/// Whether a name stands somewhere.
fn holds(within: &[u8], name: &[u8]) -> bool {
    names(within).any(|rest| begins(rest, name))
}

/// The same with names as they are meant, in which `#` and two figures stand for a character.
fn meant(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|c| char::from(*c).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let coded = (*byte == b'#')
            .then(|| digit(at + 1).zip(digit(at + 2)))
            .flatten();
        match coded.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
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
        let head = format!(
            "%PDF-1.7\n1 0 obj <<{dictionary}/Length {}>>\nstream\r\n",
            stream.len()
        );
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
        ] {
            let plain = format!("%PDF-1.7\n1 0 obj {body} endobj");
            assert_eq!(code(plain.as_bytes()), Some("carries_programs"), "{body}");
            for kind in [
                "/Type/ObjStm/Filter/FlateDecode",
                "/Type /Obj#53tm /Filter [ /FlateDecode ]",
            ] {
                let hidden = with_stream(kind, &packed(body));
                assert_eq!(code(&hidden), Some("carries_programs"), "{body} in {kind}");
            }
        }
        for good in [
            "<</S/URI/URI(https://example.org/JavaScripts)>>",
            "<</S/GoTo/D[1 0 R/Fit]>>",
            "<</Launcher 1>>",
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
        let bomb = with_stream(
            "/Type/ObjStm/Filter/FlateDecode",
            &packed(&" ".repeat(MOST_UNPACKED + 1)),
        );
        assert_eq!(code(&bomb), Some("unpacks_to_too_much"));
        // Of other streams nothing is unpacked.
        let picture = with_stream("/Filter/FlateDecode", &packed("/JavaScript"));
        assert_eq!(code(&picture), None);
    }
}
