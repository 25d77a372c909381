//! The acts table: what can be done for a person, and what each act needs.

use std::{collections::BTreeSet, sync::LazyLock};

use kernel::Label;
use serde::Deserialize;

use crate::{Audience, Scope, scope_rows};

/// The acts as they are reviewed.
pub const ACTS_FILE: &str = include_str!("../data/acts.toml");

/// The acts table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActsError {
    /// It is not the TOML that is expected.
    #[error("the acts table cannot be read: {0}")]
    Form(String),
    /// An act breaks a rule that the gates rely on.
    #[error("the act {act:?}: {problem}")]
    Rule {
        /// The act.
        act: String,
        /// What is wrong.
        problem: &'static str,
    },
}

/// One act and what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The code that is stored and asked for.
    pub code: String,
    /// Place in lists, smallest first.
    pub order: u32,
    /// Whether it is seen outside.
    pub public: bool,
    /// Scopes that are all needed.
    #[serde(default)]
    pub all: Vec<Scope>,
    /// Scopes of which one is needed.
    #[serde(default)]
    pub any: Vec<Scope>,
    /// Scopes whose refusal blocks this act too.
    #[serde(default)]
    pub follows: Vec<Scope>,
    /// Whether an attested relay may carry it.
    pub relay: bool,
    /// Whether a best-interest decision may carry it.
    pub best_interest: bool,
    /// The longest time in days that somebody's words carry it.
    pub consent_days: i32,
    /// The longest time in days that a best-interest decision carries it.
    pub best_interest_days: i32,
    /// The narrowest label that an input of the text may have.
    pub highest_label: Label,
    /// Who will hear of it.
    pub audience: Audience,
    /// Whether counsel must have approved.
    #[serde(default)]
    pub counsel: bool,
    /// Whether it goes on under a stop that does not name it.
    #[serde(default)]
    pub welfare: bool,
    /// Whether it bears a text.
    #[serde(default)]
    pub text: bool,
    /// Whether every fact of the text must be corroborated.
    #[serde(default)]
    pub corroborated: bool,
    /// Whether it must have been weighed.
    #[serde(default)]
    pub assessment: Weighing,
    /// The gates that are asked, 1 to 8.
    pub gates: Vec<u8>,
}

/// Whether an act is weighed before it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighing {
    /// It is not.
    #[default]
    Never,
    /// A weighing that was made counts; none is needed.
    IfMade,
    /// Without one in force it is not done.
    Required,
}

impl Act {
    /// The groups of scopes: in each group one must be carried.
    #[must_use]
    pub fn groups(&self) -> Vec<Vec<Scope>> {
        let mut groups: Vec<Vec<Scope>> = self.all.iter().map(|scope| vec![*scope]).collect();
        if !self.any.is_empty() {
            groups.push(self.any.clone());
        }
        groups
    }

    /// Scopes whose refusal concerns this act: those needed and those it follows.
    #[must_use]
    pub fn concerns(&self) -> BTreeSet<Scope> {
        self.all
            .iter()
            .chain(&self.any)
            .chain(&self.follows)
            .copied()
            .collect()
    }
}

/// The acts table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acts {
    /// Facts not verified for more days than these are pointed out.
    pub stale_warn_days: i32,
    /// Facts not verified for more days than these are kept out.
    pub stale_exclude_days: i32,
    act: Vec<Act>,
}

impl Acts {
    /// Reads and examines an acts table.
    ///
    /// # Errors
    /// When it is not readable, or an act is loose in a way the gates could not catch.
    pub fn parse(text: &str) -> Result<Self, ActsError> {
        let mut acts: Self =
            toml::from_str(text).map_err(|error| ActsError::Form(error.to_string()))?;
        acts.act.sort_by_key(|act| act.order);
        let mut seen = BTreeSet::new();
        for act in &acts.act {
            let wrong = |problem| {
                Err(ActsError::Rule {
                    act: act.code.clone(),
                    problem,
                })
            };
            if !seen.insert(&act.code) {
                return wrong("stands twice");
            }
            if act.all.is_empty() && act.any.is_empty() {
                return wrong("needs no scope");
            }
            if [1, 2, 3, 5].iter().any(|gate| !act.gates.contains(gate)) {
                return wrong("leaves out a gate that always stands: 1, 2, 3 or 5");
            }
            if act.counsel != act.gates.contains(&4) || act.text != act.gates.contains(&6) {
                return wrong("counsel and text do not agree with the gates");
            }
            if (act.assessment != Weighing::Never) != act.gates.contains(&8) {
                return wrong("assessment does not agree with the gates");
            }
            if act.public && act.assessment != Weighing::Required {
                return wrong("a public act is weighed before it is done");
            }
            let seen_outside = |scope: &Scope| {
                scope_rows()
                    .iter()
                    .any(|row| row.code == *scope && row.public)
            };
            if !act.public && act.all.iter().any(seen_outside) {
                return wrong("a private act needs private scopes");
            }
            if act.public && (act.relay || act.best_interest || act.welfare) {
                return wrong("a public act rests on consent alone and stops at every stop");
            }
            if act.public && act.consent_days > 90 || act.consent_days > 180 {
                return wrong("consent is carried too long");
            }
            if act.best_interest_days > 180 {
                return wrong("a best-interest decision holds at most 180 days");
            }
            if act.public && act.highest_label > Label::Clear {
                return wrong("a public act takes inputs labelled TLP:CLEAR only");
            }
        }
        Ok(acts)
    }

    /// The act with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Act> {
        self.act.iter().find(|act| act.code == code)
    }

    /// Every act, in the order of lists.
    pub fn all(&self) -> impl Iterator<Item = &Act> {
        self.act.iter()
    }
}

/// The acts of this release. A table that could not be read would know no act at all.
#[must_use]
pub fn acts() -> &'static Acts {
    static ACTS: LazyLock<Acts> = LazyLock::new(|| Acts::parse(ACTS_FILE).unwrap_or_default());
    &ACTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reviewed_table_reads() {
        let parsed = Acts::parse(ACTS_FILE).unwrap();
        assert_eq!(&parsed, acts());
        assert_eq!(parsed.all().count(), 9);
        assert_eq!(
            (parsed.stale_warn_days, parsed.stale_exclude_days),
            (60, 120)
        );
        assert!(parsed.get("raise_publicly").unwrap().public);
    }

    #[test]
    fn a_loosened_table_is_refused() {
        for (old, new, part) in [
            (
                "gates = [1, 2, 3, 5, 6, 7, 8]",
                "gates = [1, 2, 3, 6, 7, 8]",
                "leaves out",
            ),
            (
                "relay = false\nbest_interest = false\nconsent_days = 90",
                "relay = true\nbest_interest = false\nconsent_days = 90",
                "consent alone",
            ),
            ("consent_days = 90", "consent_days = 91", "too long"),
            (
                "best_interest_days = 180",
                "best_interest_days = 181",
                "180 days",
            ),
            (
                "highest_label = \"TLP:CLEAR\"",
                "highest_label = \"TLP:GREEN\"",
                "TLP:CLEAR",
            ),
            ("counsel = true", "counsel = false", "do not agree"),
            (
                "assessment = \"required\"",
                "assessment = \"if_made\"",
                "is weighed",
            ),
            (
                "assessment = \"required\"",
                "assessment = \"never\"",
                "does not agree",
            ),
            ("all = [\"c05\"]", "all = []", "no scope"),
            ("all = [\"c05\"]", "all = [\"c10\"]", "private scopes"),
            ("code = \"visit\"", "code = \"attend_hearing\"", "twice"),
        ] {
            let text = ACTS_FILE.replacen(old, new, 1);
            assert_ne!(text, ACTS_FILE, "{old}");
            let problem = Acts::parse(&text).unwrap_err().to_string();
            assert!(problem.contains(part), "{problem}");
        }
        assert!(matches!(Acts::parse("act = 1"), Err(ActsError::Form(_))));
    }
}
