//! How lists are read: pages by a keyset, and what narrows them.

/// A page of a boxed query: the keyset, the order, one row more than wanted, and the count.
///
/// The border is written as `a >= ? AND (a > ? OR id > ?)`: the first half is a range of the index,
/// which PostgreSQL does not find in `a > ? OR (a = ? AND id > ?)`.
macro_rules! page {
    (located, $conn:expr, $paging:expr, $table:ident, $Row:ty, $name:ident, $filtered:expr, $words:expr) => {{
        let (paging, filtered): (&Paging, _) = ($paging, $filtered);
        searched!($conn, $words, paging.after.is_none(), $table, filtered, |conn, way| {
            match paging.near {
                Some(near) => {
                    let filtered = || filtered(way.map(|(_, way)| way));
                    Ok(nearest!(conn, paging, near, $table, $Row, filtered))
                }
                None => page!(by conn, paging, $table, $Row, $name, filtered, way),
            }
        })
    }};
    ($conn:expr, $paging:expr, $table:ident, $Row:ty, $name:ident, $filtered:expr, $words:expr) => {{
        let (paging, filtered): (&Paging, _) = ($paging, $filtered);
        searched!($conn, $words, paging.after.is_none(), $table, filtered, |conn, way| {
            page!(by conn, paging, $table, $Row, $name, filtered, way)
        })
    }};
    (by $conn:expr, $paging:expr, $table:ident, $Row:ty, $name:ident, $filtered:expr, $way:expr) => {{
        let paging: &Paging = $paging;
        let filtered = $filtered;
        let way: Option<(&super::search::Words, &AccessPath)> = $way;
        let total = if paging.count {
            let all = way.map(|(_, way)| way.to_all());
            Some(filtered(all.as_ref()).count().get_result::<i64>($conn)?)
        } else {
            None
        };
        fn ordered<'a>(
            query: $table::BoxedQuery<'a, super::Db>,
            paging: &Paging,
            end: Option<SortValue>,
        ) -> $table::BoxedQuery<'a, super::Db> {
            match &paging.key {
                SortKey::Name | SortKey::Likeliest => {
                    keyset!(query, paging, $table, $name, Cursor::by_text, end.and_then(SortValue::into_text))
                }
                SortKey::CreatedAt => {
                    keyset!(query, paging, $table, created_at, Cursor::by_moment, end.and_then(SortValue::into_moment))
                }
                SortKey::UpdatedAt => {
                    keyset!(query, paging, $table, updated_at, Cursor::by_moment, end.and_then(SortValue::into_moment))
                }
            }
        }
        let most = i64::from(paging.limit) + 1;
        // Beside each row the name that it is ordered by.
        let rows: Vec<($Row, String)> = match way {
            None => ordered(filtered(None), paging, None)
                .limit(most)
                .select((<$Row>::as_select(), $table::$name))
                .load($conn)?,
            Some((words, way)) => {
                let is_by_name = matches!(paging.key, SortKey::Name) && !paging.descending;
                words.in_order(
                    $conn,
                    way,
                    is_by_name.then(|| paging.after.as_ref().and_then(Cursor::by_text)),
                    |conn: &mut Conn, within: i64| {
                        let last = ordered(filtered(None), paging, None).offset(within).limit(1);
                        Ok(match &paging.key {
                            SortKey::Name | SortKey::Likeliest => {
                                let name = last.select($table::$name).get_result::<String>(conn);
                                name.optional()?.map(SortValue::Text)
                            }
                            SortKey::CreatedAt => {
                                let at = last.select($table::created_at).get_result::<Timestamp>(conn);
                                at.optional()?.map(|at| SortValue::Moment(at.0))
                            }
                            SortKey::UpdatedAt => {
                                let at = last.select($table::updated_at).get_result::<Timestamp>(conn);
                                at.optional()?.map(|at| SortValue::Moment(at.0))
                            }
                        })
                    },
                    |conn: &mut Conn, way: &AccessPath, end: Option<SortValue>| {
                        // What words find comes in no order: ordering ids is cheaper than ordering whole rows.
                        let ids: Vec<UuidColumn> = ordered(filtered(Some(way)), paging, end)
                            .limit(most)
                            .select($table::id)
                            .load(conn)?;
                        let mut rows: Vec<($Row, String)> = $table::table
                            .filter($table::id.eq_any(&ids))
                            .select((<$Row>::as_select(), $table::$name))
                            .load(conn)?;
                        rows.sort_by_cached_key(|(row, _)| ids.iter().position(|id| id.0 == row.id.0));
                        Ok(rows)
                    },
                )?
            }
        };
        let page = Page::cut(rows, paging, total, |(row, name): &($Row, String)| Cursor {
            border: match paging.key {
                SortKey::Name | SortKey::Likeliest => SortValue::Text(name.clone()),
                SortKey::CreatedAt => SortValue::Moment(row.created_at.0),
                SortKey::UpdatedAt => SortValue::Moment(row.updated_at.0),
            },
            id: row.id.0,
        });
        Ok(page.map(|(row, _): ($Row, String)| row.into_thing()))
    }};
}

/// What a list reads by its words, if it has any; without them, all of it. Ends in a `?`.
macro_rules! searched {
    ($conn:expr, $words:expr, $is_first:expr, $table:ident, $filtered:expr, |$by:ident, $way:ident| $read:expr) => {{
        let words: Option<super::search::Words> = $words;
        let read = |$by: &mut Conn, $way: Option<(&super::search::Words, &AccessPath)>| $read;
        match &words {
            None => read($conn, None)?,
            Some(words) => words.read(
                $conn,
                $is_first,
                read,
                |found| found.is_empty(),
                |conn: &mut Conn, way: &AccessPath| {
                    let any = diesel::dsl::exists($filtered(Some(way)));
                    Ok(diesel::select(any).get_result::<bool>(conn)?)
                },
            )?,
        }
    }};
}

/// A page of things that have no name: by when they were made, or when they last changed.
macro_rules! page_by_moment {
    ($conn:expr, $paging:expr, $table:ident, $Row:ty, $filtered:expr) => {{
        let paging: &Paging = $paging;
        let filtered = $filtered;
        let total =
            if paging.count { Some(filtered().count().get_result::<i64>($conn)?) } else { None };
        let query = filtered().limit(i64::from(paging.limit) + 1);
        let by_update = paging.key == SortKey::UpdatedAt;
        let no_end: Option<Timestamp> = None;
        let query = if by_update {
            keyset!(query, paging, $table, updated_at, Cursor::by_moment, no_end)
        } else {
            keyset!(query, paging, $table, created_at, Cursor::by_moment, no_end)
        };
        let rows: Vec<$Row> = query.select(<$Row>::as_select()).load($conn)?;
        Page::cut(rows, paging, total, |row: &$Row| Cursor {
            border: SortValue::Moment(if by_update { row.updated_at.0 } else { row.created_at.0 }),
            id: row.id.0,
        })
    }};
}

/// Behind the border of a page, in its order, and short of an end if there is one.
macro_rules! keyset {
    ($query:expr, $paging:expr, $table:ident, $column:ident, $border:expr, $end:expr) => {{
        let (mut query, paging) = ($query, $paging);
        let border = paging.after.as_ref().and_then($border);
        if paging.descending {
            if let Some((value, id)) = border {
                let (at, beyond) = ($table::$column.le(value.clone()), $table::$column.lt(value));
                query = query.filter(at.and(beyond.or($table::id.lt(id))));
            }
            if let Some(end) = $end {
                query = query.filter($table::$column.gt(end));
            }
            query.order(($table::$column.desc(), $table::id.desc()))
        } else {
            if let Some((value, id)) = border {
                let (at, beyond) = ($table::$column.ge(value.clone()), $table::$column.gt(value));
                query = query.filter(at.and(beyond.or($table::id.gt(id))));
            }
            if let Some(end) = $end {
                query = query.filter($table::$column.lt(end));
            }
            query.order(($table::$column.asc(), $table::id.asc()))
        }
    }};
}

/// Narrows a boxed query to any of some values, if there are any. Of one value alone PostgreSQL finds the order in
/// an index that begins with it, as it does not in a list of one.
macro_rules! any_of {
    ($query:ident, $column:expr, $values:expr) => {
        match &$values[..] {
            [] => {}
            [only] => $query = $query.filter($column.eq(only.to_string())),
            several => {
                let several = several.iter().map(ToString::to_string);
                $query = $query.filter($column.eq_any(several.collect::<Vec<_>>()));
            }
        }
    };
}

/// The same by ids.
macro_rules! any_id {
    ($query:ident, $column:expr, $ids:expr) => {
        if !$ids.is_empty() {
            let ids: Vec<UuidColumn> = $ids.iter().map(|id| UuidColumn(id.0)).collect();
            $query = $query.filter($column.eq_any(ids));
        }
    };
}

/// Narrows a boxed query to things that words find, by a way to their entries.
macro_rules! found_by {
    ($query:ident, $table:ident, $way:expr) => {
        let table = stringify!($table);
        match $way {
            None => {}
            Some(AccessPath::Rows(rows)) => {
                $query = $query.filter(super::search_engine::among(table, rows));
            }
            Some(AccessPath::ScanInOrder(condition, _)) => {
                let fits = super::search_engine::by_reading(condition, "e");
                let text = format!(
                    // The offset keeps PostgreSQL from looking for all of them first.
                    "EXISTS (SELECT 1 FROM search_entries e WHERE e.subject = {table}.id AND {fits} LIMIT 1 OFFSET 0)"
                );
                $query = $query.filter(diesel::dsl::sql::<diesel::sql_types::Bool>(&text));
            }
            Some(AccessPath::LookUpAll(condition)) => {
                $query = $query.filter(super::search_engine::among_all(table, condition));
            }
            Some(AccessPath::Things(ids)) => {
                $query = $query.filter($table::id.eq_any(ids.clone()));
            }
        }
    };
}
