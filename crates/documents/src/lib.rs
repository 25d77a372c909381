//! Briefs and sheets as PDF.
//!
//! The caller hands over plain structures whose strings are already translated and already filtered
//! by what the reader may know; this crate sets them on paper and decides nothing. Typesetting is
//! done by Typst inside the process: the template is part of the program, what people wrote reaches
//! it as data only, and no file can be opened from within a document.
//!
//! Fonts are not part of the program. They are read from folders named by the caller, and only
//! those that the text at hand needs.

pub mod brief;
mod error;
mod fonts;
mod text;
mod typefaces;
mod typesetter;

pub use error::DocumentError;
pub use fonts::{FontFolder, Fonts};
