//! `matches`: pairs of files that may be one person, and what is decided about them.

use clap::{Args, Subcommand};
use desk::matches::Pair;
use kernel::{EntryId, FileId};
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::parsed,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `matches` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Pairs of files that may be one person, among the people you may read.\n\n\
    list: with --json, one object a pair: {\"one\", \"other\", \"names\": [[…], […]], \"probability\", \"rather_kin\", \
    \"weights\": [{\"field\", \"accord\", \"left\", \"right\", \"bits\"}]}. decide: one object {\"entry\", \"version\"}, for \
    undo. export: one object a decision, without names: {\"one\", \"other\", \"same\", \"log_odds\", \"weights\"}."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Pairs that nobody has decided, from the newest people to the oldest.
    List {
        /// How many pairs at most.
        #[arg(long, default_value_t = 50, value_name = "NUMBER")]
        limit: usize,
    },
    /// Decide about a pair.
    Decide {
        /// A file.
        one: String,
        /// The other file.
        other: String,
        /// What you decide.
        #[arg(value_parser = ["same", "apart", "unsure"])]
        decision: String,
        /// Why.
        #[arg(long)]
        reasons: String,
    },
    /// Take a decision back: what was decided before it holds again.
    Undo {
        /// The entry that `decide` printed.
        entry: String,
        /// Its version.
        #[arg(long)]
        version: u32,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Decisions as examples to learn weights from, without names.
    Export,
}

#[derive(Serialize)]
struct PairLine<'a> {
    one: String,
    other: String,
    names: [Vec<&'a str>; 2],
    probability: f32,
    rather_kin: bool,
    weights: &'a [desk::matches::Weight],
}

#[derive(Serialize)]
struct DecisionLine {
    entry: String,
    version: u32,
}

fn names(person: &desk::PersonLine) -> Vec<&str> {
    person.names.iter().map(|name| name.text.as_str()).collect()
}

fn say(out: &mut Output, pair: &Pair) -> Result<()> {
    let names = [names(&pair.first), names(&pair.second)];
    let [first, second] = names.clone().map(|names| names.join(" · "));
    out.either(
        &PairLine {
            one: pair.first.file.to_string(),
            other: pair.second.file.to_string(),
            names,
            probability: pair.weighed.probability,
            rather_kin: pair.weighed.rather_kin,
            weights: &pair.weighed.weights,
        },
        &format!(
            "{:.2}  {}  {}\n      {first}\n      {second}",
            pair.weighed.probability, pair.first.file, pair.second.file
        ),
    )
}

/// Lists, decides, takes back, takes out.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let opened = Opened::new(line, "matches").await?;
    let (house, caller) = (&opened.house, &opened.caller);
    match &arguments.what {
        What::List { limit } => {
            for pair in house.undecided_pairs(caller, *limit).await?.into_inner() {
                say(out, &pair)?;
            }
        }
        What::Decide {
            one,
            other,
            decision,
            reasons,
        } => {
            if reasons.trim().is_empty() {
                return Err(Failure::Usage("a decision needs its reasons".to_owned()));
            }
            let (one, other): (FileId, FileId) = (parsed("ONE", one)?, parsed("OTHER", other)?);
            let entry = house
                .decide_pair(caller, one, other, decision, reasons)
                .await?;
            let version = house.entry(caller, entry).await?.outer.version;
            out.either(
                &DecisionLine {
                    entry: entry.to_string(),
                    version,
                },
                &format!("{entry} --version {version}"),
            )?;
        }
        What::Undo {
            entry,
            version,
            reason,
        } => {
            let entry: EntryId = parsed("ENTRY", entry)?;
            house.undo_decision(caller, entry, *version, reason).await?;
        }
        What::Export => {
            for labelled in house.labelled(caller).await?.into_inner() {
                out.either(
                    &labelled,
                    &format!(
                        "{}  {}  {}  {:.1}",
                        labelled.one, labelled.other, labelled.same, labelled.log_odds
                    ),
                )?;
            }
        }
    }
    opened.close().await?;
    Ok(Ending::Done)
}
