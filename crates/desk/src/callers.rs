//! Who calls: logging in, sessions, and the keys that come with them.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use access::{Actor, INSTALLATION, MemberStatus, Membership, Role, Strength, Way};
use kernel::{Instant, UserId};
use sealing::{
    CompartmentKey, PasswordRecord, SessionToken, StoredRecoveryCodes, TotpSecret, UserPrivateKey,
};
use sha2::{Digest, Sha256};
use store::{StoredSession, StoredUser, Viewer};
use zeroize::Zeroizing;

use crate::{
    DeskError, Result,
    house::{House, Keyring, PROGRAM, compartment_keys},
};

/// Sessions end after this long without use.
pub const IDLE_SECONDS: i64 = 15 * 60;
/// Sessions end after this long, used or not.
pub const LONGEST_SECONDS: i64 = 12 * 3600;

/// Somebody who uses the desk, with the keys at hand while they do.
#[derive(Clone)]
pub struct Caller {
    /// Who, with which roles.
    pub actor: Actor,
    /// The name that others see.
    pub display_name: String,
    /// The locale of the pages.
    pub locale: String,
    /// Whether a new password must be chosen before anything else.
    pub must_change: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// Hash of the session's handle, for ending it.
    pub handle: Option<[u8; 32]>,
    pub(crate) keyring: Arc<Keyring>,
    once: Arc<OnceLock<Once>>,
}

/// A request that is to have its effect once.
#[derive(Debug)]
struct Once {
    key: String,
    hash: [u8; 32],
    /// Whether the effect was kept by this request itself.
    kept: AtomicBool,
}

impl Caller {
    /// What is written from now on in this caller's name is the effect of one request: it is kept, in
    /// the transaction of the first entry, that the request had it. Sent again, even after a crash that
    /// lost the answer, it has no second one.
    pub fn answer_once(&self, key: &str, hash: [u8; 32]) {
        let _set_before = self.once.set(Once {
            key: key.to_owned(),
            hash,
            kept: AtomicBool::new(false),
        });
    }

    /// The same caller for work that goes on after the request was answered.
    #[must_use]
    pub fn beyond_the_request(&self) -> Self {
        Self {
            once: Arc::default(),
            ..self.clone()
        }
    }

    /// Keeps that the request of this caller had its effect.
    ///
    /// # Errors
    /// [`DeskError::Overtaken`] when another node has carried the same request out.
    pub(crate) async fn keep_effect(
        &self,
        transaction: &mut store::Transaction,
        now: kernel::Instant,
    ) -> Result<()> {
        let Some(once) = self.once.get() else {
            return Ok(());
        };
        let first = transaction
            .keep_effect(self.actor.user, &once.key, once.hash, now)
            .await?;
        if first {
            once.kept.store(true, Ordering::Relaxed);
        } else if !once.kept.load(Ordering::Relaxed) {
            return Err(DeskError::Overtaken);
        }
        Ok(())
    }

    /// On whose behalf the store fetches rows.
    #[must_use]
    pub const fn viewer(&self) -> Viewer {
        match self.actor.way {
            Way::Operator => Viewer::Operator,
            _ => Viewer::Member(self.actor.user),
        }
    }

    /// Whether the caller has this role in any compartment at this moment.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.actor
            .memberships
            .iter()
            .any(|membership| membership.role == role && membership.status == MemberStatus::Active)
    }

    /// The compartments where the caller is a current member and whose keys are at hand: id, title,
    /// sealed.
    #[must_use]
    pub fn compartments(&self) -> Vec<(kernel::CompartmentId, String, bool)> {
        let mut list: Vec<_> = self
            .keyring
            .iter()
            .filter(|(id, _)| self.is_member(**id))
            .map(|(id, keys)| (*id, keys.title.clone(), keys.sealed))
            .collect();
        list.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        list
    }

    /// Whether the caller is a current member of the whole compartment.
    pub(crate) fn is_member(&self, compartment: kernel::CompartmentId) -> bool {
        self.actor.memberships.iter().any(|membership| {
            membership.compartment == compartment
                && membership.status == MemberStatus::Active
                && membership.file.is_none()
        })
    }

    /// Whether the caller is a current member there, of the whole or of one file.
    pub(crate) fn reaches(&self, compartment: kernel::CompartmentId) -> bool {
        self.actor.memberships.iter().any(|membership| {
            membership.compartment == compartment && membership.status == MemberStatus::Active
        })
    }

    /// The one file that the caller reads, where they are a member of nothing else: counsel's.
    #[must_use]
    pub fn only_file(&self) -> Option<kernel::FileId> {
        let mut current = self
            .actor
            .memberships
            .iter()
            .filter(|membership| membership.status == MemberStatus::Active);
        let first = current.next()?.file?;
        current
            .all(|membership| membership.file == Some(first))
            .then_some(first)
    }

    /// Whether the caller may do this with administration as a whole.
    #[must_use]
    pub fn may_administer<A: access::Mark>(&self, what: &str) -> bool {
        access::permit::<A>(&self.actor, &access::Resource::new(INSTALLATION, what)).is_ok()
    }
}

/// What the first step of a log-in gives.
pub struct FirstStep {
    /// The session so far: opens nothing but the second step.
    pub token: SessionToken,
    /// Whether a second factor must be set up first.
    pub set_up: bool,
}

/// A user's second factor as it is sealed for the server.
fn factor_context(user: UserId) -> Vec<u8> {
    sealing::context("second factor", &[user.as_bytes()])
}

fn login_hash(house: &House, login: &str) -> [u8; 32] {
    // Keyed, so that the table of failures does not say who tried.
    let key = house.server_secret("attempts");
    let mut hasher = Sha256::new();
    hasher.update(key.expose());
    hasher.update(login.trim().to_lowercase().as_bytes());
    hasher.finalize().into()
}

/// Argon2 takes much memory: at most two at once, the others wait.
static ARGON2: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// Runs something slow and memory-hungry beside the async workers.
pub(crate) async fn slowly<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let _turn = ARGON2
        .acquire()
        .await
        .map_err(|_| DeskError::Inside("the turnstile is closed"))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| DeskError::Inside("a worker ended early"))
}

impl House {
    /// First step of a log-in: name and password. A wrong name and a wrong password look alike and
    /// take alike.
    ///
    /// # Errors
    /// A refusal that does not say which of the two was wrong; or "not yet" after many failures.
    pub async fn log_in(&self, login: &str, password: &str) -> Result<FirstStep> {
        let now = self.now();
        let login = login.trim().to_lowercase();
        let hash = login_hash(self, &login);
        let mut transaction = self.read().await?;
        let (failures, not_before) = transaction.attempts(hash).await?;
        let found = transaction.user_by_login(&login).await?;
        drop(transaction);
        if not_before > now {
            let seconds = (not_before.milliseconds() - now.milliseconds()) / 1000 + 1;
            return Err(DeskError::Refused(
                "refused-login-later",
                vec![("seconds", seconds.to_string())],
            ));
        }
        let record: PasswordRecord = match &found {
            Some(user) if user.status == status_code(MemberStatus::Active) => {
                serde_json::from_str(&user.password)
                    .map_err(|_| DeskError::Inside("a password record cannot be read"))?
            }
            _ => self.dummy_password.clone(),
        };
        let password = Zeroizing::new(password.to_owned());
        let opened = slowly(move || record.open(&password)).await?;
        let (Some(user), Ok(private_key)) = (found, opened) else {
            let wait = if failures < 4 {
                0
            } else {
                1_i64 << (failures - 4).clamp(0, 9)
            };
            let mut transaction = self.write().await?;
            transaction
                .fail_attempt(hash, now.plus_seconds(wait), now)
                .await?;
            transaction.commit().await?;
            return Err(DeskError::refused("refused-login"));
        };
        let token = SessionToken::random(self.register.randomness());
        let mut transaction = self.write().await?;
        transaction.clear_attempts(hash).await?;
        self.begin_session(&mut transaction, &token, &user, &private_key, false, now)
            .await?;
        transaction.commit().await?;
        Ok(FirstStep {
            token,
            set_up: user.second_factor.is_none(),
        })
    }

    async fn begin_session(
        &self,
        transaction: &mut store::Transaction,
        token: &SessionToken,
        user: &StoredUser,
        private_key: &UserPrivateKey,
        two_factor: bool,
        now: Instant,
    ) -> Result<()> {
        transaction
            .begin_session(&StoredSession {
                handle_hash: token.handle_hash(),
                user: user.id,
                created: now,
                last_used: now,
                expires: now.plus_seconds(if two_factor { LONGEST_SECONDS } else { 10 * 60 }),
                two_factor,
                wrapped: token.wrap_private_key(private_key, self.register.randomness()),
            })
            .await?;
        Ok(())
    }

    async fn half_session(
        &self,
        token: &SessionToken,
    ) -> Result<(StoredSession, StoredUser, UserPrivateKey)> {
        let now = self.now();
        let mut transaction = self.read().await?;
        let session = transaction
            .session(token.handle_hash(), now, now.plus_seconds(-IDLE_SECONDS))
            .await?
            .ok_or(DeskError::Absent)?;
        let user = transaction
            .user(session.user)
            .await?
            .ok_or(DeskError::Absent)?;
        let private_key = token.unwrap_private_key(&session.wrapped)?;
        Ok((session, user, private_key))
    }

    /// Second step of a log-in: a code of the moment, or a recovery code. The session gets a new
    /// token, so that the one from before opens nothing.
    ///
    /// # Errors
    /// A refusal when the code is wrong, was used, or too many were wrong.
    pub async fn second_step(&self, token: &SessionToken, code: &str) -> Result<SessionToken> {
        let now = self.now();
        let (session, user, private_key) = self.half_session(token).await?;
        let transaction = self.write().await?;
        let mut transaction = self.prove_code(transaction, user.id, code, now).await?;
        transaction.end_session(session.handle_hash).await?;
        let fresh = SessionToken::random(self.register.randomness());
        self.begin_session(&mut transaction, &fresh, &user, &private_key, true, now)
            .await?;
        self.event(
            &mut transaction,
            user.id,
            "log_in",
            *user.id.as_bytes(),
            b"",
        )
        .await?;
        // A member has come: work that waits for a sealed key may go on.
        transaction.wake_waiting_jobs().await?;
        transaction.commit().await?;
        Ok(fresh)
    }

    /// Takes a code of the moment, or a recovery code, of a user; each is good once. A wrong one is
    /// noted, and ends the transaction.
    ///
    /// # Errors
    /// A refusal when the code is wrong, was used, or too many were wrong.
    pub(crate) async fn prove_code(
        &self,
        mut transaction: store::Transaction,
        user: UserId,
        code: &str,
        now: Instant,
    ) -> Result<store::Transaction> {
        let user = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        let hash = login_hash(self, &format!("second:{}", user.login));
        let (failures, not_before) = transaction.attempts(hash).await?;
        if not_before > now {
            let seconds = (not_before.milliseconds() - now.milliseconds()) / 1000 + 1;
            return Err(DeskError::Refused(
                "refused-login-later",
                vec![("seconds", seconds.to_string())],
            ));
        }
        let Some(sealed) = user.second_factor.clone() else {
            return Err(DeskError::refused("refused-second-factor-missing"));
        };
        let secret = sealing::open(
            &self.server_secret("second factor"),
            &factor_context(user.id),
            &sealed,
        )?;
        let secret = TotpSecret::from_slice(&secret)?;
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        let accepted = match secret.verify(&digits, seconds, u64::try_from(user.last_step).ok()) {
            Some(step) => {
                transaction
                    .use_step(user.id, i64::try_from(step).unwrap_or(i64::MAX))
                    .await?
            }
            None => {
                let mut recovery: StoredRecoveryCodes = serde_json::from_str(&user.recovery)
                    .map_err(|_| DeskError::Inside("recovery codes cannot be read"))?;
                match recovery.consume(code) {
                    Ok(_) => {
                        transaction
                            .set_recovery(user.id, &to_text(&recovery)?)
                            .await?;
                        self.event(
                            &mut transaction,
                            user.id,
                            "recovery_code_used",
                            *user.id.as_bytes(),
                            b"",
                        )
                        .await?;
                        true
                    }
                    Err(_) => false,
                }
            }
        };
        if !accepted {
            let wait = if failures < 4 {
                0
            } else {
                1_i64 << (failures - 4).clamp(0, 9)
            };
            transaction
                .fail_attempt(hash, now.plus_seconds(wait), now)
                .await?;
            transaction.commit().await?;
            return Err(DeskError::refused("refused-code"));
        }
        transaction.clear_attempts(hash).await?;
        Ok(transaction)
    }

    /// Offers a new secret for the second factor. It is not stored until [`House::confirm_factor`]
    /// has seen a code made with it.
    ///
    /// # Errors
    /// When the session is gone.
    pub async fn offer_factor(
        &self,
        token: &SessionToken,
    ) -> Result<(Zeroizing<String>, Zeroizing<String>)> {
        let (_, user, _) = self.half_session(token).await?;
        let secret = TotpSecret::random(self.register.randomness());
        Ok((secret.to_text(), secret.address("Unforgotten", &user.login)))
    }

    /// Sets up the second factor for a user who has none, after a code made with it; returns the
    /// full session and the recovery codes, which are shown once.
    ///
    /// # Errors
    /// A refusal when the code is wrong or a factor is set up already.
    pub async fn confirm_factor(
        &self,
        token: &SessionToken,
        secret: &str,
        code: &str,
    ) -> Result<(SessionToken, Vec<Zeroizing<String>>)> {
        let now = self.now();
        let (session, mut user, private_key) = self.half_session(token).await?;
        if user.second_factor.is_some() && !session.two_factor {
            return Err(DeskError::refused("refused-second-factor-present"));
        }
        let secret = TotpSecret::parse(secret)?;
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let Some(step) = secret.verify(&digits, u64::try_from(now.seconds()).unwrap_or(0), None)
        else {
            return Err(DeskError::refused("refused-code"));
        };
        let codes = self.set_factor(&mut user, &secret)?;
        user.last_step = i64::try_from(step).unwrap_or(0);
        let mut transaction = self.write().await?;
        transaction.update_user(&user).await?;
        transaction.use_step(user.id, user.last_step).await?;
        transaction.end_session(session.handle_hash).await?;
        let fresh = SessionToken::random(self.register.randomness());
        self.begin_session(&mut transaction, &fresh, &user, &private_key, true, now)
            .await?;
        self.event(
            &mut transaction,
            user.id,
            "second_factor_set",
            *user.id.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok((fresh, codes))
    }

    /// Puts a second factor into a user's row; returns new recovery codes.
    pub(crate) fn set_factor(
        &self,
        user: &mut StoredUser,
        secret: &TotpSecret,
    ) -> Result<Vec<Zeroizing<String>>> {
        user.second_factor = Some(sealing::seal(
            &self.server_secret("second factor"),
            &factor_context(user.id),
            secret.expose(),
            self.register.randomness(),
        ));
        user.last_step = 0;
        let (recovery, codes) = StoredRecoveryCodes::generate(self.register.randomness());
        user.recovery = to_text(&recovery)?;
        Ok(codes)
    }

    /// The caller behind a session token; nothing when the session has ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn caller(&self, token: &SessionToken, way: Way) -> Result<Option<Caller>> {
        let now = self.now();
        let hash = token.handle_hash();
        let mut transaction = self.read().await?;
        let Some(session) = transaction
            .session(hash, now, now.plus_seconds(-IDLE_SECONDS))
            .await?
        else {
            return Ok(None);
        };
        let Some(user) = transaction.user(session.user).await? else {
            return Ok(None);
        };
        let Ok(private_key) = token.unwrap_private_key(&session.wrapped) else {
            return Ok(None);
        };
        let strength = if session.two_factor {
            Strength::TwoFactor
        } else {
            Strength::PasswordOnly
        };
        let caller = self
            .assemble_caller(
                &mut transaction,
                &user,
                Some(&private_key),
                strength,
                way,
                Some(hash),
            )
            .await?;
        drop(transaction);
        // Once a minute is enough to know that a session is used, and spares a write a page.
        if now.milliseconds() - session.last_used.milliseconds() > 60_000 {
            let mut transaction = self.write().await?;
            transaction.touch_session(hash, now).await?;
            transaction.commit().await?;
        }
        Ok(Some(caller))
    }

    /// A caller for the command line, proved by password and code.
    ///
    /// # Errors
    /// As for a log-in.
    pub async fn command_caller(&self, login: &str, password: &str, code: &str) -> Result<Caller> {
        let first = self.log_in(login, password).await?;
        let token = self.second_step(&first.token, code).await?;
        let caller = self
            .caller(&token, Way::Command)
            .await?
            .ok_or(DeskError::Absent)?;
        Ok(caller)
    }

    /// The operator: whoever runs commands on the machine with the data key. Ordinary compartments
    /// only, no signature, no lifting; each call stands in the ledger.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn operator(&self, command: &str) -> Result<Caller> {
        let keyring = self.server_keyring();
        let mut memberships: Vec<Membership> = keyring
            .keys()
            .map(|compartment| Membership {
                compartment: *compartment,
                role: Role::DeskOfficer,
                status: MemberStatus::Active,
                sealed: false,
                file: None,
            })
            .collect();
        memberships.push(Membership {
            compartment: INSTALLATION,
            role: Role::Administrator,
            status: MemberStatus::Active,
            sealed: false,
            file: None,
        });
        let mut transaction = self.write().await?;
        self.event(
            &mut transaction,
            PROGRAM,
            "operator_command",
            [0; 16],
            command.as_bytes(),
        )
        .await?;
        transaction.commit().await?;
        Ok(Caller {
            actor: Actor {
                user: PROGRAM,
                status: MemberStatus::Active,
                organisation: self.organisation,
                memberships,
                strength: Strength::TwoFactor,
                way: Way::Operator,
            },
            display_name: "operator".to_owned(),
            locale: "en".to_owned(),
            must_change: false,
            has_second_factor: true,
            handle: None,
            keyring,
            once: Arc::default(),
        })
    }

    /// A caller by user id without keys of their own: for tests and for the demonstration only where
    /// ordinary compartments suffice.
    ///
    /// # Errors
    /// When there is no such active user.
    pub async fn ordinary_caller(&self, user: UserId) -> Result<Caller> {
        let mut transaction = self.read().await?;
        let user = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        self.assemble_caller(
            &mut transaction,
            &user,
            None,
            Strength::TwoFactor,
            Way::Web,
            None,
        )
        .await
    }

    /// A caller with the private key at hand: right after a user was made, and in tests.
    ///
    /// # Errors
    /// When there is no such user or the password is wrong.
    pub async fn caller_with_password(&self, user: UserId, password: &str) -> Result<Caller> {
        let mut transaction = self.read().await?;
        let user = transaction.user(user).await?.ok_or(DeskError::Absent)?;
        let record: PasswordRecord = serde_json::from_str(&user.password)
            .map_err(|_| DeskError::Inside("a password record cannot be read"))?;
        let password = Zeroizing::new(password.to_owned());
        let private_key = slowly(move || record.open(&password)).await??;
        self.assemble_caller(
            &mut transaction,
            &user,
            Some(&private_key),
            Strength::TwoFactor,
            Way::Web,
            None,
        )
        .await
    }

    async fn assemble_caller(
        &self,
        transaction: &mut store::Transaction,
        user: &StoredUser,
        private_key: Option<&UserPrivateKey>,
        strength: Strength,
        way: Way,
        handle: Option<[u8; 32]>,
    ) -> Result<Caller> {
        let stored = transaction.memberships_of(user.id).await?;
        let compartments = transaction.compartments().await?;
        let sealed = |id| {
            compartments
                .iter()
                .any(|compartment| compartment.id == id && compartment.sealed)
        };
        let memberships: Vec<Membership> = stored
            .iter()
            .filter_map(|membership| {
                Some(Membership {
                    compartment: membership.compartment,
                    role: Role::parse(&membership.role).ok()?,
                    status: status_from(membership.status)?,
                    sealed: sealed(membership.compartment),
                    file: membership.file,
                })
            })
            .collect();
        let mut keyring = Keyring::clone(&self.server_keyring());
        if let Some(private_key) = private_key {
            let wraps = transaction.wraps_of(*user.id.as_bytes()).await?;
            for compartment in compartments.iter().filter(|compartment| compartment.sealed) {
                let mut keys = BTreeMap::new();
                for (_, epoch, wrapped) in wraps.iter().filter(|(id, _, _)| *id == compartment.id) {
                    let number = u32::try_from(*epoch)
                        .map_err(|_| DeskError::Inside("an epoch is out of range"))?;
                    let key = CompartmentKey::unwrap_for_member(
                        private_key,
                        compartment.id.as_bytes(),
                        number,
                        wrapped,
                    )?;
                    keys.insert(*epoch, Arc::new(key));
                }
                if let Some(entry) = compartment_keys(compartment, keys)? {
                    keyring.insert(compartment.id, entry);
                }
            }
        }
        let caller = Caller {
            actor: Actor {
                user: user.id,
                status: status_from(user.status).ok_or(DeskError::Inside("a status is unknown"))?,
                organisation: user.organisation,
                memberships,
                strength,
                way,
            },
            display_name: user.display_name.clone(),
            locale: user.locale.clone(),
            must_change: user.must_change,
            has_second_factor: user.second_factor.is_some(),
            handle,
            keyring: Arc::new(keyring),
            once: Arc::default(),
        };
        // Keys of compartments that one is not a current member of are not at hand, whatever else.
        let mut keyring = Keyring::clone(&caller.keyring);
        keyring.retain(|id, _| caller.reaches(*id));
        Ok(Caller {
            keyring: Arc::new(keyring),
            once: Arc::default(),
            ..caller
        })
    }

    /// Ends the caller's session: *lock now*.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lock(&self, caller: &Caller) -> Result<()> {
        if let Some(handle) = caller.handle {
            let mut transaction = self.write().await?;
            transaction.end_session(handle).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// Changes the caller's own password; all their sessions end.
    ///
    /// # Errors
    /// A refusal when the old one is wrong or the new one too weak.
    pub async fn change_password(&self, caller: &Caller, old: &str, new: &str) -> Result<()> {
        let mut transaction = self.read().await?;
        let mut user = transaction
            .user(caller.actor.user)
            .await?
            .ok_or(DeskError::Absent)?;
        drop(transaction);
        check_new_password(new, &user)?;
        let record: PasswordRecord = serde_json::from_str(&user.password)
            .map_err(|_| DeskError::Inside("a password record cannot be read"))?;
        let (old, new) = (
            Zeroizing::new(old.to_owned()),
            Zeroizing::new(new.to_owned()),
        );
        let private_key = slowly(move || record.open(&old))
            .await?
            .map_err(|_| DeskError::refused("refused-password-wrong"))?;
        let (cost, randomness) = (self.cost, Zeroizing::new(self.random_bytes::<64>()));
        let record = slowly(move || {
            PasswordRecord::wrapping(&private_key, &new, cost, &Fixed::new(randomness.as_slice()))
        })
        .await??;
        user.password = to_text(&record)?;
        user.must_change = false;
        let mut transaction = self.write().await?;
        transaction.update_user(&user).await?;
        transaction.end_sessions_of(user.id).await?;
        self.event(
            &mut transaction,
            user.id,
            "password_changed",
            *user.id.as_bytes(),
            b"",
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    pub(crate) fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.register.randomness().fill(&mut bytes);
        bytes
    }
}

/// Random bytes drawn beforehand, to be carried to another thread: the register's source is a
/// borrowed trait object. Asked for more than was drawn, it stretches them by hashing.
pub(crate) struct Fixed {
    seed: Zeroizing<Vec<u8>>,
    drawn: std::sync::atomic::AtomicU64,
}

impl Fixed {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self {
            seed: Zeroizing::new(bytes.to_vec()),
            drawn: std::sync::atomic::AtomicU64::new(0),
        }
    }
}

impl kernel::Randomness for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let number = self
                .drawn
                .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let mut hasher = Sha256::new();
            hasher.update(self.seed.as_slice());
            hasher.update(number.to_be_bytes());
            let block: [u8; 32] = hasher.finalize().into();
            for (target, source) in chunk.iter_mut().zip(block) {
                *target = source;
            }
        }
    }
}

pub(crate) fn check_new_password(password: &str, user: &StoredUser) -> Result<()> {
    sealing::check_password(password, &["unforgotten", &user.login, &user.display_name])
        .map_err(|_| DeskError::refused("refused-password-weak"))
}

pub(crate) fn to_text<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|_| DeskError::Inside("a record cannot be written as text"))
}

/// The number under which a status is stored.
pub(crate) const fn status_code(status: MemberStatus) -> i64 {
    match status {
        MemberStatus::Invited => 0,
        MemberStatus::Active => 1,
        MemberStatus::Suspended => 2,
        MemberStatus::Ended => 3,
    }
}

/// The status with this number.
pub(crate) const fn status_from(code: i64) -> Option<MemberStatus> {
    match code {
        0 => Some(MemberStatus::Invited),
        1 => Some(MemberStatus::Active),
        2 => Some(MemberStatus::Suspended),
        3 => Some(MemberStatus::Ended),
        _ => None,
    }
}
