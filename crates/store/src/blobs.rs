//! Blobs: documents, pictures and their texts as ciphertext in pieces, addressed by their own hash.
//!
//! A blob comes in by small transactions that nobody sees, and is kept by the one that writes the
//! entry which names it. One that nobody goes on with is thrown away.

use kernel::{BlobId, FileId, Instant, LeafId};
use ledger::Hash;

use crate::{LeafKind, StoreError, Transaction, database::Row, values};

/// A kept blob as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBlob {
    /// The blob.
    pub id: BlobId,
    /// The file whose key opens it.
    pub file: FileId,
    /// SHA-256 of the ciphertext of all its pieces in order.
    pub address: Hash,
    /// How many pieces it has.
    pub pieces: i64,
    /// Bytes of ciphertext.
    pub size: i64,
    /// Whether its file was erased, and with it its pieces.
    pub erased: bool,
}

/// What a blob that is all there comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeBlob {
    /// The blob.
    pub id: BlobId,
    /// The file whose key opens it.
    pub file: FileId,
    /// SHA-256 of the ciphertext of all its pieces in order.
    pub address: Hash,
    /// How many pieces it has.
    pub pieces: i64,
    /// Bytes of ciphertext.
    pub size: i64,
}

/// Reads `id, file, address, pieces, size, state` from the beginning of a row.
pub(crate) fn read_blob(row: &Row) -> Result<StoredBlob, StoreError> {
    Ok(StoredBlob {
        id: row.id(0, BlobId::from_slice)?,
        file: row.id(1, FileId::from_slice)?,
        address: row
            .bytes(2)?
            .try_into()
            .map_err(|_| StoreError::Damaged("an address does not have 32 bytes"))?,
        pieces: row.int(3)?,
        size: row.int(4)?,
        erased: row.int(5)? == 2,
    })
}

impl Transaction {
    /// Begins a blob that nobody sees yet.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn begin_blob(
        &mut self,
        id: BlobId,
        file: FileId,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO blobs (id, file, state, pieces, size, touched) VALUES ($1, $2, 0, 0, 0, $3)",
            values![id, file, now],
        )
        .await?;
        Ok(())
    }

    /// Adds pieces to a blob that is on its way in, the first with this number.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when it was thrown away meanwhile, or is kept already.
    pub async fn add_pieces(
        &mut self,
        blob: BlobId,
        first: i64,
        pieces: Vec<Vec<u8>>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let touched = self
            .execute(
                "UPDATE blobs SET touched = $2 WHERE id = $1 AND state = 0",
                values![blob, now],
            )
            .await?;
        if touched != 1 {
            return Err(StoreError::Overtaken);
        }
        for (number, sealed) in (first..).zip(pieces) {
            self.execute(
                "INSERT INTO blob_pieces (blob, number, sealed) VALUES ($1, $2, $3)",
                values![blob, number, sealed],
            )
            .await?;
        }
        Ok(())
    }

    /// Keeps a blob that is all there, with its leaf: in the transaction of the entry that names it.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when it was thrown away meanwhile, or a piece is missing.
    pub async fn keep_blob(
        &mut self,
        blob: &WholeBlob,
        leaf: LeafId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let changed = self
            .execute(
                concat!(
                    "UPDATE blobs SET state = 1, address = $2, pieces = $3, size = $4, touched = $5, leaf = $6 ",
                    "WHERE id = $1 AND state = 0 AND file = $7 AND $3 = (SELECT COUNT(*) FROM blob_pieces p WHERE p.blob = $1)"
                ),
                values![
                    blob.id,
                    &blob.address[..],
                    blob.pieces,
                    blob.size,
                    now,
                    leaf,
                    blob.file
                ],
            )
            .await?;
        if changed != 1 {
            return Err(StoreError::Overtaken);
        }
        let hash = ledger::blob_leaf(&blob.address, blob.file.as_bytes(), blob.id.as_bytes());
        self.add_leaf(leaf, LeafKind::Blob, *blob.id.as_bytes(), 1, hash, now)
            .await
    }

    /// Throws a blob away that is on its way in. One that is kept stays.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn drop_blob(&mut self, blob: BlobId) -> Result<(), StoreError> {
        self.execute(
            concat!(
                "DELETE FROM blob_pieces WHERE blob = $1 AND EXISTS ",
                "(SELECT 1 FROM blobs b WHERE b.id = $1 AND b.state = 0)"
            ),
            values![blob],
        )
        .await?;
        self.execute(
            "DELETE FROM blobs WHERE id = $1 AND state = 0",
            values![blob],
        )
        .await?;
        Ok(())
    }

    /// Throws away what has been on its way in since before this instant without a new piece: an
    /// upload of a program that ended. Returns how many there were.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn drop_blobs_untouched_since(&mut self, then: Instant) -> Result<usize, StoreError> {
        let rows = self
            .rows(
                "SELECT id FROM blobs WHERE state = 0 AND touched < $1",
                values![then],
            )
            .await?;
        for row in &rows {
            self.drop_blob(row.id(0, BlobId::from_slice)?).await?;
        }
        Ok(rows.len())
    }

    /// A kept blob of a file by its address; nothing for one of another file.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn blob(
        &mut self,
        file: FileId,
        address: &Hash,
    ) -> Result<Option<StoredBlob>, StoreError> {
        self.row(
            "SELECT id, file, address, pieces, size, state FROM blobs WHERE address = $1 AND file = $2 AND state = 1",
            values![&address[..], file],
        )
        .await?
        .map(|row| read_blob(&row))
        .transpose()
    }

    /// The addresses of the kept blobs of a file.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn blobs_of(&mut self, file: FileId) -> Result<Vec<Hash>, StoreError> {
        self.rows(
            "SELECT address FROM blobs WHERE file = $1 AND state = 1 ORDER BY address",
            values![file],
        )
        .await?
        .iter()
        .map(|row| {
            row.bytes(0)?
                .try_into()
                .map_err(|_| StoreError::Damaged("an address does not have 32 bytes"))
        })
        .collect()
    }

    /// One piece of a blob; nothing when it is not there.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn blob_piece(
        &mut self,
        blob: BlobId,
        number: i64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.row(
            "SELECT sealed FROM blob_pieces WHERE blob = $1 AND number = $2",
            values![blob, number],
        )
        .await?
        .map(|row| row.bytes(0))
        .transpose()
    }

    /// Deletes the pieces of every blob of a file that is erased. The rows stay: their leaves stand
    /// in the ledger.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) async fn forget_blobs(&mut self, file: FileId) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM blob_pieces WHERE blob IN (SELECT b.id FROM blobs b WHERE b.file = $1)",
            values![file],
        )
        .await?;
        self.execute(
            "DELETE FROM blobs WHERE file = $1 AND state = 0",
            values![file],
        )
        .await?;
        self.execute(
            "UPDATE blobs SET state = 2 WHERE file = $1 AND state = 1",
            values![file],
        )
        .await?;
        Ok(())
    }
}
