//! Distinct texts kept once, each known by a number.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

/// A quick hash for texts and numbers that nobody chooses to hurt us: a collision costs a
/// comparison, never a result.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct QuickHash(u64);

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Stirs one number into another.
pub(crate) const fn stir(hash: u64, value: u64) -> u64 {
    let mixed = (hash ^ value).wrapping_mul(PRIME);
    mixed ^ (mixed >> 29)
}

/// The hash of a text.
pub(crate) fn hash_text(bytes: &[u8]) -> u64 {
    let mut hash = stir(PRIME, bytes.len() as u64);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = stir(hash, u64::from_le_bytes(*word));
    }
    let mut last = 0_u64;
    for byte in rest {
        last = (last << 8) | u64::from(*byte);
    }
    stir(stir(hash, last), PRIME)
}

impl Hasher for QuickHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = stir(self.0, hash_text(bytes));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = stir(self.0, value);
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = stir(self.0, u64::from(value));
    }
}

impl BuildHasher for QuickHash {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self(PRIME)
    }
}

/// Texts one after the other in one piece of memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a text at the end.
    pub(crate) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    /// The text with this number, empty if there is none.
    pub(crate) fn get(&self, number: usize) -> &str {
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or_default(),
            None => 0,
        };
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or_default()
    }
}

/// Distinct texts; number 0 is the empty text.
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    texts: Texts,
    /// By the hash of the text; the few that share a hash follow each other through `next`.
    numbers: HashMap<u64, u32, QuickHash>,
    next: Vec<u32>,
}

impl Default for Interner {
    fn default() -> Self {
        let mut fresh = Self {
            texts: Texts::default(),
            numbers: HashMap::with_hasher(QuickHash::default()),
            next: Vec::new(),
        };
        fresh.texts.push("");
        fresh.next.push(0);
        fresh
    }
}

impl Interner {
    /// The number of a text, a new one if it was never seen.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let hash = hash_text(text.as_bytes());
        let fresh = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let first = *self.numbers.entry(hash).or_insert(fresh);
        let mut number = first;
        if first != fresh {
            loop {
                if self.texts.get(number as usize) == text {
                    return number;
                }
                match self.next.get(number as usize).copied() {
                    Some(following) if following != 0 => number = following,
                    _ => break,
                }
            }
            if let Some(next) = self.next.get_mut(number as usize) {
                *next = fresh;
            }
        }
        self.texts.push(text);
        self.next.push(0);
        fresh
    }

    /// The text of a number.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    /// How many distinct texts there are, the empty one included.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number() {
        let mut interner = Interner::default();
        let one = interner.intern("one");
        let two = interner.intern("two");
        assert_ne!(one, two);
        assert_eq!(interner.intern("one"), one);
        assert_eq!(interner.intern(""), 0);
        assert_eq!(interner.text(two), "two");
        for number in 0..5_000 {
            interner.intern(&format!("name {number}"));
        }
        assert_eq!(interner.len(), 5_003);
        assert_eq!(interner.intern("two"), two);
    }
}
