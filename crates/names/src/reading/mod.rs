//! How a word of each writing is read into sounds. Each reading is a table or a small rule; none
//! invents vowels that were not written.

pub(crate) mod abjad;
pub(crate) mod burmese;
pub(crate) mod cyrillic;
pub(crate) mod han;
pub(crate) mod kana;
pub(crate) mod latin;
pub(crate) mod thai;
pub(crate) mod tibetan;

use crate::clean::Word;
use crate::sound::Unit;
use crate::writing::Writing;

/// The readings of a word, at least one, the likeliest first.
pub(crate) fn readings(word: &Word) -> Vec<Vec<Unit>> {
    match word.writing {
        Writing::Latin => vec![latin::read(&word.marked)],
        Writing::Cyrillic => vec![cyrillic::read(&word.marked)],
        Writing::Arabic => abjad::read_arabic(&word.text),
        Writing::Hebrew => vec![abjad::read_hebrew(&word.text)],
        Writing::Han => vec![latin::read_plain(
            &han::pinyin(&word.text),
            latin::Style::Pinyin,
        )],
        Writing::Kana => vec![latin::read_plain(
            &kana::roman(&word.text),
            latin::Style::Kana,
        )],
        Writing::Hangul => vec![latin::read_plain(&ascii(&word.text), latin::Style::Korean)],
        Writing::Burmese => vec![burmese::read(&word.text)],
        Writing::Tibetan => vec![latin::read_plain(
            &tibetan::roman(&word.text),
            latin::Style::Plain,
        )],
        Writing::Devanagari => vec![latin::read_plain(
            &kana::devanagari(&word.text),
            latin::Style::Plain,
        )],
        Writing::Other => vec![latin::read_plain(&ascii(&word.text), latin::Style::Plain)],
    }
}

/// The letters in plain lower-case ASCII, as the transliteration tables of `any_ascii` give them.
pub(crate) fn ascii(text: &str) -> String {
    text.chars()
        .flat_map(|c| any_ascii::any_ascii_char(c).chars())
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
