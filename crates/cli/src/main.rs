//! The `unforgotten` command: one file a command, one way to open the register, one place for the
//! real clock and the real randomness.

mod arguments;
mod commands;
mod demo;
mod failure;
mod list_child;
mod opening;
mod output;
mod renderer;
mod secrets;
mod system;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Command, CommandLine};
use failure::{Ending, Failure, Result};
use output::{Output, tell};

fn main() -> ExitCode {
    web::keep_panics_quiet();
    if let Some(ended) = list_child::run_if_child(std::env::args_os()) {
        return ended;
    }
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(refusal) => {
            // Help and version go to standard output; whoever closed it early wanted no more.
            let _gone = refusal.print();
            return if refusal.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match begin(&line) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Found) => ExitCode::FAILURE,
        Err(failure) => {
            if !matches!(failure, Failure::BrokenPipe) {
                tell(&format!("unforgotten: {failure}"));
            }
            failure.exit_code()
        }
    }
}

fn begin(line: &CommandLine) -> Result<Ending> {
    if !system::SystemRandomness::is_there() {
        return Err(Failure::Said(
            "the operating system gives no randomness: nothing can be sealed".to_owned(),
        ));
    }
    // Commands whose work needs no register need no runtime either.
    match &line.command {
        Command::Completions(arguments) => return commands::completions::run(arguments),
        Command::Routes(_) => return commands::routes::run(line),
        Command::Openapi => return commands::routes::openapi(),
        Command::Names(arguments) => return commands::names::run(line, arguments),
        Command::Link(arguments) => return commands::link::run(line, arguments),
        Command::Estimate(arguments) => return commands::estimate::run(line, arguments),
        _ => {}
    }
    log_to_standard_error(matches!(line.command, Command::Serve(_) | Command::Demo(_)));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Said(format!("the program cannot start its workers: {error}")))?;
    runtime.block_on(run(line))
}

/// Logs hold no names and no ids of people; commands are quiet, the server says a little.
fn log_to_standard_error(server: bool) {
    let usual = if server { "info,sqlx=warn" } else { "error" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("UNFORGOTTEN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::io::IsTerminal::is_terminal(&std::io::stderr());
    let _set_before = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .try_init();
}

async fn run(line: &CommandLine) -> Result<Ending> {
    let mut output = Output::new(line.json);
    let out = &mut output;
    let ending = match &line.command {
        Command::Init(arguments) => commands::init::run(line, arguments, out).await,
        Command::Demo(arguments) => commands::demo::run(line, arguments, out).await,
        Command::Serve(arguments) => commands::serve::run(line, arguments).await,
        Command::Import(arguments) => commands::import::run(line, arguments, out).await,
        Command::Evidence(arguments) => commands::evidence::run(line, arguments, out).await,
        Command::Find(arguments) => commands::find::run(line, arguments, out).await,
        Command::Matches(arguments) => commands::matches::run(line, arguments, out).await,
        Command::Gate(arguments) => commands::gate::run(line, arguments, out).await,
        Command::Stop(arguments) => commands::stop::run(line, arguments, out).await,
        Command::Meetings => commands::meetings::run(line, out).await,
        Command::Brief(arguments) => commands::brief::run(line, arguments, out).await,
        Command::Audit(arguments) => commands::audit::run(line, arguments, out).await,
        Command::Check(arguments) => commands::check::run(line, arguments, out).await,
        Command::Rebuild(arguments) => commands::rebuild::run(line, arguments, out).await,
        Command::Backup(arguments) => commands::backup::run(line, arguments, out).await,
        Command::Restore(arguments) => commands::restore::run(line, arguments, out).await,
        Command::VerifyBackup(arguments) => {
            commands::verify_backup::run(line, arguments, out).await
        }
        Command::Export(arguments) => commands::export::run(line, arguments, out).await,
        Command::Users(arguments) => commands::users::run(line, arguments, out).await,
        Command::Compartments(arguments) => commands::compartments::run(line, arguments, out).await,
        Command::Organisations(arguments) => {
            commands::organisations::run(line, arguments, out).await
        }
        Command::Shares(arguments) => commands::shares::run(line, arguments, out).await,
        Command::Key(arguments) => commands::key::run(line, arguments, out).await,
        Command::Seed(arguments) => commands::seed::run(line, arguments, out).await,
        Command::Completions(_)
        | Command::Names(_)
        | Command::Link(_)
        | Command::Estimate(_)
        | Command::Routes(_)
        | Command::Openapi => Ok(Ending::Done),
    }?;
    output.finish()?;
    Ok(ending)
}
