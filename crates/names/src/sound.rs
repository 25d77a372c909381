//! Sounds: one ASCII letter a sound, the same letters for every script.
//!
//! Vowels `a e i o u`, glide `y`, consonants `b p f v w d t z s x c j g k h l r m n`, where `x` is
//! the sound of *sh*, `c` of *ch*, `j` of *j* and *zh*, and `h` of both *h* and *kh*.

/// One place in a word with the sounds it may stand for, most likely first; `0` stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) first: u8,
    pub(crate) others: [Option<u8>; 2],
}

/// A place that is surely this sound.
pub(crate) const fn sure(sound: u8) -> Unit {
    Unit {
        first: sound,
        others: [None, None],
    }
}

/// A place that is one of two sounds.
pub(crate) const fn either(first: u8, second: u8) -> Unit {
    Unit {
        first,
        others: [Some(second), None],
    }
}

/// A place that is one of three sounds.
pub(crate) const fn any(first: u8, second: u8, third: u8) -> Unit {
    Unit {
        first,
        others: [Some(second), Some(third)],
    }
}

/// No sound at all.
pub(crate) const NOTHING: u8 = 0;

pub(crate) const fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The most likely sounds of a word, with doubled letters and glides evened out.
pub(crate) fn sounds(units: &[Unit]) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(units.len());
    for (place, unit) in units.iter().enumerate() {
        let sound = unit.first;
        if sound == NOTHING || out.last() == Some(&sound) {
            continue;
        }
        let following = units.get(place + 1).map_or(NOTHING, |unit| unit.first);
        // "ts" is one sound in some scripts and two letters in others.
        if matches!(sound, b't' | b'd') && matches!(following, b's' | b'z' | b'x' | b'c' | b'j') {
            continue;
        }
        if sound == b'y' {
            let before = out.last().copied().unwrap_or(NOTHING);
            // Ye- and e-, -iya and -ia, lyu and lu are spellings of each other.
            if following == b'e' || before == b'i' || (is_vowel(before) && is_vowel(following)) {
                continue;
            }
        }
        out.push(sound);
    }
    out.into_iter().map(char::from).collect()
}

/// The sounds with vowels that writers exchange made one: the text of a romanised key.
pub(crate) fn folded(sounds: &str) -> String {
    let bytes = sounds.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    for (place, sound) in bytes.iter().enumerate() {
        let following = bytes.get(place + 1).copied().unwrap_or(NOTHING);
        let first = out.is_empty();
        let one = match sound {
            b'e' | b'i' | b'y' => {
                if !first && is_vowel(following) && following != b'e' && following != b'i' {
                    continue;
                }
                b'i'
            }
            b'o' | b'u' => b'u',
            b'w' => b'v',
            other => *other,
        };
        if out.last() != Some(&one) {
            out.push(one);
        }
    }
    out.into_iter().map(char::from).collect()
}
