//! Measures linkage and estimation on files that are not part of this crate.
//!
//! * `measure persons FILE [TRUTH_COLUMN]`: links one list whose column `truth_id` says who is who;
//!   prints ceilings, precision, recall and F1 of pairs and clusters, calibration, seconds, memory.
//! * `measure lists FILE…`: links several lists, each with a column `truth_id`; prints the same, for
//!   all pairs of rows and for those between two lists.
//!   With `CLUSTERS=FILE` in the environment it also writes list, row and cluster; with `KEYS=1` any
//!   run prints keys and weights, with `SHOW=N` examples of what went wrong.
//! * `measure estimate FILE`: columns `dataset,pattern,count`; prints every estimate, or the refusal.

use std::collections::HashMap;
use std::error::Error;
use std::io::Write;
use std::time::Instant;

use linkage::estimate::{EstimateOptions, estimate, tables_from_rows};
use linkage::{
    Clusters, Explainer, Linked, Options, Pair, Register, Table, link, link_tables, register_for,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    match arguments.split_first() {
        Some((verb, rest)) if verb == "persons" => persons(rest, &mut out),
        Some((verb, rest)) if verb == "lists" => lists(rest, &mut out),
        Some((verb, rest)) if verb == "estimate" => tables(rest, &mut out),
        _ => {
            Err("usage: measure persons FILE [TRUTH_COLUMN] | lists FILE… | estimate TABLES".into())
        }
    }
}

/// The most memory this process has had, in MiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().split(' ').next())
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

fn persons(arguments: &[String], out: &mut impl Write) -> Outcome {
    let file = arguments.first().ok_or("which file?")?;
    let truth_column = arguments.get(1).map_or("truth_id", String::as_str);
    let start = Instant::now();
    let clock = move || start.elapsed().as_secs_f64();
    let mut reader = csv::Reader::from_path(file)?;
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let truth_place = header
        .iter()
        .position(|name| name == truth_column)
        .ok_or("no truth column")?;
    // What links must not see the truth.
    let shown: Vec<String> = header
        .iter()
        .map(|name| {
            if name == truth_column {
                String::new()
            } else {
                name.clone()
            }
        })
        .collect();
    let mut options = Options::default();
    if let Ok(text) = std::env::var("MEAN") {
        options.cohesion.least_mean = text.parse()?;
    }
    if let Ok(text) = std::env::var("BLOCK") {
        options.budget.block = text.parse()?;
        options.budget.last_block = options.budget.block * 3;
    }
    let lists = [("list", shown.as_slice(), [].as_slice())];
    let (mut register, maps) = register_for(lists.into_iter(), &options)?;
    let map = maps.first().ok_or("no columns")?;
    let mut record = csv::StringRecord::new();
    let mut truth: Vec<u32> = Vec::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    while reader.read_record(&mut record)? {
        let cells: Vec<&str> = record.iter().collect();
        register.push("list", map, &cells);
        let fresh = u32::try_from(numbers.len())?;
        let who = cells
            .get(truth_place)
            .copied()
            .unwrap_or_default()
            .to_owned();
        truth.push(*numbers.entry(who).or_insert(fresh));
    }
    let read = clock();
    let linked = link(&register, &options, &clock)?;
    let total = clock();
    writeln!(
        out,
        "rows {} read {read:.2} s, total {total:.2} s, peak {} MiB",
        register.len(),
        peak_memory()
    )?;
    report(&register, &linked, &truth, out)?;
    Ok(())
}

fn lists(files: &[String], out: &mut impl Write) -> Outcome {
    let start = Instant::now();
    let clock = move || start.elapsed().as_secs_f64();
    let mut tables = Vec::new();
    let mut truth = Vec::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for file in files {
        let mut reader = csv::Reader::from_path(file)?;
        let mut header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let place = header
            .iter()
            .position(|name| name == "truth_id")
            .ok_or("no truth column")?;
        header.remove(place);
        let mut rows = Vec::new();
        for record in reader.records() {
            let mut row: Vec<String> = record?.iter().map(str::to_owned).collect();
            let fresh = u32::try_from(numbers.len())?;
            truth.push(*numbers.entry(row.remove(place)).or_insert(fresh));
            rows.push(row);
        }
        tables.push(Table {
            name: file.clone(),
            header,
            rows,
        });
    }
    let options = Options::default();
    let (register, linked) = link_tables(&tables, &options, &clock)?;
    writeln!(
        out,
        "rows {} total {:.2} s, peak {} MiB",
        register.len(),
        clock(),
        peak_memory()
    )?;
    report(&register, &linked, &truth, out)?;
    if let Ok(file) = std::env::var("CLUSTERS") {
        let mut writer = csv::Writer::from_path(file)?;
        for (row, cluster) in (0_u32..).zip(&linked.clusters.of_row) {
            writer.write_record([
                short(register.list(row)),
                register.record_id(row),
                &cluster.to_string(),
            ])?;
        }
        writer.flush()?;
    }
    let explainer = Explainer::new(&register, &linked.model, 2).ok_or("model")?;
    let wanted: usize = std::env::var("SHOW")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let wrong = linked.pairs.iter().filter(|pair| {
        pair.probability > 0.5 && truth.get(pair.one as usize) != truth.get(pair.other as usize)
    });
    for pair in wrong.take(wanted) {
        writeln!(
            out,
            "wrong {}",
            serde_json::to_string(&explainer.explain(pair.one, pair.other))?
        )?;
    }
    let mut people: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, who) in (0_u32..).zip(&truth) {
        people.entry(*who).or_default().push(row);
    }
    let mut missed: HashMap<String, (usize, usize)> = HashMap::new();
    let mut shown = 0;
    for rows in people.values() {
        for (place, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(place + 1) {
                let slot = missed
                    .entry(format!(
                        "{} {}",
                        short(register.list(*one)),
                        short(register.list(*other))
                    ))
                    .or_default();
                slot.0 += 1;
                let apart = linked.clusters.of_row.get(*one as usize)
                    != linked.clusters.of_row.get(*other as usize);
                slot.1 += usize::from(apart);
                if apart && shown < wanted {
                    shown += 1;
                    writeln!(
                        out,
                        "missed {}",
                        serde_json::to_string(&explainer.explain(*one, *other))?
                    )?;
                }
            }
        }
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort();
    for (lists, (all, missed)) in missed {
        writeln!(out, "  {lists:50} true pairs {all:5} missed {missed:5}")?;
    }
    Ok(())
}

fn short(list: &str) -> &str {
    list.rsplit('/').next().unwrap_or(list)
}

fn tables(files: &[String], out: &mut impl Write) -> Outcome {
    let file = files.first().ok_or("which file?")?;
    let mut reader = csv::Reader::from_path(file)?;
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let cell =
        |record: &csv::StringRecord, place: usize| record.get(place).unwrap_or_default().to_owned();
    let rows: Vec<(String, String, String)> = records
        .iter()
        .map(|record| (cell(record, 0), cell(record, 1), cell(record, 2)))
        .collect();
    for table in tables_from_rows(
        rows.iter()
            .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())),
    )? {
        let start = Instant::now();
        match estimate(&table, &EstimateOptions::default()) {
            Ok(report) => {
                for estimate in &report.estimates {
                    writeln!(
                        out,
                        "{:14} {:45} {:9.0} ({:.0} to {:.0})  {}",
                        estimate.dataset,
                        estimate.method,
                        estimate.estimate,
                        estimate.low,
                        estimate.high,
                        estimate.model
                    )?;
                }
                for caution in &report.cautions {
                    writeln!(out, "  {caution}")?;
                }
            }
            Err(refusal) => writeln!(out, "{:14} refused: {refusal}", table.dataset())?,
        }
        writeln!(out, "  {:.2} s", start.elapsed().as_secs_f64())?;
    }
    Ok(())
}

fn report(register: &Register, linked: &Linked, truth: &[u32], out: &mut impl Write) -> Outcome {
    for phase in &linked.statistics.phases {
        writeln!(out, "  {:18} {:6.2} s", phase.phase, phase.seconds)?;
    }
    if std::env::var("KEYS").is_ok() {
        for key in &linked.statistics.keys {
            writeln!(
                out,
                "  {:45} {:>11} tried {:>12} passed over",
                key.key, key.pairs, key.passed_over
            )?;
        }
        for column in &linked.model.columns {
            writeln!(out, "  {}", column.label)?;
            for level in column.levels.iter().skip(1) {
                writeln!(
                    out,
                    "    {:24} {:.5} {:.7} {:?}",
                    level.level, level.one_person, level.two_persons, level.rarity_centre
                )?;
            }
        }
        writeln!(
            out,
            "  one person {:e} kin {:e} exchanged {:.4} correction {:?}",
            linked.model.one_person,
            linked.model.kin,
            linked.model.exchanged,
            linked.model.correction
        )?;
    }
    writeln!(
        out,
        "tried {} kept {}",
        linked.statistics.candidate_pairs, linked.statistics.kept_pairs
    )?;
    let mut people: HashMap<u32, Vec<u32>> = HashMap::new();
    for (row, who) in (0_u32..).zip(truth) {
        people.entry(*who).or_default().push(row);
    }
    let true_pairs: usize = people
        .values()
        .map(|rows| rows.len() * (rows.len() - 1) / 2)
        .sum();
    let same = |pair: &Pair| truth.get(pair.one as usize) == truth.get(pair.other as usize);
    writeln!(
        out,
        "true pairs {true_pairs}, share reached at most {:.4} (estimated)",
        linked.statistics.reach.share_at_most
    )?;
    // What a perfect judge could do with the pairs kept, and with all pairs under this judge.
    let explainer = Explainer::new(register, &linked.model, 2).ok_or("model")?;
    let mut all_under_judge = 0_usize;
    for rows in people.values() {
        for (place, one) in rows.iter().enumerate() {
            for other in rows.iter().skip(place + 1) {
                all_under_judge += usize::from(explainer.log_odds(*one, *other) >= 0.0);
            }
        }
    }
    let found = linked.pairs.iter().filter(|pair| same(pair)).count();
    writeln!(
        out,
        "true pairs among those given back {:.4}; true pairs this judge takes, reached or not {:.4}",
        share(found, true_pairs),
        share(all_under_judge, true_pairs)
    )?;
    let wanted: usize = std::env::var("SHOW")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    for pair in linked
        .pairs
        .iter()
        .filter(|pair| pair.probability > 0.5 && !same(pair))
        .step_by(50)
        .take(wanted)
    {
        writeln!(
            out,
            "wrong {}",
            serde_json::to_string(&explainer.explain(pair.one, pair.other))?
        )?;
    }
    let mut best = (0.0, 0.0, 0.0, 0.0);
    let mut hit = 0_usize;
    for (place, pair) in linked.pairs.iter().enumerate() {
        hit += usize::from(same(pair));
        let (p, r) = (share(hit, place + 1), share(hit, true_pairs));
        let f = f1(p, r);
        if f > best.0 {
            best = (f, p, r, f64::from(pair.probability));
        }
    }
    writeln!(
        out,
        "pairs, best threshold {:.3}: P {:.4} R {:.4} F1 {:.4}",
        best.3, best.1, best.2, best.0
    )?;
    let (p, r, f) = clusters(&linked.clusters, truth, true_pairs);
    writeln!(
        out,
        "clusters: P {p:.4} R {r:.4} F1 {f:.4}, {} clusters for {} persons, {} joins refused",
        linked.statistics.clusters,
        people.len(),
        linked.clusters.refused.len()
    )?;
    calibration(&linked.pairs, same, out)
}

fn clusters(clusters: &Clusters, truth: &[u32], true_pairs: usize) -> (f64, f64, f64) {
    let mut joined = 0_usize;
    let mut right = 0_usize;
    for rows in clusters.groups() {
        joined += rows.len() * (rows.len() - 1) / 2;
        let mut who: HashMap<Option<&u32>, usize> = HashMap::new();
        for row in &rows {
            *who.entry(truth.get(*row as usize)).or_default() += 1;
        }
        right += who
            .values()
            .map(|count| count * (count - 1) / 2)
            .sum::<usize>();
    }
    let (p, r) = (share(right, joined), share(right, true_pairs));
    (p, r, f1(p, r))
}

/// Of the pairs given a probability, how many are true: in ten steps, and the mean distance.
fn calibration(pairs: &[Pair], same: impl Fn(&Pair) -> bool, out: &mut impl Write) -> Outcome {
    let mut steps = [(0_usize, 0_usize, 0.0_f64); 10];
    for pair in pairs {
        let step = ((pair.probability * 10.0) as usize).min(9);
        if let Some(slot) = steps.get_mut(step) {
            slot.0 += 1;
            slot.1 += usize::from(same(pair));
            slot.2 += f64::from(pair.probability);
        }
    }
    let mut distance = 0.0;
    for (step, (count, right, sum)) in steps.iter().enumerate().filter(|(_, step)| step.0 > 0) {
        let (said, is) = (sum / share(*count, 1), share(*right, *count));
        distance += (said - is).abs() * share(*count, pairs.len());
        writeln!(
            out,
            "  said {:.1}-{:.1}: mean {said:.3}, true {is:.3} of {count}",
            share(step, 10),
            share(step + 1, 10)
        )?;
    }
    writeln!(out, "expected calibration error {distance:.4}")?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn f1(p: f64, r: f64) -> f64 {
    2.0 * p * r / (p + r).max(1e-12)
}
