//! Which crates have documentation tests: running `cargo test --doc` over those that have none
//! would build every crate once more for nothing.

use std::path::Path;

use crate::{
    failure::Result,
    source::{entries, file_name, files, read},
};

/// The crates with at least one block of code in their documentation that a test would run.
pub(crate) fn crates(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in entries(&root.join("crates"))? {
        for path in files(&folder.join("src"), "rs")? {
            if has_doctest(&read(&path)?) {
                found.push(file_name(&folder));
                break;
            }
        }
    }
    Ok(found)
}

/// Whether a fenced block opens that the documentation tool would take for Rust.
fn has_doctest(text: &str) -> bool {
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(fence) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
            .and_then(|doc| doc.trim_start().strip_prefix("```"))
        else {
            continue;
        };
        let runs = fence.trim().is_empty()
            || ["rust", "no_run", "should_panic", "compile_fail", "edition"]
                .iter()
                .any(|word| fence.starts_with(word));
        if !inside && runs {
            return true;
        }
        inside = !inside;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blocks_of_rust_are_tests() {
        assert!(has_doctest("//! ```\n//! let a = 1;\n//! ```\n"));
        assert!(has_doctest("/// ```compile_fail\n/// ```\n"));
        assert!(!has_doctest("/// ```text\n/// a\n/// ```\nfn f() {}\n"));
        assert!(!has_doctest("// ```\n"));
    }
}
