//! Burmese typed for the Zawgyi font: the same code points, other letters. Much Burmese text in the
//! wild is written so, and none of it can be read before it is turned into Unicode.
//!
//! Zawgyi stores what is drawn from left to right: a vowel drawn before its consonant comes before
//! it, a consonant drawn under another has a code point of its own.

const E: char = '\u{1031}';
const VIRAMA: char = '\u{1039}';
const ASAT: char = '\u{103A}';

const fn is_consonant(c: char) -> bool {
    matches!(
        c,
        '\u{1000}'..='\u{1021}' | '\u{1023}'..='\u{1027}' | '\u{1029}' | '\u{102A}' | '\u{103F}'
    )
}

/// Whether a letter of Zawgyi opens a syllable.
const fn opens(c: char) -> bool {
    is_consonant(c)
        || matches!(
            c,
            '\u{106A}'
                | '\u{106B}'
                | '\u{1086}'
                | '\u{108F}'
                | '\u{1090}'
                | '\u{106E}'
                | '\u{106F}'
                | '\u{1091}'
                | '\u{1092}'
                | '\u{1097}'
        )
}

/// Whether a sign of Zawgyi is drawn before the consonant it belongs to.
const fn is_before(c: char) -> bool {
    matches!(c, E | '\u{103B}' | '\u{107E}'..='\u{1084}')
}

/// Whether a text is typed for the Zawgyi font. Weighs what only one of the two encodings can
/// contain; a text that both can contain is Unicode.
#[must_use]
pub fn is_zawgyi(text: &str) -> bool {
    let (mut zawgyi, mut unicode) = (0_u32, 0_u32);
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters
            .peek()
            .copied()
            .filter(|c| matches!(c, '\u{1000}'..='\u{109F}'));
        match letter {
            // The vowel follows its consonant in Unicode.
            E => match before {
                None => zawgyi += 2,
                Some(c) if !opens(c) && !matches!(c, '\u{103A}'..='\u{103E}') => zawgyi += 2,
                Some(ASAT) => zawgyi += 1,
                _ => {}
            },
            // In Unicode it stacks two consonants; in Zawgyi it closes a syllable.
            VIRAMA => match next {
                Some(c) if is_consonant(c) => unicode += u32::from(before == Some(ASAT)),
                _ => zawgyi += 3,
            },
            // In Unicode it closes a syllable; in Zawgyi it is a medial, never before a tone.
            ASAT => match next {
                None | Some('\u{1037}' | '\u{1038}') => unicode += 2,
                Some(VIRAMA) => unicode += 2,
                _ => {}
            },
            '\u{103B}' if before.is_none_or(|c| !is_consonant(c) && c != ASAT) => zawgyi += 2,
            '\u{1033}' | '\u{1034}' | '\u{105A}' => zawgyi += 2,
            // Letters of Shan, Mon and Karen in Unicode.
            '\u{1060}'..='\u{1097}' => zawgyi += 1,
            '\u{103E}' => unicode += 1,
            _ => {}
        }
        before = Some(letter).filter(|c| matches!(c, '\u{1000}'..='\u{109F}'));
    }
    zawgyi > unicode
}

/// What a Zawgyi sign is in Unicode, beside the consonant it belongs to.
const fn meaning(c: char) -> &'static str {
    match c {
        '\u{1033}' => "\u{102F}",
        '\u{1034}' => "\u{1030}",
        '\u{1039}' => "\u{103A}",
        '\u{103A}' | '\u{107D}' => "\u{103B}",
        '\u{103B}' | '\u{107E}'..='\u{1084}' => "\u{103C}",
        '\u{103C}' => "\u{103D}",
        '\u{103D}' | '\u{1087}' => "\u{103E}",
        '\u{1088}' => "\u{103E}\u{102F}",
        '\u{1089}' => "\u{103E}\u{1030}",
        '\u{108A}' => "\u{103D}\u{103E}",
        '\u{1094}' | '\u{1095}' => "\u{1037}",
        '\u{105A}' => "\u{102B}\u{103A}",
        '\u{108E}' => "\u{102D}\u{1036}",
        '\u{106A}' => "\u{1009}",
        '\u{106B}' => "\u{100A}",
        '\u{1086}' => "\u{103F}",
        '\u{108F}' => "\u{1014}",
        '\u{1090}' => "\u{101B}",
        '\u{106E}' => "\u{100D}\u{1039}\u{100D}",
        '\u{106F}' => "\u{100D}\u{1039}\u{100E}",
        '\u{1091}' => "\u{100F}\u{1039}\u{100D}",
        '\u{1092}' => "\u{100B}\u{1039}\u{100C}",
        '\u{1097}' => "\u{100B}\u{1039}\u{100B}",
        '\u{1060}' => "\u{1039}\u{1000}",
        '\u{1061}' => "\u{1039}\u{1001}",
        '\u{1062}' => "\u{1039}\u{1002}",
        '\u{1063}' => "\u{1039}\u{1003}",
        '\u{1065}' => "\u{1039}\u{1005}",
        '\u{1066}' | '\u{1067}' => "\u{1039}\u{1006}",
        '\u{1068}' => "\u{1039}\u{1007}",
        '\u{1069}' => "\u{1039}\u{1008}",
        '\u{106C}' => "\u{1039}\u{100B}",
        '\u{106D}' => "\u{1039}\u{100C}",
        '\u{1070}' => "\u{1039}\u{100F}",
        '\u{1071}' | '\u{1072}' => "\u{1039}\u{1010}",
        '\u{1073}' | '\u{1074}' => "\u{1039}\u{1011}",
        '\u{1075}' => "\u{1039}\u{1012}",
        '\u{1076}' => "\u{1039}\u{1013}",
        '\u{1077}' => "\u{1039}\u{1014}",
        '\u{1078}' => "\u{1039}\u{1015}",
        '\u{1079}' => "\u{1039}\u{1016}",
        '\u{107A}' => "\u{1039}\u{1017}",
        '\u{107B}' | '\u{1093}' => "\u{1039}\u{1018}",
        '\u{107C}' => "\u{1039}\u{1019}",
        '\u{1085}' => "\u{1039}\u{101C}",
        '\u{1096}' => "\u{1039}\u{1010}\u{103D}",
        _ => "",
    }
}

/// The nga drawn above the next consonant, with the vowel drawn into the same sign.
const fn above(c: char) -> Option<&'static str> {
    match c {
        '\u{1064}' => Some(""),
        '\u{108B}' => Some("\u{102D}"),
        '\u{108C}' => Some("\u{102E}"),
        '\u{108D}' => Some("\u{1036}"),
        _ => None,
    }
}

/// The place of a sign in a syllable of Unicode.
const fn rank(c: char) -> u8 {
    match c {
        '\u{103B}' => 1,
        '\u{103C}' => 2,
        '\u{103D}' => 3,
        '\u{103E}' => 4,
        E => 5,
        '\u{102D}' | '\u{102E}' | '\u{1032}' => 6,
        '\u{102F}' | '\u{1030}' => 7,
        '\u{102B}' | '\u{102C}' => 8,
        ASAT => 9,
        '\u{1036}' => 10,
        '\u{1037}' => 11,
        '\u{1038}' => 12,
        _ => 0,
    }
}

/// Turns Zawgyi into Unicode. A text that is not Zawgyi is spoilt by it: ask [`is_zawgyi`] first.
#[must_use]
pub fn to_unicode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut syllable = Syllable::default();
    for letter in text.chars() {
        if !matches!(letter, '\u{1000}'..='\u{109F}') || matches!(letter, '\u{1040}'..='\u{104F}') {
            syllable.end(&mut out);
            out.push(letter);
            continue;
        }
        if is_before(letter) {
            if syllable.open {
                syllable.end(&mut out);
            }
            syllable.push(letter);
        } else if opens(letter) {
            if syllable.open {
                syllable.end(&mut out);
            }
            syllable.open = true;
            match meaning(letter) {
                "" => syllable.head.push(letter),
                head => syllable.head.push_str(head),
            }
        } else if let Some(vowel) = above(letter) {
            syllable.nga = true;
            syllable.signs.extend(vowel.chars());
        } else {
            syllable.push(letter);
        }
    }
    syllable.end(&mut out);
    out
}

#[derive(Default)]
struct Syllable {
    open: bool,
    nga: bool,
    head: String,
    under: String,
    signs: Vec<char>,
}

impl Syllable {
    fn push(&mut self, letter: char) {
        match meaning(letter) {
            "" => self.signs.push(letter),
            stacked if stacked.starts_with(VIRAMA) => self.under.push_str(stacked),
            signs => self.signs.extend(signs.chars()),
        }
    }

    fn end(&mut self, out: &mut String) {
        if self.nga {
            out.push_str("\u{1004}\u{103A}\u{1039}");
        }
        out.push_str(&self.head);
        out.push_str(&self.under);
        self.signs.sort_by_key(|sign| rank(*sign));
        out.extend(self.signs.drain(..));
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(&str, &str); 8] = [
        ("ေအာင္", "အောင်"),
        ("\u{1031}\u{1000}\u{103A}\u{102C}\u{1039}", "ကျော်"),
        ("\u{103B}\u{1019}\u{1014}\u{1039}\u{1019}\u{102C}", "မြန်မာ"),
        ("\u{1019}\u{1004}\u{1039}\u{1038}", "မင်း"),
        ("\u{108F}\u{102D}\u{102F}\u{1004}\u{1039}", "နိုင်"),
        ("\u{101C}\u{103D}\u{102D}\u{102F}\u{1004}\u{1039}", "လှိုင်"),
        ("\u{1011}\u{103C}\u{1014}\u{1039}\u{1038}", "ထွန်း"),
        ("\u{1005}\u{1014}\u{1075}\u{102C}", "စန္ဒာ"),
    ];

    #[test]
    fn zawgyi_becomes_unicode() {
        for (zawgyi, unicode) in PAIRS {
            assert_eq!(to_unicode(zawgyi), unicode);
            assert!(is_zawgyi(zawgyi), "{zawgyi}");
        }
        assert_eq!(to_unicode("Ana 12"), "Ana 12");
    }

    #[test]
    fn unicode_is_left_alone() {
        for (_, unicode) in PAIRS {
            assert!(!is_zawgyi(unicode), "{unicode}");
        }
        for text in [
            "",
            "Ana",
            "ဟိန်းထက်အောင်",
            "ဦးစိုးမြင့်",
            "မေသူ",
            "ဒေါ်ခင်ညို",
            "စႆးၶမ်း",
            "လောင့်ခ်ျ",
            "ဗန်ဂေါ့ခ်ျ",
        ] {
            assert!(!is_zawgyi(text), "{text}");
        }
    }
}
