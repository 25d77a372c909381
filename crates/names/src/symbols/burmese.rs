//! Burmese letters: openings, medials, vowels and the consonants that close a syllable.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A syllable a line and its Latin spellings, the usual one first.
const SYLLABLES: &str = include_str!("../../data/burmese_syllables.txt");

static SPELLINGS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    SYLLABLES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            words.next().map(|syllable| (syllable, words.collect()))
        })
        .collect()
});

static LATIN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| SPELLINGS.values().flatten().copied().collect());

/// Whether a Latin word is how people write a syllable of a Burmese name.
pub(super) fn is_latin_spelling(word: &str) -> bool {
    LATIN.contains(word)
}

/// How bearers of a name write this syllable of it, as far as it is known.
pub(super) fn latin_spellings(syllable: &str) -> &'static [&'static str] {
    SPELLINGS.get(syllable).map_or(&[], Vec::as_slice)
}

const VIRAMA: char = '\u{1039}';
const KILLER: char = '\u{103A}';

/// Openings in the order of the code chart, U+1000 to U+1021: `A` to `a`; the last, which only carries a vowel, is not heard.
const OPENING_SOUNDS: &[u8] = b"kkggnsszznnttddnttddnppbbmyylwthl";

const fn opening(letter: char) -> Option<u8> {
    Some(match letter {
        '\u{1000}'..='\u{1021}' => {
            // The subtraction cannot leave the range just matched.
            let place = (letter as u32 - 0x1000) as u8;
            b'A' + place
        }
        '\u{103F}' => b'_',
        '\u{1023}' | '\u{1024}' => b'i',
        '\u{1025}' | '\u{1026}' => b'u',
        '\u{1027}' => b'e',
        '\u{1029}' | '\u{102A}' => b'o',
        _ => return None,
    })
}

const fn closing(letter: char) -> u8 {
    match letter {
        'က' | 'ခ' => b'1',
        'ဂ' | 'ဃ' => b'2',
        'င' => b'3',
        'စ' | 'ဆ' => b'4',
        'ဇ' | 'ဈ' => b'5',
        'ည' | 'ဉ' => b'6',
        'တ' | 'ထ' | 'ဋ' | 'ဌ' => b'7',
        'ဒ' | 'ဓ' | 'ဍ' => b'8',
        'န' | 'ဏ' => b'9',
        'ပ' => b'0',
        'ဖ' => b'!',
        'ဗ' | 'ဘ' => b'"',
        'မ' => b'#',
        'ယ' => b'$',
        'ရ' => b'%',
        'လ' => b'&',
        'ဝ' => b'\'',
        'သ' | 'ဿ' => b'(',
        'ဟ' => b')',
        _ => b'*',
    }
}

/// The symbols of a word or a run of words.
pub(super) fn symbols(word: &str) -> Vec<u8> {
    let letters: Vec<char> = word.chars().collect();
    let mut out: Vec<u8> = Vec::with_capacity(letters.len());
    let mut rest = letters.as_slice();
    while let Some((letter, tail)) = rest.split_first() {
        rest = tail;
        let Some(symbol) = opening(*letter) else {
            // A sign without a letter to carry it.
            continue;
        };
        let kills = |letters: &[char]| {
            letters
                .iter()
                .take(4)
                .take_while(|c| opening(**c).is_none())
                .any(|c| matches!(*c, KILLER | VIRAMA))
        };
        // Only signs of tone may stand between a killed letter and its killer.
        let killed = kills(tail)
            && tail
                .iter()
                .take_while(|c| !matches!(**c, KILLER | VIRAMA))
                .all(|c| matches!(*c, '\u{1037}' | '\u{1038}' | 'ှ' | 'ျ'));
        if killed {
            out.push(closing(*letter));
            while let Some((sign, after)) = rest.split_first() {
                if opening(*sign).is_some() {
                    break;
                }
                rest = after;
            }
            continue;
        }
        let (mut y, mut r, mut w, mut h) = (false, false, false, false);
        let (mut e, mut aa, mut i, mut u, mut ai, mut an) =
            (false, false, false, false, false, false);
        while let Some((sign, after)) = rest.split_first() {
            if opening(*sign).is_some() {
                break;
            }
            match *sign {
                'ျ' => y = true,
                'ြ' => r = true,
                'ွ' => w = true,
                'ှ' => h = true,
                'ေ' => e = true,
                'ာ' | 'ါ' => aa = true,
                'ိ' | 'ီ' => i = true,
                'ု' | 'ူ' => u = true,
                'ဲ' => ai = true,
                'ံ' => an = true,
                _ => {}
            }
            rest = after;
        }
        let glide = y || r;
        match *letter {
            'က' if glide => out.push(b'c'),
            'ခ' if glide => out.push(b'd'),
            'ဂ' | 'ဃ' if glide => out.push(b'j'),
            'ရ' | 'ယ' | 'သ' if h => out.push(b's'),
            'လ' if h && glide => out.push(b's'),
            // Only carries a vowel.
            '\u{1021}' => {}
            _ => {
                out.push(symbol);
                if glide {
                    out.push(b'y');
                }
            }
        }
        if w {
            out.push(b'w');
        }
        if matches!(
            *letter,
            '\u{1023}'
                | '\u{1024}'
                | '\u{1025}'
                | '\u{1026}'
                | '\u{1027}'
                | '\u{1029}'
                | '\u{102A}'
        ) {
            continue;
        }
        let closed = rest.first().is_some_and(|c| opening(*c).is_some())
            && kills(rest.get(1..).unwrap_or(&[]))
            && rest
                .iter()
                .skip(1)
                .take_while(|c| !matches!(**c, KILLER | VIRAMA))
                .all(|c| matches!(*c, '\u{1037}' | '\u{1038}' | 'ှ' | 'ျ'));
        out.push(match (e, aa, i, u, ai) {
            (true, true, ..) => b'l',
            (true, false, ..) => b'm',
            (_, true, ..) => b'n',
            (_, _, true, true, _) => b'p',
            (_, _, true, false, _) => b'q',
            (_, _, _, true, _) => b'r',
            (.., true) => b't',
            _ if closed => b'v',
            _ if an => b'x',
            _ => b'z',
        });
        if an {
            out.push(b'k');
        }
    }
    out
}

/// The usual sound of a symbol.
pub(super) fn sound(symbol: u8) -> u8 {
    match symbol {
        b'A'..=b'a' => OPENING_SOUNDS
            .get(usize::from(symbol - b'A'))
            .copied()
            .unwrap_or(0),
        b'i' | b'q' => b'i',
        b'u' | b'r' => b'u',
        b'e' | b'm' | b't' => b'e',
        b'o' | b'l' | b'p' => b'o',
        b'n' | b'v' | b'x' | b'z' => b'a',
        b'c' => b'k',
        b'd' => b'c',
        b'j' => b'j',
        b's' => b'x',
        b'y' => b'y',
        b'w' => b'w',
        b'k' | b'3' | b'9' => b'n',
        b'1' => b'k',
        b'2' => b'g',
        b'4' | b'(' => b's',
        b'5' => b'z',
        b'6' | b'$' => b'i',
        b'7' => b't',
        b'8' => b'd',
        b'0' => b'p',
        b'!' => b'f',
        b'"' => b'b',
        b'#' => b'm',
        b'%' => b'r',
        b'&' => b'l',
        b'\'' => b'v',
        _ => 0,
    }
}
