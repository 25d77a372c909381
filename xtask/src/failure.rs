//! What went wrong, in words for the person at the keyboard.

use std::{fmt, path::Path};

/// A chore did not succeed.
#[derive(Debug)]
pub(crate) struct Failure(String);

/// What a chore returns.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(says: impl Into<String>) -> Self {
        Self(says.into())
    }

    /// An error of the file system, with the file it was about.
    pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |error| Self(format!("{path}: {error}"))
    }

    /// Nothing found is success, anything found is listed.
    pub(crate) fn unless_empty(what: &str, found: &[String]) -> Result<()> {
        if found.is_empty() {
            return Ok(());
        }
        Err(Self(format!("{what}:\n  {}", found.join("\n  "))))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
