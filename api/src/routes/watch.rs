//! The watch over conflicts of interest about a proposal: what somebody belongs to, and the ties between that
//! and the applicant, on a day (rule R6.4).

use odoi_domain::conflict::{Conflict, ConflictRule, Tie, belongs_to};
use odoi_domain::declaration::Declaration;
use odoi_domain::entity::Document;
use odoi_domain::id::{AccountId, ClusterId, EnterpriseId, InstitutionId, SeatId};
use odoi_domain::linkage::{End, EndKind};
use odoi_domain::meeting::{Attendance, Ground, GroupRules, MeetingFacts, Recusal, Roll};
use odoi_domain::membership::{Member, MemberKind};
use odoi_domain::proposal::Proposal;
use odoi_domain::rules::{self, Numbered, RuleSubject};
use odoi_domain::seat::Seat;
use odoi_domain::{Day, Entity, Moment};
use odoi_persistence::Error;
use odoi_persistence::port::Read;
use std::collections::HashMap;

/// The rules of a core group in force on a day.
pub(crate) fn group_rules(repo: &mut dyn Read, on: Day) -> Result<GroupRules, Error> {
    let quorum = repo.rule_sets_on(RuleSubject::Quorum)?;
    let conflicts = repo.rule_sets_on(RuleSubject::Conflicts)?;
    let quorum = rules::in_force(quorum, RuleSubject::Quorum, on);
    let conflicts = rules::in_force(conflicts, RuleSubject::Conflicts, on);
    Ok(GroupRules {
        quorum: quorum
            .and_then(|set| set.numbered(|facts| facts.quorum))
            .unwrap_or_default(),
        conflicts: conflicts
            .and_then(|set| set.numbered(|facts| facts.conflicts.clone()))
            .unwrap_or_default(),
    })
}

/// What somebody belongs to, and the ties of that.
struct Own {
    ends: Vec<End>,
    ties: Vec<Tie>,
}

/// What conflicts about one proposal are found by, on one day.
pub(super) struct Watch {
    rule: Numbered<ConflictRule>,
    on: Day,
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
        .chain(repo.former_ties_of(of)?)
        .collect())
}

/// What an account belongs to on a day: the affiliations of its seats, and whatever it speaks for. What is over
/// cools like a tie.
fn own(
    repo: &mut dyn Read,
    seats: &[Seat],
    account: AccountId,
    (rule, day): (&ConflictRule, Day),
) -> Result<Own, Error> {
    let tenures = seats.iter().flat_map(|seat| &seat.facts().tenures);
    let held = tenures.filter(|tenure| {
        let time = (tenure.starts_on, tenure.ends_on);
        tenure.account_id == account && rule.lasts(time, day)
    });
    let mut ends: Vec<End> = held
        .flat_map(|tenure| tenure.affiliations.clone())
        .collect();
    for grant in repo.grants_of(account)? {
        let given = grant.meta().created_at.day() <= day;
        ends.extend(belongs_to(&grant.grant().scope).filter(|_| given));
    }
    for (end, until) in repo.former_belongings_of(account)? {
        ends.extend(
            rule.lasts((until.min(day), Some(until)), day)
                .then_some(end),
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
    /// Over a proposal, today.
    pub(super) fn over(
        repo: &mut dyn Read,
        proposal: &Proposal,
        now: Moment,
    ) -> Result<Self, Error> {
        Self::on(repo, proposal, now.day())
    }

    /// Over a proposal, by the rule in force on a day.
    pub(super) fn on(repo: &mut dyn Read, proposal: &Proposal, on: Day) -> Result<Self, Error> {
        let rule = group_rules(repo, on)?.conflicts;
        Self::by(repo, proposal, rule, on)
    }

    /// Over a proposal: its applicants are the cluster and the academic partner.
    fn by(
        repo: &mut dyn Read,
        proposal: &Proposal,
        rule: Numbered<ConflictRule>,
        on: Day,
    ) -> Result<Self, Error> {
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
        let mut declared = repo.declarations_about(proposal.meta().id)?;
        declared.retain(|one| one.meta().created_at.day() <= on);
        Ok(Self {
            rule,
            on,
            applicants,
            ties,
            declared,
        })
    }

    /// The rule that it goes by.
    pub(super) fn into_rule(self) -> Numbered<ConflictRule> {
        self.rule
    }

    fn judge(&self, own: &Own, account: AccountId) -> Option<Conflict> {
        let ties: Vec<Tie> = own.ties.iter().chain(&self.ties).copied().collect();
        let rule = &self.rule.rule;
        let path = rule.path(&own.ends, &self.applicants, &ties, self.on);
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
    ) -> Result<Option<Conflict>, Error> {
        let own = own(repo, seats, account, (&self.rule.rule, self.on))?;
        Ok(self.judge(&own, account))
    }
}

/// Who stands aside for which item of an agenda, by the rule of the meeting: of each filled seat whoever is
/// there, else the holder.
pub(crate) fn recusals(
    repo: &mut dyn Read,
    (facts, rule): (&MeetingFacts, &Numbered<ConflictRule>),
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
            let own = own(repo, seats, account, (&rule.rule, now.day()))?;
            people.insert(account, own);
            sitting.push((roll.seat_id, account));
        }
    }
    let mut all = Vec::with_capacity(facts.agenda.len());
    for item in &facts.agenda {
        let mut aside = Vec::new();
        if let Some(id) = item.proposal_id {
            let proposal = repo.proposal(id)?;
            let watch = Watch::by(repo, &proposal, rule.clone(), now.day())?;
            for (seat, account) in &sitting {
                let own = people.get(account);
                let found = own.and_then(|own| watch.judge(own, *account));
                aside.extend(found.map(|conflict| conflict.recusal(*seat)));
            }
        }
        all.push(aside);
    }
    Ok(all)
}
