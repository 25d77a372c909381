//! What can go wrong between the program and its register.

/// A failure of the store. None of these texts holds content of a file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another write came first; the caller shows yours, theirs and before.
    #[error("somebody else changed this entry in the meantime")]
    Conflict,
    /// What an act was judged on has changed since.
    #[error("the ground of this decision has changed in the meantime")]
    Overtaken,
    /// The register was written by a newer program.
    #[error(
        "this register has format {found}, this program knows {known}: use a newer program; nothing was changed"
    )]
    Newer {
        /// Format of the register.
        found: i64,
        /// Newest format this program knows.
        known: i64,
    },
    /// The key does not open the register, or the file is damaged.
    #[error("the register cannot be opened: the key is another register's, or the file is damaged")]
    WrongKey,
    /// There is no register at this place.
    #[error("there is no register in {0}")]
    Absent(String),
    /// The place is taken.
    #[error("{0} already holds a register, or something else; nothing was changed")]
    Taken(String),
    /// The disk is full: reading goes on, writing waits.
    #[error("the disk is full: nothing was written, reading still works")]
    Full,
    /// A backup cannot be used.
    #[error("{0}")]
    Backup(String),
    /// A row is not as this program writes it.
    #[error("the register holds a row that this program cannot read: {0}")]
    Damaged(&'static str),
    /// An input or output error outside the database.
    #[error("input or output failed: {0}")]
    Io(#[from] std::io::Error),
    /// The database engine failed.
    #[error("the database failed: {0}")]
    Engine(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            let code = database.code().unwrap_or_default();
            // SQLite: 13 is SQLITE_FULL, 26 SQLITE_NOTADB. PostgreSQL: 53100 is disk_full.
            match code.as_ref() {
                "13" | "53100" => return Self::Full,
                "26" => return Self::WrongKey,
                _ if database.is_unique_violation() => return Self::Conflict,
                // Serialization failure or deadlock: the caller looks again.
                "40001" | "40P01" => return Self::Overtaken,
                _ => {}
            }
        }
        Self::Engine(error)
    }
}
