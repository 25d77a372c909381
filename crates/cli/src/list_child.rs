//! Foreign files are parsed by this same program, in a child process that has locked itself in.

use std::{ffi::OsString, path::Path, process::ExitCode};

use lists::{ChildProgram, ChildReader, Limits, ListError, ReadOptions};

/// The hidden command of the child.
const COMMAND: &str = "parse-list";

/// Runs the child where this process is one. Asked before anything of the program is set up: a
/// process that reads foreign files has nothing else in its memory.
pub(crate) fn run_if_child(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    if arguments.nth(1)? != COMMAND {
        return None;
    }
    let request = arguments
        .next()
        .and_then(|request| request.into_string().ok())
        .unwrap_or_default();
    Some(lists::child_main(&request))
}

/// Starts a child on a file.
pub(crate) fn read(
    file: &Path,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<ChildReader, ListError> {
    lists::read_in_child(&program()?, file, options, limits)
}

/// This program as the child.
pub(crate) fn program() -> Result<ChildProgram, ListError> {
    let path = std::env::current_exe()
        .map_err(|error| ListError::ChildNotStarted(error.kind().to_string()))?;
    Ok(ChildProgram::unforgotten(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hidden_command_makes_a_child() {
        let arguments = |words: &[&str]| {
            words
                .iter()
                .map(OsString::from)
                .collect::<Vec<_>>()
                .into_iter()
        };
        assert!(run_if_child(arguments(&["unforgotten"])).is_none());
        assert!(run_if_child(arguments(&["unforgotten", "find", "parse-list"])).is_none());
        assert!(run_if_child(arguments(&["unforgotten", "parse-list"])).is_some());
    }
}
