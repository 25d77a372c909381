//! Cyrillic letters, one symbol each; a few by their place in the word.

use super::at_place;

const ALPHABET: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўқғңөұүһҳҷӣӯәҝҫҡјљњђћџѕѣ";
const SOUNDS: &[u8] = b"abvgdejziyklmnoprstufhscxx\0i\0euaiieguggnouuhhciuagsgjlnjcjze";

/// Letters that open a word or follow a vowel: e, yu, ya there begin with a y.
const OPENING: [(char, u8); 6] = [
    ('е', b'w'),
    ('ю', b'x'),
    ('я', b'y'),
    ('а', b'z'),
    ('о', b'{'),
    ('и', b'|'),
];

/// The symbols of a word.
pub(super) fn symbols(word: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(word.len() / 2);
    let mut before: Option<char> = None;
    for letter in word.chars() {
        let opens = before.is_none_or(|before| {
            matches!(
                before,
                'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'ь' | 'ъ' | 'і'
            )
        });
        let doubled = before == Some(letter) && !matches!(letter, 'а' | 'е' | 'и' | 'о' | 'у');
        before = Some(letter);
        if doubled {
            continue;
        }
        let special = OPENING
            .iter()
            .find(|(special, _)| opens && *special == letter)
            .map(|(_, symbol)| *symbol);
        if let Some(symbol) = special.or_else(|| {
            ALPHABET
                .chars()
                .position(|c| c == letter)
                .and_then(at_place)
        }) {
            out.push(symbol);
        }
    }
    out
}

/// The usual sound of a symbol.
pub(super) fn sound(symbol: u8) -> u8 {
    if let Some((letter, _)) = OPENING.iter().find(|(_, special)| *special == symbol) {
        return match letter {
            'ю' => b'u',
            'я' | 'а' => b'a',
            'о' => b'o',
            'и' => b'i',
            _ => b'e',
        };
    }
    let place = usize::from(symbol.saturating_sub(super::FIRST_SYMBOL));
    SOUNDS.get(place).copied().unwrap_or(0)
}
