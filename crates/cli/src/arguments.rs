//! What is written on the command line, shared by all commands: the register, its key and the actor.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "unforgotten",
    version,
    about = "Keeps the files of political prisoners, and says what may be done for each of them.",
    long_about = "Keeps the files of political prisoners: what is known and from whom, what each of them wants, what may \
                  be done for them, and what was done.\n\n\
                  A register lives in a folder (--data) or in a PostgreSQL database (--database), always sealed. A command \
                  opens it with a passphrase, a key file, the output of a command, or recovery shares; without any of \
                  these it asks at the terminal. Secrets are never read from the command line itself, where every other \
                  program on the machine could see them; name a file, or a descriptor as /dev/fd/3.\n\n\
                  Without --as, a command runs as the operator of the machine: it reads ordinary compartments, signs \
                  nothing, lifts nothing, and its call stands in the ledger.\n\n\
                  With --json, standard output carries documented objects, one a line, and nothing else. Messages and \
                  progress go to standard error.\n\n\
                  A command ends with 0 when it is done, 1 when something was refused or failed, 2 when it was written \
                  wrongly.",
    after_help = "To look around with invented people: unforgotten demo",
    max_term_width = 100,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    #[command(flatten)]
    pub(crate) key: KeyArguments,
    #[command(flatten)]
    pub(crate) actor: ActorArguments,
    /// Print documented JSON objects, one a line, and nothing else.
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the register is.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Register")]
pub(crate) struct PlaceArguments {
    /// The folder of an embedded register.
    #[arg(long, global = true, value_name = "DIR", env = "UNFORGOTTEN_DATA", conflicts_with_all = ["database", "database_file"])]
    pub(crate) data: Option<PathBuf>,
    /// The address of a PostgreSQL register. Put one that holds a password into a file instead.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        conflicts_with = "database_file"
    )]
    pub(crate) database: Option<String>,
    /// A file with the address of a PostgreSQL register.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) database_file: Option<PathBuf>,
}

/// What opens it.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct KeyArguments {
    /// A file with the passphrase on its first line.
    #[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["key_file", "key_command", "shares_file"])]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A key file that was added with `key add-file`.
    #[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["key_command", "shares_file"])]
    pub(crate) key_file: Option<PathBuf>,
    /// A command that prints the content of a key file.
    #[arg(
        long,
        global = true,
        value_name = "COMMAND",
        conflicts_with = "shares_file"
    )]
    pub(crate) key_command: Option<String>,
    /// A file with recovery shares, one a line.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) shares_file: Option<PathBuf>,
}

/// In whose name it runs.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Actor")]
pub(crate) struct ActorArguments {
    /// Run as this member, with the compartments and rights they have. Without it: as the operator.
    // Its own id: a command with an argument `user` would otherwise run in that member's name.
    #[arg(long = "as", id = "acting_member", global = true, value_name = "USER")]
    pub(crate) user: Option<String>,
    /// A file with the member's password on its first line; else it is asked for.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// The member's code of this moment; else it is asked for.
    #[arg(long, global = true, value_name = "CODE")]
    pub(crate) code: Option<String>,
}

/// Everything that can be asked of the program.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new register with its first administrator.
    Init(commands::init::Arguments),
    /// Look around in a register of invented people.
    Demo(commands::demo::Arguments),
    /// Serve the pages and the interface for programs.
    Serve(commands::serve::Arguments),
    /// Bring a list of people in.
    Import(commands::import::Arguments),
    /// Add, list and take out evidence: documents, messages and pictures of a person.
    #[command(subcommand)]
    Evidence(commands::evidence::Arguments),
    /// Find people by a name in any script, or by words.
    Find(commands::find::Arguments),
    /// Pairs of files that may be one person: list, decide, take back, take out.
    Matches(commands::matches::Arguments),
    /// Ask what may be done for a person.
    Gate(commands::gate::Arguments),
    /// Record that somebody said stop: it acts at once.
    Stop(commands::stop::Arguments),
    /// List the meetings, with the ids that `brief` takes.
    Meetings,
    /// Set the brief for a meeting.
    Brief(commands::brief::Arguments),
    /// Verify, prove and read the ledger.
    #[command(subcommand)]
    Audit(commands::audit::Arguments),
    /// Check the register from end to end: database, ledger, search index.
    Check(commands::check::Arguments),
    /// Make everything that is derived from entries anew.
    Rebuild(commands::rebuild::Arguments),
    /// Write a sealed backup while others go on writing.
    Backup(commands::backup::Arguments),
    /// Bring a backup back to an empty place.
    Restore(commands::restore::Arguments),
    /// Read a backup from end to end without restoring it.
    VerifyBackup(commands::verify_backup::Arguments),
    /// Take data out in open formats, readable without this program.
    Export(commands::export::Arguments),
    /// Members: who is here, in which role.
    #[command(subcommand)]
    Users(commands::users::Arguments),
    /// Compartments: who may know.
    #[command(subcommand)]
    Compartments(commands::compartments::Arguments),
    /// Offices, partners and allies.
    #[command(subcommand)]
    Organisations(commands::organisations::Arguments),
    /// How a name is read and how alike two are: words, sounds, search keys, scores.
    #[command(subcommand)]
    Names(commands::names::Arguments),
    /// Find the same person among lists, without a register.
    Link(commands::link::Arguments),
    /// Estimate how many people are on no list, from lists that overlap.
    Estimate(commands::estimate::Arguments),
    /// Recovery shares of the key.
    #[command(subcommand)]
    Shares(commands::shares::Arguments),
    /// Other ways to open the register.
    #[command(subcommand)]
    Key(commands::key::Arguments),
    /// Fill a register with invented people, for measuring.
    Seed(commands::seed::Arguments),
    /// List every address that the server answers to.
    Routes(commands::routes::Arguments),
    /// Print the description of the interface for programs (OpenAPI).
    Openapi,
    /// Print completions for a shell.
    Completions(commands::completions::Arguments),
}
