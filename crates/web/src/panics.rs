//! What the program says when it breaks: where, never what. The message of a panic can hold what
//! somebody wrote about a person, and a log is read by others.

use std::{
    io::Write,
    panic::{Location, PanicHookInfo},
};

fn place(location: Option<&Location<'_>>) -> (String, u32) {
    location.map_or_else(
        || ("unknown".to_owned(), 0),
        |location| (location.file().to_owned(), location.line()),
    )
}

fn tell(info: &PanicHookInfo<'_>) {
    let (file, line) = place(info.location());
    if tracing::dispatcher::has_been_set() {
        tracing::error!(file, line, "the program broke");
    } else {
        // Commands that are quiet keep no log; whoever called them is told the place all the same.
        let _gone = writeln!(
            std::io::stderr(),
            "unforgotten: the program broke at {file}:{line}"
        );
    }
}

/// From now on a panic of this process is told by its place only.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(tell));
}
