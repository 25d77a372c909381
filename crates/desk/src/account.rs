//! The own account: how old the password is, where one is signed in, recovery codes, language.

use kernel::Instant;
use sealing::StoredRecoveryCodes;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    Caller, DeskError, Result,
    audit::hexadecimal,
    callers::{IDLE_SECONDS, to_text},
    house::House,
};

/// What a session is called in an address: it opens nothing, and does not lead back to the handle.
const NAME_BYTES: usize = 16;
/// Events by which a password came to be what it is.
const PASSWORD_EVENTS: [&str; 4] = [
    "first_start",
    "member_added",
    "password_changed",
    "password_restored",
];
/// Events by which codes came to be asked for.
const CODE_EVENTS: [&str; 2] = ["second_factor_set", "second_factor_given"];

/// A session of the caller that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// What it is called in an address.
    pub name: String,
    /// When it began.
    pub began: Instant,
    /// When it was last used, to the minute.
    pub used: Instant,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// What a member sees of their own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    /// Since when the password is what it is; nothing when the ledger does not say.
    pub password_since: Option<Instant>,
    /// Since when codes are asked for; nothing when they are not.
    pub codes_since: Option<Instant>,
    /// How many recovery codes have not been used.
    pub recovery_left: usize,
    /// Sessions, the one that asks first, then the newest first.
    pub sessions: Vec<OwnSession>,
}

fn name(handle: &[u8; 32]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"unforgotten/1/session name");
    hasher.update(handle);
    hexadecimal(hasher.finalize().get(..NAME_BYTES).unwrap_or_default())
}

impl House {
    /// The caller's own account.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the user is gone.
    pub async fn account(&self, caller: &Caller) -> Result<OwnAccount> {
        let now = self.now();
        let id = caller.actor.user;
        let mut transaction = self.read().await?;
        let user = transaction.user(id).await?.ok_or(DeskError::Absent)?;
        let mut sessions: Vec<OwnSession> = transaction
            .sessions_of(id, now, now.plus_seconds(-IDLE_SECONDS))
            .await?
            .into_iter()
            .map(|session| OwnSession {
                name: name(&session.handle_hash),
                began: session.created,
                used: session.last_used,
                this: caller.handle == Some(session.handle_hash),
            })
            .collect();
        sessions.sort_by_key(|session| (!session.this, std::cmp::Reverse(session.began)));
        let recovery_left = if user.recovery.is_empty() {
            0
        } else {
            serde_json::from_str::<StoredRecoveryCodes>(&user.recovery)
                .map_err(|_| DeskError::Inside("recovery codes cannot be read"))?
                .remaining()
        };
        let codes_since = if user.second_factor.is_some() {
            transaction
                .newest_event(*id.as_bytes(), &CODE_EVENTS)
                .await?
        } else {
            None
        };
        Ok(OwnAccount {
            password_since: transaction
                .newest_event(*id.as_bytes(), &PASSWORD_EVENTS)
                .await?,
            codes_since,
            recovery_left,
            sessions,
        })
    }

    /// Ends sessions of the caller other than the one that asks: the one of this name, or all of them.
    /// Returns how many ended.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when the caller has no such session.
    pub async fn end_own_sessions(&self, caller: &Caller, only: Option<&str>) -> Result<usize> {
        let now = self.now();
        let id = caller.actor.user;
        let mut transaction = self.write().await?;
        let ending: Vec<[u8; 32]> = transaction
            .sessions_of(id, now, now.plus_seconds(-IDLE_SECONDS))
            .await?
            .into_iter()
            .map(|session| session.handle_hash)
            .filter(|handle| caller.handle != Some(*handle))
            .filter(|handle| only.is_none_or(|only| name(handle) == only))
            .collect();
        if ending.is_empty() {
            return if only.is_some() {
                Err(DeskError::Absent)
            } else {
                Ok(0)
            };
        }
        for handle in &ending {
            transaction.end_session(*handle).await?;
        }
        self.event(&mut transaction, id, "sessions_ended", *id.as_bytes(), b"")
            .await?;
        transaction.commit().await?;
        Ok(ending.len())
    }

    /// New recovery codes in place of the old ones, after a code of the moment: whoever finds an open
    /// window must not be able to make themselves a way back in.
    ///
    /// # Errors
    /// A refusal when the code is wrong, was used, or too many were wrong.
    pub async fn new_recovery_codes(
        &self,
        caller: &Caller,
        code: &str,
    ) -> Result<Vec<Zeroizing<String>>> {
        let now = self.now();
        let transaction = self.write().await?;
        let mut transaction = self
            .prove_code(transaction, caller.actor.user, code, now)
            .await?;
        let (recovery, codes) = StoredRecoveryCodes::generate(self.register.randomness());
        transaction
            .set_recovery(caller.actor.user, &to_text(&recovery)?)
            .await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "recovery_codes_made",
            *caller.actor.user.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(codes)
    }

    /// Keeps the language in which the caller reads, for every browser they use.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn set_locale(&self, caller: &Caller, locale: &str) -> Result<()> {
        if caller.locale == locale {
            return Ok(());
        }
        let mut transaction = self.write().await?;
        transaction.set_locale(caller.actor.user, locale).await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "language_set",
            *caller.actor.user.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
