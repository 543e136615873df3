//! Office files as documents (rule R6.2): a zip archive that is what it says, and that carries no programs. Only the
//! directory of the archive is read; nothing is unpacked, so that no archive can be a bomb here.

use crate::Flaw;

/// The record that ends an archive, without its comment.
const END: usize = 22;
/// The fixed part of an entry of the directory.
const ENTRY: usize = 46;
/// The fixed part before the content of a file.
const LOCAL: usize = 30;
/// Files within an archive at most.
const MOST_FILES: usize = 5_000;

/// What an archive must hold to be a file of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Office Open XML: its main part stands here.
    OpenXml(&'static str),
    /// OpenDocument: the first file is called `mimetype` and says this.
    OpenDocument(&'static str),
}

/// Parts of archives that carry programs or other files, by how their name begins, ends or what it contains; in
/// lower case.
const PROGRAMS: &[&str] = &[
    "vbaproject",
    "vbadata",
    "activex",
    "/embeddings/",
    "macrosheets",
    "basic/",
    "scripts/",
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".ps1",
    ".jar",
    ".class",
];

impl Office {
    /// What is wrong with a file that is to be such an archive: it is none, or it carries programs.
    #[must_use]
    pub fn flaw(self, file: &[u8]) -> Option<Flaw> {
        let Some(names) = names(file).filter(|names| self.is_of_kind(file, names)) else {
            return Some(Flaw::new("content_mismatch"));
        };
        let harmful = names.into_iter().find(|name| is_harmful(name));
        harmful.map(|name| {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
            Flaw::new("carries_programs").with(shown)
        })
    }

    fn is_of_kind(self, file: &[u8], names: &[String]) -> bool {
        let has = |wanted: &str| names.iter().filter(|name| *name == wanted).count() == 1;
        match self {
            Self::OpenXml(main) => has("[Content_Types].xml") && has(main),
            Self::OpenDocument(kind) => says(file, kind) && has("mimetype") && has("content.xml"),
        }
    }
}

/// Whether a part carries programs or other files, or leads out of the archive. An object of OpenDocument that
/// is a folder is a chart; one that is a file is somebody else's.
fn is_harmful(name: &str) -> bool {
    let name = name.to_lowercase();
    PROGRAMS.iter().any(|part| name.contains(part))
        || (name.starts_with("object ") && !name.contains('/'))
        || is_outside(&name)
}

/// Whether a name leads out of the archive.
fn is_outside(name: &str) -> bool {
    name.starts_with('/') || name.contains('\\') || name.contains(':') || name.contains("..")
}

/// Whether the first file of an archive is called `mimetype`, is not packed, and says this.
fn says(file: &[u8], kind: &str) -> bool {
    let wanted = ["mimetype", kind].concat();
    let at = |from: usize, bytes: usize| from.checked_add(bytes).and_then(|to| file.get(from..to));
    file.starts_with(b"PK\x03\x04")
        && short(file, 8) == Some(0)
        && short(file, 26) == Some(8)
        && short(file, 28) == Some(0)
        && long(file, 22) == Some(kind.len())
        && at(LOCAL, wanted.len()) == Some(wanted.as_bytes())
}

fn short(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(bytes.try_into().ok()?)))
}

fn long(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// The names of the files of an archive, by its directory; `None` where it is none, is not whole, or says
/// two things: what follows the archive, or stands before it, belongs to somebody else.
fn names(file: &[u8]) -> Option<Vec<String>> {
    if !file.starts_with(b"PK\x03\x04") {
        return None;
    }
    // An archive with a comment could end twice.
    let end = file.len().checked_sub(END)?;
    let is_end = file.get(end..)?.starts_with(b"PK\x05\x06") && short(file, end + 20)? == 0;
    let (here, all) = (short(file, end + 8)?, short(file, end + 10)?);
    let (size, begins) = (long(file, end + 12)?, long(file, end + 16)?);
    if !is_end || here != all || all > MOST_FILES || begins.checked_add(size)? != end {
        return None;
    }
    let (mut names, mut at) = (Vec::with_capacity(all), begins);
    for _ in 0..all {
        let entry = file.get(at..end)?;
        if !entry.starts_with(b"PK\x01\x02") || short(entry, 8)? & 1 == 1 {
            return None;
        }
        let (name, extra, comment) = (short(entry, 28)?, short(entry, 30)?, short(entry, 32)?);
        let name = entry.get(ENTRY..ENTRY.checked_add(name)?)?;
        let local = file.get(long(entry, 42)?..begins)?;
        // The file itself goes by the same name.
        if !local.starts_with(b"PK\x03\x04") || !local.get(LOCAL..)?.starts_with(name) {
            return None;
        }
        at = at.checked_add(ENTRY + name.len() + extra + comment)?;
        names.push(std::str::from_utf8(name).ok()?.to_owned());
    }
    (at == end).then_some(names)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    const DOCX: Office = Office::OpenXml("word/document.xml");
    const ODT: Office = Office::OpenDocument("application/vnd.oasis.opendocument.text");

    /// An archive of files that are not packed.
    pub(in crate::attachment) fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        let two = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
        let four = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        for (name, content) in files {
            let begins = out.len();
            let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            common.extend(four(0));
            common.extend([four(content.len()), four(content.len())].concat());
            common.extend([two(name.len()), two(0)].concat());
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(name.bytes().chain(content.bytes()));
            directory.extend(b"PK\x01\x02\x14\x00");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend(four(begins));
            directory.extend(name.bytes());
        }
        let begins = out.len();
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend([two(files.len()), two(files.len())].concat());
        out.extend([four(directory.len()), four(begins)].concat());
        out.extend(two(0));
        out
    }

    /// The same, as the smallest file of some kind.
    pub(in crate::attachment) fn smallest(office: Office) -> Vec<u8> {
        match office {
            Office::OpenXml(main) => {
                archive(&[("[Content_Types].xml", "<Types/>"), (main, "<m/>")])
            }
            Office::OpenDocument(kind) => archive(&[("mimetype", kind), ("content.xml", "<o/>")]),
        }
    }

    fn code(office: Office, file: &[u8]) -> Option<&'static str> {
        office.flaw(file).map(|flaw| flaw.code)
    }

    fn docx(more: &[(&str, &str)]) -> Vec<u8> {
        let parts = [
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", "<w/>"),
        ];
        archive(&[&parts, more].concat())
    }

    #[test]
    fn an_archive_is_what_its_parts_say() {
        assert_eq!(code(DOCX, &docx(&[("docProps/app.xml", "")])), None);
        let mismatch = Some("content_mismatch");
        assert_eq!(
            code(Office::OpenXml("xl/workbook.xml"), &docx(&[])),
            mismatch
        );
        let kind = "application/vnd.oasis.opendocument.text";
        let odt = archive(&[("mimetype", kind), ("content.xml", "<o/>")]);
        assert_eq!((code(ODT, &odt), code(DOCX, &odt)), (None, mismatch));
        let late = archive(&[("content.xml", "<o/>"), ("mimetype", kind)]);
        assert_eq!(code(ODT, &late), mismatch);
        let template = archive(&[
            ("mimetype", "application/vnd.oasis.opendocument.text-x"),
            ("content.xml", ""),
        ]);
        assert_eq!(code(ODT, &template), mismatch);
    }

    #[test]
    fn whatever_carries_programs_or_leads_elsewhere_is_refused() {
        for part in [
            "word/vbaProject.bin",
            "word/VBAProject.bin",
            "word/embeddings/oleObject1.bin",
            "word/activeX/activeX1.xml",
            "Basic/Standard/Module1.xml",
            "setup.exe",
            "../../etc/passwd",
            "/etc/passwd",
            "word\\document.xml",
            "Object 1",
        ] {
            assert_eq!(
                code(DOCX, &docx(&[(part, "x")])),
                Some("carries_programs"),
                "{part}"
            );
        }
        assert_eq!(
            code(DOCX, &docx(&[("word/document.xml", "twice")])),
            Some("content_mismatch")
        );
    }

    #[test]
    fn an_archive_has_one_beginning_and_one_end() {
        let good = docx(&[]);
        let mut before = b"%PDF-1.7".to_vec();
        before.extend(&good);
        let mut after = good.clone();
        after.extend(b"<script>");
        let mut other = good.clone();
        let place = good.windows(8).position(|w| w == b"word/doc").unwrap();
        other[place] = b'W';
        for bad in [
            before,
            after,
            other,
            good[..good.len() - 1].to_vec(),
            Vec::new(),
        ] {
            assert_eq!(code(DOCX, &bad), Some("content_mismatch"));
        }
    }

    proptest! {
        #[test]
        fn no_file_makes_it_stumble(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
            let mut file = docx(&[("docProps/app.xml", "")]);
            let length = file.len();
            file[at % length] = byte;
            let _all = [DOCX.flaw(&file), ODT.flaw(&file[..cut.min(length)])];
        }
    }
}
