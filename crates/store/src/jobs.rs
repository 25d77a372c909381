//! The outbox: work that is asked for in the transaction that makes it necessary, and done at least
//! once by whoever holds its lease. Payloads hold ids, never content.

use kernel::{Instant, JobId};

use crate::{StoreError, Transaction, values};

/// A piece of work under lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeasedJob {
    /// The job.
    pub id: JobId,
    /// What is to be done.
    pub word: String,
    /// Ids, as text.
    pub payload: String,
    /// How often it was tried before.
    pub attempts: i64,
    /// The fencing token: a late worker's result is refused.
    pub fence: i64,
}

/// How a piece of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEnd {
    /// Done.
    Done,
    /// To be tried again at this instant; with a content-free reason.
    Again(Instant, String),
    /// Given up; with a content-free reason.
    Failed(String),
    /// It meets a sealed key and waits for a member to come.
    WaitsForMember,
}

impl Transaction {
    /// Asks for work.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn ask_for(
        &mut self,
        id: JobId,
        word: &str,
        payload: &str,
        run_at: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO jobs (id, word, payload, run_at, attempts, lease_until, fence, state, fault) ",
                "VALUES ($1, $2, $3, $4, 0, 0, 0, 0, '')"
            ),
            values![id, word, payload, run_at],
        )
        .await?;
        Ok(())
    }

    /// Takes the next piece of work that is due, under a lease.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn lease_job(
        &mut self,
        now: Instant,
        until: Instant,
    ) -> Result<Option<LeasedJob>, StoreError> {
        let Some(row) = self
            .row(
                concat!(
                    "SELECT id, word, payload, attempts, fence FROM jobs WHERE state = 0 AND run_at <= $1 AND lease_until <= $1 ",
                    "ORDER BY run_at, id LIMIT 1"
                ),
                values![now],
            )
            .await?
        else {
            return Ok(None);
        };
        let job = LeasedJob {
            id: row.id(0, JobId::from_slice)?,
            word: row.text(1)?,
            payload: row.text(2)?,
            attempts: row.int(3)?,
            fence: row.int(4)? + 1,
        };
        let taken = self
            .execute(
                "UPDATE jobs SET lease_until = $2, fence = $3, attempts = attempts + 1 WHERE id = $1 AND fence = $4 AND state = 0",
                values![job.id, until, job.fence, job.fence - 1],
            )
            .await?;
        Ok((taken == 1).then_some(job))
    }

    /// Ends a piece of work. False when the lease had passed to somebody else.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn end_job(&mut self, job: &LeasedJob, end: &JobEnd) -> Result<bool, StoreError> {
        let (state, run_at, fault) = match end {
            JobEnd::Done => (1_i64, None, ""),
            JobEnd::Again(at, fault) => (0, Some(*at), fault.as_str()),
            JobEnd::Failed(fault) => (2, None, fault.as_str()),
            JobEnd::WaitsForMember => (3, None, ""),
        };
        Ok(self
            .execute(
                "UPDATE jobs SET state = $3, run_at = COALESCE($4, run_at), lease_until = 0, fault = $5 WHERE id = $1 AND fence = $2",
                values![job.id, job.fence, state, run_at, fault],
            )
            .await?
            == 1)
    }

    /// A member has come: what waited for a key is due again.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn wake_waiting_jobs(&mut self) -> Result<u64, StoreError> {
        self.execute("UPDATE jobs SET state = 0 WHERE state = 3", values![])
            .await
    }

    /// Whether work of this word waits or is being done.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn job_waits(&mut self, word: &str) -> Result<bool, StoreError> {
        Ok(self
            .row(
                "SELECT 1 FROM jobs WHERE word = $1 AND state IN (0, 3) LIMIT 1",
                values![word],
            )
            .await?
            .is_some())
    }

    /// Work that was given up, the latest first: word, when it was last due, content-free reason.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn failed_jobs(&mut self) -> Result<Vec<(String, Instant, String)>, StoreError> {
        self.rows(
            "SELECT word, run_at, fault FROM jobs WHERE state = 2 ORDER BY run_at DESC, id LIMIT 20",
            values![],
        )
        .await?
        .iter()
        .map(|row| Ok((row.text(0)?, row.instant(1)?, row.text(2)?)))
        .collect()
    }

    /// Removes what has ended before an instant and serves nobody any more: counts of failed
    /// log-ins, answers kept for repeated requests, finished work. Work that was given up stays for
    /// thirty times as long, so that somebody sees it.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn sweep_ended(&mut self, before: Instant) -> Result<u64, StoreError> {
        let attempts = self
            .execute(
                "DELETE FROM attempts WHERE at <= $1 AND not_before <= $1",
                values![before],
            )
            .await?;
        let repeats = self
            .execute("DELETE FROM repeats WHERE at <= $1", values![before])
            .await?;
        let done = self
            .execute(
                "DELETE FROM jobs WHERE (state = 1 AND run_at <= $1) OR (state = 2 AND run_at <= $2)",
                values![before, before.plus_days(-29)],
            )
            .await?;
        Ok(attempts + repeats + done)
    }

    /// How many pieces of work wait, failed, or wait for a member.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn job_counts(&mut self) -> Result<(i64, i64, i64), StoreError> {
        self.row(
            concat!(
                "SELECT COUNT(CASE WHEN state = 0 THEN 1 END), COUNT(CASE WHEN state = 2 THEN 1 END), ",
                "COUNT(CASE WHEN state = 3 THEN 1 END) FROM jobs"
            ),
            values![],
        )
        .await?
        .map_or(Ok((0, 0, 0)), |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)))
    }
}
