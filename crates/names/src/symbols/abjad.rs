//! Arabic and Hebrew letters, one symbol each; the letters that also write vowels by their place.

use super::at_place;

const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤەۇۆۈۋڭڕڵڠٹڈڑںڨݣۅۉ";
const ARABIC_SOUNDS: &[u8] = b"abtsjhhdzrzssssttagfgklmnhuipcjgveuuuvnrlgtdrnggoo";

/// The symbols of an Arabic, Persian, Uyghur or Kurdish word.
pub(super) fn arabic(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len() / 2);
    let mut letters = word.chars().peekable();
    let mut start = true;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let symbol = match letter {
            'ا' if start && matches!(next, Some('و')) => {
                letters.next();
                Some(b'u')
            }
            'ا' if start && matches!(next, Some('ي')) => {
                letters.next();
                Some(b'v')
            }
            'ا' if start => Some(b'w'),
            'ا' if next.is_none() => Some(b'x'),
            'و' if start => Some(b'y'),
            'ي' if start => Some(b'z'),
            'ي' if next.is_none() => Some(b'{'),
            'ه' if next.is_none() && !start => Some(b'|'),
            'و' if next.is_none() => Some(b'}'),
            'ع' if start => Some(b'~'),
            'ن' if next.is_none() => Some(b't'),
            _ => ARABIC.chars().position(|c| c == letter).and_then(at_place),
        };
        out.extend(symbol);
        start = false;
    }
    out
}

/// The usual sound of an Arabic symbol.
pub(super) fn arabic_sound(symbol: u8) -> u8 {
    match symbol {
        b'u' => b'o',
        b'v' => b'i',
        b'w' | b'x' | b'|' | b'~' => b'a',
        b'y' => b'w',
        b'z' => b'y',
        b'{' => b'i',
        b'}' => b'u',
        b't' => b'n',
        _ => {
            let place = usize::from(symbol.saturating_sub(super::FIRST_SYMBOL));
            ARABIC_SOUNDS.get(place).copied().unwrap_or(0)
        }
    }
}

const HEBREW: &str = "אבגדהוזחטיכלמנסעפצקרשת";
const HEBREW_SOUNDS: &[u8] = b"abgdhozhtiklmnsapskrxt";

/// The symbols of a Hebrew word; final letters are already made plain and a geresh follows its letter.
pub(super) fn hebrew(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len() / 2);
    let mut letters = word.chars().peekable();
    let mut start = true;
    while let Some(letter) = letters.next() {
        let marked = letters.next_if_eq(&'\u{5F3}').is_some();
        let next = letters.peek().copied();
        let symbol = match letter {
            'ג' if marked => Some(b'a'),
            'ז' if marked => Some(b'b'),
            'צ' if marked => Some(b'c'),
            'ת' if marked => Some(b'd'),
            'א' if start && next == Some('ו') => {
                letters.next();
                Some(b'e')
            }
            'א' if start && next == Some('י') => {
                letters.next();
                Some(b'f')
            }
            'א' if start => Some(b'g'),
            'א' if next.is_none() => Some(b'h'),
            'ה' if next.is_none() => Some(b'i'),
            'ו' if next == Some('ו') => {
                letters.next();
                Some(b'j')
            }
            'ו' if start => Some(b'k'),
            'י' if next == Some('י') => {
                letters.next();
                Some(b'l')
            }
            'י' if start => Some(b'm'),
            'י' if next.is_none() => Some(b'n'),
            'פ' if next.is_none() => Some(b'o'),
            'ב' if start => Some(b'p'),
            'פ' if start => Some(b'q'),
            'כ' if start => Some(b'r'),
            _ => HEBREW.chars().position(|c| c == letter).and_then(at_place),
        };
        out.extend(symbol);
        start = false;
    }
    out
}

/// The usual sound of a Hebrew symbol.
pub(super) fn hebrew_sound(symbol: u8) -> u8 {
    match symbol {
        b'a' | b'b' => b'j',
        b'c' => b'c',
        b'd' => b't',
        b'e' => b'o',
        b'f' | b'n' => b'i',
        b'g' | b'h' | b'i' => b'a',
        b'j' | b'k' => b'v',
        b'l' => b'i',
        b'm' => b'y',
        b'o' => b'f',
        b'p' => b'b',
        b'q' => b'p',
        b'r' => b'k',
        _ => {
            let place = usize::from(symbol.saturating_sub(super::FIRST_SYMBOL));
            HEBREW_SOUNDS.get(place).copied().unwrap_or(0)
        }
    }
}
