//! Help, and honest words.

use askama::Template;

use super::Layout;

/// Help in plain words.
#[derive(Debug, Template)]
#[template(path = "help/help.html")]
pub struct HelpPage {
    /// What every page shares.
    pub layout: Layout,
}

impl HelpPage {
    /// Each chapter: its anchor, the messages with its title and its text.
    pub const CHAPTERS: [(&'static str, &'static str, &'static str); 8] = [
        ("find", "chapter-find", "chapter-find-text"),
        ("may", "chapter-may", "chapter-may-text"),
        ("wish", "chapter-wish", "chapter-wish-text"),
        ("stop", "chapter-stop", "chapter-stop-text"),
        ("meeting", "chapter-meeting", "chapter-meeting-text"),
        ("import", "chapter-import", "chapter-import-text"),
        ("same", "chapter-same", "chapter-same-text"),
        ("safe", "chapter-safe", "chapter-safe-text"),
    ];
}

/// What this program protects from, and what not.
#[derive(Debug, Template)]
#[template(path = "help/about.html")]
pub struct AboutPage {
    /// What every page shares.
    pub layout: Layout,
    /// The version of the program.
    pub version: String,
}
