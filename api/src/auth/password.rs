//! Passwords: one form of each (OpaqueString of RFC 8265), argon2id, on threads of its own, a few at a time.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use odoi_domain::Code;
use odoi_domain::Violation;
use odoi_domain::kernel::text::control_character;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock, Mutex};
use tokio::sync::oneshot;
use unicode_normalization::UnicodeNormalization;

/// The shortest password, in characters.
pub const SHORTEST: usize = 8;
/// The longest, in characters.
pub const LONGEST: usize = 200;
/// A password that is found within so many guesses is common.
const FEWEST_GUESSES: u64 = 1_000_000;

/// What a hashing thread is asked to do.
type Job = Box<dyn FnOnce() + Send>;

/// A hash that is compared with where there is no account.
static DUMMY: LazyLock<Result<String, String>> =
    LazyLock::new(|| hash("a password that nobody has"));

/// Hashes and checks passwords. Each takes 19 MiB and some 20 ms, so a few threads do nothing else:
/// no more run at once, and the memory that the allocator keeps for a thread is kept for these alone.
pub struct Passwords {
    jobs: Sender<Job>,
    dummy: &'static str,
}

impl Passwords {
    /// With so many at once.
    pub fn new(at_once: usize) -> Result<Self, String> {
        let (jobs, queue) = channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for _thread in 0..at_once.max(1) {
            let queue = queue.clone();
            // The lock is held while waiting and not while hashing.
            let next = move || queue.lock().ok().and_then(|queue| queue.recv().ok());
            std::thread::Builder::new()
                .name("password".to_owned())
                .spawn(move || std::iter::from_fn(next).for_each(|job| job()))
                .map_err(|error| error.to_string())?;
        }
        Ok(Self { jobs, dummy: DUMMY.as_deref().map_err(Clone::clone)? })
    }

    /// Whether the password is that of the hash. Without a hash (there is no such account) the
    /// answer is no, and takes as long.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, String> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.to_owned());
        let good = self.run(move || matches(&password, &hash)).await?;
        Ok(good && known)
    }

    /// The hash of a new password.
    pub async fn hash(&self, password: String) -> Result<String, String> {
        self.run(move || hash(&password)).await?
    }

    /// Waits for a thread to do the work. Work that nobody waits for any more is not begun.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move || {
            if !tell.is_closed() {
                let _gone = tell.send(work());
            }
        });
        self.jobs.send(job).map_err(|error| error.to_string())?;
        told.await.map_err(|error| error.to_string())
    }
}

/// argon2id with m = 19456 KiB, t = 2, p = 1 (OWASP's choice for a small machine).
fn scheme() -> Result<Argon2<'static>, String> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| error.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The one form of a password, whichever keyboard it was typed on: every space is U+0020, and letters are composed
/// (OpaqueString, RFC 8265 §4.2: NFC and no more, so that what looks different stays different).
fn opaque(password: &str) -> String {
    let plain = |c: char| match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            ' '
        }
        c => c,
    };
    password.chars().map(plain).nfc().collect()
}

/// What no keyboard types on purpose and no screen shows: control characters, separators of lines and paragraphs,
/// and what turns the direction of the text behind it.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The hash of a password, in PHC form, with a salt of its own.
pub fn hash(password: &str) -> Result<String, String> {
    scheme()?
        .hash_password(opaque(password).as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| error.to_string())
}

/// A hash from before passwords had one form is of the password as it was typed. Whether that is tried too depends
/// on what was typed alone, so the time it takes tells nothing of the account.
fn matches(password: &str, hash: &str) -> bool {
    let form = opaque(password);
    let is_of = |typed: &str| {
        let parsed = PasswordHash::new(hash);
        scheme().is_ok_and(|scheme| {
            parsed.is_ok_and(|hash| scheme.verify_password(typed.as_bytes(), &hash).is_ok())
        })
    };
    is_of(&form) || (form != password && is_of(password))
}

/// The rules of a new password: long enough and not common; nothing about which characters.
pub fn examine(password: &str, sign_in_name: &str) -> Result<(), Violation> {
    if let Some(found) = password.chars().find(|c| is_control(*c)) {
        return Err(control_character(found));
    }
    let password = opaque(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Violation::new(Code::MinLength).with(SHORTEST.to_string()));
    }
    if length > LONGEST {
        return Err(Violation::new(Code::MaxLength).with(LONGEST.to_string()));
    }
    let guesses = zxcvbn::zxcvbn(&password, &[sign_in_name, "odoi", "kerala", "kdisc"]).guesses();
    if guesses < FEWEST_GUESSES { Err(Violation::new(Code::CommonPassword)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_and_short_passwords_are_refused_and_others_are_free() {
        for (bad, code) in [
            ("passord", "min_length"),
            ("password", "common_password"),
            ("qwerty123", "common_password"),
            ("convenor1", "common_password"),
        ] {
            assert_eq!(examine(bad, "convenor").unwrap_err().code.text(), code, "{bad}");
        }
        for good in ["ചെമ്പരത്തി പൂവ്", "tall cashew nine rivers", "ꙮꙮxk29 vq"]
        {
            assert!(examine(good, "convenor").is_ok(), "{good}");
        }
    }

    #[test]
    fn a_password_is_the_same_on_every_keyboard() {
        // Typed as one letter or as two, with the space of a telephone or of a desk.
        let (one, other) =
            ("കൊച്ചി caf\u{e9} nine rivers", "കെ\u{d3e}ച്ചി cafe\u{301}\u{a0}nine\u{3000}rivers");
        assert_ne!(one, other);
        for (set, typed) in [(one, other), (other, one), (other, other)] {
            assert!(matches(typed, &hash(set).unwrap()), "{set} {typed}");
        }
        // What looks different is different: full-width letters, capitals.
        for typed in ["കൊച്ചി caf\u{e9} nine Rivers", "കൊച്ചി ｃaf\u{e9} nine rivers"]
        {
            assert!(!matches(typed, &hash(one).unwrap()), "{typed}");
        }
    }

    #[test]
    fn a_hash_of_the_password_as_it_was_typed_is_still_good() {
        let typed = "cafe\u{301}\u{a0}nine\trivers";
        let old = scheme().unwrap().hash_password(typed.as_bytes()).unwrap().to_string();
        assert!(matches(typed, &old));
        assert!(!matches("caf\u{e9} nine rivers", &old), "only as it was typed then");
    }

    #[test]
    fn a_new_password_has_no_control_characters() {
        for c in [
            '\0', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}', '\u{202e}',
            '\u{feff}',
        ] {
            let violation = examine(&format!("tall cashew{c}nine rivers"), "convenor").unwrap_err();
            assert_eq!(violation.code.text(), "control_character", "{c:?}");
            assert_eq!(violation.facts, [format!("U+{:04X}", u32::from(c))]);
        }
        // Joiners write Malayalam, and variation selectors emoji.
        assert!(examine("അവന്\u{200d} വന്നു കണ്ടു", "convenor").is_ok());
        assert!(examine("🥥🌴🛶🐘🌶\u{fe0f}🍌🦚🪔", "convenor").is_ok());
        // Eight characters once they are composed.
        assert_eq!(examine("xK9 vqe\u{301}", "convenor").unwrap_err().code.text(), "min_length");
    }

    #[test]
    fn a_hash_is_good_for_its_password_only() {
        let made = hash("tall cashew nine rivers").unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("tall cashew nine rivers", &made));
        assert!(!matches("tall cashew nine river", &made));
    }
}
