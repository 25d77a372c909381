//! Matching across compartments: who takes part, what was offered, what was asked. All of it sealed
//! before it comes here.

use kernel::{CompartmentId, CrossingId, Day, FileId};

use crate::{StoreError, Transaction, values};

/// What was offered of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOffer {
    /// The file.
    pub file: FileId,
    /// Its compartment.
    pub compartment: CompartmentId,
    /// The day on which the file was opened.
    pub created: Day,
    /// Keyed hashes, sealed.
    pub sealed: Vec<u8>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCrossing {
    /// A random number: it tells nothing.
    pub id: CrossingId,
    /// The day on which it was drawn.
    pub day: Day,
    /// How often it was written.
    pub version: i64,
    /// What it is about, sealed.
    pub sealed: Vec<u8>,
}

impl Transaction {
    /// Lets a compartment take part with these files, instead of those it offered before.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn offer_for_crossing(
        &mut self,
        compartment: CompartmentId,
        since: Day,
        offers: &[(FileId, Vec<u8>)],
    ) -> Result<(), StoreError> {
        self.leave_crossing(compartment).await?;
        self.execute(
            "INSERT INTO crossing_places (compartment, since) VALUES ($1, $2)",
            values![compartment, since],
        )
        .await?;
        for part in offers.chunks(1_000) {
            let mut rows = Vec::with_capacity(part.len() * 3);
            for (file, sealed) in part {
                rows.extend(values![*file, compartment, sealed.clone()]);
            }
            self.insert_many(
                "INSERT INTO crossing_offers (file, compartment, sealed)",
                3,
                rows,
                "",
            )
            .await?;
        }
        Ok(())
    }

    /// Ends the part of a compartment.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn leave_crossing(&mut self, compartment: CompartmentId) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM crossing_offers WHERE compartment = $1",
            values![compartment],
        )
        .await?;
        self.execute(
            "DELETE FROM crossing_places WHERE compartment = $1",
            values![compartment],
        )
        .await?;
        Ok(())
    }

    /// Compartments that take part, each with the day since when and how many files it offers.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn crossing_places(&mut self) -> Result<Vec<(CompartmentId, Day, i64)>, StoreError> {
        self.rows(
            concat!(
                "SELECT p.compartment, p.since, (SELECT COUNT(*) FROM crossing_offers o WHERE o.compartment = p.compartment) ",
                "FROM crossing_places p ORDER BY p.compartment"
            ),
            values![],
        )
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.id(0, CompartmentId::from_slice)?,
                row.day(1)?,
                row.int(2)?,
            ))
        })
        .collect()
    }

    /// Everything that is offered, of files that are there.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn crossing_offers(&mut self) -> Result<Vec<StoredOffer>, StoreError> {
        self.rows(
            concat!(
                "SELECT o.file, o.compartment, f.created, o.sealed FROM crossing_offers o JOIN files f ON f.id = o.file ",
                "WHERE f.erased IS NULL AND (f.batch IS NULL OR EXISTS (SELECT 1 FROM batches b WHERE b.id = f.batch AND b.state IN (1, 4))) ",
                "ORDER BY o.file"
            ),
            values![],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(StoredOffer {
                file: row.id(0, FileId::from_slice)?,
                compartment: row.id(1, CompartmentId::from_slice)?,
                created: row.day(2)?,
                sealed: row.bytes(3)?,
            })
        })
        .collect()
    }

    /// Keeps a new question.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn add_crossing(
        &mut self,
        id: CrossingId,
        day: Day,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO crossings (id, day, version, sealed) VALUES ($1, $2, 1, $3)",
            values![id, day, sealed],
        )
        .await?;
        Ok(())
    }

    /// Writes a question anew. False when somebody else wrote it since it was read.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn set_crossing(
        &mut self,
        crossing: &StoredCrossing,
        sealed: Vec<u8>,
    ) -> Result<bool, StoreError> {
        Ok(self
            .execute(
                "UPDATE crossings SET sealed = $3, version = version + 1 WHERE id = $1 AND version = $2",
                values![crossing.id, crossing.version, sealed],
            )
            .await?
            == 1)
    }

    /// The questions drawn on this day or later.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn crossings_since(&mut self, day: Day) -> Result<Vec<StoredCrossing>, StoreError> {
        self.rows(
            "SELECT id, day, version, sealed FROM crossings WHERE day >= $1 ORDER BY day, id",
            values![day],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(StoredCrossing {
                id: row.id(0, CrossingId::from_slice)?,
                day: row.day(1)?,
                version: row.int(2)?,
                sealed: row.bytes(3)?,
            })
        })
        .collect()
    }

    /// Forgets questions that were drawn before this day.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn forget_crossings_before(&mut self, day: Day) -> Result<u64, StoreError> {
        self.execute("DELETE FROM crossings WHERE day < $1", values![day])
            .await
    }
}
