//! Office files as documents (rule R6.2): a zip archive that is what it says, that carries no programs and no other
//! files under whatever name, and that fetches nothing from elsewhere.

use super::archive::{self, Part, Trouble};
use super::elements::{
    carries, examine_element, examine_entry, examine_picture, examine_relationship, examine_style,
    examine_type,
};
use super::fields::Fields;
use super::markup::{self, Piece};
use crate::Code;
use crate::Violation;

/// What an archive must hold to be a file of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Office Open XML: its main part stands here.
    OpenXml(&'static str),
    /// OpenDocument: the first file is called `mimetype` and says this.
    OpenDocument(&'static str),
}

/// Parts that carry programs or other files, by what their name contains; in lower case.
const PROGRAMS: &[&str] = &[
    "vbaproject",
    "vbadata",
    "activex",
    "/embeddings/",
    "macrosheets",
    "macrosignatures",
    "webextensions",
    "basic/",
    "scripts/",
];
/// The same by an ending of their name, or what stands before another one.
const ENDINGS: &[&str] = &[
    "exe", "dll", "com", "scr", "msi", "lnk", "js", "jse", "vbs", "vbe", "wsf", "hta", "htm",
    "html", "xhtml", "mht", "bat", "cmd", "ps1", "py", "sh", "pl", "php", "jar", "class", "swf",
    "docm", "xlsm", "dotm", "xltm", "xlam", "xll",
];
/// How what is no office part begins: programs, archives, compound files of older programs, and documents.
const OTHERS: &[&[u8]] = &[
    b"\xd0\xcf\x11\xe0",
    b"MZ",
    b"\x7fELF",
    b"PK",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"%PDF",
    b"{\\rtf",
    b"MSCF",
    b"L\0\0\0\x01\x14\x02",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
];
/// How pictures begin.
const PICTURES: &[&[u8]] = &[
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"II\xbc",
    b"\xd7\xcd\xc6\x9a",
    b"\x01\0\x09\0",
    b"\x01\0\0\0",
    b"\0\0\x01\0",
    b"VCLMTF",
    b"RIFF",
];
/// Where other parts stand that are neither markup nor pictures: settings of printers, and other properties.
const FOLDERS: &[&str] = &["/printersettings/", "/customproperty/"];
/// Such parts by their whole name.
const NAMES: &[&str] = &["mimetype", "layout-cache"];
/// Roots of documents that are none of an office file.
const ROOTS: &[&str] = &["html", "script", "package", "worddocument"];
/// Folders of fonts.
const FONTS: &str = "fonts/";
/// How fonts begin.
const FONT: &[&[u8]] = &[b"\0\x01\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2"];
/// So much of a part is looked at that is not read as a whole: of markup so much that its root is found.
const HEAD: usize = 2_048;
const HEAD_OF_MARKUP: usize = 64 << 10;
/// Bytes that a part may have that is.
const MOST_MARKUP: usize = 32 << 20;

impl Office {
    /// What is wrong with a file that is to be such an archive: it is none, or it carries programs.
    #[must_use]
    pub fn violation(self, file: &[u8]) -> Option<Violation> {
        self.examine(file).err()
    }

    fn examine(self, file: &[u8]) -> Result<(), Violation> {
        let mismatch = || Violation::new(Code::ContentMismatch);
        let parts = archive::parts(file).map_err(|trouble| match trouble {
            Trouble::Unsound => mismatch(),
            Trouble::Encrypted => Violation::new(Code::EncryptedFile),
            Trouble::TooLarge => Violation::new(Code::UnpacksToTooMuch),
        })?;
        if !self.is_of_kind(file, &parts) {
            return Err(mismatch());
        }
        if let Some(part) = parts.iter().find(|part| is_harmful(part.name)) {
            return Err(carries(part.name));
        }
        parts.iter().try_for_each(|part| self.examine_part(part))
    }

    fn is_of_kind(self, file: &[u8], parts: &[Part<'_>]) -> bool {
        let has = |wanted: &str| parts.iter().any(|part| part.name == wanted);
        match self {
            Self::OpenXml(main) => has("[Content_Types].xml") && has(main),
            Self::OpenDocument(kind) => says(file, kind) && has("mimetype") && has("content.xml"),
        }
    }

    /// Looks into a part: as a whole where something is said there about others, at its beginning where not.
    fn examine_part(self, part: &Part<'_>) -> Result<(), Violation> {
        let name = part.name.to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let is_markup = ends(&[".xml", ".rels", ".vml", ".rdf", ".svg"]);
        let is_read = match self {
            // Any part may be called the main one, so that in a text every one is read; of a workbook most are long.
            Self::OpenXml(main) => {
                let is_text = main.starts_with("word/") && ends(&[".xml"]);
                is_text || ends(&["[content_types].xml", ".rels", ".svg"])
            }
            Self::OpenDocument(_) => is_markup,
        };
        let keep = match is_read {
            true => MOST_MARKUP + 1,
            false if is_markup => HEAD_OF_MARKUP,
            false => HEAD,
        };
        let content = part.unpack(keep).ok_or(Violation::new(Code::ContentMismatch))?;
        let is_good = if is_markup {
            is_document(&content, name.ends_with(".svg"))
        } else {
            is_part(&name, &content)
        };
        if !is_good {
            return Err(carries(part.name));
        }
        match content.len() {
            length if length > MOST_MARKUP => Err(Violation::new(Code::UnpacksToTooMuch)),
            length if is_read && length > 0 => self.examine_markup(part.name, &content),
            _ => Ok(()),
        }
    }

    fn examine_markup(self, part: &str, content: &[u8]) -> Result<(), Violation> {
        let mismatch = || Violation::new(Code::ContentMismatch);
        let (name, mut fields) = (part.to_lowercase(), Fields::default());
        let wide = markup::of_utf_16(content);
        let text = wide.as_deref().or_else(|| markup::text(content));
        for piece in markup::pieces(text.ok_or_else(mismatch)?) {
            let piece = piece.map_err(|_broken| mismatch())?;
            if let Piece::Opens(tag) = &piece {
                match self {
                    _ if name.ends_with(".svg") => examine_picture(part, tag),
                    Self::OpenXml(_) if name == "[content_types].xml" => examine_type(tag),
                    Self::OpenXml(_) if name.ends_with(".rels") => examine_relationship(tag),
                    Self::OpenXml(_) => Ok(()),
                    Self::OpenDocument(_) if name == "meta-inf/manifest.xml" => examine_entry(tag),
                    Self::OpenDocument(_) => examine_element(part, tag),
                }?;
            }
            if let (Piece::Text(text), true) = (&piece, name.ends_with(".svg")) {
                examine_style([text.as_str()].into_iter())?;
            }
            fields.follow(&piece);
        }
        if fields.is_harmful() {
            return Err(carries(part));
        }
        Ok(())
    }
}

/// Whether the name of a part says that it carries programs or other files, or leads out of the archive. An object of
/// OpenDocument that is a folder is a chart; one that is a file is somebody else's.
fn is_harmful(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut pieces = name.rsplit('/').next().unwrap_or_default().split('.').skip(1);
    PROGRAMS.iter().any(|part| name.contains(part))
        || pieces.any(|ending| ENDINGS.contains(&ending))
        || (name.starts_with("object ") && !name.contains('/'))
        || name.starts_with('/')
        || name.contains(['\\', ':', '%'])
        || name.contains("..")
        || name.chars().any(char::is_control)
}

/// Whether a part that is no markup is a picture, or one of the few others that office files have.
fn is_part(name: &str, content: &[u8]) -> bool {
    let begins = |with: &[&[u8]]| with.iter().any(|one| content.starts_with(one));
    let is_in = |folders: &[&str]| folders.iter().any(|at| name.contains(at));
    let is_known = NAMES.contains(&name) || (is_in(FOLDERS) && !is_text(content));
    let is_font = is_in(&[FONTS]) && (begins(FONT) || is_hidden_font(content));
    !begins(OTHERS) && (content.is_empty() || begins(PICTURES) || is_known || is_font)
}

/// Whether something begins as a text does, such as a list of orders.
fn is_text(content: &[u8]) -> bool {
    let head = content.get(..content.len().min(64)).unwrap_or_default();
    head.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0x80..))
}

/// Whether something is a font of which the first 32 bytes are disguised, as a text carries them: the table of its
/// parts goes on behind these, in the order of their tags, each with a place and a length.
fn is_hidden_font(content: &[u8]) -> bool {
    let entry = |number: usize| content.get(12 + number * 16..28 + number * 16);
    let tag = |entry: &[u8]| entry.first_chunk::<4>().copied();
    let is_entry = |entry: &[u8]| {
        let is_tag = |tag: [u8; 4]| tag.iter().all(|byte| matches!(byte, b' '..=b'~'));
        // No font has 16 MiB.
        tag(entry).is_some_and(is_tag) && entry.get(8) == Some(&0) && entry.get(12) == Some(&0)
    };
    let entries: Option<Vec<_>> = (2..6).map(entry).collect();
    entries.is_some_and(|entries| {
        entries.iter().all(|entry| is_entry(entry)) && entries.is_sorted_by_key(|entry| tag(entry))
    })
}

/// Whether something is a document of XML and no page with programs; nor a picture that is not called one.
fn is_document(content: &[u8], is_picture: bool) -> bool {
    let text = String::from_utf8_lossy(content).replace('\0', "");
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffd}'));
    let is_root = |name: &str| {
        let name = name.rsplit(':').next().unwrap_or_default().to_lowercase();
        !name.is_empty() && !ROOTS.contains(&name.as_str()) && (is_picture || name != "svg")
    };
    text.is_empty() || root(text).is_some_and(is_root)
}

/// The name of the first element of a document, behind comments and the like.
fn root(mut text: &str) -> Option<&str> {
    loop {
        let rest = text.trim_start().strip_prefix('<')?;
        let end = match rest {
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with('?') => "?>",
            _ if rest.starts_with('!') => ">",
            _ => {
                let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'));
                return rest.split(is_end).next();
            }
        };
        text = rest.split_once(end)?.1;
    }
}

/// Whether the first file of an archive is called `mimetype`, is not packed, and says this.
fn says(file: &[u8], kind: &str) -> bool {
    let wanted = ["mimetype", kind].concat();
    let lengths = [8_u16, 0].map(u16::to_le_bytes).concat();
    file.get(8..10) == Some(&[0, 0])
        && file.get(26..30) == Some(&lengths)
        && file.get(22..26).map(|bytes| bytes.to_vec())
            == u32::try_from(kind.len()).ok().map(|n| n.to_le_bytes().to_vec())
        && file.get(30..30 + wanted.len()) == Some(wanted.as_bytes())
}

#[cfg(test)]
#[path = "office_tests.rs"]
pub(super) mod tests;
