//! `link`: the same person among lists, without a register.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;
use kernel::Clock as _;
use linkage::{ColumnMap, Field, Options, Register, link, register_for};

use crate::{
    arguments::CommandLine,
    commands::columns::{Columns, safe, write_columns},
    failure::{Ending, Failure, Result},
    output::{Output, tell},
    system::SystemClock,
};

/// How many rows of a list its columns are recognised by.
const SAMPLE: usize = 500;

/// What `link` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Find the same person within and across lists, in any script.\n\n\
    Each file has comma-separated values with a header. Columns are recognised by header and content, or told with \
    --column field=header. The fields are record_id, list, full_name, given_name, surname, father_name, mother_name, \
    birth_date, birth_year, birth_place, place, sex, arrest_date and others: a wrong one is answered with all of them. \
    The clusters have the columns list, row, record_id, cluster_id and probability. Nothing enters a register."
)]
pub(crate) struct Arguments {
    /// The lists.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where the clusters go.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where the pairs go, with their probability.
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// Pairs at least this probable are joined.
    #[arg(long, default_value_t = 0.5, value_name = "PROBABILITY")]
    threshold: f32,
    /// What a column holds, as field=header. May be given many times.
    #[arg(long = "column", value_name = "FIELD=HEADER")]
    columns: Vec<String>,
    /// Never join two rows of one list.
    #[arg(long)]
    across_only: bool,
}

fn told(columns: &[String]) -> Result<Vec<(Field, String)>> {
    columns
        .iter()
        .map(|text| {
            let (word, header) = text.split_once('=').ok_or_else(|| {
                Failure::Usage(format!("--column {text:?} is not written as field=header"))
            })?;
            let field = Field::from_word(word.trim()).ok_or_else(|| {
                let words: Vec<&str> = Field::ALL.iter().map(|field| field.word()).collect();
                Failure::Usage(format!(
                    "--column knows no field {word:?}; there are {}",
                    words.join(", ")
                ))
            })?;
            Ok((field, header.to_owned()))
        })
        .collect()
}

/// A list by its name, with its header and its first rows.
type Sampled = (String, Vec<String>, Vec<Vec<String>>);

fn sample(path: &Path, known: &mut BTreeMap<String, usize>) -> Result<Sampled> {
    let mut columns = Columns::open(path)?;
    let header = columns.header().to_vec();
    let rows = columns.first(SAMPLE)?;
    let stem = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    // Two files of one name are two lists.
    let times = known.entry(stem.clone()).or_default();
    *times += 1;
    let name = if *times > 1 {
        format!("{stem} ({times})")
    } else {
        stem
    };
    Ok((name, header, rows))
}

fn filled(path: &Path, name: &str, map: &ColumnMap, register: &mut Register) -> Result<()> {
    Columns::open(path)?.each(|record| {
        let cells: Vec<&str> = record.iter().collect();
        register.push(name, map, &cells);
        Ok(())
    })
}

/// The most memory that this process has had, in MiB, where the system tells.
fn peak_memory() -> Option<u64> {
    std::fs::read_to_string("/proc/self/status")
        .ok()?
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .split(' ')
        .next()?
        .parse::<u64>()
        .ok()
        .map(|kibibytes| kibibytes / 1024)
}

/// Links.
pub(crate) fn run(line: &CommandLine, arguments: &Arguments) -> Result<Ending> {
    let options = Options {
        columns: told(&arguments.columns)?,
        threshold: arguments.threshold,
        across_only: arguments.across_only,
        threads: std::thread::available_parallelism().map_or(2, usize::from),
        ..Options::default()
    };
    let said = |error: linkage::LinkError| Failure::Said(error.to_string());
    let mut known = BTreeMap::new();
    let samples = arguments
        .files
        .iter()
        .map(|path| sample(path, &mut known))
        .collect::<Result<Vec<Sampled>>>()?;
    for (_, header) in &options.columns {
        if !samples
            .iter()
            .any(|(_, headers, _)| headers.contains(header))
        {
            return Err(Failure::Usage(format!(
                "--column names the header {header:?}, which no list has"
            )));
        }
    }
    let (mut register, maps) = register_for(
        samples
            .iter()
            .map(|(name, header, rows)| (name.as_str(), header.as_slice(), rows.as_slice())),
        &options,
    )
    .map_err(said)?;
    for ((path, (name, _, _)), map) in arguments.files.iter().zip(&samples).zip(&maps) {
        filled(path, name, map, &mut register)?;
    }
    drop(samples);
    let clock = SystemClock;
    let started = clock.now().milliseconds();
    let seconds = move || {
        f64::from(i32::try_from(clock.now().milliseconds() - started).unwrap_or(i32::MAX)) / 1000.0
    };
    let linked = link(&register, &options, &seconds).map_err(said)?;
    for warning in &linked.statistics.warnings {
        tell(&format!("warning: {warning}"));
    }
    write_columns(&arguments.out, |writer| {
        writer.write_record(["list", "row", "record_id", "cluster_id", "probability"])?;
        for ((row, cluster), probability) in (0_u32..)
            .zip(&linked.clusters.of_row)
            .zip(&linked.clusters.probability)
        {
            writer.write_record([
                safe(register.list(row)),
                (row + 1).to_string(),
                safe(register.record_id(row)),
                (cluster + 1).to_string(),
                format!("{probability:.4}"),
            ])?;
        }
        Ok(())
    })?;
    if let Some(path) = &arguments.pairs {
        write_columns(path, |writer| {
            writer.write_record([
                "one_list",
                "one_row",
                "one_id",
                "other_list",
                "other_row",
                "other_id",
                "probability",
            ])?;
            for pair in &linked.pairs {
                writer.write_record([
                    safe(register.list(pair.one)),
                    (pair.one + 1).to_string(),
                    safe(register.record_id(pair.one)),
                    safe(register.list(pair.other)),
                    (pair.other + 1).to_string(),
                    safe(register.record_id(pair.other)),
                    format!("{:.4}", pair.probability),
                ])?;
            }
            Ok(())
        })?;
    }
    let mut out = Output::new(line.json);
    let statistics = &linked.statistics;
    let all: f64 = statistics.phases.iter().map(|phase| phase.seconds).sum();
    out.either(
        &serde_json::json!({
            "rows": statistics.rows,
            "clusters": statistics.clusters,
            "candidate_pairs": statistics.candidate_pairs,
            "kept_pairs": statistics.kept_pairs,
            "reach": statistics.reach,
            "keys": statistics.keys,
            "phases": statistics.phases,
            "peak_mebibytes": peak_memory(),
            "columns": maps,
            "weights": linked.model,
            "warnings": statistics.warnings,
        }),
        &format!(
            "{} rows, {} persons, {} pairs looked at, {all:.1} s",
            statistics.rows, statistics.clusters, statistics.candidate_pairs
        ),
    )?;
    out.finish()?;
    Ok(Ending::Done)
}
