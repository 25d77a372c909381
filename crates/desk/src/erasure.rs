//! Erasing a file: two officers, one destroyed key, and a receipt that says what it does not reach.
//!
//! Whoever was asked to forget a person must be able to; and nobody must be able to make a person
//! disappear alone. The first officer asks, a second one confirms within a week. The reason is
//! sealed under the compartment's key while it waits, and goes with the file: the ledger keeps who
//! and when.

pub(crate) mod marks;

use std::{io::Write, path::Path};

use access::{MemberStatus, Resource};
use kernel::{CompartmentId, Day, FileId, Instant, Randomness, UserId};
use sealing::SecretKey;
use serde::{Deserialize, Serialize};
use store::Transaction;

use crate::{
    Caller, DeskError, Result,
    audit::{from_hexadecimal, hexadecimal},
    backup::{io, refused},
    callers::status_code,
    house::{CompartmentKeys, House, open_paper, seal_paper},
};

/// The journal of what must stay undone after a restore, in the data folder.
pub const JOURNAL_FILE: &str = "erasures.journal";
/// How long a request to erase waits for the second officer.
const WAITS_DAYS: i64 = 7;
const ASKED: &str = "erasure/";

/// Something that a restore must do again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Tombstone {
    /// A file was erased.
    Erased {
        file: FileId,
        at: Instant,
        by: UserId,
        final_day: Day,
    },
    /// A key under which a list knew somebody who was erased: the next list must not bring them back.
    ErasedMark { name: String, mark: marks::Mark },
    /// The status of a member changed: who was shut out is not to be let in by an older picture.
    MemberStatus {
        user: UserId,
        status: i64,
        at: Instant,
    },
    /// The status of a membership changed.
    MembershipStatus {
        user: UserId,
        compartment: CompartmentId,
        role: String,
        status: i64,
        at: Instant,
    },
}

impl Tombstone {
    /// Does it again. Says whether anything had to be done.
    pub(crate) async fn apply(&self, transaction: &mut Transaction) -> Result<bool> {
        Ok(match self {
            Self::Erased {
                file,
                at,
                by,
                final_day,
            } => {
                let there = transaction.file_key(*file).await?.is_some();
                if there {
                    transaction.erase_file(*file, *by, *at, *final_day).await?;
                }
                there
            }
            Self::ErasedMark { name, mark } => {
                let missing = transaction.setting(name).await?.is_none();
                if missing {
                    marks::set(transaction, name, mark).await?;
                }
                missing
            }
            Self::MemberStatus { user, status, .. } => match transaction.user(*user).await? {
                Some(mut stored) if stored.status != *status => {
                    stored.status = *status;
                    transaction.update_user(&stored).await?;
                    if *status == status_code(MemberStatus::Ended) {
                        for membership in transaction.memberships_of(*user).await? {
                            transaction
                                .remove_wraps(membership.compartment, *user.as_bytes())
                                .await?;
                        }
                    }
                    true
                }
                _ => false,
            },
            Self::MembershipStatus {
                user,
                compartment,
                role,
                status,
                ..
            } => {
                let found = transaction
                    .memberships_of(*user)
                    .await?
                    .into_iter()
                    .find(|known| {
                        known.compartment == *compartment
                            && known.role == *role
                            && known.status != *status
                    });
                match found {
                    Some(mut membership) => {
                        if *status == status_code(MemberStatus::Ended) {
                            transaction
                                .remove_wraps(*compartment, *user.as_bytes())
                                .await?;
                        }
                        membership.status = *status;
                        transaction.set_membership(&membership).await?;
                        true
                    }
                    None => false,
                }
            }
        })
    }

    /// What it is about: of several lines about the same, only the last one counts.
    fn subject(&self) -> (Option<FileId>, Option<UserId>, Option<CompartmentId>, &str) {
        match self {
            Self::Erased { file, .. } => (Some(*file), None, None, ""),
            Self::ErasedMark { name, .. } => (None, None, None, name),
            Self::MemberStatus { user, .. } => (None, Some(*user), None, ""),
            Self::MembershipStatus {
                user,
                compartment,
                role,
                ..
            } => (None, Some(*user), Some(*compartment), role),
        }
    }
}

/// The lines of a journal of which none is overtaken by a later one.
pub(crate) fn last_words(tombstones: &[Tombstone]) -> impl Iterator<Item = &Tombstone> {
    tombstones
        .iter()
        .enumerate()
        .filter_map(|(position, tombstone)| {
            let overtaken = tombstones
                .iter()
                .skip(position + 1)
                .any(|later| later.subject() == tombstone.subject());
            (!overtaken).then_some(tombstone)
        })
}

fn line(tombstone: &Tombstone, secret: &SecretKey, randomness: &dyn Randomness) -> Result<String> {
    let plain = serde_json::to_vec(tombstone)
        .map_err(|_| DeskError::Inside("a line of the journal cannot be written"))?;
    // Sealed, because a forged line would erase a file at the next restore.
    let sealed = sealing::seal(secret, b"unforgotten/1/erasures", &plain, randomness);
    Ok(format!("{}\n", hexadecimal(&sealed)))
}

/// Reads a journal. A last line without its end was cut by a crash before its erasure happened, and
/// is passed over; any other line that does not open is refused.
pub(crate) fn read_journal(path: &Path, secret: &SecretKey) -> Result<Vec<Tombstone>> {
    let text = std::fs::read_to_string(path).map_err(io)?;
    let mut tombstones = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let opened = line
            .strip_suffix('\n')
            .and_then(from_hexadecimal)
            .and_then(|sealed| sealing::open(secret, b"unforgotten/1/erasures", &sealed).ok())
            .and_then(|plain| serde_json::from_slice(&plain).ok());
        match opened {
            Some(tombstone) => tombstones.push(tombstone),
            None if !line.ends_with('\n') => {}
            None => {
                return Err(refused(format!(
                    "line {} of {} is damaged or of another installation; nothing was restored",
                    number + 1,
                    path.display()
                )));
            }
        }
    }
    Ok(tombstones)
}

/// Writes a journal anew.
pub(crate) fn write_journal(
    path: &Path,
    tombstones: &[Tombstone],
    secret: &SecretKey,
    randomness: &dyn Randomness,
) -> Result<()> {
    let mut text = String::new();
    for tombstone in tombstones {
        text.push_str(&line(tombstone, secret, randomness)?);
    }
    crate::house::write_document(path, &text)
}

/// What waits for a second officer.
#[derive(Serialize, Deserialize)]
struct Asked {
    compartment: CompartmentId,
    by: UserId,
    at: Instant,
    epoch: i64,
    reason: String,
}

/// A request to erase a file, as those see it who may confirm it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErasureAsked {
    /// The file.
    pub file: FileId,
    /// Who asked.
    pub by: UserId,
    /// When.
    pub at: Instant,
    /// Until when it may be confirmed.
    pub until: Instant,
    /// Why.
    pub reason: String,
}

/// What an erasure does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotErased {
    /// Lists and documents that were exported.
    Exports,
    /// Briefs and pages that were printed.
    Printed,
    /// What was given to allies and partners.
    Shared,
    /// Files about the same person in other compartments, which answer for themselves.
    OtherCompartments,
    /// The ciphertext, without its key, which the ledger needs.
    Ciphertext,
    /// That something was erased, when and by whom.
    Trace,
    /// Keyed hashes of the keys under which lists knew the person, so that the next list does not bring
    /// them back as somebody new.
    ListKeys,
    /// Copies that the database engine still holds in its log and free pages until it reuses them.
    EngineLog,
}

/// What was erased, and what was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The file.
    pub file: FileId,
    /// When.
    pub at: Instant,
    /// Who asked.
    pub asked_by: UserId,
    /// Who confirmed.
    pub confirmed_by: UserId,
    /// Why, as it was asked; it is kept nowhere but here.
    pub reason: String,
    /// How many versions of entries lost their key.
    pub entries: u64,
    /// How many stops of the file ended with it: what they stopped for linked files is open again.
    pub stops_ended: u64,
    /// How many links with other files that the officer may read ended.
    pub links_ended: u64,
    /// The day on which the last backup expires that could bring the file back, if keyrings are
    /// thrown away when their days are over.
    pub final_day: Day,
    /// What could not be erased.
    pub not_erased: Vec<NotErased>,
}

/// Where an erasure stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Erasure {
    /// A second officer must confirm.
    Asked(ErasureAsked),
    /// It is done.
    Erased(Box<Receipt>),
}

fn setting(file: FileId) -> String {
    format!("{ASKED}{file}")
}

impl House {
    /// Asks that a file be erased, or, as a second officer, confirms it and erases it.
    ///
    /// # Errors
    /// [`DeskError::Absent`] for whoever may not lift and sign in its compartment; a refusal when no
    /// reason is given or the same officer would confirm.
    pub async fn erase(&self, caller: &Caller, file: FileId, reason: &str) -> Result<Erasure> {
        let now = self.now();
        let mut transaction = self.write().await?;
        let (stored, open) = self.open_file(caller, &mut transaction, file).await?;
        let _permit = access::permit::<access::Lift>(
            &caller.actor,
            &Resource::new(stored.compartment, "name"),
        )?;
        let waiting = self.asked(&mut transaction, file, &open.keys, now).await?;
        let Some(asked) = waiting else {
            if reason.trim().is_empty() {
                return Err(DeskError::refused("refused-reason-missing"));
            }
            let sealed = seal_paper(
                open.keys.present()?,
                stored.compartment,
                "reason of an erasure",
                reason.trim().as_bytes(),
                self.register.randomness(),
            )?;
            let record = Asked {
                compartment: stored.compartment,
                by: caller.actor.user,
                at: now,
                epoch: open.keys.epoch,
                reason: hexadecimal(&sealed),
            };
            transaction
                .set_setting(
                    &setting(file),
                    crate::callers::to_text(&record)?.into_bytes(),
                )
                .await?;
            self.event(
                &mut transaction,
                caller.actor.user,
                "erasure_asked",
                *file.as_bytes(),
                b"",
            )
            .await?;
            transaction.commit().await?;
            return Ok(Erasure::Asked(ErasureAsked {
                file,
                by: caller.actor.user,
                at: now,
                until: now.plus_days(WAITS_DAYS),
                reason: reason.trim().to_owned(),
            }));
        };
        // The same rule as for any other draft: nobody signs their own.
        let resource =
            Resource::new(stored.compartment, "name").drafted_by(asked.by, &caller.actor);
        if access::permit::<access::Sign>(&caller.actor, &resource).is_err() {
            return Err(DeskError::refused("refused-second-officer"));
        }
        let final_day = now.day().plus(self.keyring_days().await?);
        let tombstone = Tombstone::Erased {
            file,
            at: now,
            by: caller.actor.user,
            final_day,
        };
        let stored_entries = transaction.entries_of(store::Viewer::System, file).await?;
        let entries = stored_entries.len();
        let mut known = Vec::with_capacity(entries);
        for entry in &stored_entries {
            known.push(self.open_entry(&open.key, entry)?);
        }
        let list_keys = marks::of_file(&open.keys, stored.compartment, &known);
        drop(known);
        let stops = transaction.stops_of(&[(file, 0)], now).await?.len();
        let links = transaction
            .visible_cluster(caller.viewer(), file)
            .await?
            .len()
            .saturating_sub(1);
        // Whatever was judged on this file or its stops is judged again.
        transaction.bump_cluster(file).await?;
        transaction
            .erase_file(file, caller.actor.user, now, final_day)
            .await?;
        transaction.remove_setting(&setting(file)).await?;
        self.forget_crossings(&mut transaction, file).await?;
        for name in &list_keys {
            marks::set(&mut transaction, name, &marks::Mark::new(file, now.day())).await?;
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "file_erased",
            *file.as_bytes(),
            asked.by.as_bytes(),
        )
        .await?;
        // Before the commit: an erasure without its line in the journal could be undone by a restore.
        self.remember(&tombstone)?;
        for name in &list_keys {
            self.remember(&Tombstone::ErasedMark {
                name: name.clone(),
                mark: marks::Mark::new(file, now.day()),
            })?;
        }
        transaction.commit().await?;
        self.register.settle().await?;
        let mut not_erased = vec![
            NotErased::Exports,
            NotErased::Printed,
            NotErased::Shared,
            NotErased::OtherCompartments,
            NotErased::Ciphertext,
            NotErased::Trace,
        ];
        if self.register.engine() == store::Engine::Postgres {
            not_erased.push(NotErased::EngineLog);
        }
        if !list_keys.is_empty() {
            not_erased.push(NotErased::ListKeys);
        }
        Ok(Erasure::Erased(Box::new(Receipt {
            file,
            at: now,
            asked_by: asked.by,
            confirmed_by: caller.actor.user,
            reason: asked.reason,
            entries: u64::try_from(entries).unwrap_or(0),
            stops_ended: u64::try_from(stops).unwrap_or(0),
            links_ended: u64::try_from(links).unwrap_or(0),
            final_day,
            not_erased,
        })))
    }

    /// The request that waits for this file, if one does and is not too old.
    async fn asked(
        &self,
        transaction: &mut Transaction,
        file: FileId,
        keys: &CompartmentKeys,
        now: Instant,
    ) -> Result<Option<ErasureAsked>> {
        let Some(bytes) = transaction.setting(&setting(file)).await? else {
            return Ok(None);
        };
        let asked: Asked = serde_json::from_slice(&bytes)
            .map_err(|_| DeskError::Inside("a request to erase cannot be read"))?;
        let until = asked.at.plus_days(WAITS_DAYS);
        if until <= now {
            return Ok(None);
        }
        let sealed = from_hexadecimal(&asked.reason)
            .ok_or(DeskError::Inside("the reason of an erasure cannot be read"))?;
        let reason = open_paper(
            keys.key(asked.epoch)?,
            asked.compartment,
            "reason of an erasure",
            &sealed,
        )?;
        Ok(Some(ErasureAsked {
            file,
            by: asked.by,
            at: asked.at,
            until,
            reason: String::from_utf8_lossy(&reason).into_owned(),
        }))
    }

    /// The requests to erase that wait, of files that the caller may open.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn erasures_asked(&self, caller: &Caller) -> Result<Vec<ErasureAsked>> {
        let now = self.now();
        let mut transaction = self.read().await?;
        let mut waiting = Vec::new();
        for (name, _) in transaction.settings_under(ASKED).await? {
            let Some(file) = name.strip_prefix(ASKED).and_then(|text| text.parse().ok()) else {
                continue;
            };
            let Ok((stored, open)) = self.open_file(caller, &mut transaction, file).await else {
                continue;
            };
            let resource = Resource::new(stored.compartment, "name");
            if access::permit::<access::Lift>(&caller.actor, &resource).is_err() {
                continue;
            }
            waiting.extend(self.asked(&mut transaction, file, &open.keys, now).await?);
        }
        Ok(waiting)
    }

    /// Takes a request to erase back, or turns it down: any officer of the compartment may.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when nothing waits, or the caller may not.
    pub async fn keep_file(&self, caller: &Caller, file: FileId) -> Result<()> {
        let mut transaction = self.write().await?;
        let (stored, _) = self.open_file(caller, &mut transaction, file).await?;
        let _permit = access::permit::<access::Lift>(
            &caller.actor,
            &Resource::new(stored.compartment, "name"),
        )?;
        if transaction.remove_setting(&setting(file)).await? == 0 {
            return Err(DeskError::Absent);
        }
        self.event(
            &mut transaction,
            caller.actor.user,
            "erasure_turned_down",
            *file.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Appends to the journal in the data folder, durably. A register in PostgreSQL has none: its
    /// erasures stand in the database and in every later backup.
    pub(crate) fn remember(&self, tombstone: &Tombstone) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let text = line(
            tombstone,
            &self.server_secret("erasures"),
            self.register.randomness(),
        )?;
        let append = || -> std::io::Result<()> {
            let path = folder.join(JOURNAL_FILE);
            let mut file = std::fs::File::options()
                .create(true)
                .append(true)
                .read(true)
                .open(&path)?;
            // A line that a crash cut short must not spoil this one.
            let bytes = std::fs::read(&path)?;
            if bytes.last().is_some_and(|byte| *byte != b'\n') {
                let whole = bytes
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |position| position + 1);
                file.set_len(u64::try_from(whole).unwrap_or(0))?;
            }
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        append().map_err(io)
    }

    /// Everything that a restore must do again, as a journal: for registers in PostgreSQL, and for a
    /// second copy elsewhere.
    ///
    /// # Errors
    /// When the caller does not manage backups, or the file cannot be written.
    pub async fn export_journal(&self, caller: &Caller, path: &Path) -> Result<usize> {
        let _permit = self.manage(caller, "backup")?;
        let secret = self.server_secret("erasures");
        let mut tombstones = match self.folder.as_ref().map(|folder| folder.join(JOURNAL_FILE)) {
            Some(journal) if journal.exists() => read_journal(&journal, &secret)?,
            _ => Vec::new(),
        };
        for (file, at, by, final_day) in self.read().await?.erasures().await? {
            let known = Tombstone::Erased {
                file,
                at,
                by,
                final_day,
            };
            if !tombstones.contains(&known) {
                tombstones.push(known);
            }
        }
        for (name, mark) in marks::all(&mut self.read().await?).await? {
            let known = Tombstone::ErasedMark { name, mark };
            if !tombstones.contains(&known) {
                tombstones.push(known);
            }
        }
        write_journal(path, &tombstones, &secret, self.register.randomness())?;
        Ok(tombstones.len())
    }
}
