//! The same person among many lists, and an estimate of those on none.
//!
//! * [`link_tables`] takes lists as read from files to clusters of rows; [`Register`] and [`link`] do
//!   the same for callers who push rows one by one; [`link_new`] links new rows to a register.
//! * [`Explainer`] says why two rows are taken for one person, column by column.
//! * [`weigh`] compares two people one by one, where there is no list to learn from.
//! * [`estimate::estimate`] says how many are on no list, by several methods, or why nothing can be said.
//! * [`detect_columns`] finds what the columns of a list hold.
//!
//! Nothing here reads or writes files, a clock or randomness: the clock is a parameter, and what is
//! drawn at random is drawn from a seed.

mod block;
mod cluster;
mod date;
pub mod estimate;
mod fields;
mod intern;
mod learn;
mod link;
mod model;
mod register;
mod taught;
mod view;
mod weigh;
mod whole;
mod word;

pub use block::{Budget, KeyReport};
pub use cluster::{Clusters, Cohesion, Contradiction, Decisions, Pair, cluster};
pub use date::{DayOrder, read_date};
pub use fields::{ColumnError, ColumnMap, Field, MappedColumn, detect_columns, sex_code};
pub use learn::Effort;
pub use link::{
    Evidence, Explainer, Explanation, Labelled, LinkError, Linked, Options, Phase, Reach,
    Statistics, Table, link, link_new, link_tables, register_for,
};
pub use model::{ColumnWeights, LevelWeight, Model};
pub use register::{DateReader, Kind, NameShape, Register};
pub use taught::{Example, LEAST_DECISIONS, MOST_BITS, Taught, weigh_taught};
pub use weigh::{Accord, Population, Portrait, Weighed, Weight, correction, weigh};
