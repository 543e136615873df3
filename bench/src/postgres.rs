//! A private PostgreSQL: made in a temporary directory, on loopback, gone at the end.

use crate::Failed;
use crate::child::{self, Guarded};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(600);
const DATABASE: &str = "odoi_bench";
/// What `initdb` sets for a machine of twenty years ago: a quarter of this one's cache, and checkpoints
/// that do not come in the middle of a measurement.
const SETTINGS: [&str; 6] =
    ["-c", "shared_buffers=1GB", "-c", "max_wal_size=8GB", "-c", "effective_cache_size=4GB"];

/// A running server; dropping it stops it, then removes its directory, where that is temporary.
#[derive(Debug)]
pub(crate) struct Private {
    /// The database.
    pub(crate) url: String,
    _server: Guarded,
    /// Where its data are, unless they shall stay.
    _directory: Option<TempDir>,
}

/// Starts a server with the settings that `initdb` leaves, durable commits among them, but for what
/// every installation sets by the size of its machine. Its data are in `kept`, or in a temporary directory.
pub(crate) async fn start(logs: &Path, kept: Option<&Path>) -> Result<Private, Failed> {
    let (directory, room) = match kept {
        Some(kept) => {
            std::fs::create_dir_all(kept)?;
            (None, kept.to_path_buf())
        }
        None => {
            let directory = tempfile::Builder::new().prefix("odoi-bench-pg").tempdir()?;
            let room = directory.path().to_path_buf();
            (Some(directory), room)
        }
    };
    let owner = owner(&room)?;
    let data = room.join("data");
    let port = child::free_address()?.port().to_string();
    let is_new = !data.join("PG_VERSION").exists();
    if is_new {
        let mut init = owner.command("initdb")?;
        init.args(["--encoding=UTF8", "--locale=C", "--auth=trust", "--username=odoi", "-D"]);
        child::run(init.arg(&data), &logs.join("initdb.log"), LIMIT).await?;
    }
    let mut command = owner.command("postgres")?;
    command.arg("-D").arg(&data).args(["-h", "127.0.0.1", "-p", &port, "-k", ""]).args(SETTINGS);
    let log = std::fs::File::create(logs.join("postgres.log"))?;
    command.stdout(log.try_clone()?).stderr(log);
    let mut server = Guarded::start(&mut command, "INT")?;
    let at = format!("127.0.0.1:{port}").parse()?;
    server.listening(at, LIMIT).await?;
    let (name, last) = if is_new { ("createdb", DATABASE) } else { ("pg_isready", "") };
    let mut create = owner.command(name)?;
    create.args(["-h", "127.0.0.1", "-p", &port, "-U", "odoi"]);
    create.args(Some(last).filter(|last| !last.is_empty()));
    // It listens a little before it takes connections.
    let mut made = Err("createdb was not run".into());
    for _try in 0..50 {
        made = child::run(&mut create, &logs.join("createdb.log"), LIMIT).await;
        if made.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    made?;
    Ok(Private {
        url: format!("postgres://odoi@127.0.0.1:{port}/{DATABASE}"),
        _server: server,
        _directory: directory,
    })
}

/// Does now what autovacuum would do within minutes, so that the planner knows the tables.
pub(crate) async fn analyze(url: &str, logs: &Path) -> Result<(), Failed> {
    let mut command = Command::new(program("psql")?);
    command.args(["--no-psqlrc", "--command", "VACUUM (ANALYZE)", url]);
    child::run(&mut command, &logs.join("analyze.log"), LIMIT).await
}

/// Who runs the server: PostgreSQL refuses to be run by root.
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn command(&self, name: &str) -> Result<Command, Failed> {
        let program = program(name)?;
        let Some((user, group)) = self.0 else {
            return Ok(Command::new(program));
        };
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={user}"))
            .arg(format!("--regid={group}"))
            .args(["--clear-groups", "--"])
            .arg(program)
            .current_dir("/");
        Ok(command)
    }
}

/// Where root runs the bench, the directory and the server become those of `postgres` or `nobody`.
fn owner(directory: &Path) -> Result<Owner, Failed> {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    let whose = std::fs::metadata(directory)?;
    if !is_root {
        return Ok(Owner(None));
    }
    if whose.uid() != 0 {
        // It was given away by an earlier run.
        return Ok(Owner(Some((whose.uid(), whose.gid()))));
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2).map(str::parse::<u32>);
        Some((fields.next()?.ok()?, fields.next()?.ok()?))
    };
    let (user, group) = ids("postgres")
        .or_else(|| ids("nobody"))
        .ok_or("there is no user to run PostgreSQL as: give --database-url")?;
    chown(directory, Some(user), Some(group))?;
    std::fs::set_permissions(directory, std::fs::Permissions::from_mode(0o700))?;
    Ok(Owner(Some((user, group))))
}

/// A program of PostgreSQL: on the path, or where Debian keeps it, the newest version first.
fn program(name: &str) -> Result<PathBuf, Failed> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    debian.sort();
    places.extend(debian.into_iter().rev());
    places.into_iter().map(|place| place.join(name)).find(|program| program.is_file()).ok_or_else(
        || format!("{name} is not installed: give --database-url, or --engine sqlite").into(),
    )
}
