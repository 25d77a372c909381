//! Bytes that must not leak: wiped when dropped, never printed, compared in constant time.

use hkdf::Hkdf;
use kernel::Randomness;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes. `Debug` shows only the length; equality takes the same time whatever differs.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret<const N: usize>([u8; N]);

/// A 256-bit symmetric key.
pub type SecretKey = Secret<32>;

impl<const N: usize> Secret<N> {
    /// Takes the bytes over. The caller's own copy stays the caller's to wipe.
    #[must_use]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// Fresh random bytes.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        let mut secret = Self([0; N]);
        randomness.fill(&mut secret.0);
        secret
    }

    /// The bytes of a slice of exactly `N` bytes, `None` for another length.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut secret = Self([0; N]);
        if bytes.len() != N {
            return None;
        }
        secret.0.copy_from_slice(bytes);
        Some(secret)
    }

    /// The secret content; keep the borrow short.
    #[must_use]
    pub const fn expose(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }

    /// A key for one purpose: HKDF-SHA256 without salt, the purpose as `info`. Different purposes
    /// give keys that tell nothing about each other or about this secret.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> SecretKey {
        self.derive_from_parts(&[purpose.as_bytes()])
    }

    /// Like [`Secret::derive`] with `info` given in parts that are concatenated.
    pub(crate) fn derive_from_parts<const M: usize>(&self, info: &[&[u8]]) -> Secret<M> {
        expand(None, &self.0, info)
    }
}

/// HKDF-SHA256 (RFC 5869) to `M` bytes.
pub(crate) fn expand<const M: usize>(
    salt: Option<&[u8]>,
    material: &[u8],
    info: &[&[u8]],
) -> Secret<M> {
    const { assert!(M <= 255 * 32, "more than HKDF-SHA256 can give") };
    let mut key = Secret([0; M]);
    let expanded = Hkdf::<Sha256>::new(salt, material).expand_multi_info(info, &mut key.0);
    debug_assert!(expanded.is_ok(), "the length was checked above");
    key
}

impl<const N: usize> ConstantTimeEq for Secret<N> {
    fn ct_eq(&self, other: &Self) -> subtle::Choice {
        self.0.as_slice().ct_eq(other.0.as_slice())
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> std::fmt::Debug for Secret<N> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Secret<{N}>")
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use sha2::{Digest, Sha256};
    use std::sync::atomic::{AtomicU64, Ordering};

    /// SHA-256 of a counter: the same stream in every run.
    #[derive(Default)]
    pub(crate) struct Counted(AtomicU64);

    impl kernel::Randomness for Counted {
        fn fill(&self, bytes: &mut [u8]) {
            for chunk in bytes.chunks_mut(32) {
                let count = self.0.fetch_add(1, Ordering::Relaxed);
                let block = Sha256::digest(count.to_be_bytes());
                chunk.copy_from_slice(&block[..chunk.len()]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::Counted;
    use super::*;

    #[test]
    fn debug_shows_no_content() {
        assert_eq!(format!("{:?}", Secret::new([7_u8; 32])), "Secret<32>");
    }

    #[test]
    fn purposes_part_keys() {
        let key = SecretKey::random(&Counted::default());
        assert_ne!(key.derive("a"), key.derive("b"));
        assert_eq!(key.derive("a"), key.derive("a"));
        assert_ne!(key.derive("a"), key);
        assert!(SecretKey::from_slice(&[0; 31]).is_none());
    }

    /// RFC 5869, test case 3 (no salt, no info), first 32 bytes.
    #[test]
    fn derivation_is_hkdf_sha256() {
        let derived: Secret<42> = Secret::new([0x0b_u8; 22]).derive_from_parts(&[]);
        assert_eq!(
            *crate::encoding::hexadecimal(derived.expose()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        );
    }
}
