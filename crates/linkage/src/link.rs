//! Linking lists from rows to clusters, and explaining each pair.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use crate::block::{Blocker, Budget, KeyReport, MOST_ROWS};
use crate::cluster::{Clusters, Cohesion, Contradiction, Decisions, Pair, cluster};
use crate::date::DayOrder;
use crate::fields::{ColumnError, ColumnMap, Field, detect_columns};
use crate::learn::{Effort, has_more_than_names, learn_agreement, learn_chance, learn_correction};
use crate::model::{Found, Model, Weights, probability};
use crate::register::{DateReader, NameShape, Register};
use crate::view::{View, level_name, ratio};

/// A list as read from a file: a header and rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The name of the list.
    pub name: String,
    /// The headers.
    pub header: Vec<String>,
    /// The rows; short rows count as ending in empty cells.
    pub rows: Vec<Vec<String>>,
}

/// A reviewer's word on two rows: whether they are of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// One row.
    pub one: u32,
    /// The other row.
    pub other: u32,
    /// Whether they are of one person.
    pub same: bool,
}

/// How lists are linked.
#[derive(Clone, Debug)]
pub struct Options {
    /// Columns told as field and header; they hold for every list that has the header.
    pub columns: Vec<(Field, String)>,
    /// Pairs at least this probable are joined.
    pub threshold: f32,
    /// Pairs at least this probable are given back.
    pub report_from: f32,
    /// Whether rows of one list are never linked with each other.
    pub across_only: bool,
    /// How unclear dates are read.
    pub day_order: DayOrder,
    /// A better reader of dates than ours, if the caller has one.
    pub read_date: Option<DateReader>,
    /// How candidates are sought.
    pub budget: Budget,
    /// How much is learned from.
    pub effort: Effort,
    /// How far clusters must agree in themselves.
    pub cohesion: Cohesion,
    /// Decisions that hold: also used as labels.
    pub decisions: Decisions,
    /// Labels of reviewers that teach without deciding.
    pub labels: Vec<Labelled>,
    /// A model learned before; used as it is if it fits the columns.
    pub model: Option<Model>,
    /// Threads to work on.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            columns: Vec::new(),
            threshold: 0.5,
            report_from: 0.05,
            across_only: false,
            day_order: DayOrder::DayFirst,
            read_date: None,
            budget: Budget::default(),
            effort: Effort::default(),
            cohesion: Cohesion::default(),
            decisions: Decisions::default(),
            labels: Vec::new(),
            model: None,
            threads: 2,
        }
    }
}

/// Why lists could not be linked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LinkError {
    /// A list has no usable columns.
    #[error("{list}: {source}")]
    Columns {
        /// The list.
        list: String,
        /// Why.
        source: ColumnError,
    },
    /// There are more rows than row numbers.
    #[error("{0} rows are more than one register holds; link the lists in parts")]
    TooManyRows(usize),
    /// Decisions contradict each other.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
    /// The clusters of a register before are not those of its rows.
    #[error(
        "the register has {rows} rows before the new ones, but {clusters} were clustered before"
    )]
    OtherRegister {
        /// Rows before the new ones.
        rows: usize,
        /// Rows in the clusters given.
        clusters: usize,
    },
    /// A threshold outside 0 to 1.
    #[error("a threshold of {0} is no probability")]
    Threshold(String),
}

/// Seconds spent on one phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// What was done.
    pub phase: String,
    /// Seconds on the clock.
    pub seconds: f64,
}

/// What is known of how many true pairs the candidates reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// Pairs of one person expected among the candidates.
    pub expected_pairs: f64,
    /// Of those, found by one key only.
    pub by_one_key: f64,
    /// Of those, found by two keys.
    pub by_two_keys: f64,
    /// The share of true pairs reached at best, after Chao: as the keys are not independent, the
    /// true share may be lower.
    pub share_at_most: f64,
}

/// Figures about a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// Rows in all.
    pub rows: usize,
    /// Rows that are new in this run.
    pub new_rows: usize,
    /// Pairs tried, those tried under several keys counted each time.
    pub candidate_pairs: usize,
    /// Pairs kept for scoring in full.
    pub kept_pairs: usize,
    /// Clusters, rows alone included.
    pub clusters: usize,
    /// What each key did.
    pub keys: Vec<KeyReport>,
    /// The share of true pairs reached.
    pub reach: Reach,
    /// Seconds for each phase.
    pub phases: Vec<Phase>,
    /// What should be told to whoever reads the result.
    pub warnings: Vec<String>,
}

/// The outcome of linking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    /// The clusters.
    pub clusters: Clusters,
    /// Pairs from `report_from` up, most probable first.
    pub pairs: Vec<Pair>,
    /// What was learned.
    pub model: Model,
    /// Figures about the run.
    pub statistics: Statistics,
}

/// Measures phases with the caller's clock.
struct Stopwatch<'a> {
    clock: &'a dyn Fn() -> f64,
    last: f64,
    phases: Vec<Phase>,
}

impl<'a> Stopwatch<'a> {
    fn new(clock: &'a dyn Fn() -> f64) -> Self {
        Self {
            last: clock(),
            clock,
            phases: Vec::new(),
        }
    }

    fn lap(&mut self, phase: &str) {
        let now = (self.clock)();
        self.phases.push(Phase {
            phase: phase.to_owned(),
            seconds: now - self.last,
        });
        self.last = now;
    }
}

/// Links lists: reads their columns, puts their rows into a register, and links that. `clock`
/// gives seconds from any beginning. Rows are numbered through all tables in order.
///
/// # Errors
/// When a list has no usable columns, there are too many rows, or decisions contradict each other.
pub fn link_tables(
    tables: &[Table],
    options: &Options,
    clock: &dyn Fn() -> f64,
) -> Result<(Register, Linked), LinkError> {
    let begin = clock();
    let (mut register, maps) = register_for(
        tables.iter().map(|table| {
            (
                table.name.as_str(),
                table.header.as_slice(),
                table.rows.as_slice(),
            )
        }),
        options,
    )?;
    for (table, map) in tables.iter().zip(&maps) {
        for row in &table.rows {
            register.push(&table.name, map, row);
        }
    }
    let read = clock() - begin;
    let mut linked = link(&register, options, clock)?;
    linked.statistics.phases.insert(
        0,
        Phase {
            phase: "columns".to_owned(),
            seconds: read,
        },
    );
    Ok((register, linked))
}

/// An empty register that suits lists with these names, headers and first rows, and what their
/// columns hold. For callers who push rows themselves instead of holding all of them as text.
///
/// # Errors
/// When a list has no usable columns.
pub fn register_for<'a>(
    lists: impl Iterator<Item = (&'a str, &'a [String], &'a [Vec<String>])>,
    options: &Options,
) -> Result<(Register, Vec<ColumnMap>), LinkError> {
    let mut maps = Vec::new();
    for (name, header, rows) in lists {
        let told: Vec<(Field, String)> = options
            .columns
            .iter()
            .filter(|(_, wanted)| header.contains(wanted))
            .cloned()
            .collect();
        let sample = rows.get(..rows.len().min(500)).unwrap_or_default();
        let map = detect_columns(header, sample, &told).map_err(|source| LinkError::Columns {
            list: name.to_owned(),
            source,
        })?;
        maps.push(map);
    }
    let whole = maps.is_empty() || maps.iter().any(ColumnMap::has_whole_names);
    let shape = if whole {
        NameShape::Whole
    } else {
        NameShape::Parts
    };
    Ok((
        Register::new(shape, options.day_order, options.read_date),
        maps,
    ))
}

/// Links the rows of a register with each other.
///
/// # Errors
/// When there are too many rows or decisions contradict each other.
pub fn link(
    register: &Register,
    options: &Options,
    clock: &dyn Fn() -> f64,
) -> Result<Linked, LinkError> {
    run(register, options, None, clock)
}

/// Links the rows of a register from `before.of_row.len()` on with the rest and each other. What
/// was clustered before stays together; two clusters from before are never joined by it (such pairs
/// are among `refused`, for people to decide).
///
/// # Errors
/// As [`link`], and when `before` has more rows than the register.
pub fn link_new(
    register: &Register,
    before: &Clusters,
    options: &Options,
    clock: &dyn Fn() -> f64,
) -> Result<Linked, LinkError> {
    if before.of_row.len() > register.len() {
        return Err(LinkError::OtherRegister {
            rows: register.len(),
            clusters: before.of_row.len(),
        });
    }
    run(register, options, Some(before), clock)
}

fn run(
    register: &Register,
    options: &Options,
    before: Option<&Clusters>,
    clock: &dyn Fn() -> f64,
) -> Result<Linked, LinkError> {
    if register.len() >= MOST_ROWS {
        return Err(LinkError::TooManyRows(register.len()));
    }
    if !(0.0..=1.0).contains(&options.threshold) {
        return Err(LinkError::Threshold(options.threshold.to_string()));
    }
    let mut watch = Stopwatch::new(clock);
    let view = View::new(register, options.threads);
    watch.lap("prepare");
    let old_rows = before.map_or(0, |before| before.of_row.len());
    let first_new = u32::try_from(old_rows).unwrap_or(u32::MAX);
    let mut statistics = Statistics {
        rows: register.len(),
        new_rows: register.len() - old_rows,
        ..Statistics::default()
    };
    let labels = labels_of(options, register.len());
    let (mut model, learned) = match &options.model {
        Some(model) if model.fits(&view) => (model.clone(), true),
        Some(_) => {
            statistics
                .warnings
                .push("the model given was learned for other columns and was not used".to_owned());
            (Model::start(&view), false)
        }
        None => (Model::start(&view), false),
    };
    if !learned {
        learn_chance(&mut model, &view, options.effort, options.threads);
        watch.lap("learn chance");
        let teacher = Blocker::new(&view, options.budget, 0, options.across_only);
        learn_agreement(&mut model, &view, &teacher, options.effort, &labels);
        watch.lap("learn agreement");
        if !has_more_than_names(&view) {
            statistics.warnings.push("no column beside the names tells persons apart: namesakes cannot be told from one person".to_owned());
        }
    }
    let blocker = Blocker::new(&view, options.budget, first_new, options.across_only);
    let (candidates, keys) = candidates(&view, &blocker, &model, options.threads);
    watch.lap("candidates");
    statistics.candidate_pairs = keys.iter().map(|report| report.pairs).sum();
    statistics.kept_pairs = candidates.len();
    statistics.keys = keys;
    let pairs = judge_pairs(
        &mut model,
        &view,
        &candidates,
        learned,
        &labels,
        &mut statistics,
        options,
    );
    watch.lap("judge");
    let weights = model.weights(&view);
    let mut decisions = options.decisions.clone();
    if let Some(before) = before {
        for (row, cluster) in (0_u32..).zip(&before.of_row) {
            if row != *cluster {
                decisions.must_link.push((*cluster, row));
            }
        }
    }
    let mut clusters = cluster(
        register.len(),
        &pairs,
        &decisions,
        options.threshold,
        options.cohesion,
        |one, other| pair_odds(&view, &weights, one, other).1,
    )?;
    if before.is_some() {
        clusters
            .edges
            .retain(|edge| edge.other >= first_new || edge.log_odds < 100.0);
    }
    statistics.clusters = clusters.count();
    watch.lap("cluster");
    statistics.phases = watch.phases;
    let mut pairs: Vec<Pair> = pairs
        .into_iter()
        .filter(|pair| pair.probability >= options.report_from)
        .collect();
    pairs.sort_by(|a, b| {
        b.log_odds
            .total_cmp(&a.log_odds)
            .then_with(|| (a.one, a.other).cmp(&(b.one, b.other)))
    });
    Ok(Linked {
        clusters,
        pairs,
        model,
        statistics,
    })
}

fn labels_of(options: &Options, rows: usize) -> Vec<(u32, u32, bool)> {
    let decided = options
        .decisions
        .must_link
        .iter()
        .map(|(one, other)| (*one, *other, true));
    let apart = options
        .decisions
        .cannot_link
        .iter()
        .map(|(one, other)| (*one, *other, false));
    let told = options
        .labels
        .iter()
        .map(|label| (label.one, label.other, label.same));
    decided
        .chain(apart)
        .chain(told)
        .filter(|(one, other, _)| {
            one != other && (*one as usize) < rows && (*other as usize) < rows
        })
        .collect()
}

/// A candidate that survived the quick comparison.
#[derive(Clone, Copy)]
struct Candidate {
    pair: u64,
    bits: f32,
    keys: u32,
}

/// At least this many pairs of kin for each pair of one person.
const LEAST_KIN: f64 = 0.05;
/// Pairs less probable than this are not kept.
const LEAST_KEPT_BITS: f32 = -7.0;
/// The lists of found pairs are cleared of repetitions when they grow past this many.
const CLEAR_FROM: usize = 2_000_000;

fn candidates(
    view: &View<'_>,
    blocker: &Blocker<'_>,
    model: &Model,
    threads: usize,
) -> (Vec<Candidate>, Vec<KeyReport>) {
    let weights = model.weights(view);
    // The prior may rise when more is known, never far.
    let least = LEAST_KEPT_BITS - weights.prior - 1.0;
    let next = AtomicUsize::new(0);
    let count = blocker.key_count();
    let reports: Mutex<Vec<(usize, KeyReport)>> = Mutex::new(Vec::new());
    let parts = crate::view::in_parallel(threads.max(1), threads, |_| {
        let mut found: Vec<Candidate> = Vec::new();
        let mut limit = CLEAR_FROM;
        loop {
            let key = next.fetch_add(1, Ordering::Relaxed);
            if key >= count {
                break;
            }
            let report = blocker.search(key, |one, other| {
                if let Some(bits) = weights.quick(view, one, other, least) {
                    found.push(Candidate {
                        pair: u64::from(one) << 32 | u64::from(other),
                        bits,
                        keys: 1 << (key % 32),
                    });
                }
            });
            if let Ok(mut reports) = reports.lock() {
                reports.push((key, report));
            }
            if found.len() > limit {
                clear(&mut found);
                limit = CLEAR_FROM.max(found.len() * 3 / 2);
            }
        }
        clear(&mut found);
        found
    });
    let mut all: Vec<Candidate> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    clear(&mut all);
    let mut reports = reports.into_inner().unwrap_or_default();
    reports.sort_by_key(|(key, _)| *key);
    (all, reports.into_iter().map(|(_, report)| report).collect())
}

/// Makes repetitions of a pair one, which knows all keys it was found by.
fn clear(found: &mut Vec<Candidate>) {
    found.sort_unstable_by_key(|candidate| candidate.pair);
    found.dedup_by(|second, first| {
        let same = first.pair == second.pair;
        if same {
            first.keys |= second.keys;
        }
        same
    });
}

const fn rows_of(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// The bits for kin and the log odds of a pair.
fn pair_odds(view: &View<'_>, weights: &Weights, one: u32, other: u32) -> (Option<f32>, f32) {
    let (found, gain) = weights.found(view, one, other);
    let bits: f32 = found.iter().map(|found| found.bits).sum::<f32>() + gain.unwrap_or(0.0);
    let kin = if gain.is_some() {
        None
    } else {
        weights.kin_bits(view, one, other, &found)
    };
    (kin, weights.log_odds(bits, kin))
}

fn judge_pairs(
    model: &mut Model,
    view: &View<'_>,
    candidates: &[Candidate],
    learned: bool,
    labels: &[(u32, u32, bool)],
    statistics: &mut Statistics,
    options: &Options,
) -> Vec<Pair> {
    let weights = model.weights(view);
    let kin: Vec<Option<f32>> =
        crate::view::in_parallel(candidates.len(), options.threads, |place| {
            let candidate = candidates.get(place)?;
            let (one, other) = rows_of(candidate.pair);
            pair_odds(view, &weights, one, other).0
        });
    let total = ratio(view.len(), 1) * (ratio(view.len(), 1) - 1.0) / 2.0;
    if !learned {
        // How many pairs are of one person, and of kin, settles in a few rounds.
        for _ in 0..12 {
            let weights = model.weights(view);
            let (mut same, mut kindred) = (0.0_f64, 0.0_f64);
            for (candidate, kin) in candidates.iter().zip(&kin) {
                let odds = weights.log_odds(candidate.bits, *kin);
                let belief = probability(odds);
                same += f64::from(belief);
                if let Some(kin) = kin {
                    let share = probability(weights.kin_prior_bits() + kin);
                    kindred += f64::from((1.0 - belief) * share);
                }
            }
            model.one_person = ((same + 0.5) / total.max(1.0)).clamp(1e-12, 0.5);
            // Some kin are on every list of persecuted people, seen or not.
            model.kin =
                ((kindred + 0.05) / total.max(1.0)).clamp(LEAST_KIN * model.one_person, 0.5);
        }
        let weights = model.weights(view);
        let scored: Vec<(f32, bool)> = labels
            .iter()
            .map(|(one, other, same)| (pair_odds(view, &weights, *one, *other).1, *same))
            .collect();
        learn_correction(model, &scored);
    }
    let weights = model.weights(view);
    let labelled: HashSet<u64> = labels
        .iter()
        .map(|(one, other, _)| u64::from(*one.min(other)) << 32 | u64::from(*one.max(other)))
        .collect();
    let mut reach = Reach::default();
    let pairs: Vec<Pair> = candidates
        .iter()
        .zip(&kin)
        .filter_map(|(candidate, kin)| {
            let (one, other) = rows_of(candidate.pair);
            let log_odds = weights.log_odds(candidate.bits, *kin);
            let probability = probability(log_odds);
            reach.expected_pairs += f64::from(probability);
            match candidate.keys.count_ones() {
                1 => reach.by_one_key += f64::from(probability),
                2 => reach.by_two_keys += f64::from(probability),
                _ => {}
            }
            (probability >= 0.01 || labelled.contains(&candidate.pair)).then_some(Pair {
                one,
                other,
                probability,
                log_odds,
            })
        })
        .collect();
    let missed = reach.by_one_key * reach.by_one_key / (2.0 * reach.by_two_keys.max(0.5));
    reach.share_at_most = reach.expected_pairs / (reach.expected_pairs + missed).max(1e-9);
    statistics.reach = reach;
    pairs
}

/// Why a pair has its probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// One row.
    pub one: u32,
    /// The other row.
    pub other: u32,
    /// Binary log odds before anything is compared: how few pairs are of one person.
    pub prior_bits: f32,
    /// What each column brings.
    pub columns: Vec<Evidence>,
    /// What is gained by reading given name and surname of one row the other way round.
    pub exchanged_bits: Option<f32>,
    /// How much likelier the pair is for kin than for strangers, if it looks like kin.
    pub kin_bits: Option<f32>,
    /// The probability that the rows are of one person.
    pub probability: f32,
    /// Whether kin explain the pair better than one person.
    pub rather_kin: bool,
}

/// What one column brings to a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The field's word, or the header of a free column.
    pub column: String,
    /// What it holds.
    pub field: Field,
    /// How the two values agree.
    pub agreement: String,
    /// The value of the first row.
    pub left: String,
    /// The value of the second row.
    pub right: String,
    /// Binary logarithm of how much likelier this is for one person than for two.
    pub bits: f32,
}

/// Explains pairs of one register under one model; making it costs a pass over the register.
pub struct Explainer<'a> {
    view: View<'a>,
    weights: Weights,
}

impl<'a> Explainer<'a> {
    /// For a register and the model learned on it; nothing if the model is for other columns.
    #[must_use]
    pub fn new(register: &'a Register, model: &Model, threads: usize) -> Option<Self> {
        let view = View::new(register, threads);
        if !model.fits(&view) {
            return None;
        }
        let weights = model.weights(&view);
        Some(Self { view, weights })
    }

    /// The binary log odds that two rows are of one person.
    #[must_use]
    pub fn log_odds(&self, one: u32, other: u32) -> f32 {
        pair_odds(&self.view, &self.weights, one, other).1
    }

    /// Why two rows are, or are not, taken for one person.
    #[must_use]
    pub fn explain(&self, one: u32, other: u32) -> Explanation {
        let (found, gain) = self.weights.found(&self.view, one, other);
        let (kin, odds) = pair_odds(&self.view, &self.weights, one, other);
        let evidence = |found: &Found| {
            let facet = self.view.facets.get(found.column)?;
            let column = self.view.register.columns.get(found.column)?;
            Some(Evidence {
                column: column.label.clone(),
                field: facet.field,
                agreement: level_name(facet.kind, found.level).to_owned(),
                left: self.view.register.text_of(found.column, one),
                right: self.view.register.text_of(found.column, other),
                bits: found.bits,
            })
        };
        let bits: f32 = found.iter().map(|found| found.bits).sum();
        Explanation {
            one,
            other,
            prior_bits: self.weights.prior,
            columns: found.iter().filter_map(evidence).collect(),
            exchanged_bits: gain,
            kin_bits: kin,
            probability: probability(odds),
            rather_kin: kin
                .is_some_and(|kin| self.weights.kin_prior_bits() + kin > self.weights.prior + bits),
        }
    }
}
