//! What the house does by itself while it is open: it makes backups, and sweeps out what has ended.
//!
//! Each piece of work stands in the register as a job with a lease, so that it is done once however
//! many programs serve one register, and is taken up again after a crash.

use std::path::{Path, PathBuf};

use kernel::{Instant, JobId};
use store::{JobEnd, LeasedJob};

use crate::{DeskError, IDLE_SECONDS, Result, house::House};

/// What an installation has asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Housekeeping {
    /// Where backups go, and after how many hours the next one is due.
    pub backups: Option<Backups>,
}

/// Backups without anybody asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backups {
    /// The folder. It must be there.
    pub folder: PathBuf,
    /// Hours between two backups, at least 1.
    pub every_hours: u32,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Sessions, counts of failed log-ins, answers and old jobs that had ended, removed.
    Swept(u64),
    /// A backup was written, and so many keyrings removed whose days were over.
    BackedUp(u64),
    /// It failed and is tried again, or given up until the next time; with a content-free reason.
    Failed(&'static str, String),
    /// Nobody asks for it any more.
    Dropped,
}

const SWEEP: &str = "sweep";
const BACKUP: &str = "backup";
/// Minutes between two sweeps.
const SWEEP_MINUTES: i64 = 60;
/// A backup of a large register takes minutes; after this long another program may take it over.
const LEASE_MINUTES: i64 = 60;
/// Days for which failed log-ins, answers to repeated requests and finished jobs are kept.
const KEPT_DAYS: i64 = 1;
/// How often a piece of work is tried before it waits for its next time.
const TRIES: i64 = 5;

impl House {
    /// Does the next piece of work that is due, if there is one. Pieces that nobody has asked for yet
    /// are asked for first.
    ///
    /// # Errors
    /// When the store fails. A piece of work that fails is no error: it is tried again.
    pub async fn keep_house_once(&self, asked: &Housekeeping) -> Result<Option<Kept>> {
        self.ask_for_work(asked).await?;
        let now = self.now();
        let mut transaction = self.write().await?;
        let Some(job) = transaction
            .lease_job(now, now.plus_seconds(LEASE_MINUTES * 60))
            .await?
        else {
            return Ok(None);
        };
        transaction.commit().await?;
        let done = match (job.word.as_str(), &asked.backups) {
            (SWEEP, _) => self.sweep().await.map(Kept::Swept),
            (BACKUP, Some(backups)) => self.back_up(&backups.folder).await.map(Kept::BackedUp),
            _ => Ok(Kept::Dropped),
        };
        let now = self.now();
        let (end, kept) = match done {
            Ok(kept) => (JobEnd::Done, kept),
            Err(error) => {
                let reason = reason(&error);
                let end = if job.attempts + 1 >= TRIES {
                    JobEnd::Failed(reason.clone())
                } else {
                    let minutes = 5 << job.attempts.clamp(0, TRIES);
                    JobEnd::Again(now.plus_seconds(minutes * 60), reason.clone())
                };
                (end, Kept::Failed(word_of(&job), reason))
            }
        };
        let mut transaction = self.write().await?;
        let mine = transaction.end_job(&job, &end).await?;
        let again = match job.word.as_str() {
            SWEEP => Some(now.plus_seconds(SWEEP_MINUTES * 60)),
            BACKUP => asked
                .backups
                .as_ref()
                .map(|backups| now.plus_seconds(i64::from(backups.every_hours.max(1)) * 3_600)),
            _ => None,
        };
        if let Some(at) = again.filter(|_| mine)
            && !transaction.job_waits(&job.word).await?
        {
            transaction
                .ask_for(self.job_id(), &job.word, "", at)
                .await?;
        }
        transaction.commit().await?;
        Ok(Some(kept))
    }

    fn job_id(&self) -> JobId {
        JobId::new(self.register.clock(), self.register.randomness())
    }

    async fn ask_for_work(&self, asked: &Housekeeping) -> Result<()> {
        let mut words = vec![SWEEP];
        if asked.backups.is_some() {
            words.push(BACKUP);
        }
        let mut transaction = self.read().await?;
        let mut missing = Vec::new();
        for word in words {
            if !transaction.job_waits(word).await? {
                missing.push(word);
            }
        }
        drop(transaction);
        if missing.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let mut transaction = self.write().await?;
        for word in missing {
            if !transaction.job_waits(word).await? {
                transaction.ask_for(self.job_id(), word, "", now).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn sweep(&self) -> Result<u64> {
        let now = self.now();
        let mut transaction = self.write().await?;
        let swept = transaction
            .sweep_sessions(now, now.plus_seconds(-IDLE_SECONDS))
            .await?
            + transaction.sweep_ended(now.plus_days(-KEPT_DAYS)).await?;
        let then = now.plus_seconds(-crate::evidence::COMING_SECONDS);
        let unfinished = transaction.drop_blobs_untouched_since(then).await?;
        let swept = swept + u64::try_from(unfinished).unwrap_or(0);
        transaction.commit().await?;
        Ok(swept)
    }

    async fn back_up(&self, folder: &Path) -> Result<u64> {
        if !folder.is_dir() {
            return Err(DeskError::Store(store::StoreError::Backup(
                "the folder for backups is not there".to_owned(),
            )));
        }
        self.sequence_all().await?;
        self.backup(folder).await?;
        let mut removed = 0;
        for keyring in self.expired_keyrings(folder).await? {
            std::fs::remove_file(keyring)
                .map_err(|error| DeskError::Store(store::StoreError::Io(error)))?;
            removed += 1;
        }
        Ok(removed)
    }

    /// Work that was given up: its word, when it was last due, and why, without content.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn failed_work(&self) -> Result<Vec<(String, Instant, String)>> {
        let mut transaction = self.read().await?;
        Ok(transaction.failed_jobs().await?)
    }
}

fn word_of(job: &LeasedJob) -> &'static str {
    if job.word == BACKUP { BACKUP } else { SWEEP }
}

/// Why something failed, without any content: what the engine or the disk says, and no more.
fn reason(error: &DeskError) -> String {
    match error {
        DeskError::Store(store) => store.to_string().chars().take(300).collect(),
        _ => "it was refused".to_owned(),
    }
}
