//! `routes` and `openapi`: what the server answers to.

use clap::Args;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    output::Output,
};

/// What `routes` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "List every address that the server answers to, with who may come there and what is asked of them. With \
    --json, one array."
)]
pub(crate) struct Arguments {}

/// Lists the routes.
pub(crate) fn run(line: &CommandLine) -> Result<Ending> {
    let mut out = Output::new(line.json);
    let routes = web::routes_json();
    if line.json {
        out.object(&routes)?;
    } else {
        for route in web::ROUTES {
            out.line(&format!(
                "{:6} {}  {}",
                route.method.name(),
                route.path,
                route.permission
            ))?;
        }
    }
    out.finish()?;
    Ok(Ending::Done)
}

/// Prints the description of the interface for programs.
pub(crate) fn openapi() -> Result<Ending> {
    let mut out = Output::new(true);
    let text = serde_json::to_string_pretty(&web::openapi_json())
        .map_err(|error| Failure::Said(format!("the description cannot be written: {error}")))?;
    out.bytes(text.as_bytes())?;
    out.bytes(b"\n")?;
    out.finish()?;
    Ok(Ending::Done)
}
