//! `find`: people by a name in any script, or by words.

use clap::Args;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `find` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Find people by a name in any script, or by words of their files; the best first.\n\n\
    With --json, one object a line: {\"id\": file, \"names\": [their own script first], \"score\": 0 to 1, \"same\": whether a name is called the same}. Nobody found \
    is no failure."
)]
pub(crate) struct Arguments {
    /// A name, part of one, or words.
    text: String,
    /// How many at most.
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    limit: usize,
}

#[derive(Serialize)]
struct Line {
    id: String,
    names: Vec<String>,
    score: f32,
    same: bool,
}

/// Finds people.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    if arguments.text.trim().is_empty() {
        return Err(Failure::Usage("find needs a name or words".to_owned()));
    }
    let opened = Opened::new(line, "find").await?;
    let found = opened
        .house
        .find(&opened.caller, &arguments.text, arguments.limit)
        .await?
        .into_inner();
    if !line.json && !found.is_empty() && !found.iter().any(desk::Found::is_same) {
        out.line(if found.iter().any(|found| found.matched.is_some()) {
            "Nobody by this name; similar names:"
        } else {
            "Nobody by this name; the words stand in the files of:"
        })?;
    }
    for found in found {
        let same = found.is_same();
        let names: Vec<String> = found
            .person
            .names
            .into_iter()
            .map(|name| name.text)
            .collect();
        let text = format!(
            "{}  {:.2}  {}",
            found.person.file,
            found.score,
            names.join(" · ")
        );
        out.either(
            &Line {
                id: found.person.file.to_string(),
                names,
                score: found.score,
                same,
            },
            &text,
        )?;
    }
    opened.close().await?;
    Ok(Ending::Done)
}
