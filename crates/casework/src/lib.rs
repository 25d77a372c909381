//! The kinds table: bodies, upcasters, rules and projections, one module a capability.
//!
//! [`kinds`] holds the table and the recipe for adding a kind. Nothing here reads a clock, a file
//! or a network; what depends on the present day is passed in.

mod body;
pub mod clocks;
mod faults;
mod filling;
#[cfg(test)]
mod filling_tests;
pub mod form;
mod iso_day;
pub mod kinds;
#[cfg(any(test, feature = "laws"))]
pub mod laws;
#[cfg(test)]
mod projection_tests;
mod rows;
mod vocabularies;

pub mod assessments;
pub mod bilaterals;
pub mod coordination;
pub mod countries;
pub mod evidence;
pub mod levers;
pub mod matters;
pub mod people;
pub mod register;
pub mod requests;
pub mod sources;
pub mod strategy;
pub mod wellbeing;
pub mod wishes;

pub use body::{Body, KindError, body, current, inner_body, value};
pub use faults::{Fault, Faults, LONGEST_NAME, LONGEST_TEXT, MOST_ITEMS};
pub use filling::{body_from_form, edit_from_form, form_from_body};
pub use form::{Field, Input};
pub use kinds::{KINDS, Kind, Subject, kind, kinds_of, project};
pub use rows::{
    ADULT_AGE, Row, WITHDRAWN, content_word, document_words, minor_until, minor_values,
    person_word, review_word, row_word, withdrawn_word, words,
};
pub use vocabularies::{vocabularies, vocabulary};
