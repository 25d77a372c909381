//! Vocabularies: versioned lists of codes. A code is retired, never deleted, so that whatever was
//! stored with it can still be read.

use serde::{Deserialize, Serialize};

/// One code of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The stored code: lower-case letters, digits and underscores.
    pub code: String,
    /// Version of the vocabulary in which the code was retired, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_in: Option<u32>,
    /// The code to use instead of a retired one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// Foreign code numbers, as `huridocs:0402`; never foreign wording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<String>,
    /// True where the meaning was not yet checked against its primary text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_verify: bool,
}

/// A versioned list of codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// The word by which bodies and messages refer to it.
    pub word: String,
    /// Grows with every change.
    pub version: u32,
    /// All codes ever used, retired ones too.
    pub terms: Vec<Term>,
}

/// A vocabulary file breaks the rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    /// The same code stands twice.
    #[error("vocabulary {word}: the code {code:?} stands twice")]
    Twice {
        /// The vocabulary.
        word: String,
        /// The code.
        code: String,
    },
    /// A code has characters that may not be stored.
    #[error(
        "vocabulary {word}: the code {code:?} is not lower-case letters, digits and underscores"
    )]
    Form {
        /// The vocabulary.
        word: String,
        /// The code.
        code: String,
    },
    /// A code was replaced by one that is not there.
    #[error("vocabulary {word}: {code:?} is replaced by a code that is not there")]
    Replacement {
        /// The vocabulary.
        word: String,
        /// The code.
        code: String,
    },
    /// A code of the earlier version is gone.
    #[error(
        "vocabulary {word}: the code {code:?} of an earlier version is gone; retire it instead"
    )]
    Deleted {
        /// The vocabulary.
        word: String,
        /// The code.
        code: String,
    },
}

impl Vocabulary {
    /// The term with this code, retired or not.
    #[must_use]
    pub fn term(&self, code: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.code == code)
    }

    /// Whether new entries may use the code.
    #[must_use]
    pub fn offers(&self, code: &str) -> bool {
        self.term(code)
            .is_some_and(|term| term.retired_in.is_none())
    }

    /// The codes that new entries may use, in order.
    pub fn offered(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|term| term.retired_in.is_none())
    }

    /// Checks the rules of a single file.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), VocabularyError> {
        for (position, term) in self.terms.iter().enumerate() {
            let fault = || (self.word.clone(), term.code.clone());
            let formed = !term.code.is_empty()
                && term
                    .code
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !formed {
                let (word, code) = fault();
                return Err(VocabularyError::Form { word, code });
            }
            if self
                .terms
                .iter()
                .take(position)
                .any(|earlier| earlier.code == term.code)
            {
                let (word, code) = fault();
                return Err(VocabularyError::Twice { word, code });
            }
            if term
                .replaced_by
                .as_ref()
                .is_some_and(|other| self.term(other).is_none())
            {
                let (word, code) = fault();
                return Err(VocabularyError::Replacement { word, code });
            }
        }
        Ok(())
    }

    /// Checks that nothing of an earlier version was deleted.
    ///
    /// # Errors
    /// The first code that is gone.
    pub fn check_after(&self, earlier: &Self) -> Result<(), VocabularyError> {
        match earlier
            .terms
            .iter()
            .find(|term| self.term(&term.code).is_none())
        {
            Some(term) => Err(VocabularyError::Deleted {
                word: self.word.clone(),
                code: term.code.clone(),
            }),
            None => Ok(()),
        }
    }
}
