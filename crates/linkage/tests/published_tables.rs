//! The published capture-recapture tables and the figures they lead to.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests: a broken invariant should stop the test"
)]

use linkage::estimate::{CaptureTable, EstimateOptions, LatentClasses, Refusal, Report, estimate};

fn kosovo() -> CaptureTable {
    CaptureTable::new(
        "kosovo",
        &[
            ("0001", 306),
            ("0010", 936),
            ("0011", 123),
            ("0100", 845),
            ("0101", 31),
            ("0110", 217),
            ("0111", 32),
            ("1000", 1131),
            ("1001", 106),
            ("1010", 228),
            ("1011", 42),
            ("1100", 177),
            ("1101", 18),
            ("1110", 181),
            ("1111", 27),
        ],
    )
    .unwrap()
    .named(&["EXH", "ABA", "OSCE", "HRW"])
}

fn uk_six() -> CaptureTable {
    CaptureTable::new(
        "uk6",
        &[
            ("100000", 54),
            ("010000", 463),
            ("001000", 907),
            ("000100", 695),
            ("000010", 316),
            ("000001", 57),
            ("110000", 15),
            ("101000", 19),
            ("100100", 3),
            ("011000", 56),
            ("010100", 19),
            ("010010", 1),
            ("010001", 3),
            ("001100", 69),
            ("001010", 10),
            ("001001", 31),
            ("000110", 8),
            ("000101", 6),
            ("000011", 1),
            ("111000", 1),
            ("110100", 1),
            ("011100", 4),
            ("011001", 3),
            ("001101", 1),
            ("111100", 1),
        ],
    )
    .unwrap()
    .named(&["LA", "NG", "PF", "GO", "GP", "NCA"])
}

fn uk_five() -> CaptureTable {
    CaptureTable::new(
        "uk5",
        &[
            ("10000", 54),
            ("01000", 463),
            ("00100", 995),
            ("00010", 695),
            ("00001", 316),
            ("11000", 15),
            ("10100", 19),
            ("10010", 3),
            ("01100", 62),
            ("01010", 19),
            ("01001", 1),
            ("00110", 76),
            ("00101", 11),
            ("00011", 8),
            ("11100", 1),
            ("11010", 1),
            ("01110", 4),
            ("11110", 1),
        ],
    )
    .unwrap()
    .named(&["LA", "NG", "PFNCA", "GO", "GP"])
}

fn netherlands() -> CaptureTable {
    CaptureTable::new(
        "netherlands5",
        &[
            ("10000", 756),
            ("01000", 1299),
            ("00100", 4466),
            ("00010", 650),
            ("00001", 632),
            ("11000", 1),
            ("10100", 81),
            ("10010", 5),
            ("10001", 73),
            ("01100", 44),
            ("01001", 4),
            ("00110", 82),
            ("00101", 125),
            ("00011", 2),
            ("10110", 2),
            ("10101", 11),
            ("00111", 1),
        ],
    )
    .unwrap()
    .named(&["IO", "K", "P", "R", "Z"])
}

fn report(table: &CaptureTable) -> Report {
    estimate(table, &EstimateOptions::default()).unwrap()
}

fn figures(report: &Report, method: &str) -> (f64, f64, f64) {
    let found = report
        .estimates
        .iter()
        .find(|estimate| estimate.method == method)
        .unwrap_or_else(|| panic!("no {method} in {:#?}", report.estimates));
    (found.estimate, found.low, found.high)
}

fn rounded(figures: (f64, f64, f64)) -> (i64, i64, i64) {
    (
        figures.0.round() as i64,
        figures.1.round() as i64,
        figures.2.round() as i64,
    )
}

#[test]
fn kosovo_log_linear_to_the_unit() {
    let report = report(&kosovo());
    assert_eq!(report.on_lists, 4_400);
    assert_eq!(
        rounded(figures(&report, "log-linear, best hierarchical by BIC")),
        (10_357, 9_005, 12_105)
    );
    assert_eq!(
        rounded(figures(&report, "log-linear, best hierarchical by AIC")),
        (12_741, 10_130, 16_542)
    );
    let best = &report.models[0];
    assert_eq!(best.model, "[EXH*ABA*OSCE, EXH*HRW, OSCE*HRW]");
    assert_eq!(
        (
            best.freedom,
            (best.deviance * 100.0).round(),
            (best.chi_square * 100.0).round()
        ),
        (4, 932.0, 891.0)
    );
    let third = &report.models[2];
    assert_eq!(
        rounded((third.total, third.low, third.high)),
        (18_393, 15_375, 22_242)
    );
    // That the choice of model is the answer must be said.
    assert!(
        report
            .cautions
            .iter()
            .any(|caution| caution.to_string().contains("almost as well")),
        "{:?}",
        report.cautions
    );
}

#[test]
fn kosovo_bayesian_within_monte_carlo_error() {
    let report = report(&kosovo());
    let (median, low, high) = figures(&report, "latent classes, Bayesian");
    assert!((10_200.0..10_800.0).contains(&median), "{median}");
    assert!((8_800.0..9_500.0).contains(&low), "{low}");
    assert!((12_800.0..15_800.0).contains(&high), "{high}");
    let (median, low, high) = figures(&report, "decomposable models, Bayesian average");
    assert!((median / 12_595.0 - 1.0).abs() < 0.03, "{median}");
    assert!((low / 9_827.0 - 1.0).abs() < 0.03, "{low}");
    assert!((high / 16_544.0 - 1.0).abs() < 0.03, "{high}");
}

#[test]
fn united_kingdom_stepwise_to_the_unit() {
    let report = report(&uk_six());
    assert_eq!(report.on_lists, 2_744);
    assert_eq!(
        rounded(figures(&report, "log-linear, stepwise AIC")),
        (11_418, 9_977, 13_146)
    );
    assert_eq!(
        rounded(figures(&report, "log-linear, stepwise BIC")),
        (12_350, 10_864, 14_107)
    );
    let (median, low, high) = figures(&report, "latent classes, Bayesian");
    assert!(
        (17_000.0..23_500.0).contains(&median),
        "{median} {low} {high}"
    );
    assert!(report.disagreement > 1.4);
    assert!(
        report
            .cautions
            .iter()
            .any(|caution| caution.to_string().contains("disagree"))
    );
    assert!(
        report
            .cautions
            .iter()
            .any(|caution| caution.to_string().contains("share nobody"))
    );
}

#[test]
fn five_lists_of_the_united_kingdom_and_the_netherlands() {
    let report = report(&uk_five());
    let (median, ..) = figures(&report, "latent classes, Bayesian");
    assert!((17_500.0..24_500.0).contains(&median), "{median}");
    let report = self::report(&netherlands());
    assert_eq!(report.on_lists, 8_234);
    let (median, low, high) = figures(&report, "latent classes, Bayesian");
    // The posterior has a second hill beyond 100,000 that single chains seldom find: the figure of
    // the peer lies within, its lower end is met, and that the chains disagree is said.
    assert!(low < 48_477.0 && high > 59_634.0 * 0.85, "{low} {high}");
    assert!((low / 41_931.0 - 1.0).abs() < 0.10, "{low}");
    let settled = (median / 48_477.0 - 1.0).abs() < 0.10;
    assert!(
        settled
            || report
                .cautions
                .iter()
                .any(|caution| caution.to_string().contains("not settled")),
        "{median}"
    );
    let (median, ..) = figures(&report, "decomposable models, Bayesian average");
    assert!((median / 47_902.0 - 1.0).abs() < 0.08, "{median}");
}

#[test]
fn what_cannot_carry_an_estimate_is_refused() {
    let refused = |patterns: &[(&str, u64)]| {
        estimate(
            &CaptureTable::new("x", patterns).unwrap(),
            &EstimateOptions::default(),
        )
        .unwrap_err()
    };
    assert_eq!(refused(&[("1", 50)]), Refusal::OneList);
    assert_eq!(
        refused(&[("10", 50), ("01", 40), ("11", 20)]),
        Refusal::TwoLists
    );
    assert_eq!(
        refused(&[("100", 50), ("010", 40), ("001", 20)]),
        Refusal::NoOverlap
    );
    assert_eq!(
        refused(&[("100", 50), ("010", 40), ("001", 20), ("110", 30)]),
        Refusal::ListApart("list 3".to_owned())
    );
    assert_eq!(
        refused(&[
            ("100", 50),
            ("010", 40),
            ("001", 20),
            ("110", 3),
            ("011", 2)
        ]),
        Refusal::ThinOverlap(5)
    );
    let assumed = EstimateOptions {
        assume_independent: true,
        ..EstimateOptions::default()
    };
    let two = CaptureTable::new("x", &[("10", 80), ("01", 30), ("11", 20)]).unwrap();
    let report = estimate(&two, &assumed).unwrap();
    let (total, low, high) = figures(&report, "two lists, independence assumed");
    assert!((total - (101.0 * 51.0 / 21.0 - 1.0)).abs() < 1e-9);
    assert!(low >= 130.0 && low < total && total < high);
    assert!(report.cautions[0].to_string().contains("Two lists"));
}

#[test]
fn malformed_tables_are_refused() {
    assert!(CaptureTable::new("x", &[("10", 1), ("1", 2)]).is_err());
    assert!(CaptureTable::new("x", &[("10", 1), ("10", 2)]).is_err());
    assert!(CaptureTable::new("x", &[("00", 1)]).is_err());
    assert!(CaptureTable::new("x", &[("1x", 1)]).is_err());
}

#[test]
fn the_same_seed_gives_the_same_figures() {
    let settings = LatentClasses {
        burn_in: 50,
        samples: 40,
        thinning: 2,
        ..LatentClasses::default()
    };
    assert_eq!(settings.estimate(&kosovo()), settings.estimate(&kosovo()));
    let other = LatentClasses {
        seed: 2,
        ..settings.clone()
    };
    assert_ne!(settings.estimate(&kosovo()), other.estimate(&kosovo()));
}
