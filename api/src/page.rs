//! Pages and their cursors.

use crate::facets::FacetCounts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use odoi_application::reads::page::{Cursor, SortKey, SortValue};
use odoi_domain::Moment;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The moments that a thing can have been made at, 1970 to 9999: PostgreSQL does not know every other.
const MOMENTS: std::ops::RangeInclusive<i64> = 0..=253_402_300_799_999_999;

/// The distances that there are on Earth, in metres.
const DISTANCES: std::ops::RangeInclusive<i64> = 0..=20_015_115;

/// A row of a list, and how far it is where the list is one by nearness.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Row<T> {
    /// A row of any other list.
    Plain(T),
    /// A row of a list by nearness.
    Away {
        /// The row.
        #[serde(flatten)]
        row: T,
        /// How far it is, in metres.
        distance_m: i64,
    },
}

/// The rows of a page, each with its distance where there are any.
pub(crate) fn rows<T>(items: Vec<T>, metres: &[i64]) -> Vec<Row<T>> {
    let place = |(place, row): (usize, T)| match metres.get(place) {
        Some(metres) => Row::Away { row, distance_m: *metres },
        None => Row::Plain(row),
    };
    items.into_iter().enumerate().map(place).collect()
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageOf<T> {
    /// The rows.
    #[schema(max_items = 200)]
    pub items: Vec<T>,
    /// The cursor of the next page. Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, format = "cursor")]
    pub next: Option<String>,
    /// The number of rows in the whole list, if `count=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub total: Option<i64>,
    /// The counts for `facets`. Only on lists that have this parameter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub facets: Vec<FacetCounts>,
}

/// The cursor of a position: opaque to the caller, bound to the list by its fingerprint. It grants
/// nothing: the rows behind it are filtered by what the caller may see, like all others.
#[must_use]
pub fn cursor(at: &Cursor, fingerprint: &str) -> String {
    let (kind, value) = match &at.border {
        SortValue::Text(text) => ("t", text.clone()),
        SortValue::Moment(moment) => ("m", moment.micros().to_string()),
        SortValue::Metres(metres) => ("d", metres.to_string()),
        SortValue::Rank(rank) => ("r", rank.to_string()),
    };
    let text = serde_json::json!([fingerprint, kind, value, at.id]).to_string();
    URL_SAFE_NO_PAD.encode(text)
}

/// The position of a cursor, if it was made for this list and order; without a sort key, for a list by
/// nearness.
#[must_use]
pub fn position(cursor: &str, fingerprint: &str, key: Option<SortKey>) -> Option<Cursor> {
    if cursor.len() > 2000 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (list, kind, value, id): (String, String, String, Uuid) =
        serde_json::from_slice(&bytes).ok()?;
    let border = match (kind.as_str(), key) {
        ("t", Some(SortKey::Name)) if !value.contains('\0') => SortValue::Text(value),
        ("m", Some(SortKey::CreatedAt | SortKey::UpdatedAt)) => {
            let micros = value.parse().ok().filter(|at| MOMENTS.contains(at))?;
            SortValue::Moment(Moment::from_micros(micros)?)
        }
        ("r", Some(SortKey::Likeliest)) => SortValue::Rank(value.parse().ok()?),
        ("d", None) => {
            SortValue::Metres(value.parse().ok().filter(|metres| DISTANCES.contains(metres))?)
        }
        _ => return None,
    };
    (list == fingerprint).then_some(Cursor { border, id })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_id() -> Uuid {
        Uuid::from_u128(9)
    }

    #[test]
    fn a_cursor_is_read_back_for_its_own_list_only() {
        let at = Cursor {
            border: SortValue::Text("കാലടി".to_owned()), id: Uuid::from_u128(9)
        };
        let made = cursor(&at, "abc");
        assert_eq!(position(&made, "abc", Some(SortKey::Name)), Some(at));
        assert_eq!(position(&made, "abd", Some(SortKey::Name)), None);
        assert_eq!(position(&made, "abc", Some(SortKey::UpdatedAt)), None);
        assert_eq!(position(&made, "abc", None), None);
        let away = Cursor { border: SortValue::Metres(172_848), id: at_id() };
        let made = cursor(&away, "abc");
        assert_eq!(position(&made, "abc", None), Some(away));
        assert_eq!(position(&made, "abc", Some(SortKey::Name)), None);
        assert_eq!(position("not a cursor", "abc", Some(SortKey::Name)), None);
    }
}
