//! Where the program keeps its data.

use clap::Args;
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use odoi_persistence::DatabaseUrl;
use std::ffi::OsStr;
use std::path::PathBuf;

/// Where the database and the keys are.
#[derive(Debug, Clone, Args)]
pub struct Site {
    /// Where the server keeps what is its own: the embedded database and the signing keys.
    #[arg(long, env = "ODOI_DATA_DIR", default_value = "odoi-data", global = true)]
    pub data_dir: PathBuf,
    /// The database: sqlite:///path/to/file.db (a missing file is an error unless ?create=true) or
    /// postgres://user@host/name (the password may come by PGPASSWORD). Default: a SQLite file in the
    /// data directory, made on first start.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_parser = Unrepeated)]
    pub database_url: Option<DatabaseUrl>,
}

impl Site {
    /// The database, the default one included.
    #[must_use]
    pub fn database(&self) -> DatabaseUrl {
        let default = || DatabaseUrl::Sqlite { path: self.data_dir.join("odoi.db"), create: true };
        self.database_url.clone().unwrap_or_else(default)
    }

    /// Where the signing keys are.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.data_dir.join("keys")
    }
}

/// Reads the database URL. What is wrong with it is said without repeating it, for it may hold a password.
#[derive(Debug, Clone)]
struct Unrepeated;

impl TypedValueParser for Unrepeated {
    type Value = DatabaseUrl;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<DatabaseUrl, clap::Error> {
        let read = value
            .to_str()
            .ok_or_else(|| "the database URL is not UTF-8".to_owned())
            .and_then(str::parse);
        read.map_err(|why: String| {
            let text = format!("{why} (--database-url, DATABASE_URL)\n");
            clap::Error::raw(ErrorKind::ValueValidation, text).with_cmd(command)
        })
    }
}
