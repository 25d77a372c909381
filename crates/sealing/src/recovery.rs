//! Recovery codes: the way in when the authenticator is lost. Ten, each good once.

use kernel::Randomness;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::encoding::{Base32, Bytes, grouped};
use crate::{SealingError, Secret};

const CODES: usize = 10;
/// 80 bits: 16 symbols, four groups of four.
const CODE_BYTES: usize = 10;

/// What the installation keeps of a user's recovery codes. A salted SHA-256 is enough: the codes
/// are random and 80 bits long, so there is nothing to guess.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRecoveryCodes {
    salt: Bytes,
    hashes: Vec<Bytes>,
}

impl StoredRecoveryCodes {
    /// Ten fresh codes to print, and what is stored of them. Earlier ones are void when the caller
    /// replaces what it stored.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> (Self, Vec<Zeroizing<String>>) {
        let salt: Secret<16> = Secret::random(randomness);
        let codes: Vec<Secret<CODE_BYTES>> =
            (0..CODES).map(|_| Secret::random(randomness)).collect();
        let stored = Self {
            hashes: codes
                .iter()
                .map(|code| hash(salt.expose(), code.expose()).to_vec().into())
                .collect(),
            salt: salt.expose().to_vec().into(),
        };
        let texts = codes
            .iter()
            .map(|code| grouped(&Base32::Crockford.encode(code.expose()), 4))
            .collect();
        (stored, texts)
    }

    /// Uses a code up and returns how many are left. The caller stores the changed value in the
    /// transaction that lets the user in.
    ///
    /// # Errors
    /// [`SealingError::UnknownCode`] for anything that is not an unused code.
    pub fn consume(&mut self, text: &str) -> Result<usize, SealingError> {
        let code = Base32::Crockford
            .decode(text)
            .map_err(|_| SealingError::UnknownCode)?;
        let given = hash(&self.salt.0, &code);
        let before = self.hashes.len();
        let mut found = Choice::from(0);
        self.hashes.retain(|stored| {
            let fits = stored.0.as_slice().ct_eq(&given);
            found |= fits;
            !bool::from(fits)
        });
        if self.hashes.len() == before || !bool::from(found) {
            return Err(SealingError::UnknownCode);
        }
        Ok(self.hashes.len())
    }

    /// Codes not used yet.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.hashes.len()
    }
}

fn hash(salt: &[u8], code: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"unforgotten/1/recovery-code")
        .chain_update(salt)
        .chain_update(code)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    #[test]
    fn each_code_is_good_once() {
        let (mut stored, codes) = StoredRecoveryCodes::generate(&Counted::default());
        assert_eq!(codes.len(), 10);
        assert_eq!(codes[0].len(), 19);
        for wrong in ["", "0000-0000-0000-0000", "???"] {
            assert_eq!(stored.consume(wrong), Err(SealingError::UnknownCode));
        }
        for (used, code) in codes.iter().enumerate() {
            assert_eq!(stored.remaining(), 10 - used);
            let typed = code.to_lowercase().replace('-', " ");
            assert_eq!(stored.consume(&typed), Ok(9 - used));
            assert_eq!(stored.consume(code), Err(SealingError::UnknownCode));
        }
    }
}
