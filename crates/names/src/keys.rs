//! Search keys: the few words an index stores for a name, and those a search looks up.
//!
//! An index that stores only keyed hashes can answer "equal" and nothing else, so everything a
//! search must forgive is taken out of the key itself.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::normal::{NormalName, Role, Token, normalise};
use crate::sound::folded;
use crate::writing::Writing;

/// What a key is made of, and so how much a hit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyClass {
    /// A word in its own script, in normal form.
    Exact,
    /// How a word sounds, with the vowels that writers exchange made one; the same from every
    /// script that writes its vowels.
    Romanised,
    /// The consonants of a word in classes that all scripts can write, and those of the whole name
    /// run together.
    Skeleton,
    /// The first three or five letters of a word: sounds, or its own letters where the script
    /// hides vowels.
    Prefix,
    /// One or two Chinese characters that follow each other.
    HanPair,
}

impl KeyClass {
    /// All classes.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::Romanised,
        Self::Skeleton,
        Self::Prefix,
        Self::HanPair,
    ];

    /// The number an index stores; never reused for another meaning.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Exact => 1,
            Self::Romanised => 2,
            Self::Skeleton => 3,
            Self::Prefix => 4,
            Self::HanPair => 5,
        }
    }

    /// The class with this number, if there is one.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// One word for an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SearchKey {
    /// What it is made of.
    pub class: KeyClass,
    /// The word itself; not for display.
    pub text: String,
}

/// The lengths of prefix keys that are stored.
const PREFIX_LENGTHS: [usize; 2] = [3, 5];
/// Stored skeletons a word: the likeliest ones.
const STORED_SKELETONS: usize = 2;
/// A skeleton of fewer classes than this says too little to be looked up.
const SHORTEST_SKELETON: usize = 2;
/// At most this many keys for one name, so that an absurd name cannot fill an index.
const MAX_KEYS: usize = 96;

/// The keys an index stores for a name: about a dozen for a name of two words, none for a name
/// that says nobody. Sorted, none twice.
#[must_use]
pub fn search_keys(name: &str) -> Vec<SearchKey> {
    search_keys_of(&normalise(name))
}

/// As [`search_keys`], for a name already in normal form.
#[must_use]
pub fn search_keys_of(name: &NormalName) -> Vec<SearchKey> {
    let mut keys = Keys::default();
    for token in indexed(name) {
        keys.add(KeyClass::Exact, token.text());
        keys.sounds(token);
        for skeleton in token.skeletons().iter().take(stored_skeletons(token)) {
            keys.skeleton(skeleton);
        }
        for length in PREFIX_LENGTHS {
            keys.prefix(token, length);
        }
    }
    keys.whole(name);
    keys.han(name);
    keys.done()
}

/// The keys to look up for what somebody types: a whole name, one word of it in any script, the
/// beginning of a word, a misspelt word. A hit in any class is a candidate; [`crate::compare`] ranks them.
#[must_use]
pub fn query_keys(typed: &str) -> Vec<SearchKey> {
    let name = normalise(typed);
    let mut keys = Keys::default();
    for token in indexed(&name) {
        keys.add(KeyClass::Exact, token.text());
        keys.sounds(token);
        for skeleton in token.skeletons() {
            keys.skeleton(skeleton);
        }
        // The longest prefix that is surely stored: short ones bring too many.
        for length in PREFIX_LENGTHS.into_iter().rev() {
            if keys.prefix(token, length) {
                break;
            }
        }
    }
    keys.whole_in_any_order(&name);
    keys.han(&name);
    keys.done()
}

/// The tokens that get keys: those that tell people apart; initials only if there is nothing else.
fn indexed(name: &NormalName) -> impl Iterator<Item = &Token> {
    let words = name.tokens().iter().any(|token| token.role().is_word());
    name.tokens()
        .iter()
        .filter(move |token| token.role().is_word() || (!words && token.role() == Role::Initial))
}

/// Words of scripts whose letters are sure need one skeleton; hidden vowels and free spellings more.
fn stored_skeletons(token: &Token) -> usize {
    match token.writing() {
        Writing::Latin | Writing::Arabic | Writing::Hebrew | Writing::Cyrillic => STORED_SKELETONS,
        _ => 1,
    }
}

#[derive(Default)]
struct Keys(BTreeSet<SearchKey>);

impl Keys {
    fn add(&mut self, class: KeyClass, text: &str) {
        if !text.is_empty() && self.0.len() < MAX_KEYS {
            self.0.insert(SearchKey {
                class,
                text: text.to_owned(),
            });
        }
    }

    fn sounds(&mut self, token: &Token) {
        if token.writing().hides_vowels() {
            return;
        }
        if let Some(sound) = token.sounds().first() {
            self.add(KeyClass::Romanised, &folded(sound));
        }
    }

    fn skeleton(&mut self, skeleton: &str) {
        if skeleton.len() >= SHORTEST_SKELETON {
            self.add(KeyClass::Skeleton, skeleton);
        }
    }

    /// Adds the prefix of this length; false if the word is shorter.
    fn prefix(&mut self, token: &Token, length: usize) -> bool {
        let text = if token.writing().hides_vowels() {
            token.text().to_owned()
        } else {
            token
                .sounds()
                .first()
                .map(|sound| folded(sound))
                .unwrap_or_default()
        };
        if text.chars().nth(length - 1).is_none() {
            return false;
        }
        let beginning: String = text.chars().take(length).collect();
        self.add(KeyClass::Prefix, &beginning);
        true
    }

    /// The skeletons of all words run together: finds words that were joined or cut, and names
    /// in scripts without spaces.
    fn whole(&mut self, name: &NormalName) {
        let words: Vec<&Token> = indexed(name).collect();
        self.run_together(&words);
    }

    /// The same for each order in which two or three words may have been stored: where every word is
    /// borne by thousands, the whole is what few bear.
    fn whole_in_any_order(&mut self, name: &NormalName) {
        let words: Vec<&Token> = indexed(name).collect();
        match words.as_slice() {
            [a, b] => {
                self.run_together(&[a, b]);
                self.run_together(&[b, a]);
            }
            [a, b, c] => {
                for order in [
                    [a, b, c],
                    [a, c, b],
                    [b, a, c],
                    [b, c, a],
                    [c, a, b],
                    [c, b, a],
                ] {
                    self.run_together(&order.map(|word| *word));
                }
            }
            words => self.run_together(words),
        }
    }

    fn run_together(&mut self, words: &[&Token]) {
        if words.len() < 2 {
            return;
        }
        let mut text = String::new();
        for token in words {
            let bones = token.skeletons().first().map_or("", String::as_str);
            // The opening vowel of a word is only heard at the start of the whole.
            let inner = if text.is_empty() {
                bones
            } else {
                bones.strip_prefix('a').unwrap_or(bones)
            };
            text.push_str(inner);
        }
        if text.len() > SHORTEST_SKELETON {
            self.add(KeyClass::Skeleton, &text);
        }
    }

    fn han(&mut self, name: &NormalName) {
        let characters: Vec<char> = name
            .tokens()
            .iter()
            .filter(|token| token.writing() == Writing::Han)
            .flat_map(|token| token.text().chars())
            .collect();
        if let [only] = characters.as_slice() {
            self.add(KeyClass::HanPair, &only.to_string());
        }
        for pair in characters.windows(2) {
            self.add(KeyClass::HanPair, &pair.iter().collect::<String>());
        }
    }

    fn done(self) -> Vec<SearchKey> {
        self.0.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(stored: &str, typed: &str) -> bool {
        let stored = search_keys(stored);
        query_keys(typed).iter().any(|key| stored.contains(key))
    }

    #[test]
    fn names_meet_across_scripts_and_spellings() {
        for (stored, typed) in [
            ("Юсуф Каримов", "Yusuf Karimov"),
            ("Hussein Tarin", "Hoseyn Tareen"),
            ("محمد كريم", "Mohammed Karim"),
            ("محمد كريم", "Мухаммад Карим"),
            ("Elena Vorsk", "Алена Ворская"),
            ("שמואל כהן", "Shmuel Kohen"),
            ("刘望洛", "Liu Wangluo"),
            ("ဟိန်းအောင်", "Hein Aung"),
            ("김서준", "Kim Seojun"),
            ("გიორგი", "Giorgi"),
            ("रमेश", "Ramesh"),
            ("བསྟན་འཛིན", "Tenzin"),
        ] {
            assert!(
                meet(stored, typed),
                "{stored} {:?} / {typed} {:?}",
                search_keys(stored),
                query_keys(typed)
            );
            assert!(meet(typed, stored), "{typed} / {stored}");
        }
        assert!(!meet("Юсуф Каримов", "Nadia Belch"));
    }

    #[test]
    fn the_whole_is_looked_up_in_any_order() {
        let whole = |name: &str| {
            let single: Vec<SearchKey> = name.split(' ').flat_map(search_keys).collect();
            search_keys(name)
                .into_iter()
                .filter(|key| key.class == KeyClass::Skeleton && !single.contains(key))
                .collect::<Vec<_>>()
        };
        for (stored, typed) in [
            ("Yusuf Karimov", "Karimov Yusuf"),
            ("Ahmad Bakir Tarin", "Tarin Ahmad Bakir"),
        ] {
            let stored = whole(stored);
            assert!(!stored.is_empty());
            let typed = query_keys(typed);
            assert!(stored.iter().all(|key| typed.contains(key)), "{typed:?}");
        }
    }

    #[test]
    fn beginnings_and_two_characters_are_found() {
        assert!(meet("Yusuf Karimov", "kari"));
        assert!(meet("Юсуф Каримов", "karim"));
        assert!(meet("محمد كريم", "محم"));
        assert!(meet("刘望洛", "望洛"));
        assert!(meet("刘望", "刘望"));
        assert!(meet("劉望洛", "刘望"));
    }

    #[test]
    fn keys_are_few() {
        for name in [
            "Yusuf Karimov",
            "Юсуф Каримов",
            "محمد كريم",
            "刘望洛",
            "김서준",
        ] {
            assert!(
                search_keys(name).len() <= 12,
                "{name} {:?}",
                search_keys(name)
            );
        }
        assert!(search_keys("unknown").is_empty());
        assert!(query_keys("  ").is_empty());
        assert!(search_keys(&"qaz wux ".repeat(5_000)).len() <= MAX_KEYS);
    }

    #[test]
    fn codes_are_stable() {
        let codes: Vec<u8> = KeyClass::ALL.iter().map(|class| class.code()).collect();
        assert_eq!(codes, [1, 2, 3, 4, 5]);
        for class in KeyClass::ALL {
            assert_eq!(KeyClass::from_code(class.code()), Some(class));
        }
        assert_eq!(KeyClass::from_code(0), None);
    }
}
