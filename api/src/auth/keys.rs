//! Signing keys: one file each, the newest signs, all of them verify until they are retired.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, EncodingKey};
use odoi_application::private;
use serde_json::json;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

/// The secret that refresh tokens are made with.
const REFRESH_FILE: &str = "refresh.secret";
/// The ending of a signing key's file: a PKCS#8 document.
const KEY_ENDING: &str = "ed25519";
/// At most so many keys are live: the one that signs and those that still verify.
pub const MOST_KEYS: usize = 4;

/// The secret has so many bytes at least.
const SECRET_BYTES: usize = 32;
/// A secret of fewer different bytes was not made by chance: zeros after a crash, a typed word.
const DIFFERENT_BYTES: usize = 8;

/// Why the keys of a directory are no good.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is none.
    #[error("there are no signing keys in {}: run `odoi keys ensure`", .0.display())]
    Missing(PathBuf),
    /// A file is not what it should be.
    #[error("{} {why}", .file.display())]
    Bad {
        /// The file.
        file: PathBuf,
        /// What is wrong with it, and what to do.
        why: String,
    },
}

impl KeyError {
    fn bad(file: &Path, why: impl std::fmt::Display) -> Self {
        Self::Bad { file: file.to_owned(), why: why.to_string() }
    }
}

/// One signing key.
struct Key {
    kid: String,
    signs: EncodingKey,
    verifies: DecodingKey,
    public: Vec<u8>,
}

/// The keys as they were last read.
pub struct Ring {
    keys: Vec<Key>,
    refresh: hmac::Key,
}

impl Ring {
    /// The key that signs, with its id.
    #[must_use]
    pub fn signer(&self) -> Option<(&str, &EncodingKey)> {
        self.keys.last().map(|key| (key.kid.as_str(), &key.signs))
    }

    /// The key that verifies tokens of an id.
    #[must_use]
    pub fn verifier(&self, kid: &str) -> Option<&DecodingKey> {
        self.keys.iter().find(|key| key.kid == kid).map(|key| &key.verifies)
    }

    /// The key of refresh tokens.
    #[must_use]
    pub const fn refresh(&self) -> &hmac::Key {
        &self.refresh
    }

    /// The ids, the signing one last.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.keys.iter().map(|key| key.kid.as_str()).collect()
    }

    /// The public keys, as published.
    #[must_use]
    pub fn jwks(&self) -> serde_json::Value {
        let key = |key: &Key| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                "kid": key.kid, "x": URL_SAFE_NO_PAD.encode(&key.public),
            })
        };
        json!({ "keys": self.keys.iter().map(key).collect::<Vec<_>>() })
    }
}

/// The keys of a directory.
pub struct Keys {
    directory: PathBuf,
    ring: RwLock<Arc<Ring>>,
    looked: AtomicI64,
}

impl Keys {
    /// Reads the keys of a directory; there must be one at least.
    pub fn open(directory: &Path) -> Result<Self, KeyError> {
        let ring = read(directory)?;
        Ok(Self {
            directory: directory.to_owned(),
            ring: RwLock::new(Arc::new(ring)),
            looked: AtomicI64::new(0),
        })
    }

    /// The keys as they were last read.
    #[must_use]
    pub fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Reads the directory again because a token names an unknown key: another server may have rotated
    /// just now. At most once a second, for anybody can name a key.
    pub fn look_again(&self, now: odoi_domain::Moment) {
        let last = self.looked.swap(now.seconds(), Ordering::Relaxed);
        if last != now.seconds()
            && let Err(error) = self.reload()
        {
            tracing::error!(%error, "the signing keys cannot be read; the old ones go on");
        }
    }

    /// Reads the directory again, so that a rotation needs no restart.
    pub fn reload(&self) -> Result<(), KeyError> {
        let ring = Arc::new(read(&self.directory)?);
        *self.ring.write().unwrap_or_else(std::sync::PoisonError::into_inner) = ring;
        Ok(())
    }
}

/// The files of a directory that only the server's own user may read.
pub fn files(directory: &Path) -> Result<Vec<PathBuf>, KeyError> {
    let mut files = key_files(directory)?;
    files.push(directory.join(REFRESH_FILE));
    Ok(files)
}

/// Makes what is missing of a secret and a first signing key; the answer is the id of the key, where one was made.
pub fn ensure(directory: &Path, name: &str) -> Result<Option<String>, KeyError> {
    if key_files(directory)?.is_empty() {
        return rotate(directory, name).map(Some);
    }
    ensure_secret(directory).map_err(|error| KeyError::bad(directory, error))?;
    read(directory).map(|_good| None)
}

fn ensure_secret(directory: &Path) -> io::Result<()> {
    let file = directory.join(REFRESH_FILE);
    if file.exists() {
        return Ok(());
    }
    let mut secret = [0; SECRET_BYTES];
    SystemRandom::new().fill(&mut secret).map_err(io::Error::other)?;
    match write_private(&file, &secret) {
        // Another server that starts at the same time was first: its secret is the one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}

/// Makes a new signing key, which signs from now on; the answer is its id. `name` orders the keys by
/// age: the caller gives the time.
pub fn rotate(directory: &Path, name: &str) -> Result<String, KeyError> {
    let kid = add(directory, name).map_err(|error| KeyError::bad(directory, error))?;
    let files = key_files(directory)?;
    for old in files.iter().take(files.len().saturating_sub(MOST_KEYS)) {
        fs::remove_file(old).map_err(|error| KeyError::bad(old, error))?;
    }
    // Another file may be broken: then no server takes the new key up.
    read(directory).map(|_good| kid)
}

fn add(directory: &Path, name: &str) -> io::Result<String> {
    private::make_directory(directory)?;
    private::tighten(directory)?;
    ensure_secret(directory)?;
    let pair = Ed25519KeyPair::generate().map_err(io::Error::other)?;
    let document = pair.to_pkcs8v1().map_err(io::Error::other)?;
    let tail: String = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()).chars().take(6).collect();
    let kid = format!("{name}-{tail}");
    write_private(&directory.join(format!("{kid}.{KEY_ENDING}")), document.as_ref())?;
    Ok(kid)
}

/// Takes a key away: tokens that it signed are refused from now on. The last key stays.
pub fn retire(directory: &Path, kid: &str) -> Result<(), KeyError> {
    let files = key_files(directory)?;
    let file = files.iter().find(|file| file.file_stem().is_some_and(|stem| stem == kid));
    match file {
        None => Err(KeyError::bad(directory, format!("holds no such key: there is no key {kid}"))),
        Some(file) if files.len() == 1 => Err(KeyError::bad(file, "is the only key: rotate first")),
        Some(file) => fs::remove_file(file).map_err(|error| KeyError::bad(file, error)),
    }
}

fn read(directory: &Path) -> Result<Ring, KeyError> {
    let files = key_files(directory)?;
    if files.is_empty() {
        return Err(KeyError::Missing(directory.to_owned()));
    }
    let keys = files.iter().map(|file| read_key(file)).collect::<Result<_, _>>()?;
    Ok(Ring { keys, refresh: read_secret(&directory.join(REFRESH_FILE))? })
}

fn read_key(file: &Path) -> Result<Key, KeyError> {
    let document = fs::read(file).map_err(|error| KeyError::bad(file, error))?;
    let broken = "is no signing key any more: put it back from a copy, or delete it (the tokens that it signed end) and run `odoi keys ensure`";
    let pair =
        Ed25519KeyPair::from_pkcs8(&document).map_err(|_error| KeyError::bad(file, broken))?;
    let public = pair.public_key().as_ref().to_vec();
    let verifies = DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(&public));
    Ok(Key {
        kid: file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        signs: EncodingKey::from_ed_der(&document),
        verifies: verifies.map_err(|error| KeyError::bad(file, error))?,
        public,
    })
}

/// Whoever knows or guesses the secret makes refresh tokens for every session.
fn read_secret(file: &Path) -> Result<hmac::Key, KeyError> {
    let again = "put it back from a copy, or delete it and run `odoi keys ensure` (everybody has to sign in again)";
    let secret = match fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyError::bad(file, format!("is missing: {again}")));
        }
        other => other.map_err(|error| KeyError::bad(file, error))?,
    };
    let length = secret.len();
    if length < SECRET_BYTES {
        let why =
            format!("holds {length} bytes, and a secret has {SECRET_BYTES} at least: {again}");
        return Err(KeyError::bad(file, why));
    }
    if secret.iter().collect::<HashSet<_>>().len() < DIFFERENT_BYTES {
        let why = format!("holds the same few bytes over and over, which is no secret: {again}");
        return Err(KeyError::bad(file, why));
    }
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &secret))
}

/// The key files, oldest first: their names begin with the time they were made.
fn key_files(directory: &Path) -> Result<Vec<PathBuf>, KeyError> {
    let wrong = |error| KeyError::bad(directory, error);
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(wrong)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|ending| ending == KEY_ENDING) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Only the server's own user may read a key. The file appears whole or not at all, and it never
/// takes the place of another.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    // One that a crash has left behind, of a process of the same number.
    let _stale = fs::remove_file(&draft);
    let mut file = private::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked
}
