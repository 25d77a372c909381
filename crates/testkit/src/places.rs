//! Empty places for registers, on either engine, removed when they are dropped.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use store::Place;

use crate::postgres;

static NUMBER: AtomicU64 = AtomicU64::new(0);

fn unique() -> String {
    format!(
        "{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::SeqCst)
    )
}

/// A folder that is removed with everything in it when dropped.
#[derive(Debug)]
pub struct TempFolder(PathBuf);

impl TempFolder {
    /// A new, empty folder.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("unforgotten-test-{}", unique()));
        // A process of the same number may have died here before.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A place for an embedded register in a folder of this name that is not there yet.
    #[must_use]
    pub fn place(&self, name: &str) -> Place {
        Place::Folder(self.0.join(name))
    }
}

impl Default for TempFolder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An empty place on one engine.
#[derive(Debug)]
pub struct EnginePlace {
    /// `sqlcipher` or `postgresql`, for messages.
    pub engine: &'static str,
    /// Where a register can be made.
    pub place: Place,
    /// A folder for whatever else the test writes.
    pub folder: TempFolder,
    database: Option<String>,
}

impl EnginePlace {
    /// An empty place for an embedded register.
    #[must_use]
    pub fn embedded() -> Self {
        let folder = TempFolder::new();
        Self {
            engine: "sqlcipher",
            place: folder.place("register"),
            folder,
            database: None,
        }
    }

    /// An empty PostgreSQL database, unless PostgreSQL was left out on purpose.
    ///
    /// # Panics
    /// When PostgreSQL is not there and was not left out.
    #[must_use]
    pub fn postgres() -> Option<Self> {
        if std::env::var_os("UNFORGOTTEN_SKIP_POSTGRES").is_some_and(|value| value == "1") {
            return None;
        }
        let name = format!("test_{}", unique());
        let url = postgres::database(&name).unwrap_or_else(|error| {
            panic!("{error}; install PostgreSQL 15 or later, or set UNFORGOTTEN_SKIP_POSTGRES=1")
        });
        Some(Self {
            engine: "postgresql",
            place: Place::Url(url),
            folder: TempFolder::new(),
            database: Some(name),
        })
    }

    /// Another empty place on the same engine.
    ///
    /// # Panics
    /// As for [`EnginePlace::postgres`].
    #[must_use]
    pub fn another(&self) -> Self {
        match &self.database {
            None => Self::embedded(),
            Some(_) => Self::postgres().expect("PostgreSQL was there a moment ago"),
        }
    }
}

impl Drop for EnginePlace {
    fn drop(&mut self) {
        if let Some(name) = &self.database {
            postgres::drop_database(name);
        }
    }
}

/// An empty place on each engine: every test of a repository runs on all of them.
///
/// # Panics
/// When PostgreSQL is not installed and was not left out on purpose.
#[must_use]
pub fn engines() -> Vec<EnginePlace> {
    let mut places = vec![EnginePlace::embedded()];
    places.extend(EnginePlace::postgres());
    places
}
