//! Being written.
/// Marks a folder as half restored.
pub const RESTORING_FILE: &str = "restoring";
