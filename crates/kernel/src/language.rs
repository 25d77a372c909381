//! Language tags after BCP 47, and the direction a text is written in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Which way a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// A language tag (BCP 47), such as `be`, `zh-Hant`, `kk-Cyrl` or `und` for unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// A text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a language tag: write it as in be, zh-Hant or und")]
pub struct LanguageError(pub String);

impl Language {
    /// The undetermined language.
    #[must_use]
    pub fn unknown() -> Self {
        Self("und".to_owned())
    }

    /// The tag as text.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The direction in which the language is usually written.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let first = self.0.split('-').next().unwrap_or_default();
        let script = self.0.split('-').find(|part| part.len() == 4);
        match script {
            Some("Arab" | "Hebr" | "Thaa" | "Nkoo" | "Syrc") => Direction::Rtl,
            Some(_) => Direction::Ltr,
            None => match first {
                "ar" | "fa" | "he" | "ur" | "ug" | "ps" | "ckb" | "dv" | "sd" | "yi" => {
                    Direction::Rtl
                }
                _ => Direction::Ltr,
            },
        }
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || LanguageError(text.to_owned());
        let mut parts = Vec::new();
        for (position, part) in text.trim().split(['-', '_']).enumerate() {
            let known =
                (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
            let first = position > 0
                || ((2..=3).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic()));
            if !known || !first {
                return Err(fault());
            }
            parts.push(match (position, part.len()) {
                (0, _) => part.to_ascii_lowercase(),
                (_, 4) => {
                    let mut title = part.to_ascii_lowercase();
                    if let Some(first) = title.get_mut(..1) {
                        first.make_ascii_uppercase();
                    }
                    title
                }
                (_, 2) => part.to_ascii_uppercase(),
                _ => part.to_ascii_lowercase(),
            });
        }
        Ok(Self(parts.join("-")))
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_put_into_their_usual_form() {
        assert_eq!("ZH-hant".parse::<Language>().unwrap().tag(), "zh-Hant");
        assert_eq!("pt_br".parse::<Language>().unwrap().tag(), "pt-BR");
        for bad in ["", "x", "en--us", "русский", "en-", "e1"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
        assert_eq!(
            "fa".parse::<Language>().unwrap().direction(),
            Direction::Rtl
        );
        assert_eq!(
            "uz-Cyrl".parse::<Language>().unwrap().direction(),
            Direction::Ltr
        );
        assert_eq!(
            "pa-Arab".parse::<Language>().unwrap().direction(),
            Direction::Rtl
        );
    }
}
