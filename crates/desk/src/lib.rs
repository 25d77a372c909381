//! Use cases, one module a capability: permit, verdict, store; permission-filtered views come back.

mod callers;
mod error;
mod files;
mod house;
mod linking;
mod people;
mod search;
mod verdicts;

pub mod account;
pub mod assessments;
pub mod audit;
pub mod backup;
pub mod bilaterals;
pub mod countries;
pub mod crossings;
pub mod erasure;
pub mod estimates;
pub mod evidence;
pub mod exports;
pub mod housekeeping;
pub mod imports;
pub mod levers;
pub mod matches;
pub mod members;
pub mod rebuild;
pub mod spool;
pub mod strategy;
pub mod today;
pub mod wellbeing;
pub mod wishes;

pub use callers::{Caller, FirstStep, IDLE_SECONDS, LONGEST_SECONDS};
pub use error::{DeskError, Result};
pub use files::{Draft, History, OpenFile};
pub use house::{Beginning, CompartmentKeys, House, KeySource, PROGRAM, UNLOCK_FILE};
pub use people::{
    PAGE, PeoplePage, PeopleQuery, Person, PersonLine, ShownName, is_held, last_done,
    newest_detention, raised_counts, shown_names,
};
pub use search::Found;
pub use verdicts::Judged;
