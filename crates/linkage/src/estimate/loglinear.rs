//! Hierarchical log-linear models fitted by maximum likelihood (Fienberg 1972): the count of each
//! combination of lists is Poisson with a mean that is a product over subsets of lists. The mean
//! of the combination "on no list" is the estimate of the missing.

use serde::{Deserialize, Serialize};

use super::{CaptureTable, Estimate, real};

/// By what models are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// Bayes' information criterion: each parameter costs the logarithm of the people seen.
    Bayes,
    /// Akaike's information criterion: each parameter costs two.
    Akaike,
}

impl Criterion {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Bayes => "BIC",
            Self::Akaike => "AIC",
        }
    }
}

/// A log-linear model with its fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedModel {
    /// The model as the largest sets of lists that depend on each other.
    pub model: String,
    /// How many there are in all.
    pub total: f64,
    /// Where the 95 % interval begins (log-Wald on the missing).
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Likelihood-ratio statistic against the saturated model.
    pub deviance: f64,
    /// Pearson's chi-square statistic.
    pub chi_square: f64,
    /// Degrees of freedom.
    pub freedom: usize,
    /// Akaike's information criterion, up to a constant.
    pub akaike: f64,
    /// Bayes' information criterion, up to a constant.
    pub bayes: f64,
    #[serde(skip)]
    ln_missing: f64,
    #[serde(skip)]
    spread: f64,
}

impl FittedModel {
    pub(super) fn estimate(&self, table: &CaptureTable, method: &str) -> Estimate {
        Estimate {
            dataset: table.dataset().to_owned(),
            method: method.to_owned(),
            model: self.model.clone(),
            estimate: self.total,
            low: self.low,
            high: self.high,
        }
    }

    fn by(&self, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::Bayes => self.bayes,
            Criterion::Akaike => self.akaike,
        }
    }
}

/// Up to this many lists all models of the family are fitted; beyond, a path through them.
pub(super) const MOST_LISTS_EXHAUSTIVE: usize = 5;

/// How the models were chosen, in a word.
pub(super) fn how(table: &CaptureTable) -> &'static str {
    match table.lists() {
        0..=4 => "best hierarchical by",
        5 => "best with pairs by",
        _ => "stepwise",
    }
}

/// All models of the family that have a finite estimate, best by Bayes' criterion first: all
/// hierarchical ones for up to four lists, all with pairs for five, those on a stepwise path for more.
pub(super) fn all(table: &CaptureTable) -> Vec<FittedModel> {
    let lists = table.lists();
    let families: Vec<Vec<usize>> = match lists {
        0..=4 => hierarchical(lists),
        5 => {
            let pairs = overlapping_pairs(table);
            (0_usize..1 << pairs.len())
                .map(|chosen| {
                    pairs
                        .iter()
                        .enumerate()
                        .filter(|(place, _)| chosen >> place & 1 == 1)
                        .map(|(_, pair)| *pair)
                        .collect()
                })
                .collect()
        }
        _ => {
            let mut fitted: Vec<FittedModel> = path(table, Criterion::Akaike)
                .into_iter()
                .chain(path(table, Criterion::Bayes))
                .map(|(_, model)| model)
                .collect();
            fitted.sort_by(|a, b| {
                a.bayes
                    .total_cmp(&b.bayes)
                    .then_with(|| a.model.cmp(&b.model))
            });
            fitted.dedup_by(|a, b| a.model == b.model);
            return fitted;
        }
    };
    let mut fitted: Vec<FittedModel> = families
        .iter()
        .filter_map(|terms| fit(table, terms))
        .collect();
    fitted.sort_by(|a, b| {
        a.bayes
            .total_cmp(&b.bayes)
            .then_with(|| a.model.cmp(&b.model))
    });
    fitted
}

/// All sets of interactions that are closed downwards, the saturated one left out. A set of lists
/// is a number with a bit for each list.
fn hierarchical(lists: usize) -> Vec<Vec<usize>> {
    let terms: Vec<usize> = {
        let mut terms: Vec<usize> = (1..1_usize << lists)
            .filter(|term| term.count_ones() > 1)
            .collect();
        terms.sort_by_key(|term| term.count_ones());
        terms
    };
    let mut out = Vec::new();
    for chosen in 0..1_usize << terms.len() {
        let has = |term: usize| {
            terms
                .iter()
                .position(|known| *known == term)
                .is_some_and(|place| chosen >> place & 1 == 1)
        };
        let closed = terms
            .iter()
            .enumerate()
            .filter(|(place, _)| chosen >> place & 1 == 1)
            .all(|(_, term)| {
                (0..lists)
                    .filter(|list| term >> list & 1 == 1)
                    .map(|list| term & !(1 << list))
                    .all(|below| below.count_ones() < 2 || has(below))
            });
        let set: Vec<usize> = terms
            .iter()
            .enumerate()
            .filter(|(place, _)| chosen >> place & 1 == 1)
            .map(|(_, term)| *term)
            .collect();
        if closed && set.len() < terms.len() {
            out.push(set);
        }
    }
    out
}

fn pairs(lists: usize) -> impl Iterator<Item = usize> {
    (0..lists).flat_map(move |first| (first + 1..lists).map(move |second| 1 << first | 1 << second))
}

fn overlapping_pairs(table: &CaptureTable) -> Vec<usize> {
    pairs(table.lists())
        .filter(|pair| table.on_all(*pair) > 0)
        .collect()
}

/// Pairs of lists that share nobody.
pub(super) fn pairs_apart(table: &CaptureTable) -> Vec<String> {
    pairs(table.lists())
        .filter(|pair| table.on_all(*pair) == 0)
        .map(|pair| term_name(table, pair))
        .collect()
}

fn term_name(table: &CaptureTable, term: usize) -> String {
    let names: Vec<String> = (0..table.lists())
        .filter(|list| term >> list & 1 == 1)
        .map(|list| table.list_name(list))
        .collect();
    names.join("*")
}

fn model_name(table: &CaptureTable, terms: &[usize]) -> String {
    let mut largest: Vec<usize> = terms.to_vec();
    largest.extend((0..table.lists()).map(|list| 1 << list));
    let all = largest.clone();
    largest.retain(|term| {
        !all.iter()
            .any(|other| other != term && other & term == *term)
    });
    largest.sort_by_key(|term| (std::cmp::Reverse(term.count_ones()), *term));
    let names: Vec<String> = largest
        .into_iter()
        .map(|term| term_name(table, term))
        .collect();
    format!("[{}]", names.join(", "))
}

/// Adds pairs that overlap one at a time, each time the best, while the criterion falls.
pub(super) fn stepwise(table: &CaptureTable, criterion: Criterion) -> Option<FittedModel> {
    path(table, criterion).pop().map(|(_, model)| model)
}

fn path(table: &CaptureTable, criterion: Criterion) -> Vec<(Vec<usize>, FittedModel)> {
    let mut terms: Vec<usize> = Vec::new();
    let mut out: Vec<(Vec<usize>, FittedModel)> = fit(table, &terms)
        .map(|model| (terms.clone(), model))
        .into_iter()
        .collect();
    loop {
        let before = out
            .last()
            .map_or(f64::MAX, |(_, model)| model.by(criterion));
        let next = overlapping_pairs(table)
            .into_iter()
            .filter(|pair| !terms.contains(pair))
            .filter_map(|pair| {
                let mut more = terms.clone();
                more.push(pair);
                fit(table, &more).map(|model| (more, model))
            })
            .min_by(|a, b| a.1.by(criterion).total_cmp(&b.1.by(criterion)));
        match next {
            Some((more, model)) if model.by(criterion) < before => {
                terms.clone_from(&more);
                out.push((more, model));
            }
            _ => return out,
        }
    }
}

/// People differ in how easily they are listed: whoever is on one list is likelier on the next. The
/// logarithm of a count then bends with the number of lists, in a way that depends on how people
/// differ, which the lists cannot tell (Rivest and Baillargeon 2007): two ways are told, of which the
/// second says more are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differ {
    /// Evenly spread about a middle: 2^k - 1 for k lists.
    Poisson,
    /// With many who are hard to list (Darroch 1993): k²/2.
    Darroch,
}

impl Differ {
    pub(super) const BOTH: [Self; 2] = [Self::Poisson, Self::Darroch];

    pub(super) const fn method(self) -> &'static str {
        match self {
            Self::Poisson => "log-linear, people differ (Poisson)",
            Self::Darroch => "log-linear, people differ (Darroch)",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Poisson => "2^k - 1 for k lists",
            Self::Darroch => "k²/2 for k lists",
        }
    }

    /// The value of the column, without its part that is linear in the number of lists: the single
    /// lists have that already, and the fit is steadier without.
    fn of(self, lists: u32) -> f64 {
        let k = f64::from(lists);
        match self {
            Self::Poisson => k.exp2() - 1.0 - k,
            Self::Darroch => k * (k - 1.0) / 2.0,
        }
    }
}

/// The best model by Bayes' criterion in which people differ, over a stepwise path of pairs.
pub(super) fn differing(table: &CaptureTable, differ: Differ) -> Option<FittedModel> {
    let mut terms: Vec<usize> = Vec::new();
    let mut best = fit_with(table, &terms, Some(differ))?;
    loop {
        let next = overlapping_pairs(table)
            .into_iter()
            .filter(|pair| !terms.contains(pair))
            .filter_map(|pair| {
                let mut more = terms.clone();
                more.push(pair);
                fit_with(table, &more, Some(differ)).map(|model| (more, model))
            })
            .min_by(|a, b| a.1.bayes.total_cmp(&b.1.bayes));
        match next {
            Some((more, model)) if model.bayes < best.bayes => {
                terms = more;
                best = model;
            }
            _ => return Some(best),
        }
    }
}

/// The best by a criterion.
pub(super) fn best(fitted: &[FittedModel], criterion: Criterion) -> Option<&FittedModel> {
    fitted
        .iter()
        .min_by(|a, b| a.by(criterion).total_cmp(&b.by(criterion)))
}

/// All models together, each with the weight that Bayes' criterion gives it: the missing are a
/// mixture of log-normal distributions.
pub(super) fn average(table: &CaptureTable, fitted: &[FittedModel]) -> Estimate {
    let least = fitted
        .iter()
        .map(|model| model.bayes)
        .fold(f64::MAX, f64::min);
    let weights: Vec<f64> = fitted
        .iter()
        .map(|model| (-(model.bayes - least) / 2.0).exp())
        .collect();
    let whole: f64 = weights.iter().sum();
    let below = |ln_missing: f64| -> f64 {
        fitted
            .iter()
            .zip(&weights)
            .map(|(model, weight)| {
                weight / whole
                    * normal_below((ln_missing - model.ln_missing) / model.spread.max(1e-9))
            })
            .sum()
    };
    let at = |share: f64| -> f64 {
        let (mut low, mut high) = (-5.0_f64, 40.0_f64);
        for _ in 0..80 {
            let middle = low.midpoint(high);
            if below(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        real(table.on_lists()) + low.midpoint(high).exp()
    };
    Estimate {
        dataset: table.dataset().to_owned(),
        method: "log-linear, averaged by BIC".to_owned(),
        model: format!("{} models with a finite estimate", fitted.len()),
        estimate: at(0.5),
        low: at(0.025),
        high: at(0.975),
    }
}

/// The share of the standard normal distribution below a point (error at most 1.5e-7;
/// Abramowitz and Stegun 7.1.26).
fn normal_below(x: f64) -> f64 {
    let z = x.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let half = 0.5 * poly * (-z * z).exp();
    if x > 0.0 { 1.0 - half } else { half }
}

/// Parameters beyond this have run away: there is no finite maximum.
const RUNAWAY: f64 = 20.0;

/// Fits the model with all single lists and these interactions; nothing where the maximum of the
/// likelihood is not finite.
pub(super) fn fit(table: &CaptureTable, interactions: &[usize]) -> Option<FittedModel> {
    fit_with(table, interactions, None)
}

/// The same with one parameter more, by how many lists somebody is on: see [`Differ`].
pub(super) fn fit_with(
    table: &CaptureTable,
    interactions: &[usize],
    differ: Option<Differ>,
) -> Option<FittedModel> {
    // A set of lists that shares nobody has no finite parameter.
    if interactions.iter().any(|term| table.on_all(*term) == 0) {
        return None;
    }
    let mut terms: Vec<usize> = vec![0];
    terms.extend((0..table.lists()).map(|list| 1_usize << list));
    terms.extend(interactions);
    let cells: Vec<(usize, f64)> = table
        .cells()
        .map(|(cell, count)| (cell, real(count)))
        .collect();
    // A model with as many parameters as combinations cannot be tested; with three lists the one
    // with all pairs is still wanted.
    let n = terms.len() + usize::from(differ.is_some());
    if n > cells.len() || (n == cells.len() && table.lists() > 3) {
        return None;
    }
    // The columns of a row of the design that are not nought.
    let members: Vec<Vec<(usize, f64)>> = cells
        .iter()
        .map(|(cell, _)| {
            let extra = differ.map(|differ| (terms.len(), differ.of(cell.count_ones())));
            terms
                .iter()
                .enumerate()
                .filter(|(_, term)| cell & **term == **term)
                .map(|(place, _)| (place, 1.0))
                .chain(extra.filter(|(_, value)| *value > 0.0))
                .collect()
        })
        .collect();
    let mean_of = |beta: &[f64], members: &[(usize, f64)]| -> f64 {
        linear(beta, members).clamp(-60.0, 60.0).exp()
    };
    let ln_likelihood = |beta: &[f64]| -> f64 {
        cells
            .iter()
            .zip(&members)
            .map(|((_, count), members)| {
                let mean = mean_of(beta, members);
                count * mean.max(1e-300).ln() - mean
            })
            .sum()
    };
    let mut beta = start(table, n);
    let mut value = ln_likelihood(&beta);
    let mut converged = false;
    let mut inverse_corner = 0.0;
    for _ in 0..200 {
        let mut gradient = vec![0.0; n];
        let mut curve = vec![0.0; n * n];
        for ((_, count), members) in cells.iter().zip(&members) {
            let mean = mean_of(&beta, members);
            for (a, x) in members {
                if let Some(slot) = gradient.get_mut(*a) {
                    *slot += x * (count - mean);
                }
                for (b, y) in members {
                    if let Some(slot) = curve.get_mut(a * n + b) {
                        *slot += x * y * mean;
                    }
                }
            }
        }
        let lower = cholesky(&curve, n)?;
        let step = solve(&lower, &gradient, n);
        let mut unit = vec![0.0; n];
        if let Some(first) = unit.first_mut() {
            *first = 1.0;
        }
        inverse_corner = solve(&lower, &unit, n).first().copied().unwrap_or_default();
        let mut scale = 1.0;
        let mut moved = false;
        for _ in 0..40 {
            let trial: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + scale * s).collect();
            let trial_value = ln_likelihood(&trial);
            if trial_value >= value - 1e-12 {
                let gain = trial_value - value;
                beta = trial;
                value = trial_value;
                moved = true;
                converged = gain.abs() < 1e-11 && step.iter().all(|s| s.abs() * scale < 1e-7);
                break;
            }
            scale /= 2.0;
        }
        if !moved {
            converged = step.iter().all(|s| s.abs() < 1e-6);
            break;
        }
        if converged {
            break;
        }
        if beta.iter().skip(1).any(|b| b.abs() > RUNAWAY)
            || beta.first().is_some_and(|b| b.abs() > RUNAWAY + 5.0)
        {
            return None;
        }
    }
    let ln_missing = beta.first().copied()?;
    let spread = inverse_corner.max(0.0).sqrt();
    if !converged
        || !spread.is_finite()
        || spread > 8.0
        || beta.iter().skip(1).any(|b| b.abs() > RUNAWAY)
    {
        return None;
    }
    // People who differ are found together more often than by chance; less often is something else.
    if differ.is_some() && beta.last().is_none_or(|last| *last <= 0.0) {
        return None;
    }
    Some(fitted(
        table,
        match differ {
            Some(differ) => format!("{} and {}", model_name(table, interactions), differ.name()),
            None => model_name(table, interactions),
        },
        &cells,
        &members,
        &beta,
        value,
        ln_missing,
        spread,
    ))
}

fn linear(beta: &[f64], members: &[(usize, f64)]) -> f64 {
    members
        .iter()
        .filter_map(|(place, value)| Some(beta.get(*place)? * value))
        .sum()
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one fit, put together in one place"
)]
fn fitted(
    table: &CaptureTable,
    model: String,
    cells: &[(usize, f64)],
    members: &[Vec<(usize, f64)>],
    beta: &[f64],
    value: f64,
    ln_missing: f64,
    spread: f64,
) -> FittedModel {
    let mut deviance = 0.0;
    let mut chi_square = 0.0;
    for ((_, count), members) in cells.iter().zip(members) {
        let mean = linear(beta, members).exp();
        if *count > 0.0 {
            deviance += 2.0 * count * (count / mean).ln();
        }
        deviance -= 2.0 * (count - mean);
        chi_square += (count - mean).powi(2) / mean.max(1e-300);
    }
    let parameters = real(beta.len() as u64);
    let seen = real(table.on_lists());
    let missing = ln_missing.exp();
    FittedModel {
        model,
        total: seen + missing,
        low: seen + missing * (-Z95 * spread).exp(),
        high: seen + missing * (Z95 * spread).exp(),
        deviance,
        chi_square,
        freedom: cells.len() - beta.len(),
        akaike: -2.0 * value + 2.0 * parameters,
        bayes: -2.0 * value + seen.max(1.0).ln() * parameters,
        ln_missing,
        spread,
    }
}

/// The standard normal deviate that leaves 2.5 % on each side.
const Z95: f64 = 1.959_963_984_540_054;

/// Parameters to begin with: as if lists were independent, as many missing as seen.
fn start(table: &CaptureTable, parameters: usize) -> Vec<f64> {
    let total = 2.0 * real(table.on_lists()).max(1.0);
    let mut beta = vec![0.0; parameters];
    let mut corner = total.ln();
    for list in 0..table.lists() {
        let share = (real(table.on_all(1 << list)) / total).clamp(1e-6, 0.9);
        corner += (1.0 - share).ln();
        if let Some(slot) = beta.get_mut(list + 1) {
            *slot = (share / (1.0 - share)).ln();
        }
    }
    if let Some(first) = beta.first_mut() {
        *first = corner;
    }
    beta
}

/// The lower triangle of a positive definite matrix; nothing if it is not.
fn cholesky(matrix: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut lower = vec![0.0; n * n];
    for row in 0..n {
        for column in 0..=row {
            let mut sum = *matrix.get(row * n + column)?;
            for k in 0..column {
                sum -= lower.get(row * n + k)? * lower.get(column * n + k)?;
            }
            let value = if row == column {
                if sum <= 1e-13 {
                    return None;
                }
                sum.sqrt()
            } else {
                sum / lower.get(column * n + column)?
            };
            *lower.get_mut(row * n + column)? = value;
        }
    }
    Some(lower)
}

/// Solves with a lower triangle and its transpose.
fn solve(lower: &[f64], right: &[f64], n: usize) -> Vec<f64> {
    let at = |row: usize, column: usize| lower.get(row * n + column).copied().unwrap_or_default();
    let mut out: Vec<f64> = right.to_vec();
    for row in 0..n {
        let before: f64 = out
            .iter()
            .take(row)
            .enumerate()
            .map(|(k, value)| at(row, k) * value)
            .sum();
        if let Some(slot) = out.get_mut(row) {
            *slot = (*slot - before) / at(row, row);
        }
    }
    for row in (0..n).rev() {
        let after: f64 = out
            .iter()
            .enumerate()
            .skip(row + 1)
            .map(|(k, value)| at(k, row) * value)
            .sum();
        if let Some(slot) = out.get_mut(row) {
            *slot = (*slot - after) / at(row, row);
        }
    }
    out
}
