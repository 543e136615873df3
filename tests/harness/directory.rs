//! Where the tests keep what they write: in memory where there is room for it, because nothing of it has
//! to survive the machine. The program asks its disk for as much as in production all the same.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// File systems in memory have it here.
const MEMORY: &str = "/dev/shm";
/// A run of all tests takes less, in KiB.
const ROOM: u64 = 1 << 20;
/// What the directory of a run is called, before the number of its process.
const PREFIX: &str = "odoi-tests-";

/// The directory of this run. What runs left behind that were killed goes first.
static RUN: LazyLock<PathBuf> = LazyLock::new(|| {
    let parent = parent();
    sweep(&parent);
    let path = parent.join(format!("{PREFIX}{}", std::process::id()));
    std::fs::create_dir(&path).expect("a directory");
    // PostgreSQL may have to run as somebody else.
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&path, open).expect("its mode");
    path
});

/// A directory that nobody else uses.
pub fn new(name: &str) -> TempDir {
    let made = tempfile::Builder::new().prefix(name).tempdir_in(&*RUN);
    made.expect("a directory")
}

/// Removes everything of this run.
pub fn clean_up() {
    let _gone = std::fs::remove_dir_all(&*RUN);
}

/// `TMPDIR` where it is set.
fn parent() -> PathBuf {
    if std::env::var_os("TMPDIR").is_none() && free(MEMORY).is_some_and(|free| free >= ROOM) {
        return PathBuf::from(MEMORY);
    }
    std::env::temp_dir()
}

/// How many KiB are free in a directory that may be written to.
fn free(directory: &str) -> Option<u64> {
    tempfile::tempfile_in(directory).ok()?;
    let said = Command::new("df").args(["-Pk", directory]).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

fn sweep(parent: &Path) {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return;
    }
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix(PREFIX);
        if number.is_some_and(|number| !processes.join(number).exists()) {
            let _not_ours = std::fs::remove_dir_all(entry.path());
        }
    }
}
