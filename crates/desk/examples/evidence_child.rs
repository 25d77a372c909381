//! The child that reads papers as a program of its own, for the tests of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(2) {
        Some(request) => lists::child_main(&request),
        None => ExitCode::from(2),
    }
}
