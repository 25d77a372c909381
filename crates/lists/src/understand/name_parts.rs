//! One name out of several columns: given name, family name, father's name.

use super::gather::Gathered;
use super::names::{self, CleanName};
use crate::{NameOrder, Target, words};

/// The parts of one name as their columns give them.
#[derive(Debug, Default)]
pub(super) struct NameInParts {
    usage: String,
    order: NameOrder,
    parts: Vec<(String, String)>,
}

/// The roles without which parts name nobody: a father's name alone is not the person's.
const NAMING: [&str; 3] = ["given", "family", "kunya"];

impl NameInParts {
    fn add(&mut self, text: &str, target: &Target) {
        let Target::NamePart { role, usage, order } = target else {
            return;
        };
        let text = names::clean(text);
        if text.is_empty() || words::says_unknown(&text) {
            return;
        }
        if self.parts.is_empty() {
            self.usage.clone_from(usage);
        }
        if self.order == NameOrder::Unknown {
            self.order = *order;
        }
        self.parts.push((role.clone(), text));
    }

    /// The whole name: its parts in the order in which such names are said.
    fn whole(mut self) -> Option<(CleanName, String)> {
        if !self.parts.iter().any(|(role, text)| {
            NAMING.contains(&role.as_str()) && text.chars().any(char::is_alphabetic)
        }) {
            return None;
        }
        let place = |role: &str| match (role, self.order) {
            ("honorific", _) => 0,
            ("family", NameOrder::FamilyFirst) => 1,
            ("given", _) => 2,
            ("patronymic", _) => 3,
            ("mother", _) => 4,
            ("family", _) => 6,
            ("clan", _) => 7,
            ("nisba", _) => 8,
            _ => 5,
        };
        // Parts of one role stay in the order of their columns.
        self.parts.sort_by_key(|(role, _)| place(role));
        let text = self
            .parts
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        Some((
            CleanName {
                text: names::clean(&text),
                parts: self.parts,
                usage: None,
            },
            self.usage,
        ))
    }
}

/// The same words, in whatever order and capitals.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .to_lowercase()
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort();
        words
    };
    words(one) == words(other)
}

impl Gathered<'_> {
    /// A cell that holds a part of a name.
    pub(super) fn name_part(&mut self, header: &str, text: &str, target: &Target) {
        if text.chars().any(words::is_deceptive_mark) {
            self.doubt(header, "bidi_control", text, super::Weight::Review);
        }
        let group = self.group().to_owned();
        self.names_in_parts
            .entry(group)
            .or_default()
            .add(text, target);
        self.name_column.get_or_insert_with(|| header.to_owned());
    }

    /// Puts the parts together. Where a column has the whole name too, the parts are those of that name.
    pub(super) fn put_names_together(&mut self) {
        let mut together = Vec::new();
        for name in std::mem::take(&mut self.names_in_parts).into_values() {
            // Beside a whole name a family name alone is no other name.
            if !self.names.is_empty() && !name.parts.iter().any(|(role, _)| role == "given") {
                continue;
            }
            let Some((name, usage)) = name.whole() else {
                continue;
            };
            match self
                .names
                .iter_mut()
                .find(|(known, ..)| same_words(&known.text, &name.text))
            {
                Some((known, ..)) if known.parts.is_empty() => known.parts = name.parts,
                Some(_) => {}
                None => together.push((name, usage, false)),
            }
        }
        // The first name is the one that pages use, unless the mapping says otherwise.
        self.names.splice(0..0, together);
    }
}
