//! `serve`: the pages and the interface for programs.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use clap::{Args, ValueEnum};
use desk::{
    DeskError,
    housekeeping::{Backups, Housekeeping, Kept},
};
use kernel::{Clock, Randomness};
use sealing::Argon2Cost;
use tokio::net::TcpListener;
use web::{Parts, Site, Transport};

use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    list_child,
    opening::{Key, clock, open_house, place, randomness},
    output::tell,
    renderer::Typesetter,
};

/// What stands between browsers and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Behind {
    /// Nothing: browsers of this machine only.
    Nothing,
    /// A server that ends TLS.
    Tls,
    /// Tor, as an onion service.
    Onion,
}

impl Behind {
    const fn transport(self) -> Transport {
        match self {
            Self::Nothing => Transport::Loopback,
            Self::Tls => Transport::Tls,
            Self::Onion => Transport::Onion,
        }
    }
}

/// What `serve` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Serve the pages and the interface for programs until Ctrl-C or SIGTERM, which let it finish what it has \
    begun.\n\n\
    Without a key it starts locked: it answers whether it is well, and waits at a page for the passphrase. Where there is \
    no register yet, the pages offer to make one. It makes no outbound connection. Without TLS in front it listens on \
    addresses of this machine only."
)]
pub(crate) struct Arguments {
    /// The address and port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// What stands between browsers and the server.
    #[arg(long, value_enum, default_value = "nothing")]
    behind: Behind,
    /// Writes a backup into this folder by itself, now and then again after --backup-every hours, and removes keyrings
    /// there whose days are over.
    #[arg(long, value_name = "DIR")]
    backup_to: Option<PathBuf>,
    /// Hours between two backups.
    #[arg(long, value_name = "HOURS", default_value_t = 24, requires = "backup_to", value_parser = clap::value_parser!(u32).range(1..=720))]
    backup_every: u32,
}

/// Serves.
pub(crate) async fn run(line: &CommandLine, arguments: &Arguments) -> Result<Ending> {
    if arguments.behind == Behind::Nothing && !arguments.listen.ip().is_loopback() {
        return Err(Failure::Said(
            web::ServeError::NotLoopback(arguments.listen).to_string(),
        ));
    }
    if let Some(folder) = &arguments.backup_to
        && !folder.is_dir()
    {
        return Err(Failure::Said(format!(
            "{} is not a folder: make it before it is to hold backups",
            folder.display()
        )));
    }
    let asked = Housekeeping {
        backups: arguments.backup_to.clone().map(|folder| Backups {
            folder,
            every_hours: arguments.backup_every,
        }),
    };
    let place = place(&line.place)?;
    let parts = parts(
        place.clone(),
        arguments.behind.transport(),
        false,
        clock(),
        randomness(),
    )?;
    let site = match Key::named(&line.key)? {
        Some(key) => Site::open(parts, Arc::new(open_house(&place, &key).await?)),
        None => Site::closed(parts).await?,
    };
    let listener = listen(arguments.listen).await?;
    let address = listener.local_addr().map_err(Failure::from_output)?;
    let state = match site.state() {
        web::State::Open(_) => "open",
        web::State::Locked => "locked: the first page asks for the passphrase",
        web::State::Absent => "there is no register yet: the first page offers to make one",
    };
    tell(&format!("Unforgotten serves http://{address}/ ({state})"));
    serve(site, listener, asked).await
}

/// What a server is made of.
pub(crate) fn parts(
    place: store::Place,
    transport: Transport,
    practice: bool,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> Result<Parts> {
    Ok(Parts {
        place,
        cost: Argon2Cost::default(),
        transport,
        practice,
        clock,
        randomness,
        documents: Arc::new(Typesetter::new()),
        parser: list_child::program()?,
    })
}

/// Takes the address.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => Failure::Said(format!(
                "{address} is taken: stop what listens there, or name another with --listen"
            )),
            std::io::ErrorKind::PermissionDenied => Failure::Said(format!(
                "you may not listen on {address}: take a port above 1023"
            )),
            _ => Failure::Said(format!("{address} cannot be listened on: {error}")),
        })
}

/// Serves until somebody ends it.
pub(crate) async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    asked: Housekeeping,
) -> Result<Ending> {
    let keeper = tokio::spawn(keep(Arc::clone(&site)));
    let housekeeper = tokio::spawn(keep_house(Arc::clone(&site), asked));
    let served = web::serve(Arc::clone(&site), listener, asked_to_end()).await;
    keeper.abort();
    housekeeper.abort();
    let _ended = (keeper.await, housekeeper.await);
    served.map_err(|error| Failure::Said(error.to_string()))?;
    if let Some(house) = site.house() {
        house.sequence_all().await?;
        house.close().await;
    }
    tell("Unforgotten has ended");
    Ok(Ending::Done)
}

/// Ctrl-C, or SIGTERM from a supervisor.
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _asked = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    tell("Unforgotten ends when what was begun is answered");
}

/// How often leaves get their places, so that none waits longer than a second.
const ROUND: Duration = Duration::from_millis(500);
/// Every so many rounds the register keeps the time, so that clocks survive a restart.
const ROUNDS_A_MINUTE: u32 = 120;

/// What goes on beside the pages while the register is open.
async fn keep(site: Arc<Site>) {
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut round: u32 = 0;
    loop {
        rounds.tick().await;
        let Some(house) = site.house() else { continue };
        match house.sequence_once().await {
            Ok(_) | Err(DeskError::Overtaken) => {}
            Err(error) => tracing::warn!(%error, "the ledger waits"),
        }
        if round.is_multiple_of(ROUNDS_A_MINUTE)
            && let Err(error) = house.register().keep_time().await
        {
            tracing::warn!(%error, "the time cannot be kept");
        }
        round = round.wrapping_add(1);
    }
}

/// How often it is asked whether something is to be done.
const HOUSEKEEPING: Duration = Duration::from_secs(20);

/// Backups and sweeping, apart from the sequencer: a backup of a large register takes minutes.
async fn keep_house(site: Arc<Site>, asked: Housekeeping) {
    let mut rounds = tokio::time::interval(HOUSEKEEPING);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        let Some(house) = site.house() else { continue };
        match house.keep_house_once(&asked).await {
            Ok(None | Some(Kept::Dropped)) => {}
            Ok(Some(Kept::Swept(count))) => tracing::debug!(count, "what had ended is swept out"),
            Ok(Some(Kept::BackedUp(removed))) => {
                tracing::info!(removed, "a backup is written");
            }
            Ok(Some(Kept::Failed(word, reason))) => {
                tracing::error!(word, reason, "housekeeping failed");
            }
            Err(error) => tracing::warn!(%error, "housekeeping waits"),
        }
    }
}
