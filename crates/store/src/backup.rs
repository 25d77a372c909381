//! The register as a stream of blocks, engine by engine alike: a backup of one can be restored into
//! the other. Sealing the blocks is the caller's; here they are plain rows of ciphertext.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{Register, StoreError, Transaction, Value, database::Row, values};

/// What a table needs to be carried: its key, and whether it belongs to the keyring, which has a
/// shorter life in backups than the rest.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    keyring: bool,
    /// How many rows stand in one block: few of those that are large.
    page: i64,
}

/// Everything but what must not outlive a restore: sessions, attempts, kept answers, what was offered
/// and asked in matching across compartments; and the lease of the sequencer, whose tree comes along
/// as state.
const TABLES: [Table; 26] = [
    Table {
        name: "organisations",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "users",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "restorations",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "compartments",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "compartment_wraps",
        key: &["compartment", "epoch", "holder"],
        keyring: true,
        page: PAGE,
    },
    Table {
        name: "memberships",
        key: &["user_id", "compartment", "role"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "grants",
        key: &["role", "kind", "action"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "settings",
        key: &["name"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "batches",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "files",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "file_keys",
        key: &["file"],
        keyring: true,
        page: PAGE,
    },
    Table {
        name: "entries",
        key: &["id", "version"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "blobs",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "blob_pieces",
        key: &["blob", "number"],
        keyring: false,
        page: PIECES,
    },
    Table {
        name: "index_rows",
        key: &["hash", "file", "entry", "version"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "agenda",
        key: &["entry", "version", "clock", "due"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "done",
        key: &["entry", "version", "day"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "links",
        key: &["from_file", "to_file", "id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "stops",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "leaves",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "checkpoints",
        key: &["size"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "events",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "openings",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "jobs",
        key: &["id"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "erasures",
        key: &["file"],
        keyring: false,
        page: PAGE,
    },
    Table {
        name: "sequencer",
        key: &["one"],
        keyring: false,
        page: PAGE,
    },
];

/// The tables that `rebuild` makes anew.
const PROJECTIONS: [&str; 3] = ["index_rows", "agenda", "done"];

/// Columns of keys that hold text.
const TEXT_KEYS: [&str; 5] = ["role", "kind", "action", "name", "clock"];

const PAGE: i64 = 1_000;
/// Pieces of blobs have a quarter of a mebibyte each.
const PIECES: i64 = 16;

/// What a dump carried: rows a table, and the digest over all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSummary {
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 over all rows in order, as hexadecimal digits.
    pub digest: String,
}

/// The columns of each table that blocks of a backup carried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedColumns(BTreeMap<String, Vec<String>>);

impl CarriedColumns {
    /// Notes what a block carries.
    ///
    /// # Errors
    /// When the block cannot be read.
    pub fn note(&mut self, mut block: &[u8]) -> Result<(), StoreError> {
        let block = &mut block;
        let (Value::Text(Some(table)), Value::Text(Some(names))) =
            (take_value(block)?, take_value(block)?)
        else {
            return Err(StoreError::Damaged("a block of the backup cannot be read"));
        };
        self.0
            .entry(table)
            .or_insert_with(|| names.split(',').map(str::to_owned).collect());
        Ok(())
    }
}

/// One block of a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// Whether it belongs to the keyring.
    pub keyring: bool,
    /// Rows of one table.
    pub bytes: Vec<u8>,
}

fn put_value(bytes: &mut Vec<u8>, value: &Value) {
    let mut put = |tag: u8, content: Option<&[u8]>| match content {
        None => bytes.push(tag),
        Some(content) => {
            bytes.push(tag + 1);
            bytes.extend_from_slice(
                &u32::try_from(content.len())
                    .unwrap_or(u32::MAX)
                    .to_be_bytes(),
            );
            bytes.extend_from_slice(content);
        }
    };
    match value {
        Value::Int(number) => put(
            0,
            number
                .map(i64::to_be_bytes)
                .as_ref()
                .map(<[u8; 8]>::as_slice),
        ),
        Value::Text(text) => put(2, text.as_deref().map(str::as_bytes)),
        Value::Bytes(content) => put(4, content.as_deref()),
    }
}

fn take_value(bytes: &mut &[u8]) -> Result<Value, StoreError> {
    const DAMAGED: StoreError = StoreError::Damaged("a block of the backup cannot be read");
    let (tag, rest) = bytes.split_first().ok_or(DAMAGED)?;
    *bytes = rest;
    if tag % 2 == 0 {
        return match tag {
            0 => Ok(Value::Int(None)),
            2 => Ok(Value::Text(None)),
            4 => Ok(Value::Bytes(None)),
            _ => Err(DAMAGED),
        };
    }
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or(DAMAGED)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DAMAGED)?;
    let (content, rest) = rest.split_at_checked(length).ok_or(DAMAGED)?;
    *bytes = rest;
    match tag {
        1 => Ok(Value::Int(Some(i64::from_be_bytes(
            content.try_into().map_err(|_| DAMAGED)?,
        )))),
        3 => Ok(Value::Text(Some(
            String::from_utf8(content.to_vec()).map_err(|_| DAMAGED)?,
        ))),
        5 => Ok(Value::Bytes(Some(content.to_vec()))),
        _ => Err(DAMAGED),
    }
}

async fn columns(transaction: &mut Transaction, table: &Table) -> Result<Vec<String>, StoreError> {
    transaction.columns(table.name).await
}

/// Reads one page of a table after a key.
async fn page(
    transaction: &mut Transaction,
    table: &Table,
    names: &[String],
    after: Option<Vec<Value>>,
) -> Result<Vec<Vec<Value>>, StoreError> {
    // The order of texts is a matter of locale on PostgreSQL; the digest must not be.
    let ordered: Vec<String> = table
        .key
        .iter()
        .map(|column| match transaction.engine() {
            crate::Engine::Postgres if TEXT_KEYS.contains(column) => {
                format!("{column} COLLATE \"C\"")
            }
            _ => (*column).to_owned(),
        })
        .collect();
    let key = ordered.join(", ");
    let list = names.join(", ");
    let (condition, mut arguments) = match after {
        None => (String::new(), Vec::new()),
        Some(values) => {
            let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
            (format!("WHERE ({key}) > ({})", places.join(", ")), values)
        }
    };
    arguments.push(Value::from(table.page));
    let sql = format!(
        "SELECT {list} FROM {} {condition} ORDER BY {key} LIMIT ${}",
        table.name,
        arguments.len()
    );
    transaction
        .composed(sql, arguments)
        .await?
        .iter()
        .map(|row: &Row| (0..row.width()).map(|index| row.value(index)).collect())
        .collect()
}

fn key_of(table: &Table, names: &[String], row: &[Value]) -> Result<Vec<Value>, StoreError> {
    table
        .key
        .iter()
        .map(|column| {
            names
                .iter()
                .position(|name| name == column)
                .and_then(|position| row.get(position))
                .cloned()
                .ok_or(StoreError::Damaged("a table has no such key"))
        })
        .collect()
}

impl Transaction {
    async fn columns(&mut self, table: &'static str) -> Result<Vec<String>, StoreError> {
        // Both engines answer a query of no rows with its columns only through a prepared statement;
        // the catalogue is simpler to read.
        let sql = match self.engine() {
            crate::Engine::SqlCipher => "SELECT name FROM pragma_table_info($1) ORDER BY cid",
            crate::Engine::Postgres => {
                "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
            }
        };
        self.rows(sql, values![table])
            .await?
            .iter()
            .map(|row| row.text(0))
            .collect()
    }

    /// Writes one block of a dump into this register, which is new and empty but for what was
    /// written before from the same dump.
    ///
    /// # Errors
    /// When the block cannot be read or names a table or column that this program does not know.
    pub async fn load(&mut self, mut bytes: &[u8]) -> Result<u64, StoreError> {
        const DAMAGED: StoreError = StoreError::Damaged("a block of the backup cannot be read");
        let bytes = &mut bytes;
        let (Value::Text(Some(name)), Value::Text(Some(names)), Value::Int(Some(count))) =
            (take_value(bytes)?, take_value(bytes)?, take_value(bytes)?)
        else {
            return Err(DAMAGED);
        };
        let table = TABLES
            .iter()
            .find(|table| table.name == name)
            .ok_or(DAMAGED)?;
        let known = columns(self, table).await?;
        let names: Vec<&str> = names.split(',').collect();
        // Names are compared with the catalogue before they become part of a statement.
        if names.is_empty()
            || names
                .iter()
                .any(|name| !known.iter().any(|column| column == name))
        {
            return Err(StoreError::Backup(
                "the backup holds a column that this program does not know: use the program that wrote it, or a newer one".to_owned(),
            ));
        }
        let width = names.len();
        let total = usize::try_from(count)
            .map_err(|_| DAMAGED)?
            .checked_mul(width)
            .ok_or(DAMAGED)?;
        let mut row_values = Vec::new();
        for _ in 0..total {
            row_values.push(take_value(bytes)?);
        }
        if !bytes.is_empty() {
            return Err(DAMAGED);
        }
        if table.name == "sequencer" {
            self.execute("DELETE FROM sequencer", Vec::new()).await?;
        }
        let engine = self.engine();
        let places = |row: usize| {
            let mut places = String::from("(");
            for column in 1..=width {
                if column > 1 {
                    places.push(',');
                }
                engine.push_place(&mut places, row * width + column);
            }
            places.push(')');
            places
        };
        let chunk_rows = (6_000 / width).max(1);
        let mut rest = row_values.into_iter().peekable();
        while rest.peek().is_some() {
            let chunk: Vec<Value> = rest.by_ref().take(chunk_rows * width).collect();
            let rows: Vec<String> = (0..chunk.len() / width).map(places).collect();
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {}",
                table.name,
                names.join(", "),
                rows.join(",")
            );
            self.composed(sql, chunk).await?;
        }
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Register {
    /// Gives everything to `sink`, block by block, from one consistent picture while others write.
    ///
    /// # Errors
    /// When the engine fails, or the sink does.
    pub async fn dump(
        &self,
        sink: &mut (dyn FnMut(Dump) -> Result<(), StoreError> + Send),
    ) -> Result<BackupSummary, StoreError> {
        self.walk(&TABLES.iter().collect::<Vec<_>>(), sink).await
    }

    /// The digest over everything that a backup carries.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn digest(&self) -> Result<BackupSummary, StoreError> {
        self.dump(&mut |_| Ok(())).await
    }

    /// The digest over what `rebuild` makes.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn projection_digest(&self) -> Result<BackupSummary, StoreError> {
        let tables: Vec<&Table> = TABLES
            .iter()
            .filter(|table| PROJECTIONS.contains(&table.name))
            .collect();
        self.walk(&tables, &mut |_| Ok(())).await
    }

    /// The digest over the columns that a backup of an earlier format carried: what came later is
    /// not in its digest.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn digest_over(&self, carried: &CarriedColumns) -> Result<BackupSummary, StoreError> {
        let tables: Vec<&Table> = TABLES.iter().collect();
        self.walk_over(&tables, Some(carried), &mut |_| Ok(()))
            .await
    }

    async fn walk(
        &self,
        tables: &[&Table],
        sink: &mut (dyn FnMut(Dump) -> Result<(), StoreError> + Send),
    ) -> Result<BackupSummary, StoreError> {
        self.walk_over(tables, None, sink).await
    }

    async fn walk_over(
        &self,
        tables: &[&Table],
        carried: Option<&CarriedColumns>,
        sink: &mut (dyn FnMut(Dump) -> Result<(), StoreError> + Send),
    ) -> Result<BackupSummary, StoreError> {
        let mut transaction = self.read().await?;
        let mut digest = Sha256::new();
        let mut counts = BTreeMap::new();
        for table in tables {
            let mut names = columns(&mut transaction, table).await?;
            if let Some(before) = carried.and_then(|carried| carried.0.get(table.name)) {
                names.retain(|name| before.contains(name));
            }
            let mut after = None;
            let mut count = 0_u64;
            loop {
                let rows = page(&mut transaction, table, &names, after.take()).await?;
                let Some(last) = rows.last() else { break };
                after = Some(key_of(table, &names, last)?);
                let full = i64::try_from(rows.len()).is_ok_and(|length| length == table.page);
                count += u64::try_from(rows.len()).unwrap_or(0);
                let mut bytes = Vec::new();
                put_value(&mut bytes, &Value::from(table.name));
                put_value(&mut bytes, &Value::from(names.join(",")));
                put_value(
                    &mut bytes,
                    &Value::from(i64::try_from(rows.len()).unwrap_or(0)),
                );
                for value in rows.iter().flatten() {
                    put_value(&mut bytes, value);
                }
                // The lease of the sequencer moves with time; its tree does not.
                if table.name != "sequencer" {
                    digest.update(&bytes);
                }
                sink(Dump {
                    keyring: table.keyring,
                    bytes,
                })?;
                if !full {
                    break;
                }
            }
            counts.insert(table.name.to_owned(), count);
        }
        let digest = digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(BackupSummary {
            rows: counts,
            digest,
        })
    }

    /// Writes one block of a dump into this register by itself.
    ///
    /// # Errors
    /// As for [`Transaction::load`].
    pub async fn load(&self, bytes: &[u8]) -> Result<u64, StoreError> {
        let mut transaction = self.write().await?;
        let rows = transaction.load(bytes).await?;
        transaction.commit().await?;
        Ok(rows)
    }

    /// Empties what `rebuild` makes, in one transaction with its making anew when `transaction` is
    /// the caller's. For the files given only.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn forget_projections(
        &self,
        transaction: &mut Transaction,
        files: &[kernel::FileId],
    ) -> Result<(), StoreError> {
        for file in files {
            transaction.forget_file_projections(*file).await?;
        }
        Ok(())
    }
}
