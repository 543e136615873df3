//! Passwords: argon2id, off the event loop, a few at a time.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use odoi_domain::Flaw;
use tokio::sync::Semaphore;

/// The shortest password, in characters.
pub const SHORTEST: usize = 8;
/// The longest, in characters.
pub const LONGEST: usize = 200;
/// A password that is found within so many guesses is common.
const FEWEST_GUESSES: u64 = 1_000_000;

/// Hashes and checks passwords. Each takes 19 MiB and some 20 ms, so few run at once.
pub struct Passwords {
    places: Semaphore,
    dummy: String,
}

impl Passwords {
    /// With so many at once.
    pub fn new(at_once: usize) -> Result<Self, String> {
        Ok(Self {
            places: Semaphore::new(at_once),
            dummy: hash("a password that nobody has")?,
        })
    }

    /// Whether the password is that of the hash. Without a hash (there is no such account) the
    /// answer is no, and takes as long.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, String> {
        let _place = self
            .places
            .acquire()
            .await
            .map_err(|error| error.to_string())?;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.clone());
        let good = tokio::task::spawn_blocking(move || matches(&password, &hash));
        good.await
            .map(|good| good && known)
            .map_err(|error| error.to_string())
    }

    /// The hash of a new password.
    pub async fn hash(&self, password: String) -> Result<String, String> {
        let _place = self
            .places
            .acquire()
            .await
            .map_err(|error| error.to_string())?;
        tokio::task::spawn_blocking(move || hash(&password))
            .await
            .map_err(|error| error.to_string())?
    }
}

/// argon2id with m = 19456 KiB, t = 2, p = 1 (OWASP's choice for a small machine).
fn scheme() -> Result<Argon2<'static>, String> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| error.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password, in PHC form, with a salt of its own.
pub fn hash(password: &str) -> Result<String, String> {
    scheme()?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| error.to_string())
}

fn matches(password: &str, hash: &str) -> bool {
    let parsed = PasswordHash::new(hash);
    scheme().is_ok_and(|scheme| {
        parsed.is_ok_and(|hash| scheme.verify_password(password.as_bytes(), &hash).is_ok())
    })
}

/// The rules of a new password: long enough and not common; nothing about which characters.
pub fn examine(password: &str, sign_in_name: &str) -> Result<(), Flaw> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Flaw::new("min_length").with(SHORTEST.to_string()));
    }
    if length > LONGEST {
        return Err(Flaw::new("max_length").with(LONGEST.to_string()));
    }
    if password.contains('\0') {
        return Err(Flaw::new("control_character"));
    }
    let guesses = zxcvbn::zxcvbn(password, &[sign_in_name, "odoi", "kerala", "kdisc"]).guesses();
    if guesses < FEWEST_GUESSES {
        Err(Flaw::new("common_password"))
    } else {
        Ok(())
    }
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
            assert_eq!(examine(bad, "convenor").unwrap_err().code, code, "{bad}");
        }
        for good in ["ചെമ്പരത്തി പൂവ്", "tall cashew nine rivers", "ꙮꙮxk29 vq"]
        {
            assert!(examine(good, "convenor").is_ok(), "{good}");
        }
    }

    #[test]
    fn a_hash_is_good_for_its_password_only() {
        let made = hash("tall cashew nine rivers").unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("tall cashew nine rivers", &made));
        assert!(!matches("tall cashew nine river", &made));
    }
}
