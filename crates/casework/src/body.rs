//! What every body has in common, and the way from a stored entry to a typed body.

use kernel::{Entry, Inner};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{faults::Faults, form::Field, rows::Row};

/// The body of one kind.
pub trait Body: Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug {
    /// The word of the kind, as stored.
    const WORD: &'static str;
    /// The schema version that is written today.
    const SCHEMA: u16;
    /// The fields a page asks for. The envelope (label, source, confidence, validity) is asked for
    /// by the page itself and is not among them.
    const FORM: &'static [Field];

    /// Whether the body may be stored.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    fn check(&self) -> Result<(), Faults>;

    /// Adds the rows by which an entry with this body is found, counted and rung. Only called for
    /// entries that are not withdrawn.
    fn project(&self, entry: &Entry, rows: &mut Vec<Row>) {
        let _ = (entry, rows);
    }

    /// Adds the rows by which an entry with this body is found although it was withdrawn. None, for almost
    /// all kinds; those that there are begin with [`crate::WITHDRAWN`], so that no search meets them.
    fn project_withdrawn(&self, rows: &mut Vec<Row>) {
        let _ = rows;
    }

    /// Turns a stored body of an older schema into one of today's.
    ///
    /// # Errors
    /// When there is no way from that schema.
    fn upcast(from: u16, body: Value) -> Result<Value, KindError> {
        let _ = body;
        Err(KindError::NoUpcaster {
            kind: Self::WORD,
            schema: from,
        })
    }

    /// An invented body that passes the check and fills every required field and every group: the example in the documentation of the interface,
    /// and the subject of the generic laws.
    fn sample() -> Self;
}

/// An entry cannot be read as a body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KindError {
    /// No row of the kinds table has this word.
    #[error("unknown kind {0:?}")]
    UnknownKind(String),
    /// The entry is of another kind than was asked for.
    #[error("the entry is of kind {found:?}, not {expected:?}")]
    WrongKind {
        /// The kind that was asked for.
        expected: &'static str,
        /// The kind of the entry.
        found: String,
    },
    /// A newer program wrote the entry; it is shown as "needs upgrade" and never changed here.
    #[error("the {kind} was written by a newer program (schema {schema}, this one knows {known})")]
    NeedsUpgrade {
        /// The kind.
        kind: &'static str,
        /// The schema of the entry.
        schema: u16,
        /// The newest schema known here.
        known: u16,
    },
    /// There is no way from an old schema to today's.
    #[error("there is no way from schema {schema} of {kind} to the present one")]
    NoUpcaster {
        /// The kind.
        kind: &'static str,
        /// The schema of the entry.
        schema: u16,
    },
    /// The body does not have the fields of its kind.
    #[error("the body is not a {kind}: {detail}")]
    Unreadable {
        /// The kind.
        kind: &'static str,
        /// What the reader said, for the log of a developer; may hold field names, no texts.
        detail: String,
    },
}

/// A body of today's schema as a value, from a stored one of schema `from`.
///
/// # Errors
/// `NeedsUpgrade` for a newer schema, `NoUpcaster` where there is no way.
pub fn current<B: Body>(from: u16, body: Value) -> Result<Value, KindError> {
    match from.cmp(&B::SCHEMA) {
        std::cmp::Ordering::Equal => Ok(body),
        std::cmp::Ordering::Less => B::upcast(from, body),
        std::cmp::Ordering::Greater => Err(KindError::NeedsUpgrade {
            kind: B::WORD,
            schema: from,
            known: B::SCHEMA,
        }),
    }
}

/// The body of an entry.
///
/// # Errors
/// When the entry is of another kind, of a newer schema, or unreadable.
pub fn body<B: Body>(entry: &Entry) -> Result<B, KindError> {
    inner_body(&entry.inner)
}

/// The body inside a sealed part that was opened.
///
/// # Errors
/// As [`body`].
pub fn inner_body<B: Body>(inner: &Inner) -> Result<B, KindError> {
    if inner.kind.word() != B::WORD {
        return Err(KindError::WrongKind {
            expected: B::WORD,
            found: inner.kind.word().to_owned(),
        });
    }
    let value = current::<B>(inner.schema, inner.body.clone())?;
    read(value)
}

/// Reads a value of today's schema.
pub(crate) fn read<B: Body>(value: Value) -> Result<B, KindError> {
    serde_json::from_value(value).map_err(|error| KindError::Unreadable {
        kind: B::WORD,
        detail: position_only(&error),
    })
}

/// What a reader complains about, without the text it read: that may be somebody's name.
fn position_only(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once('`') {
        Some((_, rest)) if text.starts_with("missing field") => {
            format!(
                "missing field {}",
                rest.split('`').next().unwrap_or_default()
            )
        }
        _ => "a field has another form".to_owned(),
    }
}

/// A body as the value that is stored.
///
/// # Errors
/// When it cannot be written as JSON, which no body of ours does.
pub fn value<B: Body>(body: &B) -> Result<Value, KindError> {
    serde_json::to_value(body).map_err(|_| KindError::Unreadable {
        kind: B::WORD,
        detail: "cannot be written".to_owned(),
    })
}
