//! What is read aloud to the giver of a wish: their scopes in plain sentences, in their language, never
//! more at a time than somebody can keep in mind.

use std::sync::Arc;

use casework::wishes::Wish;
use kernel::{Day, EntryId, FileId};

use crate::{
    handlers::{entries, shown},
    pages::{Place, ScriptPage},
    text::{Locale, Texts},
    visit::{Answer, Fail, Visit, page},
};

/// Words that one reading aloud may have.
pub(crate) const MOST_WORDS: usize = 120;
/// Words of a condition that are read out; a longer one is begun.
const CONDITION_WORDS: usize = 12;

/// How many words a text has for somebody who reads it aloud.
fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The texts in the language of the giver, where we have it; else in that of the reader.
pub(crate) fn texts_for(language: Option<&str>, reader: Texts) -> Texts {
    let code = language.and_then(|tag| tag.split('-').next());
    match code {
        Some("ar") => Texts::of(Locale::Arabic),
        Some("en") => Texts::of(Locale::English),
        _ => reader,
    }
}

fn beginning(text: &str) -> String {
    let mut kept: Vec<&str> = text.split_whitespace().collect();
    let long = kept.len() > CONDITION_WORDS;
    kept.truncate(CONDITION_WORDS);
    let mut said = kept.join(" ");
    if long {
        said.push('…');
    }
    said
}

/// The readings of a wish, each of at most [`MOST_WORDS`] words: how it begins, what was said, when it
/// starts and ends, and the question at the end.
pub(crate) fn readings(t: Texts, wish: &Wish, valid_until: Option<Day>) -> Vec<Vec<String>> {
    let mut close = Vec::new();
    if let Some(day) = wish.not_before {
        close.push(t.with("script-not-before", "day", t.day_exact(day).as_str()));
    }
    if let Some(event) = &wish.after_event {
        let event = t.term("wish_events", event);
        close.push(t.with("script-after-event", "event", event.as_str()));
    }
    if let Some(day) = valid_until {
        close.push(t.with("script-until", "day", t.day_exact(day).as_str()));
    } else if wish.until_they_say_stop {
        close.push(t.msg("script-until-stop"));
    }
    close.push(t.msg("script-end"));
    let closing: usize = close.iter().map(|sentence| words(sentence)).sum();
    // Each scope is a piece of its own, so that a reading can end between two.
    let mut pieces: Vec<(String, String)> = Vec::new();
    for state in [
        "refused",
        "withdrawn",
        "granted",
        "granted_with_conditions",
        "unable_to_ask",
        "not_asked",
    ] {
        for line in wish.scopes.iter().filter(|line| line.state == state) {
            let mut what = entries::scope_words(t, "scopes", &line.scope);
            let mut asides = Vec::new();
            if let Some(condition) = &line.condition {
                asides.push(beginning(condition));
            }
            if let Some(audience) = &line.audience {
                asides.push(beginning(audience));
            }
            if let Some(day) = line.not_before {
                asides.push(t.with("said-waits-day", "day", t.day_exact(day).as_str()));
            }
            if let Some(event) = &line.after_event {
                let event = t.term("wish_events", event);
                asides.push(t.with("said-waits-event", "event", event.as_str()));
            }
            if !asides.is_empty() {
                what = format!("{what} ({})", asides.join("; "));
            }
            pieces.push((state.to_owned(), what));
        }
    }
    let mut readings: Vec<Vec<String>> = Vec::new();
    let mut open: Vec<(String, Vec<String>)> = Vec::new();
    let begin = |first: bool| {
        t.msg(if first {
            "script-begin"
        } else {
            "script-go-on"
        })
    };
    let said = |open: &[(String, Vec<String>)]| -> Vec<String> {
        open.iter()
            .map(|(state, list)| {
                let what = t.list(list);
                t.with(&format!("script-{state}"), "what", what.as_str())
            })
            .collect()
    };
    let counted = |first: bool, open: &[(String, Vec<String>)]| {
        words(&begin(first)) + said(open).iter().map(|text| words(text)).sum::<usize>() + closing
    };
    for (state, what) in pieces {
        let mut longer = open.clone();
        match longer.iter_mut().find(|(known, _)| *known == state) {
            Some((_, list)) => list.push(what.clone()),
            None => longer.push((state.clone(), vec![what.clone()])),
        }
        if !open.is_empty() && counted(readings.is_empty(), &longer) > MOST_WORDS {
            let mut reading = vec![begin(readings.is_empty())];
            reading.extend(said(&open));
            readings.push(reading);
            longer = vec![(state, vec![what])];
        }
        open = longer;
    }
    let mut reading = vec![begin(readings.is_empty())];
    reading.extend(said(&open));
    readings.push(reading);
    for reading in &mut readings {
        reading.extend(close.iter().cloned());
    }
    readings
}

/// The script of a wish that was recorded, to print.
pub(crate) async fn script(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let id: EntryId = visit.id("entry")?;
    let person = visit.house()?.person(visit.caller()?, file).await?;
    let (entry, wish) = person
        .history
        .bodies::<Wish>()
        .into_iter()
        .find(|(entry, _)| entry.outer.id == id)
        .ok_or(Fail::Absent)?;
    let t = texts_for(wish.language.as_deref(), visit.texts);
    page(&ScriptPage {
        layout: visit.layout("title-wish", Some(Place::People)),
        person: shown::line(visit.texts, &person.line),
        texts: t,
        readings: readings(t, &wish, entry.inner.valid_until),
    })
}

#[cfg(test)]
mod tests {
    use casework::wishes::ScopeWish;

    use super::*;

    fn wish(states: &[&str], condition: Option<&str>) -> Wish {
        Wish {
            scopes: (1..=26)
                .zip(states.iter().cycle())
                .map(|(number, state)| ScopeWish {
                    scope: format!("c{number:02}"),
                    state: (*state).to_owned(),
                    condition: condition.map(str::to_owned),
                    not_before: Some(Day::from_number(20_800)),
                    after_event: Some("verdict".to_owned()),
                    ..ScopeWish::default()
                })
                .collect(),
            not_before: Some(Day::from_number(20_800)),
            after_event: Some("family_told".to_owned()),
            ..Wish::default()
        }
    }

    #[test]
    fn o1c_no_reading_has_more_than_120_words_and_none_leaves_a_scope_out() {
        let long = "only if ".repeat(200);
        for locale in [Locale::English, Locale::Arabic] {
            let t = Texts::of(locale);
            for states in [
                &["granted"][..],
                &["granted_with_conditions"],
                &[
                    "granted",
                    "refused",
                    "withdrawn",
                    "unable_to_ask",
                    "not_asked",
                ],
            ] {
                for condition in [None, Some(long.as_str())] {
                    let readings =
                        readings(t, &wish(states, condition), Some(Day::from_number(20_900)));
                    for reading in &readings {
                        let count: usize = reading.iter().map(|text| words(text)).sum();
                        assert!(count <= MOST_WORDS, "{count} {locale:?} {reading:?}");
                        assert_eq!(reading.last(), Some(&t.msg("script-end")));
                    }
                    let all = readings.concat().join(" ");
                    for number in 1..=26 {
                        let scope = entries::scope_words(t, "scopes", &format!("c{number:02}"));
                        assert!(all.contains(&scope), "{scope}: {all}");
                    }
                }
            }
            let short = Wish {
                scopes: vec![ScopeWish {
                    scope: "c05".to_owned(),
                    state: "granted".to_owned(),
                    ..ScopeWish::default()
                }],
                ..Wish::default()
            };
            assert_eq!(readings(t, &short, None).len(), 1);
        }
    }

    #[test]
    fn the_giver_hears_their_own_language_where_we_have_it() {
        let english = Texts::of(Locale::English);
        assert_eq!(texts_for(Some("ar-SY"), english).locale(), Locale::Arabic);
        assert_eq!(texts_for(Some("be"), english).locale(), Locale::English);
        assert_eq!(texts_for(None, english).locale(), Locale::English);
    }
}
