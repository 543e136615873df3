//! Meetings of the core groups, and the chains of their minutes.

use super::MeetingFilter;
use crate::Error;
use crate::page::{Page, Paging};
use odoi_domain::kernel::id::{MeetingId, ProposalId};
use odoi_domain::policy::View;
use odoi_domain::programme::meeting::Meeting;
use odoi_domain::registry::place::DistrictCode;

/// A link of a chain of minutes as the database keeps it.
#[derive(Debug, Clone)]
pub struct MinuteLink {
    /// The meeting; `None` where its id cannot be read any more.
    pub id: Option<MeetingId>,
    /// Its place in the chain.
    pub number: i64,
    /// The closed meeting; `None` where what is kept cannot be read any more.
    pub meeting: Option<Meeting>,
}

/// Meetings.
pub trait Meetings {
    /// One meeting.
    fn meeting(&mut self, id: MeetingId) -> Result<Meeting, Error>;
    /// A page of meetings.
    fn meetings(
        &mut self,
        filter: &MeetingFilter,
        view: &View,
        paging: &Paging,
    ) -> Result<Page<Meeting>, Error>;
    /// Every meeting with a proposal on its agenda, in the order of their ids.
    fn meetings_about(&mut self, proposal: ProposalId) -> Result<Vec<Meeting>, Error>;
    /// The number and digest of the last minute of a district; 0 where there is none.
    fn chain_end(&mut self, district: &DistrictCode) -> Result<Option<(i64, String)>, Error>;
    /// The same, held until the end of the transaction: minutes are closed one by one.
    fn hold_chain(&mut self, district: &DistrictCode) -> Result<(i64, String), Error>;
    /// Links of a district's chain behind a number, in their order.
    fn minute_links(
        &mut self,
        district: &DistrictCode,
        after: i64,
        limit: i64,
    ) -> Result<Vec<MinuteLink>, Error>;
}
