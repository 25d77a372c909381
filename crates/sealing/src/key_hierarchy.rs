//! The data key of an installation and what is derived from it.

use kernel::Randomness;
use zeroize::Zeroizing;

use crate::encoding::hexadecimal;
use crate::{CursorKey, SealingError, Secret, SecretKey};

/// The one key that opens an installation. It is never stored: [`crate::Unlock`] holds it wrapped.
///
/// Nothing is encrypted under it directly; each use has its own derived key, so that a key that
/// leaks from one place (say, a cursor key from a log) opens nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataKey(SecretKey);

impl DataKey {
    /// A fresh data key, for a new installation.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        Self(SecretKey::random(randomness))
    }

    pub(crate) const fn from_secret(secret: SecretKey) -> Self {
        Self(secret)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, SealingError> {
        SecretKey::from_slice(bytes)
            .map(Self)
            .ok_or(SealingError::Malformed("data key of another length"))
    }

    pub(crate) const fn secret(&self) -> &SecretKey {
        &self.0
    }

    /// SQLCipher's raw key: 64 hexadecimal digits, to be given as `PRAGMA key = "x'…'"`.
    #[must_use]
    pub fn database_key(&self) -> Zeroizing<String> {
        hexadecimal(self.0.derive("unforgotten/1/database").expose())
    }

    /// Wraps the keys of ordinary compartments.
    #[must_use]
    pub fn wrap_key(&self) -> SecretKey {
        self.0.derive("unforgotten/1/compartment-wrap")
    }

    /// A key for a purpose of the server's own (sessions, idempotency, ids of audit subjects …).
    #[must_use]
    pub fn server_secret(&self, purpose: &str) -> SecretKey {
        self.0
            .derive_from_parts(&[b"unforgotten/1/server/", purpose.as_bytes()])
    }

    /// The Ed25519 seed that signs the ledger's checkpoints.
    #[must_use]
    pub fn ledger_signing_key(&self) -> Secret<32> {
        self.0.derive("unforgotten/1/ledger-signing")
    }

    /// Signs the cursors of paged lists.
    #[must_use]
    pub fn cursor_key(&self) -> CursorKey {
        CursorKey::new(self.0.derive("unforgotten/1/cursor"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    #[test]
    fn derived_keys_differ() {
        let key = DataKey::random(&Counted::default());
        assert_eq!(key.database_key().len(), 64);
        assert_ne!(key.wrap_key(), key.ledger_signing_key());
        assert_ne!(key.server_secret("a"), key.server_secret("b"));
        assert_ne!(key.server_secret(""), key.wrap_key());
    }
}
