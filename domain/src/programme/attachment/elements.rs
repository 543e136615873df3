//! What single elements of office files say: types, relationships, entries of manifests, and whatever refers to
//! something.

use super::markup::Tag;
use crate::Code;
use crate::Violation;

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
    "execute-macro",
];
/// What a reference runs instead of going there.
const RUNS: &[&str] =
    &["javascript:", "vbscript:", "data:", "macro:", "vnd.sun.star", "service:", "slot:"];
/// Types of parts of OpenDocument that carry programs or other files.
const SCRIPTS: &[&str] = &["script", "java", "python", "basic", "html", "x-ms", "-ole"];
/// Elements that run or embed something where a picture has them.
const IN_PICTURES: &[&str] = &["embed", "object", "audio", "video", "link", "handler"];
/// Attributes that refer to something.
const REFERENCES: &[&str] = &["href", "src", "action", "image-data"];

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

pub(super) fn carries(part: &str) -> Violation {
    Violation::new(Code::CarriesPrograms).with(shown(part))
}

fn leads(to: &str) -> Violation {
    Violation::new(Code::LeadsElsewhere).with(shown(to))
}

fn is_one_of(words: &[&str], text: &str) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Whether a reference runs something instead of going there. A picture within a picture may be no drawing.
fn runs(to: &str) -> bool {
    // Readers pass over blanks and control characters, within the scheme, too.
    let is_seen = |c: &char| !c.is_control() && !c.is_whitespace();
    let to = to.chars().filter(is_seen).collect::<String>().to_lowercase();
    let is_picture = to.starts_with("data:image/") && !to.starts_with("data:image/svg");
    RUNS.iter().any(|scheme| to.starts_with(scheme)) && !is_picture
}

/// What Office Open XML says of the type of a part.
pub(super) fn examine_type(tag: &Tag<'_>) -> Result<(), Violation> {
    if tag.all("ContentType").any(|kind| is_one_of(KINDS, kind)) {
        let (part, ending) = (tag.shown("PartName"), tag.shown("Extension"));
        return Err(carries(&format!("{part}{ending}")));
    }
    Ok(())
}

/// What a relationship of Office Open XML leads to: links that a reader may follow lead out of the file, and nothing
/// else does.
pub(super) fn examine_relationship(tag: &Tag<'_>) -> Result<(), Violation> {
    let is_bad = |kind: &str| {
        let kind = kind.to_lowercase();
        is_one_of(KINDS, &kind) || LEADS.iter().any(|end| kind.ends_with(end))
    };
    if tag.all("Type").any(is_bad) {
        return Err(carries(tag.shown("Target")));
    }
    let is_external = |mode: &str| mode.trim().eq_ignore_ascii_case("external");
    let is_outside = |to: &&str| to.contains(':') || to.starts_with("\\\\");
    let mut outside = tag.all("Target").filter(is_outside);
    let to = if tag.all("TargetMode").any(is_external) {
        Some(tag.shown("Target"))
    } else {
        outside.next()
    };
    let is_link = tag.all("Type").all(|kind| kind.to_lowercase().ends_with("/hyperlink"))
        && !tag.all("Target").any(runs);
    match to {
        Some(to) if !is_link => Err(leads(to)),
        _ => Ok(()),
    }
}

/// What the manifest of an OpenDocument says of a part.
pub(super) fn examine_entry(tag: &Tag<'_>) -> Result<(), Violation> {
    if tag.name == "encryption-data" {
        return Err(Violation::new(Code::EncryptedFile));
    }
    if tag.all("media-type").any(|kind| is_one_of(SCRIPTS, kind)) {
        return Err(carries(tag.shown("full-path")));
    }
    Ok(())
}

/// What an element of OpenDocument, or of a picture, does.
pub(super) fn examine_element(part: &str, tag: &Tag<'_>) -> Result<(), Violation> {
    let name = tag.name.to_lowercase();
    let references = || REFERENCES.iter().flat_map(|name| tag.all(name)).map(str::trim);
    if ELEMENTS.contains(&name.as_str()) || references().any(runs) {
        return Err(carries(part));
    }
    // Where a template came from is told and not fetched.
    let is_followed = matches!(name.as_str(), "a" | "template");
    match references().find(|to| is_elsewhere(to)) {
        Some(to) if !is_followed => Err(leads(to)),
        _ => Ok(()),
    }
}

fn is_elsewhere(to: &str) -> bool {
    to.contains("://")
        || to.starts_with(['/', '\\'])
        || to.starts_with("../")
        || to.to_lowercase().starts_with("file:")
}

/// The same of a picture, in which attributes may be programs, and styles may fetch something.
pub(super) fn examine_picture(part: &str, tag: &Tag<'_>) -> Result<(), Violation> {
    let is_program = |(name, value): (&str, &str)| {
        let names_one = name == "attributeName" && is_event(value);
        is_event(name) || names_one || runs(value)
    };
    let name = tag.name.to_lowercase();
    if IN_PICTURES.contains(&name.as_str()) || tag.attributes().any(is_program) {
        return Err(carries(part));
    }
    examine_style(tag.attributes().map(|(_, value)| value))?;
    examine_element(part, tag)
}

fn is_event(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.rsplit(':').next().unwrap_or_default().starts_with("on")
}

/// Whether styles fetch something.
pub(super) fn examine_style<'a>(
    mut values: impl Iterator<Item = &'a str>,
) -> Result<(), Violation> {
    let fetches = |style: &&str| {
        let style = style.to_lowercase();
        let mut places = style.split("url(").skip(1);
        style.contains("@import")
            || places.any(|to| {
                let to = to.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
                !to.starts_with('#') && (!to.starts_with("data:") || runs(to))
            })
    };
    values.find(fetches).map_or(Ok(()), |style| Err(leads(style)))
}
