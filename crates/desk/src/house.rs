//! The house: a register with its keys, as every use case finds it.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use kernel::{Clock, CompartmentId, Instant, OrganisationId, Randomness, UserId};
use sealing::{Argon2Cost, CompartmentKey, DataKey, IndexKey, Unlock};
use store::{Place, Register, StoredCompartment, StoredOrganisation, Transaction};

use crate::{DeskError, Result};

/// The name of the unlock document in a data folder. It holds only what opens with a key.
pub const UNLOCK_FILE: &str = "unlock.json";

/// What stands in place of the unlock document while a database is being restored.
pub(crate) const RESTORING_TEXT: &str = "restoring";

/// The holder under which compartment keys are wrapped for the server.
pub(crate) const SERVER: [u8; 16] = [0; 16];

/// The user in whose name the program itself writes: first start, clocks, recovery.
pub const PROGRAM: UserId = UserId::from_bytes([0; 16]);

/// The keys of one compartment, as far as they are at hand.
#[derive(Clone)]
pub struct CompartmentKeys {
    /// Whether only members hold them.
    pub sealed: bool,
    /// The present epoch.
    pub epoch: i64,
    /// The organisation that owns the compartment.
    pub organisation: OrganisationId,
    /// Its name.
    pub title: String,
    pub(crate) keys: BTreeMap<i64, Arc<CompartmentKey>>,
    /// The key of the blind index: of the first epoch, so that a new epoch needs no new index.
    pub(crate) index: Arc<IndexKey>,
}

impl CompartmentKeys {
    pub(crate) fn key(&self, epoch: i64) -> Result<&CompartmentKey> {
        self.keys
            .get(&epoch)
            .map(AsRef::as_ref)
            .ok_or(DeskError::Absent)
    }

    pub(crate) fn present(&self) -> Result<&CompartmentKey> {
        self.key(self.epoch)
    }
}

/// Compartment keys by compartment.
pub(crate) type Keyring = HashMap<CompartmentId, CompartmentKeys>;

/// How the data key is obtained.
pub enum KeySource<'a> {
    /// A passphrase.
    Passphrase(&'a str),
    /// The content of a key file, or what a command printed.
    KeyFile(&'a [u8]),
    /// Recovery shares.
    Shares(&'a [String]),
}

/// An open register with its keys.
pub struct House {
    pub(crate) register: Register,
    pub(crate) data_key: DataKey,
    /// Keys of ordinary compartments, which the server opens.
    pub(crate) server_keys: RwLock<Arc<Keyring>>,
    /// Our own organisation.
    pub(crate) organisation: OrganisationId,
    pub(crate) place: Place,
    pub(crate) folder: Option<PathBuf>,
    /// What one password costs; tests use a cheap one.
    pub(crate) cost: Argon2Cost,
    pub(crate) holder: [u8; 16],
    pub(crate) dummy_password: sealing::PasswordRecord,
    /// What reviewers taught; in memory only.
    pub(crate) lessons: crate::matches::Lessons,
}

/// What a new register begins with.
pub struct Beginning<'a> {
    /// The name of the installation.
    pub installation_name: &'a str,
    /// The name of our own organisation.
    pub organisation: &'a str,
    /// The passphrase of the data key.
    pub passphrase: &'a str,
    /// Log-in name of the first administrator.
    pub administrator: &'a str,
    /// Their password.
    pub password: &'a str,
    /// What a password costs.
    pub cost: Argon2Cost,
}

fn text_of(id: [u8; 16]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl House {
    /// Makes a new register with its first administrator. Returns the administrator as well.
    ///
    /// # Errors
    /// When the place is taken, the password is too weak, or the store fails; nothing is left behind then
    /// but an empty folder.
    pub async fn begin(
        place: &Place,
        beginning: &Beginning<'_>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<(Self, UserId)> {
        sealing::check_password(
            beginning.password,
            &[
                "unforgotten",
                beginning.administrator,
                beginning.organisation,
            ],
        )
        .map_err(|_| DeskError::refused("refused-password-weak"))?;
        if beginning.passphrase.chars().count() < sealing::MINIMUM_LENGTH {
            return Err(DeskError::refused("refused-passphrase-short"));
        }
        let installation = *kernel::identifier(clock.as_ref(), randomness.as_ref()).as_bytes();
        let data_key = DataKey::random(randomness.as_ref());
        let mut unlock = Unlock::new(&text_of(installation));
        unlock.add_passphrase(
            &data_key,
            beginning.passphrase,
            beginning.cost,
            randomness.as_ref(),
        )?;
        let document = unlock.to_text()?;
        if let Place::Folder(folder) = place {
            let path = folder.join(UNLOCK_FILE);
            if path.exists() {
                return Err(DeskError::Store(store::StoreError::Taken(
                    folder.display().to_string(),
                )));
            }
        }
        let register = Register::create(
            place,
            &data_key.database_key(),
            installation,
            beginning.installation_name,
            &document,
            clock,
            Arc::clone(&randomness),
        )
        .await?;
        if let Place::Folder(folder) = place {
            write_document(&folder.join(UNLOCK_FILE), &document)?;
        }
        let now = register.now();
        let organisation = OrganisationId::new(register.clock(), register.randomness());
        let mut transaction = register.write().await?;
        transaction
            .add_organisation(
                &StoredOrganisation {
                    id: organisation,
                    name: beginning.organisation.to_owned(),
                    kind: "own".to_owned(),
                    vetted_until: None,
                },
                now,
            )
            .await?;
        transaction.set_grants(&grants()).await?;
        transaction.commit().await?;
        let house = Self::assemble(register, data_key, place.clone(), beginning.cost).await?;
        let administrator = house
            .first_administrator(beginning.administrator, beginning.password)
            .await?;
        Ok((house, administrator))
    }

    /// Opens a register.
    ///
    /// # Errors
    /// When there is none, the key is wrong, or a newer program wrote it.
    pub async fn open(
        place: &Place,
        source: &KeySource<'_>,
        cost: Argon2Cost,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self> {
        let unlock = Self::unlock_document(place).await?;
        let data_key = match source {
            KeySource::Passphrase(passphrase) => {
                let passphrase = zeroize::Zeroizing::new((*passphrase).to_owned());
                crate::callers::slowly(move || unlock.open_with_passphrase(&passphrase)).await??
            }
            KeySource::KeyFile(content) => unlock.open_with_key_file(content)?,
            KeySource::Shares(shares) => unlock.open_with_shares(shares)?,
        };
        let register = Register::open(place, &data_key.database_key(), clock, randomness).await?;
        let mut transaction = register.write().await?;
        transaction.set_grants(&grants()).await?;
        let then = register
            .now()
            .plus_seconds(-crate::evidence::COMING_SECONDS);
        transaction.drop_blobs_untouched_since(then).await?;
        transaction.commit().await?;
        // Nobody saw what was being staged when the program ended, so it goes; what another program
        // is staging at this moment stays.
        crate::imports::discard_dead(&register).await?;
        Self::assemble(register, data_key, place.clone(), cost).await
    }

    /// The unlock document of a register: what a locked server knows.
    ///
    /// # Errors
    /// When there is no register, or the folder is half restored.
    pub async fn unlock_document(place: &Place) -> Result<Unlock> {
        let text = match place {
            Place::Folder(folder) => {
                if folder.join(crate::backup::RESTORING_FILE).exists() {
                    return Err(DeskError::Store(store::StoreError::Backup(format!(
                        "{} is half restored: remove it and restore again; nothing was changed",
                        folder.display()
                    ))));
                }
                std::fs::read_to_string(folder.join(UNLOCK_FILE)).map_err(|error| {
                    match error.kind() {
                        std::io::ErrorKind::NotFound => DeskError::Store(
                            store::StoreError::Absent(folder.display().to_string()),
                        ),
                        _ => DeskError::Store(store::StoreError::Io(error)),
                    }
                })?
            }
            Place::Url(url) => Register::unlock_document(url).await?,
        };
        if text == RESTORING_TEXT {
            return Err(DeskError::Store(store::StoreError::Backup(
                "the PostgreSQL database is half restored: empty it and restore again; nothing was changed".to_owned(),
            )));
        }
        Ok(Unlock::parse(&text)?)
    }

    pub(crate) async fn assemble(
        register: Register,
        data_key: DataKey,
        place: Place,
        cost: Argon2Cost,
    ) -> Result<Self> {
        let mut transaction = register.read().await?;
        let organisation = transaction
            .organisations()
            .await?
            .into_iter()
            .find(|organisation| organisation.kind == "own")
            .map(|organisation| organisation.id)
            .ok_or(DeskError::Inside(
                "the installation has no organisation of its own",
            ))?;
        drop(transaction);
        let folder = match &place {
            Place::Folder(folder) => Some(folder.clone()),
            Place::Url(_) => None,
        };
        let holder = *kernel::identifier(register.clock(), register.randomness()).as_bytes();
        let dummy_password = sealing::PasswordRecord::dummy(cost, register.randomness());
        let house = Self {
            register,
            data_key,
            server_keys: RwLock::new(Arc::new(HashMap::new())),
            organisation,
            place,
            folder,
            cost,
            holder,
            dummy_password,
            lessons: crate::matches::Lessons::default(),
        };
        house.load_server_keys().await?;
        Ok(house)
    }

    /// Reads the keys of ordinary compartments again, after one was added or moved to a new epoch.
    pub(crate) async fn load_server_keys(&self) -> Result<()> {
        let mut transaction = self.register.read().await?;
        let compartments = transaction.compartments().await?;
        let wraps = transaction.wraps_of(SERVER).await?;
        drop(transaction);
        let mut keyring = Keyring::new();
        for compartment in compartments
            .into_iter()
            .filter(|compartment| !compartment.sealed)
        {
            let mut keys = BTreeMap::new();
            for (_, epoch, wrapped) in wraps.iter().filter(|(id, _, _)| *id == compartment.id) {
                let key = CompartmentKey::unwrap_for_installation(
                    &self.data_key,
                    compartment.id.as_bytes(),
                    u32::try_from(*epoch)
                        .map_err(|_| DeskError::Inside("an epoch is out of range"))?,
                    wrapped,
                )?;
                keys.insert(*epoch, Arc::new(key));
            }
            if let Some(entry) = compartment_keys(&compartment, keys)? {
                keyring.insert(compartment.id, entry);
            }
        }
        if let Ok(mut guard) = self.server_keys.write() {
            *guard = Arc::new(keyring);
        }
        Ok(())
    }

    pub(crate) fn server_keyring(&self) -> Arc<Keyring> {
        self.server_keys
            .read()
            .map_or_else(|_| Arc::new(HashMap::new()), |guard| Arc::clone(&guard))
    }

    /// The present instant, as the register sees it.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.register.now()
    }

    /// Our own organisation.
    #[must_use]
    pub const fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// The register itself, for measuring and checking.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// A key for something of the server's own that is neither content nor a person's.
    #[must_use]
    pub fn server_secret(&self, purpose: &str) -> sealing::SecretKey {
        self.data_key.server_secret(purpose)
    }

    /// The key that signs list cursors.
    #[must_use]
    pub fn cursor_key(&self) -> sealing::CursorKey {
        self.data_key.cursor_key()
    }

    /// Where the register lives, if it is a folder.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Adds a way to open the register: a key file for unattended start.
    ///
    /// # Errors
    /// When the file is too short, or cannot be written.
    pub async fn add_key_file(&self, content: &[u8]) -> Result<()> {
        let mut unlock = Self::unlock_document(&self.place).await?;
        unlock.add_key_file(&self.data_key, content, self.register.randomness())?;
        self.keep_unlock(&unlock).await
    }

    /// Adds k-of-n recovery shares; they are shown once and kept by people.
    ///
    /// # Errors
    /// When the numbers make no sense.
    pub async fn add_shares(&self, threshold: u8, total: u8) -> Result<Vec<sealing::ShareText>> {
        let mut unlock = Self::unlock_document(&self.place).await?;
        let shares =
            unlock.add_shares(&self.data_key, threshold, total, self.register.randomness())?;
        self.keep_unlock(&unlock).await?;
        Ok(shares)
    }

    async fn keep_unlock(&self, unlock: &Unlock) -> Result<()> {
        let document = unlock.to_text()?;
        self.register.set_unlock_document(&document).await?;
        if let Some(folder) = &self.folder {
            write_document(&folder.join(UNLOCK_FILE), &document)?;
        }
        Ok(())
    }

    /// Closes the register, and lets the next program sequence at once. Where that fails, the lease
    /// runs out by itself.
    pub async fn close(&self) {
        let _ = self.leave_sequencer().await;
        self.register.close().await;
    }

    pub(crate) async fn write(&self) -> Result<Transaction> {
        Ok(self.register.write().await?)
    }

    pub(crate) async fn read(&self) -> Result<Transaction> {
        Ok(self.register.read().await?)
    }
}

/// The keys of a compartment with its opened title; nothing when no key is at hand.
pub(crate) fn compartment_keys(
    compartment: &StoredCompartment,
    keys: BTreeMap<i64, Arc<CompartmentKey>>,
) -> Result<Option<CompartmentKeys>> {
    let (Some((_, first)), Some(present)) = (keys.first_key_value(), keys.get(&compartment.epoch))
    else {
        return Ok(None);
    };
    let title = sealing::open(
        &title_key(present, compartment.id)?,
        &title_context(compartment.id),
        &compartment.title,
    )?;
    Ok(Some(CompartmentKeys {
        sealed: compartment.sealed,
        epoch: compartment.epoch,
        organisation: compartment.organisation,
        title: String::from_utf8_lossy(&title).into_owned(),
        index: Arc::new(first.index_key()),
        keys,
    }))
}

fn title_context(compartment: CompartmentId) -> Vec<u8> {
    sealing::context("compartment title", &[compartment.as_bytes()])
}

/// Titles and reports of a compartment are sealed under the private half of its drop box, which
/// whoever holds the compartment key can derive.
fn title_key(key: &CompartmentKey, _compartment: CompartmentId) -> Result<sealing::SecretKey> {
    Ok(key
        .drop_box()
        .secret()
        .derive("unforgotten compartment papers"))
}

/// Seals a paper of the compartment: its title, the report of an import.
pub(crate) fn seal_paper(
    key: &CompartmentKey,
    compartment: CompartmentId,
    purpose: &str,
    content: &[u8],
    randomness: &dyn Randomness,
) -> Result<Vec<u8>> {
    Ok(sealing::seal(
        &title_key(key, compartment)?,
        &sealing::context(purpose, &[compartment.as_bytes()]),
        content,
        randomness,
    ))
}

/// Opens a paper of the compartment.
pub(crate) fn open_paper(
    key: &CompartmentKey,
    compartment: CompartmentId,
    purpose: &str,
    sealed: &[u8],
) -> Result<Vec<u8>> {
    Ok(sealing::open(
        &title_key(key, compartment)?,
        &sealing::context(purpose, &[compartment.as_bytes()]),
        sealed,
    )?
    .to_vec())
}

fn grants() -> Vec<(String, String, String)> {
    access::grants_rows()
        .into_iter()
        .map(|(role, kind, action)| {
            (
                role.code().to_owned(),
                kind.to_owned(),
                action.code().to_owned(),
            )
        })
        .collect()
}

/// Writes a small document so that a crash leaves the old one or the new one.
pub(crate) fn write_document(path: &Path, text: &str) -> Result<()> {
    use std::io::Write;
    let write = || -> std::io::Result<()> {
        let temporary = path.with_extension("new");
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&temporary, std::fs::Permissions::from_mode(0o600))?;
        }
        std::fs::rename(&temporary, path)?;
        if let Some(folder) = path.parent() {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    write().map_err(|error| DeskError::Store(store::StoreError::Io(error)))
}
