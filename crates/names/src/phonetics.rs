//! How far sounds lie apart before anything is learned: what starts the learning and stands in for
//! symbols that the training pairs do not show.

use crate::skeleton::class;
use crate::sound::is_vowel;

/// The cost of leaving a sound out, from 0 to 1; `hidden` says that one side may not write vowels.
pub(crate) fn gap_cost(sound: u8, hidden: bool) -> f32 {
    match sound {
        0 => 0.1,
        b'y' => 0.3,
        vowel if is_vowel(vowel) => {
            if hidden {
                0.15
            } else {
                0.45
            }
        }
        b'h' | b'w' => 0.7,
        _ => 1.0,
    }
}

/// The cost of exchanging two sounds, from 0 to 1.2.
pub(crate) fn exchange_cost(a: u8, b: u8) -> f32 {
    if a == 0 || b == 0 {
        return 1.2;
    }
    if a == b {
        return 0.0;
    }
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    match (a, b) {
        (b'e' | b'i', b'i' | b'y') | (b'o', b'u') => 0.1,
        (b'a', b'e' | b'o') | (b'e', b'o') => 0.2,
        (x, y) if is_vowel(x) && is_vowel(y) => 0.3,
        (b'o' | b'u', b'w' | b'v') => 0.3,
        (b'v', b'w') | (b'f', b'v') | (b'g', b'k') | (b'd', b't') | (b's', b'z') | (b'b', b'p') => {
            0.15
        }
        (b'c', b'j') | (b'c', b'x') | (b'j', b'x') | (b'l', b'r') => 0.3,
        (b'g', b'h') | (b'h', b'k') | (b'j', b'y') | (b'g', b'j') => 0.35,
        (b'c', b'h') | (b'c', b'k') | (b's', b'x') | (b'j', b'z') | (b'c', b's') | (b's', b't') => {
            0.5
        }
        (x, y) if class(x).is_some() && class(x) == class(y) => 0.3,
        (b'm', b'n') => 0.5,
        (x, y) if is_vowel(x) || is_vowel(y) || y == b'y' => 1.2,
        _ => 1.0,
    }
}
