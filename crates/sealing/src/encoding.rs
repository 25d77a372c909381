//! Bytes as text: base64url for machines, Crockford base32 for people, RFC 4648 base32 for TOTP.
//!
//! base64 is the constant-time implementation, because what passes through it is often a key.
//! Base32 is encoded and decoded by arithmetic on each symbol; its texts are read aloud and typed
//! by people, so timing is not what protects them.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::SealingError;

/// Bytes that stand in documents and rows as unpadded base64url text.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Bytes({})", self.0.len())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Bytes {
    /// The bytes as an array. Errors: [`SealingError::Malformed`] if the length is another.
    pub(crate) fn array<const N: usize>(&self) -> Result<[u8; N], SealingError> {
        self.0
            .as_slice()
            .try_into()
            .map_err(|_| SealingError::Malformed("field of another length"))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        from_base64url(&text)
            .map(|bytes| Self(bytes.to_vec()))
            .map_err(serde::de::Error::custom)
    }
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn from_base64url(text: &str) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    Base64UrlUnpadded::decode_vec(text)
        .map(Zeroizing::new)
        .map_err(|_| SealingError::Malformed("not base64url"))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> Zeroizing<String> {
    let digit = |nibble: u8| char::from(nibble + if nibble < 10 { b'0' } else { b'a' - 10 });
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

/// Which 32 symbols.
#[derive(Clone, Copy)]
pub(crate) enum Base32 {
    /// No I, L, O, U; reading forgives case and `O`→`0`, `I`/`L`→`1`. For people.
    Crockford,
    /// RFC 4648, as authenticator apps expect it.
    Rfc4648,
}

impl Base32 {
    const fn alphabet(self) -> &'static [u8; 32] {
        match self {
            Self::Crockford => b"0123456789ABCDEFGHJKMNPQRSTVWXYZ",
            Self::Rfc4648 => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        }
    }

    /// The text of the bytes: ⌈bits/5⌉ symbols, no padding, last bits zero.
    pub(crate) fn encode(self, bytes: &[u8]) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 8 / 5 + 1));
        let (mut pending, mut bits) = (0_u32, 0_u32);
        let mut push = |value: u32| {
            if let Some(symbol) = self.alphabet().get((value & 31) as usize) {
                text.push(char::from(*symbol));
            }
        };
        for byte in bytes {
            pending = (pending << 8) | u32::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                push(pending >> bits);
                pending &= (1 << bits) - 1;
            }
        }
        if bits > 0 {
            push(pending << (5 - bits));
        }
        text
    }

    /// The bytes of the text. Spaces, line ends and hyphens are skipped.
    ///
    /// Errors: [`SealingError::Malformed`] for another symbol or stray bits at the end.
    pub(crate) fn decode(self, text: &str) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() * 5 / 8));
        let (mut pending, mut bits) = (0_u32, 0_u32);
        for symbol in text.chars() {
            if symbol.is_whitespace()
                || matches!(symbol, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
            {
                continue;
            }
            let upper = match (self, symbol.to_ascii_uppercase()) {
                (Self::Crockford, 'O') => '0',
                (Self::Crockford, 'I' | 'L') => '1',
                (_, other) => other,
            };
            let value = self
                .alphabet()
                .iter()
                .position(|candidate| char::from(*candidate) == upper)
                .and_then(|position| u32::try_from(position).ok())
                .ok_or(SealingError::Malformed("not a base32 symbol"))?;
            pending = (pending << 5) | value;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from((pending >> bits) & 255).unwrap_or_default());
                pending &= (1 << bits) - 1;
            }
        }
        if bits >= 5 || pending != 0 {
            return Err(SealingError::Malformed("base32 text cut short"));
        }
        Ok(bytes)
    }
}

/// The text in groups of `size` symbols, parted by hyphens.
pub(crate) fn grouped(text: &str, size: usize) -> Zeroizing<String> {
    let mut result = Zeroizing::new(String::with_capacity(text.len() * 2));
    for (position, symbol) in text.chars().enumerate() {
        if position > 0 && position % size == 0 {
            result.push('-');
        }
        result.push(symbol);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 4648 section 10, without padding.
    #[test]
    fn base32_follows_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(*Base32::Rfc4648.encode(bytes.as_bytes()), text);
            assert_eq!(*Base32::Rfc4648.decode(text).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn crockford_forgives_what_people_mistype() {
        let text = Base32::Crockford.encode(&[0, 1, 2, 250]);
        let typed = text.to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(
            *Base32::Crockford.decode(&format!(" {typed}\n")).unwrap(),
            [0, 1, 2, 250]
        );
        assert!(Base32::Crockford.decode("UUUU").is_err());
    }

    #[test]
    fn hexadecimal_is_lower_case() {
        assert_eq!(*hexadecimal(&[0, 9, 10, 0xff]), "00090aff");
    }

    proptest! {
        #[test]
        fn base32_round_trips(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            for base in [Base32::Crockford, Base32::Rfc4648] {
                prop_assert_eq!(&*base.decode(&grouped(&base.encode(&bytes), 5)).unwrap(), &bytes);
            }
        }
    }
}
