//! A copy of the database, made while others write, and the check of one: before it counts, and before it is
//! restored.

use crate::audit_chain::Verdict;
use crate::connect::DatabaseUrl;
use crate::port::Read;
use crate::{Error, migrate, private};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What a copy was found to be.
#[derive(Debug)]
pub struct Examined<T> {
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of the whole file, in hexadecimal.
    pub digest: String,
    /// What its chains say. `None` of an archive of `pg_dump`, which cannot be asked, and of a copy that lacks
    /// migrations of this program.
    pub chains: Option<(Verdict, T)>,
}

/// Copies the database to a new file that only its owner can read (SQLite by `VACUUM INTO`, PostgreSQL by its own
/// `pg_dump` in the custom format), checks the copy, and writes its digest beside it. `chains` reads what else is
/// chained.
pub fn run<T>(
    url: &DatabaseUrl,
    file: &Path,
    chains: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
) -> Result<Examined<T>, Error> {
    let digest_file = beside(file);
    if digest_file.exists() {
        return Err(failed(&digest_file, "exists already"));
    }
    migrate::status(url)?;
    let target = private::create(file).map_err(|error| failed(file, error))?;
    let made = fill(url, file, &target)
        .and_then(|()| target.sync_all().map_err(|error| failed(file, error)));
    if let Err(error) = made {
        // Half a copy is none.
        let _gone = std::fs::remove_file(file);
        return Err(error);
    }
    let copy = examine(file, chains)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    private::create(&digest_file)
        .and_then(|mut out| {
            writeln!(out, "{}  {name}", copy.digest)?;
            out.sync_all()
        })
        .map_err(|error| failed(&digest_file, error))?;
    Ok(copy)
}

/// Checks a copy against the digest beside it, and then what is in it.
pub fn check<T>(
    file: &Path,
    chains: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
) -> Result<Examined<T>, Error> {
    let digest_file = beside(file);
    let text =
        std::fs::read_to_string(&digest_file).map_err(|error| failed(&digest_file, error))?;
    let kept = text.split_whitespace().next().unwrap_or_default();
    if kept.len() != 64 || !kept.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(failed(&digest_file, "holds no SHA-256"));
    }
    let (digest, _) = digest_of(file)?;
    if kept != digest {
        return Err(failed(
            file,
            format!(
                "is not as it was made: its SHA-256 is {digest}, and {} says {kept}; do not restore it",
                digest_file.display()
            ),
        ));
    }
    examine(file, chains)
}

fn beside(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".sha256");
    PathBuf::from(name)
}

fn failed(path: &Path, why: impl std::fmt::Display) -> Error {
    Error::Unavailable(format!("{} {why}", path.display()))
}

fn fill(url: &DatabaseUrl, file: &Path, target: &File) -> Result<(), Error> {
    match url {
        #[cfg(feature = "sqlite")]
        DatabaseUrl::Sqlite { path, .. } => {
            let _through_its_name = target;
            crate::sqlite::copy(path, file)
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => dump(url, file, target),
        #[allow(unreachable_patterns, reason = "one engine may be compiled out")]
        _ => Err(migrate::not_built_in(url)),
    }
}

/// The password goes by the environment: arguments are seen by everybody on the machine.
#[cfg(feature = "postgres")]
fn dump(url: &str, file: &Path, target: &File) -> Result<(), Error> {
    let parts = crate::postgres_url::PostgresUrl::read(url)
        .ok_or_else(|| Error::Internal("the database URL was not checked".to_owned()))?;
    let out = target.try_clone().map_err(|error| failed(file, error))?;
    let mut command = std::process::Command::new("pg_dump");
    command
        .args(["--format=custom", "--no-owner", "--dbname"])
        .arg(parts.without_password())
        .stdout(out);
    let password = parts.password().map_err(|_not_utf8| {
        Error::Unavailable(
            "the password of DATABASE_URL is not UTF-8: give it by PGPASSWORD".to_owned(),
        )
    })?;
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    ran("pg_dump", command.status())
}

fn ran(program: &str, ended: io::Result<std::process::ExitStatus>) -> Result<(), Error> {
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::Unavailable(format!("{program} failed: {status}"))),
        Err(error) => Err(Error::Unavailable(format!(
            "{program} cannot be run: {error}; install the PostgreSQL client"
        ))),
    }
}

/// The digest of a file, and its size.
fn digest_of(file: &Path) -> Result<(String, u64), Error> {
    let wrong = |error: io::Error| failed(file, error);
    let mut open = File::open(file).map_err(wrong)?;
    let (mut digest, mut size, mut piece) = (Sha256::new(), 0, vec![0_u8; 1 << 16]);
    loop {
        let read = open.read(&mut piece).map_err(wrong)?;
        if read == 0 {
            break;
        }
        digest.update(piece.get(..read).unwrap_or_default());
        size += read as u64;
    }
    let bytes = digest.finalize();
    let text = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((text, size))
}

/// What is in a copy, whole or not.
fn examine<T>(
    file: &Path,
    chains: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
) -> Result<Examined<T>, Error> {
    #[cfg(not(feature = "sqlite"))]
    let _unasked = chains;
    let (digest, bytes) = digest_of(file)?;
    let mut start = Vec::with_capacity(16);
    File::open(file)
        .and_then(|open| open.take(16).read_to_end(&mut start))
        .map_err(|error| failed(file, error))?;
    let chains = match start.as_slice() {
        #[cfg(feature = "sqlite")]
        b"SQLite format 3\0" => crate::sqlite::examine(file, |conn| {
            Ok((crate::audit_chain::verify(conn)?, chains(conn)?))
        })?,
        archive if archive.starts_with(b"PGDMP") => {
            // Reads all of it, as a restore does, and writes it nowhere.
            let mut command = std::process::Command::new("pg_restore");
            command.arg("--file=-").arg(file).stdout(std::process::Stdio::null());
            ran("pg_restore", command.status())?;
            None
        }
        _ => {
            return Err(failed(file, "is neither a SQLite file nor an archive of pg_dump"));
        }
    };
    Ok(Examined { bytes, digest, chains })
}
