//! Signed-in sessions, attempts to log in, and answers kept for repeated requests.

use kernel::{Instant, UserId};

use crate::{StoreError, Transaction, values};

/// A session as stored. The key that opens `wrapped` is in the cookie only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Hash of the handle in the cookie.
    pub handle_hash: [u8; 32],
    /// The user.
    pub user: UserId,
    /// When it began.
    pub created: Instant,
    /// When it was last used.
    pub last_used: Instant,
    /// When it ends at the latest.
    pub expires: Instant,
    /// Whether the second factor was given.
    pub two_factor: bool,
    /// The user's private key under the key in the cookie.
    pub wrapped: Vec<u8>,
}

impl Transaction {
    /// Begins a session.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn begin_session(&mut self, session: &StoredSession) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO sessions (handle_hash, user_id, created, last_used, expires, strength, wrapped) ",
                "VALUES ($1, $2, $3, $4, $5, $6, $7)"
            ),
            values![
                session.handle_hash,
                session.user,
                session.created,
                session.last_used,
                session.expires,
                session.two_factor,
                session.wrapped.as_slice()
            ],
        )
        .await?;
        Ok(())
    }

    /// The session with this handle, if it has not ended.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn session(
        &mut self,
        handle_hash: [u8; 32],
        now: Instant,
        idle_since: Instant,
    ) -> Result<Option<StoredSession>, StoreError> {
        self.row(
            concat!(
                "SELECT s.user_id, s.created, s.last_used, s.expires, s.strength, s.wrapped FROM sessions s ",
                "JOIN users u ON u.id = s.user_id AND u.status = 1 ",
                "WHERE s.handle_hash = $1 AND s.expires > $2 AND s.last_used > $3"
            ),
            values![handle_hash, now, idle_since],
        )
        .await?
        .map(|row| {
            Ok(StoredSession {
                handle_hash,
                user: row.id(0, UserId::from_slice)?,
                created: row.instant(1)?,
                last_used: row.instant(2)?,
                expires: row.instant(3)?,
                two_factor: row.flag(4)?,
                wrapped: row.bytes(5)?,
            })
        })
        .transpose()
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn touch_session(
        &mut self,
        handle_hash: [u8; 32],
        now: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE sessions SET last_used = $2 WHERE handle_hash = $1",
            values![handle_hash, now],
        )
        .await?;
        Ok(())
    }

    /// Ends one session.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn end_session(&mut self, handle_hash: [u8; 32]) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM sessions WHERE handle_hash = $1",
            values![handle_hash],
        )
        .await?;
        Ok(())
    }

    /// Ends all sessions of a user; returns how many there were.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn end_sessions_of(&mut self, user: UserId) -> Result<u64, StoreError> {
        self.execute("DELETE FROM sessions WHERE user_id = $1", values![user])
            .await
    }

    /// Removes sessions that have ended by themselves.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn sweep_sessions(
        &mut self,
        now: Instant,
        idle_since: Instant,
    ) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM sessions WHERE expires <= $1 OR last_used <= $2",
            values![now, idle_since],
        )
        .await
    }

    /// The sessions of a user that have not ended and have given the second factor, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn sessions_of(
        &mut self,
        user: UserId,
        now: Instant,
        idle_since: Instant,
    ) -> Result<Vec<StoredSession>, StoreError> {
        self.rows(
            concat!(
                "SELECT handle_hash, created, last_used, expires, strength, wrapped FROM sessions ",
                "WHERE user_id = $1 AND expires > $2 AND last_used > $3 AND strength = 1 ",
                "ORDER BY created, handle_hash"
            ),
            values![user, now, idle_since],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(StoredSession {
                handle_hash: row.id(0, |bytes| bytes.try_into().ok())?,
                user,
                created: row.instant(1)?,
                last_used: row.instant(2)?,
                expires: row.instant(3)?,
                two_factor: row.flag(4)?,
                wrapped: row.bytes(5)?,
            })
        })
        .collect()
    }

    /// How many times in a row a log-in name failed, and before when it must not be tried again.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn attempts(&mut self, login_hash: [u8; 32]) -> Result<(i64, Instant), StoreError> {
        self.row(
            "SELECT failures, not_before FROM attempts WHERE login_hash = $1",
            values![login_hash],
        )
        .await?
        .map_or(Ok((0, Instant::default())), |row| {
            Ok((row.int(0)?, row.instant(1)?))
        })
    }

    /// Notes a failed attempt.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn fail_attempt(
        &mut self,
        login_hash: [u8; 32],
        not_before: Instant,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO attempts (login_hash, failures, not_before, at) VALUES ($1, 1, $2, $3) ",
                "ON CONFLICT (login_hash) DO UPDATE SET failures = attempts.failures + 1, not_before = excluded.not_before, at = excluded.at"
            ),
            values![login_hash, not_before, now],
        )
        .await?;
        Ok(())
    }

    /// Forgets the failures of a log-in name.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn clear_attempts(&mut self, login_hash: [u8; 32]) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM attempts WHERE login_hash = $1",
            values![login_hash],
        )
        .await?;
        Ok(())
    }

    /// The answer given before to a request with this key; with the hash of that request.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn repeated(
        &mut self,
        user: UserId,
        key: &str,
    ) -> Result<Option<(Vec<u8>, String)>, StoreError> {
        self.row(
            "SELECT request_hash, answer FROM repeats WHERE user_id = $1 AND idempotency_key = $2",
            values![user, key],
        )
        .await?
        .map(|row| Ok((row.bytes(0)?, row.text(1)?)))
        .transpose()
    }

    /// Keeps, in the transaction of its effect, that a request had it; its answer is not known yet. False
    /// when somebody has kept that before.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn keep_effect(
        &mut self,
        user: UserId,
        key: &str,
        request_hash: [u8; 32],
        at: Instant,
    ) -> Result<bool, StoreError> {
        let kept = self
            .execute(
                concat!(
                    "INSERT INTO repeats (user_id, idempotency_key, request_hash, answer, at) VALUES ($1, $2, $3, '', $4) ",
                    "ON CONFLICT (user_id, idempotency_key) DO NOTHING"
                ),
                values![user, key, request_hash, at],
            )
            .await?;
        Ok(kept == 1)
    }

    /// Keeps the answer to a request, so that a repeated one has its effect once. Where the effect was
    /// kept already, its answer goes with it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another answer is kept.
    pub async fn keep_answer(
        &mut self,
        user: UserId,
        key: &str,
        request_hash: [u8; 32],
        answer: &str,
        at: Instant,
    ) -> Result<(), StoreError> {
        let kept = self.execute(
            concat!(
                "INSERT INTO repeats (user_id, idempotency_key, request_hash, answer, at) VALUES ($1, $2, $3, $4, $5) ",
                "ON CONFLICT (user_id, idempotency_key) DO UPDATE SET answer = excluded.answer ",
                "WHERE repeats.answer = '' AND repeats.request_hash = excluded.request_hash"
            ),
            values![user, key, request_hash, answer, at],
        )
        .await?;
        if kept == 1 {
            Ok(())
        } else {
            Err(StoreError::Conflict)
        }
    }
}
