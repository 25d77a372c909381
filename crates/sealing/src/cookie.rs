//! What the browser's cookie carries, and what the session row keeps instead.
//!
//! The cookie holds a handle and a key. The row holds the handle's hash and the user's private key
//! wrapped under the cookie's key: neither the database nor a backup opens a sealed compartment,
//! and a stolen row cannot be turned into a cookie.

use hmac::Mac;
use kernel::Randomness;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::aead::{context, open, seal};
use crate::encoding::{base64url, from_base64url};
use crate::index_keys::keyed;
use crate::{SealingError, Secret, SecretKey, UserPrivateKey};
use zeroize::Zeroizing;

const HANDLE: usize = 16;

/// The content of a session cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionToken {
    handle: Secret<HANDLE>,
    key: SecretKey,
}

impl SessionToken {
    /// A fresh token, at every log-in and step-up.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        Self {
            handle: Secret::random(randomness),
            key: SecretKey::random(randomness),
        }
    }

    /// The cookie's value: 64 characters of base64url.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(HANDLE + 32));
        bytes.extend_from_slice(self.handle.expose());
        bytes.extend_from_slice(self.key.expose());
        Zeroizing::new(base64url(&bytes))
    }

    /// Reads a cookie's value.
    ///
    /// # Errors
    /// [`SealingError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, SealingError> {
        const MALFORMED: SealingError = SealingError::Malformed("session token");
        let bytes = from_base64url(text)?;
        let (handle, key) = bytes.split_at_checked(HANDLE).ok_or(MALFORMED)?;
        Ok(Self {
            handle: Secret::from_slice(handle).ok_or(MALFORMED)?,
            key: SecretKey::from_slice(key).ok_or(MALFORMED)?,
        })
    }

    /// SHA-256 of the handle: the key of the session's row.
    #[must_use]
    pub fn handle_hash(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"unforgotten/1/session-handle")
            .chain_update(self.handle.expose())
            .finalize()
            .into()
    }

    /// The user's private key for the session's row.
    #[must_use]
    pub fn wrap_private_key(
        &self,
        private_key: &UserPrivateKey,
        randomness: &dyn Randomness,
    ) -> Vec<u8> {
        seal(
            &self.wrap_key(),
            &self.associated(),
            private_key.secret().expose(),
            randomness,
        )
    }

    /// Opens the private key from the session's row.
    ///
    /// # Errors
    /// Those of [`crate::open`].
    pub fn unwrap_private_key(&self, wrapped: &[u8]) -> Result<UserPrivateKey, SealingError> {
        let bytes = open(&self.wrap_key(), &self.associated(), wrapped)?;
        SecretKey::from_slice(&bytes)
            .map(UserPrivateKey::from_secret)
            .ok_or(SealingError::Malformed("private key of another length"))
    }

    /// The key of this session's form tokens.
    #[must_use]
    pub fn csrf_key(&self) -> CsrfKey {
        CsrfKey(self.key.derive("unforgotten/1/session/csrf"))
    }

    fn wrap_key(&self) -> SecretKey {
        self.key.derive("unforgotten/1/session/private-key")
    }

    fn associated(&self) -> Vec<u8> {
        context("unforgotten/1/session", &[&self.handle_hash()])
    }
}

/// Makes and checks the hidden field that proves a form came from our own page.
///
/// Before log-in there is no session: then bind it to a pre-session cookie, itself a random
/// [`SessionToken`] without row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsrfKey(SecretKey);

impl CsrfKey {
    /// The token for one purpose (for example the form's action): 43 characters of base64url.
    #[must_use]
    pub fn token(&self, purpose: &str) -> String {
        base64url(&self.tag(purpose))
    }

    /// Whether `token` is the one for `purpose`, in constant time.
    #[must_use]
    pub fn check(&self, purpose: &str, token: &str) -> bool {
        from_base64url(token).is_ok_and(|given| given.ct_eq(&self.tag(purpose)).into())
    }

    fn tag(&self, purpose: &str) -> [u8; 32] {
        keyed(&self.0)
            .chain_update(purpose.as_bytes())
            .finalize()
            .into_bytes()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    #[test]
    fn the_cookie_opens_the_private_key() {
        let randomness = Counted::default();
        let token = SessionToken::random(&randomness);
        let private_key = UserPrivateKey::random(&randomness);
        let wrapped = token.wrap_private_key(&private_key, &randomness);
        let text = token.to_text();
        assert_eq!(text.len(), 64);
        let again = SessionToken::parse(&text).unwrap();
        assert_eq!(again.handle_hash(), token.handle_hash());
        assert_eq!(again.unwrap_private_key(&wrapped), Ok(private_key));
        let other = SessionToken::random(&randomness);
        assert_ne!(other.handle_hash(), token.handle_hash());
        assert!(other.unwrap_private_key(&wrapped).is_err());
        for wrong in ["", "AAAA", "!", &text[..63], &format!("{}A", *text)] {
            assert!(SessionToken::parse(wrong).is_err(), "{wrong}");
        }
        assert!(!format!("{token:?}").contains(&text[..8]));
    }

    #[test]
    fn form_tokens_are_bound_to_session_and_purpose() {
        let randomness = Counted::default();
        let one = SessionToken::random(&randomness).csrf_key();
        let other = SessionToken::random(&randomness).csrf_key();
        let token = one.token("/people");
        assert!(one.check("/people", &token));
        assert!(!one.check("/partners", &token));
        assert!(!other.check("/people", &token));
        assert!(!one.check("/people", ""));
        assert!(!one.check("/people", &token[..42]));
    }
}
