//! The 26 scopes of consent.

use std::{fmt, str::FromStr, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// The scopes as they are reviewed.
pub const SCOPES_FILE: &str = include_str!("../data/scopes.toml");

/// A text is not the code of a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a scope: scopes are c01 to c26")]
pub struct ScopeError(pub String);

/// One thing that can be allowed or refused on its own, as `c10`: publish name and story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Scope(u8);

impl Scope {
    /// The scope with this number, 1 to 26.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 26 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// Every scope, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=26).map(Self)
    }

    /// The number, 1 to 26.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The code, as `c10`.
    #[must_use]
    pub fn code(self) -> String {
        format!("c{:02}", self.0)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix('c')
            .filter(|digits| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .and_then(Self::new)
            .ok_or_else(|| ScopeError(text.to_owned()))
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.code()
    }
}

impl TryFrom<String> for Scope {
    type Error = ScopeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// One line of the list of scopes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRow {
    /// The scope.
    pub code: Scope,
    /// A word for tables; people read the text of the message `gate-scope-` and the code.
    pub word: String,
    /// Whether something is seen outside by it: it then expires sooner.
    pub public: bool,
}

#[derive(Deserialize)]
struct ScopesFile {
    scope: Vec<ScopeRow>,
}

/// The list of scopes, in order.
#[must_use]
pub fn scope_rows() -> &'static [ScopeRow] {
    static ROWS: LazyLock<Vec<ScopeRow>> = LazyLock::new(|| {
        toml::from_str::<ScopesFile>(SCOPES_FILE)
            .map(|file| file.scope)
            .unwrap_or_default()
    });
    &ROWS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_scope_once_and_in_order() {
        let codes: Vec<Scope> = scope_rows().iter().map(|row| row.code).collect();
        assert_eq!(codes, Scope::all().collect::<Vec<_>>());
        for text in ["c00", "c27", "C10", "c1", "c001", "10", "", "c+1"] {
            assert!(text.parse::<Scope>().is_err(), "{text}");
        }
    }
}
