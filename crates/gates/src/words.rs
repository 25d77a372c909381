//! Message ids with arguments, and their English text for places without translations.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// The English text of every message of this crate, as a Fluent resource of one-line messages.
pub const ENGLISH_FLUENT: &str = include_str!("../data/gates.ftl");

/// Something to be said to a person: the id of a Fluent message and its arguments. Arguments named
/// `scope`, `carrier`, `relation` and `event` hold codes, whose texts are messages too: `gate-scope-c10`,
/// `gate-carrier-relay`, `gate-relation-relative`, `gate-event-verdict`. Days are ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Message {
    /// Id of the Fluent message, `gate-…`.
    pub id: String,
    /// Its arguments.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            args: BTreeMap::new(),
        }
    }

    /// The message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Names of arguments whose values are codes with a message of their own.
const CODED: [&str; 4] = ["scope", "carrier", "relation", "event"];

fn patterns() -> &'static BTreeMap<&'static str, &'static str> {
    static PATTERNS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        ENGLISH_FLUENT
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(" = "))
            .collect()
    });
    &PATTERNS
}

/// The English text of a message; its id where there is none.
#[must_use]
pub fn english(message: &Message) -> String {
    let Some(pattern) = patterns().get(message.id.as_str()) else {
        return message.id.clone();
    };
    let mut text = String::with_capacity(pattern.len());
    let mut rest = *pattern;
    // One pass, so that braces inside an argument are never taken for a place to fill.
    while let Some((before, after)) = rest.split_once("{ $") {
        let Some((name, remainder)) = after.split_once(" }") else {
            break;
        };
        text.push_str(before);
        let value = message
            .args
            .get(name)
            .map(String::as_str)
            .unwrap_or_default();
        let coded = CODED
            .contains(&name)
            .then(|| format!("gate-{name}-{value}"));
        text.push_str(
            coded
                .and_then(|id| patterns().get(id.as_str()).copied())
                .unwrap_or(value),
        );
        rest = remainder;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_filled_once_and_codes_are_read_out() {
        let said = Message::new("gate-other-refused")
            .with("who", "mother { $scope }")
            .with("relation", "relative")
            .with("scope", "c10");
        assert_eq!(
            english(&said),
            "mother { $scope } (relative) refuses this: publish name and story."
        );
        assert_eq!(english(&Message::new("gate-unknown")), "gate-unknown");
    }
}
