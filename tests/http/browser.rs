//! Swagger UI in a real browser.

use std::path::{Path, PathBuf};

/// Whether Chromium and its driver are there, or which is missing.
pub fn available() -> Result<(), String> {
    match (
        find("chromedriver"),
        find("chromium").or_else(|| find("google-chrome")),
    ) {
        (Some(_), Some(_)) => Ok(()),
        (None, _) => Err("chromedriver is not in the PATH".to_owned()),
        (_, None) => Err("Chromium is not in the PATH".to_owned()),
    }
}

fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|place| place.join(name))
        .find(|file| Path::exists(file))
}
