//! `estimate`: how many are on no list.

use std::path::PathBuf;

use clap::Args;
use linkage::estimate::{EstimateOptions, estimate, tables_from_rows};

use crate::{
    arguments::CommandLine,
    commands::columns::Columns,
    failure::{Ending, Failure, Result},
    output::Output,
};

/// What `estimate` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Estimate how many people are on no list, from lists that overlap.\n\n\
    The table has the columns dataset, pattern and count: a pattern has one digit for each list, 1 where the person is \
    on it. With --json, one object a line for each data set and method: {\"dataset\", \"method\", \"model\", \
    \"estimate\", \"low\", \"high\"}, all people and a 95 % interval, or {\"dataset\", \"refused\"}. Methods often \
    disagree: read all of them."
)]
pub(crate) struct Arguments {
    /// The table: comma-separated values with the columns dataset, pattern and count.
    table: PathBuf,
    /// With two lists only: you state that being on one does not change the chance of being on the other.
    #[arg(long)]
    assume_independent: bool,
}

/// Estimates.
pub(crate) fn run(line: &CommandLine, arguments: &Arguments) -> Result<Ending> {
    let columns = Columns::open(&arguments.table)?;
    let places = [
        columns.place("dataset")?,
        columns.place("pattern")?,
        columns.place("count")?,
    ];
    let mut rows = Vec::new();
    columns.each(|record| {
        rows.push(places.map(|place| record.get(place).unwrap_or_default().to_owned()));
        Ok(())
    })?;
    let tables = tables_from_rows(
        rows.iter()
            .map(|[dataset, pattern, count]| (dataset.as_str(), pattern.as_str(), count.as_str())),
    )
    .map_err(|error| Failure::Said(error.to_string()))?;
    if tables.is_empty() {
        return Err(Failure::Said(format!(
            "{} has no rows",
            arguments.table.display()
        )));
    }
    let options = EstimateOptions {
        assume_independent: arguments.assume_independent,
        ..EstimateOptions::default()
    };
    let mut out = Output::new(line.json);
    for table in &tables {
        match estimate(table, &options) {
            Ok(report) => {
                if !line.json {
                    out.line(&format!(
                        "{}: {} people on {} lists",
                        report.dataset,
                        report.on_lists,
                        table.lists()
                    ))?;
                }
                for one in &report.estimates {
                    out.either(
                        one,
                        &format!(
                            "  {:.0} ({:.0} to {:.0})  {}, {}",
                            one.estimate, one.low, one.high, one.method, one.model
                        ),
                    )?;
                }
                if !line.json {
                    for caution in &report.cautions {
                        out.line(&format!("  {caution}"))?;
                    }
                }
            }
            Err(refusal) => out.either(
                &serde_json::json!({ "dataset": table.dataset(), "refused": refusal.to_string() }),
                &format!("{}: no estimate: {refusal}", table.dataset()),
            )?,
        }
    }
    out.finish()?;
    Ok(Ending::Done)
}
