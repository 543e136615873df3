//! Candidates for duplicates, by index.

use super::{Conn, enterprise, search};
use crate::Error;
use crate::column::UuidColumn;
use crate::port::Duplicates;
use crate::schema::{enterprise_external_ids as external, enterprises};
use diesel::prelude::*;
use odoi_domain::kernel::id::EnterpriseId;
use odoi_domain::registry::duplicate::Profile;
use odoi_domain::registry::enterprise::Enterprise;

/// At most so many names are compared.
const MOST: usize = 200;

impl Duplicates for Conn {
    fn near(
        &mut self,
        profile: &Profile,
        but: Option<EnterpriseId>,
    ) -> Result<Vec<Enterprise>, Error> {
        let mut ids: Vec<UuidColumn> = Vec::new();
        if let Some(udyam) = &profile.udyam {
            let same = enterprises::table.filter(enterprises::udyam.eq(udyam));
            ids.extend(same.select(enterprises::id).load::<UuidColumn>(self)?);
        }
        if let Some(pan) = &profile.pan {
            let same = enterprises::table.filter(enterprises::pan.eq(pan));
            ids.extend(same.select(enterprises::id).load::<UuidColumn>(self)?);
            // GST numbers of Kerala begin with 32 and the PAN; they are ASCII, so `~` ends the range.
            let (from, to) = (format!("32{pan}"), format!("32{pan}~"));
            let same = enterprises::table.filter(enterprises::gstin.between(from, to));
            ids.extend(same.select(enterprises::id).load::<UuidColumn>(self)?);
        }
        if let Some(mobile) = &profile.mobile {
            let same = enterprises::table.filter(enterprises::mobile.eq(mobile));
            let some = same.order(enterprises::id).limit(200);
            ids.extend(some.select(enterprises::id).load::<UuidColumn>(self)?);
        }
        for (system, id) in &profile.external_ids {
            let same = external::table.find((system, id));
            ids.extend(same.select(external::enterprise_id).load::<UuidColumn>(self)?);
        }
        for words in [&profile.words, &profile.words_ml] {
            ids.extend(search::near(self, words, &profile.district, MOST)?);
        }
        ids.sort_by_key(|id| id.0);
        ids.dedup();
        ids.retain(|id| but.is_none_or(|but| but.0 != id.0));
        enterprise::some(self, &ids)
    }
}
