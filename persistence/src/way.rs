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

/// How many entries are few, of all that there are, where a page takes so many and looking one up costs as
/// much as looking at `dear` along the order.
///
/// Of `hits` among `entries`, ordering looks up each, and reading along the order looks at
/// `page × entries ÷ hits`: both cost the same where `hits² = page × entries ÷ dear`.
///
/// Names that begin with a word stand together, so what it finds need not be spread evenly. Where one entry in fifty
/// or fewer fits, ordering them costs less than the way to the letter that they begin with.
pub(crate) fn few(page: usize, entries: i64, dear: usize) -> i64 {
    let (page, dear) = (whole(page), whole(dear).max(1));
    let even = (page.saturating_mul(entries) / dear).isqrt();
    even.max(entries / 50).max(page)
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
    pub(crate) fn way(self, condition: &Condition, few: i64, dear: usize) -> Way {
        if self.number > few {
            along(condition, few, dear)
        } else {
            Way::Rows(self.rows)
        }
    }
}

/// The way along the order.
pub(crate) fn along(condition: &Condition, few: i64, dear: usize) -> Way {
    let within = few.saturating_mul(whole(dear)).saturating_mul(2);
    Way::Along(condition.clone(), within)
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
