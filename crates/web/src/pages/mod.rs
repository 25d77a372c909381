//! The pages: one struct a page, holding plain values that are ready to show, and its template.
//!
//! Texts in the structs are in the language of the page unless they are [`Written`], which carries
//! its own language and direction. Handlers fill the structs from permitted views; templates only
//! arrange them.

mod entrance;
mod form;
mod layout;
mod parts;
mod people;
mod person;
pub mod samples;
mod timeline;
mod today;

pub use entrance::*;
pub use form::*;
pub use layout::*;
pub use parts::*;
pub use people::*;
pub use person::*;
pub use timeline::*;
pub use today::*;

/// The only style sheet.
pub const STYLE_SHEET: &str = include_str!("../../static/style.css");

/// The icon, an open circle: somebody is missing.
pub const ICON: &str = include_str!("../../static/mark.svg");

#[cfg(test)]
mod tests;
