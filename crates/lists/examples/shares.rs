//! Holds what we read from lists against tables of the truth, field by field.
//!
//! `cargo run --release --example shares -- DIR [LIST …]` reads `DIR/truth.csv` (list, row_key,
//! person_id) and `DIR/persons.csv` (person_id, country, sex, name_native, name_latin, dob,
//! arrest_date, status …) and the lists beside them. A list may itself be wrong or less exact than
//! the truth: *agrees* means that nothing we read excludes the truth, *near* allows for a day and a
//! month exchanged or a year more or less.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::Write;
use std::path::Path;

use kernel::{Day, PartialDate};
use lists::{
    HeaderRow, Limits, ListReader, Mapping, Outcome, Part, RawRow, RawTable, ReadOptions,
    SAMPLE_ROWS, Session, UnderstoodRow, suggest_all,
};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

type Failure = Box<dyn std::error::Error>;

fn read(path: &Path, options: &ReadOptions) -> Result<Vec<Part>, Failure> {
    Ok(
        ListReader::open(File::open(path)?, options, &Limits::default())?
            .collect::<Result<_, _>>()?,
    )
}

/// A plain table as maps from header to cell.
fn table(path: &Path) -> Result<Vec<HashMap<String, String>>, Failure> {
    let options = ReadOptions {
        header_row: HeaderRow::At(1),
        ..ReadOptions::default()
    };
    let mut headers = Vec::new();
    let mut out = Vec::new();
    for part in read(path, &options)? {
        match part {
            Part::Table(table) => headers = table.headers,
            Part::Row(row) => out.push(
                headers
                    .iter()
                    .cloned()
                    .zip(row.cells.into_iter().map(|cell| cell.text))
                    .collect(),
            ),
        }
    }
    Ok(out)
}

fn words(name: &str) -> Vec<String> {
    let text: String = name
        .to_lowercase()
        .replace('ё', "е")
        .replace(['ə', 'æ'], "a")
        .replace('ı', "i")
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && *c != 'ـ')
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    text.split_whitespace().map(str::to_owned).collect()
}

/// Share of letters in common order.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (place, y) in b.iter().enumerate() {
            let above = row.get(place + 1).copied().unwrap_or(0);
            let left = row.get(place).copied().unwrap_or(0);
            let value = if x == y {
                diagonal + 1
            } else {
                above.max(left)
            };
            diagonal = above;
            if let Some(cell) = row.get_mut(place + 1) {
                *cell = value;
            }
        }
    }
    let common = row.last().copied().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "lengths of names")]
    let share = (2 * common) as f64 / ((a.len() + b.len()).max(1) as f64);
    share
}

fn same_name(read: &str, truth: &str) -> bool {
    let (a, b) = (words(read), words(truth));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    if likeness(&short.concat(), &long.concat()) > 0.7 {
        return true;
    }
    let good = short
        .iter()
        .filter(|word| long.iter().any(|other| likeness(word, other) >= 0.6))
        .count();
    good * 3 >= short.len() * 2
}

/// Whether a date that was read allows the true one: exactly, or nearly.
fn allows(read: &PartialDate, truth: &str) -> (bool, bool) {
    let Some(day) = Day::parse_iso(truth) else {
        return (false, false);
    };
    let Some((first, last)) = read.earliest().zip(read.latest()) else {
        return (true, true);
    };
    let slack = if read.about || read.doubtful {
        366 * 6
    } else {
        0
    };
    let agrees = first.plus(-slack) <= day && day <= last.plus(slack);
    let civil = day.civil();
    let exchanged = Day::new(civil.year(), civil.day(), civil.month());
    let near = agrees
        || (first.plus(-732) <= day && day <= last.plus(732))
        || exchanged.is_some_and(|e| first <= e && e <= last);
    (agrees, near)
}

fn draft<'r>(
    row: &'r UnderstoodRow,
    kind: &str,
    key: &str,
    wanted: Option<&str>,
) -> Option<&'r Value> {
    row.drafts
        .iter()
        .filter(|d| d.kind == kind)
        .map(|d| &d.body)
        .find(|body| {
            wanted.is_none_or(|wanted| body.get(key).and_then(Value::as_str) == Some(wanted))
        })
}

fn date(value: Option<&Value>) -> Option<PartialDate> {
    serde_json::from_value(value?.clone()).ok()
}

#[derive(Default)]
struct Share {
    right: usize,
    near: usize,
    wrong: usize,
    absent: usize,
    shown: Vec<String>,
}

impl Share {
    fn note(&mut self, found: Option<(bool, bool)>, what: impl Fn() -> String) {
        match found {
            None => self.absent += 1,
            Some((true, _)) => self.right += 1,
            Some((false, true)) => self.near += 1,
            Some((false, false)) => {
                self.wrong += 1;
                if self.shown.len() < 4 {
                    self.shown.push(what());
                }
            }
        }
    }
}

fn standing(stage: &str) -> &'static str {
    match stage {
        "released_unconditional" => "released",
        "released_conditional" => "at_liberty",
        "serving" | "arrested" | "pretrial_detention" | "police_custody" => "held",
        _ => "other",
    }
}

fn truth_standing(status: &str) -> &'static str {
    match status {
        "released" => "released",
        "at_liberty" => "at_liberty",
        "imprisoned" | "pretrial" | "house_arrest" => "held",
        _ => "other",
    }
}

fn understood(
    path: &Path,
    today: Day,
    out: &mut impl Write,
) -> Result<(Vec<UnderstoodRow>, u64), Failure> {
    let parts = read(path, &ReadOptions::default())?;
    let mut tables: Vec<(RawTable, Vec<RawRow>)> = Vec::new();
    for part in &parts {
        match part {
            Part::Table(table) => tables.push((table.clone(), Vec::new())),
            Part::Row(row) => {
                let (_, rows) = tables.last_mut().ok_or("a row before its table")?;
                if rows.len() < SAMPLE_ROWS {
                    rows.push(row.clone());
                }
            }
        }
    }
    let suggestion = suggest_all(&tables, "shares", today).ok_or("no table")?;
    writeln!(out, "   questions {:?}", suggestion.questions)?;
    let mapping: Mapping = suggestion.mapping;
    if std::env::var_os("SHOW").is_some() {
        writeln!(out, "{}", mapping.to_toml()?)?;
    }
    let mut session = Session::new(mapping, today);
    let mut all = Vec::new();
    for part in &parts {
        all.extend(session.take(part)?);
    }
    Ok((all, session.persons()))
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().ok_or("which directory?")?;
    let directory = Path::new(&directory);
    let today = Day::new(2026, 11, 1).ok_or("no such day")?;
    let persons: HashMap<String, HashMap<String, String>> = table(&directory.join("persons.csv"))?
        .into_iter()
        .filter_map(|row| Some((row.get("person_id")?.clone(), row)))
        .collect();
    let mut truth: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in table(&directory.join("truth.csv"))? {
        if let (Some(list), Some(key), Some(person)) =
            (row.get("list"), row.get("row_key"), row.get("person_id"))
        {
            truth
                .entry(list.clone())
                .or_default()
                .insert(key.clone(), person.clone());
        }
    }
    let mut out = std::io::stdout().lock();
    let asked: Vec<String> = arguments.collect();
    for (list, keys) in &truth {
        if !asked.is_empty() && !asked.contains(list) {
            continue;
        }
        writeln!(out, "== {list}")?;
        let (rows, read_persons) = understood(&directory.join(list), today, &mut out)?;
        let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
        let mut found: HashSet<&str> = HashSet::new();
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        let mut extra = 0;
        for row in &rows {
            let key = [Some(&row.row_key), row.record_key.as_ref()]
                .into_iter()
                .flatten()
                .find_map(|key| keys.get_key_value(key.as_str()));
            let reason = match row.outcome {
                Outcome::Accept => String::new(),
                _ => format!(" {}", row.reason().unwrap_or_default()),
            };
            *ends
                .entry(format!("{:?}{reason}", row.outcome))
                .or_default() += 1;
            let Some((key, person)) = key else {
                extra += usize::from(!row.drafts.is_empty());
                continue;
            };
            if row.drafts.is_empty() {
                continue;
            }
            found.insert(key);
            let Some(person) = persons.get(person) else {
                continue;
            };
            let field = |name: &str| person.get(name).map_or("", String::as_str);
            let names: Vec<&str> = row
                .drafts
                .iter()
                .filter(|d| d.kind == "name")
                .filter_map(|d| d.body.get("text")?.as_str())
                .collect();
            let right = names.iter().any(|name| {
                same_name(name, field("name_native")) || same_name(name, field("name_latin"))
            });
            shares.entry("name").or_default().note(
                (!names.is_empty()).then_some((right, right)),
                || {
                    format!(
                        "{key}: {names:?}, {} {}",
                        field("name_native"),
                        field("name_latin")
                    )
                },
            );
            let sex = draft(row, "fact", "field", Some("sex"))
                .and_then(|b| b.get("code")?.as_str())
                .map(|code| code.get(..1) == Some(field("sex")));
            shares
                .entry("sex")
                .or_default()
                .note(sex.map(|r| (r, r)), || key.clone());
            let birth =
                date(draft(row, "fact", "field", Some("birth")).and_then(|b| b.get("date")));
            shares.entry("birth").or_default().note(
                birth.as_ref().map(|d| allows(d, field("dob"))),
                || {
                    format!(
                        "{key}: {:?} {}",
                        birth.as_ref().map(PartialDate::edtf),
                        field("dob")
                    )
                },
            );
            let detention = draft(row, "detention", "country", None);
            let from = date(detention.and_then(|b| b.get("from"))).filter(|d| !d.is_unknown());
            shares.entry("arrest").or_default().note(
                from.as_ref().map(|d| allows(d, field("arrest_date"))),
                || {
                    format!(
                        "{key}: {:?} {}",
                        from.as_ref().map(PartialDate::edtf),
                        field("arrest_date")
                    )
                },
            );
            let stages: Vec<&str> = row
                .drafts
                .iter()
                .filter(|d| d.kind == "detention")
                .filter_map(|d| d.body.get("stage")?.as_str())
                .collect();
            let stage = stages
                .iter()
                .copied()
                .find(|s| *s != "unknown")
                .or(stages.first().copied())
                .filter(|s| {
                    *s != "unknown" || draft(row, "fact", "field", Some("death")).is_some()
                });
            let right = stage.map(|stage| standing(stage) == truth_standing(field("status")));
            shares
                .entry("standing")
                .or_default()
                .note(right.map(|r| (r, r)), || {
                    format!("{key}: {stage:?} {}", field("status"))
                });
            let place = detention
                .and_then(|b| b.get("place_text")?.as_str())
                .filter(|t| !t.is_empty());
            shares
                .entry("place")
                .or_default()
                .note(place.map(|_| (true, true)), String::new);
            let charge =
                draft(row, "charge", "original_text", None).map(|b| b.get("article").is_some());
            shares
                .entry("charge")
                .or_default()
                .note(charge.map(|_| (true, true)), String::new);
            shares
                .entry("article")
                .or_default()
                .note(charge.filter(|a| *a).map(|_| (true, true)), String::new);
            let sentence =
                draft(row, "charge", "original_text", None).and_then(|b| b.get("sentence"));
            shares
                .entry("sentence")
                .or_default()
                .note(sentence.map(|_| (true, true)), String::new);
        }
        let people: HashSet<&String> = keys.values().collect();
        writeln!(
            out,
            "   rows {} of {} found, {extra} that should not be; persons counted {read_persons}, true {}",
            found.len(),
            keys.len(),
            people.len()
        )?;
        for (end, count) in ends {
            writeln!(out, "   {count:6} {end}")?;
        }
        for (field, share) in shares {
            let said = share.right + share.near + share.wrong;
            #[expect(clippy::cast_precision_loss, reason = "numbers of rows")]
            let percent = |n: usize| 100.0 * n as f64 / (said.max(1) as f64);
            writeln!(
                out,
                "   {field:9} said {said:5}, absent {:5}; agrees {:5.1} %, near {:5.1} %, wrong {:4.1} %",
                share.absent,
                percent(share.right),
                percent(share.near),
                percent(share.wrong)
            )?;
            for line in share.shown {
                writeln!(out, "             {line}")?;
            }
        }
    }
    Ok(())
}
