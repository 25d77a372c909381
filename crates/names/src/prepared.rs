//! Names made ready for many comparisons.

use crate::compare::compare_normal;
use crate::normal::{NormalName, normalise};

/// A name made ready for many comparisons: prepare each name once, then compare it with
/// [`compare_prepared`] as often as needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    name: NormalName,
}

impl Prepared {
    /// Prepares a name in normal form.
    #[must_use]
    pub fn new(name: &NormalName) -> Self {
        Self { name: name.clone() }
    }

    /// Whether there is no name: such a name matches nobody.
    #[must_use]
    pub fn is_nameless(&self) -> bool {
        self.name.is_nameless()
    }
}

/// Prepares a name as written: [`normalise`] and [`Prepared::new`] in one.
#[must_use]
pub fn prepare(text: &str) -> Prepared {
    Prepared::new(&normalise(text))
}

/// How likely two names are spellings of one name, without the explanation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihood {
    /// As [`crate::Score::probability`].
    pub probability: f32,
    /// The natural logarithm of how many times likelier the two strings are for one person than
    /// for two: what a linkage adds to its own prior log odds. Negative where they speak against it.
    pub evidence: f32,
}

/// As [`crate::compare`] without the explanation, for names already prepared.
#[must_use]
pub fn compare_prepared(first: &Prepared, second: &Prepared) -> Likelihood {
    let probability = compare_normal(&first.name, &second.name).probability;
    let kept = probability.clamp(1e-6, 1.0 - 1e-6);
    Likelihood {
        probability,
        evidence: (kept / (1.0 - kept)).ln(),
    }
}
