//! Single words of names and places: how they are written, how they sound, how near two are.

use crate::intern::hash_text;

/// Letters kept of a word for comparison; longer words are compared by their beginning.
const KEPT: usize = 24;

/// A short text of ASCII letters, held in place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Short {
    letters: [u8; KEPT],
    length: u8,
}

impl Short {
    /// The first letters of a text.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut short = Self::default();
        for (slot, byte) in short.letters.iter_mut().zip(bytes) {
            *slot = *byte;
        }
        short.length = u8::try_from(bytes.len().min(KEPT)).unwrap_or_default();
        short
    }

    /// The letters.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.letters
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }
}

/// What is kept of a distinct word so that two can be compared quickly.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// The letters as written where they are Latin, else as they sound.
    pub(crate) letters: Short,
    /// Which letters occur, a bit each.
    mask: u32,
    /// Whether the letters are as written.
    latin: bool,
    /// Hash of how it sounds, vowels that writers exchange made one.
    pub(crate) sound: u32,
    /// Hash of its consonants in coarse classes.
    pub(crate) skeleton: u32,
    /// Hash of the first three sounds.
    pub(crate) start: u32,
    /// Hash of the last three sounds.
    pub(crate) end: u32,
    /// The first sound.
    pub(crate) initial: u8,
}

fn short_hash(bytes: &[u8]) -> u32 {
    if bytes.is_empty() {
        return 0;
    }
    let hash = hash_text(bytes);
    (((hash >> 32) ^ hash) as u32).max(1)
}

fn mask_of(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |mask, byte| mask | (1 << (byte & 0x1f)))
}

impl Word {
    /// A word from its parts: letters, sound and skeleton.
    fn from_parts(letters: &[u8], latin: bool, sound: &[u8], skeleton: &[u8]) -> Self {
        let letters = Short::of(letters);
        Self {
            letters,
            mask: mask_of(letters.bytes()),
            latin,
            sound: short_hash(sound),
            skeleton: short_hash(skeleton),
            start: short_hash(sound.get(..3.min(sound.len())).unwrap_or_default()),
            end: short_hash(
                sound
                    .get(sound.len().saturating_sub(3)..)
                    .unwrap_or_default(),
            ),
            initial: sound.first().copied().unwrap_or_default(),
        }
    }

    /// Reads a word of plain Latin letters without asking the name readers.
    pub(crate) fn latin(text: &str) -> Self {
        let letters: Vec<u8> = text
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_lowercase())
            .collect();
        let sound = sound_of(&letters);
        let skeleton = skeleton_of(&sound);
        Self::from_parts(&letters, true, &sound, &skeleton)
    }

    /// Reads a word of any script.
    pub(crate) fn any(text: &str) -> Self {
        let (sound, skeleton) = crate::whole::sound_and_skeleton(text);
        if text.is_ascii() {
            let letters: Vec<u8> = text
                .bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|byte| byte.to_ascii_lowercase())
                .collect();
            return Self::from_parts(&letters, true, sound.as_bytes(), skeleton.as_bytes());
        }
        Self::from_parts(
            sound.as_bytes(),
            false,
            sound.as_bytes(),
            skeleton.as_bytes(),
        )
    }

    /// A word known by its sound only.
    pub(crate) fn from_sound(letters: Short, sound: &str, skeleton: &str) -> Self {
        Self::from_parts(
            letters.bytes(),
            false,
            sound.as_bytes(),
            skeleton.as_bytes(),
        )
    }

    /// Whether nothing of it can be compared.
    pub(crate) fn is_empty(&self) -> bool {
        self.letters.length == 0
    }
}

/// How a Latin word sounds: one letter a sound, as many spellings as possible made one.
fn sound_of(letters: &[u8]) -> Vec<u8> {
    let mut sounds: Vec<u8> = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some((first, after)) = rest.split_first() {
        let second = after.first().copied().unwrap_or_default();
        let (sound, used) = match (*first, second) {
            (b'k' | b'g', b'h') => (if *first == b'k' { b'h' } else { b'g' }, 2),
            (b's' | b'c', b'h') => (b'x', 2),
            (b'z', b'h') => (b'j', 2),
            (b't' | b'd', b'h') => (*first, 2),
            (b'p', b'h') => (b'f', 2),
            (b'o', b'u' | b'o') => (b'u', 2),
            (b'a' | b'e', b'i' | b'y') => (b'i', 2),
            (b'e', b'e') => (b'i', 2),
            (b'q' | b'c', _) => (b'k', 1),
            (b'w', _) => (b'v', 1),
            (b'y' | b'e', _) => (b'i', 1),
            (b'o', _) => (b'u', 1),
            (letter, _) => (letter, 1),
        };
        if sounds.last() != Some(&sound) {
            sounds.push(sound);
        }
        rest = rest.get(used..).unwrap_or_default();
    }
    if sounds.ends_with(b"uf") {
        sounds.pop();
        sounds.push(b'v');
    }
    sounds
}

/// The consonants of a sound in classes that few spellings leave.
fn skeleton_of(sound: &[u8]) -> Vec<u8> {
    let mut skeleton: Vec<u8> = Vec::with_capacity(sound.len());
    for (place, letter) in sound.iter().enumerate() {
        let class = match letter {
            b'a' | b'e' | b'i' | b'o' | b'u' if place == 0 => b'a',
            b'a' | b'e' | b'i' | b'o' | b'u' => continue,
            b'p' | b'f' | b'v' => b'b',
            b'd' => b't',
            b'z' => b's',
            b'j' => b'x',
            b'g' | b'q' => b'k',
            b'r' => b'l',
            other => *other,
        };
        if skeleton.last() != Some(&class) {
            skeleton.push(class);
        }
    }
    skeleton
}

/// How two words agree, best first.
pub(crate) mod level {
    /// One of them is not known.
    pub(crate) const MISSING: u8 = 0;
    /// Written the same.
    pub(crate) const SAME: u8 = 1;
    /// Sound the same.
    pub(crate) const SOUND: u8 = 2;
    /// One letter added, lost, changed, or two exchanged.
    pub(crate) const NEAR: u8 = 3;
    /// Two such changes, or the same consonants.
    pub(crate) const ALIKE: u8 = 4;
    /// One is the initial of the other.
    pub(crate) const INITIAL: u8 = 5;
    /// Anything else.
    pub(crate) const DIFFERENT: u8 = 6;
    /// How many levels there are.
    pub(crate) const COUNT: usize = 7;
    /// Their names, for explanations.
    pub(crate) const NAMES: [&str; COUNT] = [
        "missing",
        "same",
        "same_sound",
        "one_change",
        "alike",
        "initial",
        "different",
    ];
}

/// How two different words agree.
pub(crate) fn agreement(one: &Word, other: &Word) -> u8 {
    if one.is_empty() || other.is_empty() {
        return level::MISSING;
    }
    if one.sound == other.sound && one.sound != 0 {
        return level::SOUND;
    }
    let (short, long) = if one.letters.length <= other.letters.length {
        (one, other)
    } else {
        (other, one)
    };
    if short.letters.length == 1 {
        return if short.initial == long.initial {
            level::INITIAL
        } else {
            level::DIFFERENT
        };
    }
    // Each change moves at most two letters in or out of the set of letters.
    if long.letters.length - short.letters.length <= 2
        && (one.mask ^ other.mask).count_ones() <= 4
        && one.latin == other.latin
    {
        let distance = distance_up_to_two(short.letters.bytes(), long.letters.bytes());
        if distance <= 1 && short.letters.length >= 3 {
            return level::NEAR;
        }
        if distance <= 2 && short.letters.length >= 5 {
            return level::ALIKE;
        }
    }
    if one.skeleton == other.skeleton && one.skeleton != 0 {
        return level::ALIKE;
    }
    level::DIFFERENT
}

/// How many changes (add, lose, change a letter, exchange two neighbours) part two texts: 0, 1, 2,
/// or 3 for more. The first is not longer than the second.
fn distance_up_to_two(short: &[u8], long: &[u8]) -> u8 {
    let ahead = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let short = short.get(ahead..).unwrap_or_default();
    let long = long.get(ahead..).unwrap_or_default();
    let behind = short
        .iter()
        .rev()
        .zip(long.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let short = short.get(..short.len() - behind).unwrap_or_default();
    let long = long.get(..long.len() - behind).unwrap_or_default();
    match (short, long) {
        ([], rest) => u8::try_from(rest.len()).unwrap_or(3).min(3),
        ([_], [_]) => 1,
        ([a, b], [c, d]) if a == d && b == c => 1,
        ([_] | [_, _], [_, _]) => 2,
        (short, long) => banded(short, long),
    }
}

/// The same by a table, of which only the five diagonals that can stay within two are filled.
fn banded(short: &[u8], long: &[u8]) -> u8 {
    const WIDTH: usize = KEPT + 1;
    let columns = short.len();
    if columns >= WIDTH {
        return 3;
    }
    let mut before_last = [9_u8; WIDTH];
    let mut last = [9_u8; WIDTH];
    for (slot, value) in last.iter_mut().zip(0..=2_u8) {
        *slot = value;
    }
    let mut above = 0_u8;
    for (row, letter) in long.iter().enumerate() {
        let mut now = [9_u8; WIDTH];
        if row < 2 {
            now[0] = u8::try_from(row + 1).unwrap_or(9);
        }
        let mut least = now[0];
        let first = row.saturating_sub(2);
        let mut left_letter = first
            .checked_sub(1)
            .and_then(|place| short.get(place))
            .copied()
            .unwrap_or_default();
        for (place, other) in short
            .iter()
            .enumerate()
            .take((row + 3).min(columns))
            .skip(first)
        {
            let change = cell(&last, place) + u8::from(letter != other);
            let lose = cell(&last, place + 1).min(cell(&now, place)) + 1;
            let mut value = change.min(lose);
            if row > 0 && place > 0 && *letter == left_letter && above == *other {
                value = value.min(cell(&before_last, place - 1) + 1);
            }
            if let Some(slot) = now.get_mut(place + 1) {
                *slot = value;
            }
            least = least.min(value);
            left_letter = *other;
        }
        if least > 2 {
            return 3;
        }
        above = *letter;
        before_last = last;
        last = now;
    }
    cell(&last, columns).min(3)
}

fn cell(row: &[u8], place: usize) -> u8 {
    row.get(place).copied().unwrap_or(9)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn levels(a: &str, b: &str) -> u8 {
        agreement(&Word::latin(a), &Word::latin(b))
    }

    #[test]
    fn words_agree_by_sound_and_change() {
        assert_eq!(levels("karimov", "karimoff"), level::SOUND);
        assert_eq!(levels("hussein", "hoessein"), level::ALIKE);
        assert_eq!(levels("tarin", "tareen"), level::SOUND);
        assert_eq!(levels("mirzan", "mirzam"), level::NEAR);
        assert_eq!(levels("mirzan", "mrizan"), level::NEAR);
        assert_eq!(levels("mirzan", "belch"), level::DIFFERENT);
        assert_eq!(levels("a", "anton"), level::INITIAL);
        assert_eq!(levels("", "anton"), level::MISSING);
    }

    /// The textbook table, without any shortcut.
    fn plain(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_quick_distance_is_the_plain_one(a in "[abc]{0,9}", b in "[abc]{0,9}") {
            let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
            let quick = distance_up_to_two(short.as_bytes(), long.as_bytes());
            prop_assert_eq!(usize::from(quick), plain(short.as_bytes(), long.as_bytes()).min(3));
        }

        #[test]
        fn agreement_does_not_know_first_from_second(a in "[a-e]{0,9}", b in "[a-e]{0,9}") {
            prop_assert_eq!(levels(&a, &b), levels(&b, &a));
        }
    }
}
