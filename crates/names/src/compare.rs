//! How likely two names are spellings of one name, and why.
//!
//! Words are laid side by side with weights learned from pairs of names
//! ([`crate::correspondence`]); curves fitted on the same pairs turn weights into probabilities
//! ([`crate::calibration`]). The comparison knows the two strings and nothing else: neither how
//! common a name is nor who bears it.

use serde::Serialize;

use crate::judge::{Kind, Witness, judge};
use crate::normal::{NormalName, Token, normalise};
use crate::prepared::{Likelihood, Prepared};

/// How two words agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The same letters in the same script.
    Same,
    /// The same sounds.
    SameSound,
    /// The same consonants; the vowels differ or are not written.
    SameSkeleton,
    /// An initial and a word that begins with it.
    Initial,
    /// A given name and its short form.
    ShortForm,
    /// Two words of one name written as one in the other.
    Joined,
    /// Whole names without gaps between words, laid side by side as one.
    Run,
    /// Alike, not the same.
    Similar,
    /// Unlike, though each was the other's best partner.
    Different,
    /// A word without a partner.
    Missing,
}

impl How {
    /// In plain words, for a reason shown to a person.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Same => "the same letters",
            Self::SameSound => "the same sounds",
            Self::SameSkeleton => "the same consonants",
            Self::Initial => "an initial",
            Self::ShortForm => "a short form",
            Self::Joined => "written together",
            Self::Run => "alike as a whole",
            Self::Similar => "alike",
            Self::Different => "different",
            Self::Missing => "only in one name",
        }
    }
}

/// One step of the explanation: a word of the first name, a word of the second, and how they agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TokenReason {
    /// The word or words of the first name, empty if missing there.
    pub first: String,
    /// The word or words of the second name, empty if missing there.
    pub second: String,
    /// How they agree.
    pub how: How,
    /// How alike they are, from 0 to 1: the probability that the two words are spellings of one,
    /// were that as likely as not.
    pub likeness: f32,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The probability, from 0 to 1, that the two strings name one person, where one pair in three
    /// does; 1 only for names whose normal forms have the same words. For another share of true
    /// pairs use `evidence`.
    pub probability: f32,
    /// As [`Likelihood::evidence`].
    pub evidence: f32,
    /// The explanation, word by word, best agreement first.
    pub why: Vec<TokenReason>,
}

/// The one threshold for all languages: two names are called the same from this probability on.
pub const SAME: f32 = 0.6;

impl Score {
    /// Whether the names are called the same, by [`SAME`].
    #[must_use]
    pub fn same(&self) -> bool {
        self.probability >= SAME
    }

    /// The explanation in one line of plain words.
    #[must_use]
    pub fn explanation(&self) -> String {
        if self.why.is_empty() {
            return "no name on one side".to_owned();
        }
        let steps: Vec<String> = self
            .why
            .iter()
            .map(
                |reason| match (reason.first.as_str(), reason.second.as_str()) {
                    ("", only) | (only, "") => format!("{only}: {}", reason.how.words()),
                    (first, second) => format!("{first} / {second}: {}", reason.how.words()),
                },
            )
            .collect();
        steps.join("; ")
    }
}

/// Compares two names. Symmetric, and independent of the order of words except where a script has
/// no spaces between them. A nameless side (empty, *unknown*) gives 0.
#[must_use]
pub fn compare(first: &str, second: &str) -> Score {
    compare_normal(&normalise(first), &normalise(second))
}

/// As [`compare`], for names already in normal form.
#[must_use]
pub fn compare_normal(first: &NormalName, second: &NormalName) -> Score {
    let (one, other) = (Prepared::new(first), Prepared::new(second));
    let mut reasons = Reasons {
        first: Side::new(first, &one),
        second: Side::new(second, &other),
        why: Vec::new(),
    };
    let Likelihood {
        probability,
        evidence,
    } = judge(&one, &other, &mut reasons);
    let mut why = reasons.why;
    if !why.is_empty() {
        why.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        why.extend(reasons.first.rest().map(|text| missing(text, "")));
        why.extend(reasons.second.rest().map(|text| missing("", text)));
    }
    Score {
        probability,
        evidence,
        why,
    }
}

fn missing(first: &str, second: &str) -> TokenReason {
    TokenReason {
        first: first.to_owned(),
        second: second.to_owned(),
        how: How::Missing,
        likeness: 0.0,
    }
}

/// The words of one name and which of them found a partner.
struct Side<'a> {
    name: &'a NormalName,
    tokens: Vec<&'a Token>,
    found: Vec<bool>,
}

impl<'a> Side<'a> {
    fn new(name: &'a NormalName, prepared: &Prepared) -> Self {
        let tokens: Vec<&Token> = prepared
            .words()
            .iter()
            .filter_map(|word| name.tokens().get(usize::from(word.token)))
            .collect();
        Self {
            name,
            found: vec![false; tokens.len()],
            tokens,
        }
    }

    fn take(&mut self, place: usize) -> Option<&'a Token> {
        if let Some(found) = self.found.get_mut(place) {
            *found = true;
        }
        self.tokens.get(place).copied()
    }

    /// The whole name in the order written; all its words have found their partner.
    fn all(&mut self) -> String {
        self.found.fill(true);
        self.name.text()
    }

    fn rest(&self) -> impl Iterator<Item = &'a str> {
        self.tokens
            .iter()
            .zip(&self.found)
            .filter(|(_, found)| !**found)
            .map(|(token, _)| token.text())
    }
}

struct Reasons<'a> {
    first: Side<'a>,
    second: Side<'a>,
    why: Vec<TokenReason>,
}

impl Witness for Reasons<'_> {
    fn pair(&mut self, first: usize, second: usize, kind: Kind, log_odds: f32) {
        let (Some(one), Some(other)) = (self.first.take(first), self.second.take(second)) else {
            return;
        };
        let mut texts = (one.text().to_owned(), other.text().to_owned());
        let how = match kind {
            Kind::Initial if log_odds > 0.0 => How::Initial,
            Kind::Short => How::ShortForm,
            Kind::JoinedInFirst(back) => {
                join(&mut texts.1, other, self.second.take(back));
                How::Joined
            }
            Kind::JoinedInSecond(back) => {
                join(&mut texts.0, one, self.first.take(back));
                How::Joined
            }
            Kind::Initial | Kind::Word => how(one, other, log_odds),
        };
        self.why.push(TokenReason {
            first: texts.0,
            second: texts.1,
            how,
            likeness: 1.0 / (1.0 + (-log_odds).exp()),
        });
    }

    fn whole(&mut self, log_odds: f32) {
        let how = if log_odds < 0.0 {
            How::Different
        } else {
            How::Run
        };
        self.why.push(TokenReason {
            first: self.first.all(),
            second: self.second.all(),
            how,
            likeness: 1.0 / (1.0 + (-log_odds).exp()),
        });
    }
}

/// Two words that the other name writes as one, in the order they are written.
fn join(text: &mut String, front: &Token, back: Option<&Token>) {
    if let Some(back) = back {
        *text = format!("{} {}", front.text(), back.text());
    }
}

fn how(one: &Token, other: &Token, log_odds: f32) -> How {
    if one.writing() == other.writing() && one.text() == other.text() {
        return How::Same;
    }
    if log_odds < 0.0 {
        return How::Different;
    }
    let shares = |ones: &[String], others: &[String], least: usize| {
        ones.iter()
            .any(|text| text.len() >= least && others.contains(text))
    };
    if shares(one.sounds(), other.sounds(), 1) {
        How::SameSound
    } else if shares(one.skeletons(), other.skeletons(), 2) {
        How::SameSkeleton
    } else {
        How::Similar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likely(first: &str, second: &str) -> f32 {
        compare(first, second).probability
    }

    #[test]
    fn spellings_of_one_name_are_likely() {
        for (first, second) in [
            ("Юсуф Каримов", "Yusuf Karimov"),
            ("Karimov Yusuf", "Yusuf Karimov"),
            ("محمد كريم", "Mohammed Karim"),
            ("刘望洛", "Liu Wangluo"),
            ("ဟိန်းအောင်", "Hein Aung"),
            ("Hussein Tarin", "Hoseyn Tareen"),
            ("Y. Karimov", "Yusuf Karimov"),
            ("Abd al-Rahman Sol", "Abdurrahman Sol"),
        ] {
            assert!(
                likely(first, second) > 0.5,
                "{first} / {second} {:?}",
                compare(first, second)
            );
        }
    }

    #[test]
    fn different_names_are_not() {
        for (first, second) in [
            ("Юсуф Каримов", "Nadia Belch"),
            ("Yusuf Karimov", "Yusuf Tadanov"),
            ("محمد كريم", "محمد صالح"),
            ("刘望洛", "Wang Shuren"),
            ("unknown", "unknown"),
            ("", ""),
        ] {
            assert!(
                likely(first, second) < 0.5,
                "{first} / {second} {:?}",
                compare(first, second)
            );
        }
    }

    #[test]
    fn the_explanation_names_each_word() {
        let score = compare("Yusuf Karimov", "Karimov Yusuf Anvarovich");
        assert_eq!(score.why.len(), 3);
        assert!(
            score
                .why
                .iter()
                .any(|r| r.how == How::Missing && r.second == "anvarovich")
        );
        let joined = compare("Wangluo Tamir", "Wang luo Tamir");
        assert!(
            joined.why.iter().any(|r| r.how == How::Joined),
            "{joined:?}"
        );
    }
}
