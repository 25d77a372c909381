//! Opening the register and standing before it as somebody.

use std::{sync::Arc, time::Duration};

use desk::{Caller, House, KeySource};
use kernel::{Clock, Randomness};
use sealing::Argon2Cost;
use store::Place;
use zeroize::Zeroizing;

use crate::{
    arguments::{ActorArguments, CommandLine, KeyArguments, PlaceArguments},
    failure::{Failure, Result},
    output::tell,
    secrets,
    system::{SystemClock, SystemRandomness},
};

/// How often and how long a command waits for the lease of the sequencer: eight seconds in all.
const LEASE_TRIES: u32 = 32;
const LEASE_PAUSE: Duration = Duration::from_millis(250);

/// The real clock.
pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// The real randomness.
pub(crate) fn randomness() -> Arc<dyn Randomness> {
    Arc::new(SystemRandomness)
}

/// Where the register is.
pub(crate) fn place(arguments: &PlaceArguments) -> Result<Place> {
    if let Some(folder) = &arguments.data {
        return Ok(Place::Folder(folder.clone()));
    }
    if let Some(path) = &arguments.database_file {
        let url = secrets::line("the file with the database address", path)?;
        return Ok(Place::Url(url.trim().to_owned()));
    }
    if let Some(url) = &arguments.database {
        if url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('@'))
            .is_some_and(|(user, _)| user.contains(':'))
        {
            tell(
                "warning: the database address holds a password, which others on this machine can see: use --database-file",
            );
        }
        return Ok(Place::Url(url.clone()));
    }
    Err(Failure::Usage(
        "say where the register is: --data DIR or --database URL".to_owned(),
    ))
}

/// What opens a register, as it was read.
pub(crate) enum Key {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// The content of a key file, or what a command printed.
    File(Zeroizing<Vec<u8>>),
    /// Recovery shares.
    Shares(Zeroizing<Vec<String>>),
}

impl Key {
    /// The key that was named on the command line; nothing where none was.
    pub(crate) fn named(arguments: &KeyArguments) -> Result<Option<Self>> {
        if let Some(path) = &arguments.passphrase_file {
            return Ok(Some(Self::Passphrase(secrets::line(
                "the passphrase file",
                path,
            )?)));
        }
        if let Some(path) = &arguments.key_file {
            return Ok(Some(Self::File(secrets::bytes("the key file", path)?)));
        }
        if let Some(command) = &arguments.key_command {
            return Ok(Some(Self::File(secrets::printed_by(command)?)));
        }
        if let Some(path) = &arguments.shares_file {
            let text = secrets::text("the file with the shares", path)?;
            let shares: Vec<String> = text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect();
            return Ok(Some(Self::Shares(Zeroizing::new(shares))));
        }
        Ok(None)
    }

    /// The key that was named, else the passphrase from the terminal.
    pub(crate) fn named_or_asked(arguments: &KeyArguments) -> Result<Self> {
        match Self::named(arguments)? {
            Some(key) => Ok(key),
            None => secrets::ask(
                "Passphrase of the register",
                "--passphrase-file, --key-file, --key-command or --shares-file",
            )
            .map(Self::Passphrase),
        }
    }

    /// As the desk takes it.
    pub(crate) fn source(&self) -> KeySource<'_> {
        match self {
            Self::Passphrase(passphrase) => KeySource::Passphrase(passphrase),
            Self::File(content) => KeySource::KeyFile(content),
            Self::Shares(shares) => KeySource::Shares(shares),
        }
    }
}

/// Opens a register with a key.
pub(crate) async fn open_house(place: &Place, key: &Key) -> Result<House> {
    Ok(House::open(
        place,
        &key.source(),
        Argon2Cost::default(),
        clock(),
        randomness(),
    )
    .await?)
}

/// An open register and who stands before it.
pub(crate) struct Opened {
    /// The register.
    pub(crate) house: House,
    /// Who.
    pub(crate) caller: Caller,
}

impl Opened {
    /// Opens the register of the command line for the actor of the command line. `command` is what
    /// the ledger keeps of it: the word of the command, nothing of what was asked.
    pub(crate) async fn new(line: &CommandLine, command: &str) -> Result<Self> {
        let place = place(&line.place)?;
        // A place without a register is told before anybody types a passphrase.
        House::unlock_document(&place).await?;
        let key = Key::named_or_asked(&line.key)?;
        let house = open_house(&place, &key).await?;
        let caller = caller(&house, &line.actor, command).await?;
        Ok(Self { house, caller })
    }

    /// Gives every leaf its place, so that entries can be proved and a checkpoint covers them. A
    /// command that has just ended keeps the sequencer's lease for some seconds: this waits for it.
    pub(crate) async fn place_everything(&self) -> Result<()> {
        for _ in 0..LEASE_TRIES {
            self.house.sequence_all().await?;
            let mut transaction = self.house.register().read().await?;
            if transaction.waiting_leaves(1).await?.is_empty() {
                return Ok(());
            }
            drop(transaction);
            tokio::time::sleep(LEASE_PAUSE).await;
        }
        Ok(())
    }

    /// Ends: what was written gets its place in the ledger, and the session of the member is over.
    pub(crate) async fn close(self) -> Result<()> {
        self.house.lock(&self.caller).await?;
        self.house.sequence_all().await?;
        self.house.close().await;
        Ok(())
    }
}

async fn caller(house: &House, actor: &ActorArguments, command: &str) -> Result<Caller> {
    let Some(user) = &actor.user else {
        return Ok(house.operator(command).await?);
    };
    let password = secrets::line_or_ask(
        actor.password_file.as_deref(),
        "the password file",
        &format!("Password of {user}"),
        "--password-file",
    )?;
    let code = match &actor.code {
        Some(code) => Zeroizing::new(code.clone()),
        None => secrets::ask(&format!("Code of {user}"), "--code")?,
    };
    Ok(house.command_caller(user, &password, &code).await?)
}
