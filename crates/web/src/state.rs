//! What the server holds: where the register is, whether it is open, and what was given to it.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, RwLock},
};

use desk::{House, KeySource};
use kernel::{Clock, Instant, Randomness, UserId};
use sealing::{Argon2Cost, SecretKey};
use store::Place;

use crate::security::Throttle;

/// Sets documents. The program that links the heavy typesetter gives one; tests give a small one.
pub trait DocumentRenderer: Send + Sync {
    /// The brief as PDF in a locale (`en`, `ar`).
    ///
    /// # Errors
    /// What went wrong, for the log; it holds nothing of the brief.
    fn brief_pdf(
        &self,
        brief: &access::Visible<desk::bilaterals::Brief>,
        locale: &str,
    ) -> Result<Vec<u8>, String>;
}

/// How browsers reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Plain HTTP on this machine only: the demonstration and a desk of one. Browsers refuse
    /// `__Host-` cookies there, so that the cookies go without `Secure`.
    Loopback,
    /// Behind something that ends TLS; browsers are told to come by TLS only.
    Tls,
    /// A `.onion` address, which browsers trust as they trust TLS.
    Onion,
}

impl Transport {
    /// Whether cookies carry `Secure` and the `__Host-` prefix.
    #[must_use]
    pub const fn is_secure(self) -> bool {
        !matches!(self, Self::Loopback)
    }
}

/// What a server is made of.
pub struct Parts {
    /// Where the register is, or will be.
    pub place: Place,
    /// What a password costs in a register that is begun here.
    pub cost: Argon2Cost,
    /// How browsers reach the server.
    pub transport: Transport,
    /// Whether the pages say that everybody here is invented.
    pub practice: bool,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness for keys and tokens.
    pub randomness: Arc<dyn Randomness>,
    /// Sets documents.
    pub documents: Arc<dyn DocumentRenderer>,
    /// The program that parses lists of others, in a child process.
    pub parser: lists::ChildProgram,
}

/// Whether the register can be read.
#[derive(Clone)]
pub enum State {
    /// There is no register yet: the first start is offered.
    Absent,
    /// There is one, and its key has not been given.
    Locked,
    /// It is open.
    Open(Arc<House>),
}

/// What waited for a member when it was last counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Clocks that rang, stops to confirm, reviews.
    pub(crate) all: u32,
    /// Of these, pairs and rows that wait for a review.
    pub(crate) reviews: u32,
    counted: Instant,
}

/// A count is good for so long: to count opens files, and a page must not pay for that.
const WAITING_SECONDS: i64 = 10 * 60;

/// Everything the handlers share.
pub struct Site {
    pub(crate) place: Place,
    pub(crate) cost: Argon2Cost,
    pub(crate) transport: Transport,
    pub(crate) practice: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) documents: Arc<dyn DocumentRenderer>,
    pub(crate) parser: lists::ChildProgram,
    /// Lists that were sent and have not become an import yet.
    pub(crate) imports: crate::handlers::imports::Jobs,
    /// What waited for each member when they last looked.
    pub(crate) waiting: Mutex<HashMap<UserId, Waiting>>,
    /// Papers that were sent and wait for a look.
    pub(crate) papers: crate::handlers::evidence::Papers,
    state: RwLock<State>,
    /// Slows down who guesses the passphrase.
    pub(crate) unlocking: tokio::sync::Mutex<Throttle>,
    /// Idempotency keys whose first request is being answered.
    pub(crate) in_hand: Mutex<HashSet<[u8; 32]>>,
    /// Seals what travels through a form and must come back unread and unchanged. Dies with the process.
    pub(crate) parcel_key: SecretKey,
}

impl Site {
    /// A server for this place: locked or, where there is no register, at its first start.
    ///
    /// # Errors
    /// When the place is half restored or cannot be read.
    pub async fn closed(parts: Parts) -> desk::Result<Arc<Self>> {
        let state = match House::unlock_document(&parts.place).await {
            Ok(_) => State::Locked,
            Err(desk::DeskError::Store(store::StoreError::Absent(_))) => State::Absent,
            Err(error) => return Err(error),
        };
        Ok(Arc::new(Self::new(parts, state)))
    }

    /// A server for a register that is open already.
    #[must_use]
    pub fn open(parts: Parts, house: Arc<House>) -> Arc<Self> {
        Arc::new(Self::new(parts, State::Open(house)))
    }

    fn new(parts: Parts, state: State) -> Self {
        Self {
            place: parts.place,
            cost: parts.cost,
            transport: parts.transport,
            practice: parts.practice,
            clock: parts.clock,
            parcel_key: SecretKey::random(parts.randomness.as_ref()),
            randomness: parts.randomness,
            documents: parts.documents,
            parser: parts.parser,
            imports: crate::handlers::imports::Jobs::default(),
            waiting: Mutex::new(HashMap::new()),
            papers: crate::handlers::evidence::Papers::default(),
            state: RwLock::new(state),
            unlocking: tokio::sync::Mutex::new(Throttle::default()),
            in_hand: Mutex::new(HashSet::new()),
        }
    }

    /// The present state.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
            .read()
            .map_or(State::Locked, |state| state.clone())
    }

    /// The open register.
    #[must_use]
    pub fn house(&self) -> Option<Arc<House>> {
        match self.state() {
            State::Open(house) => Some(house),
            State::Absent | State::Locked => None,
        }
    }

    pub(crate) fn set(&self, state: State) {
        if let Ok(mut guard) = self.state.write() {
            *guard = state;
        }
    }

    /// Keeps what *Today* has counted.
    pub(crate) fn keep_waiting(&self, user: UserId, all: u32, reviews: u32) {
        let counted = self.now();
        if let Ok(mut waiting) = self.waiting.lock() {
            waiting.insert(
                user,
                Waiting {
                    all,
                    reviews,
                    counted,
                },
            );
        }
    }

    /// What was counted not long ago; nothing when it may have changed since.
    pub(crate) fn known_waiting(&self, user: UserId) -> Option<Waiting> {
        let since = self.now().plus_seconds(-WAITING_SECONDS);
        let waiting = self.waiting.lock().ok()?;
        waiting
            .get(&user)
            .copied()
            .filter(|known| known.counted > since)
    }

    /// A member has written: what was counted for them may not be true any more. Not for others: a
    /// number that goes away would tell them that somebody wrote.
    pub(crate) fn forget_waiting(&self, user: UserId) {
        if let Ok(mut waiting) = self.waiting.lock() {
            waiting.remove(&user);
        }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Opens a locked register with its passphrase. One try at a time, and after some wrong ones a
    /// growing wait.
    pub(crate) async fn unlock(&self, passphrase: &str) -> Result<(), UnlockRefusal> {
        let mut throttle = self.unlocking.lock().await;
        if !matches!(self.state(), State::Locked) {
            return Ok(());
        }
        let now = self.now();
        if let Some(seconds) = throttle.wait(now) {
            return Err(UnlockRefusal::Later(seconds));
        }
        let opened = House::open(
            &self.place,
            &KeySource::Passphrase(passphrase),
            self.cost,
            Arc::clone(&self.clock),
            Arc::clone(&self.randomness),
        )
        .await;
        match opened {
            Ok(house) => {
                throttle.succeeded();
                self.set(State::Open(Arc::new(house)));
                Ok(())
            }
            Err(desk::DeskError::Sealing(_)) => {
                throttle.failed(now);
                Err(UnlockRefusal::Wrong)
            }
            Err(error) => Err(UnlockRefusal::Failed(Box::new(error))),
        }
    }
}

/// Why a register was not opened.
pub(crate) enum UnlockRefusal {
    /// The passphrase opens nothing.
    Wrong,
    /// Too many were wrong: seconds to wait.
    Later(i64),
    /// Something else.
    Failed(Box<desk::DeskError>),
}
