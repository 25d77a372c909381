//! Sealing to a public key: whoever drops something in cannot open it again.
//!
//! A message is `version (1) · ephemeral public key (32) · ciphertext · tag (16)`: X25519 between a
//! fresh key pair and the recipient, HKDF-SHA256 over the shared secret salted with both public
//! keys, XChaCha20-Poly1305 with key and nonce from it. The key serves one message, so its nonce
//! may be derived too.

use kernel::Randomness;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::aead::{decrypt_detached, encrypt_detached};
use crate::secret::expand;
use crate::{SealingError, Secret, SecretKey, UserPrivateKey, UserPublicKey};

const VERSION: u8 = 1;

/// Seals `plaintext` to whoever holds the private key of `recipient`. The sender is not
/// authenticated.
///
/// # Errors
/// [`SealingError::LowOrderPoint`] if the public key is one of the few that give everybody the same
/// shared secret.
pub fn seal_to(
    recipient: &UserPublicKey,
    associated: &[u8],
    plaintext: &[u8],
    randomness: &dyn Randomness,
) -> Result<Vec<u8>, SealingError> {
    let ephemeral = StaticSecret::from(*Secret::<32>::random(randomness).expose());
    let ephemeral_public = PublicKey::from(&ephemeral);
    let shared = ephemeral.diffie_hellman(&PublicKey::from(*recipient.as_bytes()));
    if !shared.was_contributory() {
        return Err(SealingError::LowOrderPoint);
    }
    let (key, nonce) = message_key(
        shared.as_bytes(),
        ephemeral_public.as_bytes(),
        recipient.as_bytes(),
    );
    let mut sealed = Vec::with_capacity(1 + 32 + plaintext.len() + 16);
    sealed.push(VERSION);
    sealed.extend_from_slice(ephemeral_public.as_bytes());
    let mut body = plaintext.to_vec();
    let tag = encrypt_detached(&key, &nonce, associated, &mut body);
    sealed.append(&mut body);
    sealed.extend_from_slice(&tag);
    Ok(sealed)
}

/// Opens what [`seal_to`] made.
///
/// # Errors
/// [`SealingError::Truncated`], [`SealingError::NewerFormat`], [`SealingError::LowOrderPoint`],
/// [`SealingError::NotAuthentic`].
pub fn open_sealed(
    recipient: &UserPrivateKey,
    associated: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let (version, rest) = sealed.split_first().ok_or(SealingError::Truncated)?;
    if *version != VERSION {
        return Err(SealingError::NewerFormat {
            found: u32::from(*version),
            known: u32::from(VERSION),
        });
    }
    let (ephemeral_public, rest) = rest.split_first_chunk().ok_or(SealingError::Truncated)?;
    let (body, tag) = rest.split_last_chunk().ok_or(SealingError::Truncated)?;
    let shared = StaticSecret::from(*recipient.secret().expose())
        .diffie_hellman(&PublicKey::from(*ephemeral_public));
    if !shared.was_contributory() {
        return Err(SealingError::LowOrderPoint);
    }
    let (key, nonce) = message_key(
        shared.as_bytes(),
        ephemeral_public,
        recipient.public().as_bytes(),
    );
    let mut plaintext = Zeroizing::new(body.to_vec());
    decrypt_detached(&key, &nonce, associated, &mut plaintext, tag)?;
    Ok(plaintext)
}

fn message_key(
    shared: &[u8; 32],
    ephemeral: &[u8; 32],
    recipient: &[u8; 32],
) -> (SecretKey, [u8; 24]) {
    let salt = [*ephemeral, *recipient].concat();
    let key = expand(Some(&salt), shared, &[b"unforgotten/1/sealed-box/key"]);
    let nonce: Secret<24> = expand(Some(&salt), shared, &[b"unforgotten/1/sealed-box/nonce"]);
    (key, *nonce.expose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    #[test]
    fn only_the_recipient_opens() {
        let randomness = Counted::default();
        let (one, other) = (
            UserPrivateKey::random(&randomness),
            UserPrivateKey::random(&randomness),
        );
        let sealed = seal_to(&one.public(), b"here", b"text", &randomness).unwrap();
        assert_eq!(*open_sealed(&one, b"here", &sealed).unwrap(), b"text");
        assert_eq!(
            open_sealed(&other, b"here", &sealed),
            Err(SealingError::NotAuthentic)
        );
        assert_eq!(
            open_sealed(&one, b"there", &sealed),
            Err(SealingError::NotAuthentic)
        );
        for place in 1..sealed.len() {
            let mut changed = sealed.clone();
            // The top bit of the ephemeral key (RFC 7748) is ignored by the curve but is part of
            // the salt, so even that flip is noticed.
            changed[place] ^= 0x80;
            assert!(
                open_sealed(&one, b"here", &changed).is_err(),
                "byte {place}"
            );
        }
        for length in 0..49 {
            assert_eq!(
                open_sealed(&one, b"here", &sealed[..length]),
                Err(SealingError::Truncated)
            );
        }
    }

    #[test]
    fn low_order_points_are_refused() {
        let randomness = Counted::default();
        let private = UserPrivateKey::random(&randomness);
        let mut one = [0; 32];
        one[0] = 1;
        for point in [[0; 32], one] {
            assert_eq!(
                seal_to(&UserPublicKey::from_bytes(point), b"", b"x", &randomness),
                Err(SealingError::LowOrderPoint)
            );
            let mut message = vec![VERSION];
            message.extend_from_slice(&point);
            message.extend_from_slice(&[0; 20]);
            assert_eq!(
                open_sealed(&private, b"", &message),
                Err(SealingError::LowOrderPoint)
            );
        }
    }
}
