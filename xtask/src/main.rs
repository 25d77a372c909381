//! Project chores that a shell should not do: the layer check, the tables, and `new-kind`.
//!
//! ```text
//! cargo run -p xtask -- layers           the crate graph against the plan of the house
//! cargo run -p xtask -- tables           kinds, grants and vocabularies name the same things
//! cargo run -p xtask -- doctests         crates that have documentation tests, one a line
//! cargo run -p xtask -- new-kind WORD --capability MODULE [--name TEXT] [--subjects A,B] [--grant ROLE=ACTIONS]
//! cargo run -p xtask -- new-kind-check   a throw-away kind in a scratch copy, and the laws over it
//! ```

mod doctests;
mod failure;
mod layers;
mod new_kind;
mod new_kind_check;
mod source;
mod tables;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use failure::{Failure, Result};

const USAGE: &str = "usage: xtask layers | tables | doctests | new-kind WORD --capability MODULE [--name TEXT] [--subjects A,B] [--grant ROLE=ACTIONS] | new-kind-check";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(said) => {
            let written = writeln!(std::io::stdout(), "{said}");
            // Whoever reads us may stop reading; that is no failure of ours.
            drop(written);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let written = writeln!(std::io::stderr(), "{failure}");
            drop(written);
            ExitCode::FAILURE
        }
    }
}

/// Does one chore and returns what there is to say.
fn run(arguments: &[String]) -> Result<String> {
    let root = root()?;
    let Some((chore, rest)) = arguments.split_first() else {
        return Err(Failure::new(USAGE));
    };
    match (chore.as_str(), rest) {
        ("layers", []) => layers::check(&root),
        ("tables", []) => tables::check(&root),
        ("doctests", []) => doctests::crates(&root).map(|crates| crates.join("\n")),
        ("new-kind", rest) => new_kind::NewKind::parse(rest)?.write(&root),
        ("new-kind-check", []) => new_kind_check::check(&root),
        _ => Err(Failure::new(USAGE)),
    }
}

/// The folder of the workspace.
fn root() -> Result<PathBuf> {
    // Read when it runs: a build folder that came from another checkout must not lead there.
    std::env::var_os("CARGO_MANIFEST_DIR")
        .as_deref()
        .map(Path::new)
        .and_then(Path::parent)
        .map(Path::to_path_buf)
        .ok_or_else(|| Failure::new("xtask runs by `cargo run --package xtask`"))
}
