//! The file of a source: under which name rows are found again, and the mapping that is kept beside it.

use casework::{
    Body as _,
    sources::{Profile, Source},
};
use kernel::{CompartmentId, FileId, Instant};
use store::{NewFile, Transaction};

use super::{ImportInto, Staging};
use crate::{
    Caller, DeskError, Draft, Result,
    bilaterals::redraft,
    files::{FACET_CLASS, OpenFile},
    house::{CompartmentKeys, House},
};

/// The file of the source an import belongs to. A new one is written with the publication, so that an
/// import that fails leaves not even the name of its source.
pub(super) struct SourceFile {
    pub(super) open: OpenFile,
    /// The row of a file that is not there yet.
    new: Option<NewFile>,
    /// What the register knew as the file of this source when the import began.
    known: Option<FileId>,
    setting: String,
    mapping: Option<serde_json::Value>,
}

fn setting(compartment: CompartmentId, source: &str, keys: &CompartmentKeys) -> String {
    let hash = keys
        .index
        .hash(FACET_CLASS, &format!("source file of {source}"));
    format!("source/{compartment}/{hash:016x}")
}

/// The columns by which a mapping finds rows and people again.
fn keys_of(mapping: &serde_json::Value) -> [Option<&serde_json::Value>; 2] {
    ["row_key", "person_key"].map(|field| {
        mapping
            .get(field)
            .filter(|keys| keys.as_array().is_some_and(|keys| !keys.is_empty()))
    })
}

impl House {
    /// Finds the file of the source, or prepares a new one. Nothing is written.
    pub(super) async fn source_file(
        &self,
        caller: &Caller,
        into: &ImportInto,
        keys: &CompartmentKeys,
        mapping: Option<serde_json::Value>,
    ) -> Result<(SourceFile, Option<serde_json::Value>, bool)> {
        let setting = setting(into.compartment, &into.source, keys);
        let known = self
            .register
            .setting(&setting)
            .await?
            .and_then(|bytes| FileId::from_slice(&bytes));
        if let Some(file) = known {
            let mut transaction = self.read().await?;
            // A source that was erased is a new one from now on.
            if let Ok((_, open)) = self.open_file(caller, &mut transaction, file).await {
                let before = self.profile_in(caller, &mut transaction, &open).await?;
                let source = SourceFile {
                    open,
                    new: None,
                    known: Some(file),
                    setting,
                    mapping,
                };
                return Ok((source, before, true));
            }
        }
        let (new, open) =
            self.new_file(keys, into.compartment, "source", None, self.now().day())?;
        let file = SourceFile {
            open,
            new: Some(new),
            known,
            setting,
            mapping,
        };
        Ok((file, None, false))
    }

    /// Whether this import reads the columns otherwise than the last one did.
    ///
    /// # Errors
    /// When rows of the source are here and the key columns are others: no row would be found again,
    /// and everybody would come in twice.
    pub(super) fn compare_mappings(
        file: &SourceFile,
        before: Option<&serde_json::Value>,
        rows_are_here: bool,
    ) -> Result<bool> {
        let (Some(now), Some(before)) = (&file.mapping, before) else {
            return Ok(false);
        };
        if rows_are_here && keys_of(now) != keys_of(before) {
            return Err(DeskError::refused("refused-import-keys-changed"));
        }
        Ok(now != before)
    }

    /// Writes what is new about the source, in the transaction that publishes.
    pub(super) async fn keep_source(
        &self,
        staging: &Staging<'_>,
        transaction: &mut Transaction,
    ) -> Result<()> {
        let file = &staging.source;
        let now = staging.now;
        if let Some(new) = &file.new {
            let present = transaction
                .setting(&file.setting)
                .await?
                .and_then(|bytes| FileId::from_slice(&bytes));
            if present != file.known {
                // Somebody brought in the first list of this source while this one was staged.
                return Err(DeskError::Overtaken);
            }
            transaction.open_file(new).await?;
            let source = Source {
                medium: "list".to_owned(),
                title: staging.into.source.clone(),
                organisation: staging.into.organisation.clone(),
                received: Some(now.day()),
                ..Source::default()
            };
            self.record_open(
                staging.caller,
                transaction,
                &file.open,
                &Draft::new(&source)?,
                now,
            )
            .await?;
            transaction
                .set_setting(&file.setting, new.id.as_bytes().to_vec())
                .await?;
        }
        if let Some(mapping) = file.mapping.clone() {
            self.keep_profile(staging.caller, transaction, &file.open, mapping, now)
                .await?;
        }
        Ok(())
    }

    /// Keeps the mapping beside its source, as a new version when it differs.
    async fn keep_profile(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
        mapping: serde_json::Value,
        now: Instant,
    ) -> Result<()> {
        let history = self.history(caller, transaction, open).await?;
        let before = history
            .bodies::<Profile>()
            .into_iter()
            .next_back()
            .map(|(entry, profile)| (entry.clone(), profile));
        match before {
            Some((_, profile)) if profile.mapping == mapping => {}
            Some((entry, profile)) => {
                let draft = redraft(
                    &entry,
                    &Profile {
                        mapping,
                        version: profile.version + 1,
                    },
                )?;
                let inner = self.inner(caller, &draft, entry.inner.originator, now)?;
                let (new, opened) =
                    self.seal_entry(open, entry.outer.id, entry.outer.version + 1, inner, now)?;
                self.append(transaction, open, new, &opened, now).await?;
            }
            None => {
                let draft = Draft::new(&Profile {
                    mapping,
                    version: 1,
                })?;
                self.record_open(caller, transaction, open, &draft, now)
                    .await?;
            }
        }
        Ok(())
    }

    async fn profile_in(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        open: &OpenFile,
    ) -> Result<Option<serde_json::Value>> {
        let history = self.history(caller, transaction, open).await?;
        Ok(history
            .bodies::<Profile>()
            .into_iter()
            .next_back()
            .map(|(_, profile)| profile.mapping))
    }

    /// The mapping that was used for a source before.
    ///
    /// # Errors
    /// When the caller may not read sources there.
    pub async fn profile(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        source: &str,
    ) -> Result<Option<serde_json::Value>> {
        let _read = self.read_right(caller, compartment, Profile::WORD)?;
        let keys = self.keys_of(caller, compartment)?;
        let Some(file) = self
            .register
            .setting(&setting(compartment, source, keys))
            .await?
            .and_then(|bytes| FileId::from_slice(&bytes))
        else {
            return Ok(None);
        };
        let mut transaction = self.read().await?;
        let Ok((_, open)) = self.open_file(caller, &mut transaction, file).await else {
            return Ok(None);
        };
        self.profile_in(caller, &mut transaction, &open).await
    }

    /// Decides for all lists of a source that come from now on: numbers of people's papers stay with the
    /// raw row, and no row waits because of one.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the source has no mapping here, or the caller may not write it.
    pub async fn keep_identity_numbers(
        &self,
        caller: &Caller,
        compartment: CompartmentId,
        source: &str,
    ) -> Result<()> {
        self.write_right(caller, compartment, Profile::WORD)?;
        let keys = self.keys_of(caller, compartment)?;
        let mut transaction = self.write().await?;
        let file = transaction
            .setting(&setting(compartment, source, keys))
            .await?
            .and_then(|bytes| FileId::from_slice(&bytes))
            .ok_or(DeskError::Absent)?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        let mut mapping = self
            .profile_in(caller, &mut transaction, &open)
            .await?
            .ok_or(DeskError::Absent)?;
        let fields = mapping.as_object_mut().ok_or(DeskError::Absent)?;
        fields.insert("identity_numbers".to_owned(), "keep".into());
        let version = fields.get("version").and_then(serde_json::Value::as_u64);
        fields.insert("version".to_owned(), (version.unwrap_or(1) + 1).into());
        let now = self.now();
        self.keep_profile(caller, &mut transaction, &open, mapping, now)
            .await?;
        transaction.commit().await?;
        Ok(())
    }
}
