//! How a name is read, for a person who wants to see it.

use serde::Serialize;

use crate::keys::{SearchKey, query_keys, search_keys_of};
use crate::normal::{Role, normalise};
use crate::zawgyi::is_zawgyi;

/// A name and how it is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// The name as given.
    pub name: String,
    /// Its normal form, words parted by spaces.
    pub normal: String,
    /// Whether it says that nobody is named.
    pub nameless: bool,
    /// Whether it was too long and cut.
    pub cut: bool,
    /// Whether it was typed for the Zawgyi font and turned into Unicode.
    pub zawgyi: bool,
    /// Its words in the order written.
    pub words: Vec<ShownWord>,
    /// The keys an index stores for it.
    pub keys: Vec<SearchKey>,
    /// The keys a search for it looks up.
    pub query_keys: Vec<SearchKey>,
}

/// A word of a name and how it is read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownWord {
    /// Its letters in normal form.
    pub text: String,
    /// Its script, by the code of ISO 15924.
    pub script: String,
    /// The part it plays.
    pub role: Role,
    /// How it sounds, the likeliest first.
    pub sounds: Vec<String>,
    /// Its consonants, the likeliest first.
    pub skeletons: Vec<String>,
    /// The symbols it is compared by: class and symbols, its own script first.
    pub spellings: Vec<(String, String)>,
}

/// Shows how a name is read.
#[must_use]
pub fn show(name: &str) -> Shown {
    let normal = normalise(name);
    Shown {
        name: name.to_owned(),
        normal: normal.text(),
        nameless: normal.is_nameless(),
        cut: normal.is_cut(),
        zawgyi: is_zawgyi(name),
        words: normal
            .tokens()
            .iter()
            .map(|token| ShownWord {
                text: token.text().to_owned(),
                script: token.script().code().to_owned(),
                role: token.role(),
                sounds: token.sounds().to_vec(),
                skeletons: token.skeletons().to_vec(),
                spellings: token
                    .spellings()
                    .iter()
                    .map(|spelling| {
                        let symbols = spelling.symbols.iter().copied().map(char::from).collect();
                        (spelling.class.name().to_owned(), symbols)
                    })
                    .collect(),
            })
            .collect(),
        keys: search_keys_of(&normal),
        query_keys: query_keys(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_with_its_parts() {
        let shown = show("Y. van Ordel");
        assert_eq!(shown.normal, "y van ordel");
        assert_eq!(shown.words.len(), 3);
        assert_eq!(shown.words[0].role, Role::Initial);
        assert!(!shown.keys.is_empty() && !shown.nameless && !shown.cut && !shown.zawgyi);
        assert!(show("").nameless);
        assert!(show("\u{1031}\u{1021}\u{102C}\u{1004}\u{1039}").zawgyi);
    }
}
