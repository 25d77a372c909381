//! The parser child as a program of its own, for the tests of several crates and for trying a file by hand:
//! `parser_child parse-list REQUEST < FILE`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(2) {
        Some(request) => lists::child_main(&request),
        None => ExitCode::from(2),
    }
}
