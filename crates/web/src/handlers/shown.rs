//! People, names and entries as the pages show them.

use desk::{ShownName, is_held};
use kernel::{FileId, Language};

use crate::{
    pages::{ListedPerson, PersonLine, Written},
    paths,
    text::{Count, Locale, Texts},
    visit::Visit,
};

/// A text in a language that may have been noted.
pub(crate) fn written(text: &str, language: Option<&str>) -> Written {
    match language.and_then(|tag| tag.parse::<Language>().ok()) {
        Some(language) => Written::new(text, language),
        None => Written::unknown(text),
    }
}

pub(crate) fn name(name: &ShownName) -> Written {
    written(&name.text, name.language.as_deref())
}

const fn readers_script(locale: Locale) -> &'static str {
    match locale {
        Locale::English | Locale::Pseudo => "Latn",
        Locale::Arabic => "Arab",
    }
}

/// The name in its own script, and the first one in the reader's script where it is another.
pub(crate) fn two_names(t: Texts, names: &[ShownName]) -> (Written, Option<Written>) {
    let Some(first) = names.first() else {
        return (Written::unknown(&t.msg("name-not-known")), None);
    };
    let wanted = readers_script(t.locale());
    let reading = (first.script.code() != wanted)
        .then(|| {
            names
                .iter()
                .find(|other| other.script.code() == wanted)
                .or_else(|| {
                    names
                        .iter()
                        .find(|other| other.script.code() == "Latn" && other.script != first.script)
                })
        })
        .flatten();
    (name(first), reading.map(name))
}

/// A person in a line.
pub(crate) fn line(t: Texts, person: &desk::PersonLine) -> PersonLine {
    of_names(t, person.file, &person.names)
}

pub(crate) fn of_names(t: Texts, file: FileId, names: &[ShownName]) -> PersonLine {
    let (name, reading) = two_names(t, names);
    PersonLine {
        name,
        reading,
        href: paths::person(file),
    }
}

/// Where a person is, in a few words: stage and place.
pub(crate) fn whereabouts(t: Texts, person: &desk::PersonLine) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(stage) = &person.stage {
        words.push(t.term("stages", stage));
    }
    if let Some(place) = &person.place {
        words.push(place.clone());
    }
    words
}

/// A person in a list.
pub(crate) fn listed(visit: &Visit, person: &desk::PersonLine) -> ListedPerson {
    let t = visit.texts;
    let today = visit.today();
    ListedPerson {
        person: line(t, person),
        state: whereabouts(t, person).join(" · "),
        country: person
            .country
            .as_ref()
            .map(|code| t.term("countries", code))
            .unwrap_or_default(),
        occupation: String::new(),
        detained: person
            .held_since
            .filter(|_| person.stage.as_deref().is_some_and(is_held))
            .map(|since| Count::since(since, today)),
        silence: Some(Count::since(
            person.last_done.unwrap_or(person.since),
            today,
        )),
    }
}

/// A short reference to say on the telephone, made of the id: `7Q-4418` and the like.
pub(crate) fn reference(file: FileId) -> String {
    let bytes = file.as_bytes();
    let tail: String = bytes
        .iter()
        .skip(12)
        .map(|byte| format!("{byte:02X}"))
        .collect();
    match tail.split_at_checked(4) {
        Some((one, other)) => format!("{one}-{other}"),
        None => tail,
    }
}
