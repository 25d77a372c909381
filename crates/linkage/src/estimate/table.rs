//! How many people are on each combination of lists.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::cluster::Clusters;
use crate::register::Register;

/// For each combination of lists, how many people are on exactly those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureTable {
    dataset: String,
    names: Vec<String>,
    /// By combination: bit 0 is the first list. Place 0, on no list, stays 0.
    counts: Vec<u64>,
}

/// A text is not a table of combinations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A pattern is not made of 0 and 1, or not as long as the others.
    #[error("the pattern {0:?} of {1} is not one digit, 0 or 1, for each list")]
    Pattern(String, String),
    /// A count is not a number.
    #[error("the count {0:?} of pattern {1:?} of {2} is not a number")]
    Count(String, String, String),
    /// A pattern occurs twice.
    #[error("the pattern {0:?} of {1} occurs twice")]
    Twice(String, String),
    /// People on no list are counted.
    #[error("{1} counts people on no list (pattern {0:?}): they are what is to be estimated")]
    OnNoList(String, String),
    /// More lists than a table can have.
    #[error("{0} has more than sixteen lists")]
    TooManyLists(String),
}

/// Reads tables from rows of data set, pattern and count; data sets in order of their first row.
///
/// # Errors
/// When a pattern or a count cannot be read, or a pattern occurs twice.
pub fn tables_from_rows<'a>(
    rows: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
) -> Result<Vec<CaptureTable>, TableError> {
    let mut grouped: Vec<(String, Vec<(&str, u64)>)> = Vec::new();
    for (dataset, pattern, count) in rows {
        let number = count.trim().parse::<u64>().map_err(|_| {
            TableError::Count(count.to_owned(), pattern.to_owned(), dataset.to_owned())
        })?;
        match grouped.iter_mut().find(|(name, _)| name == dataset) {
            Some((_, patterns)) => patterns.push((pattern.trim(), number)),
            None => grouped.push((dataset.to_owned(), vec![(pattern.trim(), number)])),
        }
    }
    grouped
        .into_iter()
        .map(|(dataset, patterns)| CaptureTable::new(&dataset, &patterns))
        .collect()
}

impl CaptureTable {
    /// A table from patterns, one digit for each list (1 is on that list), and counts. Patterns not
    /// given count 0.
    ///
    /// # Errors
    /// When a pattern is malformed, occurs twice, or counts people on no list.
    pub fn new(dataset: &str, patterns: &[(&str, u64)]) -> Result<Self, TableError> {
        let lists = patterns.first().map_or(0, |(pattern, _)| pattern.len());
        if lists > 16 {
            return Err(TableError::TooManyLists(dataset.to_owned()));
        }
        let mut counts = vec![0; 1 << lists];
        let mut seen = vec![false; 1 << lists];
        for (pattern, count) in patterns {
            if pattern.len() != lists || !pattern.bytes().all(|digit| matches!(digit, b'0' | b'1'))
            {
                return Err(TableError::Pattern(
                    (*pattern).to_owned(),
                    dataset.to_owned(),
                ));
            }
            let cell = pattern
                .bytes()
                .enumerate()
                .filter(|(_, digit)| *digit == b'1')
                .fold(0_usize, |cell, (list, _)| cell | 1 << list);
            if cell == 0 && *count > 0 {
                return Err(TableError::OnNoList(
                    (*pattern).to_owned(),
                    dataset.to_owned(),
                ));
            }
            if let (Some(slot), Some(seen)) = (counts.get_mut(cell), seen.get_mut(cell)) {
                if *seen {
                    return Err(TableError::Twice((*pattern).to_owned(), dataset.to_owned()));
                }
                *slot = *count;
                *seen = true;
            }
        }
        Ok(Self {
            dataset: dataset.to_owned(),
            names: (1..=lists).map(|list| format!("list {list}")).collect(),
            counts,
        })
    }

    /// A table of the lists of a register: each cluster is a person. Rows on no named list count
    /// as one list.
    #[must_use]
    pub fn from_clusters(dataset: &str, register: &Register, clusters: &Clusters) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut on: HashMap<u32, usize> = HashMap::new();
        for (row, cluster) in (0_u32..).zip(&clusters.of_row) {
            let list = register.list(row);
            let place = *places.entry(list).or_insert_with(|| {
                names.push(list.to_owned());
                names.len() - 1
            });
            *on.entry(*cluster).or_default() |= 1 << place.min(15);
        }
        names.truncate(16);
        let mut counts = vec![0; 1 << names.len()];
        for cell in on.values() {
            if let Some(slot) = counts.get_mut(*cell) {
                *slot += 1;
            }
        }
        Self {
            dataset: dataset.to_owned(),
            names,
            counts,
        }
    }

    /// The same table with names for its lists; names beyond the number of lists are ignored.
    #[must_use]
    pub fn named(mut self, names: &[&str]) -> Self {
        for (slot, name) in self.names.iter_mut().zip(names) {
            (*name).clone_into(slot);
        }
        self
    }

    /// The name of the data set.
    #[must_use]
    pub fn dataset(&self) -> &str {
        &self.dataset
    }

    /// How many lists there are.
    #[must_use]
    pub fn lists(&self) -> usize {
        self.names.len()
    }

    /// The name of a list, counted from 0.
    #[must_use]
    pub fn list_name(&self, list: usize) -> String {
        self.names.get(list).cloned().unwrap_or_default()
    }

    /// How many people are on exactly this combination; bit 0 is the first list.
    #[must_use]
    pub fn count(&self, cell: usize) -> u64 {
        self.counts.get(cell).copied().unwrap_or_default()
    }

    /// The combinations with their counts, that of no list left out.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.counts.iter().copied().enumerate().skip(1)
    }

    /// How many people are on at least one list.
    #[must_use]
    pub fn on_lists(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many are on each of these lists, and perhaps others.
    pub(crate) fn on_all(&self, lists: usize) -> u64 {
        self.cells()
            .filter(|(cell, _)| cell & lists == lists)
            .map(|(_, count)| count)
            .sum()
    }

    /// How many are on more than one list.
    pub(crate) fn on_more_than_one(&self) -> u64 {
        self.cells()
            .filter(|(cell, _)| cell.count_ones() > 1)
            .map(|(_, count)| count)
            .sum()
    }

    /// How many of a list are also on another.
    pub(crate) fn shared_by(&self, list: usize) -> u64 {
        self.cells()
            .filter(|(cell, _)| cell >> list & 1 == 1 && cell.count_ones() > 1)
            .map(|(_, count)| count)
            .sum()
    }
}
