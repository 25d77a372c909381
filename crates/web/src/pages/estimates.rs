//! How many are on no list.

use askama::Template;

use super::{Choice, Layout};

/// One estimate, with the place of its interval on the common scale.
#[derive(Clone, Debug)]
pub struct EstimateRow {
    /// The method, in words.
    pub method: String,
    /// The model, as its authors write it.
    pub model: String,
    /// How many in all.
    pub figure: String,
    /// From how many to how many.
    pub interval: String,
    /// Where the interval begins, ends, and where the figure stands: thousandths of the width.
    pub from: u32,
    /// Where it ends.
    pub width: u32,
    /// Where the figure stands.
    pub at: u32,
    /// Whether it spans all methods: the figure to quote.
    pub span: bool,
}

/// A model and how well it fits.
#[derive(Clone, Debug)]
pub struct ModelRow {
    /// The model.
    pub model: String,
    /// How many in all, from and to.
    pub figure: String,
    /// From how many to how many.
    pub interval: String,
    /// Bayes' and Akaike's criteria.
    pub criteria: (String, String),
}

/// One data set with what is estimated from it.
#[derive(Clone, Debug, Default)]
pub struct EstimateResult {
    /// Its name, where there are several.
    pub dataset: String,
    /// The lists, numbered, with how many people each has.
    pub lists: Vec<(String, String)>,
    /// How many are on at least one list, in words.
    pub on_lists: String,
    /// The one sentence to say.
    pub summary: String,
    /// Why nothing is estimated.
    pub refused: Option<String>,
    /// The estimates.
    pub rows: Vec<EstimateRow>,
    /// Figures under the scale: thousandths of the width and words.
    pub scale: Vec<(u32, String)>,
    /// What has to stand beside the figures.
    pub cautions: Vec<String>,
    /// The best models.
    pub models: Vec<ModelRow>,
    /// How many people are on exactly these lists.
    pub overlaps: Vec<(String, String)>,
}

/// Choosing lists or a table, and the estimates. Sends `list` once for each list, or `table` and
/// `text`; `assume` where two lists are said to be independent.
#[derive(Debug, Template)]
#[template(path = "estimates/estimate.html")]
pub struct EstimatePage {
    /// What every page shares.
    pub layout: Layout,
    /// Lists at hand.
    pub lists: Vec<Choice>,
    /// Whether two lists are said to be independent.
    pub assume: bool,
    /// The table that was entered.
    pub text: String,
    /// What is wrong.
    pub error: Option<String>,
    /// What came out.
    pub results: Vec<EstimateResult>,
}
