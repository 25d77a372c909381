//! `compartments`: who may know.

use access::Role;
use clap::Subcommand;
use kernel::UserId;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    commands::member,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::Output,
};

/// What `compartments` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Add a compartment.
    #[command(
        long_about = "Add a compartment. An ordinary one is opened by the server's key; a sealed one only by the keys \
        of its members, who must be named now: the program keeps no key to give later."
    )]
    Add {
        /// Its name.
        name: String,
        /// Open it with its members' keys only.
        #[arg(long)]
        sealed: bool,
        /// A first member with their role, as ana:desk_officer.
        #[arg(long, value_name = "USER:ROLE")]
        member: Vec<String>,
    },
    /// List the compartments.
    List,
}

#[derive(Serialize)]
struct Line {
    id: String,
    name: Option<String>,
    sealed: bool,
    epoch: i64,
}

async fn first_members(opened: &Opened, written: &[String]) -> Result<Vec<(UserId, Role)>> {
    let mut members = Vec::new();
    for text in written {
        let (login, role) = text.rsplit_once(':').ok_or_else(|| {
            Failure::Usage(format!(
                "--member {text}: write it as USER:ROLE, as ana:desk_officer"
            ))
        })?;
        let role = role
            .parse()
            .map_err(|error| Failure::Usage(format!("--member {text}: {error}")))?;
        members.push((member(opened, login).await?.id, role));
    }
    Ok(members)
}

/// Runs one of them.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let opened = Opened::new(line, "compartments").await?;
    match arguments {
        Arguments::Add {
            name,
            sealed,
            member,
        } => {
            let members = first_members(&opened, member).await?;
            let organisation = opened.house.organisation();
            let id = opened
                .house
                .add_compartment(&opened.caller, name, organisation, *sealed, &members)
                .await?;
            out.either(
                &Line {
                    id: id.to_string(),
                    name: Some(name.trim().to_owned()),
                    sealed: *sealed,
                    epoch: 1,
                },
                &id.to_string(),
            )?;
        }
        Arguments::List => {
            for (id, name, sealed, epoch) in opened.house.all_compartments(&opened.caller).await? {
                let text = format!(
                    "{id}  {}{}",
                    name.as_deref().unwrap_or("(its name is sealed)"),
                    if sealed { "  sealed" } else { "" }
                );
                out.either(
                    &Line {
                        id: id.to_string(),
                        name,
                        sealed,
                        epoch,
                    },
                    &text,
                )?;
            }
        }
    }
    opened.close().await?;
    Ok(Ending::Done)
}
