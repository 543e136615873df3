//! The program as a child process: its commands run to their end, and its server until the test ends.

use crate::harness::AS_ODOI;
use crate::harness::site::{Engine, Filling, Site};
use crate::store::url_of;
use odoi_persistence::migrate;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// A machine under load takes its time to start a program; nothing here waits longer than this.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a command that has ended said.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Ended {
    #[track_caller]
    pub fn well(self) -> String {
        assert!(self.status.success(), "{self:?}");
        self.out
    }

    /// The command refused, in words that hold each of these.
    #[track_caller]
    pub fn badly(self, words: &[&str]) -> String {
        assert_eq!(self.status.code(), Some(1), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

pub fn data_dir(site: &Site) -> PathBuf {
    site.path().join("data")
}

/// A command of the program on a site, without the settings of whoever runs the tests.
pub fn command(site: &Site, words: &[&str]) -> Command {
    // What the program makes is private by itself and not by somebody's umask.
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "umask 0; exec \"$0\" \"$@\""]).arg(std::env::current_exe().expect("this program")).args([AS_ODOI]).args(words);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("ODOI_") || text == "DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command
        .arg("--data-dir")
        .arg(data_dir(site))
        .args(["--database-url", &url_of(site)])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn run(site: &Site, words: &[&str]) -> Ended {
    run_with(site, words, "")
}

/// Runs a command that reads this from its standard input.
pub fn run_with(site: &Site, words: &[&str], input: &str) -> Ended {
    let mut child = command(site, words).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input");
    // A command that does not read its input may be gone already.
    let _unread = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    Ended {
        status: output.status,
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A running server; killed when the test ends, however it ends.
pub struct Program {
    child: Child,
    /// Host and port.
    pub address: String,
    /// What it printed when it started.
    pub banner: Vec<String>,
    errors: PathBuf,
    _lines: Receiver<String>,
}

impl Program {
    /// Starts a server on a free port. PostgreSQL is migrated first, as its operators do.
    pub fn serve(site: &Site, more: &[&str]) -> Self {
        prepare(site);
        Self::try_serve(site, more).unwrap_or_else(|ended| panic!("the server did not start: {ended:?}"))
    }

    /// The same, where the demonstration is loaded already: most tests are not about how that is done.
    pub fn serve_demo(site: &Site, more: &[&str]) -> Self {
        site.fill(Filling::DemoToday);
        Self::try_serve(site, &[&["--demo"], more].concat()).unwrap_or_else(|ended| panic!("the server did not start: {ended:?}"))
    }

    /// The same, where nobody reads what it logs.
    pub fn serve_unread(site: &Site, more: &[&str]) -> Self {
        prepare(site);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        Self::start(site, more, writer.into()).unwrap_or_else(|ended| panic!("the server did not start: {ended:?}"))
    }

    /// The same without migrating; a server that ends instead of serving is an error.
    pub fn try_serve(site: &Site, more: &[&str]) -> Result<Self, Ended> {
        static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let errors = site.path().join(format!("errors-{number}.log"));
        let log = std::fs::File::create(&errors).expect("a file");
        let mut program = Self::start(site, more, log.into())
            .map_err(|ended| Ended { err: std::fs::read_to_string(&errors).unwrap_or_default(), ..ended })?;
        program.errors = errors;
        Ok(program)
    }

    fn start(site: &Site, more: &[&str], log: Stdio) -> Result<Self, Ended> {
        let mut words = vec!["serve", "--listen", "127.0.0.1:0", "--workers", "2", "--requests-per-minute", "10000000"];
        words.extend(more);
        let mut child = command(site, &words).stderr(log).spawn().expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        let mut banner: Vec<String> = Vec::new();
        loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(line) => banner.push(line),
                Err(_) => {
                    let _gone = child.kill();
                    let status = child.wait().expect("it ends");
                    return Err(Ended { status, out: banner.join("\n"), err: String::new() });
                }
            }
            let address = banner.iter().find_map(|line| line.trim().strip_prefix("Address")?.trim().strip_prefix("http://"));
            // The banner ends with an empty line.
            if let (Some(address), Some("")) = (address, banner.last().map(String::as_str)) {
                let address = address.to_owned();
                return Ok(Self { child, address, banner, errors: PathBuf::new(), _lines: lines });
            }
        }
    }

    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits until the server has ended; one that does not is killed.
    pub fn wait(&mut self) -> ExitStatus {
        let (pid, (ended, waiting)) = (self.child.id().to_string(), channel::<()>());
        let watch = std::thread::spawn(move || {
            let is_late = waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
            if is_late {
                let _sent = Command::new("kill").args(["-KILL", &pid]).status();
            }
            is_late
        });
        let status = self.child.wait().expect("its status");
        drop(ended);
        let is_late = watch.join().expect("no panic");
        assert!(!is_late, "the server does not end: {}", self.errors());
        status
    }

    /// What it logged.
    pub fn errors(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap_or_default()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Migrates a PostgreSQL database; the embedded one is migrated by whatever opens it.
pub fn prepare(site: &Site) {
    let status = || migrate::status(&site.url).expect("the status");
    if site.engine == Engine::Postgres && status().applied.is_empty() {
        if site.is_elsewhere() {
            run(site, &["migrate", "up"]).well();
        } else {
            site.fill(Filling::Schema);
        }
    }
}
