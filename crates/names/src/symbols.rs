//! Symbols: what a word is made of for the learned comparison.
//!
//! Each writing keeps symbols of its own, close to its letters, because what a letter may stand for
//! in another script is learned and not decided here. A letter that behaves differently by its place
//! (a vowel that opens a word, a consonant that closes a syllable, the *h* that only makes another
//! letter soft) is a symbol of its own. A symbol is one printable ASCII byte; its meaning depends on
//! the [`Class`].

mod abjad;
mod burmese;
mod cyrillic;
mod han;
mod hangul;
mod kana;
mod latin;

use crate::clean::Word;
use crate::reading;
use crate::writing::Writing;

/// Whose symbols a spelling is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Latin letters, and every script that is read into Latin letters by a fixed rule.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Arabic letters: Arabic, Persian, Uyghur, Kurdish, Urdu.
    Arabic,
    /// Hebrew letters.
    Hebrew,
    /// The parts of Mandarin syllables.
    Han,
    /// The parts of kana.
    Kana,
    /// The parts of Korean syllables.
    Hangul,
    /// The parts of Burmese syllables.
    Burmese,
}

impl Class {
    /// All classes in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Arabic,
        Self::Hebrew,
        Self::Han,
        Self::Kana,
        Self::Hangul,
        Self::Burmese,
    ];

    /// The name the learned table uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Latin => "latin",
            Self::Cyrillic => "cyrillic",
            Self::Arabic => "arabic",
            Self::Hebrew => "hebrew",
            Self::Han => "han",
            Self::Kana => "kana",
            Self::Hangul => "hangul",
            Self::Burmese => "burmese",
        }
    }

    /// The class of this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// The place of the class in [`Class::ALL`].
    #[must_use]
    pub const fn place(self) -> usize {
        match self {
            Self::Latin => 0,
            Self::Cyrillic => 1,
            Self::Arabic => 2,
            Self::Hebrew => 3,
            Self::Han => 4,
            Self::Kana => 5,
            Self::Hangul => 6,
            Self::Burmese => 7,
        }
    }

    /// The sound a symbol usually stands for, as in [`crate::Token::sounds`]; 0 for none. It starts
    /// the learning and fills in for what the training pairs do not show.
    #[must_use]
    pub fn usual_sound(self, symbol: u8) -> u8 {
        match self {
            Self::Latin => latin::sound(symbol),
            Self::Cyrillic => cyrillic::sound(symbol),
            Self::Arabic => abjad::arabic_sound(symbol),
            Self::Hebrew => abjad::hebrew_sound(symbol),
            Self::Han => han::sound(symbol),
            Self::Kana => kana::sound(symbol),
            Self::Hangul => hangul::sound(symbol),
            Self::Burmese => burmese::sound(symbol),
        }
    }
}

/// The lowest symbol.
pub const FIRST_SYMBOL: u8 = b'!';
/// How many symbols a class can have.
pub const SYMBOLS: usize = 94;
/// At most this many symbols of a word are compared.
pub const MAX_SYMBOLS: usize = 40;
/// At most this many symbols of a whole name run together are compared.
pub const MAX_RUN: usize = 64;

/// A word in the symbols of one class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// Whose symbols.
    pub class: Class,
    /// The symbols, printable ASCII, at most [`MAX_SYMBOLS`].
    pub symbols: Vec<u8>,
}

impl Spelling {
    fn new(class: Class, mut symbols: Vec<u8>) -> Self {
        symbols.truncate(MAX_SYMBOLS);
        Self { class, symbols }
    }

    fn latin(roman: &str) -> Self {
        Self::new(Class::Latin, latin::symbols(roman))
    }
}

/// Whether a Burmese syllable is one that names are made of.
pub(crate) fn is_known_burmese(syllable: &str) -> bool {
    !burmese::latin_spellings(syllable).is_empty()
}

/// Whether a Latin word is how people write a syllable of a Burmese name.
pub(crate) fn is_burmese_syllable(latin: &str) -> bool {
    burmese::is_latin_spelling(latin)
}

/// The class whose letters a writing is.
pub(crate) const fn class_of(writing: Writing) -> Class {
    match writing {
        Writing::Cyrillic => Class::Cyrillic,
        Writing::Arabic => Class::Arabic,
        Writing::Hebrew => Class::Hebrew,
        Writing::Han => Class::Han,
        Writing::Kana => Class::Kana,
        Writing::Hangul => Class::Hangul,
        Writing::Burmese => Class::Burmese,
        Writing::Latin | Writing::Devanagari | Writing::Tibetan | Writing::Other => Class::Latin,
    }
}

/// The spellings of a word that are compared, its own first; at most four, none empty.
pub(crate) fn spellings(word: &Word) -> Vec<Spelling> {
    let own = |symbols: Vec<u8>| Spelling::new(class_of(word.writing), symbols);
    let mut all = match word.writing {
        Writing::Latin => vec![own(latin::symbols(&word.marked))],
        Writing::Cyrillic => vec![own(cyrillic::symbols(&word.marked))],
        Writing::Arabic => {
            let mut all = Vec::with_capacity(2);
            if let Some(rest) = word.text.strip_prefix("ال")
                && rest.chars().nth(2).is_some()
            {
                all.push(own(abjad::arabic(rest)));
            }
            all.push(own(abjad::arabic(&word.text)));
            all
        }
        Writing::Hebrew => vec![own(abjad::hebrew(&word.text))],
        Writing::Han => {
            let mut all = vec![own(han::symbols(&word.text))];
            all.extend(
                han::latin_spellings(&word.text)
                    .iter()
                    .map(|roman| Spelling::latin(roman)),
            );
            all
        }
        Writing::Kana => vec![own(kana::symbols(&word.text))],
        Writing::Hangul => {
            let mut all = vec![own(hangul::symbols(&word.text))];
            all.extend(
                hangul::latin_spellings(&word.text)
                    .iter()
                    .map(|roman| Spelling::latin(roman)),
            );
            if word.native && all.len() == 1 {
                all.push(Spelling::latin(&reading::ascii(&word.text)));
            }
            all
        }
        Writing::Burmese => {
            let mut all = vec![own(burmese::symbols(&word.text))];
            all.extend(
                burmese::latin_spellings(&word.text)
                    .iter()
                    .map(|roman| Spelling::latin(roman)),
            );
            if all.len() == 1 {
                all.push(Spelling::latin(&reading::burmese::roman(&word.text)));
            }
            all
        }
        Writing::Tibetan => vec![Spelling::latin(&reading::tibetan::roman(&word.text))],
        Writing::Devanagari => vec![Spelling::latin(&reading::kana::devanagari(&word.text))],
        Writing::Other
            if word
                .text
                .chars()
                .all(|c| matches!(c, '\u{E01}'..='\u{E4E}')) =>
        {
            vec![Spelling::latin(&reading::thai::roman(&word.text))]
        }
        Writing::Other => vec![Spelling::latin(&reading::ascii(&word.text))],
    };
    all.retain(|spelling| !spelling.symbols.is_empty());
    all.truncate(4);
    all
}

/// The symbol at a place of an alphabet.
fn at_place(place: usize) -> Option<u8> {
    let place = u8::try_from(place).ok()?;
    let symbol = FIRST_SYMBOL.checked_add(place)?;
    (usize::from(place) < SYMBOLS).then_some(symbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::normalise;

    fn own(word: &str) -> String {
        let name = normalise(word);
        String::from_utf8(name.tokens()[0].spellings()[0].symbols.clone()).unwrap()
    }

    #[test]
    fn letters_know_their_place() {
        for (word, symbols) in [
            ("karim", "kari-"),
            ("Ana", "An2"),
            ("Schach", "XaH"),
            ("Eugene", "E}Len1"),
            ("Hammond", "Bamo Y(".trim()),
            ("ト", "tx"),
            ("ティム", "timw"),
        ] {
            assert_eq!(own(word), symbols.replace(' ', ""), "{word}");
        }
    }

    #[test]
    fn symbols_are_printable_and_have_sounds_of_the_common_set() {
        for class in Class::ALL {
            for symbol in FIRST_SYMBOL..=b'~' {
                let sound = class.usual_sound(symbol);
                assert!(
                    sound == 0 || sound.is_ascii_lowercase(),
                    "{class:?} {symbol}"
                );
            }
        }
    }
}
