//! The normal form of a name: tokens with writing, role and sound.

use kernel::Script;
use serde::Serialize;

use crate::clean::{Word, words};
use crate::parts;
use crate::reading::{burmese, han, readings};
use crate::roles;
use crate::skeleton::{MAX_SKELETONS, skeletons};
use crate::sound::sounds;
use crate::symbols::{Spelling, spellings};
use crate::writing::Writing;

/// At most this many letters of a name are kept; four times as many characters are looked at, so
/// that a name wrapped in invisible signs is still found. What lies beyond is cut and flagged.
pub const MAX_CHARACTERS: usize = 512;
/// At most this many tokens are kept.
pub const MAX_TOKENS: usize = 24;
/// At most this many letters of one token are kept.
pub const MAX_TOKEN_CHARACTERS: usize = 64;

/// The part a token plays in the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A word of the name itself of which no more is sure.
    Name,
    /// A name given at birth.
    Given,
    /// A name of the family.
    Family,
    /// The father's name: *Petrovich*, the *Rauf* of *Rauf oglu* and *ibn Rauf*.
    Patronymic,
    /// Where somebody is from: *al-Tarimi*.
    Nisba,
    /// An honour that became part of the name: *Salah al-Din*, *Salaheddine*.
    Laqab,
    /// The name of a tribe or clan: *bani Tamim*.
    Clan,
    /// A name borne earlier, before marriage: *née Vey*.
    Former,
    /// One letter that stands for a word.
    Initial,
    /// A word for son or daughter: *bin, ould, oglu, qizi*.
    Kinship,
    /// An article or link: *al, van, de*.
    Particle,
    /// *Abu* or *Umm* before the name of a child.
    Kunya,
    /// A title or form of address, which is no part of the name: *Dr, U, Daw*.
    Honorific,
}

impl Role {
    /// Whether the word is a word of the name itself.
    #[must_use]
    pub const fn is_word(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Given
                | Self::Family
                | Self::Patronymic
                | Self::Nisba
                | Self::Laqab
                | Self::Clan
                | Self::Former
        )
    }
}

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    text: String,
    writing: Writing,
    role: Role,
    sounds: Vec<String>,
    skeletons: Vec<String>,
    spellings: Vec<Spelling>,
    native: bool,
}

impl Token {
    fn new(word: &Word, role: Role) -> Self {
        let mut heard: Vec<String> = Vec::new();
        let mut bones: Vec<String> = Vec::new();
        for reading in readings(word) {
            let sound = sounds(&reading);
            if !sound.is_empty() && !heard.contains(&sound) {
                heard.push(sound);
            }
            for skeleton in skeletons(&reading) {
                if bones.len() < MAX_SKELETONS && !bones.contains(&skeleton) {
                    bones.push(skeleton);
                }
            }
        }
        Self {
            text: word.text.clone(),
            writing: word.writing,
            role,
            sounds: heard,
            skeletons: bones,
            spellings: spellings(word),
            native: word.native,
        }
    }

    /// The letters in their own script, lower case, with what writers leave out or exchange evened out.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the token is written in.
    #[must_use]
    pub fn writing(&self) -> Writing {
        self.writing
    }

    /// The script of the token.
    #[must_use]
    pub fn script(&self) -> Script {
        if self.writing == Writing::Other {
            kernel::script_of(&self.text)
        } else {
            self.writing.script()
        }
    }

    pub(crate) fn set_role(&mut self, role: Role) {
        self.role = role;
    }

    /// The part it plays.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// How it sounds, in plain ASCII letters, one a sound; the likeliest reading first. Empty only
    /// for letters that no table knows.
    #[must_use]
    pub fn sounds(&self) -> &[String] {
        &self.sounds
    }

    /// Its consonant skeletons, the likeliest first.
    #[must_use]
    pub fn skeletons(&self) -> &[String] {
        &self.skeletons
    }

    /// The symbols by which it is compared, its own script first; empty only for letters that no
    /// table knows.
    #[must_use]
    pub fn spellings(&self) -> &[Spelling] {
        &self.spellings
    }

    /// Whether it was cut out of a run as a part of a name native to its script.
    pub(crate) fn is_native(&self) -> bool {
        self.native
    }

    /// Whether it tells people apart: a word of the name or an initial.
    #[must_use]
    pub fn tells_apart(&self) -> bool {
        self.role == Role::Initial || self.role.is_word()
    }
}

/// The normal form of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NormalName {
    tokens: Vec<Token>,
    cut: bool,
}

impl NormalName {
    /// The tokens in the order written.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens that tell people apart.
    pub fn telling(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.tells_apart())
    }

    /// Whether something was cut at the caps.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether there is no name: no letters, or only words such as *unknown*. Such a name matches nobody.
    #[must_use]
    pub fn is_nameless(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The whole name in its normal form, words parted by spaces.
    #[must_use]
    pub fn text(&self) -> String {
        let words: Vec<&str> = self.tokens.iter().map(Token::text).collect();
        words.join(" ")
    }
}

/// The normal form of any text. Cleans letters (compatibility forms, invisible and direction signs,
/// case, tatweel, vowel points, letters typed in several ways), cuts it into tokens, also where a
/// script has no spaces, and recognises words that are no names where that is sure. Time and size
/// are bounded by [`MAX_CHARACTERS`], [`MAX_TOKENS`] and [`MAX_TOKEN_CHARACTERS`].
#[must_use]
pub fn normalise(text: &str) -> NormalName {
    let (words, mut cut) = words(text);
    if roles::is_nobody(words.iter().map(|word| word.text.as_str())) {
        return NormalName {
            tokens: Vec::new(),
            cut,
        };
    }
    let mut split = split_runs(words);
    if split.len() > MAX_TOKENS {
        split.truncate(MAX_TOKENS);
        cut = true;
    }
    let split = join_servants(split);
    let mut tokens: Vec<Token> = split
        .iter()
        .map(|word| Token::new(word, roles::role_of(&word.text, word.writing, word.stopped)))
        .collect();
    mark_address(&mut tokens);
    // A name of which nothing would be left is a name all the same: Khun, Van, Abu.
    if !tokens.iter().any(|token| token.role == Role::Name) {
        for token in &mut tokens {
            if token.role != Role::Initial {
                token.role = Role::Name;
            }
        }
    }
    parts::mark(&mut tokens);
    NormalName { tokens, cut }
}

/// Cuts runs of syllables into the words of a name: Burmese into syllables, Chinese and Korean
/// into surname and given name. Only where the whole name in that script is one run: foreign names
/// come with their words already parted.
fn split_runs(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let han_runs = words
        .iter()
        .filter(|word| word.writing == Writing::Han)
        .count();
    let hangul_runs = words
        .iter()
        .filter(|word| word.writing == Writing::Hangul)
        .count();
    for word in words {
        let lengths: Vec<usize> = match word.writing {
            Writing::Burmese => burmese::syllables(&word.text)
                .iter()
                .map(|syllable| syllable.chars().count())
                .collect(),
            Writing::Han if han_runs == 1 => match han::surname_length(&word.text) {
                Some(length) => vec![length, word.text.chars().count().saturating_sub(length)],
                None => Vec::new(),
            },
            Writing::Hangul if hangul_runs == 1 && word.text.chars().count() == 3 => vec![1, 2],
            _ => Vec::new(),
        };
        if lengths.is_empty() {
            out.push(word);
            continue;
        }
        let mut letters = word.text.chars();
        for length in lengths {
            let text: String = letters.by_ref().take(length).collect();
            out.push(Word {
                marked: text.clone(),
                text,
                writing: word.writing,
                stopped: false,
                native: true,
            });
        }
    }
    out
}

/// Joins *Abd* with what it is the servant of: written apart or together, it is one word.
fn join_servants(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(mut word) = words.next() {
        let servant = matches!(
            word.text.as_str(),
            "abd"
                | "abdul"
                | "abdel"
                | "abdal"
                | "abdol"
                | "abdoul"
                | "عبد"
                | "عبدال"
                | "абд"
                | "абдул"
                | "абдель"
        );
        if servant {
            if matches!(word.text.as_str(), "abd" | "عبد" | "абд")
                && let Some(article) = words.next_if(|next| {
                    matches!(
                        next.text.as_str(),
                        "al" | "el" | "ul" | "аль" | "эль" | "ال"
                    )
                })
            {
                word.text.push_str(&article.text);
                word.marked.push_str(&article.marked);
            }
            if let Some(next) = words
                .next_if(|next| next.writing == word.writing && next.text.chars().nth(2).is_some())
            {
                word.text.push_str(&next.text);
                word.marked.push_str(&next.marked);
            }
        }
        out.push(word);
    }
    out
}

fn mark_address(tokens: &mut [Token]) {
    let Some((first, others)) = tokens.split_first_mut() else {
        return;
    };
    let others: Vec<(&str, Writing)> = others
        .iter()
        .map(|token| (token.text.as_str(), token.writing))
        .collect();
    if roles::is_burmese_address(&first.text, &others) {
        first.role = Role::Honorific;
    } else if first.text == "daw" {
        first.role = Role::Name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles_of(name: &str) -> Vec<(String, Role)> {
        normalise(name)
            .tokens()
            .iter()
            .map(|token| (token.text().to_owned(), token.role()))
            .collect()
    }

    fn is(text: &str, role: Role) -> (String, Role) {
        (text.to_owned(), role)
    }

    #[test]
    fn roles_are_recognised_where_sure() {
        assert_eq!(
            roles_of("U Kyaw Min"),
            [
                is("u", Role::Honorific),
                is("kyaw", Role::Name),
                is("min", Role::Name)
            ]
        );
        // A Chinese surname and a Burmese name of which Ko is a part.
        assert_eq!(
            roles_of("Ma Belun"),
            [is("ma", Role::Name), is("belun", Role::Name)]
        );
        assert_eq!(
            roles_of("Ko Oo"),
            [is("ko", Role::Name), is("oo", Role::Name)]
        );
        assert_eq!(
            roles_of("Vaqir Turan oğlu"),
            [
                is("vaqir", Role::Name),
                is("turan", Role::Patronymic),
                is("oglu", Role::Kinship)
            ]
        );
        assert_eq!(
            roles_of("Y. van Ordel"),
            [
                is("y", Role::Initial),
                is("van", Role::Particle),
                is("ordel", Role::Name)
            ]
        );
    }

    #[test]
    fn runs_are_cut_into_words() {
        let texts = |name: &str| normalise(name).text();
        assert_eq!(texts("ဟိန်းအောင်"), "ဟိန်း အောင်");
        assert_eq!(texts("刘望洛"), "刘 望洛");
        assert_eq!(texts("劉望洛"), "刘 望洛");
        assert_eq!(texts("史特·本尼"), "史特 本尼");
        assert_eq!(texts("عبد الرحمن"), texts("عبدالرحمن"));
        assert_eq!(texts("Abd al-Rahman Sol"), "abdalrahman sol");
    }

    #[test]
    fn nobody_has_no_name() {
        for nobody in [
            "",
            "   ",
            "unknown",
            "Name unknown",
            "N/A",
            "no name",
            "غير معروف",
            "???",
            "🙂",
            "不明",
            "\u{200F}",
        ] {
            assert!(normalise(nobody).is_nameless(), "{nobody}");
        }
        for somebody in ["Van", "No", "Not", "معروف", "Na Sol"] {
            assert!(!normalise(somebody).is_nameless(), "{somebody}");
        }
    }

    #[test]
    fn long_texts_are_cut_and_say_so() {
        let long = normalise(&"ab ".repeat(10_000));
        assert!(long.is_cut());
        assert!(long.tokens().len() <= MAX_TOKENS);
        let word = normalise(&"x".repeat(10_000));
        assert!(word.is_cut());
        assert_eq!(word.text().chars().count(), MAX_TOKEN_CHARACTERS);
        let hidden = format!("{}Ana", "\u{200B}".repeat(1_000));
        assert_eq!(normalise(&hidden).text(), "ana");
        assert!(!normalise("Ana Sol").is_cut());
    }
}
