//! Child processes: started, waited for, and never left behind.

use crate::Failed;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const GLANCE: Duration = Duration::from_millis(20);
/// How long a child may take to stop when it is asked to.
const GRACE: Duration = Duration::from_secs(15);

/// A child process that ends with this value.
#[derive(Debug)]
pub(crate) struct Guarded {
    child: Child,
    signal: &'static str,
    name: String,
}

impl Guarded {
    /// Starts a child; `signal` is what asks it to stop.
    pub(crate) fn start(command: &mut Command, signal: &'static str) -> Result<Self, Failed> {
        let name = command.get_program().to_string_lossy().into_owned();
        // The settings of whoever runs the bench are not those of the bench.
        for (key, _) in std::env::vars_os() {
            let text = key.to_string_lossy();
            if text.starts_with("ODOI_") || text == "DATABASE_URL" {
                command.env_remove(&key);
            }
        }
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| format!("{name} does not start: {error}"))?;
        Ok(Self { child, signal, name })
    }

    /// The id of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the child has ended; anything but success is an error.
    async fn end(&mut self, limit: Duration) -> Result<(), Failed> {
        let began = Instant::now();
        loop {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("{}: {status}", self.name).into()),
                None if began.elapsed() > limit => {
                    return Err(format!("{} took more than {limit:?}", self.name).into());
                }
                None => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    /// Waits until something listens at the address, or says that the child has ended instead.
    pub(crate) async fn listening(
        &mut self,
        at: SocketAddr,
        limit: Duration,
    ) -> Result<(), Failed> {
        let began = Instant::now();
        while TcpStream::connect_timeout(&at, GLANCE).is_err() {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("{}: {status}", self.name).into());
            }
            if began.elapsed() > limit {
                return Err(format!("{} does not listen after {limit:?}", self.name).into());
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    /// The most memory that the process has had at once, in MiB (`VmHWM`).
    pub(crate) fn peak_mib(&self) -> Result<u64, Failed> {
        self.mib("VmHWM:")
    }

    /// The memory that the process has now for itself, in MiB (`RssAnon`): without pages of files, which SQLite
    /// maps, every connection counts anew, and the kernel takes back when it needs them.
    pub(crate) fn own_mib(&self) -> Result<u64, Failed> {
        self.mib("RssAnon:")
    }

    fn mib(&self, name: &str) -> Result<u64, Failed> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.split_whitespace().next())
            .ok_or_else(|| format!("the process has no {name}"))?;
        Ok(kib.parse::<u64>()? / 1024)
    }

    /// The processor time that the process has had, user and system.
    pub(crate) fn processor_time(&self) -> Result<Duration, Failed> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        // The second field, the name in brackets, may hold anything.
        let (_, rest) = stat.rsplit_once(')').ok_or("the process has no stat")?;
        let mut ticks = 0;
        for field in rest.split_whitespace().skip(11).take(2) {
            ticks += field.parse::<u64>()?;
        }
        // Linux counts these in hundredths of a second, whatever the kernel's own tick.
        Ok(Duration::from_millis(10 * ticks))
    }

    fn stop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-s", self.signal, &id]).status();
        let began = Instant::now();
        while asked.is_ok() && began.elapsed() < GRACE {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(GLANCE);
        }
        // Either has ended by itself meanwhile, or ends now.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs a command to its end; its output stands in the error if it fails.
pub(crate) async fn run(command: &mut Command, log: &Path, limit: Duration) -> Result<(), Failed> {
    let file = std::fs::File::create(log)?;
    command.stdout(file.try_clone()?).stderr(file);
    let ended = Guarded::start(command, "TERM")?.end(limit).await;
    ended.map_err(|error| told(&error, log))
}

/// An error together with the end of a log.
pub(crate) fn told(error: &Failed, log: &Path) -> Failed {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.get(lines.len().saturating_sub(12)..).unwrap_or_default();
    format!("{error}\n{}", last.join("\n")).into()
}

/// A loopback address that nobody listened at a moment ago.
pub(crate) fn free_address() -> Result<SocketAddr, Failed> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}
