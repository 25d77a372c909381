//! A request that is sent twice has its effect once: by a double click, a reload, or a client that
//! never saw the answer.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use desk::House;
use kernel::UserId;
use sha2::{Digest, Sha256};

use crate::state::Site;

/// A first request, to be kept with its answer.
pub(crate) struct Repeat {
    user: UserId,
    key: String,
    hash: [u8; 32],
    _turn: Turn,
}

/// What a key says about a request.
pub(crate) enum Begun {
    /// It is the first with this key.
    First(Repeat),
    /// It was answered before: the answer.
    Again(String),
    /// The key was used for something else.
    Different,
    /// The first is being answered at this moment.
    InHand,
}

/// Holds a key while its first request is answered.
struct Turn {
    site: Arc<Site>,
    key: [u8; 32],
}

impl Drop for Turn {
    fn drop(&mut self) {
        hands(&self.site.in_hand).remove(&self.key);
    }
}

fn hands(set: &Mutex<HashSet<[u8; 32]>>) -> std::sync::MutexGuard<'_, HashSet<[u8; 32]>> {
    set.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The hash of some parts, each with its length, so that no two lists of parts are the same.
pub(crate) fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

impl Repeat {
    /// Looks a key up. `place` is the address: a key counts there only.
    pub(crate) async fn begin(
        site: &Arc<Site>,
        house: &House,
        user: UserId,
        place: &str,
        key: &str,
        hash_of_request: [u8; 32],
    ) -> desk::Result<Begun> {
        let full = hash([user.as_bytes().as_slice(), place.as_bytes(), key.as_bytes()]);
        if !hands(&site.in_hand).insert(full) {
            return Ok(Begun::InHand);
        }
        let turn = Turn {
            site: Arc::clone(site),
            key: full,
        };
        let key: String = full.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut transaction = house.register().read().await?;
        let before = transaction.repeated(user, &key).await?;
        drop(transaction);
        Ok(match before {
            None => Begun::First(Self {
                user,
                key,
                hash: hash_of_request,
                _turn: turn,
            }),
            Some((known, answer)) if known == hash_of_request => Begun::Again(answer),
            Some(_) => Begun::Different,
        })
    }

    /// Marks what the caller writes as the effect of this request.
    pub(crate) fn mark(&self, caller: &desk::Caller) {
        caller.answer_once(&self.key, self.hash);
    }

    /// Keeps the answer.
    pub(crate) async fn keep(self, house: &House, answer: &str) -> desk::Result<()> {
        let mut transaction = house.register().write().await?;
        match transaction
            .keep_answer(self.user, &self.key, self.hash, answer, house.now())
            .await
        {
            // Another node was faster; its answer stands.
            Ok(()) => transaction.commit().await?,
            Err(store::StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
