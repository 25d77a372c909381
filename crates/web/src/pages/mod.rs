//! The pages: one struct a page, holding plain values that are ready to show, and its template.
//!
//! Texts in the structs are in the language of the page unless they are [`Written`], which carries
//! its own language and direction. Handlers fill the structs from permitted views; templates only
//! arrange them.

mod calendar;
mod crossings;
mod entrance;
mod estimates;
mod evidence;
mod faults;
mod files;
mod form;
mod help;
mod imports;
mod layout;
mod ledger;
mod matches;
mod meetings;
mod members;
mod parts;
mod people;
mod person;
mod record;
mod requests;
mod roles;
mod room;
pub mod samples;
mod timeline;
mod today;
mod verdict;
mod wellbeing;
mod wishes;

pub use calendar::*;
pub use crossings::*;
pub use entrance::*;
pub use estimates::*;
pub use evidence::*;
pub use faults::*;
pub use files::*;
pub use form::*;
pub use help::*;
pub use imports::*;
pub use layout::*;
pub use ledger::*;
pub use matches::*;
pub use meetings::*;
pub use members::*;
pub use parts::*;
pub use people::*;
pub use person::*;
pub use record::*;
pub use requests::*;
pub use roles::*;
pub use room::*;
pub use timeline::*;
pub use today::*;
pub use verdict::*;
pub use wellbeing::*;
pub use wishes::*;

pub use kernel::Label;

/// The only style sheet.
pub const STYLE_SHEET: &str = include_str!("../../static/style.css");

/// The icon, an open circle: somebody is missing.
pub const ICON: &str = include_str!("../../static/mark.svg");

#[cfg(test)]
mod tests;
