//! Backups: one picture of the register in two sealed files, register and keyring, and the way back.
//!
//! A pair is `NAME.register` and `NAME.keyring`. The keyring holds the wrapped keys of files and
//! compartments: throw it away after its days, and no older backup can bring back what was erased
//! since. Each file is a line of JSON, the header, and then blocks of `length (4, big-endian) ·
//! sealed bytes`. Every block is bound to the header, its part, its number and whether it is the
//! last one, so that nothing can be changed, cut, swapped or put in another order unnoticed. The
//! header holds the unlock document: a restore needs the two files and a passphrase, a key file or
//! recovery shares, nothing else.

mod sealed_file;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use kernel::{Clock, Day, Instant, Randomness};
use sealing::{Argon2Cost, DataKey, Unlock};
use serde::{Deserialize, Serialize};
use store::{BackupSummary, Identity, Place, Register, StoreError};

use crate::{
    DeskError, Result,
    audit::hexadecimal,
    erasure::{JOURNAL_FILE, Tombstone, last_words, read_journal, write_journal},
    house::{House, KeySource, RESTORING_TEXT, UNLOCK_FILE, write_document},
};
use sealed_file::{Contents, Header, Part, Reader, Writer, read_header};

/// Marks a folder as half restored.
pub const RESTORING_FILE: &str = "restoring";

/// The setting that says for how many days keyrings are kept.
pub(crate) const KEYRING_DAYS_SETTING: &str = "backup/keyring_days";
/// How many days keyrings are kept where nothing is set.
pub const KEYRING_DAYS: i32 = 30;

/// The most that can be set: an erasure must be whole within ninety days, backups included.
pub const MOST_KEYRING_DAYS: i32 = 90;

/// How many bytes one transaction of a restore takes in.
const LOADED_AT_ONCE: usize = 8 << 20;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupReport {
    /// The file of the register.
    pub register: PathBuf,
    /// The file of the keyring.
    pub keyring: PathBuf,
    /// When it was made.
    pub created: Instant,
    /// The last day for which the keyring should be kept.
    pub keep_keyring_until: Day,
    /// Rows by table, and the digest over all of them.
    pub rows: std::collections::BTreeMap<String, u64>,
    /// SHA-256 over all rows in order, as hexadecimal digits: a restore must arrive at the same.
    pub digest: String,
    /// Bytes of both files.
    pub bytes: u64,
}

/// What a restore has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RestoreReport {
    /// When the backup was made: what was written later is not in it.
    pub created: Instant,
    /// Rows by table.
    pub rows: std::collections::BTreeMap<String, u64>,
    /// The digest of what was restored: the same as the backup's.
    pub digest: String,
    /// How many files of the backup were erased again.
    pub erased_again: u64,
    /// How many members and memberships got the status again that they had when the register was lost.
    pub statuses_again: u64,
    /// The name of the installation.
    pub installation: String,
}

pub(crate) fn refused(text: impl Into<String>) -> DeskError {
    DeskError::Store(StoreError::Backup(text.into()))
}

pub(crate) fn io(error: std::io::Error) -> DeskError {
    // ENOSPC is the one error of the system that people can do something about.
    if error.kind() == std::io::ErrorKind::StorageFull {
        return DeskError::Full;
    }
    DeskError::Store(StoreError::Io(error))
}

/// The two files of a pair, from its name with or without an ending.
fn pair_of(path: &Path) -> (PathBuf, PathBuf) {
    let base = match path.extension().and_then(|ending| ending.to_str()) {
        Some("register" | "keyring") => path.with_extension(""),
        _ => path.to_path_buf(),
    };
    let with = |ending: &str| {
        let mut name = base.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    (with(".register"), with(".keyring"))
}

fn sync_folder(path: &Path) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io)
}

impl House {
    /// How many days the keyrings of backups are kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn keyring_days(&self) -> Result<i32> {
        let stored = self.register.setting(KEYRING_DAYS_SETTING).await?;
        Ok(stored
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| text.parse().ok())
            .unwrap_or(KEYRING_DAYS))
    }

    /// Sets how many days the keyrings of backups are kept, 1 to [`MOST_KEYRING_DAYS`].
    ///
    /// # Errors
    /// When the caller does not manage backups, or the number makes no sense.
    pub async fn set_keyring_days(&self, caller: &crate::Caller, days: i32) -> Result<()> {
        let _permit = self.manage(caller, "backup")?;
        if !(1..=MOST_KEYRING_DAYS).contains(&days) {
            return Err(DeskError::refused("refused-keyring-days"));
        }
        let mut transaction = self.write().await?;
        transaction
            .set_setting(KEYRING_DAYS_SETTING, days.to_string().into_bytes())
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "keyring_days",
            [0; 16],
            days.to_string().as_bytes(),
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Writes a backup of the register while others go on writing. `target` is a folder, where the
    /// pair is named after the instant, or the name of the pair.
    ///
    /// # Errors
    /// When a file of that name is there, or the disk is full; then nothing of the new pair is left.
    pub async fn backup(&self, target: &Path) -> Result<BackupReport> {
        let now = self.now();
        let name = if target.is_dir() {
            let stamp: String = now
                .rfc3339()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(15)
                .collect();
            target.join(format!("unforgotten-{stamp}"))
        } else {
            target.to_path_buf()
        };
        let (register, keyring) = pair_of(&name);
        for path in [&register, &keyring] {
            if path.exists() {
                return Err(refused(format!(
                    "{} is there already; nothing was written",
                    path.display()
                )));
            }
        }
        let identity = self.register.identity().await?;
        let unlock = Self::unlock_document(&self.place).await?;
        let header = Header::new(
            &identity,
            unlock,
            hexadecimal(&self.random_bytes::<16>()),
            now,
        );
        let key = self.server_secret("backup");
        let randomness = self.register.randomness();
        let mut to_register =
            Writer::create(&register, &header.part(Part::Register), &key, randomness)?;
        let mut to_keyring =
            Writer::create(&keyring, &header.part(Part::Keyring), &key, randomness)?;
        let summary = self
            .register
            .dump(&mut |dump| {
                let writer = if dump.keyring {
                    &mut to_keyring
                } else {
                    &mut to_register
                };
                writer.block(&dump.bytes).map_err(|error| match error {
                    DeskError::Store(error) => error,
                    DeskError::Full => StoreError::Full,
                    other => StoreError::Backup(other.to_string()),
                })
            })
            .await?;
        let contents = Contents {
            name: identity.name,
            created: identity.created,
            last_seen: now,
            rows: summary.rows.clone(),
            digest: summary.digest.clone(),
            part_digest: String::new(),
        };
        // The keyring first: a register without its keyring restores nothing.
        let bytes = to_keyring.finish(contents.clone())? + to_register.finish(contents)?;
        sync_folder(&register)?;
        let BackupSummary { rows, digest } = summary;
        let keep_keyring_until = now.day().plus(self.keyring_days().await?);
        Ok(BackupReport {
            register,
            keyring,
            created: now,
            keep_keyring_until,
            rows,
            digest,
            bytes,
        })
    }

    /// The keyrings in a folder, of backups of this installation, whose days are over. Removing them
    /// is what makes an erasure final.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn expired_keyrings(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let today = self.now().day();
        let days = self.keyring_days().await?;
        let installation = hexadecimal(&self.register.installation());
        let mut expired = Vec::new();
        for file in std::fs::read_dir(folder).map_err(io)? {
            let path = file.map_err(io)?.path();
            if path.extension().is_none_or(|ending| ending != "keyring") {
                continue;
            }
            let Ok((header, _, _)) = read_header(&path) else {
                continue;
            };
            if header.installation == installation && header.created.day().plus(days) < today {
                expired.push(path);
            }
        }
        expired.sort();
        Ok(expired)
    }
}

/// A pair of files whose headers agree, with the key that opens them.
struct Pair {
    register: PathBuf,
    keyring: PathBuf,
    header: Header,
    data_key: DataKey,
}

impl Pair {
    fn open(path: &Path, source: &KeySource<'_>) -> Result<Self> {
        let (register, keyring) = pair_of(path);
        for part in [&register, &keyring] {
            if !part.exists() {
                return Err(refused(format!(
                    "{} is not there: a backup is a pair of files",
                    part.display()
                )));
            }
        }
        let (header, _, _) = read_header(&register)?;
        let (other, _, _) = read_header(&keyring)?;
        for (path, found, expected) in [
            (&register, header.part, Part::Register),
            (&keyring, other.part, Part::Keyring),
        ] {
            if found != expected {
                return Err(refused(format!(
                    "{} holds the other part of a backup: the two were swapped",
                    path.display()
                )));
            }
        }
        if other.part(Part::Register) != header {
            return Err(refused(format!(
                "{} and {} are not of the same backup",
                register.display(),
                keyring.display()
            )));
        }
        let unlock: &Unlock = &header.unlock;
        let data_key = match source {
            KeySource::Passphrase(passphrase) => unlock.open_with_passphrase(passphrase)?,
            KeySource::KeyFile(content) => unlock.open_with_key_file(content)?,
            KeySource::Shares(shares) => unlock.open_with_shares(shares)?,
        };
        Ok(Self {
            register,
            keyring,
            header,
            data_key,
        })
    }

    /// Reads both files from beginning to end; nothing is believed before that.
    fn verify(&self) -> Result<Contents> {
        let key = self.data_key.server_secret("backup");
        let register = Reader::open(&self.register, &key)?.read_to_end()?;
        let keyring = Reader::open(&self.keyring, &key)?.read_to_end()?;
        if keyring.digest != register.digest || keyring.rows != register.rows {
            return Err(refused(format!(
                "{} is not of the same backup as the register",
                self.keyring.display()
            )));
        }
        Ok(register)
    }
}

/// Verifies a backup without restoring it: every byte of both files.
///
/// # Errors
/// A plain sentence that names the file and what is wrong with it.
pub fn verify_backup(path: &Path, source: &KeySource<'_>) -> Result<BackupReport> {
    let pair = Pair::open(path, source)?;
    let contents = pair.verify()?;
    let size = |path: &Path| std::fs::metadata(path).map(|data| data.len()).map_err(io);
    Ok(BackupReport {
        created: pair.header.created,
        keep_keyring_until: pair.header.created.day().plus(KEYRING_DAYS),
        rows: contents.rows,
        digest: contents.digest,
        bytes: size(&pair.register)? + size(&pair.keyring)?,
        register: pair.register,
        keyring: pair.keyring,
    })
}

/// Restores a backup into an empty place, of either engine. `journal` is the `erasures.journal` of
/// the register that was lost, so that what was erased, and who had left, since the backup stays so.
///
/// # Errors
/// A plain sentence. Until both files are verified nothing is written; after that a folder or
/// database that was not filled to the end is marked, and opened by nothing.
pub async fn restore(
    from: &Path,
    place: &Place,
    source: &KeySource<'_>,
    journal: Option<&Path>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    cost: Argon2Cost,
) -> Result<RestoreReport> {
    let pair = Pair::open(from, source)?;
    let contents = pair.verify()?;
    let secret = pair.data_key.server_secret("erasures");
    let mut tombstones = Vec::new();
    if let Some(journal) = journal {
        tombstones.extend(read_journal(journal, &secret)?);
    }
    if let Place::Folder(folder) = place {
        // A journal may have been kept where the register was; anything else means it is not empty.
        tombstones.extend(prepare(folder, &secret)?);
    }
    let document = pair.header.unlock.to_text()?;
    let identity = Identity {
        id: pair.header.installation_id()?,
        name: contents.name.clone(),
        created: contents.created,
        last_seen: contents.last_seen,
        unlock: RESTORING_TEXT.to_owned(),
    };
    let register = Register::create_as(
        place,
        &pair.data_key.database_key(),
        &identity,
        clock,
        Arc::clone(&randomness),
    )
    .await?;
    let key = pair.data_key.server_secret("backup");
    let mut carried = store::CarriedColumns::default();
    for path in [&pair.register, &pair.keyring] {
        let mut reader = Reader::open(path, &key)?;
        let mut transaction = register.write().await?;
        let mut loaded = 0;
        while let Some(block) = reader.block()? {
            transaction.load(&block).await?;
            carried.note(&block)?;
            loaded += block.len();
            if loaded > LOADED_AT_ONCE {
                transaction.commit().await?;
                transaction = register.write().await?;
                loaded = 0;
            }
        }
        transaction.commit().await?;
    }
    let summary = register.digest_over(&carried).await?;
    if summary.digest != contents.digest {
        return Err(refused(
            "what was restored is not what was backed up: the digests differ; the place stays marked as half restored",
        ));
    }
    let mut transaction = register.write().await?;
    transaction.forget_the_fleeting().await?;
    let (mut erased_again, mut statuses_again) = (0, 0);
    for tombstone in last_words(&tombstones) {
        if tombstone.apply(&mut transaction).await? {
            match tombstone {
                Tombstone::Erased { .. } => erased_again += 1,
                // It goes with an erasure and is counted with it.
                Tombstone::ErasedMark { .. } => {}
                _ => statuses_again += 1,
            }
        }
    }
    let now = register.now();
    let erasures = transaction.erasures().await?;
    let marks = crate::erasure::marks::all(&mut transaction).await?;
    transaction.commit().await?;
    register.settle().await?;
    if let Place::Folder(folder) = place {
        let erased = erasures
            .into_iter()
            .map(|(file, at, by, final_day)| Tombstone::Erased {
                file,
                at,
                by,
                final_day,
            });
        let marked = marks
            .into_iter()
            .map(|(name, mark)| Tombstone::ErasedMark { name, mark });
        for known in erased.chain(marked) {
            if !tombstones.contains(&known) {
                tombstones.push(known);
            }
        }
        write_journal(
            &folder.join(JOURNAL_FILE),
            &tombstones,
            &secret,
            randomness.as_ref(),
        )?;
        write_document(&folder.join(UNLOCK_FILE), &document)?;
    }
    register.set_unlock_document(&document).await?;
    // The house stands again once its keys open; only then the mark goes.
    let house = House::assemble(register, pair.data_key, place.clone(), cost).await?;
    let mut transaction = house.write().await?;
    let detail = format!("backup of {}", pair.header.created);
    house
        .event(
            &mut transaction,
            crate::PROGRAM,
            "restored",
            [0; 16],
            detail.as_bytes(),
        )
        .await?;
    transaction.commit().await?;
    tracing::info!(at = now.milliseconds(), "restored from a backup");
    house.close().await;
    if let Place::Folder(folder) = place {
        std::fs::remove_file(folder.join(RESTORING_FILE)).map_err(io)?;
        sync_folder(&folder.join(RESTORING_FILE))?;
    }
    Ok(RestoreReport {
        created: pair.header.created,
        rows: summary.rows,
        digest: summary.digest,
        erased_again,
        statuses_again,
        installation: contents.name,
    })
}

/// Makes an empty folder ready and marks it as half restored. A journal of erasures may lie in it.
fn prepare(folder: &Path, secret: &sealing::SecretKey) -> Result<Vec<Tombstone>> {
    std::fs::create_dir_all(folder).map_err(io)?;
    for file in std::fs::read_dir(folder).map_err(io)? {
        let name = file.map_err(io)?.file_name();
        if name == RESTORING_FILE {
            return Err(refused(format!(
                "{} is half restored: remove it and restore again; nothing was changed",
                folder.display()
            )));
        }
        if name != JOURNAL_FILE {
            return Err(DeskError::Store(StoreError::Taken(
                folder.display().to_string(),
            )));
        }
    }
    let journal = folder.join(JOURNAL_FILE);
    let tombstones = if journal.exists() {
        read_journal(&journal, secret)?
    } else {
        Vec::new()
    };
    let mark = folder.join(RESTORING_FILE);
    std::fs::write(
        &mark,
        b"This folder is half restored. Remove it and restore again.\n",
    )
    .map_err(io)?;
    std::fs::File::open(&mark)
        .and_then(|file| file.sync_all())
        .map_err(io)?;
    sync_folder(&mark)?;
    Ok(tombstones)
}
