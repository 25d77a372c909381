//! The process that reads lists, as a program of its own for the tests of the pages:
//! `list_reader parse-list REQUEST < FILE`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(2) {
        Some(request) => lists::child_main(&request),
        None => ExitCode::from(2),
    }
}
