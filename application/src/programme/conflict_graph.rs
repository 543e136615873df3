//! The watch over conflicts of interest about a proposal: what somebody belongs to, and the ties between that
//! and the applicant, on a day (rule R6.4).

use crate::programme::affiliations::{Affiliations, proven, ties_of};
use odoi_domain::formation::rule_set::{self, Numbered, RuleSubject};
use odoi_domain::kernel::entity::Document;
use odoi_domain::kernel::id::{AccountId, SeatId};
use odoi_domain::programme::conflict::{Claim, Conflict, ConflictRule, Path, Tie};
use odoi_domain::programme::declaration::Declaration;
use odoi_domain::programme::meeting::{
    Attendance, Ground, GroupRules, Meeting, MeetingFacts, Recusal, Roll,
};
use odoi_domain::programme::proposal::{Proposal, ProposalFacts};
use odoi_domain::registry::linkage::{End, EndKind};
use odoi_domain::registry::place::DistrictCode;
use odoi_domain::{Day, Entity, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::HashMap;
use uuid::Uuid;

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

/// By which rule conflicts are told, of which day, and what was known of that when.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The rule, with its version.
    pub rule: Numbered<ConflictRule>,
    /// Conflicts of this day.
    pub on: Day,
    /// By what was known then.
    pub known: Moment,
}

impl Basis {
    /// What holds now.
    pub fn now(repo: &mut dyn Read, now: Moment) -> Result<Self, Error> {
        Ok(Self { rule: group_rules(repo, now.day())?.conflicts, on: now.day(), known: now })
    }

    /// What held on a day, as it was known at its end.
    pub fn of(repo: &mut dyn Read, on: Day) -> Result<Self, Error> {
        Ok(Self { rule: group_rules(repo, on)?.conflicts, on, known: on.after(1).begins() })
    }

    /// What held when a meeting decided: whatever is stated or published afterwards changes nothing of it.
    fn of_meeting(meeting: &Meeting, now: Moment) -> Self {
        let record = meeting.state();
        let known = record.closed_at.or(record.opened_at).unwrap_or(now);
        Self { rule: meeting.rules().conflicts, on: known.day(), known }
    }

    /// What held when minutes authorised the last step of a proposal, and who sat then; what holds now while none
    /// have.
    pub fn of_decision(
        repo: &mut dyn Read,
        proposal: &Proposal,
        now: Moment,
    ) -> Result<(Self, Vec<Roll>), Error> {
        let cited = proposal.history().iter().rev().find_map(|act| act.minute);
        let Some(cited) = cited else {
            let rolls = rolls(repo, proposal.district(), now.day())?;
            return Ok((Self::now(repo, now)?, rolls));
        };
        let meeting = repo.meeting(cited.meeting_id)?;
        let basis = Self::of_meeting(&meeting, now);
        Ok((basis, meeting.state().rolls.clone()))
    }
}

/// Who sits in a core group on a day.
pub fn rolls(repo: &mut dyn Read, district: &DistrictCode, on: Day) -> Result<Vec<Roll>, Error> {
    let seats = repo.seats_of(district)?;
    Ok(seats.iter().map(|seat| Roll::of(seat, on)).collect())
}

/// What conflicts about one proposal are found by.
pub struct ConflictGraph {
    basis: Basis,
    applicants: Vec<End>,
    ties: Vec<Tie>,
    declared: Vec<Declaration>,
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

impl ConflictGraph {
    /// Over a proposal.
    pub fn over(repo: &mut dyn Read, proposal: &Proposal, basis: Basis) -> Result<Self, Error> {
        let applicants = applicants(repo, proposal, basis.known)?;
        let mut ties = Vec::new();
        for applicant in &applicants {
            ties.extend(ties_of(repo, *applicant)?);
        }
        ties.retain(|tie| tie.is_known_by(basis.known));
        let mut declared = repo.declarations_about(proposal.meta().id)?;
        declared.retain(|one| one.meta().created_at <= basis.known);
        Ok(Self { basis, applicants, ties, declared })
    }

    /// The rule that it goes by.
    pub fn into_rule(self) -> Numbered<ConflictRule> {
        self.basis.rule
    }

    /// The shortest chain among some ties that ties somebody to the applicant.
    fn chain(&self, own: &Affiliations, ties: &[Tie]) -> Option<Path> {
        let (rule, on) = (&self.basis.rule.rule, self.basis.on);
        rule.path(&own.ends, &self.applicants, ties, on)
    }

    /// The shortest chain of what is proven. Who proved what is asked only where there is a chain at all.
    fn path(&self, repo: &mut dyn Read, own: &Affiliations) -> Result<Option<Path>, Error> {
        let ties = self.ties(own);
        let stated: Vec<Tie> = ties.iter().filter(|tie| !tie.is_claim()).copied().collect();
        match self.chain(own, &stated) {
            Some(path) if !path.ties.is_empty() => {
                let proven = proven(repo, &self.applicants, &stated)?;
                Ok(self.chain(own, &proven))
            }
            found => Ok(found),
        }
    }

    fn ties(&self, own: &Affiliations) -> Vec<Tie> {
        own.ties.iter().chain(&self.ties).copied().collect()
    }

    /// The shortest chain that would bar an account which nothing bars, if what is claimed in it were proven.
    pub fn claim(&self, repo: &mut dyn Read, account: AccountId) -> Result<Option<Claim>, Error> {
        let own = Affiliations::of(repo, account, &self.basis)?;
        let ties = self.ties(&own);
        let Some(path) = self.chain(&own, &ties) else {
            return Ok(None);
        };
        let proven = proven(repo, &self.applicants, &ties)?;
        if self.chain(&own, &proven).is_some() {
            return Ok(None);
        }
        let is_proven = |id: &Uuid| proven.iter().any(|tie| tie.id == *id);
        let claimed = path.ties.iter().filter(|id| !is_proven(id)).copied();
        Ok(Some(Claim { claimed: claimed.collect(), path }))
    }

    /// Why an account must not judge the proposal, by what it belongs to and by its own word, if it must not.
    pub fn judge(
        &self,
        repo: &mut dyn Read,
        own: &Affiliations,
        account: AccountId,
    ) -> Result<Option<Conflict>, Error> {
        let path = self.path(repo, own)?;
        let said = self.declared.iter().find(|d| d.state().by == account);
        let reason = said.map(|said| said.state().reason.clone());
        let ground = match (&path, &reason) {
            (Some(_), _) => Ground::Derived,
            (None, Some(_)) => Ground::Declared,
            (None, None) => return Ok(None),
        };
        Ok(Some(Conflict { ground, path, reason }))
    }

    /// The same of an account that nothing is known of yet.
    pub fn conflict(
        &self,
        repo: &mut dyn Read,
        account: AccountId,
    ) -> Result<Option<Conflict>, Error> {
        let own = Affiliations::of(repo, account, &self.basis)?;
        self.judge(repo, &own, account)
    }
}

/// Who stands aside for which item of an agenda, by the rule of the meeting: of each filled seat whoever is
/// there, else the holder.
pub fn recusals(
    repo: &mut dyn Read,
    (facts, rule): (&MeetingFacts, &Numbered<ConflictRule>),
    (rolls, attendance): (&[Roll], &[Attendance]),
    now: Moment,
) -> Result<Vec<Vec<Recusal>>, Error> {
    let basis = Basis { rule: rule.clone(), on: now.day(), known: now };
    let mut people: HashMap<AccountId, Affiliations> = HashMap::new();
    let mut sitting: Vec<(SeatId, AccountId)> = Vec::new();
    for roll in rolls {
        let here = attendance.iter().find(|here| here.seat_id == roll.seat_id);
        if let Some(account) = roll.holder.map(|holder| here.map_or(holder, |h| h.account_id)) {
            people.insert(account, Affiliations::of(repo, account, &basis)?);
            sitting.push((roll.seat_id, account));
        }
    }
    let mut all = Vec::with_capacity(facts.agenda.len());
    for item in &facts.agenda {
        let mut aside = Vec::new();
        if let Some(id) = item.proposal_id {
            let proposal = repo.proposal(id)?;
            let watch = ConflictGraph::over(repo, &proposal, basis.clone())?;
            for (seat, account) in &sitting {
                if let Some(own) = people.get(account) {
                    let found = watch.judge(repo, own, *account)?;
                    aside.extend(found.map(|conflict| conflict.recusal(*seat)));
                }
            }
        }
        all.push(aside);
    }
    Ok(all)
}
