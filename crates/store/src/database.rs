//! Two typed pools behind one face. One SQL text serves both engines: `$1` placeholders, and only
//! whole numbers, texts and bytes as column types.

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, Column, Executor, Postgres, Row as _, Sqlite,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
};

use crate::StoreError;

/// A value in a column: whole number, text or bytes, each possibly absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Int(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($source:ty => $variant:ident ($value:ident) $expression:expr;)*) => {$(
        impl From<$source> for Value {
            fn from($value: $source) -> Self { Self::$variant(Some($expression)) }
        }
        impl From<Option<$source>> for Value {
            fn from(value: Option<$source>) -> Self {
                match value {
                    Some($value) => Self::$variant(Some($expression)),
                    None => Self::$variant(None),
                }
            }
        }
    )*};
}

value_from! {
    i64 => Int(v) v;
    bool => Int(v) i64::from(v);
    kernel::Instant => Int(v) v.milliseconds();
    kernel::Day => Int(v) i64::from(v.number());
    &str => Text(v) v.to_owned();
    String => Text(v) v;
    Vec<u8> => Bytes(v) v;
    &[u8] => Bytes(v) v.to_vec();
    [u8; 32] => Bytes(v) v.to_vec();
    kernel::EntryId => Bytes(v) v.as_bytes().to_vec();
    kernel::FileId => Bytes(v) v.as_bytes().to_vec();
    kernel::CompartmentId => Bytes(v) v.as_bytes().to_vec();
    kernel::UserId => Bytes(v) v.as_bytes().to_vec();
    kernel::OrganisationId => Bytes(v) v.as_bytes().to_vec();
    kernel::BatchId => Bytes(v) v.as_bytes().to_vec();
    kernel::LeafId => Bytes(v) v.as_bytes().to_vec();
    kernel::LinkId => Bytes(v) v.as_bytes().to_vec();
    kernel::StopId => Bytes(v) v.as_bytes().to_vec();
    kernel::EventId => Bytes(v) v.as_bytes().to_vec();
    kernel::JobId => Bytes(v) v.as_bytes().to_vec();
    kernel::BlobId => Bytes(v) v.as_bytes().to_vec();
    kernel::CrossingId => Bytes(v) v.as_bytes().to_vec();
}

/// The arguments of a statement.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLCipher, embedded.
    SqlCipher,
    /// PostgreSQL 15 or later.
    Postgres,
}

impl Engine {
    /// The name that is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SqlCipher => "sqlcipher",
            Self::Postgres => "postgresql",
        }
    }

    /// The place of the next argument in statements with thousands of them, in order. SQLite keeps a
    /// list of all names, of `$7` as of `?7`, and walks it for each one that is bound: nameless places
    /// make bulk inserts several times as fast.
    pub(crate) fn push_place(self, sql: &mut String, number: usize) {
        match self {
            Self::SqlCipher => sql.push('?'),
            Self::Postgres => {
                sql.push('$');
                sql.push_str(&number.to_string());
            }
        }
    }

    pub(crate) fn expand(self, text: &str) -> String {
        let (bytes, clustered) = match self {
            Self::SqlCipher => ("BLOB", "WITHOUT ROWID"),
            Self::Postgres => ("BYTEA", ""),
        };
        text.replace("{bytes}", bytes)
            .replace("{clustered}", clustered)
    }
}

/// How long the last owner of an embedded register waits for its connections to close.
const CLOSING: Duration = Duration::from_millis(500);

/// The connections to an embedded register.
pub(crate) struct Embedded {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Embedded {
    pub(crate) const fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The last owner closes the connections and waits for it, so that the write-ahead log is folded into the
/// database and the files are free. It asks from a thread of its own, because it may stand on the one
/// thread of its runtime.
impl Drop for Embedded {
    fn drop(&mut self) {
        let (writer, readers) = (self.writer.clone(), self.readers.clone());
        let closing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build();
            if let Ok(runtime) = runtime {
                let both = async { tokio::join!(readers.close(), writer.close()) };
                let _late = runtime.block_on(async { tokio::time::timeout(CLOSING, both).await });
            }
        });
        let _ended = closing.join();
    }
}

/// The two pools.
#[derive(Clone)]
pub(crate) enum Database {
    /// One writer, because the engine has one, and several readers beside it.
    SqlCipher(Arc<Embedded>),
    /// One pool.
    Postgres(PgPool),
}

impl Database {
    /// Opens an embedded register, or makes a new one where there is none.
    pub(crate) async fn embedded(path: &Path, key: &str, create: bool) -> Result<Self, StoreError> {
        // OpenSSL, too, takes itself down when the process exits, under the hands of a thread that still
        // closes a connection. Whoever initialises first decides: this way it stays until the process is
        // gone. `.cargo/config.toml` says the same to SQLCipher; `tests/ending.rs` needs both.
        openssl_sys::init();
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(create)
            // A raw key: the data key is already strong, so no key derivation at every connection.
            .pragma("key", format!("\"x'{key}'\""))
            .pragma("cipher_memory_security", "OFF")
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("temp_store", "MEMORY")
            .pragma("secure_delete", "ON")
            .pragma("cache_size", "-65536")
            .pragma("trusted_schema", "OFF")
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .statement_cache_capacity(256);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::SqlCipher(Arc::new(Embedded { writer, readers })))
    }

    /// Connects to PostgreSQL.
    pub(crate) async fn postgres(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("unforgotten")
            // A client without a timeout hangs for ever when a failed primary comes back half alive.
            .options([
                ("statement_timeout", "120s"),
                ("idle_in_transaction_session_timeout", "120s"),
                ("synchronous_commit", "on"),
                ("TimeZone", "UTC"),
            ]);
        Ok(Self::Postgres(
            PgPoolOptions::new()
                .max_connections(8)
                .connect_with(options)
                .await?,
        ))
    }

    pub(crate) const fn engine(&self) -> Engine {
        match self {
            Self::SqlCipher(_) => Engine::SqlCipher,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a reading transaction: one consistent picture.
    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(match self {
            Self::SqlCipher(embedded) => Inner::SqlCipher(embedded.readers.begin().await?),
            Self::Postgres(pool) => Inner::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        }))
    }

    /// Begins a writing transaction.
    pub(crate) async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(match self {
            Self::SqlCipher(embedded) => {
                Inner::SqlCipher(embedded.writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        }))
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::SqlCipher(embedded) => embedded.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

enum Inner {
    SqlCipher(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A transaction on either engine. Dropped without `commit`, it is rolled back.
pub struct Transaction(Inner);

/// Runs the same expression on the engine at hand: the one place where the two meet.
macro_rules! on_engine {
    ($self:expr, $sql:expr, $arguments:expr, $query:ident, $connection:ident => $run:expr) => {
        match &mut $self.0 {
            Inner::SqlCipher(transaction) => {
                let mut $query = sqlx::query::<Sqlite>($sql);
                for value in $arguments {
                    $query = match value {
                        Value::Int(v) => $query.bind(v),
                        Value::Text(v) => $query.bind(v),
                        Value::Bytes(v) => $query.bind(v),
                    };
                }
                let $connection = &mut **transaction;
                $run
            }
            Inner::Postgres(transaction) => {
                let mut $query = sqlx::query::<Postgres>($sql);
                for value in $arguments {
                    $query = match value {
                        Value::Int(v) => $query.bind(v),
                        Value::Text(v) => $query.bind(v),
                        Value::Bytes(v) => $query.bind(v),
                    };
                }
                let $connection = &mut **transaction;
                $run
            }
        }
    };
}

impl Transaction {
    /// Runs a statement; returns how many rows it changed.
    pub(crate) async fn execute(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(
            on_engine!(self, sql, arguments, query, connection => query.execute(connection).await?.rows_affected()),
        )
    }

    /// Runs a query; returns all rows.
    pub(crate) async fn rows(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(on_engine!(self, sql, arguments, query, connection => {
            query.fetch_all(connection).await?.into_iter().map(Row::from).collect()
        }))
    }

    /// Runs a query that gives one row or none.
    pub(crate) async fn row(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(
            on_engine!(self, sql, arguments, query, connection => query.fetch_optional(connection).await?.map(Row::from)),
        )
    }

    /// Runs a script without arguments: migrations only.
    pub(crate) async fn script(&mut self, sql: String) -> Result<(), StoreError> {
        match &mut self.0 {
            Inner::SqlCipher(transaction) => transaction
                .execute(sqlx::raw_sql(AssertSqlSafe(sql)))
                .await
                .map(drop)?,
            Inner::Postgres(transaction) => transaction
                .execute(sqlx::raw_sql(AssertSqlSafe(sql)))
                .await
                .map(drop)?,
        }
        Ok(())
    }

    /// Runs SQL composed by this crate from its own constants (never from input).
    pub(crate) async fn composed(
        &mut self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(
            on_engine!(self, AssertSqlSafe(sql), arguments, query, connection => {
                query.persistent(false).fetch_all(connection).await?.into_iter().map(Row::from).collect()
            }),
        )
    }

    /// Runs any statement; returns how many rows it changed.
    #[cfg(feature = "tamper")]
    pub(crate) async fn tamper(
        &mut self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(
            on_engine!(self, AssertSqlSafe(sql), arguments, query, connection => query.execute(connection).await?.rows_affected()),
        )
    }

    /// Inserts many rows of equal width: the one helper for bulk.
    ///
    /// `head` is `INSERT INTO table (a, b)`, `tail` what follows the values, such as `ON CONFLICT DO NOTHING`.
    pub(crate) async fn insert_many(
        &mut self,
        head: &'static str,
        width: usize,
        values: Vec<Value>,
        tail: &'static str,
    ) -> Result<(), StoreError> {
        // Both engines take at least 32,766 arguments; full chunks of one size keep one prepared text.
        let chunk_rows = (6_000 / width.max(1)).max(1);
        let engine = self.engine();
        let mut values = values.into_iter().peekable();
        while values.peek().is_some() {
            let chunk: Vec<Value> = values.by_ref().take(chunk_rows * width).collect();
            let rows = chunk.len() / width;
            let mut sql = String::with_capacity(head.len() + rows * width * 7 + tail.len());
            sql.push_str(head);
            sql.push_str(" VALUES ");
            let mut number = 0;
            for row in 0..rows {
                sql.push_str(if row == 0 { "(" } else { ",(" });
                for column in 0..width {
                    number += 1;
                    if column > 0 {
                        sql.push(',');
                    }
                    engine.push_place(&mut sql, number);
                }
                sql.push(')');
            }
            sql.push(' ');
            sql.push_str(tail);
            let whole = rows == chunk_rows;
            on_engine!(self, AssertSqlSafe(sql), chunk, query, connection => {
                query.persistent(whole).execute(connection).await.map(drop)?;
            });
        }
        Ok(())
    }

    /// Which engine it runs on.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.0 {
            Inner::SqlCipher(_) => Engine::SqlCipher,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Makes everything since the beginning durable.
    ///
    /// # Errors
    /// When the engine refuses; then nothing of it happened.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Inner::SqlCipher(transaction) => transaction.commit().await?,
            Inner::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}

/// A row of either engine.
pub(crate) enum Row {
    SqlCipher(SqliteRow),
    Postgres(PgRow),
}

impl From<SqliteRow> for Row {
    fn from(row: SqliteRow) -> Self {
        Self::SqlCipher(row)
    }
}

impl From<PgRow> for Row {
    fn from(row: PgRow) -> Self {
        Self::Postgres(row)
    }
}

macro_rules! column {
    ($self:expr, $index:expr, $kind:ty) => {
        match $self {
            Self::SqlCipher(row) => row.try_get::<Option<$kind>, usize>($index)?,
            Self::Postgres(row) => row.try_get::<Option<$kind>, usize>($index)?,
        }
    };
}

impl Row {
    pub(crate) fn optional_int(&self, index: usize) -> Result<Option<i64>, StoreError> {
        Ok(column!(self, index, i64))
    }

    pub(crate) fn int(&self, index: usize) -> Result<i64, StoreError> {
        self.optional_int(index)?
            .ok_or(StoreError::Damaged("a number is missing"))
    }

    pub(crate) fn optional_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        Ok(column!(self, index, String))
    }

    pub(crate) fn text(&self, index: usize) -> Result<String, StoreError> {
        self.optional_text(index)?
            .ok_or(StoreError::Damaged("a text is missing"))
    }

    pub(crate) fn optional_bytes(&self, index: usize) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(column!(self, index, Vec<u8>))
    }

    pub(crate) fn bytes(&self, index: usize) -> Result<Vec<u8>, StoreError> {
        self.optional_bytes(index)?
            .ok_or(StoreError::Damaged("bytes are missing"))
    }

    pub(crate) fn id<T>(
        &self,
        index: usize,
        read: fn(&[u8]) -> Option<T>,
    ) -> Result<T, StoreError> {
        read(&self.bytes(index)?).ok_or(StoreError::Damaged("an id does not have 16 bytes"))
    }

    pub(crate) fn optional_id<T>(
        &self,
        index: usize,
        read: fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        self.optional_bytes(index)?
            .map(|bytes| read(&bytes).ok_or(StoreError::Damaged("an id does not have 16 bytes")))
            .transpose()
    }

    pub(crate) fn flag(&self, index: usize) -> Result<bool, StoreError> {
        Ok(self.int(index)? != 0)
    }

    pub(crate) fn instant(&self, index: usize) -> Result<kernel::Instant, StoreError> {
        Ok(kernel::Instant::from_milliseconds(self.int(index)?))
    }

    pub(crate) fn day(&self, index: usize) -> Result<kernel::Day, StoreError> {
        i32::try_from(self.int(index)?)
            .map(kernel::Day::from_number)
            .map_err(|_| StoreError::Damaged("a day is out of range"))
    }

    pub(crate) fn width(&self) -> usize {
        match self {
            Self::SqlCipher(row) => row.columns().len(),
            Self::Postgres(row) => row.columns().len(),
        }
    }

    /// The column as it is, for dumps. The type is the column's, so a dump of one engine can be
    /// read into the other.
    pub(crate) fn value(&self, index: usize) -> Result<Value, StoreError> {
        let name = match self {
            Self::SqlCipher(row) => row.columns().get(index).map(|c| c.type_info().to_string()),
            Self::Postgres(row) => row.columns().get(index).map(|c| c.type_info().to_string()),
        };
        match name.as_deref() {
            Some("BIGINT" | "INT8" | "INTEGER") => self.optional_int(index).map(Value::Int),
            Some("TEXT") => self.optional_text(index).map(Value::Text),
            Some("BLOB" | "BYTEA") => self.optional_bytes(index).map(Value::Bytes),
            _ => Err(StoreError::Damaged(
                "a column has a type that no migration gives",
            )),
        }
    }
}
