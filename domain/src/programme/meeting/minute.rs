//! Minutes: the closed record of a meeting, in a chain per district (rule R6.5).
//!
//! What is hashed: the digest of the minute before it (64 hexadecimal digits; zeros for the first), a
//! line feed, and the minute as canonical JSON: members in the order of their names' code points, no
//! white space, integers and strings only (a subset of RFC 8785). SHA-256, in lower-case
//! hexadecimal. Anybody who holds the minutes can check the chain without this program.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// What stands for the digest before the first minute.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A minute in its chain.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sealed {
    /// Its position in the chain of its district, from 1.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub number: i64,
    /// The digest of the minute before it.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub previous: String,
    /// Its own digest.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub digest: String,
}

/// The first invalid link of a chain.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrokenLink {
    /// Its position in the chain.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000))]
    pub number: i64,
    /// What is wrong with it.
    pub why: Break,
}

words! {
    /// What can be wrong with a link.
    Break("break") {
        /// The minutes at this position are missing.
        Missing = "missing" ("Missing", "മിനിറ്റ്സ് ഇല്ല"),
        /// The link does not follow the one before.
        Unlinked = "unlinked" ("Does not follow the one before", "മുൻപത്തേതിന്റെ തുടർച്ചയല്ല"),
        /// It was changed after it was closed.
        Altered = "altered" ("Altered after closing", "അടച്ചശേഷം മാറ്റം വരുത്തി"),
        /// The end of the chain is noted nowhere.
        EndMissing = "end_missing" ("Note of the end is missing", "അവസാനത്തിന്റെ കുറിപ്പ് ഇല്ല"),
    }
}

/// The canonical text of a document.
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_unstable();
            let member = |name: &&String| {
                let inner = members.get(*name).map(canonical).unwrap_or_default();
                format!("{}:{inner}", Value::from(name.as_str()))
            };
            format!("{{{}}}", names.iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => {
            let inner: Vec<String> = values.iter().map(canonical).collect();
            format!("[{}]", inner.join(","))
        }
        other => other.to_string(),
    }
}

/// The digest of a minute behind another.
#[must_use]
pub fn digest(previous: &str, minute: &Value) -> String {
    let bytes = Sha256::new()
        .chain_update(previous.as_bytes())
        .chain_update(b"\n")
        .chain_update(canonical(minute).as_bytes())
        .finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Sealed {
    /// Puts a minute behind the last one of its chain, given by number and digest; the first one stands
    /// behind number 0 and [`GENESIS`].
    #[must_use]
    pub fn behind((number, previous): (i64, String), minute: &Value) -> Self {
        Self { number: number + 1, digest: digest(&previous, minute), previous }
    }

    /// The end of a chain that is this link's, for the next one.
    #[must_use]
    pub fn end(&self) -> (i64, String) {
        (self.number, self.digest.clone())
    }
}

/// A walk along a chain, from its beginning, link by link.
#[derive(Debug, Clone)]
pub struct Walk {
    number: i64,
    previous: String,
}

impl Default for Walk {
    fn default() -> Self {
        Self { number: 0, previous: GENESIS.to_owned() }
    }
}

impl Walk {
    /// How far it has come.
    #[must_use]
    pub const fn number(&self) -> i64 {
        self.number
    }

    const fn broken(&self, why: Break) -> BrokenLink {
        BrokenLink { number: self.number + 1, why }
    }

    /// The next link, which cannot even be read: it was altered.
    #[must_use]
    pub const fn unreadable(&self) -> BrokenLink {
        self.broken(Break::Altered)
    }

    /// The next link.
    pub fn follow(&mut self, link: &Sealed, minute: &Value) -> Result<(), BrokenLink> {
        if link.number != self.number + 1 {
            return Err(self.broken(Break::Missing));
        }
        if link.previous != self.previous {
            return Err(self.broken(Break::Unlinked));
        }
        if link.digest != digest(&self.previous, minute) {
            return Err(self.broken(Break::Altered));
        }
        self.number += 1;
        self.previous.clone_from(&link.digest);
        Ok(())
    }

    /// Goes on behind a link that does not hold, or is missing: the next one has to follow what stands there.
    pub fn pass(&mut self, number: i64, digest: &str) {
        self.number = number;
        digest.clone_into(&mut self.previous);
    }

    /// The next link is missing.
    #[must_use]
    pub const fn missing(&self) -> BrokenLink {
        self.broken(Break::Missing)
    }

    /// The end: a chain that is shorter or longer than was noted when its last link was made has been
    /// cut or added to.
    pub fn end(&self, number: i64, digest: &str) -> Result<i64, BrokenLink> {
        if self.number < number {
            return Err(self.broken(Break::Missing));
        }
        if self.number > number || self.previous != digest {
            return Err(BrokenLink { number: self.number, why: Break::Unlinked });
        }
        Ok(self.number)
    }
}

/// Walks a chain from its beginning; the links come in the order of their numbers.
pub fn verify<'a>(links: impl IntoIterator<Item = (&'a Sealed, Value)>) -> Result<i64, BrokenLink> {
    let mut walk = Walk::default();
    for (link, minute) in links {
        walk.follow(link, &minute)?;
    }
    Ok(walk.number())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chain(length: i64) -> Vec<(Sealed, Value)> {
        let mut chain: Vec<(Sealed, Value)> = Vec::new();
        for at in 0..length {
            let minute =
                json!({ "title": format!("Meeting {at}"), "agenda": [{ "b": 1, "a": null }] });
            let last = chain.last().map(|(sealed, _)| sealed.end());
            let last = last.unwrap_or((0, GENESIS.to_owned()));
            chain.push((Sealed::behind(last, &minute), minute));
        }
        chain
    }

    fn walk(chain: &[(Sealed, Value)]) -> Result<i64, BrokenLink> {
        verify(chain.iter().map(|(sealed, minute)| (sealed, minute.clone())))
    }

    #[test]
    fn the_canonical_form_does_not_depend_on_who_wrote_the_members() {
        let one = json!({ "b": [1, "അ\n\""], "a": { "d": true, "c": null } });
        assert_eq!(canonical(&one), r#"{"a":{"c":null,"d":true},"b":[1,"അ\n\""]}"#);
    }

    #[test]
    fn the_digest_is_that_of_any_other_sha_256() {
        // printf '%064d\n{"a":1}' 0 | sha256sum
        assert_eq!(
            digest(GENESIS, &json!({ "a": 1 })),
            "f21735afd2cd6af4fc5804b0045cebfd545aef8396d29d030c39cb8880b45b7f"
        );
    }

    #[test]
    fn a_whole_chain_holds() {
        assert_eq!(walk(&[]), Ok(0));
        assert_eq!(walk(&chain(5)), Ok(5));
    }

    #[test]
    fn a_chain_that_is_shorter_or_longer_than_was_noted_is_broken_at_its_end() {
        let chain = chain(3);
        let mut walk = Walk::default();
        for (sealed, minute) in &chain {
            walk.follow(sealed, minute).unwrap();
        }
        let digest = |at: usize| chain[at].0.digest.as_str();
        assert_eq!(walk.end(3, digest(2)), Ok(3));
        let broken = |number, why| Err(BrokenLink { number, why });
        assert_eq!(walk.end(4, "x"), broken(4, Break::Missing));
        assert_eq!(walk.end(2, digest(1)), broken(3, Break::Unlinked));
        assert_eq!(walk.end(3, "x"), broken(3, Break::Unlinked));
        assert_eq!(Walk::default().end(0, GENESIS), Ok(0));
    }

    #[test]
    fn the_first_broken_link_is_named_whatever_was_done_to_it() {
        let broken = |number, why| Err(BrokenLink { number, why });
        let mut edited = chain(5);
        edited[2].1["title"] = json!("Another");
        assert_eq!(walk(&edited), broken(3, Break::Altered));
        let mut resealed = edited.clone();
        resealed[2].0 = Sealed::behind(resealed[1].0.end(), &resealed[2].1.clone());
        assert_eq!(walk(&resealed), broken(4, Break::Unlinked));
        let mut cut = chain(5);
        cut.remove(1);
        assert_eq!(walk(&cut), broken(2, Break::Missing));
        let mut swapped = chain(5);
        swapped.swap(0, 1);
        assert_eq!(walk(&swapped), broken(1, Break::Missing));
    }
}
