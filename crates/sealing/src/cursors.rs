//! Signed cursors of paged lists: readable to the browser, but only ours are accepted back.

use hmac::Mac;
use subtle::ConstantTimeEq;

use crate::encoding::{base64url, from_base64url};
use crate::index_keys::keyed;
use crate::{SealingError, SecretKey};

const TAG: usize = 16;

/// Signs cursors; from [`crate::DataKey::cursor_key`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorKey(SecretKey);

impl CursorKey {
    pub(crate) const fn new(key: SecretKey) -> Self {
        Self(key)
    }

    fn tag(&self, bytes: &[u8]) -> [u8; 32] {
        keyed(&self.0)
            .chain_update(bytes)
            .finalize()
            .into_bytes()
            .into()
    }
}

/// `bytes` and their signature as base64url text. The content is not hidden: put sort keys into
/// it, never what the reader may not see; and put the list and its filter into it, so that a cursor
/// of one list is not accepted by another.
#[must_use]
pub fn sign_cursor(key: &CursorKey, bytes: &[u8]) -> String {
    let mut signed = bytes.to_vec();
    signed.extend(key.tag(bytes).iter().take(TAG));
    base64url(&signed)
}

/// The bytes of a cursor that [`sign_cursor`] made.
///
/// # Errors
/// [`SealingError::Malformed`] or [`SealingError::NotAuthentic`].
pub fn open_cursor(key: &CursorKey, text: &str) -> Result<Vec<u8>, SealingError> {
    let signed = from_base64url(text)?;
    let (bytes, tag) = signed
        .split_last_chunk::<TAG>()
        .ok_or(SealingError::Malformed("cursor cut short"))?;
    let expected = key.tag(bytes);
    let (expected, _) = expected.split_at(TAG);
    if bool::from(tag.as_slice().ct_eq(expected)) {
        Ok(bytes.to_vec())
    } else {
        Err(SealingError::NotAuthentic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_ours_are_accepted(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            position in any::<proptest::sample::Index>(),
        ) {
            let key = CursorKey::new(SecretKey::new([3; 32]));
            let text = sign_cursor(&key, &bytes);
            prop_assert_eq!(open_cursor(&key, &text).unwrap(), bytes);
            prop_assert!(open_cursor(&CursorKey::new(SecretKey::new([4; 32])), &text).is_err());
            let mut changed = from_base64url(&text).unwrap().to_vec();
            let place = position.index(changed.len());
            changed[place] ^= 1;
            prop_assert!(open_cursor(&key, &base64url(&changed)).is_err());
        }
    }
}
