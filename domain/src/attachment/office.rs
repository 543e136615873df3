//! Office files as documents (rule R6.2): a zip archive that is what it says, that carries no programs and no other
//! files under whatever name, and that fetches nothing from elsewhere.

use super::archive::{self, Part, Trouble};
use super::markup::{self, Piece, Tag};
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
/// What parts of Office Open XML are called that carry programs or other files: in their content types, and in the
/// relationships that lead to them; in lower case.
const KINDS: &[&str] = &[
    "vbaproject",
    "vbadata",
    "macroenabled",
    "macrosheet",
    "activex",
    "oleobject",
    "externallink",
    "attachedtoolbars",
    "attachedtemplate",
    "afchunk",
    "webextension",
    "ui/extensibility",
    "javascript",
    "html",
    "msdownload",
];
/// Relationships that lead to such parts, by how their type ends.
const LEADS: &[&str] = &["/package", "/control", "/frame", "/subdocument", "/script"];
/// Elements of OpenDocument, and of pictures, that run, embed or fetch something.
const ELEMENTS: &[&str] = &[
    "script",
    "event-listener",
    "library",
    "libraries",
    "dde-source",
    "dde-connection",
    "dde-connection-decl",
    "dde-link",
    "applet",
    "plugin",
    "floating-frame",
    "object-ole",
    "auto-reload",
    "foreignobject",
    "iframe",
];
/// What a reference runs instead of going there.
const RUNS: &[&str] = &[
    "javascript:",
    "vbscript:",
    "data:",
    "macro:",
    "vnd.sun.star",
    "service:",
    "slot:",
];
/// Types of parts of OpenDocument that carry programs or other files.
const SCRIPTS: &[&str] = &["script", "java", "python", "basic", "html", "x-ms", "-ole"];
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
/// Where other parts stand that are neither markup nor pictures: settings of printers, fonts, what a layout was.
const FOLDERS: &[&str] = &["/printersettings/", "/customproperty/", "fonts/"];
/// Such parts by their whole name.
const NAMES: &[&str] = &["mimetype", "layout-cache"];
/// Roots of documents that are none of an office file.
const ROOTS: &[&str] = &["html", "script", "package", "worddocument"];
/// So much of a part is looked at that is not read as a whole.
const HEAD: usize = 2_048;
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
            Self::OpenXml(_) => {
                let is_text = name.starts_with("word/") && ends(&[".xml"]);
                is_text || ends(&["[content_types].xml", ".rels", ".svg"])
            }
            Self::OpenDocument(_) => is_markup,
        };
        let keep = if is_read { MOST_MARKUP + 1 } else { HEAD };
        let content = part
            .unpack(keep)
            .ok_or(Violation::new(Code::ContentMismatch))?;
        let is_good = if is_markup {
            is_document(&content)
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
        for piece in markup::pieces(markup::text(content).ok_or_else(mismatch)?) {
            let piece = piece.map_err(|_broken| mismatch())?;
            if let Piece::Opens(tag) = &piece {
                match self {
                    _ if name.ends_with(".svg") => examine_element(part, tag),
                    Self::OpenXml(_) if name == "[content_types].xml" => examine_type(tag),
                    Self::OpenXml(_) if name.ends_with(".rels") => examine_relationship(tag),
                    Self::OpenXml(_) => Ok(()),
                    Self::OpenDocument(_) if name == "meta-inf/manifest.xml" => examine_entry(tag),
                    Self::OpenDocument(_) => examine_element(part, tag),
                }?;
            }
            fields.follow(&piece);
        }
        if fields.run_something() {
            return Err(carries(part));
        }
        Ok(())
    }
}

/// What the fields of a text say, however they are cut to pieces.
#[derive(Default)]
struct Fields {
    said: String,
    is_inside: bool,
}

impl Fields {
    fn follow(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Opens(tag) => {
                self.is_inside = tag.name == "instrText" && !tag.is_whole;
                let whole = tag.get("instr");
                if !whole.is_empty() {
                    self.said += &format!(" {whole} ");
                }
            }
            Piece::Text(text) if self.is_inside => self.said += text,
            Piece::Closes("instrText") => self.is_inside = false,
            Piece::Closes("p") => self.said.push(' '),
            _ => {}
        }
    }

    /// Whether one of them runs another program.
    fn run_something(&self) -> bool {
        let is_order = |word: &str| {
            ["dde", "ddeauto"]
                .iter()
                .any(|order| word.eq_ignore_ascii_case(order))
        };
        self.said
            .split(|c: char| !c.is_alphanumeric())
            .any(is_order)
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

fn carries(part: &str) -> Violation {
    Violation::new(Code::CarriesPrograms).with(shown(part))
}

fn leads(to: &str) -> Violation {
    Violation::new(Code::LeadsElsewhere).with(shown(to))
}

fn is_one_of(words: &[&str], text: &str) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Whether the name of a part says that it carries programs or other files, or leads out of the archive. An object of
/// OpenDocument that is a folder is a chart; one that is a file is somebody else's.
fn is_harmful(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut pieces = name
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .split('.')
        .skip(1);
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
    let is_known = NAMES.contains(&name) || FOLDERS.iter().any(|at| name.contains(at));
    !begins(OTHERS) && (content.is_empty() || begins(PICTURES) || is_known)
}

/// Whether something is a document of XML and no page with programs.
fn is_document(content: &[u8]) -> bool {
    let text = String::from_utf8_lossy(content.get(..content.len().min(HEAD)).unwrap_or_default());
    let text = text.replace('\0', "");
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{fffd}'));
    let is_root = |piece: &&str| piece.starts_with(|c: char| c.is_alphabetic());
    let root = text.split('<').skip(1).find(is_root).unwrap_or_default();
    let name = root
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')))
        .next();
    let name = name
        .and_then(|name| name.rsplit(':').next())
        .unwrap_or_default()
        .to_lowercase();
    text.is_empty() || (text.starts_with('<') && !ROOTS.contains(&name.as_str()))
}

/// Whether a reference runs something instead of going there.
fn runs(to: &str) -> bool {
    let to = to.trim().to_lowercase();
    RUNS.iter().any(|scheme| to.starts_with(scheme)) && !to.starts_with("data:image/")
}

/// What Office Open XML says of the type of a part.
fn examine_type(tag: &Tag<'_>) -> Result<(), Violation> {
    if is_one_of(KINDS, tag.get("ContentType")) {
        return Err(carries(&format!(
            "{}{}",
            tag.get("PartName"),
            tag.get("Extension")
        )));
    }
    Ok(())
}

/// What a relationship of Office Open XML leads to: links that a reader may follow lead out of the file, and nothing
/// else does.
fn examine_relationship(tag: &Tag<'_>) -> Result<(), Violation> {
    let (kind, to) = (tag.get("Type").to_lowercase(), tag.get("Target"));
    if is_one_of(KINDS, &kind) || LEADS.iter().any(|end| kind.ends_with(end)) {
        return Err(carries(to));
    }
    let mode = tag.get("TargetMode").trim();
    let is_outside =
        mode.eq_ignore_ascii_case("external") || to.contains(':') || to.starts_with("\\\\");
    let is_link = kind.ends_with("/hyperlink") && !runs(to);
    if is_outside && !is_link {
        return Err(leads(to));
    }
    Ok(())
}

/// What the manifest of an OpenDocument says of a part.
fn examine_entry(tag: &Tag<'_>) -> Result<(), Violation> {
    if tag.name == "encryption-data" {
        return Err(Violation::new(Code::EncryptedFile));
    }
    if is_one_of(SCRIPTS, tag.get("media-type")) {
        return Err(carries(tag.get("full-path")));
    }
    Ok(())
}

/// What an element of OpenDocument, or of a picture, does.
fn examine_element(part: &str, tag: &Tag<'_>) -> Result<(), Violation> {
    let (name, to) = (tag.name.to_lowercase(), tag.get("href").trim());
    if ELEMENTS.contains(&name.as_str()) || runs(to) {
        return Err(carries(part));
    }
    // Where a template came from is told and not fetched.
    let is_followed = matches!(name.as_str(), "a" | "template");
    let is_outside = to.contains("://")
        || to.starts_with(['/', '\\'])
        || to.starts_with("../")
        || to.to_lowercase().starts_with("file:");
    if is_outside && !is_followed {
        return Err(leads(to));
    }
    Ok(())
}

/// Whether the first file of an archive is called `mimetype`, is not packed, and says this.
fn says(file: &[u8], kind: &str) -> bool {
    let wanted = ["mimetype", kind].concat();
    let lengths = [8_u16, 0].map(u16::to_le_bytes).concat();
    file.get(8..10) == Some(&[0, 0])
        && file.get(26..30) == Some(&lengths)
        && file.get(22..26).map(|bytes| bytes.to_vec())
            == u32::try_from(kind.len())
                .ok()
                .map(|n| n.to_le_bytes().to_vec())
        && file.get(30..30 + wanted.len()) == Some(wanted.as_bytes())
}

#[cfg(test)]
#[path = "office_tests.rs"]
pub(super) mod tests;
