//! From weights to probabilities: the curves that the learning program fitted.

use std::sync::LazyLock;

use crate::symbols::Class;

/// The fitted curves, as the learning program wrote them.
const FITTED: &str = include_str!("../data/calibration.tsv");

/// What is known of two words laid side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Laid {
    /// The total weight, in natural logarithms.
    pub weight: f32,
    /// How many symbols both words have together.
    pub symbols: f32,
}

/// A curve from two laid words to the natural logarithm of the odds that they are one word, were
/// both as likely beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// Of the constant, the weight, the weight a symbol and the symbols.
    pub factors: [f32; 4],
}

impl Curve {
    /// What the factors multiply.
    #[must_use]
    pub fn features(laid: Laid) -> [f32; 4] {
        [
            1.0,
            laid.weight * 0.1,
            laid.weight / laid.symbols.max(1.0),
            laid.symbols * 0.1,
        ]
    }

    /// The log odds, held between [`LEAST`] and [`MOST`].
    #[must_use]
    pub fn log_odds(&self, laid: Laid) -> f32 {
        let sum: f32 = self
            .factors
            .iter()
            .zip(Self::features(laid))
            .map(|(factor, feature)| factor * feature)
            .sum();
        sum.clamp(LEAST, MOST)
    }
}

/// No pair of words speaks more strongly against one name than this.
pub const LEAST: f32 = -8.0;
/// No pair of words speaks more strongly for one name than this.
pub const MOST: f32 = 9.0;

/// The curves of all pairs of classes, and the one from words to a whole name.
#[derive(Clone, Debug)]
pub struct Calibration {
    words: Vec<Curve>,
    runs: Vec<Curve>,
    name: [f32; 4],
    run: [f32; 2],
}

/// A curve for classes nobody fitted.
const USUAL: Curve = Curve {
    factors: [-3.0, 2.0, 4.0, 0.0],
};

impl Calibration {
    /// Reads the lines `word`, `run` (two classes and four factors) and `name` (factors).
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut out = Self {
            words: vec![USUAL; Class::ALL.len() * Class::ALL.len()],
            runs: vec![USUAL; Class::ALL.len() * Class::ALL.len()],
            name: [-1.0, 0.6, 0.4, 0.0],
            run: [0.0, 1.0],
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let numbers = |from: usize| -> Vec<f32> {
                cells
                    .iter()
                    .skip(from)
                    .filter_map(|cell| cell.parse().ok())
                    .collect()
            };
            match cells.as_slice() {
                ["name", ..] => {
                    for (slot, number) in out.name.iter_mut().zip(numbers(1)) {
                        *slot = number;
                    }
                }
                ["whole", ..] => {
                    for (slot, number) in out.run.iter_mut().zip(numbers(1)) {
                        *slot = number;
                    }
                }
                [kind @ ("word" | "run"), first, second, ..] => {
                    let (Some(first), Some(second)) =
                        (Class::from_name(first), Class::from_name(second))
                    else {
                        continue;
                    };
                    let mut factors = [0.0; 4];
                    for (slot, number) in factors.iter_mut().zip(numbers(3)) {
                        *slot = number;
                    }
                    let curves = if *kind == "word" {
                        &mut out.words
                    } else {
                        &mut out.runs
                    };
                    for (one, other) in [(first, second), (second, first)] {
                        if let Some(slot) = curves.get_mut(place(one, other)) {
                            *slot = Curve { factors };
                        }
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// The curve for words of two classes.
    pub(crate) fn word(&self, first: Class, second: Class) -> Curve {
        self.words
            .get(place(first, second))
            .copied()
            .unwrap_or(USUAL)
    }

    /// The curve for whole names run together.
    pub(crate) fn run(&self, first: Class, second: Class) -> Curve {
        self.runs
            .get(place(first, second))
            .copied()
            .unwrap_or(USUAL)
    }

    /// The log odds of a name from the log odds of its least and its average pair of words; one
    /// pair in three being of one person.
    pub(crate) fn name(&self, least: f32, average: f32, pairs: usize) -> f32 {
        let [constant, by_least, by_average, by_single] = self.name;
        let single = if pairs == 1 { by_single } else { 0.0 };
        constant + by_least * least + by_average * average + single
    }

    /// The log odds of a name from those of its run.
    pub(crate) fn whole(&self, run: f32) -> f32 {
        let [constant, by_run] = self.run;
        constant + by_run * run
    }
}

const fn place(first: Class, second: Class) -> usize {
    first.place() * Class::ALL.len() + second.place()
}

/// The fitted curves.
pub(crate) static CALIBRATION: LazyLock<Calibration> = LazyLock::new(|| Calibration::read(FITTED));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_read_and_bounded() {
        let read = Calibration::read(
            "# comment\nword\tlatin\thebrew\t1\t2\t3\t4\nname\t0\t1\t0\t-2\nwhole\t1\t1\nodd\n",
        );
        let curve = read.word(Class::Hebrew, Class::Latin);
        assert_eq!(curve.factors, [1.0, 2.0, 3.0, 4.0]);
        let laid = |weight| Laid {
            weight,
            symbols: 10.0,
        };
        assert_eq!(
            curve.log_odds(laid(900.0)).total_cmp(&MOST),
            std::cmp::Ordering::Equal
        );
        assert_eq!(
            curve.log_odds(laid(-900.0)).total_cmp(&LEAST),
            std::cmp::Ordering::Equal
        );
        assert!(read.name(3.0, 5.0, 2) > read.name(3.0, 5.0, 1));
        assert!(read.whole(2.0) > read.whole(1.0));
    }

    #[test]
    fn more_weight_never_speaks_less_for_a_name() {
        for first in Class::ALL {
            for second in Class::ALL {
                let curve = CALIBRATION.word(first, second);
                let odds = |weight| {
                    curve.log_odds(Laid {
                        weight,
                        symbols: 12.0,
                    })
                };
                assert!(odds(12.0) > odds(0.0), "{first:?} {second:?}");
            }
        }
    }
}
