//! One import: what only the whole file can tell, such as a key that stands twice.

use std::collections::{HashMap, HashSet};

use kernel::Day;
use sha2::{Digest, Sha256};

use super::bound::Bound;
use super::{Doubt, Outcome, Tally, UnderstoodRow, Weight};
use crate::{ListError, Mapping, Part, RawRow, RawTable};

/// A short fingerprint: equal for equal texts, and nothing can be read from it.
type Fingerprint = [u8; 16];

fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> Fingerprint {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut out = Fingerprint::default();
    for (to, from) in out.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    out
}

/// Understands a file row by row and remembers fingerprints of the keys it has seen: 32 bytes a row.
pub struct Session {
    mapping: Mapping,
    today: Day,
    bound: Option<Bound>,
    /// The present table is a further one that the mapping does not fit.
    unmapped: bool,
    seen: HashMap<Fingerprint, Fingerprint>,
    /// People by the source's own key, where several rows may speak of one.
    people: HashSet<Fingerprint>,
    persons: u64,
    tally: Tally,
}

impl Session {
    /// Begins an import with this mapping. Days after `today` lie in the future.
    #[must_use]
    pub fn new(mapping: Mapping, today: Day) -> Self {
        Self {
            mapping,
            today,
            bound: None,
            unmapped: false,
            seen: HashMap::new(),
            people: HashSet::new(),
            persons: 0,
            tally: Tally::default(),
        }
    }

    /// A table begins.
    ///
    /// A further table that the mapping does not fit, as a sheet with an explanation of colours, ends
    /// nothing: its rows are kept in quarantine with that reason.
    ///
    /// # Errors
    /// When the mapping names a key column that the first table does not have, or no column of it at
    /// all.
    pub fn begin_table(&mut self, table: &RawTable) -> Result<(), ListError> {
        let missing = self.mapping.missing(table);
        let mut keys = self.mapping.row_key.iter().chain(&self.mapping.person_key);
        let bound = Bound::new(&self.mapping, table);
        let fault = if let Some(key) = keys.find(|key| missing.contains(key)) {
            Some(format!("there is no key column {key:?}"))
        } else if bound.reads_anything() {
            None
        } else {
            Some("no column of the mapping is in the file".to_owned())
        };
        if let (Some(fault), true) = (&fault, self.bound.is_none()) {
            return Err(ListError::Mapping(fault.clone()));
        }
        self.unmapped = fault.is_some();
        self.bound = Some(bound);
        Ok(())
    }

    /// Takes the next part of the file; gives a row where it was one.
    ///
    /// # Errors
    /// As [`Session::begin_table`], or when a row comes before any table.
    pub fn take(&mut self, part: &Part) -> Result<Option<UnderstoodRow>, ListError> {
        match part {
            Part::Table(table) => self.begin_table(table).map(|()| None),
            Part::Row(row) => self.row(row).map(Some),
        }
    }

    /// Understands the next row.
    ///
    /// # Errors
    /// When no table has begun.
    pub fn row(&mut self, row: &RawRow) -> Result<UnderstoodRow, ListError> {
        let Some(bound) = &self.bound else {
            return Err(ListError::ChildLied("a row before its table".to_owned()));
        };
        let mut understood = bound.understand(row, &self.mapping, self.today);
        if self.unmapped && understood.outcome != Outcome::Skip {
            understood.outcome = Outcome::Reject;
            understood.drafts.clear();
            understood.doubts = vec![Doubt {
                column: None,
                code: "unmapped_table".to_owned(),
                detail: String::new(),
                raw: String::new(),
                weight: Weight::Refusal,
            }];
        }
        if matches!(understood.outcome, Outcome::Accept | Outcome::Review) {
            self.compare_with_seen(row, &mut understood);
        }
        if matches!(understood.outcome, Outcome::Accept | Outcome::Review) {
            let known = understood
                .person_key
                .as_ref()
                .filter(|_| !self.mapping.person_key.is_empty())
                .is_some_and(|key| !self.people.insert(fingerprint(["person", key])));
            self.persons += u64::from(!known);
        }
        self.tally.count(understood.outcome);
        Ok(understood)
    }

    fn compare_with_seen(&mut self, row: &RawRow, understood: &mut UnderstoodRow) {
        let whole = fingerprint(row.cells.iter().map(|cell| cell.text.as_str()));
        let key = match &understood.record_key {
            Some(key) => fingerprint(["key", key]),
            // Without a key of the source only the identical row can be recognised, and two people
            // of one name may honestly have it: somebody has to look.
            None => whole,
        };
        match self.seen.get(&key) {
            None => {
                self.seen.insert(key, whole);
            }
            Some(before) if understood.record_key.is_some() && *before == whole => {
                understood.outcome = Outcome::Skip;
                understood.drafts.clear();
                understood
                    .doubts
                    .insert(0, repeated("duplicate_row", understood));
            }
            Some(_) => {
                let code = if understood.record_key.is_some() {
                    "duplicate_key"
                } else {
                    "identical_row"
                };
                understood.outcome = Outcome::Review;
                understood.doubts.insert(0, repeated(code, understood));
            }
        }
    }

    /// How the rows so far ended.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// How many people the rows so far speak of, by the source's own key: where one row is one
    /// prosecution, fewer than rows. Nobody is compared by name here.
    #[must_use]
    pub fn persons(&self) -> u64 {
        self.persons
    }

    /// The mapping.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}

fn repeated(code: &str, row: &UnderstoodRow) -> Doubt {
    Doubt {
        column: None,
        code: code.to_owned(),
        detail: String::new(),
        raw: row.record_key.clone().unwrap_or_default(),
        weight: if code == "duplicate_row" {
            Weight::Notice
        } else {
            Weight::Review
        },
    }
}
