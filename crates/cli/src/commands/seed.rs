//! `seed`: fills a register with invented people, for measuring.

mod invented;

use std::{
    io::{BufWriter, Write},
    path::PathBuf,
    sync::Arc,
    time::Instant,
};

use clap::Args;
use desk::imports::{Extent, ImportInto, Progress};
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::{compartment, import},
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `seed` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Fill a register with invented people of five invented countries in four scripts, for measuring. They \
    come in the way lists do. The same seed gives the same people.\n\n\
    With --as-list the people are written as a CSV list instead, for measuring `import`, and no register is opened."
)]
pub(crate) struct Arguments {
    /// How many people.
    #[arg(long, value_name = "NUMBER")]
    people: u64,
    /// From which number they are made.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    random_seed: u64,
    /// The name of the source.
    #[arg(long, value_name = "NAME", default_value = "Invented people")]
    source: String,
    /// Where they are to be known.
    #[arg(long, value_name = "NAME")]
    compartment: Option<String>,
    /// Write a CSV list here and open nothing.
    #[arg(long, value_name = "FILE")]
    as_list: Option<PathBuf>,
}

#[derive(Serialize)]
struct Seeded {
    people: u64,
    entries: u64,
    seconds: f64,
    people_per_second: f64,
}

/// Makes the people.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let people = invented::People::new(arguments.random_seed)
        .take(usize::try_from(arguments.people).unwrap_or(usize::MAX));
    if let Some(path) = &arguments.as_list {
        let failed = |error: std::io::Error| Failure::file("the list", path, &error);
        let mut file = BufWriter::new(std::fs::File::create(path).map_err(failed)?);
        writeln!(file, "{}", invented::LIST_HEADER).map_err(failed)?;
        for person in people {
            writeln!(file, "{}", person.list_line()).map_err(failed)?;
        }
        file.flush().map_err(failed)?;
        return Ok(Ending::Done);
    }
    let opened = Opened::new(line, "seed").await?;
    let into = ImportInto {
        compartment: compartment(&opened, arguments.compartment.as_deref())?,
        source: arguments.source.clone(),
        organisation: None,
        extent: Extent::Unsaid,
        dry_run: false,
    };
    let mut entries = 0;
    let mut rows = people.map(|person| {
        let row = person.row()?;
        entries += u64::try_from(row.drafts.len()).unwrap_or(0);
        Ok(row)
    });
    let progress = Arc::new(Progress::default());
    let meter = tokio::spawn(import::show(Arc::clone(&progress)));
    let begun = Instant::now();
    let imported = opened
        .house
        .import(&opened.caller, &into, || rows.next(), None, &progress)
        .await;
    let seconds = begun.elapsed().as_secs_f64();
    meter.abort();
    let _ended = meter.await;
    let (_, report) = imported?;
    opened.close().await?;
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let people_per_second = report.rows as f64 / seconds.max(f64::EPSILON);
    let seeded = Seeded {
        people: report.created,
        entries,
        seconds,
        people_per_second,
    };
    out.either(
        &seeded,
        &format!("{} people with {entries} entries in {seconds:.1} s, {people_per_second:.0} people a second", report.created),
    )?;
    Ok(Ending::Done)
}
