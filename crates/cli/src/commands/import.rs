//! `import`: brings a list of people in.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use clap::Args;
use desk::imports::{ImportInto, ImportReport, Progress};
use kernel::Day;
use lists::{ChildReader, Limits, Mapping, Part, ReadOptions, Session};
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::{compartment, write_private},
    failure::{Ending, Failure, Result},
    list_child,
    opening::Opened,
    output::{Meter, Output, tell},
};

/// What `import` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Bring a list of people in, from CSV or XLSX. Nobody sees any of it before all of it is there, and an \
    error leaves nothing.\n\n\
    What the columns mean comes from --mapping, else from the last import of the same source, else it is guessed from \
    headers and contents. Every row ends created, updated, unchanged, in review, skipped or rejected; --report says which \
    and why, cell by cell. The same source again finds its rows by their own key.\n\n\
    With --json, the last line is {\"rows\", \"created\", \"updated\", \"unchanged\", \"review\", \"skipped\", \"rejected\"}; \
    the six add up to the rows. The file is parsed in a process of its own, without network or files."
)]
pub(crate) struct Arguments {
    /// The list.
    file: PathBuf,
    /// The name of its source: the same name finds the same rows again.
    #[arg(long, value_name = "NAME")]
    source: String,
    /// The organisation it comes from.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// What the columns mean: a file as --save-mapping writes it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The country that holds the people, where no column says it, as XV.
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Where the people are to be known; needed when there are several.
    #[arg(long, value_name = "NAME")]
    compartment: Option<String>,
    /// Read and compare everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write what became of the rows, as JSON, readable by you only.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the mapping that was used, to be looked at, changed and used again.
    #[arg(long, value_name = "FILE")]
    save_mapping: Option<PathBuf>,
}

/// How the rows ended; they add up to `rows`.
#[derive(Serialize)]
struct Sums {
    rows: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    review: u64,
    skipped: u64,
    rejected: u64,
}

impl From<&ImportReport> for Sums {
    fn from(report: &ImportReport) -> Self {
        Self {
            rows: report.rows,
            created: report.created,
            updated: report.updated,
            unchanged: report.unchanged,
            review: report.review,
            skipped: report.skipped,
            rejected: report.rejected,
        }
    }
}

/// Imports the list.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let given = arguments.mapping.as_deref().map(mapping_file).transpose()?;
    // A file that cannot be read at all is told before anybody types a passphrase.
    std::fs::File::open(&arguments.file)
        .map_err(|error| Failure::file("the list", &arguments.file, &error))?;
    let opened = Opened::new(line, "import").await?;
    let into = ImportInto {
        compartment: compartment(&opened, arguments.compartment.as_deref())?,
        source: arguments.source.trim().to_owned(),
        organisation: arguments.organisation.clone(),
        dry_run: arguments.dry_run,
    };
    let today = opened.house.now().day();
    let mut mapping = match given {
        Some(mapping) => mapping,
        None => match opened
            .house
            .profile(&opened.caller, into.compartment, &into.source)
            .await?
        {
            Some(kept) => {
                tell("the columns are read as in the last import of this source");
                Mapping::parse(&kept.to_string())?
            }
            None => tokio::task::block_in_place(|| guessed(&arguments.file, &into.source, today))?,
        },
    };
    if let Some(country) = &arguments.country {
        mapping.country = Some(country.trim().to_uppercase());
    }
    if let Some(path) = &arguments.save_mapping {
        write_private("the mapping", path, mapping.to_toml()?.as_bytes())?;
    }
    let report = bring_in(&opened, &arguments.file, &into, mapping, today).await?;
    opened.close().await?;
    if let Some(path) = &arguments.report {
        let text = serde_json::to_vec_pretty(&report)
            .map_err(|error| Failure::Said(format!("the report cannot be written: {error}")))?;
        write_private("the report", path, &text)?;
    }
    tell_what_waits(&report, arguments);
    out.either(
        &Sums::from(&report),
        &format!(
            "{} rows: {} created, {} updated, {} unchanged, {} in review, {} skipped, {} rejected{}",
            report.rows,
            report.created,
            report.updated,
            report.unchanged,
            report.review,
            report.skipped,
            report.rejected,
            if arguments.dry_run { " (dry run: nothing was written)" } else { "" }
        ),
    )?;
    Ok(Ending::Done)
}

fn tell_what_waits(report: &ImportReport, arguments: &Arguments) {
    if report.review + report.rejected > 0 && arguments.report.is_none() {
        tell("--report FILE says which rows wait or were refused, and why");
    }
}

fn mapping_file(path: &Path) -> Result<Mapping> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::file("the mapping", path, &error))?;
    Ok(Mapping::parse(&text)?)
}

/// A mapping from the first rows of the first table.
fn guessed(file: &Path, source: &str, today: Day) -> Result<Mapping> {
    let mut table = None;
    let mut rows = Vec::new();
    for part in list_child::read(file, &ReadOptions::default(), &Limits::default())? {
        match part? {
            Part::Table(next) if table.is_none() => table = Some(next),
            Part::Table(_) => break,
            Part::Row(row) => rows.push(row),
        }
        if rows.len() >= lists::SAMPLE_ROWS {
            break;
        }
    }
    let table = table.ok_or(lists::ListError::Empty)?;
    let suggestion = lists::suggest(&table, &rows, source, today);
    tell(&format!(
        "the columns were guessed, {:.0} % sure; --save-mapping writes the guess to be looked at",
        suggestion.confidence * 100.0
    ));
    if !suggestion.questions.is_empty() {
        tell(&format!(
            "only a person can say: {}",
            suggestion.questions.join(", ").replace('_', " ")
        ));
    }
    Ok(suggestion.mapping)
}

/// Rows from the child, understood one by one.
struct Rows {
    parts: ChildReader,
    session: Session,
}

impl Rows {
    fn next(&mut self) -> Option<desk::Result<desk::imports::ImportRow>> {
        let said = |error: lists::ListError| desk::DeskError::List(error.to_string());
        loop {
            let part = match self.parts.next()? {
                Ok(part) => part,
                Err(error) => return Some(Err(said(error))),
            };
            match self.session.take(&part) {
                Ok(Some(row)) => return Some(Ok(desk::list_rows::import_row(row))),
                Ok(None) => {}
                Err(error) => return Some(Err(said(error))),
            }
        }
    }
}

async fn bring_in(
    opened: &Opened,
    file: &Path,
    into: &ImportInto,
    mapping: Mapping,
    today: Day,
) -> Result<ImportReport> {
    let kept = serde_json::to_value(&mapping)
        .map_err(|error| Failure::Said(format!("the mapping cannot be kept: {error}")))?;
    let parts = tokio::task::block_in_place(|| {
        list_child::read(file, &mapping.reading, &Limits::default())
    })?;
    let mut rows = Rows {
        parts,
        session: Session::new(mapping, today),
    };
    let progress = Arc::new(Progress::default());
    let meter = tokio::spawn(show(Arc::clone(&progress)));
    let imported = opened
        .house
        .import(&opened.caller, into, || rows.next(), Some(kept), &progress)
        .await;
    meter.abort();
    let _ended = meter.await;
    let (_, report) = imported?;
    Ok(report)
}

/// Shows how far the import has come: often at a terminal, now and then in a log.
pub(crate) async fn show(progress: Arc<Progress>) {
    let mut meter = Shown(Meter::new());
    let pause = if meter.0.is_terminal() {
        Duration::from_millis(500)
    } else {
        Duration::from_secs(10)
    };
    loop {
        tokio::time::sleep(pause).await;
        let rows = progress.rows.load(Ordering::Relaxed);
        meter.0.show(&format!("{rows} rows read"));
    }
}

/// Ends the line of the meter when the task is dropped.
struct Shown(Meter);

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.end();
    }
}
