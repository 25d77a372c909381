//! Why a document could not be made.

use std::path::PathBuf;

/// Why a document could not be made. No variant carries what people wrote: the text of a brief must
/// not reach a log by way of an error.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A typeface that the text needs is in none of the font folders.
    #[error(
        "the typeface {family} ({file}) is in none of the font folders: install the package {package}"
    )]
    FontMissing {
        /// The family, as its designers call it.
        family: &'static str,
        /// The file that was looked for.
        file: &'static str,
        /// The Debian package that brings it.
        package: &'static str,
    },
    /// A font file is there and cannot be read.
    #[error("the font file {path} cannot be read")]
    FontUnreadable {
        /// Where the file is.
        path: PathBuf,
        /// What the operating system says.
        #[source]
        source: std::io::Error,
    },
    /// A font file was read and is not a font, or not the one it should be.
    #[error("the font file {path} is damaged or not the typeface {family}")]
    FontDamaged {
        /// Where the file is.
        path: PathBuf,
        /// The family that was expected in it.
        family: &'static str,
    },
    /// A language is not given as a BCP 47 tag that begins with two or three letters.
    #[error("a language must be a BCP 47 tag such as en, ar or zh-Hant")]
    Language,
    /// The code of a meeting could identify somebody: it becomes the title of the file.
    #[error("a meeting code has 1 to 40 of the characters A-Z a-z 0-9 - and nothing else")]
    Code,
    /// A fact points to a source that is not in the list of sources.
    #[error("source {number} is cited and {known} sources are listed")]
    UnknownSource {
        /// The number that is cited.
        number: u32,
        /// How many sources are listed.
        known: usize,
    },
    /// A copy number that is not one of the copies.
    #[error("there is no copy {number} of {of}")]
    CopyNumber {
        /// The number of this copy.
        number: u32,
        /// How many copies there are.
        of: u32,
    },
    /// More text than a brief can hold.
    #[error("the document holds more than {limit} bytes of text")]
    TooLong {
        /// The limit, in bytes of UTF-8.
        limit: usize,
    },
    /// The words could not be handed over to the template.
    #[error("the document could not be handed over to its template")]
    Data(#[source] serde_json::Error),
    /// The typesetter refused or warned. Warnings count: a missing typeface is only a warning to
    /// it, and would leave a page with empty boxes where a name should be.
    #[error("the document could not be set: {0}")]
    Typesetting(String),
}
