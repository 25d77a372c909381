//! `import`: brings a list of people in.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use clap::Args;
use desk::imports::{
    Extent, ImportInto, ImportReport, ListRows, Look, Progress, look, profile_text, write_feedback,
};
use kernel::Day;
use lists::{Limits, Mapping, ReadOptions};
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
    long_about = "Bring a list of people in: CSV, TSV, XLSX, ODS, JSON, HTML, DOCX or plain text. Nobody sees any of it \
    before all of it is there, and an error leaves nothing.\n\n\
    What the columns mean comes from --mapping, else from the last import of the same source, else it is guessed from \
    headers and contents; --suggest prints the guess and reads nothing else. Every row ends created, updated, unchanged, in \
    review, skipped or rejected; --report says which and why, cell by cell. The same source again finds its rows by their own \
    key, or by name where the list has none. Rows that are gone are marked for review and never deleted; a file that lacks \
    more than half of the last one is taken for a part of the list, unless --whole or --part says what it is.\n\n\
    With --json, the last line is {\"rows\", \"created\", \"updated\", \"unchanged\", \"review\", \"skipped\", \"rejected\", \
    \"persons\", \"missing\", \"unmarked\"}; the six after the first add up to the rows. The file is parsed in a process of \
    its own, without network or files."
)]
pub(crate) struct Arguments {
    /// The list.
    file: PathBuf,
    /// The name of its source: the same name finds the same rows again.
    #[arg(long, value_name = "NAME", required_unless_present = "suggest")]
    source: Option<String>,
    /// The organisation it comes from.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// What the columns mean: a file as --suggest prints it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Print what the columns may mean, and why, and do nothing else; no register is opened.
    #[arg(long, conflicts_with_all = ["mapping", "dry_run", "report", "feedback", "compartment"])]
    suggest: bool,
    /// The country that holds the people, where no column says it, as XV.
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Where the people are to be known; needed when there are several.
    #[arg(long, value_name = "NAME")]
    compartment: Option<String>,
    /// The file is all of the list: rows of the last one that it does not have are marked.
    #[arg(long, conflicts_with = "part")]
    whole: bool,
    /// The file is a part of the list: nothing is said about rows that it does not have.
    #[arg(long)]
    part: bool,
    /// Read and compare everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write what became of the rows, as JSON, readable by you only.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the sheet for the partner, as CSV: what became of each of their rows, and nothing else.
    #[arg(long, value_name = "FILE")]
    feedback: Option<PathBuf>,
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
    persons: u64,
    missing: u64,
    unmarked: u64,
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
            persons: report.persons,
            missing: report.missing,
            unmarked: report.unmarked,
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
    let source = arguments.source.as_deref().unwrap_or_default().trim();
    if arguments.suggest {
        return suggest(arguments, source, out);
    }
    let opened = Opened::new(line, "import").await?;
    let into = ImportInto {
        compartment: compartment(&opened, arguments.compartment.as_deref())?,
        source: source.to_owned(),
        organisation: arguments.organisation.clone(),
        extent: match (arguments.whole, arguments.part) {
            (true, _) => Extent::Whole,
            (_, true) => Extent::Part,
            _ => Extent::Unsaid,
        },
        dry_run: arguments.dry_run,
    };
    let today = opened.house.now().day();
    let kept = opened
        .house
        .profile(&opened.caller, into.compartment, &into.source)
        .await?
        .map(|kept| Mapping::parse(&kept.to_string()))
        .transpose()?;
    let mut mapping = match (given, &kept) {
        (Some(mapping), _) => mapping,
        (None, Some(kept)) => {
            tell("the columns are read as in the last import of this source");
            kept.clone()
        }
        (None, None) => {
            let look = first_look(&arguments.file, &into.source, today)?;
            tell_guess(&look);
            look.suggestion.mapping
        }
    };
    if let Some(country) = &arguments.country {
        mapping.country = Some(country.trim().to_uppercase());
    }
    mapping.source.clone_from(&into.source);
    if let Some(kept) = &kept {
        mapping = mapping.after(kept);
    }
    if let Some(path) = &arguments.save_mapping {
        write_private("the mapping", path, mapping.to_toml()?.as_bytes())?;
    }
    let report = bring_in(&opened, &arguments.file, &into, mapping.clone(), today).await?;
    opened.close().await?;
    if let Some(path) = &arguments.report {
        let text = serde_json::to_vec_pretty(&report)
            .map_err(|error| Failure::Said(format!("the report cannot be written: {error}")))?;
        write_private("the report", path, &text)?;
    }
    if let Some(path) = &arguments.feedback {
        feedback(&arguments.file, path, mapping, today)?;
    }
    tell_what_waits(&report, arguments);
    out.either(
        &Sums::from(&report),
        &format!(
            "{} rows about {} people: {} created, {} updated, {} unchanged, {} in review, {} skipped, {} rejected{}",
            report.rows,
            report.persons,
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
    if report.missing > 0 {
        tell(&format!(
            "{} rows of the last list are not in this one: each is marked for review, nothing is deleted",
            report.missing
        ));
    }
    if report.unmarked > 0 {
        tell(&format!(
            "{} rows of the last list are not in this file, more than half: it was taken for a part of the list and nothing \
             was marked; --whole says that it is all of it",
            report.unmarked
        ));
    }
}

fn mapping_file(path: &Path) -> Result<Mapping> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::file("the mapping", path, &error))?;
    Ok(Mapping::parse(&text)?)
}

/// Looks at the head of the file, in the child process.
fn first_look(file: &Path, source: &str, today: Day) -> Result<Look> {
    tokio::task::block_in_place(|| {
        let parts = list_child::read(file, &ReadOptions::default(), &Limits::default())?;
        Ok(look(parts, source, today)?)
    })
}

/// Prints what the columns may mean.
fn suggest(arguments: &Arguments, source: &str, out: &mut Output) -> Result<Ending> {
    use kernel::Clock as _;
    let today = crate::system::SystemClock.now().day();
    let mut look = first_look(&arguments.file, source, today)?;
    if let Some(country) = &arguments.country {
        look.suggestion.mapping.country = Some(country.trim().to_uppercase());
    }
    tell_guess(&look);
    if let Some(path) = &arguments.save_mapping {
        write_private(
            "the mapping",
            path,
            profile_text(&look.suggestion)?.as_bytes(),
        )?;
    }
    if out.is_json() {
        out.object(&look.suggestion.mapping)?;
    } else {
        out.bytes(profile_text(&look.suggestion)?.as_bytes())?;
    }
    Ok(Ending::Done)
}

fn tell_guess(look: &Look) {
    let suggestion = &look.suggestion;
    tell(&format!(
        "the columns were guessed, {:.0} % sure; --suggest prints the guess to be looked at",
        suggestion.confidence * 100.0
    ));
    if !suggestion.questions.is_empty() {
        tell(&format!(
            "only a person can say: {}",
            suggestion.questions.join(", ").replace('_', " ")
        ));
    }
}

/// Writes the sheet for the partner. The file is read once more: the sheet is made of their rows alone.
fn feedback(file: &Path, path: &Path, mapping: Mapping, today: Day) -> Result<()> {
    tokio::task::block_in_place(|| {
        let parts = list_child::read(file, &mapping.reading, &Limits::default())?;
        let banner = format!("{}: what became of your rows", mapping.source);
        let mut rows = ListRows::new(parts, mapping, today);
        let mut sheet = Vec::new();
        write_feedback(&mut rows, &mut sheet, &banner, |doubt| {
            web::say_doubt("en", &doubt.code)
        })?;
        write_private("the sheet for the partner", path, &sheet)
    })
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
    let mut rows = ListRows::new(parts, mapping, today);
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
