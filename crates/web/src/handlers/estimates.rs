//! How many are on no list (E2): from lists of the register, or from a table.

use std::sync::Arc;

use access::Read;
use axum::http::StatusCode;
use desk::{
    DeskError,
    estimates::{
        CaptureTable, Caution, Estimate, Estimated, Refusal, Report, TableFault, estimate_table,
    },
};

use super::{may_somewhere, said};
use crate::{
    pages::{Choice, EstimatePage, EstimateResult, EstimateRow, ModelRow, Place},
    text::Texts,
    visit::{Answer, Fail, Visit, page, page_with},
};

/// A table of this many bytes is longer than any that can be meant.
const LONGEST_TABLE: usize = 1_000_000;

fn whole(t: Texts, number: f64) -> String {
    if !(0.0..=1e15).contains(&number) {
        return t.msg("estimate-beyond");
    }
    #[expect(clippy::cast_possible_truncation, reason = "between nought and 10^15")]
    let number = number.round() as i64;
    t.number(number)
}

fn count(t: Texts, number: u64) -> String {
    t.number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn method(t: Texts, method: &str) -> String {
    let id = match method {
        "Chao lower bound" => "estimate-method-chao",
        "two lists, independence assumed" => "estimate-method-two",
        "log-linear, averaged by BIC" => "estimate-method-averaged",
        "decomposable models, Bayesian average" => "estimate-method-decomposable",
        "latent classes, Bayesian" => "estimate-method-latent",
        "log-linear, people differ (Poisson)" => "estimate-method-differ",
        "log-linear, people differ (Darroch)" => "estimate-method-differ-much",
        "span of all methods" => "estimate-method-span",
        other if other.ends_with("stepwise BIC") => "estimate-method-stepwise-bic",
        other if other.ends_with("stepwise AIC") => "estimate-method-stepwise-aic",
        other if other.ends_with("BIC") => "estimate-method-best-bic",
        other if other.ends_with("AIC") => "estimate-method-best-aic",
        other => return other.to_owned(),
    };
    t.msg(id)
}

fn caution(t: Texts, caution: &Caution) -> String {
    let factor = |id: &str, factor: f64| t.with(id, "factor", format!("{factor:.1}").as_str());
    match caution {
        Caution::TwoLists => t.msg("estimate-caution-two"),
        Caution::ChainsApart(apart) => factor("estimate-caution-chains", *apart),
        Caution::PeopleDiffer => t.msg("estimate-caution-differ"),
        Caution::PairsApart(pairs) => {
            t.with("estimate-caution-pairs", "pairs", pairs.join(", ").as_str())
        }
        Caution::MethodsDisagree(by) => factor("estimate-caution-methods", *by),
        Caution::NearModels(most, best) => t.msg_args(
            "estimate-caution-models",
            &[
                ("most", whole(t, *most).as_str().into()),
                ("best", whole(t, *best).as_str().into()),
            ],
        ),
        Caution::Assumptions => t.msg("estimate-caution-assumptions"),
    }
}

fn refusal(t: Texts, refusal: &Refusal) -> String {
    match refusal {
        Refusal::OneList => t.msg("estimate-refused-one"),
        Refusal::TwoLists => t.msg("estimate-refused-two"),
        Refusal::TooManyLists(lists) => t.count("estimate-refused-many", *lists),
        Refusal::NoOverlap => t.msg("estimate-refused-overlap"),
        Refusal::ListApart(list) => t.with("estimate-refused-apart", "list", list.as_str()),
        Refusal::ThinOverlap(people) => t.with(
            "estimate-refused-thin",
            "people",
            count(t, *people).as_str(),
        ),
        Refusal::NoFiniteModel => t.msg("estimate-refused-model"),
    }
}

/// The common scale of all intervals: logarithmic, for they differ by factors.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(report: &Report) -> Self {
        let mut low = report
            .estimates
            .iter()
            .map(|one| one.low)
            .fold(f64::MAX, f64::min);
        let mut high = report
            .estimates
            .iter()
            .map(|one| one.high)
            .fold(1.0, f64::max);
        low = low.max(1.0) * 0.95;
        high = (high * 1.05).min(1e15).max(low * 1.1);
        Self { low, high }
    }

    /// A figure in thousandths of the width.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    fn place(&self, figure: f64) -> u32 {
        let share = (figure.max(1.0) / self.low).ln() / (self.high / self.low).ln();
        (share.clamp(0.0, 1.0) * 1000.0).round() as u32
    }

    /// Round figures along it.
    fn ticks(&self, t: Texts) -> Vec<(u32, String)> {
        let mut ticks: Vec<(u32, String)> = Vec::new();
        let mut step = 10_f64.powf(self.low.log10().floor());
        while step <= self.high {
            for times in [1.0, 2.0, 5.0] {
                let figure = step * times;
                let place = self.place(figure);
                let apart = ticks
                    .last()
                    .is_none_or(|(before, _)| place.saturating_sub(*before) >= 150);
                if figure > self.low && figure < self.high && apart && (40..=960).contains(&place) {
                    ticks.push((place, whole(t, figure)));
                }
            }
            step *= 10.0;
        }
        ticks
    }
}

fn interval(t: Texts, low: f64, high: f64) -> String {
    t.msg_args(
        "estimate-from-to",
        &[
            ("low", whole(t, low).as_str().into()),
            ("high", whole(t, high).as_str().into()),
        ],
    )
}

fn row(t: Texts, scale: &Scale, one: &Estimate) -> EstimateRow {
    let (from, to) = (scale.place(one.low), scale.place(one.high));
    EstimateRow {
        method: method(t, &one.method),
        model: one.model.clone(),
        figure: whole(t, one.estimate),
        interval: interval(t, one.low, one.high),
        from,
        width: to.saturating_sub(from).max(3),
        at: scale.place(one.estimate).min(992),
        span: one.method == "span of all methods",
    }
}

fn lists_of(table: &CaptureTable, cell: usize) -> Vec<String> {
    (0..table.lists())
        .filter(|list| cell >> list & 1 == 1)
        .map(|list| table.list_name(list))
        .collect()
}

fn result(t: Texts, estimated: &Estimated) -> EstimateResult {
    let table = &estimated.table;
    let cells = 1..1_usize << table.lists().min(16);
    let mut result = EstimateResult {
        dataset: table.dataset().to_owned(),
        lists: (0..table.lists())
            .map(|list| {
                let people = cells
                    .clone()
                    .filter(|cell| cell >> list & 1 == 1)
                    .map(|cell| table.count(cell))
                    .sum();
                (table.list_name(list), count(t, people))
            })
            .collect(),
        on_lists: t.msg_args(
            "estimate-on-lists",
            &[
                ("people", count(t, table.on_lists()).as_str().into()),
                ("lists", t.number(table.lists()).as_str().into()),
            ],
        ),
        overlaps: cells
            .filter(|cell| table.count(*cell) > 0)
            .map(|cell| {
                (
                    t.with(
                        "estimate-only-on",
                        "lists",
                        t.list(&lists_of(table, cell)).as_str(),
                    ),
                    count(t, table.count(cell)),
                )
            })
            .take(130)
            .collect(),
        ..EstimateResult::default()
    };
    match &estimated.outcome {
        Err(why) => result.refused = Some(refusal(t, why)),
        Ok(report) => {
            let scale = Scale::of(report);
            result.rows = report
                .estimates
                .iter()
                .map(|one| row(t, &scale, one))
                .collect();
            result.scale = scale.ticks(t);
            result.cautions = report.cautions.iter().map(|one| caution(t, one)).collect();
            result.models = report
                .models
                .iter()
                .map(|model| ModelRow {
                    model: model.model.clone(),
                    figure: whole(t, model.total),
                    interval: interval(t, model.low, model.high),
                    criteria: (
                        format!("{:.1}", model.bayes),
                        format!("{:.1}", model.akaike),
                    ),
                })
                .collect();
            // Never one number alone: from the least to the greatest of all methods.
            let span = report
                .estimates
                .iter()
                .find(|one| one.method == "span of all methods")
                .or_else(|| report.estimates.last());
            if let Some(span) = span {
                result.summary = t.msg_args(
                    "estimate-summary",
                    &[
                        ("low", whole(t, span.low).as_str().into()),
                        ("high", whole(t, span.high).as_str().into()),
                        ("known", count(t, report.on_lists).as_str().into()),
                    ],
                );
            }
        }
    }
    result
}

async fn form(
    visit: &Visit,
    chosen: &[String],
    assume: bool,
    text: &str,
) -> Result<EstimatePage, Fail> {
    let caller = visit.caller()?;
    if !may_somewhere::<Read>(caller, "name") {
        return Err(Fail::Absent);
    }
    let lists = visit.house()?.lists_at_hand(caller).await?;
    Ok(EstimatePage {
        layout: visit.layout("title-estimate", Some(Place::Review)),
        lists: lists
            .iter()
            .map(|title| {
                let mut choice = Choice::new(title, title);
                choice.chosen = chosen.contains(title);
                choice
            })
            .collect(),
        assume,
        text: text.to_owned(),
        error: None,
        results: Vec::new(),
    })
}

/// Choosing lists or a table.
pub(crate) async fn choose(visit: Arc<Visit>) -> Answer {
    page(&form(&visit, &[], false, "").await?)
}

/// Estimates from lists of the register.
pub(crate) async fn from_lists(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let chosen: Vec<String> = visit.fields("list").map(str::to_owned).collect();
    let assume = visit.field("assume") == "1";
    let mut shown = form(&visit, &chosen, assume, "").await?;
    match visit
        .house()?
        .estimate_lists(visit.caller()?, &chosen, assume)
        .await
    {
        Ok(estimated) => shown.results = vec![result(t, &estimated)],
        Err(DeskError::Refused(id, arguments)) => {
            shown.error = Some(said::refusal(t, id, &arguments));
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
        Err(error) => return Err(error.into()),
    }
    page(&shown)
}

/// Estimates from a table that was sent.
pub(crate) async fn from_table(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    // Whoever may not come in sends no file.
    form(&visit, &[], false, "").await?;
    let sent = visit.upload().await?;
    let field = |name: &str| {
        sent.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let assume = field("assume") == "1";
    let mut text = field("text").to_owned();
    if let Some((file, _)) = &sent.file {
        let bytes = tokio::fs::read(file.path()).await.unwrap_or_default();
        if !bytes.is_empty() {
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    let mut shown = form(&visit, &[], assume, &text).await?;
    let outcome = if text.len() > LONGEST_TABLE {
        shown.text.clear();
        Err(TableFault::TooLong)
    } else {
        tokio::task::spawn_blocking(move || estimate_table(&text, assume))
            .await
            .map_err(|_| Fail::Inside)?
    };
    match outcome {
        Ok(results) => {
            shown.results = results.iter().take(20).map(|one| result(t, one)).collect();
            page(&shown)
        }
        Err(fault) => {
            shown.error = Some(match fault {
                TableFault::Columns => t.msg("estimate-fault-columns"),
                TableFault::Empty => t.msg("estimate-fault-empty"),
                TableFault::TooLong => t.msg("estimate-fault-long"),
                TableFault::Row(says) => t.with("estimate-fault-row", "says", says.as_str()),
            });
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}
