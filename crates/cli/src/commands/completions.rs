//! `completions`: for shells.

use clap::{Args, CommandFactory};

use crate::{
    arguments::CommandLine,
    failure::{Ending, Result},
    output::Output,
};

/// What `completions` takes.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Prints completions.
pub(crate) fn run(arguments: &Arguments) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut CommandLine::command(),
        "unforgotten",
        &mut script,
    );
    let mut out = Output::new(false);
    out.bytes(&script)?;
    out.finish()?;
    Ok(Ending::Done)
}
