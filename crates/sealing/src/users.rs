//! A user's key pair and the password that opens it.
//!
//! One Argon2id run gives 64 bytes: the first half is checked (its hash is stored), the second
//! wraps the private key. Whoever steals the record must still guess; whoever passes the check has
//! the private key in the same breath, so no code path has one without the other.

use kernel::Randomness;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::aead::{context, open, seal};
use crate::encoding::Bytes;
use crate::passphrase::stretch;
use crate::{Argon2Cost, SealingError, Secret, SecretKey};

const FORMAT: u32 = 1;

/// An X25519 public key: things can be sealed to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UserPublicKey([u8; 32]);

impl UserPublicKey {
    /// The key with these bytes. Unusable points are refused when sealing.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Serialize for UserPublicKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Bytes(self.0.to_vec()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for UserPublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Bytes::deserialize(deserializer)?
            .array()
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// An X25519 private key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPrivateKey {
    secret: SecretKey,
    public: UserPublicKey,
}

impl UserPrivateKey {
    /// A fresh key.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        Self::from_secret(SecretKey::random(randomness))
    }

    /// The key with these 32 bytes.
    #[must_use]
    pub fn from_secret(secret: SecretKey) -> Self {
        let public = PublicKey::from(&StaticSecret::from(*secret.expose()));
        Self {
            secret,
            public: UserPublicKey(public.to_bytes()),
        }
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> UserPublicKey {
        self.public
    }

    /// The 32 secret bytes, to be wrapped somewhere else.
    #[must_use]
    pub const fn secret(&self) -> &SecretKey {
        &self.secret
    }
}

/// What the installation stores of a password: nothing that opens without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRecord {
    format: u32,
    salt: Bytes,
    #[serde(flatten)]
    cost: Argon2Cost,
    check: Bytes,
    /// The user's public key.
    pub public_key: UserPublicKey,
    sealed: Bytes,
}

impl PasswordRecord {
    /// A record with a fresh key pair, for a new user. Check the password first:
    /// [`crate::check_password`].
    ///
    /// # Errors
    /// [`SealingError::BadCost`].
    pub fn create(
        password: &str,
        cost: Argon2Cost,
        randomness: &dyn Randomness,
    ) -> Result<(Self, UserPrivateKey), SealingError> {
        let private_key = UserPrivateKey::random(randomness);
        let record = Self::wrapping(&private_key, password, cost, randomness)?;
        Ok((record, private_key))
    }

    /// A record for a key pair that exists: a changed password keeps the user's keys.
    ///
    /// # Errors
    /// [`SealingError::BadCost`].
    pub fn wrapping(
        private_key: &UserPrivateKey,
        password: &str,
        cost: Argon2Cost,
        randomness: &dyn Randomness,
    ) -> Result<Self, SealingError> {
        let salt: Secret<16> = Secret::random(randomness);
        let (check, wrap) = halves(password, salt.expose(), cost)?;
        let public_key = private_key.public();
        let sealed = seal(
            &wrap,
            &associated(public_key),
            private_key.secret().expose(),
            randomness,
        );
        Ok(Self {
            format: FORMAT,
            salt: salt.expose().to_vec().into(),
            cost,
            check: check.to_vec().into(),
            public_key,
            sealed: sealed.into(),
        })
    }

    /// A record that no password opens. Try it for an unknown log-in, so that the answer takes as
    /// long as for a known one. Make it once, with the cost that real records have.
    #[must_use]
    pub fn dummy(cost: Argon2Cost, randomness: &dyn Randomness) -> Self {
        let random = |length: usize| {
            let mut bytes = vec![0; length];
            randomness.fill(&mut bytes);
            Bytes(bytes)
        };
        Self {
            format: FORMAT,
            salt: random(16),
            cost,
            check: random(32),
            public_key: UserPrivateKey::random(randomness).public(),
            sealed: random(32 + crate::SEALED_OVERHEAD),
        }
    }

    /// The private key, if the password is right. One Argon2 run of [`PasswordRecord::cost`]; the
    /// caller limits how many run at once.
    ///
    /// # Errors
    /// [`SealingError::WrongPassword`]; [`SealingError::NewerFormat`], [`SealingError::BadCost`],
    /// [`SealingError::NotAuthentic`] if the record was damaged.
    pub fn open(&self, password: &str) -> Result<UserPrivateKey, SealingError> {
        if self.format > FORMAT {
            return Err(SealingError::NewerFormat {
                found: self.format,
                known: FORMAT,
            });
        }
        let (check, wrap) = halves(password, &self.salt.0, self.cost)?;
        if !bool::from(check.as_slice().ct_eq(&self.check.0)) {
            return Err(SealingError::WrongPassword);
        }
        let bytes = open(&wrap, &associated(self.public_key), &self.sealed.0)?;
        SecretKey::from_slice(&bytes)
            .map(UserPrivateKey::from_secret)
            .filter(|private_key| private_key.public() == self.public_key)
            .ok_or(SealingError::NotAuthentic)
    }

    /// What a guess costs. If it is below what is asked today, wrap again at the next log-in.
    #[must_use]
    pub const fn cost(&self) -> Argon2Cost {
        self.cost
    }
}

/// The hash to check and the key to wrap with.
fn halves(
    password: &str,
    salt: &[u8],
    cost: Argon2Cost,
) -> Result<([u8; 32], SecretKey), SealingError> {
    let stretched: Secret<64> = stretch(password, salt, cost)?;
    let (check, wrap) = stretched.expose().split_at(32);
    let check = Sha256::new()
        .chain_update(b"unforgotten/1/password-check")
        .chain_update(check)
        .finalize();
    let wrap = SecretKey::from_slice(wrap).ok_or(SealingError::BadCost)?;
    Ok((check.into(), wrap))
}

fn associated(public_key: UserPublicKey) -> Vec<u8> {
    context("unforgotten/1/user-private-key", &[public_key.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    const COST: Argon2Cost = Argon2Cost::cheapest();

    #[test]
    fn the_password_opens_the_private_key() {
        let randomness = Counted::default();
        let (record, private_key) = PasswordRecord::create("words", COST, &randomness).unwrap();
        let text = serde_json::to_string(&record).unwrap();
        let record: PasswordRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(record.open("words").unwrap(), private_key);
        assert_eq!(record.open("Words"), Err(SealingError::WrongPassword));
        assert_eq!(record.public_key, private_key.public());
        let changed = PasswordRecord::wrapping(&private_key, "new", COST, &randomness).unwrap();
        assert_eq!(changed.open("new").unwrap(), private_key);
        assert_eq!(changed.open("words"), Err(SealingError::WrongPassword));
        assert_eq!(
            PasswordRecord::dummy(COST, &randomness).open("words"),
            Err(SealingError::WrongPassword)
        );
    }

    #[test]
    fn a_record_with_another_public_key_is_refused() {
        let randomness = Counted::default();
        let (mut record, _) = PasswordRecord::create("words", COST, &randomness).unwrap();
        record.public_key = UserPrivateKey::random(&randomness).public();
        assert_eq!(record.open("words"), Err(SealingError::NotAuthentic));
    }

    /// RFC 7748, section 6.1.
    #[test]
    fn public_keys_follow_the_rfc() {
        let bytes = [
            0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5, 0x7d, 0x3c, 0x16, 0xc1, 0x72, 0x51, 0xb2,
            0x66, 0x45, 0xdf, 0x4c, 0x2f, 0x87, 0xeb, 0xc0, 0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5,
            0x1d, 0xb9, 0x2c, 0x2a,
        ];
        assert_eq!(
            *crate::encoding::hexadecimal(
                UserPrivateKey::from_secret(SecretKey::new(bytes))
                    .public()
                    .as_bytes()
            ),
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
        );
    }
}
