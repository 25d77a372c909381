//! The writing of one letter, as finely as name matching needs it.

use kernel::Script;

/// A family of letters that are read by the same rules. Coarser than ISO 15924: the two kana are
/// one, and everything without rules of its own is [`Writing::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writing {
    /// Latin letters, with or without marks.
    Latin,
    /// Cyrillic letters of all languages.
    Cyrillic,
    /// Arabic letters: Arabic, Persian, Uyghur, Kurdish, Urdu.
    Arabic,
    /// Hebrew letters.
    Hebrew,
    /// Chinese characters.
    Han,
    /// Hiragana and katakana.
    Kana,
    /// Korean syllables.
    Hangul,
    /// Burmese letters.
    Burmese,
    /// Devanagari letters.
    Devanagari,
    /// Tibetan letters.
    Tibetan,
    /// Any other letters (Georgian, Armenian, Ge'ez, Thai, Khmer, Greek …).
    Other,
}

impl Writing {
    /// The writing of a letter; `None` for marks, digits, signs and other things that are no letter.
    #[must_use]
    pub fn of(letter: char) -> Option<Self> {
        Some(match u32::from(letter) {
            0x41..=0x5A | 0x61..=0x7A | 0xAA | 0xBA => Self::Latin,
            0xC0..=0x24F => match letter {
                '×' | '÷' => return None,
                _ => Self::Latin,
            },
            0x250..=0x2AF | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF => Self::Latin,
            0x400..=0x481 | 0x48A..=0x52F | 0x1C80..=0x1C8F => Self::Cyrillic,
            0x620..=0x64A
            | 0x66E..=0x66F
            | 0x671..=0x6D3
            | 0x6D5
            | 0x6FA..=0x6FC
            | 0x750..=0x77F => Self::Arabic,
            0x5D0..=0x5EA | 0x5EF..=0x5F3 => Self::Hebrew,
            0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x323AF => Self::Han,
            0x3041..=0x3096 | 0x30A1..=0x30FA | 0x30FC => Self::Kana,
            0xAC00..=0xD7A3 => Self::Hangul,
            0x1000..=0x103F | 0x104E..=0x109D | 0xAA60..=0xAA7F => Self::Burmese,
            0x900..=0x963 | 0x971..=0x97F => Self::Devanagari,
            0xF00 | 0xF40..=0xFBC => Self::Tibetan,
            _ if letter.is_alphabetic() => Self::Other,
            _ => return None,
        })
    }

    /// The ISO 15924 script, for display. [`Writing::Other`] gives `Zyyy`: ask
    /// [`kernel::script_of`] about the text itself.
    #[must_use]
    pub fn script(self) -> Script {
        Script::from_code(match self {
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
            Self::Arabic => "Arab",
            Self::Hebrew => "Hebr",
            Self::Han => "Hani",
            Self::Kana => "Jpan",
            Self::Hangul => "Hang",
            Self::Burmese => "Mymr",
            Self::Devanagari => "Deva",
            Self::Tibetan => "Tibt",
            Self::Other => "Zyyy",
        })
    }

    /// Whether the writing usually leaves short vowels out.
    #[must_use]
    pub fn hides_vowels(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }

    /// Whether a name in this writing is usually a run of syllables without spaces between words.
    #[must_use]
    pub fn is_syllabic(self) -> bool {
        matches!(
            self,
            Self::Han | Self::Hangul | Self::Burmese | Self::Tibetan | Self::Other
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_know_their_writing() {
        for (letter, writing) in [
            ('a', Some(Writing::Latin)),
            ('ə', Some(Writing::Latin)),
            ('ў', Some(Writing::Cyrillic)),
            ('ع', Some(Writing::Arabic)),
            ('ש', Some(Writing::Hebrew)),
            ('刘', Some(Writing::Han)),
            ('ー', Some(Writing::Kana)),
            ('김', Some(Writing::Hangul)),
            ('က', Some(Writing::Burmese)),
            ('ი', Some(Writing::Other)),
            ('7', None),
            ('🙂', None),
            (' ', None),
        ] {
            assert_eq!(Writing::of(letter), writing, "{letter}");
        }
    }
}
