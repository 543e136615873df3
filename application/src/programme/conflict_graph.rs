//! The watch over conflicts of interest about a proposal: what somebody belongs to, and the ties between that
//! and the applicant, on a day (rule R6.4).

use crate::programme::affiliations::{affiliations, spoke_for, ties_of};
use odoi_domain::formation::rule_set::{self, RuleSubject};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, SeatId};
use odoi_domain::policy::{Affiliations, Clearance, ConflictBasis, ConflictGraph};
use odoi_domain::programme::conflict::{Claim, Conflict};
use odoi_domain::programme::meeting::{AgendaItem, Attendance, GroupRules, Meeting, Recusal, Roll};
use odoi_domain::programme::proposal::{Proposal, ProposalFacts};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Day, Entity, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::HashMap;

/// The rules of a core group in force on a day.
pub fn group_rules(repo: &mut dyn Read, on: Day) -> Result<GroupRules, Error> {
    let quorum = repo.rule_sets_on(RuleSubject::Quorum)?;
    let conflicts = repo.rule_sets_on(RuleSubject::Conflicts)?;
    let quorum = rule_set::in_force(quorum, RuleSubject::Quorum, on);
    let conflicts = rule_set::in_force(conflicts, RuleSubject::Conflicts, on);
    Ok(GroupRules {
        quorum: quorum.and_then(|set| set.numbered(|facts| facts.quorum)).unwrap_or_default(),
        conflicts: conflicts
            .and_then(|set| set.numbered(|facts| facts.conflicts.clone()))
            .unwrap_or_default(),
    })
}

/// What holds now.
pub fn basis_now(repo: &mut dyn Read, now: Moment) -> Result<ConflictBasis, Error> {
    Ok(ConflictBasis { rule: group_rules(repo, now.day())?.conflicts, on: now.day(), known: now })
}

/// What held on a day, as it was known at its end.
pub fn basis_of_day(repo: &mut dyn Read, on: Day) -> Result<ConflictBasis, Error> {
    Ok(ConflictBasis { rule: group_rules(repo, on)?.conflicts, on, known: on.after(1).begins() })
}

/// What held when a meeting decided: whatever is stated or published afterwards changes nothing of it.
fn basis_of_meeting(meeting: &Meeting, now: Moment) -> ConflictBasis {
    let record = meeting.state();
    let known = record.closed_at.or(record.opened_at).unwrap_or(now);
    ConflictBasis { rule: meeting.rules().conflicts, on: known.day(), known }
}

/// What held when minutes authorised the last step of a proposal, and who sat then; what holds now while none
/// have.
pub fn basis_of_decision(
    repo: &mut dyn Read,
    proposal: &Proposal,
    now: Moment,
) -> Result<(ConflictBasis, Vec<Roll>), Error> {
    let cited = proposal.history().iter().rev().find_map(|act| act.minute);
    let Some(cited) = cited else {
        let rolls = rolls(repo, proposal.district(), now.day())?;
        return Ok((basis_now(repo, now)?, rolls));
    };
    let meeting = repo.meeting(cited.meeting_id)?;
    let basis = basis_of_meeting(&meeting, now);
    Ok((basis, meeting.state().rolls.clone()))
}

/// Who sits in a core group on a day.
pub fn rolls(repo: &mut dyn Read, district: &DistrictCode, on: Day) -> Result<Vec<Roll>, Error> {
    let seats = repo.seats_of(district)?;
    Ok(seats.iter().map(|seat| Roll::of(seat, on)).collect())
}

/// Who proposes: the cluster and the academic partner, as it stood then and in each version that was handed in, so
/// that nobody leaves by being exchanged.
fn applicants(repo: &mut dyn Read, proposal: &Proposal, known: Moment) -> Result<Vec<End>, Error> {
    let id = proposal.meta().id;
    let parties = |facts: &ProposalFacts| {
        let end = |kind, id| End { kind, id };
        [
            end(EndKind::Cluster, facts.cluster_id.0),
            end(EndKind::Institution, facts.institution_id.0),
        ]
    };
    let mut all = Vec::new();
    for revision in repo.handed_in(id)? {
        if revision.submitted_at.is_some_and(|at| at <= known) {
            all.extend(parties(&revision.facts));
        }
    }
    let latest = repo.latest_revision(id)?;
    if all.is_empty() || latest.is_none_or(|latest| latest.made_at <= known) {
        all.extend(parties(proposal.facts()));
    }
    all.sort_unstable_by_key(|end| (end.kind, end.id));
    all.dedup();
    Ok(all)
}

/// The ties and declarations by which conflicts about a proposal are found.
pub fn conflict_graph(
    repo: &mut dyn Read,
    proposal: &Proposal,
    basis: ConflictBasis,
) -> Result<ConflictGraph, Error> {
    let applicants = applicants(repo, proposal, basis.known)?;
    let mut ties = Vec::new();
    for applicant in &applicants {
        ties.extend(ties_of(repo, *applicant)?);
    }
    ties.retain(|tie| tie.is_known_by(basis.known));
    let mut declared = repo.declarations_about(proposal.meta().id)?;
    declared.retain(|one| one.meta().created_at <= basis.known);
    Ok(ConflictGraph { proposal: proposal.meta().id, basis, applicants, ties, declared })
}

/// Clears somebody of a conflict, or says why they must not judge the proposal.
pub fn judge(
    repo: &mut dyn Read,
    graph: &ConflictGraph,
    own: &Affiliations,
) -> Result<Result<Clearance, Conflict>, Error> {
    let spoke_for = spoke_for(repo, graph.confirmers(own))?;
    Ok(graph.judge(own, &spoke_for))
}

/// Why an account must not judge the proposal, if it must not.
pub fn conflict_of(
    repo: &mut dyn Read,
    graph: &ConflictGraph,
    account: AccountId,
) -> Result<Option<Conflict>, Error> {
    let own = affiliations(repo, account, &graph.basis)?;
    Ok(judge(repo, graph, &own)?.err())
}

/// The shortest chain that would bar an account which nothing bars, if what is claimed in it were proven.
pub fn claim_of(
    repo: &mut dyn Read,
    graph: &ConflictGraph,
    account: AccountId,
) -> Result<Option<Claim>, Error> {
    let own = affiliations(repo, account, &graph.basis)?;
    let spoke_for = spoke_for(repo, graph.confirmers_of_claims(&own))?;
    Ok(graph.claim(&own, &spoke_for))
}

/// Who stands aside for which item of an agenda, by the rule of the meeting: of each filled seat whoever is
/// there, else the holder.
pub fn recusals(
    repo: &mut dyn Read,
    basis: &ConflictBasis,
    agenda: &[AgendaItem],
    rolls: &[Roll],
    attendance: &[Attendance],
) -> Result<Vec<Vec<Recusal>>, Error> {
    let mut people: HashMap<AccountId, Affiliations> = HashMap::new();
    let mut sitting: Vec<(SeatId, AccountId)> = Vec::new();
    for roll in rolls {
        let here = attendance.iter().find(|here| here.seat_id == roll.seat_id);
        if let Some(account) = roll.holder.map(|holder| here.map_or(holder, |h| h.account_id)) {
            people.insert(account, affiliations(repo, account, basis)?);
            sitting.push((roll.seat_id, account));
        }
    }
    let mut all = Vec::with_capacity(agenda.len());
    for item in agenda {
        let mut aside = Vec::new();
        if let Some(id) = item.proposal_id {
            let proposal = repo.proposal(id)?;
            let graph = conflict_graph(repo, &proposal, basis.clone())?;
            for (seat, account) in &sitting {
                if let Some(own) = people.get(account) {
                    let found = judge(repo, &graph, own)?.err();
                    aside.extend(found.map(|conflict| conflict.recusal(*seat)));
                }
            }
        }
        all.push(aside);
    }
    Ok(all)
}
