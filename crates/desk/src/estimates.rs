//! How many are on no list (E2): an estimate from lists that overlap, taken from the register or from
//! a table.
//!
//! The lists of the register are counted as far as the caller may read them: a person is on a list
//! when a readable, published row of it stands in one of the linked files that the caller reads.
//! Nothing is opened for it; the blind index knows which files a list wrote into.

use std::collections::{BTreeMap, BTreeSet};

use access::Visible;
use kernel::FileId;
pub use linkage::estimate::{CaptureTable, Caution, Estimate, FittedModel, Refusal, Report};
use linkage::estimate::{EstimateOptions, estimate, tables_from_rows};
use store::{BatchState, Transaction};

use crate::{Caller, DeskError, Result, files::FACET_CLASS, house::House};

/// Fewer and more lists than these carry no estimate.
pub const LISTS: std::ops::RangeInclusive<usize> = 2..=7;
/// A table has no more rows than this.
const MOST_ROWS: usize = 20_000;

/// A table with what is estimated from it, or why nothing is.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimated {
    /// What was counted.
    pub table: CaptureTable,
    /// The estimates.
    pub outcome: std::result::Result<Report, Refusal>,
}

/// A table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// It has no columns `dataset`, `pattern` and `count`.
    Columns,
    /// It has no rows.
    Empty,
    /// It has more rows than anybody needs.
    TooLong,
    /// A row is wrong; the sentence says which and why.
    Row(String),
}

fn estimated(table: CaptureTable, assume_independent: bool) -> Estimated {
    let options = EstimateOptions {
        assume_independent,
        ..EstimateOptions::default()
    };
    Estimated {
        outcome: estimate(&table, &options),
        table,
    }
}

/// Estimates from a table of the columns `dataset`, `pattern` and `count`, separated by commas or
/// semicolons: one outcome for each data set.
///
/// # Errors
/// What is wrong with the table.
pub fn estimate_table(
    text: &str,
    assume_independent: bool,
) -> std::result::Result<Vec<Estimated>, TableFault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let header = lines.next().ok_or(TableFault::Empty)?;
    let separator = [';', '\t', ',']
        .into_iter()
        .find(|separator| header.contains(*separator))
        .ok_or(TableFault::Columns)?;
    let cells = |line: &str| -> Vec<String> {
        line.split(separator)
            .map(|cell| cell.trim().trim_matches('"').trim().to_owned())
            .collect()
    };
    let header: Vec<String> = cells(header)
        .iter()
        .map(|cell| cell.to_lowercase())
        .collect();
    let place = |word: &str| {
        header
            .iter()
            .position(|cell| cell == word)
            .ok_or(TableFault::Columns)
    };
    let (pattern, count) = (place("pattern")?, place("count")?);
    let dataset = place("dataset").ok();
    let mut rows = Vec::new();
    for line in lines {
        if rows.len() >= MOST_ROWS {
            return Err(TableFault::TooLong);
        }
        let cells = cells(line);
        let cell = |place: usize| cells.get(place).cloned().unwrap_or_default();
        rows.push((
            dataset.map(cell).unwrap_or_default(),
            cell(pattern),
            cell(count),
        ));
    }
    if rows.is_empty() {
        return Err(TableFault::Empty);
    }
    let tables = tables_from_rows(
        rows.iter()
            .map(|(dataset, pattern, count)| (dataset.as_str(), pattern.as_str(), count.as_str())),
    )
    .map_err(|error| TableFault::Row(error.to_string()))?;
    Ok(tables
        .into_iter()
        .map(|table| estimated(table, assume_independent))
        .collect())
}

/// The file that stands for a person among linked ones.
fn root(of: &BTreeMap<FileId, FileId>, mut file: FileId) -> FileId {
    while let Some(next) = of.get(&file).filter(|next| **next != file) {
        file = *next;
    }
    file
}

impl House {
    /// Whether a file of a compartment that does not say so is a person's: only people have names.
    async fn is_person(
        &self,
        caller: &Caller,
        transaction: &mut Transaction,
        file: FileId,
    ) -> Result<bool> {
        let Ok((_, open)) = self.open_file(caller, transaction, file).await else {
            return Ok(false);
        };
        let history = self.history(caller, transaction, &open).await?;
        Ok(history.of_kind("name").next().is_some())
    }

    /// The titles of lists that were imported and that the caller may read, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lists_at_hand(&self, caller: &Caller) -> Result<Visible<Vec<String>>> {
        let imports = self.imports(caller).await?;
        Ok(imports.map(|imports| {
            imports
                .into_iter()
                .filter(|import| matches!(import.state, BatchState::Published | BatchState::Kept))
                .map(|import| import.report.source)
                .filter(|title| !title.is_empty())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        }))
    }

    /// Counts the people of these lists by the lists they are on, and estimates how many are on none.
    /// With two lists, `assume_independent` states that being on one does not change the chance of
    /// being on the other.
    ///
    /// # Errors
    /// A refusal for a list that is not at hand, or for fewer than two or more than seven.
    pub async fn estimate_lists(
        &self,
        caller: &Caller,
        titles: &[String],
        assume_independent: bool,
    ) -> Result<Visible<Estimated>> {
        let permit = self.list_right(caller)?;
        let mut chosen: Vec<&String> = titles.iter().collect();
        chosen.sort();
        chosen.dedup();
        if !LISTS.contains(&chosen.len()) {
            return Err(DeskError::refused("refused-estimate-lists"));
        }
        let at_hand = self.lists_at_hand(caller).await?;
        if chosen.iter().any(|title| !at_hand.contains(title)) {
            return Err(DeskError::Absent);
        }
        let mut transaction = self.read().await?;
        let mut of: BTreeMap<FileId, FileId> = BTreeMap::new();
        for (one, other) in transaction.readable_links(caller.viewer()).await? {
            let (one, other) = (root(&of, one), root(&of, other));
            if one != other {
                of.insert(one.max(other), one.min(other));
            }
        }
        let mut on: BTreeMap<FileId, usize> = BTreeMap::new();
        for (place, title) in chosen.iter().enumerate() {
            let hashes: Vec<i64> = self
                .searched(caller)
                .into_iter()
                .map(|keys| keys.index.hash(FACET_CLASS, &format!("list={title}")))
                .collect();
            for (file, subject) in transaction.files_carrying(caller.viewer(), &hashes).await? {
                // The list has a file of its own, which is nobody.
                let person = match subject {
                    Some(subject) => subject == "person",
                    None => self.is_person(caller, &mut transaction, file).await?,
                };
                if person {
                    *on.entry(root(&of, file)).or_default() |= 1 << place;
                }
            }
        }
        drop(transaction);
        let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
        for lists in on.values() {
            *counts.entry(*lists).or_default() += 1;
        }
        let patterns: Vec<(String, u64)> = (1..1_usize << chosen.len())
            .map(|lists| {
                let pattern = (0..chosen.len())
                    .map(|place| if lists >> place & 1 == 1 { '1' } else { '0' })
                    .collect();
                (pattern, counts.get(&lists).copied().unwrap_or_default())
            })
            .collect();
        let patterns: Vec<(&str, u64)> = patterns
            .iter()
            .map(|(pattern, count)| (pattern.as_str(), *count))
            .collect();
        let names: Vec<&str> = chosen.iter().map(|title| title.as_str()).collect();
        let table = CaptureTable::new("", &patterns)
            .map_err(|_| DeskError::Inside("a table of lists cannot be counted"))?
            .named(&names);
        // Minutes of arithmetic for seven lists must not hold a thread that serves pages.
        let estimated = tokio::task::spawn_blocking(move || estimated(table, assume_independent))
            .await
            .map_err(|_| DeskError::Inside("the estimate ended before its time"))?;
        Ok(Visible::new(&permit, estimated))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_or_refused_with_the_reason() {
        let good = "dataset,pattern,count\nA,10,80\nA,01,30\nA,11,20\n";
        let outcome = estimate_table(good, true).unwrap();
        assert_eq!(outcome.len(), 1);
        assert!(outcome[0].outcome.is_ok());
        assert_eq!(
            estimate_table(good, false).unwrap()[0].outcome,
            Err(Refusal::TwoLists)
        );
        let semicolons = "\u{feff}pattern;count\n\"10\";80\n01;30\n11;20\n";
        assert!(estimate_table(semicolons, true).unwrap()[0].outcome.is_ok());
        assert_eq!(estimate_table("", true), Err(TableFault::Empty));
        assert_eq!(estimate_table("a,b\n1,2", true), Err(TableFault::Columns));
        assert_eq!(
            estimate_table("pattern,count\n", true),
            Err(TableFault::Empty)
        );
        assert!(matches!(
            estimate_table("pattern,count\n1x,3", true),
            Err(TableFault::Row(_))
        ));
        let long = format!("pattern,count\n{}", "10,1\n".repeat(MOST_ROWS + 1));
        assert_eq!(estimate_table(&long, true), Err(TableFault::TooLong));
    }
}
