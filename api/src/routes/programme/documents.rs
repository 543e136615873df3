//! Documents of proposals: attached, listed, given back as they came, removed from drafts (rule R6.2).

use crate::extract::{Caller, Incoming, List, Resource};
use crate::page::PageOf;
use crate::problem::Problem;
use crate::routes::money::ledgers::Whole;
use crate::routes::shared::{Answered, removed, saved, version};
use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
};
use actix_web::web::{Bytes, Path};
use futures_util::stream;
use odoi_application::programme::documents::{self, NewDocument};
use odoi_application::{Application, Error};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, DocumentId, ProposalId};
use odoi_domain::policy::Action;
use odoi_domain::programme::attachment::{
    Attachment, AttachmentRecord, FileName, MediaType, PIECE,
};
use odoi_domain::{Entity, Moment, Word};
use serde::Serialize;
use utoipa::ToSchema;

/// A document of a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentView {
    /// Its id.
    pub id: DocumentId,
    /// The proposal that it belongs to.
    pub proposal_id: ProposalId,
    /// Its name.
    pub name: FileName,
    /// The type of the file.
    pub media_type: MediaType,
    /// Its size, in bytes.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub bytes: i64,
    /// The SHA-256 of its content, in hexadecimal. It is also the `ETag` of the content.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// The account that attached it. Absent for what the program did itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uploaded_by: Option<AccountId>,
    /// The revision.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub revision: i64,
    /// When it was attached.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

impl DocumentView {
    fn of(thing: &Attachment) -> Self {
        let (meta, record) = (*thing.meta(), thing.state().clone());
        Self {
            id: meta.id,
            proposal_id: record.proposal_id,
            name: record.name,
            media_type: record.media_type,
            bytes: record.bytes,
            sha256: record.sha256,
            uploaded_by: record.uploaded_by,
            revision: meta.revision,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        }
    }
}

impl Resource for DocumentView {
    fn etag(&self) -> String {
        version(self.revision)
    }
    fn path(&self) -> String {
        format!("/v1/documents/{}", self.id)
    }
}

/// List the documents of a proposal
///
/// All documents of the proposal, including evidence of milestones and certificates.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/documents", tag = "documents",
    params(("id" = ProposalId, Path, description = "The id of the proposal."), List<Whole>),
    responses((status = 200, description = "A page.", body = PageOf<DocumentView>)),
    extensions(("x-action" = json!(Action::ReadDocument)))
)]
pub(crate) async fn list_proposal_documents(
    caller: Caller,
    id: Path<ProposalId>,
    list: List<Whole>,
) -> Answered {
    let proposal = caller
        .read(move |reading| {
            let proposal = reading.proposal(*id)?;
            reading.authorize(Action::ReadDocument, &proposal.anchors())?;
            Ok(*id)
        })
        .await?;
    caller
        .respond_page(
            list,
            Action::ReadDocument,
            move |repo, _all, _view, paging| repo.attachments(proposal, paging),
            |_actor, thing| DocumentView::of(&thing),
        )
        .await
}

/// Asked before anything of a file is received: whether there is such a proposal, and the caller may attach to it.
async fn may_attach(caller: &Caller, id: ProposalId) -> Result<(), Problem> {
    caller
        .read_any(move |reading| {
            let actor = reading.actor().clone();
            Ok(documents::require_attachable(&mut **reading, &actor, id)?)
        })
        .await
}

/// Attach a document to a proposal
///
/// The body is the file itself: PDF, PNG, JPEG, or a text or workbook of Office Open XML or OpenDocument without
/// programs, by its type and by its content. While the proposal is written, and as evidence once it is sanctioned. A
/// proposal has 50 documents of 100 MiB together at most, an account attaches 1 GiB altogether (an operator may have set
/// another limit), and two files at once.
#[utoipa::path(
    post, path = "/v1/proposals/{id}/documents", tag = "documents",
    params(("id" = ProposalId, Path, description = "The id of the proposal."), Incoming),
    request_body(content = String, content_type = "application/pdf"),
    responses((status = 201, description = "Attached.", body = DocumentView)),
    extensions(("x-action" = json!(Action::AttachDocument)))
)]
pub(crate) async fn attach_document(
    caller: Caller,
    id: Path<ProposalId>,
    file: Incoming,
) -> Answered {
    may_attach(&caller, *id).await?;
    let file = file.receive(caller.account()?).await?;
    let digest = file.digest();
    let document = NewDocument {
        name: file.name,
        content: file.content,
        account_limit: caller.service.config.account_document_limit,
    };
    caller
        .write("attach_document", &digest, move |tx| {
            let document = documents::attach_document(tx, *id, document)?;
            saved(201, &document, DocumentView::of)
        })
        .await
}

/// Read a document
///
/// Name, type, size and digest. The content is at `/content`.
#[utoipa::path(
    get, path = "/v1/documents/{id}", tag = "documents", params(("id" = DocumentId, Path, description = "Its id.")),
    responses((status = 200, description = "The current state.", body = DocumentView)),
    extensions(("x-action" = json!(Action::ReadDocument)))
)]
pub(crate) async fn get_document(caller: Caller, id: Path<DocumentId>) -> Answered {
    caller
        .respond_item(move |reading| {
            let thing = reading.attachment(*id)?;
            let proposal = reading.proposal(thing.state().proposal_id)?;
            reading.authorize(Action::ReadDocument, &proposal.anchors())?;
            Ok(DocumentView::of(&thing))
        })
        .await
}

/// Download a document
///
/// The file as it was uploaded, with `Content-Disposition: attachment` and its digest as
/// `ETag`.
#[utoipa::path(
    get, path = "/v1/documents/{id}/content", tag = "documents", params(("id" = DocumentId, Path, description = "Its id.")),
    responses((status = 200, description = "The file.", body = String, content_type = "application/pdf")),
    extensions(("x-action" = json!(Action::ReadDocument)))
)]
pub(crate) async fn get_document_content(caller: Caller, id: Path<DocumentId>) -> Answered {
    let id = *id;
    let record = caller
        .read(move |reading| {
            let thing = reading.attachment(id)?;
            let proposal = reading.proposal(thing.state().proposal_id)?;
            reading.authorize(Action::ReadDocument, &proposal.anchors())?;
            Ok(thing.state().clone())
        })
        .await?;
    let tag = format!("\"{}\"", record.sha256);
    if caller.has(&tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let application = caller.service.application.clone();
    Ok(download(application, id, &record, tag))
}

/// The file, read piece by piece while it is sent.
fn download(
    application: Application,
    id: DocumentId,
    record: &AttachmentRecord,
    tag: String,
) -> HttpResponse {
    let bytes = u64::try_from(record.bytes).unwrap_or(0);
    let count = bytes.div_ceil(u64::try_from(PIECE).unwrap_or(u64::MAX));
    let pieces = stream::unfold(0_i32, move |number| {
        let application = application.clone();
        async move {
            if u64::from(number.unsigned_abs()) >= count {
                return None;
            }
            let piece: Result<Vec<u8>, Error> =
                application.read(move |repo| repo.piece(id, number)).await;
            Some((piece.map(Bytes::from).map_err(Problem::from), number + 1))
        }
    });
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, record.media_type.text()))
        .insert_header((CONTENT_DISPOSITION, disposition(&record.name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        // Compressing it again would change what the tag and the length speak of.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((ETAG, tag))
        .body(SizedStream::new(bytes, Box::pin(pieces)))
}

/// To be saved under its name, for old and new clients (RFC 6266).
fn disposition(name: &FileName) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain: String = name.as_str().chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let encoded: String = name
        .as_str()
        .bytes()
        .map(|byte| match char::from(byte) {
            c if is_plain(c) => c.to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// Remove a document
///
/// Only from a draft. Submitted documents and evidence stay.
#[utoipa::path(
    delete, path = "/v1/documents/{id}", tag = "documents", params(("id" = DocumentId, Path, description = "Its id.")),
    responses((status = 204, description = "Removed.")),
    extensions(("x-action" = json!(Action::RemoveDocument)))
)]
pub(crate) async fn remove_document(caller: Caller, id: Path<DocumentId>) -> Answered {
    caller
        .write("remove_document", &[], move |tx| Ok(removed(&documents::remove_document(tx, *id)?)))
        .await
}
