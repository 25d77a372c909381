//! The tables name the same things: kinds of entries, what a grant can name, and vocabularies.

use std::{collections::BTreeSet, path::Path};

use crate::{
    failure::{Failure, Result},
    source::{entries, file_name, files, read},
};

/// A word that grants name although no entry has it: to open a person's file at all.
const NO_ENTRY: &str = "person";

/// The declaration of a kind's word in its body.
const WORD: &str = "const WORD: &'static str = \"";

/// Checks the tables.
pub(crate) fn check(root: &Path) -> Result<String> {
    Failure::unless_empty("The tables do not agree", &disagreements(root)?)?;
    Ok(format!("tables: {} kinds agree", kinds(root)?.len()))
}

/// Everything in which the tables do not agree.
pub(crate) fn disagreements(root: &Path) -> Result<Vec<String>> {
    let kinds = kinds(root)?;
    let granted = granted(root)?;
    let (listed, found) = vocabularies(root)?;
    let mut broken = Vec::new();
    for word in kinds.difference(&granted) {
        broken.push(format!(
            "the kind {word} is not in access/data/resources.tsv"
        ));
    }
    for word in granted.difference(&kinds).filter(|word| *word != NO_ENTRY) {
        broken.push(format!("resources.tsv names {word}, which is no kind"));
    }
    for word in found.difference(&listed) {
        broken.push(format!(
            "vocabularies/{word}.toml is not listed in vocabularies.rs"
        ));
    }
    for word in &kinds {
        for locale in entries(&root.join("crates/web/locales"))? {
            let id = format!("kind-{word} =");
            let mut said = false;
            for path in files(&locale, "ftl")? {
                said |= read(&path)?.lines().any(|line| line.starts_with(&id));
            }
            if !said {
                broken.push(format!(
                    "kind-{word} has no words in {}",
                    file_name(&locale)
                ));
            }
        }
    }
    Ok(broken)
}

/// The words of all bodies.
pub(crate) fn kinds(root: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for path in files(&root.join("crates/casework/src"), "rs")? {
        let text = read(&path)?;
        found.extend(
            text.split(WORD)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned),
        );
    }
    Ok(found)
}

/// The kinds of entries that a grant can name.
fn granted(root: &Path) -> Result<BTreeSet<String>> {
    Ok(read(&root.join("crates/access/data/resources.tsv"))?
        .lines()
        .filter_map(|line| line.strip_suffix("\tentry"))
        .map(str::to_owned)
        .collect())
}

/// The vocabularies that the program reads, and those that have a file.
fn vocabularies(root: &Path) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let casework = root.join("crates/casework");
    let text = read(&casework.join("src/vocabularies.rs"))?;
    let listed = text
        .split_once("files!(\"vocabularies\":")
        .and_then(|(_, rest)| rest.split_once(");"))
        .map(|(list, _)| list)
        .ok_or_else(|| Failure::new("vocabularies.rs lists its files in another way than we read"))?
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    let found = files(&casework.join("vocabularies"), "toml")?
        .iter()
        .map(|path| file_name(path).trim_end_matches(".toml").to_owned())
        .collect();
    Ok((listed, found))
}
