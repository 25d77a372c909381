//! Links between files, and stops.

use kernel::{EntryId, FileId, Instant, LinkId, StopId, UserId};

use crate::{StoreError, Transaction, Viewer, readable, values};

/// A stop as the server sees it: which acts, until when, whom to ask. Never why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredStop {
    /// The stop.
    pub id: StopId,
    /// The file it came from.
    pub file: FileId,
    /// Codes of acts, separated by spaces; `all_public` for every public act.
    pub acts: String,
    /// When it ends by itself, if it does.
    pub until: Option<Instant>,
    /// Whom to ask.
    pub ask: UserId,
    /// The entry it came from; readable only by members there.
    pub entry: EntryId,
    /// Whether a second channel has confirmed it.
    pub confirmed: bool,
    /// When it was raised.
    pub created: Instant,
}

impl Transaction {
    /// States that two files are the same person.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn link(
        &mut self,
        id: LinkId,
        one: FileId,
        other: FileId,
        entry: EntryId,
    ) -> Result<(), StoreError> {
        let mut rows = values![id, one, other, 1_i64, entry];
        rows.extend(values![id, other, one, 1_i64, entry]);
        self.insert_many(
            "INSERT INTO links (id, from_file, to_file, active, entry)",
            5,
            rows,
            "",
        )
        .await?;
        self.execute(
            "UPDATE files SET linked = 1, stamp = stamp + 1 WHERE id = $1 OR id = $2",
            values![one, other],
        )
        .await?;
        Ok(())
    }

    /// Withdraws the link that an entry made; returns the two files, or nothing if there was none.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn unlink(&mut self, entry: EntryId) -> Result<Option<(FileId, FileId)>, StoreError> {
        let Some(row) = self
            .row("SELECT from_file, to_file FROM links WHERE entry = $1 AND active = 1 ORDER BY from_file LIMIT 1", values![entry])
            .await?
        else {
            return Ok(None);
        };
        let (one, other) = (
            row.id(0, FileId::from_slice)?,
            row.id(1, FileId::from_slice)?,
        );
        self.execute(
            "UPDATE links SET active = 0 WHERE entry = $1",
            values![entry],
        )
        .await?;
        for file in [one, other] {
            self.execute(
                concat!(
                    "UPDATE files SET stamp = stamp + 1, linked = CASE WHEN EXISTS ",
                    "(SELECT 1 FROM links l WHERE l.from_file = $1 AND l.active = 1) THEN 1 ELSE 0 END WHERE id = $1"
                ),
                values![file],
            )
            .await?;
        }
        Ok(Some((one, other)))
    }

    /// The files that are the same person as this one, itself included, whatever the viewer may
    /// read: for gates. With the stamp of each.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn cluster(&mut self, file: FileId) -> Result<Vec<(FileId, i64)>, StoreError> {
        self.rows(
            concat!(
                "WITH RECURSIVE cluster (file) AS (SELECT f.id FROM files f WHERE f.id = $1 UNION ",
                "SELECT l.to_file FROM links l JOIN cluster c ON l.from_file = c.file WHERE l.active = 1) ",
                // A cross join keeps the few members outside; an inner one walks along all files.
                "SELECT f.id, f.stamp FROM cluster c CROSS JOIN files f WHERE f.id = c.file AND f.erased IS NULL ORDER BY c.file"
            ),
            values![file],
        )
        .await?
        .iter()
        .map(|row| Ok((row.id(0, FileId::from_slice)?, row.int(1)?)))
        .collect()
    }

    /// Those of the cluster that the viewer may read. A link through a file the viewer may not read
    /// does not join: what one may not read does not exist.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn visible_cluster(
        &mut self,
        viewer: Viewer,
        file: FileId,
    ) -> Result<Vec<FileId>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![file]);
        self.rows(
            concat!(
                "WITH RECURSIVE cluster (file) AS (SELECT f.id FROM files f WHERE f.id = $3 AND ",
                readable!("f.compartment", "'name'", "f.id"),
                " UNION SELECT f.id FROM links l JOIN cluster c ON l.from_file = c.file JOIN files f ON f.id = l.to_file ",
                "WHERE l.active = 1 AND f.erased IS NULL AND ", readable!("f.compartment", "'name'", "f.id"),
                ") SELECT file FROM cluster ORDER BY file"
            ),
            arguments,
        )
        .await?
        .iter()
        .map(|row| row.id(0, FileId::from_slice))
        .collect()
    }

    /// Raises a stop. Every file of the person grows its stamp, so that an act judged before is
    /// judged again.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn raise_stop(&mut self, stop: &StoredStop) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "INSERT INTO stops (id, file, acts, until, ask, entry, active, confirmed, created) ",
                "VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)"
            ),
            values![
                stop.id,
                stop.file,
                stop.acts.as_str(),
                stop.until,
                stop.ask,
                stop.entry,
                stop.confirmed,
                stop.created
            ],
        )
        .await?;
        self.bump_cluster(stop.file).await
    }

    /// Ends the stops that an entry raised, before it raises others or none.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn end_stops_of(&mut self, entry: EntryId, file: FileId) -> Result<u64, StoreError> {
        let ended = self
            .execute(
                "UPDATE stops SET active = 0 WHERE entry = $1 AND active = 1",
                values![entry],
            )
            .await?;
        if ended > 0 {
            self.bump_cluster(file).await?;
        }
        Ok(ended)
    }

    /// Every file of a person grows its stamp.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn bump_cluster(&mut self, file: FileId) -> Result<(), StoreError> {
        for (file, _) in self.cluster(file).await? {
            self.bump_stamp(file).await?;
        }
        Ok(())
    }

    /// The stops that somebody reported since an instant, in files the viewer may read: entry, file, who.
    /// Refusals and locks that stop something are not among them, and neither is what was confirmed.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn recent_stops(
        &mut self,
        viewer: Viewer,
        since: Instant,
    ) -> Result<Vec<(EntryId, FileId, UserId)>, StoreError> {
        let mut arguments = viewer.arguments();
        arguments.extend(values![since]);
        self.rows(
            concat!(
                "SELECT s.entry, s.file, s.ask FROM stops s ",
                "JOIN entries e ON e.id = s.entry AND e.version = 1 AND e.kind = 'stop' ",
                "JOIN files f ON f.id = s.file AND f.erased IS NULL ",
                "WHERE s.created >= $3 AND s.active = 1 AND s.confirmed = 0 AND ",
                readable!("e.compartment", "e.kind", "e.file"),
                " ORDER BY s.created, s.entry LIMIT 5000"
            ),
            arguments,
        )
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.id(0, EntryId::from_slice)?,
                row.id(1, FileId::from_slice)?,
                row.id(2, UserId::from_slice)?,
            ))
        })
        .collect()
    }

    /// The stops in force now on any file of the person.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn stops_of(
        &mut self,
        files: &[(FileId, i64)],
        now: Instant,
    ) -> Result<Vec<StoredStop>, StoreError> {
        let mut stops = Vec::new();
        for (file, _) in files {
            for row in self
                .rows(
                    concat!(
                        "SELECT id, file, acts, until, ask, entry, confirmed, created FROM stops ",
                        "WHERE file = $1 AND active = 1 AND (until IS NULL OR until > $2) ORDER BY id"
                    ),
                    values![*file, now],
                )
                .await?
            {
                stops.push(StoredStop {
                    id: row.id(0, StopId::from_slice)?,
                    file: row.id(1, FileId::from_slice)?,
                    acts: row.text(2)?,
                    until: row.optional_int(3)?.map(Instant::from_milliseconds),
                    ask: row.id(4, UserId::from_slice)?,
                    entry: row.id(5, EntryId::from_slice)?,
                    confirmed: row.flag(6)?,
                    created: row.instant(7)?,
                });
            }
        }
        Ok(stops)
    }
}
