//! Learning the weights without labels: chance agreements from random pairs, agreements of one
//! person by expectation and maximisation over pairs that share a key, each column only from keys
//! that do not take it. Reviewers' labels join in.

use std::collections::HashMap;

use crate::block::Blocker;
use crate::date;
use crate::fields::Field;
use crate::intern::stir;
use crate::model::{Model, common_sense, rarity_counts, rarity_share};
use crate::register::{Kind, NameShape};
use crate::view::{View, code_level, level_count, ratio};

/// How much is learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Effort {
    /// Random pairs for chance agreements.
    pub random_pairs: usize,
    /// Pairs of each teaching key.
    pub taught_pairs: usize,
    /// Rounds of expectation and maximisation.
    pub rounds: usize,
    /// Where the sequence of random pairs begins; the same seed gives the same result.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            random_pairs: 1_500_000,
            taught_pairs: 150_000,
            rounds: 25,
            seed: 1,
        }
    }
}

/// How many pairs the beginning of what was known counts for.
const PRIOR_PAIRS: f64 = 40.0;
/// No level is rarer than this for one person: what never happened may yet.
const LEAST_SHARE: f64 = 0.002;
/// How many pairs a reviewer's label counts for.
const LABEL_PAIRS: f64 = 8.0;

/// Learns chance agreements from random pairs.
pub(crate) fn learn_chance(model: &mut Model, view: &View<'_>, effort: Effort, threads: usize) {
    let rows = view.len() as u64;
    if rows < 2 {
        return;
    }
    let parts = threads.max(1);
    let all = rows * (rows - 1) / 2;
    // Whole names in any script take longer to compare than words.
    let random_pairs = if view.register.shape == NameShape::Whole {
        effort.random_pairs / 4
    } else {
        effort.random_pairs
    };
    let wanted = (random_pairs as u64).min(all) as usize / parts + 1;
    let country = view.register.column(Field::Country);
    let counted = crate::view::in_parallel(parts, parts, |part| {
        let mut counts: Vec<Vec<(u32, f64)>> = view
            .facets
            .iter()
            .map(|facet| vec![(0, 0.0); level_count(facet.kind)])
            .collect();
        let mut state = stir(effort.seed, part as u64 + 77);
        for _ in 0..wanted {
            state = stir(state, 0x51_7c_c1_b7);
            let one = (((state >> 32) * rows) >> 32) as u32;
            let mut other = (((stir(state, 5) & 0xffff_ffff) * (rows - 1)) >> 32) as u32;
            if other >= one {
                other += 1;
            }
            // Names and places belong to a country: what else agrees by chance is counted among
            // pairs of one country, whose own agreement is then evidence of its own.
            let abroad = country.is_some_and(|column| {
                view.level(column, view.value(one, column), view.value(other, column)) > 1
            });
            for (column, counts) in counts.iter_mut().enumerate() {
                if abroad && Some(column) != country {
                    continue;
                }
                let (a, b) = (view.value(one, column), view.value(other, column));
                let level = view.level(column, a, b);
                let Some(slot) = counts.get_mut(usize::from(level)) else {
                    continue;
                };
                slot.0 += 1;
                let Some(facet) = view.facets.get(column) else {
                    continue;
                };
                if rarity_counts(facet.kind, usize::from(level)) {
                    let of = |value: u32| {
                        facet
                            .rarity
                            .get(value as usize)
                            .copied()
                            .unwrap_or_default()
                    };
                    let rarity = of(a).min(of(b)) * rarity_share(facet.kind);
                    slot.1 += f64::from(-rarity).exp2();
                }
            }
        }
        counts
    });
    for (place, column) in model.columns.iter_mut().enumerate() {
        let mut sums: Vec<(f64, f64)> = vec![(0.0, 0.0); column.levels.len()];
        for counts in counted.iter().filter_map(|counts| counts.get(place)) {
            for (sum, (count, rarity)) in sums.iter_mut().zip(counts) {
                sum.0 += f64::from(*count);
                sum.1 += rarity;
            }
        }
        let known: f64 = sums.iter().skip(1).map(|sum| sum.0).sum();
        let levels = ratio(column.levels.len(), 1);
        for (level, (weight, (count, rarity))) in column.levels.iter_mut().zip(&sums).enumerate() {
            if level == 0 {
                weight.two_persons = 0.0;
                continue;
            }
            weight.two_persons = (count + 0.5) / (known + 0.5 * levels);
            weight.rarity_centre = (rarity_counts(column.kind, level) && *count >= 5.0)
                .then(|| -(rarity / count).max(1e-12).log2());
        }
    }
}

/// Agreement of the columns of a pair as one number, a digit of four bits for each column.
fn pattern(view: &View<'_>, one: u32, other: u32) -> u64 {
    let (first, second) = (view.row(one), view.row(other));
    let mut pattern = 0_u64;
    let mut levels = [0_u8; 16];
    for (place, slot) in levels.iter_mut().enumerate().take(view.width()) {
        let get = |row: &[u32], place: usize| row.get(place).copied().unwrap_or_default();
        *slot = view.level(place, get(first, place), get(second, place));
    }
    if let (Some(given), Some(surname)) = (view.given, view.surname) {
        let get = |row: &[u32], place: usize| row.get(place).copied().unwrap_or_default();
        let crossed = (
            view.word_level(get(first, given), get(second, surname)),
            view.word_level(get(first, surname), get(second, given)),
        );
        if crossed.0 != 0 && crossed.0 <= 2 && crossed.1 != 0 && crossed.1 <= 4 {
            if let Some(slot) = levels.get_mut(given) {
                *slot = crossed.0;
            }
            if let Some(slot) = levels.get_mut(surname) {
                *slot = crossed.1;
            }
            pattern |= 1 << 63;
        }
    }
    for (place, level) in levels.iter().enumerate().take(15) {
        pattern |= u64::from(*level) << (4 * place);
    }
    pattern
}

fn level_in(pattern: u64, column: usize) -> usize {
    (pattern >> (4 * column.min(15)) & 0xf) as usize
}

struct Lesson {
    /// The columns that the key takes.
    taken: Vec<usize>,
    /// Patterns of agreement with how often each occurs, in order: the order of a hash map must not
    /// decide the last digit of a sum.
    patterns: Vec<(u64, f64)>,
    /// The share of its pairs that are of one person.
    share: f64,
}

/// Learns how rows of one person agree, from pairs under keys and from labels.
pub(crate) fn learn_agreement(
    model: &mut Model,
    view: &View<'_>,
    blocker: &Blocker<'_>,
    effort: Effort,
    labels: &[(u32, u32, bool)],
) {
    let mut lessons: Vec<Lesson> = Vec::new();
    for names in [true, false] {
        let mut counted: Vec<HashMap<u64, f64>> = Vec::new();
        blocker.teach(names, effort.taught_pairs, |place, one, other| {
            if counted.len() <= place {
                counted.resize_with(place + 1, HashMap::new);
            }
            if let Some(patterns) = counted.get_mut(place) {
                *patterns.entry(pattern(view, one, other)).or_default() += 1.0;
            }
        });
        for (place, patterns) in counted.into_iter().enumerate() {
            let mut patterns: Vec<(u64, f64)> = patterns.into_iter().collect();
            patterns.sort_unstable_by_key(|(pattern, _)| *pattern);
            lessons.push(Lesson {
                taken: blocker.taken(names, place),
                patterns,
                share: 0.1,
            });
        }
    }
    let labelled: Vec<u64> = labels
        .iter()
        .filter(|(_, _, same)| *same)
        .map(|(one, other, _)| pattern(view, *one, *other))
        .collect();
    maximise(
        model,
        lessons,
        &labelled,
        effort.rounds,
        view.register.shape,
    );
}

fn maximise(
    model: &mut Model,
    mut lessons: Vec<Lesson>,
    labelled: &[u64],
    rounds: usize,
    shape: NameShape,
) {
    for _ in 0..rounds {
        let mut sums: Vec<Vec<f64>> = model
            .columns
            .iter()
            .map(|column| {
                common_sense(column.kind, column.field)
                    .iter()
                    .map(|share| share * PRIOR_PAIRS)
                    .collect()
            })
            .collect();
        let (mut exchanged, mut ordered) = (0.5, 24.5);
        for Lesson {
            taken,
            patterns,
            share,
        } in &mut lessons
        {
            let mut expected = 0.0;
            let mut total = 0.0;
            for (pattern, count) in patterns.iter() {
                let mut odds = *share / (1.0 - *share).max(1e-9);
                for (place, column) in model.columns.iter().enumerate() {
                    let level = level_in(*pattern, place);
                    if level == 0 || taken.contains(&place) {
                        continue;
                    }
                    if let Some(weight) = column.levels.get(level) {
                        odds *= weight.one_person / weight.two_persons.max(1e-9);
                    }
                }
                let belief = odds / (1.0 + odds);
                expected += belief * count;
                total += count;
                for (place, sums) in sums.iter_mut().enumerate() {
                    let level = level_in(*pattern, place);
                    if level == 0 || taken.contains(&place) {
                        continue;
                    }
                    if let Some(sum) = sums.get_mut(level) {
                        *sum += belief * count;
                    }
                }
                if shape == NameShape::Parts && taken.len() < 3 {
                    if pattern >> 63 == 1 {
                        exchanged += belief * count;
                    } else {
                        ordered += belief * count;
                    }
                }
            }
            *share = ((expected + 0.5) / (total + 1.0)).clamp(1e-6, 0.999);
        }
        for pattern in labelled {
            for (place, sums) in sums.iter_mut().enumerate() {
                if let Some(sum) = sums.get_mut(level_in(*pattern, place)) {
                    *sum += LABEL_PAIRS;
                }
            }
        }
        for (column, sums) in model.columns.iter_mut().zip(&sums) {
            let known: f64 = sums.iter().skip(1).sum();
            for (level, (weight, sum)) in column.levels.iter_mut().zip(sums).enumerate().skip(1) {
                weight.one_person = (sum / known.max(1e-9)).clamp(
                    least_for_one(column.field, level),
                    most_for_one(column.field, level),
                );
            }
        }
        model.exchanged = exchanged / (exchanged + ordered);
    }
}

/// How rarely at least rows of one person disagree so, whatever the lists show: lists note the
/// country of the case or of birth, and mistake the sex.
fn least_for_one(field: Field, level: usize) -> f64 {
    match field {
        Field::Country if level == usize::from(code_level::DIFFERENT) => 0.03,
        Field::Sex if level == usize::from(code_level::DIFFERENT) => 0.01,
        // A birth mistaken by a generation is rarer than a son who bears his father's name.
        Field::BirthDate if level == usize::from(date::level::GENERATION) => 0.0005,
        _ => LEAST_SHARE,
    }
}

/// How often at most rows of one person disagree so: beyond that the learning has taken strangers
/// who live alike for one person.
fn most_for_one(field: Field, level: usize) -> f64 {
    match field {
        Field::Sex | Field::Country if level == usize::from(code_level::DIFFERENT) => 0.04,
        Field::BirthDate if level == usize::from(date::level::GENERATION) => 0.001,
        Field::BirthDate if level == usize::from(date::level::DIFFERENT) => 0.06,
        Field::FullName | Field::Surname | Field::GivenName if level >= 6 => 0.06,
        _ => 1.0,
    }
}

/// Fits the correction of the log odds to labels: the slope stays near one and the shift near none
/// until labels say otherwise.
pub(crate) fn learn_correction(model: &mut Model, scored: &[(f32, bool)]) {
    model.correction = correction(scored);
}

/// What labels make of log odds in base 2: added, and multiplied.
pub(crate) fn correction(scored: &[(f32, bool)]) -> (f64, f64) {
    let (mut shift, mut slope) = (0.0_f64, 1.0_f64);
    if !scored.is_empty() {
        for _ in 0..60 {
            // Newton's method on the penalised likelihood; log odds in base 2.
            let (mut gradient, mut curve) = ([0.0_f64; 2], [[0.0_f64; 2]; 2]);
            for (bits, same) in scored {
                let x = f64::from(*bits).clamp(-30.0, 30.0);
                let p = 1.0 / (1.0 + (-(shift + slope * x)).exp2());
                let error = f64::from(u8::from(*same)) - p;
                let w = (p * (1.0 - p)).max(1e-6) * std::f64::consts::LN_2;
                gradient[0] += error;
                gradient[1] += error * x;
                curve[0][0] += w;
                curve[0][1] += w * x;
                curve[1][1] += w * x * x;
            }
            gradient[0] -= shift / 4.0;
            gradient[1] -= (slope - 1.0) * 20.0;
            curve[0][0] += 0.25;
            curve[1][1] += 20.0;
            let determinant = curve[0][0] * curve[1][1] - curve[0][1] * curve[0][1];
            let step_shift = (curve[1][1] * gradient[0] - curve[0][1] * gradient[1]) / determinant;
            let step_slope = (curve[0][0] * gradient[1] - curve[0][1] * gradient[0]) / determinant;
            shift += step_shift.clamp(-2.0, 2.0);
            slope = (slope + step_slope.clamp(-0.2, 0.2)).clamp(0.3, 3.0);
            if step_shift.abs() + step_slope.abs() < 1e-6 {
                break;
            }
        }
    }
    (shift, slope)
}

/// Whether any column beside the names can tell persons apart.
pub(crate) fn has_more_than_names(view: &View<'_>) -> bool {
    view.facets.iter().any(|facet| {
        facet.kind == Kind::Date
            || matches!(
                facet.field,
                Field::Place | Field::BirthPlace | Field::FatherName
            )
    })
}
