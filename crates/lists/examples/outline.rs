//! Says what we read from a file: its tables, what its columns mean, and how its rows end.
//!
//! `cargo run --example outline -- FILE` names nobody: counts and headers only. With `SHOW=1` the
//! mapping and the first rows are printed as well.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;

use kernel::Day;
use lists::{
    Limits, ListReader, Part, RawRow, RawTable, ReadOptions, SAMPLE_ROWS, Session, splits,
    suggest_all,
};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    let today = Day::new(2026, 11, 1).ok_or("no such day")?;
    let reader = ListReader::open(
        File::open(file)?,
        &ReadOptions::default(),
        &Limits::default(),
    )?;
    let parts: Vec<Part> = reader.collect::<Result<_, _>>()?;
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
    let suggestion = suggest_all(&tables, "outline", today).ok_or("no table")?;
    let mut out = std::io::stdout().lock();
    for (table, rows) in &tables {
        writeln!(
            out,
            "{:?} {:?}: header at {:?}, {} rows looked at",
            table.format,
            table.sheet,
            table.header_line,
            rows.len()
        )?;
    }
    for column in &suggestion.mapping.columns {
        writeln!(out, "  {}: {:?}", column.header, column.targets)?;
    }
    writeln!(out, "questions {:?}", suggestion.questions)?;
    if std::env::var_os("SHOW").is_some() {
        writeln!(out, "{}", suggestion.mapping.to_toml()?)?;
        for (table, rows) in &tables {
            for split in splits(table, rows, &suggestion.mapping, today) {
                writeln!(out, "{split:?}")?;
            }
        }
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&suggestion.samples)?
        )?;
    }
    let mut session = Session::new(suggestion.mapping, today);
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for part in &parts {
        if let Some(row) = session.take(part)? {
            let reason = row.reason().unwrap_or_default();
            *ends
                .entry(format!("{:?} {reason}", row.outcome))
                .or_default() += 1;
        }
    }
    for (end, count) in ends {
        writeln!(out, "{count:6} {end}")?;
    }
    writeln!(out, "persons {}, {:?}", session.persons(), session.tally())?;
    Ok(())
}
