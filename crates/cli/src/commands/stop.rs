//! `stop`: somebody said stop. It acts at once, for everybody, before anything is asked back.

use casework::wishes::Stop;
use clap::Args;
use desk::Draft;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::parsed,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `stop` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Record that somebody said stop for a person. It acts at once and for everybody, whoever hears of it; \
    a second channel confirms it within 72 hours. Medical requests and proof of life go on unless they are named.\n\n\
    With --json: {\"stop\": entry, \"follow_ups\": how many things it touches}."
)]
pub(crate) struct Arguments {
    /// The person's file.
    #[arg(long, value_name = "ID")]
    person: String,
    /// What shall stop: an act, as visit; all_public; all. Several times for several.
    #[arg(long = "act", value_name = "KIND", default_value = "all_public")]
    acts: Vec<String>,
    /// Who said so.
    #[arg(long, value_name = "WHO", default_value = "not known")]
    reported_by: String,
    /// How it reached you: telephone, in person, a letter.
    #[arg(long, value_name = "HOW", default_value = "not known")]
    channel: String,
    /// Their words.
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
    /// The person's well-being needs it: everything stops, and it outranks every other aim.
    #[arg(long)]
    welfare: bool,
}

#[derive(Serialize)]
struct Answer {
    stop: String,
    follow_ups: usize,
}

/// Records the stop.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let person = parsed("--person", &arguments.person)?;
    let offered = casework::vocabulary("stop_acts");
    for act in &arguments.acts {
        if !offered.is_some_and(|offered| offered.offers(act)) {
            let known: Vec<&str> = offered
                .iter()
                .flat_map(|vocabulary| vocabulary.offered())
                .map(|term| term.code.as_str())
                .collect();
            return Err(Failure::Usage(format!(
                "nothing is called {act:?}: choose among {}",
                known.join(", ")
            )));
        }
    }
    let opened = Opened::new(line, "stop").await?;
    let stop = Stop {
        acts: if arguments.welfare {
            vec!["all".to_owned()]
        } else {
            arguments.acts.clone()
        },
        ground: Some(
            if arguments.welfare {
                "welfare"
            } else {
                "asked"
            }
            .to_owned(),
        ),
        reported_by: arguments.reported_by.clone(),
        channel: arguments.channel.clone(),
        words: arguments.words.clone(),
        ..Stop::default()
    };
    let entry = opened
        .house
        .record(&opened.caller, person, &Draft::new(&stop)?)
        .await?;
    let touched = opened.house.touched(&opened.caller, person, entry).await?;
    if out.is_json() {
        out.object(&Answer {
            stop: entry.to_string(),
            follow_ups: touched.len(),
        })?;
    } else {
        out.line("It stops now. Ask back by a second channel within 72 hours.")?;
        for touched in touched {
            out.line(&format!(
                "  {}: {} (until {})",
                touched.follow_up.what,
                touched.follow_up.text,
                touched.follow_up.due.iso()
            ))?;
        }
    }
    opened.close().await?;
    Ok(Ending::Done)
}
