//! What office files may and may not hold, file by file.

#![allow(clippy::too_many_lines, reason = "tables of what is refused")]

use super::*;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use proptest::prelude::*;
use std::io::Write;

const DOCX: Office = Office::OpenXml("word/document.xml");
const ODT: Office = Office::OpenDocument("application/vnd.oasis.opendocument.text");
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn two(n: usize) -> [u8; 2] {
    u16::try_from(n).unwrap().to_le_bytes()
}

fn four(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap().to_le_bytes()
}

/// A file of an archive in the making; each of its sayings can be made wrong.
#[derive(Clone)]
struct File {
    name: String,
    local_name: String,
    content: Vec<u8>,
    flags: usize,
    method: usize,
    bytes: usize,
    local_bytes: usize,
    crc: usize,
    behind: Vec<u8>,
    is_listed: bool,
}

impl File {
    fn new(name: &str, content: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(content);
        Self {
            name: name.to_owned(),
            local_name: name.to_owned(),
            content: content.to_vec(),
            flags: 0,
            method: 0,
            bytes: content.len(),
            local_bytes: content.len(),
            crc: usize::try_from(crc.sum()).unwrap(),
            behind: Vec::new(),
            is_listed: true,
        }
    }

    fn packed(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        Self { content: encoder.finish().unwrap(), method: 8, ..Self::new(name, content) }
    }

    /// Its sizes follow it.
    fn streamed(mut self) -> Self {
        self.flags |= 8;
        self.behind = [
            b"PK\x07\x08".to_vec(),
            four(self.crc).to_vec(),
            four(self.content.len()).to_vec(),
            four(self.bytes).to_vec(),
        ]
        .concat();
        self
    }

    fn local(&self) -> Vec<u8> {
        let streamed = self.flags & 8 != 0;
        let said = |n: usize| four(if streamed { 0 } else { n });
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend([two(self.flags), two(self.method), [0; 2], [0; 2]].concat());
        out.extend([said(self.crc), said(self.content.len()), said(self.local_bytes)].concat());
        out.extend([two(self.local_name.len()), two(0)].concat());
        out.extend(self.local_name.bytes());
        out.extend(&self.content);
        out.extend(&self.behind);
        out
    }

    fn entry(&self, begins: usize) -> Vec<u8> {
        let mut out = b"PK\x01\x02\x14\0\x14\0".to_vec();
        out.extend([two(self.flags), two(self.method), [0; 2], [0; 2]].concat());
        out.extend([four(self.crc), four(self.content.len()), four(self.bytes)].concat());
        out.extend([two(self.name.len()), two(0), two(0), two(0), two(0)].concat());
        out.extend([[0; 4], four(begins)].concat());
        out.extend(self.name.bytes());
        out
    }
}

fn zip(files: &[File]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        if file.is_listed {
            directory.extend(file.entry(out.len()));
        }
        out.extend(file.local());
    }
    let (begins, listed) = (out.len(), files.iter().filter(|file| file.is_listed).count());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([two(listed), two(listed)].concat());
    out.extend([four(directory.len()), four(begins)].concat());
    out.extend(two(0));
    out
}

/// An archive of files that are not packed.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<_> =
        files.iter().map(|(name, content)| File::new(name, content.as_bytes())).collect();
    zip(&files)
}

/// The same, as the smallest file of some kind.
pub(in crate::programme::attachment) fn smallest(office: Office) -> Vec<u8> {
    match office {
        Office::OpenXml(main) => archive(&[("[Content_Types].xml", "<Types/>"), (main, "<m/>")]),
        Office::OpenDocument(kind) => archive(&[("mimetype", kind), ("content.xml", "<o/>")]),
    }
}

fn code(office: Office, file: &[u8]) -> Option<&'static str> {
    office.violation(file).map(|violation| violation.code.text())
}

/// The parts of a text of Office Open XML, and others.
fn with(more: Vec<File>) -> Vec<u8> {
    let mut files = vec![
        File::new("[Content_Types].xml", b"<Types/>"),
        File::new("word/document.xml", b"<w/>"),
    ];
    files.extend(more);
    zip(&files)
}

fn docx(name: &str, content: &[u8]) -> Option<&'static str> {
    code(DOCX, &with(vec![File::new(name, content)]))
}

fn odt(name: &str, content: &str) -> Option<&'static str> {
    let Office::OpenDocument(kind) = ODT else { unreachable!() };
    code(ODT, &archive(&[("mimetype", kind), ("content.xml", "<o/>"), (name, content)]))
}

#[test]
fn an_archive_is_what_its_parts_say() {
    assert_eq!(docx("docProps/app.xml", b""), None);
    let mismatch = Some("content_mismatch");
    assert_eq!(code(Office::OpenXml("xl/workbook.xml"), &with(vec![])), mismatch);
    let kind = "application/vnd.oasis.opendocument.text";
    let odt = archive(&[("mimetype", kind), ("content.xml", "<o/>")]);
    assert_eq!((code(ODT, &odt), code(DOCX, &odt)), (None, mismatch));
    let late = archive(&[("content.xml", "<o/>"), ("mimetype", kind)]);
    assert_eq!(code(ODT, &late), mismatch);
    let template =
        archive(&[("mimetype", "application/vnd.oasis.opendocument.text-x"), ("content.xml", "")]);
    assert_eq!(code(ODT, &template), mismatch);
}

#[test]
fn ordinary_files_are_taken() {
    for (name, content) in [
        ("word/media/image1.png", &b"\x89PNG\r\n\x1a\n..."[..]),
        ("word/media/image2.tmp", b"\xff\xd8\xff\xe0"),
        ("word/fonts/font1.odttf", &hidden_font()),
        ("word/fonts/font2.ttf", b"\0\x01\0\0\0\x0a"),
        ("word/printerSettings/printerSettings1.bin", b"H\0P\0"),
        ("docProps/thumbnail.emf", b"\x01\0\0\0l\0\0\0"),
        ("customXml/item1.xml", b"\xff\xfe<\0a\0/\0>\0"),
        ("word/_rels/document.xml.rels", br#"<Relationships><Relationship Id="r1" Type="http://x/hyperlink" Target="https://example.org/a?b=c" TargetMode="External"/><Relationship Id="r2" Type="http://x/image" Target="media/image1.png"/></Relationships>"#),
        ("word/header1.xml", br#"<w:hdr xmlns:w="w"><w:instrText> PAGE </w:instrText><w:fldSimple w:instr=" TOC \o "/></w:hdr>"#),
    ] {
        assert_eq!(docx(name, content), None, "{name}");
    }
    for (name, content) in [
        (
            "META-INF/manifest.xml",
            r#"<m:manifest><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"#,
        ),
        (
            "styles.xml",
            r##"<o><office:scripts/><text:a xlink:href="https://example.org"/><draw:image xlink:href="Pictures/1.png"/><draw:object xlink:href="./Object 1"/><b xlink:href="#here"/></o>"##,
        ),
        ("meta.xml", r#"<m><meta:template xlink:href="../../usr/share/default.ott"/></m>"#),
        ("Object 1/content.xml", "<o/>"),
        ("layout-cache", "\u{1}\u{2}"),
        (
            "manifest.rdf",
            r#"<rdf:RDF><rdf:type rdf:resource="http://docs.oasis-open.org/ns/office/1.2/meta/odf#ContentFile"/></rdf:RDF>"#,
        ),
        (
            "Pictures/1.svg",
            "<!-- a --><svg><a href='https://example.org'><rect fill='url(#b)'/></a></svg>",
        ),
        ("Configurations2/accelerator/current.xml", ""),
    ] {
        assert_eq!(odt(name, content), None, "{name}");
    }
    let workbook = vec![
        File::packed("word/theme.xml", "<a>b</a>".repeat(100_000).as_bytes()).streamed(),
        File::new("word/empty/", b""),
    ];
    assert_eq!(code(DOCX, &with(workbook)), None);
}

#[test]
fn whatever_carries_programs_is_refused_by_its_name_or_by_what_it_is() {
    for part in [
        "word/vbaProject.bin",
        "word/VBAProject.bin",
        "word/embeddings/oleObject1.bin",
        "word/activeX/activeX1.xml",
        "Basic/Standard/Module1.xml",
        "setup.exe",
        "word/a.js",
        "word/a.js.png",
        "word/page.html",
        "word/media/x.HTA",
        "../../etc/passwd",
        "/etc/passwd",
        "word\\document2.xml",
        "Object 1",
        "word/vba%50roject.bin",
    ] {
        assert_eq!(docx(part, b"\x89PNG\r\n\x1a\n"), Some("carries_programs"), "{part}");
    }
    for (name, content) in [
        ("word/media/image1.png", OLE),
        ("word/harmless.bin", OLE),
        ("word/settings.dat", b"Sub AutoOpen()"),
        ("word/media/image1.png", b"MZ\x90"),
        ("word/media/x.png", b"PK\x03\x04"),
        ("word/fonts/font1.odttf", b"\x7fELF"),
        ("word/fonts/font1.odttf", b"\0MZ\x90"),
        ("word/fonts/font1.odttf", &b"@echo off\r\npowershell -enc AAAA\r\n".repeat(9)),
        ("word/printerSettings/p.bin", b"@echo off\r\nstart x\r\n"),
        ("customXml/item4.xml", &[b"<!--", "a".repeat(2_100).as_bytes(), b"--><html/>"].concat()),
        ("customXml/item4.xml", b"<!-- <a> --><?a <a ?><html/>"),
        ("customXml/item4.xml", b"<svg onload='alert(1)'/>"),
        ("word/media/a.svg", b"<svg onload='alert(1)'/>"),
        ("word/media/a.svg", b"<svg><a x:onClick='alert(1)'/></svg>"),
        ("word/media/a.svg", b"<svg><set attributeName='onload' to='alert(1)'/></svg>"),
        ("word/media/a.svg", b"<svg><animate values='javascript:alert(1)'/></svg>"),
        ("word/media/a.svg", b"<svg><image href='data:image/svg+xml,x'/></svg>"),
        ("word/media/a.svg", b"<svg><h:embed src='a'/></svg>"),
        ("word/media/x.jpg", b"#!/bin/sh"),
        ("customXml/item1.xml", b"<html><script>alert(1)</script></html>"),
        ("customXml/item2.xml", b"<?xml version='1.0'?>\n<x:html xmlns:x='h'/>"),
        ("customXml/item3.xml", b"WScript.Echo 1"),
        ("word/printerSettings/p.bin", OLE),
        ("word/media/a.svg", b"<svg><script>alert(1)</script></svg>"),
    ] {
        assert_eq!(docx(name, content), Some("carries_programs"), "{name}");
    }
    for fetching in [
        "<svg><image href='https://example.org/a.png'/></svg>",
        "<svg><image x:href='#a' xlink:href='https://example.org/a.png'/></svg>",
        "<svg><rect fill='url( &quot;https://example.org/a#b&quot;)'/></svg>",
        "<svg><style>@import 'https://example.org/a.css';</style></svg>",
    ] {
        let found = docx("word/media/a.svg", fetching.as_bytes());
        assert_eq!(found, Some("leads_elsewhere"), "{fetching}");
    }
}

/// The beginning of a font of which the first 32 bytes are disguised.
fn hidden_font() -> Vec<u8> {
    let tags = [b"OS/2", b"cmap", b"cvt ", b"fpgm", b"glyf", b"head"];
    let entry = |tag: &&[u8; 4]| [&tag[..], b"\xab\xcd\xef\x01\0\0\x12\x34\0\0\x56\x78"].concat();
    let mut font =
        [b"\0\x01\0\0\0\x06\0\x40\0\x02\0\x20".to_vec(), tags.iter().flat_map(entry).collect()]
            .concat();
    font.iter_mut().take(32).for_each(|byte| *byte ^= 0xa7);
    font
}

/// Prefixes can be bound to anything: beside an attribute that is meant, another of its name changes nothing.
#[test]
fn an_attribute_with_another_prefix_hides_none() {
    let outside = "Target='http://evil.example/t' TargetMode='External'";
    for (part, content, wrong) in [
        (
            "word/_rels/settings.xml.rels",
            format!("<Relationships><Relationship x:Type='a/hyperlink' Type='a/attachedTemplate' {outside}/></Relationships>"),
            "carries_programs",
        ),
        (
            "word/_rels/settings.xml.rels",
            format!("<Relationships><Relationship x:Type='a/hyperlink' Type='a/image' {outside}/></Relationships>"),
            "leads_elsewhere",
        ),
        (
            "word/_rels/document.xml.rels",
            format!("<Relationships><Relationship x:TargetMode='Internal' x:Target='a' Type='a/image' {outside}/></Relationships>"),
            "leads_elsewhere",
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship x:Target='a' Type='a/image' Target='file:///c:/x'/></Relationships>".to_owned(),
            "leads_elsewhere",
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship x:Target='https://a' Type='a/hyperlink' Target='javascript:x'/></Relationships>".to_owned(),
            "leads_elsewhere",
        ),
        (
            "docs/main.xml",
            "<w><w:fldSimple x:instr='PAGE' w:instr='DDEAUTO c'/></w>".to_owned(),
            "carries_programs",
        ),
    ] {
        assert_eq!(docx(part, content.as_bytes()), Some(wrong), "{content}");
    }
    let wide = "<w><w:instrText>DDE c</w:instrText></w>".encode_utf16();
    let wide: Vec<_> = [0xfeff].into_iter().chain(wide).flat_map(u16::to_le_bytes).collect();
    assert_eq!(docx("docs/main.xml", &wide), Some("carries_programs"));
    let types = "<Types><Override x:ContentType='application/xml' ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>";
    let file = archive(&[("[Content_Types].xml", types), ("word/document.xml", "<w/>")]);
    assert_eq!(code(DOCX, &file), Some("carries_programs"));
    for (part, content, wrong) in [
        (
            "META-INF/manifest.xml",
            "<m><e x:media-type='text/xml' m:media-type='text/javascript'/></m>",
            "carries_programs",
        ),
        (
            "styles.xml",
            "<o><draw:image x:href='Pictures/1.png' xlink:href='http://evil.example/x.png'/></o>",
            "leads_elsewhere",
        ),
        (
            "styles.xml",
            "<o><text:section-source x:href='a' xlink:href='http://evil.example/t.odt'/></o>",
            "leads_elsewhere",
        ),
        (
            "styles.xml",
            "<o><text:a x:href='#a' xlink:href='vnd.sun.star.script:evil'/></o>",
            "carries_programs",
        ),
    ] {
        assert_eq!(odt(part, content), Some(wrong), "{content}");
    }
}

#[test]
fn what_the_types_and_relationships_of_parts_say_counts_however_it_is_spelt() {
    let types = |entry: &str| {
        let types = format!("<?xml version=\"1.0\"?><Types>{entry}</Types>");
        code(DOCX, &archive(&[("[Content_Types].xml", &types), ("word/document.xml", "<w/>")]))
    };
    for kind in [
        "application/vnd.ms-office.vbaProject",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-office.vba&#80;roject",
        "APPLICATION/VND.MS-OFFICE.VBAPROJECT",
        "application/vnd.ms-office.activeX+xml",
        "application/vnd.openxmlformats-officedocument.oleObject",
        "application/vnd.ms-excel.macrosheet+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
        "text/html",
        "application/javascript",
    ] {
        for entry in [
            format!("<Override PartName=\"/word/x.bin\" ContentType=\"{kind}\"/>"),
            format!("<t:Default Extension='bin' ContentType = '{kind}' />"),
        ] {
            assert_eq!(types(&entry), Some("carries_programs"), "{entry}");
        }
    }
    assert_eq!(types("<Default Extension=\"png\" ContentType=\"image/png\"/>"), None);
    for bad in ["<!DOCTYPE Types [<!ENTITY e 'vbaProject'>]>", "<Override PartName=x/>"] {
        assert_eq!(types(bad), Some("content_mismatch"), "{bad}");
    }
    let leads = |kind: &str, to: &str, mode: &str| {
        let text = format!(
            "<Relationships><Relationship Id='a' Type='http://schemas/{kind}' Target='{to}' {mode}/></Relationships>"
        );
        docx("word/_rels/settings.xml.rels", text.as_bytes())
    };
    for kind in [
        "vbaProject",
        "wordVbaData",
        "oleObject",
        "control",
        "package",
        "externalLink",
        "attachedTemplate",
        "aFChunk",
        "xlMacrosheet",
        "frame",
        "ui/extensibility",
        "webextensiontaskpanes",
    ] {
        assert_eq!(leads(kind, "x.bin", ""), Some("carries_programs"), "{kind}");
    }
    let outside = "TargetMode='External'";
    for (kind, to, mode) in [
        ("image", "https://example.org/a.png", outside),
        ("image", "https://example.org/a.png", ""),
        ("image", "file:///c:/x", "TargetMode=' external '"),
        ("hyperlink", "javascript:alert(1)", outside),
        ("hyperlink", " JavaScript:alert(1)", outside),
        ("image", "\\\\server\\share", ""),
    ] {
        assert_eq!(leads(kind, to, mode), Some("leads_elsewhere"), "{kind} {to} {mode}");
    }
    for said in [
        "<w><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w>",
        "<w><w:instrText>DDE</w:instrText><r/><w:instrText>AUTO x</w:instrText></w>",
        "<w><w:fldSimple w:instr=' dde x'/></w>",
        "<w><w:instrText><![CDATA[DD]]>EAUTO x</w:instrText></w>",
        "<w><w:fldSimple w:instr='INCLUDETEXT \\\\evil\\x.docx'/></w>",
    ] {
        assert_eq!(docx("word/footer1.xml", said.as_bytes()), Some("carries_programs"), "{said}");
    }
}

#[test]
fn an_open_document_runs_and_fetches_nothing() {
    for (name, content, wrong) in [
        (
            "META-INF/manifest.xml",
            r#"<m><e m:full-path="a" m:media-type="application/javascript"/></m>"#,
            "carries_programs",
        ),
        (
            "META-INF/manifest.xml",
            r#"<m><e m:full-path="a" m:media-type="text/x-python"/></m>"#,
            "carries_programs",
        ),
        ("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>", "encrypted_file"),
        ("META-INF/macrosignatures.xml", "<m/>", "carries_programs"),
        ("Scripts/python/a.xml", "<m/>", "carries_programs"),
        ("styles.xml", "<o><office:script>x</office:script></o>", "carries_programs"),
        (
            "styles.xml",
            r#"<o><s:event-listener xmlns:s="urn:script" s:event-name="dom:load"/></o>"#,
            "carries_programs",
        ),
        (
            "styles.xml",
            r#"<o><text:a xlink:href="vnd.sun.star.script:x?language=Basic"/></o>"#,
            "carries_programs",
        ),
        ("styles.xml", r#"<o><text:a xlink:href="macro:///x"/></o>"#, "carries_programs"),
        ("styles.xml", "<o><draw:object-ole/></o>", "carries_programs"),
        (
            "content2.xml",
            "<o><text:execute-macro text:name='Standard.M.main'>x</text:execute-macro></o>",
            "carries_programs",
        ),
        (
            "content2.xml",
            "<o><xforms:instance src='https://example.org/a'/></o>",
            "leads_elsewhere",
        ),
        (
            "styles.xml",
            r#"<o><draw:image xlink:href="https://example.org/a.png"/></o>"#,
            "leads_elsewhere",
        ),
        (
            "styles.xml",
            r#"<o><text:section-source xlink:href="../other.odt"/></o>"#,
            "leads_elsewhere",
        ),
        (
            "styles.xml",
            r#"<o><table:table-source xlink:href="FILE:///c:/x.ods"/></o>"#,
            "leads_elsewhere",
        ),
    ] {
        assert_eq!(odt(name, content), Some(wrong), "{name}: {content}");
    }
}

#[test]
fn an_archive_has_one_beginning_and_one_end_and_nothing_between_its_files() {
    let good = with(vec![]);
    let mut other = good.clone();
    let place = good.windows(8).position(|w| w == b"word/doc").unwrap();
    other[place] = b'W';
    let hidden = File { is_listed: false, ..File::new("word/vbaProject.bin", OLE) };
    let part = || File::new("word/a.xml", b"<a/>");
    for (why, bad) in [
        ("prefix", [b"%PDF-1.7".to_vec(), good.clone()].concat()),
        ("suffix", [good.clone(), b"<script>".to_vec()].concat()),
        ("another name in the file", other),
        ("cut", good[..good.len() - 1].to_vec()),
        ("empty", Vec::new()),
        ("not in the directory", with(vec![hidden.clone()])),
        ("not in the directory, in between", with(vec![hidden, part()])),
        (
            "something between",
            with(vec![File { behind: b"MZ".to_vec(), ..part() }, part().renamed("word/b.xml")]),
        ),
        ("something behind the last", with(vec![File { behind: b"MZ".to_vec(), ..part() }])),
        (
            "something behind the sizes",
            with(vec![File {
                behind: [part().streamed().behind, b"MZ".to_vec()].concat(),
                ..part().streamed()
            }]),
        ),
        ("twice", with(vec![part(), part()])),
        ("twice but for large letters", with(vec![part(), part().renamed("WORD/A.xml")])),
        ("other sizes in the file", with(vec![File { local_bytes: 3, ..part() }])),
        ("other sizes in the directory", with(vec![File { bytes: 3, local_bytes: 3, ..part() }])),
        (
            "another name in the directory",
            with(vec![File { local_name: "word/b.xml".to_owned(), ..part() }]),
        ),
        ("another checksum", with(vec![File { crc: 7, ..part() }])),
        ("another method", with(vec![File { method: 12, ..part() }])),
    ] {
        assert_eq!(code(DOCX, &bad), Some("content_mismatch"), "{why}");
    }
    assert_eq!(code(DOCX, &with(vec![File { flags: 1, ..part() }])), Some("encrypted_file"));
}

#[test]
fn what_unpacks_to_more_than_it_says_or_to_too_much_is_refused() {
    let bomb = File::packed("word/a.xml", &vec![b' '; 5 << 20]);
    assert_eq!(
        code(DOCX, &with(vec![bomb.clone()])),
        Some("unpacks_to_too_much"),
        "a thousand to one"
    );
    let lying = File { bytes: 100, local_bytes: 100, ..bomb };
    assert_eq!(code(DOCX, &with(vec![lying])), Some("content_mismatch"));
    let claim = |name: &str| File {
        bytes: 150 << 20,
        local_bytes: 150 << 20,
        content: vec![0; 1 << 20],
        method: 8,
        ..File::new(name, b"")
    };
    assert_eq!(
        code(DOCX, &with(vec![claim("word/a.xml"), claim("word/b.xml")])),
        Some("unpacks_to_too_much")
    );
}

impl File {
    fn renamed(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        name.clone_into(&mut self.local_name);
        self
    }
}

proptest! {
    #[test]
    fn no_file_makes_it_stumble(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
        let mut file = with(vec![File::packed("docProps/app.xml", b"<a/>").streamed()]);
        let length = file.len();
        file[at % length] = byte;
        let _all = [DOCX.violation(&file), ODT.violation(&file[..cut.min(length)])];
    }
}
