//! What may be saved: the things of the table of resources.

use crate::Error;
use crate::port::EntityWriter;
use odoi_domain::{Change, Entity};

/// A thing that the store keeps.
pub trait Storable: Entity + rows::Row {}

pub(crate) mod rows {
    use super::*;

    #[allow(
        private_interfaces,
        reason = "seals the trait: only this crate names the port that writes"
    )]
    pub trait Row {
        #[doc(hidden)]
        fn write_row(&self, repo: &mut dyn EntityWriter, change: Change) -> Result<usize, Error>;
    }
}

macro_rules! stored {
    ($($(#[$about:meta])* $Kind:ident = $word:literal $label:tt: $Id:ident, $Thing:ty, table: $table:ident, searched: $searched:literal
        $(, path: $path:literal, $says:literal $(, one: $one:ident)?)?;)+) => {
        /// Anything that may be saved: how the unit of work hands one to an engine.
        #[derive(Clone, Copy)]
        pub(crate) enum AnyEntity<'a> {
            $($Kind(&'a $Thing),)+
        }

        $(
            #[allow(private_interfaces, reason = "seals the trait: only this crate names the port that writes")]
            impl rows::Row for $Thing {
                fn write_row(&self, repo: &mut dyn EntityWriter, change: Change) -> Result<usize, Error> {
                    repo.write_row(AnyEntity::$Kind(self), change)
                }
            }
            impl Storable for $Thing {}
        )+
    };
}

odoi_domain::for_each_resource!(stored);
