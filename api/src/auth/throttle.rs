//! How often somebody may try: per caller for requests, per account and network for sign-ins, per account for
//! guesses about what is masked.

use super::network::Network;
use governor::clock::{Clock, QuantaClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use odoi_domain::Moment;
use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What is counted as one caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// The holder of an account.
    Account(Uuid),
    /// A network from which nobody has signed in.
    Network(Network),
}

/// What is left to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// How many requests a full minute allows.
    pub quota: u32,
    /// How many are left now.
    pub remaining: u32,
    /// Seconds to wait; none where the request may go on.
    pub wait: Option<u64>,
}

/// A limit of so many per minute and key.
pub struct Limit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, QuantaClock, StateInformationMiddleware>,
    clock: QuantaClock,
    quota: u32,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    /// So many per minute, all of which may come at once.
    #[must_use]
    pub fn per_minute(quota: u32) -> Self {
        let allowed = Quota::per_minute(NonZeroU32::new(quota).unwrap_or(NonZeroU32::MIN));
        let limiter = RateLimiter::keyed(allowed).with_middleware();
        Self { limiter, clock: QuantaClock::default(), quota }
    }

    /// Counts one.
    pub fn count(&self, key: &K) -> Left {
        match self.limiter.check_key(key) {
            Ok(snapshot) => Left {
                quota: self.quota,
                remaining: snapshot.remaining_burst_capacity(),
                wait: None,
            },
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.clock.now());
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                Left { quota: self.quota, remaining: 0, wait: Some(seconds.max(1)) }
            }
        }
    }

    /// Forgets those who have all of their quota again.
    pub fn tidy(&self) {
        self.limiter.retain_recent();
    }
}

/// A network may try the passwords of so many accounts.
const ACCOUNTS_OF_A_NETWORK: u32 = 6;
/// So many networks that an account does not know may try its password.
const UNKNOWN_NETWORKS: u32 = 3;
/// The window of every budget, in microseconds.
const MINUTE: i64 = 60_000_000;

/// What tries of passwords are counted against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Budget {
    /// Everything from one network.
    Network(Option<Network>),
    /// A name from one network.
    NameFrom(String, Option<Network>),
    /// A name from all networks that the account does not know.
    Name(String),
}

/// Tries of passwords and client secrets. A name is counted by the network that it is tried from, so that nobody
/// locks a person out everywhere; and over all networks from which that account has never signed in, so that
/// guessing from many places is as slow. A name that nobody has is counted as one that somebody has.
pub struct SignIns {
    per_minute: u32,
    /// When each budget is whole again.
    whole_at: Mutex<HashMap<Budget, Moment>>,
}

impl SignIns {
    /// With so many tries per minute, name and network.
    #[must_use]
    pub fn per_minute(quota: u32) -> Self {
        Self { per_minute: quota, whole_at: Mutex::default() }
    }

    /// Counts a try; `is_known` says whether the account has signed in from there before. Where it comes too early
    /// nothing is counted, and the answer is the seconds after which it does not.
    pub fn attempt(
        &self,
        name: &str,
        from: Option<Network>,
        is_known: bool,
        now: Moment,
    ) -> Option<u64> {
        let mut budgets = vec![Budget::Network(from), Budget::NameFrom(name.to_owned(), from)];
        if !is_known {
            budgets.push(Budget::Name(name.to_owned()));
        }
        self.take(&budgets, now)
    }

    /// Counts a refresh token that was no good.
    pub fn bad_refresh(&self, from: Option<Network>, now: Moment) -> Option<u64> {
        self.take(&[Budget::Network(from)], now)
    }

    /// Takes one of each, or of none and says how long that has to wait.
    fn take(&self, budgets: &[Budget], now: Moment) -> Option<u64> {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let after = |budget: &Budget| {
            // A clock that was put back must not make anybody wait for longer than a minute.
            let owed = whole_at.get(budget).map_or(0, |at| at.micros() - now.micros());
            owed.clamp(0, MINUTE) + MINUTE / i64::from(self.quota(budget))
        };
        let owed: Vec<i64> = budgets.iter().map(after).collect();
        let wait = owed.iter().map(|owed| owed - MINUTE).max().unwrap_or(0);
        if wait > 0 {
            return u64::try_from(wait).ok().map(|wait| wait.div_ceil(1_000_000));
        }
        for (budget, owed) in budgets.iter().zip(owed) {
            if let Some(at) = Moment::from_micros(now.micros() + owed) {
                whole_at.insert(budget.clone(), at);
            }
        }
        None
    }

    fn quota(&self, budget: &Budget) -> u32 {
        let times = match budget {
            Budget::Network(_) => ACCOUNTS_OF_A_NETWORK,
            Budget::NameFrom(..) => 1,
            Budget::Name(_) => UNKNOWN_NETWORKS,
        };
        self.per_minute.saturating_mul(times).max(1)
    }

    fn tidy(&self, now: Moment) {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        whole_at.retain(|_, at| *at > now);
    }
}

/// How long an allowance lasts.
const ALLOWED_FOR: Duration = Duration::from_secs(60);

/// An allowance of so many per minute and account. Whether any is left can be asked without taking one: what is
/// refused for want of it must be refused before it is known whether one would be taken.
pub struct Allowance {
    quota: u32,
    taken: Mutex<HashMap<Uuid, (Instant, u32)>>,
}

impl Allowance {
    /// So many per minute.
    #[must_use]
    pub fn per_minute(quota: u32) -> Self {
        Self { quota, taken: Mutex::new(HashMap::new()) }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Uuid, (Instant, u32)>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The seconds to wait where nothing is left.
    pub fn wait(&self, account: Uuid) -> Option<u64> {
        let (began, count) = self.taken().get(&account).copied()?;
        self.wait_of(began, count)
    }

    fn wait_of(&self, began: Instant, count: u32) -> Option<u64> {
        let left = ALLOWED_FOR.checked_sub(began.elapsed())?;
        (count >= self.quota).then(|| left.as_secs() + 1)
    }

    /// Takes one; the seconds to wait where nothing is left.
    pub fn take(&self, account: Uuid) -> Option<u64> {
        let mut taken = self.taken();
        let (began, count) = taken.entry(account).or_insert((Instant::now(), 0));
        if began.elapsed() >= ALLOWED_FOR {
            (*began, *count) = (Instant::now(), 0);
        }
        let wait = self.wait_of(*began, *count);
        *count = count.saturating_add(1);
        wait
    }

    /// Forgets those who have all of it again.
    pub fn tidy(&self) {
        self.taken().retain(|_, (began, _)| began.elapsed() < ALLOWED_FOR);
    }
}

/// All limits of the server.
pub struct Throttle {
    /// Requests of a caller.
    pub requests: Limit<Counted>,
    /// Tries of passwords and client secrets.
    pub sign_ins: SignIns,
    /// Answers about masked facts.
    pub guesses: Allowance,
}

impl Throttle {
    /// With the limits of the configuration.
    #[must_use]
    pub fn new(requests: u32, sign_ins: u32, guesses: u32) -> Self {
        Self {
            requests: Limit::per_minute(requests),
            sign_ins: SignIns::per_minute(sign_ins),
            guesses: Allowance::per_minute(guesses),
        }
    }

    /// Forgets those who have all of their quota again.
    pub fn tidy(&self, now: Moment) {
        self.requests.tidy();
        self.sign_ins.tidy(now);
        self.guesses.tidy();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> Option<Network> {
        Some(Network::of(address.parse().unwrap()))
    }

    fn at(seconds: i64) -> Moment {
        Moment::from_micros(seconds * 1_000_000).unwrap()
    }

    #[test]
    fn whoever_waits_as_long_as_told_is_let_in_and_no_earlier() {
        let sign_ins = SignIns::per_minute(2);
        for _ in 0..2 {
            assert_eq!(sign_ins.attempt("asha", from("9.9.9.9"), false, at(0)), None);
        }
        let wait = sign_ins.attempt("asha", from("9.9.9.9"), false, at(0)).unwrap();
        let end = i64::try_from(wait).unwrap();
        assert_eq!(sign_ins.attempt("asha", from("9.9.9.9"), false, at(end - 1)), Some(1));
        assert_eq!(sign_ins.attempt("asha", from("9.9.9.9"), false, at(end)), None);
    }

    #[test]
    fn the_longest_of_several_waits_is_told_and_what_is_refused_is_not_counted() {
        let sign_ins = SignIns::per_minute(1);
        for last in 1..=UNKNOWN_NETWORKS {
            assert_eq!(
                sign_ins.attempt("asha", from(&format!("9.9.9.{last}")), false, at(0)),
                None
            );
        }
        // The name is tried enough everywhere (20 s), and from 9.9.9.1 in particular (60 s).
        assert_eq!(sign_ins.attempt("asha", from("9.9.9.1"), false, at(0)), Some(60));
        assert_eq!(sign_ins.attempt("asha", from("8.8.8.8"), false, at(0)), Some(20));
        assert_eq!(sign_ins.attempt("asha", from("8.8.8.8"), false, at(20)), None);
        assert_eq!(sign_ins.attempt("asha", from("8.8.4.4"), true, at(20)), None);
    }

    #[test]
    fn a_clock_that_is_put_back_locks_nobody_out() {
        let sign_ins = SignIns::per_minute(1);
        assert_eq!(sign_ins.attempt("asha", None, true, at(1_000_000)), None);
        assert_eq!(sign_ins.attempt("asha", None, true, at(0)), Some(60));
        sign_ins.tidy(at(2_000_000));
        assert_eq!(sign_ins.attempt("asha", None, true, at(0)), None);
    }
}
