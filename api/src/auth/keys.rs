//! Signing keys: one file each, the newest signs, all of them verify until they are retired.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::json;
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
        self.keys
            .iter()
            .find(|key| key.kid == kid)
            .map(|key| &key.verifies)
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
    pub fn open(directory: &Path) -> io::Result<Self> {
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
        self.ring
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
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
    pub fn reload(&self) -> io::Result<()> {
        let ring = Arc::new(read(&self.directory)?);
        *self
            .ring
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = ring;
        Ok(())
    }
}

/// Whether the directory has a key.
#[must_use]
pub fn exist(directory: &Path) -> bool {
    read(directory).is_ok()
}

/// Makes a new signing key, which signs from now on; the answer is its id. `name` orders the keys by
/// age: the caller gives the time.
pub fn rotate(directory: &Path, name: &str) -> io::Result<String> {
    private_directory(directory)?;
    if !directory.join(REFRESH_FILE).exists() {
        let mut secret = [0; 32];
        SystemRandom::new()
            .fill(&mut secret)
            .map_err(io::Error::other)?;
        match write_private(&directory.join(REFRESH_FILE), &secret) {
            // Another server that starts at the same time was first: its secret is the one.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => done?,
        }
    }
    let pair = Ed25519KeyPair::generate().map_err(io::Error::other)?;
    let document = pair.to_pkcs8v1().map_err(io::Error::other)?;
    let tail: String = URL_SAFE_NO_PAD
        .encode(pair.public_key().as_ref())
        .chars()
        .take(6)
        .collect();
    let kid = format!("{name}-{tail}");
    write_private(
        &directory.join(format!("{kid}.{KEY_ENDING}")),
        document.as_ref(),
    )?;
    let files = key_files(directory)?;
    for old in files.iter().take(files.len().saturating_sub(MOST_KEYS)) {
        fs::remove_file(old)?;
    }
    Ok(kid)
}

/// Takes a key away: tokens that it signed are refused from now on. The last key stays.
pub fn retire(directory: &Path, kid: &str) -> io::Result<()> {
    let files = key_files(directory)?;
    let file = files
        .iter()
        .find(|file| file.file_stem().is_some_and(|stem| stem == kid));
    match file {
        None => Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no key {kid}"),
        )),
        Some(_) if files.len() == 1 => Err(io::Error::other("this is the only key: rotate first")),
        Some(file) => fs::remove_file(file),
    }
}

fn read(directory: &Path) -> io::Result<Ring> {
    let secret = fs::read(directory.join(REFRESH_FILE))?;
    let mut keys = Vec::new();
    for file in key_files(directory)? {
        let document = fs::read(&file)?;
        let pair = Ed25519KeyPair::from_pkcs8(&document).map_err(io::Error::other)?;
        let public = pair.public_key().as_ref().to_vec();
        keys.push(Key {
            kid: file
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default(),
            signs: EncodingKey::from_ed_der(&document),
            verifies: DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(&public))
                .map_err(io::Error::other)?,
            public,
        });
    }
    if keys.is_empty() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            "there is no signing key",
        ));
    }
    Ok(Ring {
        keys,
        refresh: hmac::Key::new(hmac::HMAC_SHA256, &secret),
    })
}

/// The key files, oldest first: their names begin with the time they were made.
fn key_files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == KEY_ENDING) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn private_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Only the server's own user may read a key. The file appears whole or not at all, and it never
/// takes the place of another.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked
}
