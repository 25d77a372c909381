//! How sure we are of a fact.

use serde::{Deserialize, Serialize};

/// How sure the recorder is. Ordered from the strongest to the weakest but for `Disputed`, which
/// says that serious sources contradict each other.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Documentary or official, or two sources that did not learn it from each other.
    Confirmed,
    /// A source we trust says so.
    Credible,
    /// Somebody says so.
    #[default]
    Alleged,
    /// Serious sources contradict each other.
    Disputed,
}

impl Confidence {
    /// Every value, strongest first.
    pub const ALL: [Self; 4] = [
        Self::Confirmed,
        Self::Credible,
        Self::Alleged,
        Self::Disputed,
    ];

    /// The code that is stored and used in message ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Credible => "credible",
            Self::Alleged => "alleged",
            Self::Disputed => "disputed",
        }
    }

    /// Whether somebody answers for what is said: the one meaning of "verified" in gates and briefs.
    /// What only a list or a voice says is recorded, not verified.
    #[must_use]
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::Confirmed | Self::Credible)
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
}
