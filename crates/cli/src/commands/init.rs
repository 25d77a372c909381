//! `init`: a new register with its first administrator.

use clap::Args;
use desk::{Beginning, House};
use sealing::Argon2Cost;
use serde::Serialize;

use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    opening::{clock, place, randomness},
    output::{Output, tell},
    secrets,
};

/// What `init` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Make a new register with its first administrator and a first ordinary compartment.\n\n\
    The passphrase opens the register; whoever loses it, and has neither key file nor recovery shares, loses everything. \
    The administrator runs members, compartments and backups and reads no person's file; they set up their codes when \
    they first log in with a browser."
)]
pub(crate) struct Arguments {
    /// The log-in name of the first administrator; the password comes from --password-file or is asked for.
    #[arg(long, value_name = "NAME")]
    admin: String,
    /// The name of our own organisation.
    #[arg(long, value_name = "NAME", default_value = "Human rights desk")]
    organisation: String,
    /// The name of the first compartment, where lists are brought in; empty for none.
    #[arg(long, value_name = "NAME", default_value = "Desk")]
    compartment: String,
}

#[derive(Serialize)]
struct Begun {
    administrator: String,
    organisation: String,
    compartment: Option<String>,
}

/// Makes the register.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let place = place(&line.place)?;
    if line.key.key_file.is_some()
        || line.key.key_command.is_some()
        || line.key.shares_file.is_some()
    {
        return Err(Failure::Usage(
            "a register begins with a passphrase: add a key file or shares afterwards".to_owned(),
        ));
    }
    let passphrase = match &line.key.passphrase_file {
        Some(path) => secrets::line("the passphrase file", path)?,
        None => secrets::ask_new("Passphrase of the new register", "--passphrase-file")?,
    };
    let password = match &line.actor.password_file {
        Some(path) => secrets::line("the password file", path)?,
        None => secrets::ask_new(
            &format!("Password of {}", arguments.admin),
            "--password-file",
        )?,
    };
    if *passphrase == *password {
        return Err(Failure::Said("the passphrase and the password must differ: one opens the register, the other a member".to_owned()));
    }
    let (house, administrator) = House::begin(
        &place,
        &Beginning {
            installation_name: &arguments.organisation,
            organisation: &arguments.organisation,
            passphrase: &passphrase,
            administrator: &arguments.admin,
            password: &password,
            cost: Argon2Cost::default(),
        },
        clock(),
        randomness(),
    )
    .await?;
    let mut compartment = None;
    if !arguments.compartment.trim().is_empty() {
        let operator = house.operator("init").await?;
        let id = house
            .add_compartment(
                &operator,
                &arguments.compartment,
                house.organisation(),
                false,
                &[],
            )
            .await?;
        compartment = Some(id.to_string());
    }
    house.sequence_all().await?;
    let begun = Begun {
        administrator: administrator.to_string(),
        organisation: house.organisation().to_string(),
        compartment,
    };
    house.close().await;
    out.either(
        &begun,
        &format!(
            "The register is made; {} is its administrator.",
            arguments.admin
        ),
    )?;
    tell(
        "Keep the passphrase apart from the machine. `unforgotten shares new` cuts it into shares for several people.",
    );
    Ok(Ending::Done)
}
