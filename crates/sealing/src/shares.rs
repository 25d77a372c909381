//! k-of-n shares: Shamir's scheme over GF(256), printed so that people can type them.
//!
//! Why our own field arithmetic and not a library: of the two kept crates, one (`blahaj`) multiplies
//! through logarithm tables, whose memory accesses depend on the secret, and both take randomness
//! only through a generator trait and bring many dependencies for some forty lines. Multiplication
//! here is branch-free and touches no table; tests check it against the field's definition.
//!
//! What is shared is a fresh key that seals the secret, not the secret itself: so a wrong
//! combination is noticed, the secret cannot be chosen by whoever forges a share, and a set of
//! shares can be replaced.

use kernel::Randomness;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::aead::{context, open, seal};
use crate::encoding::{Base32, Bytes, grouped};
use crate::{SealingError, SecretKey};

const VERSION: u8 = 1;
const MARK: usize = 4;
const CHECKSUM: usize = 4;
const SYMBOLS_IN_A_GROUP: usize = 5;

/// One share as printed text. `Debug` hides it; it is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ShareText(String);

impl ShareText {
    /// The text to print: base32 in groups of five, parted by hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ShareText {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ShareText")
    }
}

/// What the installation keeps of a set of shares: the secret, sealed under the shared key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareSet {
    /// Marks the set, so that a share of a replaced set is recognised.
    set: Bytes,
    /// Shares needed.
    pub threshold: u8,
    /// Shares made.
    pub total: u8,
    sealed: Bytes,
}

impl ShareSet {
    /// Cuts `total` shares of which any `threshold` open `secret`. `owner` names whose secret it is
    /// (installation, compartment and epoch); the same bytes open it again.
    ///
    /// # Errors
    /// [`SealingError::BadThreshold`] unless 1 ≤ threshold ≤ total.
    pub fn create(
        secret: &SecretKey,
        owner: &[u8],
        threshold: u8,
        total: u8,
        randomness: &dyn Randomness,
    ) -> Result<(Self, Vec<ShareText>), SealingError> {
        if threshold == 0 || threshold > total {
            return Err(SealingError::BadThreshold { threshold, total });
        }
        let mut set = [0_u8; MARK];
        randomness.fill(&mut set);
        let shared = SecretKey::random(randomness);
        let sealed = seal(
            &shared,
            &associated(owner, set, threshold, total),
            secret.expose(),
            randomness,
        );
        let shares = split(&shared, threshold, total, randomness)
            .into_iter()
            .map(|(place, value)| {
                Share {
                    set,
                    owner: owner_mark(owner),
                    threshold,
                    place,
                    value,
                }
                .text()
            })
            .collect();
        let set = Self {
            set: set.to_vec().into(),
            threshold,
            total,
            sealed: sealed.into(),
        };
        Ok((set, shares))
    }

    /// Opens the secret with at least `threshold` different shares; more are welcome.
    ///
    /// # Errors
    /// [`SealingError::DamagedShare`], [`SealingError::ShareOfAnother`],
    /// [`SealingError::ShareOfAnotherSet`] with the position of the share;
    /// [`SealingError::TooFewShares`]; [`SealingError::NewerFormat`];
    /// [`SealingError::NotAuthentic`] if this set itself was changed.
    pub fn open<T: AsRef<str>>(
        &self,
        owner: &[u8],
        texts: &[T],
    ) -> Result<SecretKey, SealingError> {
        let set: [u8; MARK] = self.set.array()?;
        let mut shares: Vec<Share> = Vec::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            let position = index + 1;
            let share = Share::parse(text.as_ref(), position)?;
            if share.owner != owner_mark(owner) {
                return Err(SealingError::ShareOfAnother { position });
            }
            if share.set != set || share.threshold != self.threshold {
                return Err(SealingError::ShareOfAnotherSet { position });
            }
            if shares.iter().all(|other| other.place != share.place) {
                shares.push(share);
            }
        }
        if shares.len() < usize::from(self.threshold) {
            return Err(SealingError::TooFewShares {
                have: u8::try_from(shares.len()).unwrap_or(u8::MAX),
                need: self.threshold,
            });
        }
        shares.truncate(usize::from(self.threshold));
        let shared = combine(&shares);
        let secret = open(
            &shared,
            &associated(owner, set, self.threshold, self.total),
            &self.sealed.0,
        )?;
        SecretKey::from_slice(&secret).ok_or(SealingError::Malformed("shared secret"))
    }
}

fn associated(owner: &[u8], set: [u8; MARK], threshold: u8, total: u8) -> Vec<u8> {
    context("unforgotten/1/shares", &[owner, &set, &[threshold, total]])
}

/// Four bytes by which a share recognises its owner without naming it on paper.
fn owner_mark(owner: &[u8]) -> [u8; MARK] {
    first_bytes(&context("unforgotten/1/share-owner", &[owner]))
}

fn first_bytes<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let digest = Sha256::digest(bytes);
    let mut first = [0; N];
    for (target, source) in first.iter_mut().zip(digest.iter()) {
        *target = *source;
    }
    first
}

struct Share {
    set: [u8; MARK],
    owner: [u8; MARK],
    threshold: u8,
    /// The point at which the polynomials were evaluated, never 0.
    place: u8,
    value: SecretKey,
}

impl Share {
    /// `version · set · owner · threshold · place · value · checksum`.
    fn text(&self) -> ShareText {
        let mut bytes = Zeroizing::new(Vec::with_capacity(64));
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.set);
        bytes.extend_from_slice(&self.owner);
        bytes.push(self.threshold);
        bytes.push(self.place);
        bytes.extend_from_slice(self.value.expose());
        let checksum: [u8; CHECKSUM] = first_bytes(&bytes);
        bytes.extend_from_slice(&checksum);
        let text = Base32::Crockford.encode(&bytes);
        ShareText(grouped(&text, SYMBOLS_IN_A_GROUP).to_string())
    }

    fn parse(text: &str, position: usize) -> Result<Self, SealingError> {
        let damaged = || SealingError::DamagedShare { position };
        let bytes = Base32::Crockford.decode(text).map_err(|_| damaged())?;
        let (body, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or_else(damaged)?;
        if first_bytes::<CHECKSUM>(body) != *checksum {
            return Err(damaged());
        }
        let (version, rest) = body.split_first().ok_or_else(damaged)?;
        if *version != VERSION {
            return Err(SealingError::NewerFormat {
                found: u32::from(*version),
                known: u32::from(VERSION),
            });
        }
        let (set, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
        let (owner, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
        let ([threshold, place], value) = rest.split_first_chunk().ok_or_else(damaged)?;
        if *place == 0 {
            return Err(damaged());
        }
        Ok(Self {
            set: *set,
            owner: *owner,
            threshold: *threshold,
            place: *place,
            value: SecretKey::from_slice(value).ok_or_else(damaged)?,
        })
    }
}

/// One random polynomial of degree `threshold − 1` per byte, the secret at 0, evaluated at 1…total.
fn split(
    secret: &SecretKey,
    threshold: u8,
    total: u8,
    randomness: &dyn Randomness,
) -> Vec<(u8, SecretKey)> {
    let coefficients: Vec<SecretKey> = (1..threshold)
        .map(|_| SecretKey::random(randomness))
        .collect();
    (1..=total)
        .map(|place| {
            let mut value = SecretKey::new([0; 32]);
            // Horner's rule from the highest coefficient down to the secret.
            for coefficient in coefficients.iter().rev().chain(std::iter::once(secret)) {
                for (sum, byte) in value.expose_mut().iter_mut().zip(coefficient.expose()) {
                    *sum = multiply(*sum, place) ^ byte;
                }
            }
            (place, value)
        })
        .collect()
}

/// Lagrange interpolation at 0. The places differ and none is 0: parsing saw to it.
fn combine(shares: &[Share]) -> SecretKey {
    let mut secret = SecretKey::new([0; 32]);
    for share in shares {
        let weight = shares
            .iter()
            .filter(|other| other.place != share.place)
            .fold(1, |weight, other| {
                multiply(
                    weight,
                    multiply(other.place, inverse(other.place ^ share.place)),
                )
            });
        for (sum, byte) in secret.expose_mut().iter_mut().zip(share.value.expose()) {
            *sum ^= multiply(*byte, weight);
        }
    }
    secret
}

/// Product in GF(2⁸) modulo x⁸ + x⁴ + x³ + x + 1, without branches or tables on the operands.
const fn multiply(left: u8, right: u8) -> u8 {
    let (mut left, mut product, mut bit) = (left, 0, 0);
    while bit < 8 {
        product ^= left & 0_u8.wrapping_sub((right >> bit) & 1);
        left = (left << 1) ^ (0x1b & 0_u8.wrapping_sub(left >> 7));
        bit += 1;
    }
    product
}

/// `value²⁵⁴`, which is 1/value, and 0 for 0.
const fn inverse(value: u8) -> u8 {
    let (mut result, mut power, mut bit) = (1, value, 1);
    while bit < 8 {
        power = multiply(power, power);
        result = multiply(result, power);
        bit += 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::testing::Counted;
    use proptest::prelude::*;

    fn made(threshold: u8, total: u8) -> (SecretKey, ShareSet, Vec<ShareText>) {
        let randomness = Counted::default();
        let secret = SecretKey::random(&randomness);
        let (set, shares) =
            ShareSet::create(&secret, b"installation", threshold, total, &randomness).unwrap();
        (secret, set, shares)
    }

    fn texts(shares: &[ShareText]) -> Vec<&str> {
        shares.iter().map(ShareText::as_str).collect()
    }

    /// Long multiplication of polynomials, then long division: the definition.
    fn multiply_by_definition(left: u8, right: u8) -> u8 {
        let mut product = 0_u32;
        for bit in 0..8 {
            if right >> bit & 1 == 1 {
                product ^= u32::from(left) << bit;
            }
        }
        for bit in (8..16).rev() {
            if product >> bit & 1 == 1 {
                product ^= 0x11b << (bit - 8);
            }
        }
        u8::try_from(product).unwrap()
    }

    #[test]
    fn the_field_is_the_field() {
        // FIPS 197, section 4.2.
        assert_eq!(multiply(0x57, 0x83), 0xc1);
        assert_eq!(multiply(0x57, 0x13), 0xfe);
        for left in 0..=255 {
            for right in 0..=255 {
                assert_eq!(multiply(left, right), multiply_by_definition(left, right));
            }
            assert_eq!(multiply(left, inverse(left)), u8::from(left != 0));
        }
    }

    #[test]
    fn errors_are_told_apart() {
        let (secret, set, shares) = made(3, 5);
        let open = |texts: &[&str]| set.open(b"installation", texts);
        let all = texts(&shares);
        assert_eq!(open(&all), Ok(secret));
        assert_eq!(
            open(&all[..2]),
            Err(SealingError::TooFewShares { have: 2, need: 3 })
        );
        assert_eq!(
            open(&[all[0], all[0], all[0]]),
            Err(SealingError::TooFewShares { have: 1, need: 3 })
        );
        assert_eq!(
            set.open(b"another", &all),
            Err(SealingError::ShareOfAnother { position: 1 })
        );
        let randomness = Counted::default();
        let (_, replaced) = ShareSet::create(
            &SecretKey::new([1; 32]),
            b"installation",
            3,
            5,
            &Skipping(randomness),
        )
        .unwrap();
        assert_eq!(
            open(&[all[0], replaced[1].as_str(), all[2]]),
            Err(SealingError::ShareOfAnotherSet { position: 2 })
        );
        let mut wrong = all[1].to_owned();
        let last = wrong.pop().unwrap();
        wrong.push(if last == '0' { '8' } else { '0' });
        assert_eq!(
            open(&[all[0], &wrong, all[2]]),
            Err(SealingError::DamagedShare { position: 2 })
        );
        assert_eq!(
            open(&["", "x"]),
            Err(SealingError::DamagedShare { position: 1 })
        );
    }

    /// A stream that differs from the plain one.
    struct Skipping(Counted);
    impl Randomness for Skipping {
        fn fill(&self, bytes: &mut [u8]) {
            self.0.fill(bytes);
            bytes.iter_mut().for_each(|byte| *byte ^= 0x55);
        }
    }

    #[test]
    fn impossible_thresholds_are_refused() {
        for (threshold, total) in [(0, 0), (0, 3), (4, 3)] {
            assert_eq!(
                ShareSet::create(
                    &SecretKey::new([1; 32]),
                    b"",
                    threshold,
                    total,
                    &Counted::default()
                ),
                Err(SealingError::BadThreshold { threshold, total })
            );
        }
    }

    #[test]
    fn a_changed_set_does_not_open() {
        let (_, mut set, shares) = made(2, 3);
        set.total = 4;
        assert_eq!(
            set.open(b"installation", &texts(&shares)),
            Err(SealingError::NotAuthentic)
        );
    }

    #[test]
    fn a_share_is_short_enough_to_type() {
        let (_, _, shares) = made(2, 3);
        assert_eq!(shares[0].as_str().replace('-', "").len(), 76);
        assert_eq!(format!("{:?}", shares[0]), "ShareText");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_threshold_of_them_opens_and_fewer_do_not(
            threshold in 1_u8..8,
            extra in 0_u8..8,
            order in any::<proptest::sample::Index>(),
        ) {
            let total = threshold + extra;
            let (secret, set, shares) = made(threshold, total);
            let mut chosen = texts(&shares);
            let turn = order.index(chosen.len());
            chosen.rotate_left(turn);
            chosen.truncate(usize::from(threshold));
            prop_assert_eq!(set.open(b"installation", &chosen), Ok(secret));
            chosen.pop();
            let too_few = matches!(
                set.open(b"installation", &chosen),
                Err(SealingError::TooFewShares { .. })
            );
            prop_assert!(too_few);
        }
    }
}
