//! What needs no model: Chao's lower bound, and two lists taken as independent.

use super::{CaptureTable, Estimate, real};

/// The method's name, by which it is known as a bound and not an estimate.
pub(super) const METHOD: &str = "Chao lower bound";

/// The least number that the people seen once and twice allow (A. Chao 1987, bias-corrected).
/// Holds when people differ in how easily they are listed.
pub(super) fn lower_bound(table: &CaptureTable) -> Estimate {
    let seen = |times: u32| -> f64 {
        real(
            table
                .cells()
                .filter(|(cell, _)| cell.count_ones() == times)
                .map(|(_, count)| count)
                .sum(),
        )
    };
    let (once, twice) = (seen(1), seen(2));
    let lists = real(table.lists() as u64);
    let shrink = (lists - 1.0) / lists;
    let missing = shrink * once * (once - 1.0) / (2.0 * (twice + 1.0));
    let ratio = once / twice.max(1.0);
    let variance = twice.max(1.0)
        * (0.5 * shrink * ratio.powi(2)
            + shrink.powi(2) * ratio.powi(3)
            + 0.25 * shrink.powi(2) * ratio.powi(4));
    around(table, METHOD, "none: a lower bound", missing, variance)
}

/// Chapman's estimate for two independent lists, with the variance of Seber.
pub(super) fn two_lists(table: &CaptureTable) -> Estimate {
    let both = real(table.count(3));
    let (first, second) = (real(table.count(1)) + both, real(table.count(2)) + both);
    let total = (first + 1.0) * (second + 1.0) / (both + 1.0) - 1.0;
    let variance = (first + 1.0) * (second + 1.0) * (first - both) * (second - both)
        / ((both + 1.0).powi(2) * (both + 2.0));
    around(
        table,
        "two lists, independence assumed",
        "independence",
        total - real(table.on_lists()),
        variance,
    )
}

/// An interval that never reaches below those seen: the missing are taken as log-normal.
fn around(
    table: &CaptureTable,
    method: &str,
    model: &str,
    missing: f64,
    variance: f64,
) -> Estimate {
    let seen = real(table.on_lists());
    let missing = missing.max(0.0);
    let spread = if missing > 0.0 {
        (1.96 * (variance / missing.powi(2)).ln_1p().sqrt()).exp()
    } else {
        1.0
    };
    Estimate {
        dataset: table.dataset().to_owned(),
        method: method.to_owned(),
        model: model.to_owned(),
        estimate: seen + missing,
        low: seen + missing / spread,
        high: seen + missing * spread,
    }
}
