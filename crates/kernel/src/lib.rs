//! The ground every other crate stands on: ids, partial dates, scripts, languages, labels,
//! envelopes, and the clock and randomness that are passed in. No input or output happens here.

mod confidence;
mod envelope;
mod ids;
mod label;
mod language;
mod partial_date;
mod randomness;
mod script;
mod time;
mod vocabulary;

pub use confidence::Confidence;
pub use envelope::{Entry, Inner, KindWord, Outer, Retention, canonical_outer};
pub use ids::{
    BatchId, BlobId, CompartmentId, CrossingId, EntryId, EventId, FileId, IdError, JobId, LeafId,
    LinkId, OrganisationId, SessionId, StopId, UserId, identifier,
};
pub use label::{Label, LabelError};
pub use language::{Direction, Language, LanguageError};
pub use partial_date::{Calendar, DateValue, PartialDate, PartialDateError};
pub use randomness::Randomness;
pub use script::{Script, direction_of, script_of};
pub use time::{Clock, Day, Instant, Moment, MomentError};
pub use vocabulary::{Term, Vocabulary, VocabularyError};
