//! Authenticated encryption: XChaCha20-Poly1305 under a random 24-byte nonce.
//!
//! A sealed message is `version (1) · nonce (24) · ciphertext · tag (16)`. The nonce is long enough
//! to be drawn at random for any number of messages under one key, so no counter has to survive a
//! crash or a restored backup.

use chacha20poly1305::aead::{AeadInOut, KeyInit, inout::InOutBuf};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use kernel::Randomness;
use zeroize::Zeroizing;

use crate::{SealingError, SecretKey};

const VERSION: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const HEAD: usize = 1 + NONCE;

/// Bytes by which a sealed message is longer than its plaintext.
pub const SEALED_OVERHEAD: usize = HEAD + TAG;

/// Seals `plaintext`; `associated` is bound but not stored and must be given again to open.
#[must_use]
pub fn seal(
    key: &SecretKey,
    associated: &[u8],
    plaintext: &[u8],
    randomness: &dyn Randomness,
) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(plaintext.len() + SEALED_OVERHEAD);
    seal_into(key, associated, plaintext, randomness, &mut sealed);
    sealed
}

/// Like [`seal`], appending to `out`: a bulk import reuses one buffer and copies the text once.
pub fn seal_into(
    key: &SecretKey,
    associated: &[u8],
    plaintext: &[u8],
    randomness: &dyn Randomness,
    out: &mut Vec<u8>,
) {
    let mut nonce = [0_u8; NONCE];
    randomness.fill(&mut nonce);
    out.reserve(plaintext.len() + SEALED_OVERHEAD);
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    let start = out.len();
    out.extend_from_slice(plaintext);
    let Some(text) = out.get_mut(start..) else {
        return;
    };
    let tag = encrypt_detached(key, &nonce, associated, text);
    out.extend_from_slice(&tag);
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`SealingError::Truncated`], [`SealingError::NewerFormat`], or [`SealingError::NotAuthentic`]
/// when key, associated data or any byte differ.
pub fn open(
    key: &SecretKey,
    associated: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let (nonce, body, tag) = parts(sealed)?;
    let mut plaintext = Zeroizing::new(body.to_vec());
    decrypt_detached(key, nonce, associated, &mut plaintext, tag)?;
    Ok(plaintext)
}

/// Opens a sealed message in its own buffer and returns the plaintext within it.
///
/// # Errors
/// As [`open`]; on an error the buffer holds no plaintext.
pub fn open_in_place<'a>(
    key: &SecretKey,
    associated: &[u8],
    sealed: &'a mut [u8],
) -> Result<&'a mut [u8], SealingError> {
    let (nonce, body, tag) = parts(sealed)?;
    let (nonce, tag, length) = (*nonce, *tag, body.len());
    let text = sealed
        .get_mut(HEAD..HEAD + length)
        .ok_or(SealingError::Truncated)?;
    decrypt_detached(key, &nonce, associated, text, &tag)?;
    Ok(text)
}

type Parts<'a> = (&'a [u8; NONCE], &'a [u8], &'a [u8; TAG]);

fn parts(sealed: &[u8]) -> Result<Parts<'_>, SealingError> {
    let (version, rest) = sealed.split_first().ok_or(SealingError::Truncated)?;
    if *version != VERSION {
        return Err(SealingError::NewerFormat {
            found: u32::from(*version),
            known: u32::from(VERSION),
        });
    }
    let (nonce, rest) = rest.split_first_chunk().ok_or(SealingError::Truncated)?;
    let (body, tag) = rest.split_last_chunk().ok_or(SealingError::Truncated)?;
    Ok((nonce, body, tag))
}

/// Encrypts in place. The nonce must be fresh for the key: callers draw it at random or use a key
/// that is made for one message.
pub(crate) fn encrypt_detached(
    key: &SecretKey,
    nonce: &[u8; NONCE],
    associated: &[u8],
    text: &mut [u8],
) -> [u8; TAG] {
    let cipher = XChaCha20Poly1305::new(key.expose().into());
    match cipher.encrypt_inout_detached(
        &XNonce::from(*nonce),
        associated,
        InOutBuf::from(&mut *text),
    ) {
        Ok(tag) => tag.into(),
        // The cipher refuses only messages over 256 GiB. No such buffer reaches us, but if one
        // did, nothing readable may leave: the text is wiped and the zero tag never opens.
        Err(_) => {
            text.fill(0);
            [0; TAG]
        }
    }
}

pub(crate) fn decrypt_detached(
    key: &SecretKey,
    nonce: &[u8; NONCE],
    associated: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG],
) -> Result<(), SealingError> {
    XChaCha20Poly1305::new(key.expose().into())
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            associated,
            InOutBuf::from(text),
            &Tag::from(*tag),
        )
        .map_err(|_| SealingError::NotAuthentic)
}

/// Associated data from parts, each preceded by its length, so that no two lists of parts give the
/// same bytes. The first part names the purpose.
#[must_use]
pub fn context(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len() + 8).sum();
    let mut bytes = Vec::with_capacity(purpose.len() + 8 + length);
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;
    use proptest::prelude::*;

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn follows_the_draft_vector() {
        let mut key = [0_u8; 32];
        for (byte, value) in key.iter_mut().zip(0x80..) {
            *byte = value;
        }
        let mut nonce = [0_u8; 24];
        for (byte, value) in nonce.iter_mut().zip(0x40..) {
            *byte = value;
        }
        let associated = [
            0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
        ];
        let mut text = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.".to_vec();
        let tag = encrypt_detached(&SecretKey::new(key), &nonce, &associated, &mut text);
        assert_eq!(text[..8], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        assert_eq!(
            tag,
            [
                0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a,
                0xcf, 0x49
            ]
        );
    }

    #[test]
    fn context_parts_do_not_run_together() {
        assert_ne!(context("p", &[b"ab", b"c"]), context("p", &[b"a", b"bc"]));
        assert_ne!(context("p", &[]), context("p", &[b""]));
    }

    #[test]
    fn nonces_differ() {
        let (key, randomness) = (SecretKey::new([1; 32]), Counted::default());
        assert_ne!(
            seal(&key, b"", b"same", &randomness),
            seal(&key, b"", b"same", &randomness)
        );
    }

    #[test]
    fn short_and_newer_messages_are_told_apart() {
        let key = SecretKey::new([1; 32]);
        let sealed = seal(&key, b"", b"", &Counted::default());
        assert_eq!(sealed.len(), SEALED_OVERHEAD);
        for length in 0..sealed.len() {
            assert_eq!(
                open(&key, b"", &sealed[..length]),
                Err(SealingError::Truncated)
            );
        }
        let mut newer = sealed;
        newer[0] = 2;
        assert_eq!(
            open(&key, b"", &newer),
            Err(SealingError::NewerFormat { found: 2, known: 1 })
        );
    }

    proptest! {
        #[test]
        fn opens_only_what_was_sealed(
            text in proptest::collection::vec(any::<u8>(), 0..200),
            associated in proptest::collection::vec(any::<u8>(), 0..40),
            position in any::<proptest::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let key = SecretKey::new([9; 32]);
            let mut sealed = seal(&key, &associated, &text, &Counted::default());
            prop_assert_eq!(&*open(&key, &associated, &sealed).unwrap(), &text);
            let mut copy = sealed.clone();
            prop_assert_eq!(open_in_place(&key, &associated, &mut copy).unwrap(), &text);
            prop_assert!(open(&SecretKey::new([8; 32]), &associated, &sealed).is_err());
            let mut elsewhere = associated.clone();
            elsewhere.push(0);
            prop_assert!(open(&key, &elsewhere, &sealed).is_err());
            let place = position.index(sealed.len());
            sealed[place] ^= 1 << bit;
            prop_assert!(open(&key, &associated, &sealed).is_err());
            prop_assert!(open_in_place(&key, &associated, &mut sealed).is_err());
        }
    }
}
