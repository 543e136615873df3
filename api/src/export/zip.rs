//! A zip archive written from front to back (APPNOTE.TXT 6.3, bit 3: sizes follow the data), so that
//! nothing of it is kept but the directory.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};

/// Text is deflated fast: the answer waits for it.
const LEVEL: Compression = Compression::fast();
/// Version 2.0 of the format; sizes follow the data; names are UTF-8; deflated; made on 1 January 1980.
const HEAD: [u8; 10] = [20, 0, 0x08, 0x08, 8, 0, 0, 0, 0x21, 0];

/// A file of the archive.
struct Member {
    name: &'static str,
    crc: u32,
    packed: u32,
    whole: u32,
    begins: u32,
}

/// An archive in the making.
pub(super) struct Zip {
    members: Vec<Member>,
    written: u64,
    open: Option<Open>,
}

/// The file that is being written.
struct Open {
    name: &'static str,
    begins: u64,
    crc: Crc,
    whole: u64,
    packed: u64,
    deflate: DeflateEncoder<Vec<u8>>,
}

fn short(size: u64) -> io::Result<u32> {
    u32::try_from(size).map_err(|_wide| io::Error::other("the archive grows beyond 4 GiB"))
}

impl Zip {
    pub(super) const fn new() -> Self {
        Self { members: Vec::new(), written: 0, open: None }
    }

    fn put(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.written += bytes.len() as u64;
        out.extend_from_slice(bytes);
    }

    /// Begins a file.
    pub(super) fn begin(&mut self, name: &'static str, out: &mut Vec<u8>) {
        let begins = self.written;
        self.put(b"PK\x03\x04", out);
        self.put(&HEAD, out);
        // Digest and sizes, which nobody knows yet.
        self.put(&[0; 12], out);
        self.put(&length(name), out);
        self.put(&[0, 0], out);
        self.put(name.as_bytes(), out);
        self.open = Some(Open {
            name,
            begins,
            crc: Crc::new(),
            whole: 0,
            packed: 0,
            deflate: DeflateEncoder::new(Vec::new(), LEVEL),
        });
    }

    /// Writes more of the file.
    pub(super) fn write(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        if let Some(open) = &mut self.open {
            open.crc.update(bytes);
            open.whole += bytes.len() as u64;
            open.deflate.write_all(bytes)?;
            let ready = open.deflate.get_mut();
            open.packed += ready.len() as u64;
            self.written += ready.len() as u64;
            out.append(ready);
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(mut open) = self.open.take() else {
            return Ok(());
        };
        let rest = open.deflate.finish()?;
        open.packed += rest.len() as u64;
        self.put(&rest, out);
        let member = Member {
            name: open.name,
            crc: open.crc.sum(),
            packed: short(open.packed)?,
            whole: short(open.whole)?,
            begins: short(open.begins)?,
        };
        self.put(b"PK\x07\x08", out);
        self.put(&member.sums(), out);
        self.members.push(member);
        Ok(())
    }

    /// Writes the directory, which ends the archive.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let begins = self.written;
        for member in std::mem::take(&mut self.members) {
            self.put(b"PK\x01\x02\x14\x00", out);
            self.put(&HEAD, out);
            self.put(&member.sums(), out);
            self.put(&length(member.name), out);
            // No extra field, no remark, first disk, no attributes.
            self.put(&[0; 12], out);
            self.put(&member.begins.to_le_bytes(), out);
            self.put(member.name.as_bytes(), out);
            self.members.push(member);
        }
        let (begins, size) = (short(begins)?, short(self.written - begins)?);
        let count = u16::try_from(self.members.len()).unwrap_or(u16::MAX);
        self.put(b"PK\x05\x06\x00\x00\x00\x00", out);
        self.put(&count.to_le_bytes(), out);
        self.put(&count.to_le_bytes(), out);
        self.put(&size.to_le_bytes(), out);
        self.put(&begins.to_le_bytes(), out);
        self.put(&[0, 0], out);
        Ok(())
    }
}

impl Member {
    fn sums(&self) -> Vec<u8> {
        [self.crc, self.packed, self.whole].iter().flat_map(|number| number.to_le_bytes()).collect()
    }
}

fn length(name: &str) -> [u8; 2] {
    u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes()
}
