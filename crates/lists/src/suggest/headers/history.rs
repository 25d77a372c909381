//! Headers of what was done: raised, contacts, hearings, wishes, requests.

use super::{Guess, has, is};
use crate::Target;

/// Histories. Comes before the other tables, because `last visit date` is no date of an arrest.
pub(super) fn guess(h: &str) -> Option<Guess> {
    let part = |kind: &str, part: &str| {
        Some(Guess::Meaning(Target::History {
            kind: kind.to_owned(),
            part: part.to_owned(),
        }))
    };
    let says = |words: &[&str]| words.iter().any(|word| h.contains(word));
    if says(&[
        "family visit",
        "visit by family",
        "свидание",
        "visita familiar",
    ]) {
        return part("contact", "family_visit");
    }
    if says(&["consular visit", "consular access", "консульск"]) {
        return part("contact", "consular");
    }
    if says(&[
        "lawyer visit",
        "visit by lawyer",
        "met lawyer",
        "access to lawyer",
        "last seen by counsel",
    ]) {
        return part("contact", "counsel");
    }
    if is(h, &["proof of life", "last proof of life"]) {
        return part("contact", "proof_of_life");
    }
    if is(
        h,
        &[
            "last contact",
            "last contact date",
            "date of last contact",
            "последний контакт",
            "último contacto",
        ],
    ) {
        return part("contact", "on");
    }
    if is(h, &["contact with", "last contact with", "contact by"]) {
        return part("contact", "with");
    }
    if says(&["hearing", "заседани", "audiencia", "جلسة"]) {
        return if says(&["court"]) {
            part("hearing", "court")
        } else if says(&["result", "outcome"]) {
            part("hearing", "result")
        } else if says(&["purpose", "type"]) {
            part("hearing", "purpose")
        } else {
            part("hearing", "on")
        };
    }
    if is(
        h,
        &[
            "court",
            "суд",
            "tribunal",
            "juzgado",
            "المحكمة",
            "دادگاه",
            "法院",
        ],
    ) {
        return part("hearing", "court");
    }
    if has(h, &["raised"]) {
        return if has(h, &["by", "who"]) {
            part("raised", "by")
        } else if has(h, &["with", "to"]) {
            part("raised", "to")
        } else if has(h, &["where", "forum", "meeting"]) {
            part("raised", "where")
        } else {
            part("raised", "on")
        };
    }
    if has(h, &["wish", "wishes"])
        || is(
            h,
            &[
                "family wish",
                "family s wish",
                "consent",
                "пожелания семьи",
                "deseo de la familia",
                "رغبة العائلة",
            ],
        )
    {
        return part("wish", "words");
    }
    if has(h, &["request", "requested"]) || is(h, &["requests", "запрос", "solicitud"]) {
        return if has(h, &["due", "deadline"]) {
            part("request", "due")
        } else if has(h, &["date", "sent", "on"]) {
            part("request", "on")
        } else if has(h, &["to"]) {
            part("request", "to")
        } else {
            part("request", "what")
        };
    }
    None
}
