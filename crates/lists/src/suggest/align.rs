//! Their words and our codes, as far as the cells themselves tell.

use std::collections::{BTreeMap, HashMap};

use super::contents::{self, Look};
use serde::{Deserialize, Serialize};

use crate::understand::status;
use crate::{Mapping, RawRow, RawTable, Target};

/// A word of theirs beside the code that it would be read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordToAlign {
    /// The table of [`Mapping::words`] that an answer goes to: `standing`, `claim_statuses`, `sexes`,
    /// `country`.
    pub vocabulary: String,
    /// The word as written. It is kept beside every code, whatever the answer.
    pub word: String,
    /// In how many of the rows it stands.
    pub rows: usize,
    /// The code by this mapping, or by what is known without one; nothing where somebody has to say.
    pub code: Option<String>,
}

/// Their words of status, sex and country with our codes, most frequent first: what a person aligns.
/// At most 200 words a column; cells that are no words are left out.
#[must_use]
pub fn words_to_align(table: &RawTable, rows: &[RawRow], mapping: &Mapping) -> Vec<WordToAlign> {
    let mut out: Vec<WordToAlign> = Vec::new();
    for (place, header) in table.headers.iter().enumerate() {
        let targets = mapping
            .column(header)
            .map_or(&[][..], |column| column.targets.as_slice());
        let vocabularies: &[&str] = targets
            .iter()
            .find_map(|target| match target {
                Target::Status => Some(&["standing", "claim_statuses"][..]),
                Target::PlaceOrStatus => Some(&["standing"][..]),
                Target::Sex => Some(&["sexes"][..]),
                Target::Country => Some(&["country"][..]),
                _ => None,
            })
            .unwrap_or_default();
        if vocabularies.is_empty() {
            continue;
        }
        let mut words: HashMap<&str, usize> = HashMap::new();
        for cell in rows
            .iter()
            .filter(|row| !row.is_refused())
            .filter_map(|row| row.cells.get(place))
        {
            let word = cell.text.trim();
            if !word.is_empty()
                && word.chars().count() <= 60
                && (words.len() < 200 || words.contains_key(word))
            {
                *words.entry(word).or_default() += 1;
            }
        }
        for vocabulary in vocabularies {
            for (word, count) in &words {
                let code = mapping
                    .code(vocabulary, word)
                    .map(str::to_owned)
                    .or_else(|| known(vocabulary, word));
                // A place is no word of a status, and most statuses are no designation.
                let silent = code.is_none()
                    && (*vocabulary == "claim_statuses"
                        || targets.contains(&Target::PlaceOrStatus));
                if !silent {
                    out.push(WordToAlign {
                        vocabulary: (*vocabulary).to_owned(),
                        word: (*word).to_owned(),
                        rows: *count,
                        code,
                    });
                }
            }
        }
    }
    out.sort_by(|a, b| {
        (&a.vocabulary, std::cmp::Reverse(a.rows), &a.word).cmp(&(
            &b.vocabulary,
            std::cmp::Reverse(b.rows),
            &b.word,
        ))
    });
    out
}

/// What is known without anybody's answer.
fn known(vocabulary: &str, word: &str) -> Option<String> {
    match vocabulary {
        "standing" => status::phrase(word)
            .0
            .map(|standing| status::code_of(standing).unwrap_or("unknown").to_owned()),
        "sexes" => status::sex(word).map(str::to_owned),
        "country" => (word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()))
            .then(|| word.to_owned()),
        _ => None,
    }
}

/// Their words and our codes, as far as the cells tell.
pub(super) fn align_words(
    mapping: &mut Mapping,
    table: &RawTable,
    rows: &[&RawRow],
    looks: &[Look],
) {
    let place = |wanted: &dyn Fn(&Target) -> bool| {
        mapping
            .columns
            .iter()
            .position(|c| c.targets.iter().any(wanted))
    };
    let status_column = place(&|t| matches!(t, Target::Status));
    let country_column = place(&|t| matches!(t, Target::Country));
    let town_column = place(&|t| matches!(t, Target::Town));
    let arrest_column = place(&|t| matches!(t, Target::Arrest));
    let mut words: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    if let Some(look) = status_column.and_then(|c| looks.get(c)) {
        let plain: Vec<(String, String)> = look
            .values
            .keys()
            .map(|v| (v.trim().to_lowercase(), status::plain(v)))
            .collect();
        let designates = plain.iter().any(|(_, w)| {
            matches!(w.as_str(), "np" | "former" | "recognised" | "recognized")
                || w.contains("political prisoner")
        });
        for (word, plain) in &plain {
            if let Some(code) = claim_code(plain, designates) {
                words
                    .entry("claim_statuses".to_owned())
                    .or_default()
                    .insert(word.clone(), code.to_owned());
            }
        }
    }
    if let (Some(country), Some(town)) = (country_column, town_column) {
        let names = country_names(rows, country, town);
        if !names.is_empty() {
            words.insert("country".to_owned(), names);
        }
    }
    let charge_columns: Vec<usize> = mapping
        .columns
        .iter()
        .enumerate()
        .filter(|(_, c)| c.targets.iter().any(|t| matches!(t, Target::Charge { .. })))
        .map(|(place, _)| place)
        .collect();
    if let Some(arrest) = arrest_column
        && table.headers.len() > arrest
    {
        let cells = rows.iter().flat_map(|row| {
            let year = row.cells.get(arrest).and_then(|cell| {
                crate::read_date(&cell.text, mapping.date_order, None)
                    .date
                    .known_year()
            });
            charge_columns.iter().filter_map(move |c| {
                let text = row.cells.get(*c)?.text.trim();
                let (number, description) =
                    text.split_once('—').or_else(|| text.split_once(" - "))?;
                let number = number
                    .split_whitespace()
                    .find(|w| w.starts_with(|c: char| c.is_ascii_digit()))?;
                Some((description.trim(), number, year?))
            })
        });
        let articles = contents::renumbered(cells);
        if !articles.is_empty() {
            words.insert("articles".to_owned(), articles);
        }
    }
    mapping.words = words;
}

fn claim_code(word: &str, designates: bool) -> Option<&'static str> {
    match word {
        "np" | "not recognised" | "not recognized" if designates => Some("not_recognised"),
        "active" | "current" if designates => Some("political_prisoner"),
        "former" if designates => Some("former_political_prisoner"),
        word if word.contains("former political prisoner") => Some("former_political_prisoner"),
        "political prisoner" | "recognised" | "recognized" => Some("political_prisoner"),
        "prisoner of conscience" => Some("prisoner_of_conscience"),
        "under review" => Some("under_review"),
        _ => None,
    }
}

/// Names of countries and their codes, where a column writes now the one and now the other and the
/// same towns stand beside both.
fn country_names(rows: &[&RawRow], country: usize, town: usize) -> BTreeMap<String, String> {
    let mut code_of_town: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
    let mut towns_of_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for row in rows {
        let (Some(land), Some(place)) = (row.cells.get(country), row.cells.get(town)) else {
            continue;
        };
        let (land, place) = (land.text.trim(), place.text.trim());
        if place.is_empty() || land.is_empty() {
            continue;
        }
        if land.len() == 2 && land.bytes().all(|b| b.is_ascii_uppercase()) {
            *code_of_town
                .entry(place)
                .or_default()
                .entry(land)
                .or_default() += 1;
        } else {
            towns_of_name.entry(land).or_default().push(place);
        }
    }
    let mut out = BTreeMap::new();
    for (name, towns) in towns_of_name {
        let mut votes: HashMap<&str, usize> = HashMap::new();
        for town in &towns {
            if let Some((code, _)) = code_of_town
                .get(town)
                .and_then(|codes| codes.iter().max_by_key(|(_, n)| **n))
            {
                *votes.entry(code).or_default() += 1;
            }
        }
        let all: usize = votes.values().sum();
        if let Some((code, count)) = votes.into_iter().max_by_key(|(_, n)| *n)
            && count >= 3
            && count * 10 >= all * 9
        {
            out.insert(name.to_lowercase(), code.to_owned());
        }
    }
    out
}
