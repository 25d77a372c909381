//! How many people are on no list: multiple-systems estimation from lists that overlap.
//!
//! Every method assumes that the same person is recognised on each list, that nobody enters or
//! leaves the population meanwhile, and that lists do not copy from each other in ways the method
//! does not model. The choice of model is often the whole answer: so a report never holds one
//! number alone, and says how far the methods disagree.

mod chao;
mod decomposable;
mod draw;
mod latent;
mod loglinear;
mod table;

use serde::{Deserialize, Serialize};

pub use decomposable::Decomposable;
pub use latent::LatentClasses;
use loglinear::Differ;
pub use loglinear::{Criterion, FittedModel};
pub use table::{CaptureTable, TableError, tables_from_rows};

/// One estimate of how many there are in all, those on lists included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The data set.
    pub dataset: String,
    /// The method, in words.
    pub method: String,
    /// The model or family of models.
    pub model: String,
    /// How many in all; the median where the method gives a distribution.
    pub estimate: f64,
    /// Where the 95 % interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// Why nothing is estimated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// Fewer than two lists.
    #[error("one list says nothing about those on no list: at least two that overlap are needed")]
    OneList,
    /// Two lists, and nobody vouched for their independence.
    #[error(
        "with two lists it cannot be tested whether being on one changes the chance of being on the other: \
         an estimate needs the stated assumption that it does not"
    )]
    TwoLists,
    /// More lists than can be modelled.
    #[error("{0} lists are more than seven: merge those that draw on the same source")]
    TooManyLists(usize),
    /// Lists that share nobody.
    #[error("nobody is on two lists: without overlap there is no finite estimate")]
    NoOverlap,
    /// One list that shares nobody with any other.
    #[error("list {0} shares nobody with any other list: leave it out or look for missed matches")]
    ListApart(String),
    /// Lists that share too few.
    #[error(
        "only {0} people are on more than one list: fewer than {LEAST_OVERLAP} cannot carry an estimate"
    )]
    ThinOverlap(u64),
    /// No model has a finite estimate.
    #[error("no model that the lists allow has a finite estimate: too many lists share nobody")]
    NoFiniteModel,
}

/// Fewer people than this on more than one list carry no estimate.
pub const LEAST_OVERLAP: u64 = 10;

/// What is estimated from one table, with everything needed to doubt it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The data set.
    pub dataset: String,
    /// People on at least one list.
    pub on_lists: u64,
    /// The estimates, one a method.
    pub estimates: Vec<Estimate>,
    /// The best models by Bayes' information criterion, best first: whoever reads the estimate can
    /// see what the next best model would have said.
    pub models: Vec<FittedModel>,
    /// The largest estimate by the smallest, lower bounds left out: 2 means that methods disagree
    /// by a factor of two.
    pub disagreement: f64,
    /// What has to stand beside the figures.
    pub cautions: Vec<Caution>,
}

/// What has to stand beside the figures; as text a plain sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Two lists cannot test the assumption on which the estimate rests.
    TwoLists,
    /// The chains of the latent classes ended apart, by this factor.
    ChainsApart(f64),
    /// Models in which people differ in how easily they are listed fit as well as any other: figures that
    /// leave it out are likely too low, and their intervals miss more often than they say.
    PeopleDiffer,
    /// These pairs of lists share nobody.
    PairsApart(Vec<String>),
    /// The methods disagree by this factor.
    MethodsDisagree(f64),
    /// Models that fit almost as well say up to the first figure instead of the second.
    NearModels(f64, f64),
    /// What every figure assumes.
    Assumptions,
}

impl std::fmt::Display for Caution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TwoLists => f.write_str("Two lists: the estimate holds only if being on one list does not change the chance of being on the other, which these lists cannot test."),
            Self::ChainsApart(apart) => write!(
                f,
                "The chains of the latent classes ended up to a factor of {apart:.1} apart: their figure is not settled, and their interval may be too wide or in the wrong place."
            ),
            Self::PeopleDiffer => f.write_str("It fits these lists that people differ in how easily they are listed. Figures that leave this out are then too low and their intervals miss more often than they say: quote the span of all methods, as from so many on."),
            Self::PairsApart(pairs) => write!(
                f,
                "These pairs of lists share nobody, so no model can estimate how they depend on each other: {}.",
                pairs.join(", ")
            ),
            Self::MethodsDisagree(factor) => write!(
                f,
                "The methods disagree by a factor of {factor:.1}: the choice of method decides the figure, and the disagreement is itself the finding."
            ),
            Self::NearModels(most, best) => write!(
                f,
                "Models that fit almost as well say up to {most:.0} instead of {best:.0}."
            ),
            Self::Assumptions => f.write_str("All figures assume that nobody was missed or wrongly joined in linking the lists, that the population did not change meanwhile, and that everybody had some chance of being listed."),
        }
    }
}

/// How estimates are made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EstimateOptions {
    /// With two lists: somebody states that being on one does not change the chance of being on
    /// the other.
    pub assume_independent: bool,
    /// The settings of the latent classes.
    pub latent: LatentClasses,
    /// The settings of the averaging over decomposable models.
    pub decomposable: Decomposable,
}

/// Estimates how many there are in all, by several methods.
///
/// # Errors
/// When the lists are too few or overlap too little to carry any estimate.
pub fn estimate(table: &CaptureTable, options: &EstimateOptions) -> Result<Report, Refusal> {
    refuse(table, options)?;
    let mut estimates = vec![chao::lower_bound(table)];
    let mut cautions = Vec::new();
    if table.lists() == 2 {
        estimates.push(chao::two_lists(table));
        cautions.push(Caution::TwoLists);
        return Ok(report(table, estimates, Vec::new(), cautions));
    }
    let fitted = loglinear::all(table);
    if fitted.is_empty() {
        return Err(Refusal::NoFiniteModel);
    }
    for criterion in [Criterion::Bayes, Criterion::Akaike] {
        if let Some(best) = loglinear::best(&fitted, criterion) {
            estimates.push(best.estimate(
                table,
                &format!("log-linear, {} {}", loglinear::how(table), criterion.word()),
            ));
        }
        if table.lists() <= loglinear::MOST_LISTS_EXHAUSTIVE
            && let Some(stepwise) = loglinear::stepwise(table, criterion)
        {
            estimates.push(
                stepwise.estimate(table, &format!("log-linear, stepwise {}", criterion.word())),
            );
        }
    }
    estimates.push(loglinear::average(table, &fitted));
    if let Some(averaged) = options.decomposable.estimate(table) {
        estimates.push(averaged);
    }
    let (classes, apart) = options.latent.estimate(table);
    estimates.push(classes);
    if apart > latent::CHAINS_DISAGREE {
        cautions.push(Caution::ChainsApart(apart));
    }
    let mut differ = false;
    for way in Differ::BOTH {
        if let Some(model) = loglinear::differing(table, way) {
            // A difference of less than two in Bayes' criterion is no evidence against a model.
            differ |= fitted
                .first()
                .is_none_or(|best| model.bayes < best.bayes + 2.0);
            estimates.push(model.estimate(table, way.method()));
        }
    }
    if differ {
        cautions.push(Caution::PeopleDiffer);
    }
    let left_out = loglinear::pairs_apart(table);
    if !left_out.is_empty() {
        cautions.push(Caution::PairsApart(left_out));
    }
    Ok(report(table, estimates, fitted, cautions))
}

fn refuse(table: &CaptureTable, options: &EstimateOptions) -> Result<(), Refusal> {
    match table.lists() {
        0 | 1 => return Err(Refusal::OneList),
        2 if !options.assume_independent => return Err(Refusal::TwoLists),
        2..=7 => {}
        more => return Err(Refusal::TooManyLists(more)),
    }
    let overlap = table.on_more_than_one();
    if overlap == 0 {
        return Err(Refusal::NoOverlap);
    }
    for list in 0..table.lists() {
        if table.shared_by(list) == 0 {
            return Err(Refusal::ListApart(table.list_name(list)));
        }
    }
    if overlap < LEAST_OVERLAP {
        return Err(Refusal::ThinOverlap(overlap));
    }
    Ok(())
}

fn report(
    table: &CaptureTable,
    mut estimates: Vec<Estimate>,
    mut fitted: Vec<FittedModel>,
    mut cautions: Vec<Caution>,
) -> Report {
    let values: Vec<f64> = estimates
        .iter()
        .filter(|estimate| estimate.method != chao::METHOD)
        .map(|estimate| estimate.estimate)
        .collect();
    let (least, most) = values
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, most), value| {
            (least.min(*value), most.max(*value))
        });
    let disagreement = if least > 0.0 && least < f64::MAX {
        most / least
    } else {
        1.0
    };
    if disagreement > 1.2 {
        cautions.push(Caution::MethodsDisagree(disagreement));
    }
    if let (Some(first), Some(widest)) = (
        fitted.first(),
        fitted
            .iter()
            .take_while(|model| model.bayes - fitted.first().map_or(0.0, |best| best.bayes) < 6.0)
            .max_by(|a, b| a.total.total_cmp(&b.total)),
    ) && widest.total > 1.2 * first.total
    {
        cautions.push(Caution::NearModels(widest.total, first.total));
    }
    estimates.extend(span(table, &estimates));
    cautions.push(Caution::Assumptions);
    fitted.truncate(20);
    Report {
        dataset: table.dataset().to_owned(),
        on_lists: table.on_lists(),
        estimates,
        models: fitted,
        disagreement,
        cautions,
    }
}

/// From the least low end to the greatest high end of all methods but the lower bound: where people
/// differ in how easily they are listed, single methods miss the truth far more often than they say.
fn span(table: &CaptureTable, estimates: &[Estimate]) -> Option<Estimate> {
    let told: Vec<&Estimate> = estimates
        .iter()
        .filter(|estimate| estimate.method != chao::METHOD)
        .collect();
    if told.len() < 2 {
        return None;
    }
    let mut middle: Vec<f64> = told.iter().map(|estimate| estimate.estimate).collect();
    middle.sort_by(f64::total_cmp);
    Some(Estimate {
        dataset: table.dataset().to_owned(),
        method: "span of all methods".to_owned(),
        model: "from the least low end to the greatest high end".to_owned(),
        estimate: quantile(&middle, 0.5),
        low: told
            .iter()
            .map(|estimate| estimate.low)
            .fold(f64::MAX, f64::min),
        high: told
            .iter()
            .map(|estimate| estimate.high)
            .fold(0.0, f64::max),
    })
}

/// A quantile of values in order.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[expect(clippy::cast_precision_loss, reason = "a number of samples")]
    let place = share * last as f64;
    let low = sorted
        .get(place.floor() as usize)
        .copied()
        .unwrap_or_default();
    let high = sorted.get(place.ceil() as usize).copied().unwrap_or(low);
    low + (high - low) * (place - place.floor())
}

/// A count as a number to compute with.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of people are far below 2^53"
)]
const fn real(count: u64) -> f64 {
    count as f64
}
