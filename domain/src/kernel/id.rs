//! Ids: UUIDv7, minted by the server, one type per kind of thing.

use crate::Code;
use crate::{Moment, Violation};
use uuid::Uuid;

/// What all ids have in common.
pub trait Id: Copy + From<Uuid> {
    /// The bare UUID.
    fn uuid(self) -> Uuid;
}

/// Where new ids come from. Injected, so that a test can know them beforehand.
pub trait Mint: Send + Sync {
    /// A new, never used, time-ordered id.
    fn mint(&self, now: Moment) -> Uuid;
}

/// UUIDv7 of the given moment with random lower bits.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomMint;

impl Mint for RandomMint {
    fn mint(&self, now: Moment) -> Uuid {
        let micros = now.micros();
        let seconds = u64::try_from(micros.div_euclid(1_000_000)).unwrap_or(0);
        let nanos = u32::try_from(micros.rem_euclid(1_000_000) * 1_000).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
    }
}

/// Reads the hyphenated form only: one id has one spelling.
pub(crate) fn parse(text: &str) -> Result<Uuid, Violation> {
    let uuid = Uuid::try_parse(text).map_err(|_cause| Violation::new(Code::Uuid))?;
    if text.len() == 36 { Ok(uuid) } else { Err(Violation::new(Code::Uuid)) }
}

#[cfg(feature = "openapi")]
pub(crate) fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .max_length(Some(36))
        .examples(["019a2b3c-4d5e-7f60-8123-456789abcdef"])
        .into()
}

ids! {
    /// Id of a sign-in account.
    AccountId,
    /// Id of one grant of a role.
    GrantId,
    /// Id of a session: a family of refresh tokens.
    SessionId,
    /// Id of a place.
    PlaceId,
    /// Id of an enterprise.
    EnterpriseId,
    /// Id of an institution.
    InstitutionId,
    /// Id of a cluster.
    ClusterId,
    /// Id of a linkage.
    LinkageId,
    /// Id of a piece of evidence of a linkage.
    LinkageEvidenceId,
    /// Id of a scheme.
    SchemeId,
    /// Id of a membership.
    MembershipId,
    /// Id of an expression of interest.
    InterestId,
    /// Id of a try to start the programme for a cluster.
    GateTryId,
    /// Id of a piece of evidence of co-operation.
    CooperationId,
    /// Id of an assessment.
    AssessmentId,
    /// Id of a rule set.
    RuleSetId,
    /// Id of a proposal.
    ProposalId,
    /// Id of a call for proposals.
    CallId,
    /// Id of a seat of a core group.
    SeatId,
    /// Id of a meeting.
    MeetingId,
    /// Id of a review.
    ReviewId,
    /// Id of an award.
    AwardId,
    /// Id of a document.
    DocumentId,
    /// Id of a declaration of a conflict of interest.
    DeclarationId,
    /// Id of a posting of the ledger.
    PostingId,
    /// Id of a merge of two enterprises.
    MergeId,
    /// Id of a disclosure of personal data.
    DisclosureId,
    /// Id of a pair of enterprises that may be one.
    CandidateId,
}
