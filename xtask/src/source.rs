//! Reading source files as text: which there are, and which part of them is not test.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::failure::{Failure, Result};

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Failure::at(path))
}

/// Writes a file, with the folders it stands in.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::write(path, text).map_err(Failure::at(path))
}

/// What stands in a folder, sorted; nothing if there is no such folder.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::at(folder))? {
        found.push(entry.map_err(Failure::at(folder))?.path());
    }
    found.sort();
    Ok(found)
}

/// The files with this extension in a folder and below it, sorted.
pub(crate) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|is| is == extension) {
            found.push(path);
        }
    }
    Ok(found)
}

/// The last part of a path, as text.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// A source file without comments and without what is compiled for tests only, and the names of
/// the modules in other files that are.
///
/// It relies on the layout that `cargo fmt` gives: an item at the left margin ends with a brace at
/// the left margin.
pub(crate) fn without_tests(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut test_modules) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            let item = lines
                .by_ref()
                .find(|line| !line.starts_with("#["))
                .unwrap_or_default();
            if let Some(module) = item
                .strip_suffix(';')
                .and_then(|item| item.rsplit(' ').next())
            {
                test_modules.push(module.to_owned());
            } else if !item.ends_with('}') {
                lines.by_ref().find(|line| line.starts_with('}'));
            }
        } else if !line.trim_start().starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    (kept, test_modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_comments_are_left_out() {
        let (kept, modules) = without_tests(
            "use std::fmt;\n// std::fs\n#[cfg(test)]\nmod long_tests;\nfn one() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\nfn two() {}\n",
        );
        assert_eq!(kept, "use std::fmt;\nfn one() {}\nfn two() {}\n");
        assert_eq!(modules, ["long_tests"]);
    }
}
