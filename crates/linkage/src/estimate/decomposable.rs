//! Bayesian averaging over decomposable graphs of lists with hyper-Dirichlet priors: the marginal
//! likelihood of each graph and each number of missing people is known in closed form. After the
//! mathematics published by D. Madigan and J. York, "Bayesian methods for estimation of the size
//! of a closed population", Biometrika 1997.

use serde::{Deserialize, Serialize};

use super::draw::ln_gamma;
use super::{CaptureTable, Estimate, real};

/// The settings of the averaging.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decomposable {
    /// People before anybody was counted, in each combination of lists; one shared by all
    /// combinations if not given.
    pub prior_people: Option<f64>,
    /// The most missing considered, as a multiple of those seen.
    pub most_missing: f64,
    /// Steps of the grid of missing people.
    pub steps: usize,
}

impl Default for Decomposable {
    fn default() -> Self {
        Self {
            prior_people: None,
            most_missing: 30.0,
            steps: 3_000,
        }
    }
}

/// Graphs of more lists than this are too many.
const MOST_LISTS: usize = 5;

/// A decomposable graph: its cliques, and the separators with how often each occurs.
struct Graph {
    cliques: Vec<usize>,
    separators: Vec<usize>,
}

impl Decomposable {
    /// The posterior median of how many there are in all, and its 95 % interval; nothing for more
    /// than five lists.
    #[must_use]
    pub fn estimate(&self, table: &CaptureTable) -> Option<Estimate> {
        let lists = table.lists();
        if !(3..=MOST_LISTS).contains(&lists) {
            return None;
        }
        let graphs = decomposable(lists);
        let seen = real(table.on_lists());
        let cells = real(1_u64 << lists);
        let prior = self.prior_people.unwrap_or(1.0 / cells);
        // A grid even in the logarithm: fine for few missing, wide for many.
        let top = (seen * self.most_missing + 1.0).ln();
        let steps = self.steps.max(10);
        let grid: Vec<f64> = (0..=steps)
            .map(|step| (top * real(step as u64) / real(steps as u64)).exp() - 1.0)
            .collect();
        // The part of a subset of lists that does not change with the missing, and the people on
        // none of its lists among those seen.
        let subsets: Vec<(f64, f64, f64)> = (0..1_usize << lists)
            .map(|subset| {
                let alpha = prior * real(1_u64 << (lists - subset.count_ones() as usize));
                let mut counts = std::collections::HashMap::new();
                for (cell, count) in table.cells() {
                    *counts.entry(cell & subset).or_insert(0_u64) += count;
                }
                let fixed: f64 = {
                    let mut values: Vec<(usize, u64)> = counts
                        .iter()
                        .filter(|(cell, _)| **cell != 0)
                        .map(|(cell, count)| (*cell, *count))
                        .collect();
                    values.sort_unstable();
                    values
                        .iter()
                        .map(|(_, count)| ln_gamma(alpha + real(*count)) - ln_gamma(alpha))
                        .sum()
                };
                (
                    fixed,
                    real(counts.get(&0).copied().unwrap_or_default()),
                    alpha,
                )
            })
            .collect();
        let mut log_posterior = vec![f64::MIN; grid.len()];
        let whole = prior * cells;
        let mut of_grid: Vec<Vec<f64>> = Vec::with_capacity(subsets.len());
        for (fixed, none, alpha) in &subsets {
            of_grid.push(
                grid.iter()
                    .map(|missing| {
                        fixed + ln_gamma(alpha + none + missing) - ln_gamma(*alpha)
                            + ln_gamma(whole)
                            - ln_gamma(whole + seen + missing)
                    })
                    .collect(),
            );
        }
        for (place, missing) in grid.iter().enumerate() {
            let at = |subset: &usize| {
                of_grid
                    .get(*subset)
                    .and_then(|row| row.get(place))
                    .copied()
                    .unwrap_or_default()
            };
            let total = seen + missing;
            // The ways to choose who is missing, the prior 1/N, and the width of the step.
            let ways =
                ln_gamma(total + 1.0) - ln_gamma(missing + 1.0) - total.ln() + (missing + 1.0).ln();
            let graphs: Vec<f64> = graphs
                .iter()
                .map(|graph| {
                    graph.cliques.iter().map(at).sum::<f64>()
                        - graph.separators.iter().map(at).sum::<f64>()
                })
                .collect();
            if let Some(slot) = log_posterior.get_mut(place) {
                *slot = ways + log_sum(&graphs);
            }
        }
        let norm = log_sum(&log_posterior);
        let at = |share: f64| -> f64 {
            let mut sum = 0.0;
            for (missing, value) in grid.iter().zip(&log_posterior) {
                sum += (value - norm).exp();
                if sum >= share {
                    return seen + missing;
                }
            }
            seen + grid.last().copied().unwrap_or_default()
        };
        Some(Estimate {
            dataset: table.dataset().to_owned(),
            method: "decomposable models, Bayesian average".to_owned(),
            model: format!(
                "{} decomposable graphs, missing up to {:.0}",
                graphs.len(),
                seen * self.most_missing
            ),
            estimate: at(0.5),
            low: at(0.025),
            high: at(0.975),
        })
    }
}

fn log_sum(values: &[f64]) -> f64 {
    let most = values.iter().copied().fold(f64::MIN, f64::max);
    most + values
        .iter()
        .map(|value| (value - most).exp())
        .sum::<f64>()
        .ln()
}

/// All decomposable graphs on so many lists but the complete one, in which nothing says how many are missing.
fn decomposable(lists: usize) -> Vec<Graph> {
    let pairs: Vec<(usize, usize)> = (0..lists)
        .flat_map(|a| (a + 1..lists).map(move |b| (a, b)))
        .collect();
    let complete = (1_usize << pairs.len()) - 1;
    (0..complete)
        .filter_map(|edges| {
            let mut near = vec![0_usize; lists];
            for (place, (a, b)) in pairs.iter().enumerate() {
                if edges >> place & 1 == 1 {
                    *near.get_mut(*a)? |= 1 << b;
                    *near.get_mut(*b)? |= 1 << a;
                }
            }
            take_apart(&near)
        })
        .collect()
}

/// Takes a graph apart by lists whose neighbours all know each other; nothing if it has none left
/// before it is empty: then it is not decomposable.
fn take_apart(near: &[usize]) -> Option<Graph> {
    let mut left = (1_usize << near.len()) - 1;
    let mut order: Vec<(usize, usize)> = Vec::new();
    while left != 0 {
        let (list, around) = near.iter().enumerate().find_map(|(list, around)| {
            let around = around & left;
            let simplicial = left >> list & 1 == 1
                && near
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| around >> other & 1 == 1)
                    .all(|(other, known)| (known | 1 << other) & around == around);
            simplicial.then_some((list, around))
        })?;
        left &= !(1 << list);
        order.push((list, around));
    }
    // Put together again the other way round: a list whose neighbours are a whole clique enlarges
    // it, any other begins a clique that meets the rest in its neighbours.
    let mut cliques: Vec<usize> = Vec::new();
    let mut separators = Vec::new();
    for (list, around) in order.into_iter().rev() {
        match cliques.iter_mut().find(|clique| **clique == around) {
            Some(clique) => *clique |= 1 << list,
            None => {
                if !cliques.is_empty() {
                    separators.push(around);
                }
                cliques.push(around | 1 << list);
            }
        }
    }
    Some(Graph {
        cliques,
        separators,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposable_graphs_are_counted_right() {
        // Published counts of labelled chordal graphs: 8, 61, 822; less the complete one.
        assert_eq!(decomposable(3).len(), 7);
        assert_eq!(decomposable(4).len(), 60);
        assert_eq!(decomposable(5).len(), 821);
        for lists in 3..=5 {
            for graph in decomposable(lists) {
                let size = |sets: &[usize]| sets.iter().map(|set| set.count_ones()).sum::<u32>();
                assert_eq!(size(&graph.cliques) - size(&graph.separators), lists as u32);
                assert_eq!(graph.cliques.len(), graph.separators.len() + 1);
            }
        }
    }
}
