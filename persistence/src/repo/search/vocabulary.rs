//! The vocabulary: every word of the entries but numbers, and what a typed word may mean by it.

use super::super::{Conn, search_engine as engine};
use crate::Error;
use crate::column::Timestamp;
use crate::schema::{search_entries, search_words, search_words_left as left};
use diesel::prelude::*;
use odoi_domain::Moment;
use odoi_domain::kernel::fold;
use odoi_domain::kernel::search::{
    Condition, MOST_LONGER, Query, Term, Typed, is_kept, patterns, sound, tolerance,
};

/// Adds words that are new. They are added in the order of the alphabet, so that two writers who add the
/// same ones wait for each other instead of forever.
pub(super) fn learn(conn: &mut Conn, words: &[String]) -> Result<(), Error> {
    let mut kept: Vec<&String> = words.iter().filter(|word| is_kept(word)).collect();
    kept.sort();
    let known: Vec<String> = search_words::table
        .filter(search_words::word.eq_any(&kept))
        .select(search_words::word)
        .load(conn)?;
    for word in kept.into_iter().filter(|word| !known.contains(word)) {
        diesel::insert_into(search_words::table)
            .values((search_words::word.eq(word), search_words::sound.eq(sound(word))))
            .on_conflict_do_nothing()
            .execute(conn)?;
    }
    Ok(())
}

/// A word that has gone is looked at again after so many seconds: whoever found it in the vocabulary
/// while it still stood there, and so did not add it, has committed by then.
const SETTLED: i64 = 60;

/// So many words are looked at in one transaction.
const LOOKED_AT: i64 = 200;

/// Notes words that an entry no longer holds; whether another does is looked at later, by `forget`.
pub(super) fn let_go(conn: &mut Conn, words: &[String], now: Moment) -> Result<(), Error> {
    let mut kept: Vec<&String> = words.iter().filter(|word| is_kept(word)).collect();
    kept.sort();
    for word in kept {
        let values = (left::due_at.eq(Timestamp(now)), left::is_gone.eq(false));
        diesel::insert_into(left::table)
            .values((left::word.eq(word), values))
            .on_conflict(left::word)
            .do_update()
            .set(values)
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets words that no entry holds any more; counts those that it looked at.
pub(super) fn forget(conn: &mut Conn, now: Moment) -> Result<usize, Error> {
    let due: Vec<(String, bool)> = left::table
        .filter(left::due_at.le(Timestamp(now)))
        .order((left::due_at, left::word))
        .limit(LOOKED_AT)
        .select((left::word, left::is_gone))
        .load(conn)?;
    if !due.is_empty() {
        super::super::leave_log(conn)?;
    }
    for (word, is_gone) in &due {
        let is_held = is_held(conn, word)?;
        if is_held && *is_gone {
            learn(conn, std::slice::from_ref(word))?;
        }
        if is_held || *is_gone {
            diesel::delete(left::table.find(word)).execute(conn)?;
            continue;
        }
        diesel::delete(search_words::table.filter(search_words::word.eq(word))).execute(conn)?;
        diesel::update(left::table.find(word))
            .set((left::due_at.eq(Timestamp(now.plus_seconds(SETTLED))), left::is_gone.eq(true)))
            .execute(conn)?;
    }
    Ok(due.len())
}

/// Whether an entry holds a word.
fn is_held(conn: &mut Conn, word: &str) -> Result<bool, Error> {
    let condition =
        Condition { any: vec![vec![vec![Term::exactly(word)]]], ..Condition::default() };
    let held = search_entries::table.filter(engine::through_index(&condition));
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(conn)?)
}

/// The sounds of words that came without one. Words that have no sound get an empty one, which nothing
/// that is typed has.
pub(super) fn learn_sounds(conn: &mut Conn) -> Result<usize, Error> {
    let silent: Vec<(i64, String)> = search_words::table
        .filter(search_words::sound.is_null())
        .select((search_words::row_id, search_words::word))
        .limit(1_000)
        .load(conn)?;
    for (row, word) in &silent {
        diesel::update(search_words::table.find(row))
            .set(search_words::sound.eq(sound(word).unwrap_or_default()))
            .execute(conn)?;
    }
    Ok(silent.len())
}

/// Typed words, as they stand, and the words that begin with them. They come folded, each a word: whatever is not is
/// cut into words here, because no index knows what to do with a phrase.
pub(super) fn plain(conn: &mut Conn, words: &[String]) -> Result<Query, Error> {
    let words: Vec<&str> = words.iter().flat_map(|word| fold::cut(word)).collect();
    let mut typed = Vec::new();
    for word in words.iter().copied() {
        typed.push(Typed {
            word: word.to_owned(),
            longer: longer(conn, word)?,
            ..Typed::default()
        });
    }
    Ok(Query { text: words.join(" "), words: typed })
}

/// The other words that begin with one, where they are few and the vocabulary keeps such words.
fn longer(conn: &mut Conn, word: &str) -> Result<Option<Vec<String>>, Error> {
    if !is_kept(word) {
        return Ok(None);
    }
    let most = i64::try_from(MOST_LONGER).unwrap_or(i64::MAX);
    let words: Vec<String> = search_words::table
        .filter(search_words::word.gt(word))
        .filter(search_words::word.lt(format!("{word}\u{10ffff}")))
        .order(search_words::word)
        .limit(most.saturating_add(1))
        .select(search_words::word)
        .load(conn)?;
    Ok((words.len() <= MOST_LONGER).then_some(words))
}

/// Typed words, and the words of the vocabulary that they may mean.
pub(super) fn understood(conn: &mut Conn, words: &[String]) -> Result<Query, Error> {
    let mut query = plain(conn, words)?;
    for typed in &mut query.words {
        let (near, alike) = (near(conn, &typed.word)?, alike(conn, &typed.word)?);
        *typed = Typed { longer: typed.longer.take(), ..Typed::of(&typed.word, near, alike) };
    }
    Ok(query)
}

/// Words that may be misspelt so; the domain measures them.
fn near(conn: &mut Conn, word: &str) -> Result<Vec<String>, Error> {
    let patterns = patterns(word);
    if patterns.is_empty() {
        return Ok(Vec::new());
    }
    let (n, far) = (word.chars().count(), tolerance(word));
    let length = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    engine::candidates(conn, &patterns, (length(n - far), length(n + far)))
}

/// Words that sound the same.
fn alike(conn: &mut Conn, word: &str) -> Result<Vec<String>, Error> {
    let Some(key) = sound(word) else {
        return Ok(Vec::new());
    };
    Ok(search_words::table
        .filter(search_words::sound.eq(key))
        .select(search_words::word)
        .load(conn)?)
}
