//! Argon2id: from something a person remembers to a key.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::{SealingError, Secret};

/// What one guess costs an attacker (and one log-in the server). Stored beside each hash, so that
/// the cost can be raised for new passwords without locking anybody out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argon2Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Parallel lanes; the program computes them one after the other.
    pub lanes: u32,
}

impl Default for Argon2Cost {
    /// 64 MiB, three passes, one lane: the second recommended option of RFC 9106 with one lane,
    /// because log-ins share two cores. About 170 ms.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }
}

impl Argon2Cost {
    /// The cheapest that Argon2 allows. Only for tests and demonstrations: it protects nothing.
    #[must_use]
    pub const fn cheapest() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }

    /// Highest memory accepted from a stored record, in KiB. A forged record must not be able to
    /// make the server allocate without end.
    const MOST_MEMORY_KIB: u32 = 2 * 1024 * 1024;
    const MOST_PASSES: u32 = 64;
    const MOST_LANES: u32 = 64;

    fn params(&self, length: usize) -> Result<Params, SealingError> {
        if self.memory_kib > Self::MOST_MEMORY_KIB
            || self.passes > Self::MOST_PASSES
            || self.lanes > Self::MOST_LANES
        {
            return Err(SealingError::BadCost);
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(length))
            .map_err(|_| SealingError::BadCost)
    }
}

/// The text as it is hashed: the `OpaqueString` profile of RFC 8265 (spaces of any script become
/// U+0020, then NFC), so that the same words typed on another keyboard or system open the same lock.
pub(crate) fn canonical(text: &str) -> Zeroizing<String> {
    // Pre-sized, so that growing never leaves a copy of the text behind in freed memory.
    let mut canonical = Zeroizing::new(String::with_capacity(text.len().saturating_mul(3)));
    canonical.extend(
        text.chars()
            .map(|symbol| {
                let space = matches!(symbol, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
                    || matches!(symbol, '\u{202f}' | '\u{205f}' | '\u{3000}');
                if space { ' ' } else { symbol }
            })
            .nfc(),
    );
    canonical
}

/// `N` secret bytes from a text and a salt. Allocates `cost.memory_kib`; the caller limits how many
/// run at once.
///
/// Errors: [`SealingError::BadCost`].
pub(crate) fn stretch<const N: usize>(
    text: &str,
    salt: &[u8],
    cost: Argon2Cost,
) -> Result<Secret<N>, SealingError> {
    let mut key = Secret::new([0; N]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params(N)?)
        .hash_password_into(canonical(text).as_bytes(), salt, key.expose_mut())
        .map_err(|_| SealingError::BadCost)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_whatever_the_keyboard() {
        let cost = Argon2Cost::cheapest();
        let stretch = |text| stretch::<32>(text, b"salt salt salt s", cost).unwrap();
        assert_eq!(stretch("Zo\u{e9} sings"), stretch("Zoe\u{301}\u{a0}sings"));
        assert_ne!(stretch("Zoe sings"), stretch("zoe sings"));
    }

    /// Made with the reference implementation:
    /// `printf password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32` (its own test vectors).
    #[test]
    fn agrees_with_the_reference_implementation() {
        let cost = Argon2Cost {
            memory_kib: 65536,
            passes: 2,
            lanes: 1,
        };
        let key: Secret<32> = stretch("password", b"somesalt", cost).unwrap();
        assert_eq!(
            *crate::encoding::hexadecimal(key.expose()),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
    }

    #[test]
    fn absurd_costs_are_refused() {
        let cost = Argon2Cost {
            memory_kib: u32::MAX,
            passes: 1,
            lanes: 1,
        };
        assert_eq!(
            stretch::<32>("x", b"saltsalt", cost),
            Err(SealingError::BadCost)
        );
        let cost = Argon2Cost {
            memory_kib: 0,
            passes: 1,
            lanes: 1,
        };
        assert_eq!(
            stretch::<32>("x", b"saltsalt", cost),
            Err(SealingError::BadCost)
        );
    }
}
