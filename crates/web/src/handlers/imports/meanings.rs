//! What a column may be taken for: a short code for each meaning that a form can send, its words, and
//! the way between codes and what `lists` knows.

use lists::{NameOrder, Target};
use serde_json::{Value, json};

use crate::{handlers::said, text::Texts};

/// Meanings that belong together: message of the heading, codes.
pub(super) const GROUPS: [(&str, &[&str]); 5] = [
    (
        "meaning-person",
        &[
            "name",
            "name_part:given",
            "name_part:family",
            "name_part:patronymic",
            "name_part:other",
            "aliases",
            "birth",
            "age_at_arrest",
            "sex",
            "country",
            "identity_number",
            "death",
            "withheld",
        ],
    ),
    (
        "meaning-custody",
        &[
            "arrest",
            "formal_arrest",
            "place",
            "town",
            "status",
            "place_or_status",
            "expected_release",
            "release",
        ],
    ),
    (
        "meaning-trial",
        &[
            "charge",
            "case_number",
            "court",
            "verdict",
            "verdict_date",
            "sentence",
            "sentence_years",
            "sentence_months",
            "sentence_days",
            "penalty",
        ],
    ),
    ("meaning-words", &["narrative", "prose", "note", "address"]),
    ("meaning-none", &["keep", "ignore"]),
];

/// Parts of histories: the kind, its parts.
const HISTORIES: [(&str, &[&str]); 5] = [
    (
        "raised",
        &["on", "by", "to", "where", "text", "answer", "public"],
    ),
    ("contact", &["on", "with", "words", "denied"]),
    ("hearing", &["on", "court", "purpose", "result"]),
    ("wish", &["on", "words"]),
    ("request", &["on", "due", "to", "what", "text", "channel"]),
];

/// The codes of all parts of histories.
pub(super) fn histories() -> Vec<String> {
    let parts = HISTORIES.iter().flat_map(|(kind, parts)| {
        parts
            .iter()
            .map(move |part| format!("history:{kind}:{part}"))
    });
    let contacts = casework::vocabulary("contact_kinds")
        .into_iter()
        .flat_map(kernel::Vocabulary::offered)
        .map(|term| format!("history:contact:{}", term.code));
    parts.chain(contacts).collect()
}

/// The codes of all facts of a portrait that have no meaning of their own above.
pub(super) fn facts() -> Vec<String> {
    casework::vocabulary("person_facts")
        .into_iter()
        .flat_map(kernel::Vocabulary::offered)
        .filter(|term| {
            !matches!(
                term.code.as_str(),
                "birth" | "death" | "sex" | "identity_number"
            )
        })
        .map(|term| format!("fact:{}", term.code))
        .collect()
}

/// The code of a meaning.
pub(super) fn code(target: &Target) -> String {
    match target {
        Target::Fact { field } => format!("fact:{field}"),
        Target::NamePart { role, .. } => format!("name_part:{role}"),
        Target::History { kind, part } => format!("history:{kind}:{part}"),
        Target::Of { meaning, .. } => code(meaning),
        other => serde_json::to_value(other)
            .ok()
            .and_then(|value| value.get("as")?.as_str().map(str::to_owned))
            .unwrap_or_default(),
    }
}

/// What goes with a meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    /// What a name is used for.
    pub(super) usage: String,
    /// How the words of a name follow each other.
    pub(super) order: NameOrder,
    /// Whether it is the name that pages use.
    pub(super) preferred: bool,
    /// What divides several charges.
    pub(super) divider: String,
    /// Which cells belong together.
    pub(super) group: String,
}

impl Details {
    /// What goes with the meanings of a column now.
    pub(super) fn of(targets: &[Target]) -> Self {
        let mut details = Self::default();
        for target in targets {
            details.add(target);
        }
        details
    }

    fn add(&mut self, target: &Target) {
        match target {
            Target::Name {
                usage,
                order,
                preferred,
            } => {
                self.usage.clone_from(usage);
                self.order = *order;
                self.preferred = *preferred;
            }
            Target::NamePart { usage, order, .. } => {
                self.usage.clone_from(usage);
                self.order = *order;
            }
            Target::Aliases { usage } if self.usage.is_empty() => self.usage.clone_from(usage),
            Target::Charge {
                divider: Some(divider),
            } => self.divider.clone_from(divider),
            Target::Of { group, meaning } => {
                self.group.clone_from(group);
                self.add(meaning);
            }
            _ => {}
        }
    }
}

/// The meaning of a code; nothing where there is no such code.
pub(super) fn target(code: &str, details: &Details) -> Option<Target> {
    let mut parts = code.splitn(3, ':');
    let value: Value = match (parts.next()?, parts.next(), parts.next()) {
        ("fact", Some(field), None) => json!({"as": "fact", "field": field}),
        ("history", Some(kind), Some(part)) => {
            json!({"as": "history", "kind": kind, "part": part})
        }
        ("name", None, None) => {
            let usage = Some(details.usage.as_str()).filter(|usage| !usage.is_empty());
            json!({
                "as": "name",
                "usage": usage.unwrap_or("known_as"),
                "order": details.order,
                "preferred": details.preferred,
            })
        }
        ("name_part", Some(role), None) => {
            let usage = Some(details.usage.as_str()).filter(|usage| !usage.is_empty());
            json!({
                "as": "name_part",
                "role": role,
                "usage": usage.unwrap_or("known_as"),
                "order": details.order,
            })
        }
        ("aliases", None, None) => {
            // A column of aliases is asked for the same usage as one of names, but its default is its own.
            let usage = Some(details.usage.as_str())
                .filter(|usage| !usage.is_empty() && *usage != "known_as");
            json!({"as": "aliases", "usage": usage.unwrap_or("alias")})
        }
        ("charge", None, None) => match details.divider.trim() {
            "" => json!({"as": "charge"}),
            divider => json!({"as": "charge", "divider": divider}),
        },
        ("of", ..) => return None,
        (word, None, None) => json!({"as": word}),
        _ => return None,
    };
    let target: Target = serde_json::from_value(value).ok()?;
    let known = match &target {
        Target::Fact { field } => {
            casework::vocabulary("person_facts").is_some_and(|known| known.offers(field))
        }
        Target::NamePart { role, .. } => {
            casework::vocabulary("name_part_roles").is_some_and(|known| known.offers(role))
        }
        Target::History { .. } => histories().iter().any(|known| known == code),
        _ => true,
    };
    let grouped = !details.group.trim().is_empty()
        && !matches!(
            target,
            Target::Keep | Target::Ignore | Target::Name { .. } | Target::Aliases { .. }
        );
    known.then(|| {
        if grouped {
            Target::Of {
                group: details.group.trim().to_owned(),
                meaning: Box::new(target),
            }
        } else {
            target
        }
    })
}

/// The words of a code.
pub(super) fn words(t: Texts, code: &str) -> String {
    let mut parts = code.splitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("fact"), Some(field), _) => t.term("person_facts", field),
        (Some("name_part"), Some(role), _) => format!(
            "{}: {}",
            t.msg("target-name-part"),
            t.term("name_part_roles", role)
        ),
        (Some("history"), Some(kind), Some(part)) => {
            let heading = t.msg(&format!("history-{kind}"));
            let contact = casework::vocabulary("contact_kinds")
                .is_some_and(|known| known.term(part).is_some());
            let part = if contact {
                t.term("contact_kinds", part)
            } else {
                t.msg(&format!("history-part-{part}"))
            };
            format!("{heading}: {part}")
        }
        (Some(word), None, None) => {
            said::message_or(t, &format!("target-{}", word.replace('_', "-")), || {
                word.replace('_', " ")
            })
        }
        _ => code.to_owned(),
    }
}

/// The words of all meanings of a column.
pub(super) fn all_words(t: Texts, targets: &[Target]) -> String {
    if targets.is_empty() {
        return t.msg("target-keep");
    }
    targets
        .iter()
        .map(|target| {
            let says = words(t, &code(target));
            match target {
                Target::Of { group, .. } => format!("{says} ({group})"),
                _ => says,
            }
        })
        .collect::<Vec<_>>()
        .join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn every_code_has_a_meaning_that_has_this_code_and_words() {
        let details = Details {
            usage: "official".to_owned(),
            order: NameOrder::FamilyFirst,
            preferred: true,
            divider: ";".to_owned(),
            group: String::new(),
        };
        let codes = GROUPS
            .iter()
            .flat_map(|(_, codes)| codes.iter().map(|code| (*code).to_owned()))
            .chain(facts())
            .chain(histories());
        for known in codes {
            let target = target(&known, &details).unwrap_or_else(|| panic!("{known}"));
            assert_eq!(code(&target), known);
            for locale in [Locale::English, Locale::Arabic] {
                let says = words(Texts::of(locale), &known);
                assert!(!says.contains('⟦') && !says.is_empty(), "{known}: {says}");
            }
        }
        for wrong in [
            "fact:mystery",
            "history:raised:mystery",
            "of",
            "mystery",
            "",
        ] {
            assert_eq!(target(wrong, &details), None, "{wrong}");
        }
    }

    #[test]
    fn details_survive_the_way_through_a_form() {
        let targets = [
            Target::Name {
                usage: "official".to_owned(),
                order: NameOrder::FamilyFirst,
                preferred: true,
            },
            Target::Of {
                group: "second".to_owned(),
                meaning: Box::new(Target::Charge {
                    divider: Some("|".to_owned()),
                }),
            },
        ];
        let details = Details::of(&targets);
        let again: Vec<Target> = targets
            .iter()
            .filter_map(|known| target(&code(known), &details))
            .collect();
        assert_eq!(again, targets);
    }
}
