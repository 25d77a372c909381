//! The register: one database with its format, its installation and its sense of time.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use kernel::{Clock, Instant, Randomness};
use ledger::Frontier;

use crate::{Engine, Identity, StoreError, Transaction, database::Database, values};

/// The newest format this program writes and reads.
pub const FORMAT: i64 = 5;

const MIGRATIONS: [(i64, &str); 5] = [
    (1, include_str!("../migrations/0001_register.sql")),
    (2, include_str!("../migrations/0002_blobs.sql")),
    (3, include_str!("../migrations/0003_published_index.sql")),
    (4, include_str!("../migrations/0004_crossings.sql")),
    (5, include_str!("../migrations/0005_one_file.sql")),
];

/// The name of the database file in a data folder.
pub const REGISTER_FILE: &str = "register.db";

/// Where a register lives.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder with an embedded database.
    Folder(PathBuf),
    /// The address of a PostgreSQL database.
    Url(String),
}

impl Place {
    fn describe(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            // The address may hold a password.
            Self::Url(_) => "the PostgreSQL database".to_owned(),
        }
    }
}

/// An open register.
#[derive(Clone)]
pub struct Register {
    database: Database,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    floor: Arc<AtomicI64>,
    installation: [u8; 16],
}

impl Register {
    /// Makes a new register. `key` is the raw database key, 64 hexadecimal digits; PostgreSQL does not use it.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the place holds something already.
    pub async fn create(
        place: &Place,
        key: &str,
        installation: [u8; 16],
        name: &str,
        unlock: &str,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, StoreError> {
        let now = clock.now();
        let identity = Identity {
            id: installation,
            name: name.to_owned(),
            created: now,
            last_seen: now,
            unlock: unlock.to_owned(),
        };
        Self::create_as(place, key, &identity, clock, randomness).await
    }

    /// Makes a new register for an installation that exists already, to be filled from its backup.
    /// The unlock document in `identity` is what the database says until it is filled.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the place holds something already.
    pub async fn create_as(
        place: &Place,
        key: &str,
        identity: &Identity,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, StoreError> {
        let database = match place {
            Place::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                let path = folder.join(REGISTER_FILE);
                if path.exists() {
                    return Err(StoreError::Taken(place.describe()));
                }
                let database = Database::embedded(&path, key, true).await?;
                restrict(&path)?;
                database
            }
            Place::Url(url) => Database::postgres(url).await?,
        };
        let mut transaction = database.write().await?;
        if table_exists(&database, &mut transaction, "installation").await? {
            return Err(StoreError::Taken(place.describe()));
        }
        let engine = database.engine();
        transaction
            .script(
                "CREATE TABLE formats (version BIGINT PRIMARY KEY, at BIGINT NOT NULL)".to_owned(),
            )
            .await?;
        let now = clock.now();
        for (version, text) in MIGRATIONS {
            transaction.script(engine.expand(text)).await?;
            transaction
                .execute(
                    "INSERT INTO formats (version, at) VALUES ($1, $2)",
                    values![version, now],
                )
                .await?;
        }
        transaction
            .execute(
                "INSERT INTO installation (one, id, name, created, last_seen, unlock) VALUES (1, $1, $2, $3, $4, $5)",
                values![
                    &identity.id[..],
                    identity.name.as_str(),
                    identity.created,
                    identity.last_seen,
                    identity.unlock.as_str()
                ],
            )
            .await?;
        transaction
            .execute(
                "INSERT INTO sequencer (one, size, frontier, holder, lease_until, fence) VALUES (1, 0, $1, $2, 0, 0)",
                values![Frontier::default().to_bytes(), &[0_u8; 16][..]],
            )
            .await?;
        transaction.commit().await?;
        let floor = now.max(identity.last_seen).milliseconds();
        Ok(Self {
            database,
            clock,
            randomness,
            floor: Arc::new(AtomicI64::new(floor)),
            installation: identity.id,
        })
    }

    /// Opens a register.
    ///
    /// # Errors
    /// [`StoreError::Absent`], [`StoreError::WrongKey`], [`StoreError::Newer`].
    pub async fn open(
        place: &Place,
        key: &str,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, StoreError> {
        let database = match place {
            Place::Folder(folder) => {
                let path = folder.join(REGISTER_FILE);
                if !path.exists() {
                    return Err(StoreError::Absent(place.describe()));
                }
                Database::embedded(&path, key, false).await?
            }
            Place::Url(url) => Database::postgres(url).await?,
        };
        let mut transaction = database.read().await?;
        if !table_exists(&database, &mut transaction, "formats").await? {
            return Err(StoreError::Absent(place.describe()));
        }
        let found = transaction
            .row("SELECT MAX(version) FROM formats", values![])
            .await?
            .map_or(Ok(0), |row| row.int(0))?;
        if found > FORMAT {
            return Err(StoreError::Newer {
                found,
                known: FORMAT,
            });
        }
        let row = transaction
            .row(
                "SELECT id, last_seen FROM installation WHERE one = 1",
                values![],
            )
            .await?
            .ok_or(StoreError::Damaged("the installation has no row"))?;
        let installation = row
            .bytes(0)?
            .try_into()
            .map_err(|_| StoreError::Damaged("the installation id does not have 16 bytes"))?;
        let last_seen = row.int(1)?;
        // A program that was killed kept no time, but every write has a leaf, and leaves are named in
        // the order of their time.
        let last_written = transaction
            .row(
                "SELECT recorded FROM leaves ORDER BY id DESC LIMIT 1",
                values![],
            )
            .await?
            .map_or(Ok(0), |row| row.int(0))?;
        drop(transaction);
        let register = Self {
            database,
            clock,
            randomness,
            floor: Arc::new(AtomicI64::new(last_seen.max(last_written))),
            installation,
        };
        register.migrate(found).await?;
        // Also after a restore from a backup that an earlier release made.
        let mut transaction = register.write().await?;
        if transaction.number_batches().await? {
            transaction.commit().await?;
        }
        Ok(register)
    }

    async fn migrate(&self, found: i64) -> Result<(), StoreError> {
        for (version, text) in MIGRATIONS
            .into_iter()
            .filter(|(version, _)| *version > found)
        {
            let mut transaction = self.write().await?;
            transaction.script(self.engine().expand(text)).await?;
            transaction
                .execute(
                    "INSERT INTO formats (version, at) VALUES ($1, $2)",
                    values![version, self.now()],
                )
                .await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// The unlock document kept in a PostgreSQL register, readable without any key.
    ///
    /// # Errors
    /// When there is no register.
    pub async fn unlock_document(url: &str) -> Result<String, StoreError> {
        let database = Database::postgres(url).await?;
        let mut transaction = database.read().await?;
        if !table_exists(&database, &mut transaction, "installation").await? {
            return Err(StoreError::Absent("the PostgreSQL database".to_owned()));
        }
        let row = transaction
            .row("SELECT unlock FROM installation WHERE one = 1", values![])
            .await?
            .ok_or(StoreError::Damaged("the installation has no row"))?;
        row.text(0)
    }

    /// Replaces the unlock document in the database.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_unlock_document(&self, unlock: &str) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        transaction
            .execute(
                "UPDATE installation SET unlock = $1 WHERE one = 1",
                values![unlock],
            )
            .await?;
        transaction.commit().await
    }

    /// Which engine.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.database.engine()
    }

    /// The installation's id.
    #[must_use]
    pub const fn installation(&self) -> [u8; 16] {
        self.installation
    }

    /// The clock that was passed in, never before the latest instant the register has seen: a clock
    /// set back revives nothing that has expired.
    #[must_use]
    pub fn now(&self) -> Instant {
        let now = self.clock.now().milliseconds();
        Instant::from_milliseconds(self.floor.fetch_max(now, Ordering::Relaxed).max(now))
    }

    /// The clock as it stands, for printing a difference.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// The randomness that was passed in.
    #[must_use]
    pub fn randomness(&self) -> &dyn Randomness {
        self.randomness.as_ref()
    }

    /// The same, for work that goes on elsewhere.
    #[must_use]
    pub fn shared_randomness(&self) -> Arc<dyn Randomness> {
        Arc::clone(&self.randomness)
    }

    /// Keeps the latest instant seen, so that it outlives a restart. Returns how many seconds the
    /// clock stands behind it, if it was set back.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn keep_time(&self) -> Result<i64, StoreError> {
        let now = self.now();
        let behind = (now.milliseconds() - self.clock.now().milliseconds()) / 1000;
        let mut transaction = self.write().await?;
        transaction
            .execute(
                "UPDATE installation SET last_seen = $1 WHERE one = 1 AND last_seen < $1",
                values![now],
            )
            .await?;
        transaction.commit().await?;
        Ok(behind.max(0))
    }

    /// Begins a reading transaction.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn read(&self) -> Result<Transaction, StoreError> {
        self.database.read().await
    }

    /// Begins a writing transaction.
    ///
    /// # Errors
    /// When the engine fails, or the disk is full.
    pub async fn write(&self) -> Result<Transaction, StoreError> {
        self.database.write().await
    }

    /// A sealed setting.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut transaction = self.read().await?;
        transaction
            .row("SELECT value FROM settings WHERE name = $1", values![name])
            .await?
            .map(|row| row.bytes(0))
            .transpose()
    }

    /// Runs the engine's own integrity check; the faults it names.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn engine_check(&self) -> Result<Vec<String>, StoreError> {
        let mut transaction = self.read().await?;
        if self.engine() == Engine::Postgres {
            return Ok(Vec::new());
        }
        let mut faults = Vec::new();
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
            for row in transaction.rows(pragma, values![]).await? {
                let text = row.text(0)?;
                if text != "ok" {
                    faults.push(text);
                }
            }
        }
        Ok(faults)
    }

    /// Writes everything in the write-ahead log into the database file and empties it.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn settle(&self) -> Result<(), StoreError> {
        if let Database::SqlCipher(embedded) = &self.database {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(embedded.writer())
                .await?;
        }
        Ok(())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

impl Transaction {
    /// A setting, as this transaction sees it.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn setting(&mut self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.row("SELECT value FROM settings WHERE name = $1", values![name])
            .await?
            .map(|row| row.bytes(0))
            .transpose()
    }

    /// The settings whose names begin so, with their names.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn settings_under(
        &mut self,
        beginning: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let length = i64::try_from(beginning.chars().count()).unwrap_or(i64::MAX);
        let rows = self
            .rows(
                "SELECT name, value FROM settings WHERE substr(name, 1, CAST($2 AS INTEGER)) = $1",
                values![beginning.to_owned(), length],
            )
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push((row.text(0)?, row.bytes(1)?));
        }
        found.sort();
        Ok(found)
    }

    /// Removes a setting.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn remove_setting(&mut self, name: &str) -> Result<u64, StoreError> {
        self.execute("DELETE FROM settings WHERE name = $1", values![name])
            .await
    }

    /// Forgets what must not outlive a restore: sessions, failed log-ins, kept answers, tokens
    /// with which a password could be set, and the lease of the sequencer.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn forget_the_fleeting(&mut self) -> Result<(), StoreError> {
        for statement in [
            "DELETE FROM sessions",
            "DELETE FROM attempts",
            "DELETE FROM repeats",
            "DELETE FROM restorations",
            // Whoever held it is not there any more.
            "UPDATE sequencer SET lease_until = 0",
        ] {
            self.execute(statement, values![]).await?;
        }
        Ok(())
    }

    /// Writes a setting. Whatever is secret in it is sealed already.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_setting(&mut self, name: &str, value: Vec<u8>) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            values![name, value],
        )
        .await?;
        Ok(())
    }
}

async fn table_exists(
    database: &Database,
    transaction: &mut Transaction,
    table: &str,
) -> Result<bool, StoreError> {
    let sql = match database.engine() {
        Engine::SqlCipher => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
        Engine::Postgres => {
            "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    // PostgreSQL types the literal 1 as a 32-bit number; only the presence of a row counts.
    Ok(transaction.row(sql, values![table]).await?.is_some())
}

/// The file is for its owner alone, whatever the umask says.
#[cfg(unix)]
fn restrict(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(())
}

#[cfg(not(unix))]
fn restrict(_path: &Path) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(feature = "tamper")]
impl Register {
    /// Runs a statement as somebody with the key and bad intentions would: for tests that show that
    /// it is noticed. Returns how many rows it changed.
    ///
    /// # Errors
    /// When the engine fails.
    #[doc(hidden)]
    pub async fn tamper(
        &self,
        sql: String,
        arguments: Vec<crate::Value>,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.write().await?;
        let changed = transaction.tamper(sql, arguments).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    /// Reads the first column of a query: for the same tests.
    ///
    /// # Errors
    /// When the engine fails.
    #[doc(hidden)]
    pub async fn peek(
        &self,
        sql: String,
        arguments: Vec<crate::Value>,
    ) -> Result<Vec<crate::Value>, StoreError> {
        let mut transaction = self.read().await?;
        transaction
            .composed(sql, arguments)
            .await?
            .iter()
            .map(|row| row.value(0))
            .collect()
    }
}
