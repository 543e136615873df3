//! Pages of a list: where to begin, in what order, and where the next one begins.

use crate::column::{Timestamp, UuidColumn};
use odoi_domain::Moment;
use odoi_domain::kernel::geo::Point;
use uuid::Uuid;

/// What a list can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// The folded English name or title.
    Name,
    /// When it was made.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// How likely it is what it is taken for, the likeliest first.
    Likeliest,
}

impl SortKey {
    /// As a caller writes it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::Likeliest => "likeliest",
        }
    }
}

/// The value of the sort key at a border between pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortValue {
    /// Of a name.
    Text(String),
    /// Of a moment.
    Moment(Moment),
    /// Of a distance in metres, in a list by nearness.
    Metres(i64),
    /// Of a likelihood, counted from above.
    Rank(i32),
}

impl SortValue {
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Moment(_) | Self::Metres(_) | Self::Rank(_) => None,
        }
    }

    pub(crate) fn into_moment(self) -> Option<Timestamp> {
        match self {
            Self::Moment(moment) => Some(Timestamp(moment)),
            Self::Text(_) | Self::Metres(_) | Self::Rank(_) => None,
        }
    }
}

/// What a list by nearness is near to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The point that distances are measured from.
    pub centre: Point,
    /// At most so many metres away; everything that has a location where this is absent.
    pub within: Option<i64>,
}

/// The last row of a page: the next page begins behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The value of its sort key.
    pub border: SortValue,
    /// Its id, which tells equal values apart.
    pub id: Uuid,
}

impl Cursor {
    /// Of a list by names.
    pub(crate) fn by_text(&self) -> Option<(String, UuidColumn)> {
        Some((self.border.clone().into_text()?, UuidColumn(self.id)))
    }

    /// Of a list by moments.
    pub(crate) fn by_moment(&self) -> Option<(Timestamp, UuidColumn)> {
        Some((self.border.clone().into_moment()?, UuidColumn(self.id)))
    }
}

/// What page is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// At most so many rows.
    pub limit: u16,
    /// The sort key.
    pub key: SortKey,
    /// Largest first.
    pub descending: bool,
    /// Behind which row.
    pub after: Option<Cursor>,
    /// Whether to count all rows of the list.
    pub count: bool,
    /// The nearest first, in place of the order by the sort key. Only lists of things that have a
    /// location know it.
    pub near: Option<Near>,
}

impl Paging {
    /// So many rows are read at most: one more than the page has, to know whether another follows.
    #[must_use]
    pub fn fetch_limit(&self) -> usize {
        usize::from(self.limit) + 1
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
    /// How many rows the whole list has, where that was asked.
    pub total: Option<i64>,
    /// How far each row is away in metres, in a list by nearness; empty in every other.
    pub metres: Vec<i64>,
}

impl<T> Page<T> {
    /// Of up to one row more than was wanted: that row says that there is a next page.
    pub(crate) fn cut(
        mut items: Vec<T>,
        paging: &Paging,
        total: Option<i64>,
        at: impl Fn(&T) -> Cursor,
    ) -> Self {
        let limit = usize::from(paging.limit);
        let next = if items.len() > limit {
            items.truncate(limit);
            items.last().map(at)
        } else {
            None
        };
        Self { items, next, total, metres: Vec::new() }
    }

    /// Whether nothing is on it.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> Page<T> {
    /// The same page of something else that has to be looked up.
    pub fn try_map<U, E>(self, change: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(change).collect::<Result<_, E>>()?,
            next: self.next,
            total: self.total,
            metres: self.metres,
        })
    }

    /// The same page of something else.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            total: self.total,
            metres: self.metres,
        }
    }
}
