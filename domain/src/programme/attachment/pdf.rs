//! PDF files as documents (rule R6.2): no programs, nothing that starts one, no files inside. Names are looked for in
//! everything that is not packed, and in what is packed as objects are.

use super::archive::inflate;
use super::tokens::{Name, dictionary, names, skip};
use crate::Code;
use crate::Violation;
use flate2::Decompress;
use std::collections::HashSet;

/// What a name says that runs, starts, fetches or carries something.
const HARMFUL: &[&str] = &[
    "JavaScript",
    "Launch",
    "EmbeddedFile",
    "EmbeddedFiles",
    "FileAttachment",
    "RichMedia",
    "RichMediaExecute",
    "RichMediaContent",
    "Rendition",
    "OnInstantiate",
    "GoToR",
    "GoToE",
    "ImportData",
    "SubmitForm",
    "Movie",
    "XFA",
    "FFilter",
];
/// The same by so short a name that it counts only with what follows it.
const FILE: &str = "EF";
const SCRIPT: &str = "JS";
/// Keys whose value says what something is or does.
const KINDS: &[&str] = &["S", "Type", "Subtype"];
/// Bytes that one stream may unpack to; as many may be read to find the dictionaries.
const MOST_OF_ONE: usize = 64 << 20;
/// Bytes that all streams may unpack to.
const MOST_UNPACKED: usize = 200 << 20;

/// What is wrong with a file that is to be such a document.
pub(super) fn violation(file: &[u8]) -> Option<Violation> {
    examine(file).err()
}

fn examine(file: &[u8]) -> Result<(), Violation> {
    alone(file)?;
    in_place(file)?;
    if names(file).any(|name| is(&name, "Encrypt")) {
        return Err(Violation::new(Code::EncryptedFile));
    }
    let (objects, pictures) = streams(file)?;
    let mut left = MOST_UNPACKED;
    for at in places(file, b"stream") {
        let is_end = file.get(..at).is_some_and(|before| before.ends_with(b"end"));
        if is_end || pictures.contains(&at) {
            continue;
        }
        let stream = file.get(at + b"stream".len()..).unwrap_or_default();
        let unpacked = unpack(stream, &mut left)?;
        in_place(&unpacked)?;
        if objects.contains(&at) {
            alone(&unpacked)?;
        }
    }
    Ok(())
}

/// Where the streams begin that readers may take objects from, and those that are pictures and nothing else. A
/// dictionary is read from its beginning, as readers do: what is written in its texts and comments is none of it.
fn streams(file: &[u8]) -> Result<(HashSet<usize>, HashSet<usize>), Violation> {
    let (mut objects, mut pictures, mut left) = (HashSet::new(), HashSet::new(), MOST_OF_ONE);
    for at in places(file, b"obj") {
        let rest = skip(file.get(at + b"obj".len()..).unwrap_or_default());
        if !rest.starts_with(b"<<") {
            continue;
        }
        let length = dictionary(rest, left);
        left = left.saturating_sub(length.unwrap_or(rest.len()).max(64));
        if left == 0 {
            return Err(Violation::new(Code::UnpacksToTooMuch));
        }
        let Some((told, behind)) = length.and_then(|length| rest.split_at_checked(length)) else {
            continue;
        };
        let behind = skip(behind);
        if !behind.starts_with(b"stream") {
            continue;
        }
        let begins = file.len() - behind.len();
        let has = |wanted: &str| names(told).any(|name| is(&name, wanted));
        if has("ObjStm") || (has("N") && has("First")) {
            if is_odd(told) {
                return Err(Violation::new(Code::ContentMismatch));
            }
            objects.insert(begins);
        } else if has("Image") && !has("N") {
            pictures.insert(begins);
        }
    }
    // Two dictionaries that lead to one stream are a riddle: the stricter one counts.
    pictures.retain(|begins| !objects.contains(begins));
    Ok((objects, pictures))
}

/// Whether a stream is packed otherwise than all programs pack objects, so that it cannot be looked through.
fn is_odd(dictionary: &[u8]) -> bool {
    let texts: Vec<_> = names(dictionary).map(|name| name.text).collect();
    let is = |text: &[u8], wanted: &str| text == wanted.as_bytes();
    let is_other = |text: &Vec<u8>| {
        let short = ["AHx", "A85", "LZW", "Fl", "RL", "Crypt", "F", "DP"];
        (text.ends_with(b"Decode") && !is(text, "FlateDecode"))
            || text.ends_with(b"DecodeParms")
            || short.iter().any(|short| is(text, short))
    };
    let flate = texts.iter().filter(|text| is(text, "FlateDecode")).count();
    let is_filtered = texts.iter().any(|text| is(text, "Filter"));
    texts.iter().any(is_other) || flate != usize::from(is_filtered)
}

/// What a stream holds where it is packed in the one way that is looked into; nothing where not: then it has been
/// looked at as it stands.
fn unpack(stream: &[u8], left: &mut usize) -> Result<Vec<u8>, Violation> {
    let blanks = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let begins = stream.iter().position(|byte| !blanks(byte));
    let stream = stream.get(begins.unwrap_or(0)..).unwrap_or_default();
    let is_packed = matches!(stream, [method, check, ..]
        if method & 15 == 8 && (u16::from(*method) * 256 + u16::from(*check)) % 31 == 0);
    let mut unpacked = Vec::new();
    if is_packed {
        let take = |piece: &[u8]| unpacked.extend_from_slice(piece);
        inflate(Decompress::new(true), stream, MOST_OF_ONE.min(*left), take)
            .ok_or(Violation::new(Code::UnpacksToTooMuch))?;
        // Many that are empty cost something, too.
        *left -= unpacked.len().max(1_024).min(*left);
    }
    Ok(unpacked)
}

/// Refuses what a name says wherever it stands.
fn alone(text: &[u8]) -> Result<(), Violation> {
    let found = names(text).find_map(|name| harm(&name.text));
    found.map_or(Ok(()), |name| Err(carries(name)))
}

/// Refuses the same where it stands as a kind, or as a key with its value. So it is harmless in the words of a page,
/// and in pictures by chance.
fn in_place(text: &[u8]) -> Result<(), Violation> {
    let found = names(text).find_map(|name| {
        if KINDS.iter().any(|kind| is(&name, kind)) {
            return name.value().and_then(|value| harm(&value));
        }
        if is(&name, SCRIPT) && (name.leads_on() || name.has_text()) {
            return Some(SCRIPT);
        }
        let file = is(&name, FILE).then_some(FILE);
        file.or_else(|| harm(&name.text)).filter(|_| name.leads_on())
    });
    found.map_or(Ok(()), |name| Err(carries(name)))
}

fn is(name: &Name<'_>, wanted: &str) -> bool {
    name.text == wanted.as_bytes()
}

fn harm(name: &[u8]) -> Option<&'static str> {
    HARMFUL.iter().copied().find(|known| known.as_bytes() == name)
}

fn carries(name: &str) -> Violation {
    Violation::new(Code::CarriesPrograms).with(name)
}

/// Where a word stands, within others too.
fn places<'a>(file: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = word.first().copied();
    let begin = file.iter().enumerate();
    let begin = begin.filter(move |(_, byte)| Some(**byte) == first);
    begin
        .map(|(at, _)| at)
        .filter(move |at| file.get(*at..).is_some_and(|rest| rest.starts_with(word)))
}

#[cfg(test)]
mod tests;
