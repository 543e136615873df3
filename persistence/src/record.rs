//! What may be saved: each kind of thing, by the port that writes its row.

use crate::Error;
use crate::port::Keep;
use odoi_domain::account::{Account, AccountGrant};
use odoi_domain::cluster::Cluster;
use odoi_domain::enterprise::Enterprise;
use odoi_domain::institution::Institution;
use odoi_domain::linkage::Linkage;
use odoi_domain::place::Place;
use odoi_domain::proposal::Proposal;
use odoi_domain::scheme::Scheme;
use odoi_domain::session::Session;
use odoi_domain::{Change, Entity};

/// A thing that the store keeps.
pub trait Kept: Entity + rows::Row {}

pub(crate) mod rows {
    use super::*;

    #[allow(
        private_interfaces,
        reason = "seals the trait: only this crate names the port that writes"
    )]
    pub trait Row {
        #[doc(hidden)]
        fn keep(&self, repo: &mut dyn Keep, change: Change) -> Result<usize, Error>;
        #[doc(hidden)]
        const SEARCHED: bool;
    }
}

macro_rules! kept {
    ($($Thing:ty: $keep:ident, searched: $searched:literal;)+) => {$(
        #[allow(private_interfaces, reason = "seals the trait: only this crate names the port that writes")]
        impl rows::Row for $Thing {
            const SEARCHED: bool = $searched;
            fn keep(&self, repo: &mut dyn Keep, change: Change) -> Result<usize, Error> {
                repo.$keep(self, change)
            }
        }
        impl Kept for $Thing {}
    )+};
}

kept! {
    Place: keep_place, searched: true;
    Enterprise: keep_enterprise, searched: true;
    Institution: keep_institution, searched: true;
    Cluster: keep_cluster, searched: true;
    Linkage: keep_linkage, searched: false;
    Scheme: keep_scheme, searched: true;
    Proposal: keep_proposal, searched: true;
    Account: keep_account, searched: false;
    AccountGrant: keep_grant, searched: false;
    Session: keep_session, searched: false;
}
