//! Which script a text is written in (ISO 15924).

use serde::{Deserialize, Serialize};
use unicode_script::{Script as Unicode, UnicodeScript};

use crate::Direction;

/// A script by its ISO 15924 code, such as `Latn`, `Cyrl`, `Arab`, `Hani`; `Zyyy` when a text has none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Script(String);

impl Script {
    /// The script with this code; the code is not checked against the standard's list, so that
    /// older programs can keep what newer ones wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self(code.to_owned())
    }

    /// The four-letter code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

/// The script that most letters of the text are written in; `Zyyy` (common) without letters.
#[must_use]
pub fn script_of(text: &str) -> Script {
    // A name has few scripts: a short list beats a map, and the first seen wins a tie.
    let mut counts: Vec<(Unicode, usize)> = Vec::new();
    for script in text.chars().map(|c| c.script()) {
        if matches!(
            script,
            Unicode::Common | Unicode::Inherited | Unicode::Unknown
        ) {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let mut best: Option<(Unicode, usize)> = None;
    for (script, count) in counts {
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((script, count));
        }
    }
    Script::from_code(best.map_or("Zyyy", |(script, _)| script.short_name()))
}

/// The direction of the first letter that has one; left to right without any.
#[must_use]
pub fn direction_of(text: &str) -> Direction {
    for c in text.chars() {
        match c.script() {
            Unicode::Common | Unicode::Inherited | Unicode::Unknown => {}
            Unicode::Arabic
            | Unicode::Hebrew
            | Unicode::Syriac
            | Unicode::Thaana
            | Unicode::Nko
            | Unicode::Adlam => {
                return Direction::Rtl;
            }
            _ => return Direction::Ltr,
        }
    }
    Direction::Ltr
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        for (text, code) in [
            ("Алена", "Cyrl"),
            ("علی رضایی", "Arab"),
            ("ခင်မာ", "Mymr"),
            ("王小明", "Hani"),
            ("Ana 王", "Latn"),
            ("123 -", "Zyyy"),
            ("", "Zyyy"),
        ] {
            assert_eq!(script_of(text).code(), code, "{text}");
        }
        assert_eq!(direction_of("«علی»"), Direction::Rtl);
        assert_eq!(direction_of("12 Ana"), Direction::Ltr);
    }
}
