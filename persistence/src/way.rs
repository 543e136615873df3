//! How an engine gets at the entries that fit a condition. The answer is the same whichever way is
//! taken; only the time differs.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use odoi_domain::search::Condition;

/// A way to the entries that fit a condition.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// These rows, as the engine writes a list: there are few enough to look up each and then to order them.
    Rows(String),
    /// Along the wanted order, looking at each entry: so many fit that a page is full soon. Where those that
    /// fit are spread evenly, it is full after half as many entries as the number says.
    Along(Condition, i64),
}

/// A page of so many things, of so many entries, where looking one up costs as much as looking at `dear` of them along the
/// order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    page: i64,
    entries: i64,
    dear: i64,
}

impl Cost {
    pub(crate) fn of(page: usize, entries: i64, dear: usize) -> Self {
        Self {
            page: whole(page),
            entries,
            dear: whole(dear).max(1),
        }
    }

    /// How many hits are few.
    ///
    /// Ordering looks up each, and reading along the order looks at `page × entries ÷ hits`: both cost the same where
    /// `hits² = page × entries ÷ dear`. Names that begin with a word stand together, so what it finds need not be
    /// spread evenly: up to one entry in fifty, ordering costs less than the way to the letter that they begin with.
    pub(crate) fn few(self) -> i64 {
        let even = (self.page.saturating_mul(self.entries) / self.dear).isqrt();
        even.max(self.entries / 50).max(self.page)
    }

    /// The way along the order, where more than few fit.
    pub(crate) fn along(self, condition: &Condition) -> Way {
        let evenly = self.page.saturating_mul(self.entries) / self.few().max(1);
        Way::Along(condition.clone(), evenly.saturating_mul(2))
    }
}

/// What was found, looking for one more than are few: in one row, because rows are dear to hand over.
#[derive(Debug, QueryableByName)]
pub(crate) struct Found {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    rows: String,
}

impl Found {
    /// The way to it.
    pub(crate) fn way(self, condition: &Condition, cost: Cost) -> Way {
        if self.number > cost.few() {
            cost.along(condition)
        } else {
            Way::Rows(self.rows)
        }
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
