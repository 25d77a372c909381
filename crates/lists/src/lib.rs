//! Other people's lists in and ours out, and what can be read in evidence; parsers run in a child process.

mod child;
mod dates;
mod error;
mod export;
mod limits;
mod mapping;
mod raw;
mod read;
mod suggest;
mod understand;
mod words;

pub use child::{
    ChildProgram, ChildReader, Confinement, Findable, main as child_main, read_evidence_in_child,
    read_in_child,
};
pub use dates::{
    AgeRange, DateDoubt, DateOrder, ReadDate, birth_from_age, read_age, read_date, read_date_in,
};
pub use error::ListError;
pub use export::{
    ExportCharge, ExportClaim, ExportDetention, ExportError, ExportName, ExportPerson,
    ExportSource, FIELDS, Feedback, FieldNote, append_csv, csv_safe, csv_unsafe, feedback,
    write_csv, write_follow_the_money, write_json, xlsx,
};
pub use limits::Limits;
pub use mapping::{Column, IdentityRule, Mapping, NameOrder, Target};
pub use raw::{CellNote, EncodingChoice, Format, Part, RawCell, RawRow, RawTable, RowNote};
pub use read::evidence::{
    Attachment, Cleaning, EvidenceLimits, Findings, Made, Reading, read as read_evidence,
};
pub use read::{HeaderRow, ListReader, ReadOptions};
pub use suggest::{
    ColumnReason, SAMPLE_ROWS, Split, Suggestion, WordToAlign, splits, suggest, suggest_all,
    words_to_align,
};
pub use understand::{Doubt, Draft, Outcome, Session, Tally, UnderstoodRow, Weight, understand};
