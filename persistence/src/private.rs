//! Files that are the server's own: made so that nobody else on the machine can read them, at no moment.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a new file; one that is there already is an error.
pub fn create(path: &Path) -> io::Result<File> {
    own().write(true).create_new(true).open(path)
}

/// Opens a file for writing, made where there is none, and keeps what is in it.
#[cfg(feature = "sqlite")]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let file = own().write(true).create(true).truncate(false).open(path)?;
    tighten(path)?;
    Ok(file)
}

fn own() -> OpenOptions {
    #[allow(unused_mut, reason = "modes are Unix's")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Makes a directory and those above it; one that is there already stays as it is.
pub fn make_directory(path: &Path) -> io::Result<()> {
    #[allow(unused_mut, reason = "modes are Unix's")]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.recursive(true).create(path)
}

/// Takes away what others may do with a file or directory; what is not there is passed over.
pub fn tighten(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(mode) = open_to_others(path)? {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))?;
    }
    Ok(())
}

/// The mode of a file or directory with which others may do anything; `None` where they may not, or where it is not
/// there.
pub fn open_to_others(path: &Path) -> io::Result<Option<u32>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = match fs::metadata(path) {
            Ok(metadata) => metadata.permissions().mode() & 0o7777,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok((mode & 0o077 != 0).then_some(mode))
    }
    #[cfg(not(unix))]
    {
        let _unasked = path;
        Ok(None)
    }
}
