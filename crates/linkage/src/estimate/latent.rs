//! Bayesian latent classes: people fall into a few unknown kinds, each with its own chance of being
//! on each list; within a kind lists are independent. How many kinds there are is averaged over
//! (a stick-breaking mixture). After the mathematics published by D. Manrique-Vallier,
//! "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 2016.

use serde::{Deserialize, Serialize};

use super::draw::Draws;
use super::{CaptureTable, Estimate, quantile, real};

/// The settings of the sampler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatentClasses {
    /// The most kinds of people.
    pub classes: usize,
    /// Shape and rate of the gamma prior on how readily new kinds are made.
    pub prior: (f64, f64),
    /// Rounds thrown away at the beginning.
    pub burn_in: usize,
    /// Samples kept.
    pub samples: usize,
    /// Rounds for each sample kept.
    pub thinning: usize,
    /// Independent chains; their samples are put together.
    pub chains: usize,
    /// Where the draws begin.
    pub seed: u64,
    /// Threads to work on.
    pub threads: usize,
}

impl Default for LatentClasses {
    fn default() -> Self {
        Self {
            classes: 10,
            prior: (0.25, 0.25),
            burn_in: 20_000,
            samples: 1_000,
            thinning: 30,
            chains: 4,
            seed: 1,
            threads: 2,
        }
    }
}

impl LatentClasses {
    /// The posterior median of how many there are in all, and its 95 % interval; with it how far the
    /// medians of the chains lie apart, as a factor. Chains that disagree are run again for longer.
    #[must_use]
    pub fn estimate(&self, table: &CaptureTable) -> (Estimate, f64) {
        let (mut totals, mut apart) = self.run(table);
        if apart > CHAINS_DISAGREE {
            let longer = Self {
                burn_in: self.burn_in * 2,
                ..self.clone()
            };
            (totals, apart) = longer.run(table);
        }
        totals.sort_by(f64::total_cmp);
        let estimate = Estimate {
            dataset: table.dataset().to_owned(),
            method: "latent classes, Bayesian".to_owned(),
            model: format!("mixture of up to {} kinds of people", self.classes),
            estimate: quantile(&totals, 0.5),
            low: quantile(&totals, 0.025),
            high: quantile(&totals, 0.975),
        };
        (estimate, apart)
    }

    fn run(&self, table: &CaptureTable) -> (Vec<f64>, f64) {
        let chains = self.chains.max(1);
        let samples = crate::view::in_parallel(chains, self.threads, |chain| {
            self.chain(table, chain as u64)
        });
        let medians = samples.iter().map(|chain| {
            let mut sorted = chain.clone();
            sorted.sort_by(f64::total_cmp);
            quantile(&sorted, 0.5)
        });
        let (least, most) = medians.fold((f64::MAX, 0.0_f64), |(least, most), median| {
            (least.min(median), most.max(median))
        });
        (
            samples.into_iter().flatten().collect(),
            most / least.max(1.0),
        )
    }

    fn chain(&self, table: &CaptureTable, chain: u64) -> Vec<f64> {
        let mut state = State::new(
            table,
            self,
            Draws::new(self.seed.wrapping_add(chain.wrapping_mul(1_000_003))),
        );
        let wanted = self.samples.div_ceil(self.chains.max(1));
        let mut kept = Vec::with_capacity(wanted);
        // At first only a part of the people is counted, then more and more: with few the sampler
        // moves freely between ways to part them, where with all it would stay where it began.
        let full = state.cells.clone();
        for step in 0..WARMING_STEPS {
            let part = FIRST_PART.powf(1.0 - real(step) / real(WARMING_STEPS));
            state.cells = full
                .iter()
                .map(|(cell, count)| (*cell, (real(*count) * part).ceil() as u64))
                .collect();
            state.seen = state.cells.iter().map(|(_, count)| real(*count)).sum();
            for _ in 0..self.burn_in.div_ceil(2 * WARMING_STEPS as usize) {
                state.round();
            }
        }
        state.cells = full;
        state.seen = real(table.on_lists());
        for _ in 0..self.burn_in.div_ceil(2) {
            state.round();
        }
        for _ in 0..wanted {
            for _ in 0..self.thinning.max(1) {
                state.round();
            }
            kept.push(state.seen + real(state.missing));
        }
        kept
    }
}

/// Chains whose medians differ by more than this factor have not found the same people.
pub(super) const CHAINS_DISAGREE: f64 = 1.35;
/// Steps in which the people counted grow to all.
const WARMING_STEPS: u64 = 20;
/// The part of the people counted in the first step.
const FIRST_PART: f64 = 0.15;

/// One kind of people.
#[derive(Clone, Debug)]
struct Class {
    share: f64,
    /// The chance of being on each list.
    chances: Vec<f64>,
    /// People in it, and on each list.
    people: u64,
    on: Vec<u64>,
}

struct State {
    draws: Draws,
    cells: Vec<(usize, u64)>,
    seen: f64,
    missing: u64,
    classes: Vec<Class>,
    readiness: f64,
    prior: (f64, f64),
    weights: Vec<f64>,
}

impl State {
    fn new(table: &CaptureTable, settings: &LatentClasses, mut draws: Draws) -> Self {
        let lists = table.lists();
        let count = settings.classes.max(1);
        let classes = (0..count)
            .map(|_| Class {
                share: 1.0 / real(count as u64),
                chances: (0..lists).map(|_| 0.01 + 0.3 * draws.uniform()).collect(),
                people: 0,
                on: vec![0; lists],
            })
            .collect();
        Self {
            draws,
            cells: table.cells().filter(|(_, count)| *count > 0).collect(),
            seen: real(table.on_lists()),
            missing: 0,
            classes,
            readiness: 1.0,
            prior: settings.prior,
            weights: vec![0.0; count],
        }
    }

    /// One round of Gibbs sampling.
    fn round(&mut self) {
        for class in &mut self.classes {
            class.people = 0;
            class.on.fill(0);
        }
        let cells = std::mem::take(&mut self.cells);
        for (cell, count) in &cells {
            self.weigh(*cell);
            self.share_out(*cell, *count);
        }
        self.cells = cells;
        self.weigh(0);
        let unseen: f64 = self.weights.iter().sum::<f64>().clamp(1e-12, 1.0 - 1e-9);
        // Negative binomial as a Poisson with a gamma mean; the prior on the total is 1/N.
        let mean = self.draws.gamma(self.seen) * unseen / (1.0 - unseen);
        self.missing = self.draws.poisson(mean.min(1e9));
        let missing = self.missing;
        self.share_out(0, missing);
        self.redraw();
        self.exchange();
    }

    /// Lets classes exchange their places on the stick, so that the sampler does not stay where it
    /// began: two at random keep their people, or two neighbours take their pieces along.
    /// After O. Papaspiliopoulos and G. Roberts, Biometrika 2008.
    fn exchange(&mut self) {
        let count = self.classes.len();
        if count < 2 {
            return;
        }
        let pick = |draws: &mut Draws, below: usize| {
            let place = draws.uniform() * real(below as u64);
            (place as usize).min(below - 1)
        };
        for _ in 0..2 {
            let (one, other) = (pick(&mut self.draws, count), pick(&mut self.draws, count));
            let (Some(a), Some(b)) = (self.classes.get(one), self.classes.get(other)) else {
                return;
            };
            let gain = (real(b.people) - real(a.people))
                * (a.share.max(1e-300).ln() - b.share.max(1e-300).ln());
            if one != other && self.draws.uniform().ln() < gain {
                self.classes.swap(one, other);
                // The shares stay in their places.
                let shares = (
                    self.classes.get(one).map_or(0.0, |class| class.share),
                    self.classes.get(other).map_or(0.0, |class| class.share),
                );
                if let Some(class) = self.classes.get_mut(one) {
                    class.share = shares.1;
                }
                if let Some(class) = self.classes.get_mut(other) {
                    class.share = shares.0;
                }
            }
        }
    }

    /// For each class its share times the chance of exactly these lists.
    fn weigh(&mut self, cell: usize) {
        for (weight, class) in self.weights.iter_mut().zip(&self.classes) {
            let mut chance = class.share;
            for (list, on) in class.chances.iter().enumerate() {
                chance *= if cell >> list & 1 == 1 { *on } else { 1.0 - on };
            }
            *weight = chance;
        }
    }

    /// Shares people of a combination out over the classes.
    fn share_out(&mut self, cell: usize, count: u64) {
        let mut left = count;
        let mut rest: f64 = self.weights.iter().sum();
        let last = self.classes.len().saturating_sub(1);
        for (place, (weight, class)) in self.weights.iter().zip(&mut self.classes).enumerate() {
            if left == 0 {
                break;
            }
            let here = if place == last || rest <= 0.0 {
                left
            } else {
                self.draws.binomial(left, (weight / rest).clamp(0.0, 1.0))
            };
            rest -= weight;
            left -= here;
            class.people += here;
            for (list, on) in class.on.iter_mut().enumerate() {
                if cell >> list & 1 == 1 {
                    *on += here;
                }
            }
        }
    }

    /// New chances, shares and readiness, given who is in which class.
    fn redraw(&mut self) {
        let mut above: u64 = self.classes.iter().map(|class| class.people).sum();
        let last = self.classes.len().saturating_sub(1);
        let mut stick = 1.0_f64;
        for (place, class) in self.classes.iter_mut().enumerate() {
            for (chance, on) in class.chances.iter_mut().zip(&class.on) {
                *chance = self
                    .draws
                    .beta(1.0 + real(*on), 1.0 + real(class.people - on));
            }
            above -= class.people;
            let piece = if place == last {
                1.0
            } else {
                self.draws
                    .beta(1.0 + real(class.people), self.readiness + real(above))
            };
            class.share = stick * piece;
            stick = (stick * (1.0 - piece)).max(1e-300);
        }
        let end = self
            .classes
            .last()
            .map_or(1.0, |class| class.share)
            .max(1e-300);
        let rate = self.prior.1 - end.ln();
        self.readiness = (self.draws.gamma(self.prior.0 + real(last as u64)) / rate).max(1e-6);
    }
}
