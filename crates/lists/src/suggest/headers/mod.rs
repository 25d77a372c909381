//! Header words in several languages, and what they suggest.

mod custody;
mod dates;
mod facts;
mod history;
mod identity;

use crate::{NameOrder, Target};

/// What a header suggests.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Guess {
    /// A meaning.
    Meaning(Target),
    /// The source's own key of a row.
    RowKey,
    /// The source's own key of a person.
    PersonKey,
}

/// A header as it is compared: small letters, words divided by single blanks.
pub(super) fn plain(header: &str) -> String {
    let mut out = String::new();
    for c in header.chars() {
        if crate::words::is_direction_mark(c) {
            continue;
        }
        if c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() {
            out.extend(c.to_lowercase());
        } else {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name(usage: &str, order: NameOrder, preferred: bool) -> Target {
    Target::Name {
        usage: usage.to_owned(),
        order,
        preferred,
    }
}

fn fact(field: &str) -> Target {
    Target::Fact {
        field: field.to_owned(),
    }
}

fn has(header: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| header.split(' ').any(|part| part == *word))
}

fn is(header: &str, forms: &[&str]) -> bool {
    forms.contains(&header)
}

/// Whether a column names the court that has a case.
pub(super) fn is_court(header: &str) -> bool {
    is(
        &plain(header),
        &[
            "court",
            "court name",
            "name of court",
            "суд",
            "наименование суда",
            "название суда",
            "tribunal",
            "juzgado",
            "المحكمة",
            "دادگاه",
            "法院",
        ],
    )
}

/// The meaning of a header by its words; nothing when it tells nothing. The rules go from the
/// special to the general: the first that fits is taken.
pub(super) fn guess(header: &str) -> Option<Guess> {
    if header.contains('/')
        && let Some(guess) = guess_path(header)
    {
        return Some(guess);
    }
    let plain = plain(header);
    // `articles/0`, `charge 3`: one of several columns of a kind.
    let h = plain
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    in_tables(h)
}

fn in_tables(h: &str) -> Option<Guess> {
    history::guess(h)
        .or_else(|| identity::guess(h))
        .or_else(|| dates::guess(h))
        .or_else(|| custody::guess(h))
        .or_else(|| facts::guess(h))
}

/// A path such as `detenciones/1/recintos/0/nombre`: the last step says what it is, the ones before
/// it of what. Cells of a second element of a list belong to a group of their own.
fn guess_path(header: &str) -> Option<Guess> {
    let steps: Vec<&str> = header.split('/').map(str::trim).collect();
    let is_place = |step: &&str| !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<String> = steps
        .iter()
        .filter(|step| !is_place(step))
        .map(|step| plain(step))
        .collect();
    let (last, before) = words.split_last()?;
    // `articles/0` has one word: a column of a kind, not a part of something.
    let parent = before.last()?;
    let guess = step_of(parent, last)
        .or_else(|| in_tables(&format!("{parent} {last}")))
        .or_else(|| in_tables(last))?;
    let further = steps
        .iter()
        .enumerate()
        .filter(|(at, step)| is_place(step) && **step != "0" && at + 1 < steps.len())
        .map(|(at, _)| at)
        .next_back();
    Some(match (guess, further) {
        (Guess::Meaning(Target::Keep), _) => Guess::Meaning(Target::Keep),
        (Guess::Meaning(meaning), Some(at)) => Guess::Meaning(Target::Of {
            group: steps.get(..=at).unwrap_or_default().join("/"),
            meaning: Box::new(meaning),
        }),
        // The key of a part is no key of the row.
        (Guess::RowKey | Guess::PersonKey, _) if !before.is_empty() => Guess::Meaning(Target::Keep),
        (guess, _) => guess,
    })
}

/// Words that mean something only inside another one.
fn step_of(parent: &str, last: &str) -> Option<Guess> {
    let meaning = |target| Some(Guess::Meaning(target));
    let within = |words: &[&str]| words.iter().any(|word| parent.contains(word));
    let detention = within(&[
        "detenci",
        "detention",
        "arrest",
        "задержан",
        "اعتقال",
        "custody",
    ]);
    let prison = within(&[
        "recinto",
        "prison",
        "facilit",
        "place",
        "cárcel",
        "тюрьм",
        "سجن",
    ]);
    let sentence = within(&[
        "condena",
        "sentence",
        "pena",
        "term",
        "срок",
        "приговор",
        "حكم",
    ]);
    let begins = is(
        last,
        &[
            "fecha",
            "date",
            "desde",
            "since",
            "from",
            "start",
            "on",
            "дата",
            "тарих",
            "تاريخ",
        ],
    );
    let ends = is(last, &["hasta", "until", "to", "end"]);
    let named = is(
        last,
        &["nombre", "name", "nom", "имя", "название", "اسم", "title"],
    );
    if sentence {
        if has(
            last,
            &["años", "years", "год", "годы", "лет", "ans", "سنوات"],
        ) {
            return meaning(Target::SentenceYears);
        }
        if has(last, &["meses", "months", "месяцы", "mois", "أشهر"]) {
            return meaning(Target::SentenceMonths);
        }
        if has(last, &["días", "days", "дни", "jours", "أيام"]) {
            return meaning(Target::SentenceDays);
        }
    }
    if prison {
        if named {
            return meaning(Target::Place);
        }
        if begins || ends {
            return meaning(Target::Keep);
        }
    }
    if detention {
        if begins {
            return meaning(Target::Arrest);
        }
        if ends {
            return meaning(Target::Release);
        }
        if is(
            last,
            &["lugar", "place", "ciudad", "city", "место", "location"],
        ) {
            return meaning(Target::Town);
        }
    }
    history_step(parent, last, begins).or_else(|| {
        (begins && within(&["birth", "nacim", "рожд"])).then_some(Guess::Meaning(Target::Birth))
    })
}

/// `contacts/0/date`, `hearings/1/court`: parts of things done.
fn history_step(parent: &str, last: &str, begins: bool) -> Option<Guess> {
    let within = |words: &[&str]| words.iter().any(|word| parent.contains(word));
    let kind = if within(&["contact", "visit", "контакт", "свидан"]) {
        "contact"
    } else if within(&["hearing", "заседан", "audiencia"]) {
        "hearing"
    } else if within(&["raised", "interven", "démarche", "demarche"]) {
        "raised"
    } else if within(&["request", "solicitud", "запрос"]) {
        "request"
    } else if within(&["wish", "пожелан", "deseo"]) {
        "wish"
    } else {
        return None;
    };
    let part = match (kind, last) {
        ("wish", "words" | "text" | "wish") => "words",
        (_, "sent" | "sent on" | "day") => "on",
        _ if begins => "on",
        ("contact", "with" | "type" | "kind" | "who") => "with",
        ("contact", "words" | "note" | "notes" | "text") => "words",
        ("contact", "denied" | "refused") => "denied",
        ("hearing", "court" | "суд") => "court",
        ("hearing", "purpose" | "type") => "purpose",
        ("hearing", "result" | "outcome") => "result",
        ("raised", "by" | "who") => "by",
        ("raised", "to" | "with") => "to",
        ("raised", "where" | "forum" | "meeting") => "where",
        ("raised", "answer") => "answer",
        ("raised" | "request", "text" | "note") => "text",
        ("request", "to") => "to",
        ("request", "what" | "ask") => "what",
        ("request", "due" | "deadline" | "due on") => "due",
        _ => return None,
    };
    Some(Guess::Meaning(Target::History {
        kind: kind.to_owned(),
        part: part.to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_many_lists_are_known() {
        for (header, wanted) in [
            ("Date of Birth", Target::Birth),
            ("المواليد", Target::Birth),
            ("Expected Release Date", Target::ExpectedRelease),
            ("Actual Release Date", Target::Release),
            ("articles/12", Target::Charge { divider: None }),
            ("Sentence Length Years", Target::SentenceYears),
            ("imprisonment_term_months", Target::SentenceMonths),
            ("Current or Last Detention Facility", Target::Place),
            ("تاريخ الاعتقال", Target::Arrest),
            ("Formal Arrest Date", Target::FormalArrest),
            ("verdict_date", Target::VerdictDate),
            ("Detention Timeline ", Target::Narrative),
        ] {
            assert_eq!(guess(header), Some(Guess::Meaning(wanted)), "{header}");
        }
        assert_eq!(guess("partner_id"), Some(Guess::RowKey));
        assert_eq!(guess("CECC Record Number"), Some(Guess::RowKey));
        assert_eq!(guess("person_id"), Some(Guess::PersonKey));
        assert_eq!(guess("blorb"), None);
    }

    #[test]
    fn paths_say_what_a_part_is_of() {
        let meaning = |header: &str| match guess(header) {
            Some(Guess::Meaning(target)) => target,
            other => panic!("{header}: {other:?}"),
        };
        assert_eq!(meaning("detenciones/0/fecha"), Target::Arrest);
        assert_eq!(meaning("detenciones/0/recintos/0/nombre"), Target::Place);
        assert_eq!(meaning("condena/años"), Target::SentenceYears);
        assert_eq!(
            meaning("detenciones/1/delitos"),
            Target::Of {
                group: "detenciones/1".to_owned(),
                meaning: Box::new(Target::Charge { divider: None })
            }
        );
        assert_eq!(meaning("articles/12"), Target::Charge { divider: None });
        let court = Target::History {
            kind: "hearing".to_owned(),
            part: "court".to_owned(),
        };
        assert_eq!(meaning("hearings/0/court"), court);
        assert_eq!(
            meaning("hearings/1/court"),
            Target::Of {
                group: "hearings/1".to_owned(),
                meaning: Box::new(court)
            }
        );
        assert_eq!(
            meaning("last family visit"),
            Target::History {
                kind: "contact".to_owned(),
                part: "family_visit".to_owned()
            }
        );
    }
}
