//! Time-based one-time codes (RFC 6238: SHA-1, six digits, 30 seconds), each accepted once.

use hmac::{Hmac, KeyInit, Mac};
use kernel::Randomness;
use sha1::Sha1;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::encoding::Base32;
use crate::{SealingError, Secret};

const STEP_SECONDS: u64 = 30;
const DIGITS: usize = 6;

/// The secret that an authenticator app shares with us: 160 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotpSecret(Secret<20>);

impl TotpSecret {
    /// A fresh secret.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        Self(Secret::random(randomness))
    }

    /// From its 20 bytes. Errors: [`SealingError::Malformed`] for another length.
    ///
    /// # Errors
    /// [`SealingError::Malformed`].
    pub fn from_slice(bytes: &[u8]) -> Result<Self, SealingError> {
        Secret::from_slice(bytes)
            .map(Self)
            .ok_or(SealingError::Malformed(
                "one-time-code secret of another length",
            ))
    }

    /// The 20 bytes, to be sealed for the store.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 20] {
        self.0.expose()
    }

    /// The secret as base32 text in groups of four, to be typed where no picture can be scanned.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let text = Base32::Rfc4648.encode(self.expose());
        let mut groups = Zeroizing::new(String::with_capacity(40));
        for (position, symbol) in text.chars().enumerate() {
            if position > 0 && position % 4 == 0 {
                groups.push(' ');
            }
            groups.push(symbol);
        }
        groups
    }

    /// Reads base32 text.
    ///
    /// # Errors
    /// [`SealingError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, SealingError> {
        Self::from_slice(&Base32::Rfc4648.decode(text)?)
    }

    /// The `otpauth:` address that authenticator apps read from a QR code. `issuer` and `account`
    /// may be any text.
    #[must_use]
    pub fn address(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let mut address = Zeroizing::new(String::with_capacity(256));
        address.push_str("otpauth://totp/");
        percent_encoded(issuer, &mut address);
        address.push(':');
        percent_encoded(account, &mut address);
        address.push_str("?secret=");
        address.push_str(&Base32::Rfc4648.encode(self.expose()));
        address.push_str("&issuer=");
        percent_encoded(issuer, &mut address);
        address.push_str("&algorithm=SHA1&digits=6&period=30");
        address
    }

    /// The code at a moment, in seconds since 1970.
    #[must_use]
    pub fn code_at(&self, seconds: u64) -> Zeroizing<String> {
        self.code_of_step(seconds / STEP_SECONDS)
    }

    /// The step of an acceptable code, which the caller stores as the new `last_used_step` in the
    /// same transaction; `None` if the code is wrong, too old, too new or used.
    ///
    /// One step either way is accepted for clocks that differ. Only steps after `last_used_step`
    /// count, so no code is accepted twice and a clock that jumps back revives none.
    #[must_use]
    pub fn verify(&self, code: &str, now_seconds: u64, last_used_step: Option<u64>) -> Option<u64> {
        let typed: Zeroizing<String> = Zeroizing::new(
            code.chars()
                .filter(|symbol| !symbol.is_whitespace())
                .collect(),
        );
        let now = now_seconds / STEP_SECONDS;
        let mut accepted = None;
        // Always all three, so that the time taken does not tell which one fitted.
        for step in now.saturating_sub(1)..=now.saturating_add(1) {
            let fits = bool::from(self.code_of_step(step).as_bytes().ct_eq(typed.as_bytes()));
            if fits && last_used_step.is_none_or(|last| step > last) {
                accepted = accepted.or(Some(step));
            }
        }
        accepted
    }

    /// RFC 4226, section 5.3.
    fn code_of_step(&self, step: u64) -> Zeroizing<String> {
        let mut block = Zeroizing::new([0_u8; 64]);
        for (target, source) in block.iter_mut().zip(self.expose()) {
            *target = *source;
        }
        let digest = Hmac::<Sha1>::new((&*block).into())
            .chain_update(step.to_be_bytes())
            .finalize()
            .into_bytes();
        let offset = usize::from(digest.last().copied().unwrap_or_default() & 15);
        let number = digest
            .iter()
            .skip(offset)
            .take(4)
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        let number = (number & 0x7fff_ffff) % 1_000_000;
        Zeroizing::new(format!("{number:0DIGITS$}"))
    }
}

fn percent_encoded(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&crate::encoding::hexadecimal(&[byte]).to_ascii_uppercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;

    fn rfc_secret() -> TotpSecret {
        TotpSecret::from_slice(b"12345678901234567890").unwrap()
    }

    /// RFC 6238, appendix B, SHA-1, the last six of the eight digits.
    #[test]
    fn codes_follow_the_rfc() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(*rfc_secret().code_at(seconds), code);
        }
    }

    #[test]
    fn one_step_either_way_and_once() {
        let secret = rfc_secret();
        let now = 1_111_111_111;
        let step = now / 30;
        assert_eq!(secret.verify("050 471", now, None), Some(step));
        assert_eq!(secret.verify("050471", now + 30, None), Some(step));
        assert_eq!(secret.verify("050471", now - 30, None), Some(step));
        assert_eq!(secret.verify("050471", now + 60, None), None);
        assert_eq!(secret.verify("050471", now - 60, None), None);
        assert_eq!(secret.verify("050471", now, Some(step)), None);
        assert_eq!(secret.verify("050471", now, Some(step - 1)), Some(step));
        assert_eq!(secret.verify("050471", now, Some(step + 1)), None);
        for wrong in ["", "05047", "0504711", "050472", "abcdef"] {
            assert_eq!(secret.verify(wrong, now, None), None);
        }
        assert_eq!(secret.verify("x", u64::MAX, None), None);
        assert_eq!(secret.verify("x", 0, None), None);
    }

    #[test]
    fn the_secret_travels_as_text_and_address() {
        let secret = TotpSecret::random(&Counted::default());
        assert_eq!(TotpSecret::parse(&secret.to_text()), Ok(secret));
        assert_eq!(
            *rfc_secret().address("Office XA", "amina@xa"),
            "otpauth://totp/Office%20XA:amina%40xa?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Office%20XA&algorithm=SHA1&digits=6&period=30"
        );
    }
}
