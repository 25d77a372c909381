//! Prose of a fixed form, as memory books and reports have it: what its own words name.
//!
//! Only what stands right after a word such as "arrested" or "Приговор:" is taken, as a column of
//! that name would be, with the same rules for its dates. The prose itself is always kept.

use crate::Target;
use crate::words::digit_value;

/// A piece of prose and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) target: Target,
    pub(crate) text: String,
}

fn found(target: Target, text: &str) -> Option<Found> {
    let text = text
        .trim()
        .trim_matches(|c: char| matches!(c, ',' | ';' | '–' | '—' | '-') || c.is_whitespace());
    (!text.is_empty()).then(|| Found {
        target,
        text: text.to_owned(),
    })
}

/// The word for a piece in a message.
pub(crate) const fn word_of(target: &Target) -> &'static str {
    match target {
        Target::Birth => "birth",
        Target::Arrest => "arrest",
        Target::Release => "release",
        Target::VerdictDate => "verdict_date",
        Target::Sentence => "sentence",
        Target::Charge { .. } => "charge",
        Target::Death => "death",
        _ => "other",
    }
}

const BORN: &[&str] = &[
    "родился",
    "родилась",
    "род.",
    "г.р.",
    "born on",
    "born in",
    "born",
    "(b.",
    "nacido el",
    "nacida el",
    "nacido en",
    "nacida en",
    "née le",
    "né le",
    "مواليد",
];
const LIVED: &[&str] = &[
    "проживал:",
    "проживала:",
    "проживает:",
    "прож.:",
    "resident of",
];
const ARRESTED: &[&str] = &[
    "арестован",
    "арестована",
    "арест.",
    "задержан",
    "задержана",
    "arrested on",
    "arrested in",
    "detained on",
    "detained in",
    "detained since",
    "detenido el",
    "detenida el",
    "اعتقل في",
    "اعتقلت في",
];
const RELEASED: &[&str] = &[
    "освобождён",
    "освобожден",
    "освобождена",
    "released on",
    "released in",
    "liberado el",
    "liberada el",
    "أفرج عنه في",
];
const DIED: &[&str] = &[
    "умер",
    "умерла",
    "скончался",
    "скончалась",
    "расстрелян",
    "расстреляна",
    "погиб",
    "погибла",
    "died in",
    "died on",
    "died of",
    "murió el",
    "falleció",
];
const CHARGED: &[&str] = &[
    "обв. по ст.",
    "обвинён по ст.",
    "обвинен по ст.",
    "осуждён по ст.",
    "осужден по ст.",
    "по ст.",
    "under articles",
    "under article",
];
const JUDGED: &[&str] = &[
    "приговор:",
    "приг.:",
    "осуждён:",
    "осужден:",
    "by the decision of",
    "convicted on",
    "sentenced on",
];
const SENTENCED: &[&str] = &[
    "sentenced to",
    "condenado a",
    "condenada a",
    "приговорён к",
    "приговорен к",
];

/// Finds a word of a list at the start of a word of the text; gives what follows it.
fn after<'t>(text: &'t str, lower: &str, words: &[&str]) -> Option<&'t str> {
    words
        .iter()
        .filter_map(|word| {
            lower.match_indices(word).find_map(|(at, _)| {
                let before = lower.get(..at)?.chars().next_back();
                let rest = text.get(at + word.len()..)?;
                let open = word.ends_with(char::is_alphabetic);
                let whole = !open || !rest.starts_with(char::is_alphabetic);
                (before.is_none_or(|c| !c.is_alphabetic()) && whole).then_some((at, rest))
            })
        })
        .min_by_key(|(at, rest)| (*at, rest.len()))
        .map(|(_, rest)| rest)
}

/// A date at the start of a text: digits, months, and what binds them. Ends with the sentence.
fn date_of(text: &str) -> Option<String> {
    let text = text.trim_start();
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let stop = match c {
            ',' => {
                // `September 7th, 2020`
                !text
                    .get(at + 1..)
                    .unwrap_or_default()
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit())
            }
            ';' | '#' | ')' | '(' | '–' | '—' | '\n' => true,
            '.' => {
                let rest = text.get(at + 1..).unwrap_or_default();
                let inside = rest.starts_with(|c: char| digit_value(c).is_some());
                let year = text
                    .get(..at)
                    .is_some_and(|before| before.ends_with(" г") || before.ends_with(" p"));
                !inside && !year
            }
            _ => false,
        };
        if stop {
            end = at;
            break;
        }
    }
    let piece = text.get(..end)?.trim();
    // Behind the last number nothing of a date follows but "г." and its kin.
    let last = piece.rfind(|c: char| digit_value(c).is_some())?;
    let tail = last + piece.get(last..)?.chars().next()?.len_utf8();
    let rest = piece.get(tail..).unwrap_or_default().trim();
    let piece = if matches!(rest, "г" | "г." | "года" | "году" | "р." | "م" | "?") {
        piece
    } else {
        piece.get(..tail)?
    };
    let words = piece.split_whitespace().count();
    (words <= 6).then(|| piece.to_owned())
}

/// What the prose names.
pub(crate) fn read(text: &str) -> Vec<Found> {
    // What is said of a person by fixed words comes early; a book is not searched through.
    let text: String = text.chars().take(10_000).collect();
    let text = &text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Small letters of the same length, so that places agree; a longer one is left as it is.
    let lower: String = text
        .chars()
        .map(|c| {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
                _ => c,
            }
        })
        .collect();
    let mut out = Vec::new();
    let dated = [
        (BORN, Target::Birth),
        (ARRESTED, Target::Arrest),
        (RELEASED, Target::Release),
    ];
    for (words, target) in dated {
        if let Some(date) = after(text, &lower, words).and_then(date_of) {
            out.extend(found(target, &date));
        }
    }
    out.extend(birth_place_and_work(text, &lower));
    if let Some(rest) = after(text, &lower, LIVED) {
        let end = [" #", ". Арест", "; "]
            .iter()
            .filter_map(|sign| rest.find(sign))
            .min()
            .unwrap_or(rest.len());
        let target = Target::Fact {
            field: "residence".to_owned(),
        };
        out.extend(found(
            target,
            rest.get(..end).unwrap_or_default().trim_end_matches('.'),
        ));
    }
    if let Some(rest) = after(text, &lower, CHARGED) {
        out.extend(charges(rest));
    }
    if let Some(rest) = after(text, &lower, JUDGED) {
        out.extend(verdict(rest));
    }
    if let Some(rest) = after(text, &lower, SENTENCED) {
        let end = rest.find(['.', '#', ';', ',']).unwrap_or(rest.len());
        let term = rest.get(..end).unwrap_or_default();
        let term = [
            "imprisonment",
            "in prison",
            "in jail",
            "de prisión",
            "лишения",
        ]
        .iter()
        .find_map(|word| term.split_once(word))
        .map_or(term, |(term, _)| term);
        if term.split_whitespace().count() <= 8 && !out.iter().any(|f| f.target == Target::Sentence)
        {
            out.extend(found(Target::Sentence, term));
        }
    }
    if let Some(rest) = after(text, &lower, DIED) {
        let date = date_of(rest).unwrap_or_else(|| "died".to_owned());
        out.extend(found(Target::Death, &date));
    }
    out
}

/// `Род. 5 января 2002 г., Мирошец, журналист.`: place and work right after the birth, and no more.
fn birth_place_and_work(text: &str, lower: &str) -> Vec<Found> {
    let begins = ["род.", "год рождения"]
        .iter()
        .any(|word| lower.trim_start().starts_with(word));
    let Some(sentence) = begins.then(|| text.split(['#', ':']).next()).flatten() else {
        return Vec::new();
    };
    let pieces: Vec<&str> = sentence.split([',', ';']).map(str::trim).collect();
    let [_, place, work] = pieces.as_slice() else {
        return Vec::new();
    };
    let Some((work, _)) = work.split_once('.') else {
        return Vec::new();
    };
    let plain = |piece: &str| {
        !piece.is_empty()
            && piece.split_whitespace().count() <= 4
            && !piece.chars().any(|c| digit_value(c).is_some())
    };
    if !plain(place) || !plain(work) {
        return Vec::new();
    }
    let fact = |field: &str| Target::Fact {
        field: field.to_owned(),
    };
    found(fact("origin"), place)
        .into_iter()
        .chain(found(fact("occupation"), work))
        .collect()
}

/// `751-2, 712 УК Велдории.`: every article a charge of its own, with the law after it.
fn charges(rest: &str) -> Vec<Found> {
    let numbers_end = rest
        .char_indices()
        .find(|(_, c)| {
            digit_value(*c).is_none() && !matches!(c, ' ' | ',' | '-' | '.' | '(' | ')' | 'и' | 'ч')
        })
        .map_or(rest.len(), |(at, _)| at);
    let (numbers, law) = rest.split_at_checked(numbers_end).unwrap_or((rest, ""));
    let law_end = law.find(['.', '#', ';', ',']).unwrap_or(law.len());
    let law = law.get(..law_end).unwrap_or_default().trim();
    numbers
        .split([',', 'и'])
        .map(str::trim)
        .filter(|number| number.starts_with(|c| digit_value(c).is_some()))
        .filter_map(|number| {
            let text = format!("ст. {} {law}", number.trim_end_matches(['.', ' ']));
            found(Target::Charge { divider: None }, &text)
        })
        .collect()
}

/// `Велдский областной суд, 27.11.2020 – 3 г. 6 мес. лишения свободы.`
fn verdict(rest: &str) -> Vec<Found> {
    let mut out = Vec::new();
    let end = rest.find(['#', ';']).unwrap_or(rest.len());
    let rest = rest.get(..end).unwrap_or_default();
    let from = rest
        .char_indices()
        .find(|(_, c)| digit_value(*c).is_some())
        .map(|(at, _)| at);
    let Some(dated) = from.and_then(|at| rest.get(at..)) else {
        return out;
    };
    if let Some(date) = date_of(dated) {
        out.extend(found(Target::VerdictDate, &date));
    }
    if let Some((_, term)) = dated.split_once(['–', '—']) {
        let end = ["лишения", "заключения", "imprisonment", "л/с"]
            .iter()
            .filter_map(|word| term.find(word))
            .min();
        if let Some(term) = end.and_then(|end| term.get(..end)) {
            out.extend(found(Target::Sentence, term));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(&'static str, String)> {
        read(text)
            .into_iter()
            .map(|found| {
                let word = match &found.target {
                    Target::Fact { field } => match field.as_str() {
                        "origin" => "origin",
                        "residence" => "residence",
                        _ => "occupation",
                    },
                    other => word_of(other),
                };
                (word, found.text)
            })
            .collect()
    }

    fn pairs<'a>(found: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
        found
            .iter()
            .map(|(word, text)| (*word, text.as_str()))
            .collect()
    }

    #[test]
    fn a_memory_book_says_what_its_words_name() {
        let found = said(
            "Род. 5 января 2002 г., Мирошец, журналист. Проживал: Лесногда, ул. Речная, д. 28. # Арестован 11.11.2022. Обв. по ст. 713-1, 712 УК Велдории. Приговор: Велдский областной суд, 17.11.2023 – 3 г. 6 мес. лишения свободы. # Освобождён 25.11.2023.",
        );
        assert_eq!(
            pairs(&found),
            [
                ("birth", "5 января 2002 г."),
                ("arrest", "11.11.2022"),
                ("release", "25.11.2023"),
                ("origin", "Мирошец"),
                ("occupation", "журналист"),
                ("residence", "Лесногда, ул. Речная, д. 28"),
                ("charge", "ст. 713-1 УК Велдории"),
                ("charge", "ст. 712 УК Велдории"),
                ("verdict_date", "17.11.2023"),
                ("sentence", "3 г. 6 мес.")
            ]
        );
        assert_eq!(
            pairs(&said(
                "Род. в 1991 г.; Лесногда, водитель. # Умерла в заключении."
            ))[0],
            ("birth", "в 1991 г.")
        );
        assert!(
            said("Род. в 1991 г. # Умерла в заключении.").contains(&("death", "died".to_owned()))
        );
        assert!(
            said("Год рождения неизвестен, Верхотынь, водитель.")
                .iter()
                .all(|(word, _)| *word != "birth")
        );
    }

    #[test]
    fn a_story_in_english_names_verdict_and_term() {
        let found = said(
            "The lawyer said nothing was found. By the decision of 3 October 2020 he was sentenced to three years and half imprisonment.",
        );
        assert_eq!(
            pairs(&found),
            [
                ("verdict_date", "3 October 2020"),
                ("sentence", "three years and half")
            ]
        );
        assert!(said("She was arrested after a visit by police.").is_empty());
        assert!(said("His colleague has never been born").is_empty());
    }
}
