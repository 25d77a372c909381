//! The blind index, asked: which files carry a hash, and how many do.
//!
//! A hash is made with the key of one compartment, so a question can only reach rows of compartments
//! whose keys were at hand when it was hashed. Whoever asks leaves out those in which the caller may
//! not read; the rows of files are held against membership once more here.

use kernel::{EntryId, FileId};

use crate::{StoreError, Transaction, Value, Viewer, database::Row, in_readable, readable, values};

/// The row came by hand or with an import that is published: nothing else counts, neither for what
/// is found nor for its order.
macro_rules! shown {
    ($alias:literal) => {
        concat!(
            "(",
            $alias,
            ".batch = 0 OR ",
            $alias,
            ".batch IN (SELECT b.number FROM batches b WHERE b.state IN (1, 4)))"
        )
    };
}

/// What kinds of entries the hashes of a question come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Names only: who reads people reads them all.
    Names,
    /// Entries of any kind: each counts only for a viewer who may read its kind.
    Anything,
}

impl Carrier {
    /// Tables and conditions of one branch, of which the hash stands at `place`.
    fn rows(self, place: usize) -> String {
        match self {
            Self::Names => format!(
                concat!("FROM index_rows i WHERE i.hash = ${} AND ", shown!("i")),
                place
            ),
            Self::Anything => format!(
                concat!(
                    "FROM index_rows i CROSS JOIN entries e WHERE i.hash = ${} AND ",
                    shown!("i"),
                    " AND e.id = i.entry AND e.version = i.version AND ",
                    readable!("e.compartment", "e.kind", "e.file")
                ),
                place
            ),
        }
    }
}

/// An entry that carries hashes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Its file.
    pub file: FileId,
    /// The entry.
    pub entry: EntryId,
    /// Its version.
    pub version: i64,
    /// The weights of the hashes it carries, added up.
    pub weight: i64,
}

impl Carried {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            file: row.id(0, FileId::from_slice)?,
            entry: row.id(1, EntryId::from_slice)?,
            version: row.int(2)?,
            weight: row.int(3)?,
        })
    }
}

/// So many branches stand in one statement.
const BRANCHES: usize = 80;

impl Transaction {
    /// How many published rows carry each of these hashes, counted up to `most`, in the order of the
    /// question. One that nobody carries is left out.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn carried(
        &mut self,
        viewer: Viewer,
        hashes: &[i64],
        carrier: Carrier,
        most: i64,
    ) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut counts = Vec::with_capacity(hashes.len());
        for part in hashes.chunks(BRANCHES) {
            let mut arguments = viewer.arguments();
            arguments.extend(values![most]);
            let first = arguments.len() + 1;
            let branches: Vec<String> = (first..first + part.len())
                .map(|place| {
                    format!(
                        "SELECT ${place} AS hash, (SELECT COUNT(*) FROM (SELECT 1 {} LIMIT $3) AS counted) AS carriers",
                        carrier.rows(place)
                    )
                })
                .collect();
            arguments.extend(part.iter().copied().map(Value::from));
            let found: Vec<(i64, i64)> = self
                .composed(branches.join(" UNION ALL "), arguments)
                .await?
                .iter()
                .map(|row| Ok((row.int(0)?, row.int(1)?)))
                .collect::<Result<_, StoreError>>()?;
            for hash in part {
                counts.extend(
                    found
                        .iter()
                        .find(|(known, carriers)| known == hash && *carriers > 0)
                        .copied(),
                );
            }
        }
        Ok(counts)
    }

    /// Files that carry these hashes, with the weights of those they carry added up, the heaviest
    /// first. Of each hash, the first `most_each` rows are looked at.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn candidates(
        &mut self,
        viewer: Viewer,
        weighted: &[(i64, i64)],
        carrier: Carrier,
        most_each: i64,
        limit: i64,
    ) -> Result<Vec<(FileId, i64)>, StoreError> {
        let mut found: Vec<(FileId, i64)> = Vec::new();
        for part in weighted.chunks(BRANCHES) {
            let mut arguments = viewer.arguments();
            arguments.extend(values![most_each, limit]);
            let first = arguments.len() + 1;
            let branches: Vec<String> = (first..)
                .zip(part)
                .map(|(place, (_, weight))| {
                    format!(
                        "SELECT * FROM (SELECT DISTINCT i.file AS file, {weight} AS weight {} ORDER BY i.file LIMIT $3) AS branch{place}",
                        carrier.rows(place)
                    )
                })
                .collect();
            arguments.extend(part.iter().map(|(hash, _)| Value::from(*hash)));
            let sql = format!(
                concat!(
                    "SELECT carried.file, carried.weight FROM (SELECT branches.file, SUM(branches.weight) AS weight FROM ({}) AS branches ",
                    "GROUP BY branches.file) AS carried CROSS JOIN files f WHERE f.id = carried.file AND f.erased IS NULL AND ",
                    in_readable!("f.compartment", "'name'", "f.id"),
                    " ORDER BY carried.weight DESC, carried.file LIMIT $4"
                ),
                branches.join(" UNION ALL ")
            );
            for row in &self.composed(sql, arguments).await? {
                found.push((row.id(0, FileId::from_slice)?, row.int(1)?));
            }
        }
        if weighted.len() > BRANCHES {
            // A file is of one compartment, whose hashes may have come in two parts.
            found.sort_unstable();
            found.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    first.1 += later.1;
                }
                same
            });
            found.sort_by_key(|(file, weight)| (std::cmp::Reverse(*weight), *file));
            found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        Ok(found)
    }

    /// Entries that carry these hashes, with the weights of those they carry added up, the heaviest
    /// first. Of each hash, the first `most_each` rows are looked at. Membership is not looked at
    /// here: it is when the entries are fetched.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn carriers(
        &mut self,
        weighted: &[(i64, i64)],
        most_each: i64,
        limit: i64,
    ) -> Result<Vec<Carried>, StoreError> {
        let mut found: Vec<Carried> = Vec::new();
        for part in weighted.chunks(BRANCHES) {
            let mut arguments = values![most_each, limit];
            let first = arguments.len() + 1;
            let branches: Vec<String> = (first..)
                .zip(part)
                .map(|(place, (_, weight))| {
                    format!(
                        concat!(
                            "SELECT * FROM (SELECT i.file AS file, i.entry AS entry, i.version AS version, {} AS weight ",
                            "FROM index_rows i WHERE i.hash = ${} AND ",
                            shown!("i"),
                            " ORDER BY i.file, i.entry, i.version LIMIT $1) AS branch{}"
                        ),
                        weight, place, place
                    )
                })
                .collect();
            arguments.extend(part.iter().map(|(hash, _)| Value::from(*hash)));
            let sql = format!(
                concat!(
                    "SELECT carried.file, carried.entry, carried.version, SUM(carried.weight) AS weight FROM ({}) AS carried ",
                    "GROUP BY carried.file, carried.entry, carried.version ORDER BY weight DESC, carried.file, carried.entry LIMIT $2"
                ),
                branches.join(" UNION ALL ")
            );
            for row in &self.composed(sql, arguments).await? {
                found.push(Carried::read(row)?);
            }
        }
        if weighted.len() > BRANCHES {
            // An entry is of one compartment, whose hashes may have come in two parts.
            found.sort_unstable_by_key(|carried| (carried.entry, carried.version));
            found.dedup_by(|later, first| {
                let same = (later.entry, later.version) == (first.entry, first.version);
                if same {
                    first.weight += later.weight;
                }
                same
            });
            found.sort_by_key(|one| (std::cmp::Reverse(one.weight), one.file, one.entry));
            found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        Ok(found)
    }

    /// Entries that carry both hashes, of the first `within` rows that carry the one.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn carrying_both(
        &mut self,
        one: i64,
        other: i64,
        within: i64,
        limit: i64,
    ) -> Result<Vec<Carried>, StoreError> {
        self.rows(
            concat!(
                "SELECT o.file, o.entry, o.version, CAST(1 AS BIGINT) FROM (SELECT i.file, i.entry, i.version FROM index_rows i WHERE i.hash = $1 AND ",
                shown!("i"),
                " ORDER BY i.file, i.entry, i.version LIMIT $3) AS first CROSS JOIN index_rows o ",
                "WHERE o.hash = $2 AND o.file = first.file AND o.entry = first.entry AND o.version = first.version AND ",
                shown!("o"),
                " ORDER BY o.file, o.entry LIMIT $4"
            ),
            values![one, other, within, limit],
        )
        .await?
        .iter()
        .map(Carried::read)
        .collect()
    }

    /// Every file in which an entry carries one of these hashes, for counting, with its subject where
    /// the compartment lifts it.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn files_carrying(
        &mut self,
        viewer: Viewer,
        hashes: &[i64],
    ) -> Result<Vec<(FileId, Option<String>)>, StoreError> {
        let mut files = Vec::new();
        for hash in hashes {
            let mut arguments = viewer.arguments();
            arguments.extend(values![*hash]);
            let sql = format!(
                concat!(
                    "SELECT carried.file, f.subject FROM (SELECT DISTINCT i.file AS file {}) AS carried CROSS JOIN files f ",
                    "WHERE f.id = carried.file AND f.erased IS NULL AND ",
                    in_readable!("f.compartment", "'name'", "f.id"),
                    " ORDER BY carried.file"
                ),
                Carrier::Anything.rows(3)
            );
            for row in &self.composed(sql, arguments).await? {
                files.push((row.id(0, FileId::from_slice)?, row.optional_text(1)?));
            }
        }
        Ok(files)
    }

    /// The links that stand between files of which the viewer may read both, each once.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn readable_links(
        &mut self,
        viewer: Viewer,
    ) -> Result<Vec<(FileId, FileId)>, StoreError> {
        self.rows(
            concat!(
                "SELECT DISTINCT l.from_file, l.to_file FROM links l CROSS JOIN files f CROSS JOIN files o ",
                "WHERE l.active = 1 AND l.from_file < l.to_file AND f.id = l.from_file AND o.id = l.to_file ",
                "AND f.erased IS NULL AND o.erased IS NULL AND ",
                in_readable!("f.compartment", "'name'", "f.id"),
                " AND ",
                in_readable!("o.compartment", "'name'", "o.id"),
                " ORDER BY l.from_file, l.to_file"
            ),
            viewer.arguments(),
        )
        .await?
        .iter()
        .map(|row| Ok((row.id(0, FileId::from_slice)?, row.id(1, FileId::from_slice)?)))
        .collect()
    }
}
