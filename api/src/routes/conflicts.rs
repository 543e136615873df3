//! Conflicts of interest about a proposal: derived from ties and memberships with the shortest path, and
//! declared (rule R6.4).

use crate::extract::{self, Body, Caller, Resource, content_tag};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use odoi_domain::actor::Scope;
use odoi_domain::conflict::{Conflict, ConflictRule, Tie};
use odoi_domain::declaration::{Declaration, DeclarationFacts, DeclarationRecord};
use odoi_domain::entity::Document;
use odoi_domain::id::{AccountId, ClusterId, EnterpriseId, InstitutionId, ProposalId, SeatId};
use odoi_domain::linkage::{End, EndKind};
use odoi_domain::meeting::{Attendance, Ground, MeetingFacts, Recusal, Roll};
use odoi_domain::membership::{Member, MemberKind};
use odoi_domain::policy::Action;
use odoi_domain::proposal::Proposal;
use odoi_domain::seat::{Capacity, Designation, Seat};
use odoi_domain::version::Versioned;
use odoi_domain::{Day, Entity, Flaw, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Whoever sits in a seat, and whether they are in conflict.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SeatConflict {
    /// The seat.
    pub seat_id: SeatId,
    /// Its designation.
    pub designation: Designation,
    /// In what capacity they sit.
    pub capacity: Capacity,
    /// Their account.
    pub account_id: AccountId,
    /// Why they must not judge the proposal; absent where they may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
}

/// Who of a core group is in conflict about a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictsView {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The day that it is computed for.
    pub as_of: Day,
    /// The version of the rule of conflicts.
    #[schema(max_length = 20)]
    pub rule: String,
    /// So many ties from the applicant is still a conflict.
    #[schema(minimum = 0, maximum = 9)]
    pub most_ties: usize,
    /// Holders and alternates of the seats of the district.
    #[schema(max_items = 80)]
    pub seats: Vec<SeatConflict>,
}

impl Resource for ConflictsView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/proposals/{}/conflicts", self.proposal_id)
    }
}

/// What somebody belongs to, and the ties of that.
struct Own {
    ends: Vec<End>,
    ties: Vec<Tie>,
}

/// What conflicts about one proposal are found by.
pub(super) struct Watch {
    applicants: [End; 2],
    ties: Vec<Tie>,
    declared: Vec<Declaration>,
}

fn end(kind: EndKind, id: uuid::Uuid) -> End {
    End { kind, id }
}

/// The ties of an actor: its linkages and memberships.
fn ties_of(repo: &mut dyn Read, of: End) -> Result<Vec<Tie>, Error> {
    let linkages = repo.linkages_of(of)?;
    let memberships = match of.kind {
        EndKind::Cluster => repo.memberships_in(ClusterId(of.id))?,
        EndKind::Enterprise => repo.memberships_of(Member {
            kind: MemberKind::Enterprise,
            id: of.id,
        })?,
        EndKind::Institution => repo.memberships_of(Member {
            kind: MemberKind::Institution,
            id: of.id,
        })?,
    };
    let tied = linkages.iter().filter_map(Tie::of_linkage);
    Ok(tied
        .chain(memberships.iter().map(Tie::of_membership))
        .collect())
}

/// What an account belongs to: the affiliations of its seats, and whatever it speaks for.
fn own(repo: &mut dyn Read, seats: &[Seat], account: AccountId, now: Moment) -> Result<Own, Error> {
    let day = now.day();
    let held = seats
        .iter()
        .filter_map(|seat| seat.facts().tenure_of(account, day));
    let mut ends: Vec<End> = held
        .flat_map(|tenure| tenure.affiliations.clone())
        .collect();
    if let Some(actor) = repo.actor(account, None, now)? {
        ends.extend(
            actor
                .grants()
                .iter()
                .filter_map(|grant| match &grant.scope {
                    Scope::Cluster(id) => Some(end(EndKind::Cluster, id.0)),
                    Scope::Institution(id) => Some(end(EndKind::Institution, id.0)),
                    Scope::Enterprise(id) => Some(end(EndKind::Enterprise, id.0)),
                    Scope::State | Scope::District(_) => None,
                }),
        );
    }
    // An enterprise that was merged into another lives on in that one.
    for one in ends
        .iter_mut()
        .filter(|one| one.kind == EndKind::Enterprise)
    {
        if let Err(Error::Merged(into)) = repo.enterprise(EnterpriseId(one.id)) {
            one.id = into.0;
        }
    }
    let mut ties = Vec::new();
    for one in &ends {
        ties.extend(ties_of(repo, *one)?);
    }
    Ok(Own { ends, ties })
}

impl Watch {
    /// Over a proposal: its applicants are the cluster and the academic partner.
    pub(super) fn over(repo: &mut dyn Read, proposal: &Proposal) -> Result<Self, Error> {
        let (ClusterId(cluster), InstitutionId(partner)) =
            (proposal.facts().cluster_id, proposal.facts().institution_id);
        let applicants = [
            end(EndKind::Cluster, cluster),
            end(EndKind::Institution, partner),
        ];
        let mut ties = Vec::new();
        for applicant in applicants {
            ties.extend(ties_of(repo, applicant)?);
        }
        Ok(Self {
            applicants,
            ties,
            declared: repo.declarations_about(proposal.meta().id)?,
        })
    }

    fn judge(&self, own: &Own, account: AccountId, day: Day) -> Option<Conflict> {
        let ties: Vec<Tie> = own.ties.iter().chain(&self.ties).copied().collect();
        let path = ConflictRule::on(day).path(&own.ends, &self.applicants, &ties, day);
        let said = self.declared.iter().find(|d| d.state().by == account);
        let reason = said.map(|said| said.state().reason.clone());
        let ground = match (&path, &reason) {
            (Some(_), _) => Ground::Derived,
            (None, Some(_)) => Ground::Declared,
            (None, None) => return None,
        };
        Some(Conflict {
            ground,
            path,
            reason,
        })
    }

    /// Why an account must not judge the proposal, if it must not.
    pub(super) fn conflict(
        &self,
        repo: &mut dyn Read,
        seats: &[Seat],
        account: AccountId,
        now: Moment,
    ) -> Result<Option<Conflict>, Error> {
        let own = own(repo, seats, account, now)?;
        Ok(self.judge(&own, account, now.day()))
    }
}

/// Who stands aside for which item of an agenda: of each filled seat whoever is there, else the holder.
pub(super) fn recusals(
    repo: &mut dyn Read,
    facts: &MeetingFacts,
    (seats, rolls): (&[Seat], &[Roll]),
    attendance: &[Attendance],
    now: Moment,
) -> Result<Vec<Vec<Recusal>>, Error> {
    let mut people: HashMap<AccountId, Own> = HashMap::new();
    let mut sitting: Vec<(SeatId, AccountId)> = Vec::new();
    for roll in rolls {
        let here = attendance.iter().find(|here| here.seat_id == roll.seat_id);
        if let Some(account) = roll
            .holder
            .map(|holder| here.map_or(holder, |h| h.account_id))
        {
            let own = own(repo, seats, account, now)?;
            people.insert(account, own);
            sitting.push((roll.seat_id, account));
        }
    }
    let mut all = Vec::with_capacity(facts.agenda.len());
    for item in &facts.agenda {
        let mut aside = Vec::new();
        if let Some(id) = item.proposal_id {
            let proposal = repo.proposal(id)?;
            let watch = Watch::over(repo, &proposal)?;
            for (seat, account) in &sitting {
                let own = people.get(account);
                let found = own.and_then(|own| watch.judge(own, *account, now.day()));
                aside.extend(found.map(|conflict| conflict.recusal(*seat)));
            }
        }
        all.push(aside);
    }
    Ok(all)
}

/// Every holder and alternate of a core group, and whether they are in conflict.
pub(super) fn of_group(
    repo: &mut dyn Read,
    proposal: &Proposal,
    now: Moment,
) -> Result<Vec<SeatConflict>, Error> {
    let seats = repo.seats_of(proposal.district())?;
    let watch = Watch::over(repo, proposal)?;
    let mut found = Vec::new();
    for seat in &seats {
        let sitting = seat.facts().sitting(now.day());
        for tenure in [sitting.holder, sitting.alternate].into_iter().flatten() {
            found.push(SeatConflict {
                seat_id: seat.meta().id,
                designation: seat.facts().designation,
                capacity: tenure.capacity,
                account_id: tenure.account_id,
                conflict: watch.conflict(repo, &seats, tenure.account_id, now)?,
            });
        }
    }
    Ok(found)
}

fn view(repo: &mut dyn Read, proposal: &Proposal, now: Moment) -> Result<ConflictsView, Error> {
    let rule = ConflictRule::on(now.day());
    Ok(ConflictsView {
        proposal_id: proposal.meta().id,
        as_of: now.day(),
        rule: rule.version.to_owned(),
        most_ties: rule.most_ties,
        seats: of_group(repo, proposal, now)?,
    })
}

/// See who is in conflict about a proposal
///
/// Each holder and alternate of the core group of its district. A conflict follows from the shortest chain of
/// linkages and memberships between what they belong to and the cluster or its academic partner, which is
/// shown; or it was declared. Whoever is in conflict neither sees deliberations nor scores nor votes, and
/// does not count for the quorum.
#[utoipa::path(
    get, path = "/v1/proposals/{id}/conflicts", tag = "reviews", params(("id" = ProposalId, Path, description = "The proposal's id.")),
    responses((status = 200, description = "As it is today.", body = ConflictsView)),
    extensions(("x-action" = json!(Action::ReadConflicts)))
)]
pub(crate) async fn get_conflicts(caller: Caller, id: Path<ProposalId>) -> Answered {
    let now = caller.service.store.now();
    caller
        .item(move |reading| {
            let proposal = reading.proposal(*id)?;
            reading.authorize(Action::ReadConflicts, &proposal.anchors())?;
            Ok(view(&mut **reading, &proposal, now)?)
        })
        .await
}

/// Declare a conflict of your own
///
/// By whoever sits in a seat of the district's core group. It stays declared.
#[utoipa::path(
    post, path = "/v1/proposals/{id}/conflicts", tag = "reviews", params(("id" = ProposalId, Path, description = "The proposal's id.")),
    request_body = DeclarationFacts,
    responses((status = 201, description = "Declared.", body = ConflictsView)),
    extensions(("x-action" = json!(Action::DeclareConflict)))
)]
pub(crate) async fn declare_conflict(
    caller: Caller,
    id: Path<ProposalId>,
    body: Body<DeclarationFacts>,
) -> Answered {
    caller
        .write("declare_conflict", &body.bytes, move |tx| {
            let proposal = tx.proposal(*id)?;
            let permit = tx.authorize(Action::DeclareConflict, &proposal.anchors())?;
            tx.at(&proposal)?;
            let (declared, now) = (tx.mint(), tx.now());
            let seats = tx.seats_of(proposal.district())?;
            let sits = |by: &AccountId| {
                let day = now.day();
                seats
                    .iter()
                    .any(|seat| seat.facts().tenure_of(*by, day).is_some())
            };
            let Some(by) = permit.account().filter(sits) else {
                let flaw = Flaw::new("no_seat");
                return Err(Problem::new(Kind::Unmet).faults(vec![flaw.into()]));
            };
            let record = DeclarationRecord {
                proposal_id: *id,
                district: proposal.district().clone(),
                by,
                reason: body.value.reason,
            };
            let saved = tx.save(Declaration::make(&permit, declared, record, now))?;
            let view = view(&mut ***tx, &proposal, now)?;
            extract::saved(201, &saved, &view)
        })
        .await
}
