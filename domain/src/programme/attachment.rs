//! Documents of proposals: what may be attached, under which name, and what its content must be
//! (rule R6.2). They are looked through when they come, and then kept and given back.

mod archive;
mod elements;
mod fields;
mod markup;
mod office;
mod pdf;
mod tokens;

use crate::Code;
pub use office::Office;

use crate::kernel::entity::{Document, Refusal};
use crate::kernel::id::{AccountId, DocumentId, ProposalId};
use crate::policy::Permit;
use crate::policy::actor::Anchors;
use crate::programme::proposal::{Proposal, ProposalState};
use crate::{Entity, EventType, Kind, Meta, Moment, Recorded, Violation};
use sha2::{Digest, Sha256};

/// Documents of one proposal at most.
pub const MOST_DOCUMENTS: i64 = 50;
/// Bytes of the documents of one proposal together at most.
pub const MOST_BYTES: i64 = 100 * 1024 * 1024;
/// How the content is cut to be kept, in bytes.
pub const PIECE: usize = 256 * 1024;

words! {
    /// The type of a document. Office files are accepted if they contain no macros.
    MediaType("media_type") {
        /// A document of pages.
        Pdf = "application/pdf" ("PDF document", "PDF രേഖ"),
        /// A picture or a scan.
        Png = "image/png" ("PNG picture", "PNG ചിത്രം"),
        /// A photograph.
        Jpeg = "image/jpeg" ("JPEG photograph", "JPEG ഫോട്ടോ"),
        /// A text of Office Open XML.
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ("Word document", "വേഡ് രേഖ (DOCX)"),
        /// A workbook of Office Open XML.
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ("Excel workbook", "എക്സൽ വർക്ക്ബുക്ക് (XLSX)"),
        /// A text of OpenDocument.
        Odt = "application/vnd.oasis.opendocument.text" ("OpenDocument text", "ഓപ്പൺഡോക്യുമെന്റ് രേഖ (ODT)"),
        /// A workbook of OpenDocument.
        Ods = "application/vnd.oasis.opendocument.spreadsheet" ("OpenDocument spreadsheet", "ഓപ്പൺഡോക്യുമെന്റ് സ്പ്രെഡ്ഷീറ്റ് (ODS)"),
    }
}

impl MediaType {
    /// How the content of such a file begins.
    #[must_use]
    pub const fn signature(self) -> &'static [u8] {
        match self {
            Self::Pdf => b"%PDF-",
            Self::Png => b"\x89PNG\r\n\x1a\n",
            Self::Jpeg => b"\xff\xd8\xff",
            Self::Docx | Self::Xlsx | Self::Odt | Self::Ods => b"PK\x03\x04",
        }
    }

    /// What the archive must hold that such a file is, where it is one.
    #[must_use]
    pub const fn office(self) -> Option<Office> {
        match self {
            Self::Pdf | Self::Png | Self::Jpeg => None,
            Self::Docx => Some(Office::OpenXml("word/document.xml")),
            Self::Xlsx => Some(Office::OpenXml("xl/workbook.xml")),
            Self::Odt | Self::Ods => Some(Office::OpenDocument(self.text())),
        }
    }

    /// How the name of such a file ends.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Png => &[".png"],
            Self::Jpeg => &[".jpg", ".jpeg"],
            Self::Docx => &[".docx"],
            Self::Xlsx => &[".xlsx"],
            Self::Odt => &[".odt"],
            Self::Ods => &[".ods"],
        }
    }
}

text_word! {
    /// The name of a file: no path, nothing that a screen hides or turns round.
    FileName("file_name") {
        check: check_name,
        keep: |text| unicode_normalization::UnicodeNormalization::nfc(text).collect(),
        max_length: 150,
        example: "quotation-press.pdf",
    }
}

fn check_name(text: &str) -> Result<(), Violation> {
    crate::kernel::text::check_line(text, 150)?;
    if text.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '%'])
        || text.starts_with('.')
        || text.trim() != text
        || text.contains("..")
    {
        return Err(Violation::new(Code::FileName));
    }
    Ok(())
}

/// A file on its way in: its digest is made as it comes, and it never grows beyond the limit.
#[derive(Debug, Clone)]
pub struct Upload {
    pieces: Vec<Vec<u8>>,
    bytes: usize,
    most: usize,
    hash: Sha256,
}

/// A file that has come whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What kind of file it is.
    pub media_type: MediaType,
    /// How long it is, in bytes.
    pub bytes: i64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// The file itself, in pieces.
    pub pieces: Vec<Vec<u8>>,
}

impl Upload {
    /// Nothing has come yet; at most so many bytes may.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { pieces: Vec::new(), bytes: 0, most, hash: Sha256::new() }
    }

    /// How many pieces there will be more, once so many bytes have come besides.
    #[must_use]
    pub const fn more_pieces(&self, bytes: usize) -> usize {
        (self.bytes + bytes).div_ceil(PIECE) - self.bytes.div_ceil(PIECE)
    }

    /// Takes what has come; false where it is too much.
    #[must_use]
    pub fn take(&mut self, mut chunk: &[u8]) -> bool {
        if chunk.len() > self.most - self.bytes {
            return false;
        }
        self.hash.update(chunk);
        self.bytes += chunk.len();
        while !chunk.is_empty() {
            if self.pieces.last().is_none_or(|last| last.len() == PIECE) {
                self.pieces.push(Vec::new());
            }
            let Some(last) = self.pieces.last_mut() else {
                return false;
            };
            let (now, later) = chunk.split_at(chunk.len().min(PIECE - last.len()));
            last.extend_from_slice(now);
            chunk = later;
        }
        true
    }

    /// The file, if it is of the type that it says.
    pub fn finish(self, media_type: MediaType) -> Result<Content, Violation> {
        let Some(head) = self.pieces.first() else {
            return Err(Violation::new(Code::EmptyFile));
        };
        if !head.starts_with(media_type.signature()) {
            return Err(Violation::new(Code::ContentMismatch).with(media_type.text()));
        }
        let violation = match media_type.office() {
            Some(office) => office.violation(&self.pieces.concat()),
            None if media_type == MediaType::Pdf => pdf::violation(&self.pieces.concat()),
            None => None,
        };
        match violation {
            Some(violation) if violation.code == Code::ContentMismatch => {
                return Err(violation.with(media_type.text()));
            }
            Some(violation) => return Err(violation),
            None => {}
        }
        let hex = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Content {
            media_type,
            bytes: i64::try_from(self.bytes).unwrap_or(i64::MAX),
            sha256: hex(&self.hash.finalize()),
            pieces: self.pieces,
        })
    }
}

/// What is known of a document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AttachmentRecord {
    /// The proposal that it belongs to.
    pub proposal_id: ProposalId,
    /// Its name.
    pub name: FileName,
    /// What kind of file it is.
    pub media_type: MediaType,
    /// How long it is, in bytes.
    pub bytes: i64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Who attached it.
    pub uploaded_by: Option<AccountId>,
}

/// A document of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    meta: Meta<DocumentId>,
    record: AttachmentRecord,
    /// The content, where it has just come and is still to be kept.
    pieces: Vec<Vec<u8>>,
}

/// What is held of documents already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// How many documents the proposal has.
    pub documents: i64,
    /// How long they are together, in bytes.
    pub bytes: i64,
    /// How long all documents are together that the account has attached, in bytes.
    pub by_account: i64,
}

impl Held {
    /// Why there is no room for so many bytes more, of which an account may attach `most` altogether.
    fn no_room(self, bytes: i64, most: i64) -> Option<Violation> {
        let (here, altogether) =
            (self.bytes.saturating_add(bytes), self.by_account.saturating_add(bytes));
        let limits = [
            (Violation::new(Code::TooManyDocuments), self.documents + 1, MOST_DOCUMENTS),
            (Violation::new(Code::ProposalDocumentsTooLarge), here, MOST_BYTES),
            (Violation::new(Code::AccountDocumentsTooLarge), altogether, most),
        ];
        let broken = limits.into_iter().find(|(_, wanted, most)| wanted > most);
        broken.map(|(violation, _, most)| violation.with(most.to_string()))
    }
}

impl Attachment {
    /// Attaches a file to a proposal, beside what is held already; an account may attach `most` bytes altogether.
    pub fn attach(
        permit: &Permit,
        id: DocumentId,
        (proposal, held, most): (&Proposal, Held, i64),
        (name, content): (FileName, Content),
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let state = proposal.status().state;
        if !takes(state, proposal.status().sanctioned.is_some()) {
            return Err(Refusal::IllegalStep { step: "attach", state: state.text() });
        }
        if let Some(violation) = held.no_room(content.bytes, most) {
            return Err(Refusal::RequirementsNotMet(vec![violation]));
        }
        let record = AttachmentRecord {
            proposal_id: proposal.meta().id,
            name,
            media_type: content.media_type,
            bytes: content.bytes,
            sha256: content.sha256,
            uploaded_by: permit.account(),
        };
        let digest = record.sha256.clone();
        let thing = Self { meta: Meta::first(id, now), record, pieces: content.pieces };
        reached(permit, proposal)?;
        let made = Recorded::new(permit, thing, EventType::DocumentAttached, now)?;
        Ok(made.fact("sha256", digest))
    }

    /// Removes it: from a draft only, because what was handed in stays as it was.
    pub fn remove(
        self,
        permit: &Permit,
        proposal: &Proposal,
        now: Moment,
    ) -> Result<Recorded<Self>, Refusal> {
        let state = proposal.status().state;
        if state != ProposalState::Draft {
            return Err(Refusal::IllegalStep { step: "detach", state: state.text() });
        }
        let thing = Self { meta: self.meta.next(now), ..self };
        reached(permit, proposal)?;
        Recorded::new(permit, thing, EventType::DocumentRemoved, now)
    }

    /// The content that is still to be kept, in pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Vec<u8>] {
        &self.pieces
    }
}

/// A document stands nowhere by itself: the permit must reach the proposal.
fn reached(permit: &Permit, proposal: &Proposal) -> Result<(), Refusal> {
    if permit.reaches(&proposal.anchors()) { Ok(()) } else { Err(Refusal::OutOfReach) }
}

/// Whether a proposal takes documents: while it is written, and as evidence once it is sanctioned.
const fn takes(state: ProposalState, is_sanctioned: bool) -> bool {
    state.is_editable() || (is_sanctioned && !matches!(state, ProposalState::Completed))
}

impl Entity for Attachment {
    type Id = DocumentId;
    const KIND: Kind = Kind::Document;

    fn meta(&self) -> &Meta<DocumentId> {
        &self.meta
    }

    /// A document is seen with its proposal, never by itself.
    fn anchors(&self) -> Anchors {
        Anchors::default()
    }
}

impl Document for Attachment {
    type State = AttachmentRecord;

    fn state(&self) -> &AttachmentRecord {
        &self.record
    }

    fn restore(meta: Meta<DocumentId>, record: AttachmentRecord) -> Self {
        Self { meta, record, pieces: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
