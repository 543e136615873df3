//! Zip archives, read so strictly that every reader of one sees the same: nothing before, between and behind its files,
//! each named once and alike in the file and in the directory, with the length and the checksum that are declared.

use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::collections::HashSet;

/// The record that ends an archive, without its comment.
const END: usize = 22;
/// The fixed part of an entry of the directory.
const ENTRY: usize = 46;
/// The fixed part before the content of a file.
const LOCAL: usize = 30;
/// Files within an archive at most.
const MOST_FILES: usize = 5_000;
/// Bytes that all files may unpack to.
const MOST_UNPACKED: usize = 200 << 20;
/// A file that is larger than this must not be packed more closely than [`CLOSEST`].
const LARGE: usize = 4 << 20;
/// Bytes that one packed byte may stand for in a large file; ordinary workbooks have some thirty.
const CLOSEST: usize = 200;
/// Bit of a file that its sizes follow it.
const SIZES_FOLLOW: usize = 1 << 3;
/// Bits of a file that is encrypted, or whose directory is.
const ENCRYPTED: usize = 1 | 1 << 6 | 1 << 13;
/// The extra field by which some programs give a file another name.
const OTHER_NAME: usize = 0x7075;
/// What a size says that stands elsewhere.
const ELSEWHERE: usize = 0xffff_ffff;

/// Why something is no archive to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is none, or it says two things.
    Unsound,
    /// It is locked with a password.
    Encrypted,
    /// It unpacks to too much.
    TooLarge,
}

/// A file of an archive.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    packed: &'a [u8],
    is_packed: bool,
    bytes: usize,
    crc: usize,
}

/// An entry of the directory, before its file has been looked at.
struct Entry<'a> {
    name: &'a [u8],
    begins: usize,
    flags: usize,
    method: usize,
    crc: usize,
    packed: usize,
    bytes: usize,
}

fn short(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(bytes.try_into().ok()?)))
}

fn long(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

fn wide(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(8)?)?;
    usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// The extra field of a kind; `None` where the fields are no fields, or give the file another name.
fn extra(fields: &[u8], wanted: usize) -> Option<Option<&[u8]>> {
    let (mut at, mut found) = (0, None);
    while at < fields.len() {
        let (kind, length) = (short(fields, at)?, short(fields, at + 2)?);
        let content = fields.get(at + 4..(at + 4).checked_add(length)?)?;
        if kind == OTHER_NAME {
            return None;
        }
        if kind == wanted {
            found = Some(content);
        }
        at += 4 + length;
    }
    Some(found)
}

/// Every file of an archive, in the order in which they stand in it.
pub(super) fn parts(file: &[u8]) -> Result<Vec<Part<'_>>, Trouble> {
    let (mut entries, directory) = entries(file).ok_or(Trouble::Unsound)?;
    if entries.iter().any(|entry| entry.flags & ENCRYPTED != 0) {
        return Err(Trouble::Encrypted);
    }
    let whole = entries.iter().map(|entry| entry.bytes).sum::<usize>();
    let is_close = |entry: &Entry<'_>| entry.bytes > LARGE && entry.bytes / CLOSEST > entry.packed;
    if whole > MOST_UNPACKED || entries.iter().any(is_close) {
        return Err(Trouble::TooLarge);
    }
    entries.sort_by_key(|entry| entry.begins);
    let ends: Vec<usize> = entries.iter().skip(1).map(|next| next.begins).collect();
    let ends = ends.into_iter().chain([directory]);
    let (mut parts, mut names, mut at) = (Vec::new(), HashSet::new(), 0);
    for (entry, end) in entries.iter().zip(ends) {
        if entry.begins != at {
            return Err(Trouble::Unsound);
        }
        let part = part(file, entry, end).ok_or(Trouble::Unsound)?;
        // Some programs tell large letters from small ones and some do not.
        if !names.insert(part.name.to_lowercase()) {
            return Err(Trouble::Unsound);
        }
        parts.push(part);
        at = end;
    }
    if at == directory { Ok(parts) } else { Err(Trouble::Unsound) }
}

/// The directory, and where it begins.
fn entries(file: &[u8]) -> Option<(Vec<Entry<'_>>, usize)> {
    if !file.starts_with(b"PK\x03\x04") {
        return None;
    }
    // An archive with a comment could end twice.
    let end = file.len().checked_sub(END)?;
    let is_end = file.get(end..)?.starts_with(b"PK\x05\x06") && short(file, end + 20)? == 0;
    let is_one = short(file, end + 4)? == 0 && short(file, end + 6)? == 0;
    let (here, all) = (short(file, end + 8)?, short(file, end + 10)?);
    let (size, begins) = (long(file, end + 12)?, long(file, end + 16)?);
    if !is_end || !is_one || here != all || all > MOST_FILES || begins.checked_add(size)? != end {
        return None;
    }
    let (mut entries, mut at) = (Vec::with_capacity(all), begins);
    for _ in 0..all {
        let entry = file.get(at..end)?;
        if !entry.starts_with(b"PK\x01\x02") || short(entry, 34)? != 0 {
            return None;
        }
        let (name, fields, comment) = (short(entry, 28)?, short(entry, 30)?, short(entry, 32)?);
        let behind = ENTRY.checked_add(name)?;
        extra(entry.get(behind..behind.checked_add(fields)?)?, OTHER_NAME)?;
        entries.push(Entry {
            name: entry.get(ENTRY..behind)?,
            begins: long(entry, 42)?,
            flags: short(entry, 8)?,
            method: short(entry, 10)?,
            crc: long(entry, 16)?,
            packed: long(entry, 20)?,
            bytes: long(entry, 24)?,
        });
        at = at.checked_add(behind + fields + comment)?;
    }
    (at == end).then_some((entries, begins))
}

/// The file of an entry, which says what the entry says and ends where the next one begins.
fn part<'a>(file: &'a [u8], entry: &Entry<'a>, end: usize) -> Option<Part<'a>> {
    let local = file.get(entry.begins..end)?;
    let (name, fields) = (short(local, 26)?, short(local, 28)?);
    let behind = LOCAL.checked_add(name)?;
    let content = behind.checked_add(fields)?;
    let says_so = local.starts_with(b"PK\x03\x04")
        && local.get(LOCAL..behind)? == entry.name
        && short(local, 6)? == entry.flags
        && short(local, 8)? == entry.method;
    if !says_so || !matches!(entry.method, 0 | 8) {
        return None;
    }
    let wider = extra(local.get(behind..content)?, 1)?;
    let follow = entry.flags & SIZES_FOLLOW != 0;
    let size = |at: usize, wide_at: usize, wanted: usize| {
        let said = long(local, at)?;
        let elsewhere = said == ELSEWHERE && wide(wider?, wide_at)? == wanted;
        Some(said == wanted || elsewhere || (follow && matches!(said, 0 | ELSEWHERE)))
    };
    let agrees = size(22, 0, entry.bytes) == Some(true) && size(18, 8, entry.packed) == Some(true);
    let crc = long(local, 14)?;
    if !agrees || !(crc == entry.crc || (follow && crc == 0)) {
        return None;
    }
    let packed_end = content.checked_add(entry.packed)?;
    let packed = local.get(content..packed_end)?;
    if !is_ended(local.get(packed_end..)?, entry, follow) {
        return None;
    }
    Some(Part {
        name: std::str::from_utf8(entry.name).ok()?,
        packed,
        is_packed: entry.method == 8,
        bytes: entry.bytes,
        crc: entry.crc,
    })
}

/// Whether what stands between a file and the next one is nothing but the sizes that were to follow it.
fn is_ended(rest: &[u8], entry: &Entry<'_>, follow: bool) -> bool {
    if !follow {
        return rest.is_empty();
    }
    let sizes = rest.strip_prefix(b"PK\x07\x08").unwrap_or(rest);
    let are = |packed, bytes| {
        long(sizes, 0) == Some(entry.crc)
            && packed == Some(entry.packed)
            && bytes == Some(entry.bytes)
    };
    match sizes.len() {
        12 => are(long(sizes, 4), long(sizes, 8)),
        20 => are(wide(sizes, 4), wide(sizes, 12)),
        _ => false,
    }
}

impl Part<'_> {
    /// The first bytes of the content; `None` where it is not as long, or not the content, that was declared.
    /// Everything is unpacked and no more of it kept than is asked for, so that no archive is a bomb here.
    pub(super) fn unpack(&self, keep: usize) -> Option<Vec<u8>> {
        let (mut kept, mut crc) = (Vec::new(), Crc::new());
        let mut take = |piece: &[u8]| {
            crc.update(piece);
            let more = piece.len().min(keep - kept.len());
            kept.extend_from_slice(piece.get(..more).unwrap_or_default());
        };
        let length = if self.is_packed {
            let found = inflate(Decompress::new(false), self.packed, self.bytes, &mut take)?;
            found.filter(|end| *end == self.packed.len())?;
            self.bytes
        } else {
            take(self.packed);
            self.packed.len()
        };
        let is_whole =
            kept.len() >= self.bytes.min(keep) && usize::try_from(crc.sum()).ok()? == self.crc;
        (is_whole && length == self.bytes).then_some(kept)
    }
}

/// Unpacks a stream piece by piece. `None` where it is longer than it may be; else where it ends, if it is not broken
/// off.
pub(super) fn inflate(
    mut stream: Decompress,
    packed: &[u8],
    most: usize,
    mut take: impl FnMut(&[u8]),
) -> Option<Option<usize>> {
    let (mut length, mut piece) = (0, vec![0; 1 << 13]);
    loop {
        let read = usize::try_from(stream.total_in()).ok()?;
        let rest = packed.get(read..)?;
        let before = stream.total_out();
        let status = stream.decompress(rest, &mut piece, FlushDecompress::None);
        let made = usize::try_from(stream.total_out() - before).ok()?;
        take(piece.get(..made)?);
        length += made;
        let now_read = usize::try_from(stream.total_in()).ok()?;
        match status {
            _ if length > most => return None,
            Ok(Status::StreamEnd) => return Some(Some(now_read)),
            Ok(_) if made > 0 || now_read > read => {}
            _ => return Some(None),
        }
    }
}
