//! `demo`: a register of invented people, to look around in.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use desk::{Beginning, House, KeySource, housekeeping::Housekeeping};
use kernel::{Clock, Randomness};
use sealing::Argon2Cost;
use store::Place;
use web::{Site, Transport};
use zeroize::Zeroizing;

use crate::{
    arguments::CommandLine,
    commands::{serve, write_private},
    demo::{DemoClock, DemoOptions, fill},
    failure::{Ending, Failure, Result},
    opening::{clock, randomness},
    output::{Output, tell},
};

/// The log-in name of the administrator of the demonstration.
const ADMINISTRATOR: &str = "warden";

/// What `demo` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Make an encrypted register of invented people in five invented countries, print the log-ins of every \
    role with their codes of this moment, and serve it.\n\n\
    The register lives in --data, or in a new folder that is removed at the end. Nobody in it exists."
)]
pub(crate) struct Arguments {
    /// The address and port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// Make the register and print the log-ins, but do not serve.
    #[arg(long, requires = "passphrase_out")]
    no_serve: bool,
    /// Write the passphrase of the register here, to open it with other commands.
    #[arg(long, value_name = "FILE")]
    passphrase_out: Option<PathBuf>,
}

/// A folder that goes when the demonstration ends, unless it is to stay: somebody named it, and the
/// register in it is whole.
struct Folder {
    path: PathBuf,
    goes: bool,
    stays_when_whole: bool,
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.goes {
            let _gone_before = std::fs::remove_dir_all(&self.path);
        }
    }
}

fn random_words(randomness: &dyn Randomness) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; 16]);
    randomness.fill(bytes.as_mut_slice());
    Zeroizing::new(
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .join(""),
    )
}

fn folder(line: &CommandLine, randomness: &dyn Randomness) -> Result<Folder> {
    if line.place.database.is_some() || line.place.database_file.is_some() {
        return Err(Failure::Usage(
            "the demonstration lives in a folder: --data DIR".to_owned(),
        ));
    }
    Ok(match &line.place.data {
        // What somebody else keeps there is never ours to remove.
        Some(path) => Folder {
            path: path.clone(),
            goes: !path.exists(),
            stays_when_whole: true,
        },
        None => {
            let name = random_words(randomness);
            let name = name.get(..12).unwrap_or(&name);
            Folder {
                path: std::env::temp_dir().join(format!("unforgotten-demo-{name}")),
                goes: true,
                stays_when_whole: false,
            }
        }
    })
}

/// Makes it and serves it.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    let randomness = randomness();
    let mut folder = folder(line, randomness.as_ref())?;
    // The address is taken first: nobody waits for a register that cannot be served.
    let listener = if arguments.no_serve {
        None
    } else {
        Some(serve::listen(arguments.listen).await?)
    };
    let address = match &listener {
        Some(listener) => listener.local_addr().map_err(Failure::from_output)?,
        None => arguments.listen,
    };
    tell("Making a register of invented people; this takes some seconds.");
    let demo_clock = Arc::new(DemoClock::new(clock()));
    let passphrase = random_words(randomness.as_ref());
    let password = random_words(randomness.as_ref());
    let place = Place::Folder(folder.path.clone());
    let (house, administrator) = House::begin(
        &place,
        &Beginning {
            installation_name: "Demonstration",
            organisation: "Foreign Ministry",
            passphrase: &passphrase,
            administrator: ADMINISTRATOR,
            password: &password,
            cost: Argon2Cost::default(),
        },
        Arc::<DemoClock>::clone(&demo_clock),
        Arc::clone(&randomness),
    )
    .await?;
    let caller = house.ordinary_caller(administrator).await?;
    let options = DemoOptions {
        clock: Arc::clone(&demo_clock),
        address: format!("http://{address}/"),
        administrator_login: ADMINISTRATOR.to_owned(),
        administrator_password: password,
    };
    let accounts = fill(&house, &caller, &options).await?;
    house.sequence_all().await?;
    house.close().await;
    folder.goes &= !folder.stays_when_whole;
    if let Some(path) = &arguments.passphrase_out {
        write_private("the passphrase file", path, passphrase.as_bytes())?;
    }
    let sheet = accounts.sheet(demo_clock.now())?;
    for text in sheet.lines() {
        out.line(text)?;
    }
    out.flush_now()?;
    let Some(listener) = listener else {
        return Ok(Ending::Done);
    };
    let house = House::open(
        &place,
        &KeySource::Passphrase(&passphrase),
        Argon2Cost::default(),
        clock(),
        Arc::clone(&randomness),
    )
    .await?;
    let site = Site::open(
        serve::parts(place, Transport::Loopback, true, clock(), randomness)?,
        Arc::new(house),
    );
    let ending = serve::serve(site, listener, Housekeeping::default()).await;
    drop(folder);
    ending
}
