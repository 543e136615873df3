//! How often somebody may try: per caller for requests, per account and address for sign-ins, per account for
//! guesses about what is masked.

use governor::clock::{Clock, QuantaClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// What is counted as one caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// The holder of an account.
    Account(Uuid),
    /// An address from which nobody has signed in. Of IPv6 the /64 counts: that is one customer.
    Address(IpAddr),
}

impl Counted {
    /// Of an address.
    #[must_use]
    pub fn address(ip: IpAddr) -> Self {
        Self::Address(match ip {
            IpAddr::V4(_) => ip,
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
        })
    }
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
        Self {
            limiter,
            clock: QuantaClock::default(),
            quota,
        }
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
                Left {
                    quota: self.quota,
                    remaining: 0,
                    wait: Some(seconds.max(1)),
                }
            }
        }
    }

    /// Forgets those who have all of their quota again.
    pub fn tidy(&self) {
        self.limiter.retain_recent();
    }
}

/// How long an allowance lasts.
const MINUTE: Duration = Duration::from_secs(60);

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
        Self {
            quota,
            taken: Mutex::new(HashMap::new()),
        }
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
        let left = MINUTE.checked_sub(began.elapsed())?;
        (count >= self.quota).then(|| left.as_secs() + 1)
    }

    /// Takes one; the seconds to wait where nothing is left.
    pub fn take(&self, account: Uuid) -> Option<u64> {
        let mut taken = self.taken();
        let (began, count) = taken.entry(account).or_insert((Instant::now(), 0));
        if began.elapsed() >= MINUTE {
            (*began, *count) = (Instant::now(), 0);
        }
        let wait = self.wait_of(*began, *count);
        *count = count.saturating_add(1);
        wait
    }

    /// Forgets those who have all of it again.
    pub fn tidy(&self) {
        self.taken()
            .retain(|_, (began, _)| began.elapsed() < MINUTE);
    }
}

/// All limits of the server.
pub struct Throttle {
    /// Requests of a caller.
    pub requests: Limit<Counted>,
    /// Sign-ins to an account.
    pub accounts: Limit<String>,
    /// Sign-ins from an address.
    pub addresses: Limit<Counted>,
    /// Answers about masked facts.
    pub guesses: Allowance,
}

impl Throttle {
    /// With the limits of the configuration.
    #[must_use]
    pub fn new(requests: u32, sign_ins: u32, guesses: u32) -> Self {
        Self {
            requests: Limit::per_minute(requests),
            accounts: Limit::per_minute(sign_ins),
            addresses: Limit::per_minute(sign_ins.saturating_mul(6)),
            guesses: Allowance::per_minute(guesses),
        }
    }

    /// Counts a sign-in to an account from an address; the seconds to wait where that was too many.
    pub fn sign_in(&self, name: &str, address: Option<IpAddr>) -> Option<u64> {
        let from = address.and_then(|ip| self.addresses.count(&Counted::address(ip)).wait);
        let to = self.accounts.count(&name.to_owned()).wait;
        from.max(to)
    }

    /// Forgets those who have all of their quota again.
    pub fn tidy(&self) {
        self.requests.tidy();
        self.accounts.tidy();
        self.addresses.tidy();
        self.guesses.tidy();
    }
}
