//! Holds our handling of lists against a table of what was expected.
//!
//! `cargo run --release --example handling -- DIR LIST [LIST …]` reads `DIR/expected_handling.csv`
//! (list, row_key, kind, expected, detail) and the lists beside it, and prints the agreement by kind.
//! Rows that the table does not name are expected to be accepted.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use kernel::Day;
use lists::{
    HeaderRow, Limits, ListReader, Outcome, Part, ReadOptions, SAMPLE_ROWS, Session, suggest,
};

type Failure = Box<dyn std::error::Error>;

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accept => "accept",
        Outcome::Review => "review",
        Outcome::Reject => "quarantine",
        Outcome::Skip => "skip",
    }
}

fn read(path: &Path) -> Result<Vec<Part>, Failure> {
    let options = ReadOptions::default();
    Ok(
        ListReader::open(File::open(path)?, &options, &Limits::default())?
            .collect::<Result<_, _>>()?,
    )
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().ok_or("which directory?")?;
    let directory = Path::new(&directory);
    let today = Day::new(2026, 11, 1).ok_or("no such day")?;
    let mut expected: BTreeMap<(String, String), (String, String)> = BTreeMap::new();
    let options = ReadOptions {
        header_row: HeaderRow::At(1),
        ..ReadOptions::default()
    };
    for part in ListReader::open(
        File::open(directory.join("expected_handling.csv"))?,
        &options,
        &Limits::default(),
    )? {
        if let Part::Row(row) = part? {
            let cells: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).collect();
            if let [list, key, kind, handling, ..] = cells.as_slice() {
                expected.insert(
                    ((*list).to_owned(), (*key).to_owned()),
                    ((*kind).to_owned(), (*handling).to_owned()),
                );
            }
        }
    }
    let mut out = std::io::stdout().lock();
    for list in arguments {
        let start = Instant::now();
        let parts = read(&directory.join(&list))?;
        let reading = start.elapsed();
        writeln!(out, "== {list}: {} parts read in {reading:?}", parts.len())?;
        let mut kinds: BTreeMap<(String, &str, &str, String), usize> = BTreeMap::new();
        let mut session: Option<Session> = None;
        let mut understanding = Duration::ZERO;
        for (place, part) in parts.iter().enumerate() {
            match part {
                Part::Table(table) => {
                    let rows: Vec<_> = parts
                        .iter()
                        .skip(place + 1)
                        .map_while(|p| match p {
                            Part::Row(row) => Some(row.clone()),
                            Part::Table(_) => None,
                        })
                        .take(SAMPLE_ROWS)
                        .collect();
                    let suggestion = suggest(table, &rows, "handling", today);
                    if std::env::var_os("SHOW").is_some() {
                        writeln!(out, "{}", suggestion.mapping.to_toml()?)?;
                        for column in &suggestion.columns {
                            writeln!(out, "  {column:?}")?;
                        }
                        writeln!(
                            out,
                            "{}",
                            serde_json::to_string_pretty(&suggestion.samples)?
                        )?;
                    }
                    writeln!(
                        out,
                        "   titles {:?}, {:?}, questions {:?}, confidence {:.2}",
                        table.titles, table.encoding, suggestion.questions, suggestion.confidence
                    )?;
                    let mut next = Session::new(suggestion.mapping, today);
                    next.begin_table(table)?;
                    session = Some(next);
                }
                Part::Row(row) => {
                    let session = session.as_mut().ok_or("a row before its table")?;
                    let start = Instant::now();
                    let understood = session.row(row)?;
                    understanding += start.elapsed();
                    for draft in &understood.drafts {
                        let kind = casework::kind(&draft.kind).ok_or("no such kind")?;
                        if let Err(faults) = kind.check(&draft.body) {
                            writeln!(out, " ! {} {}: {faults}", understood.row_key, draft.kind)?;
                        }
                    }
                    let keys = [Some(&understood.row_key), understood.record_key.as_ref()];
                    let found = keys
                        .into_iter()
                        .flatten()
                        .find_map(|key| expected.get(&(list.clone(), key.clone())));
                    let (kind, wanted) =
                        found.map_or(("", "accept"), |(k, w)| (k.as_str(), w.as_str()));
                    let wanted = ["accept", "review", "quarantine", "skip"]
                        .into_iter()
                        .find(|w| *w == wanted)
                        .unwrap_or("?");
                    let got = word(understood.outcome);
                    let reason = if got == wanted && (kind.is_empty() || got != "review") {
                        String::new()
                    } else {
                        understood.reason().unwrap_or_default().to_owned()
                    };
                    *kinds
                        .entry((kind.to_owned(), wanted, got, reason))
                        .or_default() += 1;
                }
            }
        }
        writeln!(out, "   understood in {understanding:?}")?;
        let mut agree: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for ((kind, wanted, got, reason), count) in &kinds {
            let entry = agree.entry(wanted).or_default();
            entry.1 += count;
            entry.0 += if wanted == got { *count } else { 0 };
            let sign = if wanted == got { ' ' } else { '!' };
            writeln!(
                out,
                " {sign} {kind:28} {wanted:10} -> {got:10} {count:6} {reason}"
            )?;
        }
        for (wanted, (good, all)) in agree {
            writeln!(out, "   {wanted}: {good} of {all}")?;
        }
    }
    Ok(())
}
