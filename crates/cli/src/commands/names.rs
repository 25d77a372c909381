//! `names`: how a name is read, and how alike two are.

use std::path::PathBuf;

use clap::Subcommand;

use crate::{
    arguments::CommandLine,
    commands::columns::{Columns, safe, write_columns},
    failure::{Ending, Result},
    output::Output,
};

/// What `names` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Show the words of a name, how they sound, and the keys by which it is found.
    Show {
        /// The name, in any script.
        name: String,
    },
    /// Say how likely two names are spellings of one, and why.
    Compare {
        /// One name.
        one: String,
        /// The other.
        other: String,
    },
    /// Say it for a whole file of pairs.
    Score {
        /// Comma-separated values with the columns name_a and name_b.
        pairs: PathBuf,
        /// Where the same rows go, with the columns score, same and why after them.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Shows, compares or scores.
pub(crate) fn run(line: &CommandLine, arguments: &Arguments) -> Result<Ending> {
    let mut out = Output::new(line.json);
    match arguments {
        Arguments::Show { name } => show(name, &mut out)?,
        Arguments::Compare { one, other } => {
            let score = names::compare(one, other);
            let object = serde_json::json!({
                "one": one, "other": other, "score": score.probability, "same": score.same(), "why": score.explanation(),
            });
            let text = format!("{:.3}  {}", score.probability, score.explanation());
            out.either(&object, &text)?;
        }
        Arguments::Score { pairs, out: file } => score(pairs, file, &mut out)?,
    }
    out.finish()?;
    Ok(Ending::Done)
}

fn score(pairs: &std::path::Path, file: &std::path::Path, out: &mut Output) -> Result<()> {
    let columns = Columns::open(pairs)?;
    let (one, other) = (columns.place("name_a")?, columns.place("name_b")?);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut header: Vec<String> = columns.header().iter().map(|name| safe(name)).collect();
    let width = header.len();
    header.extend(["score", "same", "why"].map(str::to_owned));
    let mut same = 0_usize;
    columns.each(|record| {
        let score = names::compare(
            record.get(one).unwrap_or_default(),
            record.get(other).unwrap_or_default(),
        );
        same += usize::from(score.same());
        let mut row: Vec<String> = (0..width)
            .map(|place| safe(record.get(place).unwrap_or_default()))
            .collect();
        row.push(format!("{:.4}", score.probability));
        row.push(score.same().to_string());
        row.push(safe(&score.explanation()));
        rows.push(row);
        Ok(())
    })?;
    write_columns(file, |writer| {
        writer.write_record(&header)?;
        for row in &rows {
            writer.write_record(row)?;
        }
        Ok(())
    })?;
    let pairs = rows.len();
    out.either(
        &serde_json::json!({ "pairs": pairs, "same": same }),
        &format!("{pairs} pairs, {same} of them taken for the same name"),
    )
}

fn show(name: &str, out: &mut Output) -> Result<()> {
    let shown = names::show(name);
    if out.is_json() {
        return out.object(&shown);
    }
    if shown.zawgyi {
        out.line("typed for the Zawgyi font, read as Unicode")?;
    }
    for word in &shown.words {
        out.line(&format!(
            "{}  {}  {}  sounds {}  skeleton {}",
            word.text,
            word.script,
            format!("{:?}", word.role).to_lowercase(),
            word.sounds.join(" or "),
            word.skeletons.join(" or ")
        ))?;
    }
    out.line(&format!("found by {} keys", shown.keys.len()))
}
