//! Proves that the recipe works: throw-away kinds are added to a scratch copy of the workspace,
//! and every generic law is run over them there.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Failure, Result},
    new_kind::NewKind,
    source::{file_name, read},
    tables,
};

/// One kind in a room that is there, one in a new room, about different subjects.
const THROW_AWAY: &[&[&str]] = &[
    &[
        "keepsake",
        "--capability",
        "wellbeing",
        "--subjects",
        "person,meeting",
        "--grant",
        DOCUMENTER,
    ],
    &[
        "garden_plot",
        "--capability",
        "pastimes",
        "--subjects",
        "matter",
        "--grant",
        DOCUMENTER,
    ],
];

/// What the second hand in the test of the grants expects of a kind that it does not name.
const DOCUMENTER: &str = "documenter=read,write,propose";

const TRUTH_TABLE: &str = "crates/access/testdata/truth_table.tsv";

/// Does it all; the scratch copy stands in the target directory and is left there for whoever
/// wants to look.
pub(crate) fn check(root: &Path) -> Result<String> {
    let target = target(root);
    let scratch = target.join("new-kind-scratch");
    if scratch.exists() {
        fs::remove_dir_all(&scratch).map_err(Failure::at(&scratch))?;
    }
    copy(root, &scratch)?;
    for arguments in THROW_AWAY {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        NewKind::parse(&arguments)?.write(&scratch)?;
    }
    let before = tables::disagreements(root)?;
    let mut new = tables::disagreements(&scratch)?;
    new.retain(|disagreement| !before.contains(disagreement));
    Failure::unless_empty("A new kind breaks the tables", &new)?;
    // A folder of its own: a copy of the workspace hashes alike, and what is built of it beside ours would be
    // taken for ours later.
    let built = target.join("new-kind-built");
    let cargo = |blessed: bool, arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command
            .args(arguments)
            .current_dir(&scratch)
            .env("CARGO_TARGET_DIR", &built);
        if blessed {
            command.env("BLESS", "1");
        }
        // Cargo tells its children where this very package stands; the copy stands elsewhere.
        for inherited in ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"] {
            command.env_remove(inherited);
        }
        let status = command.status().map_err(Failure::at(&scratch))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "with a throw-away kind, cargo {} fails in {}",
                arguments.join(" "),
                scratch.display()
            )))
        }
    };
    cargo(false, &["fmt", "--check", "-p", "casework"])?;
    cargo(false, &["test", "-p", "casework", "--features", "laws"])?;
    let table = "the_committed_truth_table_is_true";
    cargo(
        true,
        &["test", "-p", "access", "--test", "truth_table", table],
    )?;
    only_words_were_added(
        &read(&root.join(TRUTH_TABLE))?,
        &read(&scratch.join(TRUTH_TABLE))?,
    )?;
    cargo(
        false,
        &["test", "-p", "access", "--lib", "--test", "truth_table"],
    )?;
    Ok("new-kind: two throw-away kinds keep every law".to_owned())
}

/// The target directory that the caller builds in, so that libraries are not built again.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// Copies the workspace without what is built and without its history.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).map_err(Failure::at(to))?;
    for entry in fs::read_dir(from).map_err(Failure::at(from))? {
        let path = entry.map_err(Failure::at(from))?.path();
        let name = file_name(&path);
        if [".git", "target", "tmp", "demo-data"].contains(&name.as_str()) || path == to {
            continue;
        }
        let there = to.join(&name);
        if path.is_dir() {
            copy(&path, &there)?;
        } else if path.is_file() {
            fs::copy(&path, &there).map_err(Failure::at(&path))?;
        }
    }
    Ok(())
}

/// Who may do what with the old kinds has not changed by the new ones.
fn only_words_were_added(before: &str, after: &str) -> Result<()> {
    let new: BTreeSet<&str> = THROW_AWAY
        .iter()
        .filter_map(|words| words.first().copied())
        .collect();
    let stripped: String = after
        .lines()
        .map(|line| {
            let (circumstances, kinds) = line.rsplit_once('\t').unwrap_or((line, ""));
            let kept: Vec<&str> = kinds
                .split(',')
                .filter(|kind| !new.contains(kind))
                .collect();
            if circumstances == line {
                format!("{line}\n")
            } else if kept.is_empty() {
                format!("{circumstances}\t-\n")
            } else {
                format!("{circumstances}\t{}\n", kept.join(","))
            }
        })
        .collect();
    if stripped == before && after != before {
        Ok(())
    } else {
        Err(Failure::new(
            "a new kind changes who may do what with the old ones, or nobody may read it",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_kind_may_only_add_its_word() {
        let before = "# a\tb\nofficer\tread\tname,wish\nanalyst\twrite\t-\n";
        let added = "# a\tb\nofficer\tread\tkeepsake,name,wish\nanalyst\twrite\tkeepsake\n";
        assert!(only_words_were_added(before, added).is_ok());
        assert!(only_words_were_added(before, before).is_err());
        let lost = "# a\tb\nofficer\tread\tkeepsake,name\nanalyst\twrite\t-\n";
        assert!(only_words_were_added(before, lost).is_err());
    }
}
