//! `organisations`: offices, partners and allies.

use clap::Subcommand;
use kernel::{Day, Instant};
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::parsed,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `organisations` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Add an office, a partner or an ally.
    Add {
        /// Its name.
        name: String,
        /// What it is to us: office, partner or ally.
        #[arg(long, default_value = "partner", value_name = "KIND")]
        kind: String,
        /// The last day on which it is vetted, as 2027-06-30: only a vetted partner's relay carries a private act.
        #[arg(long, value_name = "DAY")]
        vetted_until: Option<String>,
    },
    /// Record until when a partner is vetted; no day ends the vetting.
    Vet {
        /// The organisation's id.
        id: String,
        /// The last day.
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
    },
    /// List them.
    List,
}

#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    kind: String,
    vetted_until: Option<String>,
}

fn last_day(text: Option<&String>) -> Result<Option<Instant>> {
    text.map(|text| {
        Day::parse_iso(text)
            .map(Day::start)
            .ok_or_else(|| Failure::Usage(format!("{text:?} is no day: write it as 2027-06-30")))
    })
    .transpose()
}

/// Runs one of them.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let opened = Opened::new(line, "organisations").await?;
    match arguments {
        Arguments::Add {
            name,
            kind,
            vetted_until,
        } => {
            let until = last_day(vetted_until.as_ref())?;
            let id = opened
                .house
                .add_organisation(&opened.caller, name, kind, until)
                .await?;
            let object = Line {
                id: id.to_string(),
                name: name.trim().to_owned(),
                kind: kind.clone(),
                vetted_until: until.map(|until| until.day().iso()),
            };
            out.either(&object, &id.to_string())?;
        }
        Arguments::Vet { id, until } => {
            let until = last_day(until.as_ref())?;
            opened
                .house
                .vet(&opened.caller, parsed("the organisation", id)?, until)
                .await?;
        }
        Arguments::List => {
            for organisation in opened.house.organisations(&opened.caller).await? {
                let vetted_until = organisation.vetted_until.map(|until| until.day().iso());
                let text = format!(
                    "{}  {}  {}{}",
                    organisation.id,
                    organisation.kind,
                    organisation.name,
                    vetted_until
                        .as_ref()
                        .map(|day| format!("  vetted until {day}"))
                        .unwrap_or_default()
                );
                let object = Line {
                    id: organisation.id.to_string(),
                    name: organisation.name,
                    kind: organisation.kind,
                    vetted_until,
                };
                out.either(&object, &text)?;
            }
        }
    }
    opened.close().await?;
    Ok(Ending::Done)
}
