//! What may be saved: the one list of kinds of thing that the store keeps.

use crate::Error;
use crate::port::EntityWriter;
use odoi_domain::{Change, Entity};

/// A thing that the store keeps.
pub trait Storable: Entity + rows::Row {}

/// The list: a thing, the function of the queries that writes its row, and whether it is found by
/// words. Everything that must know every kind is made of it.
macro_rules! for_each_entity {
    ($make:ident) => {
        $make! {
            Place(odoi_domain::registry::place::Place): place::keep, searched: true;
            Enterprise(odoi_domain::registry::enterprise::Enterprise): enterprise::keep, searched: true;
            Institution(odoi_domain::registry::institution::Institution): institution::keep, searched: true;
            Cluster(odoi_domain::registry::cluster::Cluster): cluster::keep, searched: true;
            Linkage(odoi_domain::registry::linkage::Linkage): linkage::keep, searched: false;
            LinkageEvidence(odoi_domain::registry::linkage_evidence::LinkageEvidence): linkage_evidence::keep, searched: false;
            Membership(odoi_domain::registry::membership::Membership): membership::keep, searched: false;
            ExpressionOfInterest(odoi_domain::formation::gate::Interest): statement::keep_interest, searched: false;
            CooperationEvidence(odoi_domain::formation::cooperation::Cooperation): statement::keep_cooperation, searched: false;
            Assessment(odoi_domain::formation::scorecard::assessment::Assessment): statement::keep_assessment, searched: false;
            GateTry(odoi_domain::formation::gate::GateTry): gate::keep, searched: false;
            RuleSet(odoi_domain::formation::rule_set::RuleSet): rule_set::keep, searched: false;
            Scheme(odoi_domain::schemes::scheme::Scheme): scheme::keep, searched: true;
            Proposal(odoi_domain::programme::proposal::Proposal): proposal::keep, searched: true;
            Call(odoi_domain::programme::call::Call): call::keep, searched: true;
            Document(odoi_domain::programme::attachment::Attachment): attachment::keep, searched: false;
            Award(odoi_domain::money::award::Award): award::save, searched: false;
            PostingDraft(odoi_domain::money::ledger::Posting): book::keep, searched: false;
            Seat(odoi_domain::programme::seat::Seat): seat::keep, searched: false;
            Meeting(odoi_domain::programme::meeting::Meeting): meeting::keep, searched: false;
            Review(odoi_domain::programme::review::Review): review::keep, searched: false;
            ConflictDeclaration(odoi_domain::programme::declaration::Declaration): review::keep_declaration, searched: false;
            Account(odoi_domain::identity::account::Account): account::keep, searched: false;
            Grant(odoi_domain::identity::account::AccountGrant): account::keep_grant, searched: false;
            Session(odoi_domain::identity::session::Session): session::keep, searched: false;
            Merge(odoi_domain::registry::merge::Merge): merge::keep, searched: false;
            Disclosure(odoi_domain::policy::disclosure::Disclosure): disclosure::keep, searched: false;
            DuplicateCandidate(odoi_domain::registry::candidate::DuplicateCandidate): candidate::keep, searched: false;
        }
    };
}
pub(crate) use for_each_entity;

pub(crate) mod rows {
    use super::*;

    #[allow(
        private_interfaces,
        reason = "seals the trait: only this crate names the port that writes"
    )]
    pub trait Row {
        #[doc(hidden)]
        fn keep(&self, repo: &mut dyn EntityWriter, change: Change) -> Result<usize, Error>;
        #[doc(hidden)]
        const SEARCHED: bool;
    }
}

macro_rules! kept {
    ($($Kind:ident($Thing:ty): $keep:path, searched: $searched:literal;)+) => {
        /// Any thing that is kept: how the unit of work hands one to an engine.
        #[derive(Clone, Copy)]
        pub(crate) enum Thing<'a> {
            $($Kind(&'a $Thing),)+
        }

        $(
            #[allow(private_interfaces, reason = "seals the trait: only this crate names the port that writes")]
            impl rows::Row for $Thing {
                const SEARCHED: bool = $searched;
                fn keep(&self, repo: &mut dyn EntityWriter, change: Change) -> Result<usize, Error> {
                    repo.keep(Thing::$Kind(self), change)
                }
            }
            impl Storable for $Thing {}
        )+

        /// The kinds of thing that are found by words.
        #[must_use]
        pub fn searched_kinds() -> Vec<odoi_domain::Kind> {
            [$((odoi_domain::Kind::$Kind, $searched)),+]
                .into_iter()
                .filter_map(|(kind, is_searched)| is_searched.then_some(kind))
                .collect()
        }
    };
}

for_each_entity!(kept);
