//! The PostgreSQL of the tests: the one that TEST_DATABASE_URL names, or a private one that is
//! started on loopback, as a user that is not root, and stopped at the end.

use super::directory;
use odoi_persistence::{DatabaseUrl, testing};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock};
use std::thread::JoinHandle;
use tempfile::TempDir;

struct Server {
    /// Everything before the name of a database.
    base: String,
    /// Everything behind it.
    query: String,
    own: Option<Mutex<Private>>,
}

/// A private server, which a test may stop and start again.
pub struct Private {
    bin: PathBuf,
    user: Option<(u32, u32)>,
    directory: TempDir,
    port: u16,
    child: Child,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();

/// Whether there is a PostgreSQL, or why not. Nothing is started yet.
pub fn available() -> Result<(), String> {
    if std::env::var("TEST_DATABASE_URL").is_ok() || binaries().is_some() {
        return Ok(());
    }
    Err("no PostgreSQL binaries found and TEST_DATABASE_URL is not set".to_owned())
}

/// Where initdb and postgres are: in the PATH, or where Debian puts the newest version.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort_by_key(|path| path.parent().and_then(Path::file_name).and_then(|v| v.to_str()?.parse::<u32>().ok()));
    places.extend(versions.into_iter().rev());
    places.into_iter().find(|place| place.join("initdb").exists() && place.join("postgres").exists())
}

fn server() -> &'static Server {
    let started = SERVER.get_or_init(|| match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => {
            let (base, query) = url.split_once('?').unwrap_or((&url, ""));
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            let (base, _) = base.rsplit_once('/').ok_or("TEST_DATABASE_URL names no database")?;
            Ok(Server { base: base.to_owned(), query, own: None })
        }
        Err(_) => start(),
    });
    started.as_ref().expect("PostgreSQL starts")
}

/// The URL of a database.
pub fn url(name: &str) -> DatabaseUrl {
    let Server { base, query, .. } = server();
    format!("{base}/{name}{query}").parse().expect("a URL")
}

/// A statement about databases.
pub fn admin(sql: &str) {
    testing::execute(&url("postgres"), sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What is tested is the program, not the disk: nothing here has to survive the machine, and nobody
/// follows the log.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=128MB",
    "max_connections=300",
    "shared_buffers=128MB",
    "autovacuum=off",
    "jit=off",
];

/// Those whose databases nobody needs any more, and who removes them, so that no test waits for that.
static REMOVING: Mutex<Option<(Sender<String>, JoinHandle<()>)>> = Mutex::new(None);

/// Removes a database, some time before the end.
pub fn remove(name: &str) {
    let mut removing = REMOVING.lock().expect("nobody panicked");
    let (names, _) = removing.get_or_insert_with(|| {
        let (names, queue) = channel::<String>();
        let drop = |name| format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let work = move || {
            let removed = testing::execute_each(&url("postgres"), queue.into_iter().map(drop));
            removed.expect("the databases are removed");
        };
        (names, std::thread::spawn(work))
    });
    names.send(name.to_owned()).expect("the remover works");
}

/// A new database that holds what the template holds.
pub fn make(name: &str, template: &str) {
    // Copying files costs half of what copying pages through the log does.
    admin(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"));
}

fn start() -> Result<Server, String> {
    let own = Private::start()?;
    Ok(Server { base: own.base(), query: String::new(), own: Some(Mutex::new(own)) })
}

impl Private {
    /// Makes one, starts it and waits until it answers.
    pub fn start() -> Result<Self, String> {
        let bin = binaries().ok_or("no PostgreSQL binaries")?;
        let directory = directory::new("postgres-");
        let data = directory.path().join("data");
        std::fs::create_dir(&data).map_err(|e| e.to_string())?;
        let user = unprivileged();
        if let Some((uid, gid)) = user {
            std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o755)).map_err(|e| e.to_string())?;
            chown(&data, Some(uid), Some(gid)).map_err(|e| e.to_string())?;
        }
        std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o700)).map_err(|e| e.to_string())?;
        let made = as_user(&bin, user, "initdb")
            .args(["--username=odoi", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .status()
            .map_err(|e| e.to_string())?;
        if !made.success() {
            return Err(format!("initdb failed: {made}"));
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?.port();
        let child = run(&bin, user, &data, port)?;
        let server = Self { bin, user, directory, port, child };
        server.wait_for()?;
        Ok(server)
    }

    /// Whether there are no binaries to make one of.
    pub fn is_missing() -> bool {
        binaries().is_none()
    }

    /// Everything of a URL before the name of a database.
    pub fn base(&self) -> String {
        format!("postgres://odoi@127.0.0.1:{}", self.port)
    }

    /// Stops the server: by `-INT` in good order, by `-QUIT` as in a crash. Either ends its own children too.
    pub fn stop(&mut self, signal: &str) {
        let pid = self.child.id().to_string();
        let _sent = Command::new("kill").args([signal, &pid]).status();
        let _ended = self.child.wait();
    }

    /// Starts it again where it was, and waits until it answers.
    pub fn restart(&mut self) -> Result<(), String> {
        let data = self.directory.path().join("data");
        self.child = run(&self.bin, self.user, &data, self.port)?;
        self.wait_for()
    }

    /// Polls until the server answers; there is no event to wait for.
    fn wait_for(&self) -> Result<(), String> {
        let url: DatabaseUrl = format!("{}/postgres", self.base()).parse()?;
        for _ in 0..300 {
            if testing::execute(&url, "SELECT 1").is_ok() {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        Err("PostgreSQL did not answer within 30 seconds".to_owned())
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        self.stop("-QUIT");
    }
}

fn as_user(bin: &Path, user: Option<(u32, u32)>, program: &str) -> Command {
    let mut command = Command::new(bin.join(program));
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).env("LC_ALL", "C");
    command
}

fn run(bin: &Path, user: Option<(u32, u32)>, data: &Path, port: u16) -> Result<Child, String> {
    let mut command = as_user(bin, user, "postgres");
    command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    command.args(["-p", &port.to_string(), "-D"]).arg(data);
    command.spawn().map_err(|e| e.to_string())
}

/// PostgreSQL refuses to run as root: then as `postgres` or `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    if std::fs::metadata("/proc/self").map(|m| m.uid()).unwrap_or(1) != 0 {
        return None;
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

/// Waits until all is removed, and ends the private server.
pub fn stop() {
    if let Some((names, thread)) = REMOVING.lock().expect("nobody panicked").take() {
        drop(names);
        thread.join().expect("the remover");
    }
    if let Some(Ok(Server { own: Some(own), .. })) = SERVER.get() {
        let mut own = own.lock().expect("nobody panicked");
        // Nobody wants what it kept.
        own.stop("-QUIT");
    }
}
