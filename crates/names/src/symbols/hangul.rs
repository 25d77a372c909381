//! Korean syllables, taken apart into their letters.

/// The symbols of a word: opening consonants `A`..., vowels `a`..., closing consonants `!`...
pub(super) fn symbols(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len());
    for letter in word.chars() {
        let Some(place) = u32::from(letter)
            .checked_sub(0xAC00)
            .filter(|place| *place < 11_172)
        else {
            continue;
        };
        let opening = place / 588;
        let vowel = place % 588 / 28;
        let closing = place % 28;
        let symbol = |base: u8, place: u32| {
            u8::try_from(place)
                .ok()
                .and_then(|place| base.checked_add(place))
        };
        // The round sign that opens a syllable is silent.
        if opening != 11 {
            out.extend(symbol(b'A', opening));
        }
        out.extend(symbol(b'a', vowel));
        if let Some(closing) = closing.checked_sub(1) {
            out.extend(symbol(b'!', closing));
        }
    }
    out
}

const OPENINGS: &[u8] = b"gkndtrmbps\0\0jjckktph";
const VOWELS: &[u8] = b"aeaeoeoeoaeeouoeiuuii";
const CLOSINGS: &[u8] = b"gkgnnndllllllllmbbttnttktpt";

/// The usual sound of a symbol.
pub(super) fn sound(symbol: u8) -> u8 {
    let found = match symbol {
        b'A'..=b'S' => match symbol {
            b'J' | b'K' => Some(&b's'),
            b'M' | b'N' => Some(&b'j'),
            b'O' => Some(&b'c'),
            b'P' => Some(&b'k'),
            b'Q' => Some(&b't'),
            b'R' => Some(&b'p'),
            b'S' => Some(&b'h'),
            _ => OPENINGS.get(usize::from(symbol - b'A')),
        },
        b'a'..=b'u' => VOWELS.get(usize::from(symbol - b'a')),
        b'!'..=b';' => CLOSINGS.get(usize::from(symbol - b'!')),
        _ => None,
    };
    found.copied().unwrap_or(0)
}

/// Surnames and how their bearers write them.
const SURNAMES: [(&str, &[&str]); 24] = [
    ("김", &["kim", "gim"]),
    ("이", &["lee", "yi", "rhee"]),
    ("리", &["lee", "ri", "ree"]),
    ("박", &["park", "pak", "bak"]),
    ("최", &["choi", "choe"]),
    ("정", &["jung", "chung", "jeong"]),
    ("강", &["kang", "gang"]),
    ("조", &["cho", "jo"]),
    ("윤", &["yoon", "yun"]),
    ("장", &["jang", "chang"]),
    ("임", &["lim", "im", "yim"]),
    ("림", &["lim", "rim"]),
    ("한", &["han"]),
    ("오", &["oh", "o"]),
    ("서", &["seo", "suh", "so"]),
    ("신", &["shin", "sin"]),
    ("권", &["kwon", "gwon"]),
    ("황", &["hwang"]),
    ("안", &["ahn", "an"]),
    ("송", &["song"]),
    ("유", &["yoo", "yu", "ryu"]),
    ("홍", &["hong"]),
    ("노", &["roh", "noh", "no"]),
    ("문", &["moon", "mun"]),
];

/// How a surname of one syllable is written by those who bear it.
pub(super) fn latin_spellings(word: &str) -> Vec<String> {
    SURNAMES
        .iter()
        .find(|(surname, _)| *surname == word)
        .map(|(_, spellings)| {
            spellings
                .iter()
                .map(|spelling| (*spelling).to_owned())
                .collect()
        })
        .unwrap_or_default()
}
