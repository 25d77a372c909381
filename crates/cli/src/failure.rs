//! Why a command did not do what was asked, in one sentence, and the number it ends with.

use std::{io, path::Path, process::ExitCode};

use desk::DeskError;
use lists::ListError;
use sealing::SealingError;
use store::StoreError;

/// The result of a part of a command.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// How a command that ran to its end has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Done.
    Done,
    /// It ran and found something that must not be overlooked: a fault in the ledger, a damaged backup.
    Found,
}

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command was written wrongly, or lacks something.
    #[error("{0}")]
    Usage(String),
    /// Something else, in one sentence.
    #[error("{0}")]
    Said(String),
    /// The desk refused or failed.
    #[error("{}", sentence(.0))]
    Desk(#[from] DeskError),
    /// A list cannot be used.
    #[error("{0}")]
    List(#[from] ListError),
    /// Whoever read standard output has gone: that is their good right.
    #[error("standard output is closed")]
    BrokenPipe,
}

impl Failure {
    /// A file that could not be used.
    pub(crate) fn file(what: &str, path: &Path, error: &io::Error) -> Self {
        Self::Said(format!(
            "{what} {} cannot be used: {}",
            path.display(),
            plain(error)
        ))
    }

    /// A failure of standard output.
    pub(crate) fn from_output(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Said(format!("standard output failed: {}", plain(&error)))
        }
    }

    /// The number that the command ends with.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::BrokenPipe => ExitCode::SUCCESS,
            Self::Usage(_) => ExitCode::from(2),
            Self::Said(_) | Self::Desk(_) | Self::List(_) => ExitCode::FAILURE,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<SealingError> for Failure {
    fn from(error: SealingError) -> Self {
        Self::Desk(error.into())
    }
}

/// What the operating system says, without its number.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not open it".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// One sentence for each way in which the desk refuses.
fn sentence(error: &DeskError) -> String {
    match error {
        DeskError::Refused(message, arguments) => refusal(message, arguments),
        DeskError::Absent => {
            "there is nothing here that you can open: it does not exist, or it is not yours to read".to_owned()
        }
        DeskError::Sealing(SealingError::WrongPassphrase) => {
            "wrong passphrase: it does not open this register; nothing was changed".to_owned()
        }
        DeskError::Sealing(SealingError::NoSuchWay) => {
            "this register cannot be opened that way: use its passphrase, or add a key file or shares first".to_owned()
        }
        DeskError::Store(StoreError::Io(error)) => format!("a file or folder failed: {}", plain(error)),
        DeskError::Store(StoreError::Absent(place)) => {
            format!("there is no register in {place}: make one with `unforgotten init`")
        }
        DeskError::Gated(verdict) => format!(
            "the gates do not allow this act ({}): ask `unforgotten gate` for the reasons",
            verdict.outcome.code()
        ),
        other => other.to_string(),
    }
}

/// The English sentence of a refusal.
fn refusal(message: &str, arguments: &[(&'static str, String)]) -> String {
    let argument = |name: &str| {
        arguments
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value.as_str())
    };
    match message {
        "refused-login" => "the name or the password is wrong".to_owned(),
        "refused-login-later" => {
            format!("too many wrong tries: try again in {} seconds", argument("seconds"))
        }
        "refused-code" => "the code is wrong or was used: wait for the next one".to_owned(),
        "refused-second-factor-missing" => {
            "this member has no second factor yet: log in with a browser first, or give one with `users factor`"
                .to_owned()
        }
        "refused-password-weak" => {
            "this password is too weak: at least 15 characters, not a common one, not made of the names here".to_owned()
        }
        "refused-passphrase-short" => {
            format!("the passphrase is too short: at least {} characters", sealing::MINIMUM_LENGTH)
        }
        "refused-login-form" => {
            "a log-in name has 2 to 64 small letters, digits, dots, hyphens, underscores or @".to_owned()
        }
        "refused-display-name" => "the name is missing or longer than 200 characters".to_owned(),
        "refused-login-taken" => "this log-in name is taken".to_owned(),
        "refused-organisation" => "an office needs a name, and is an office, a partner or an ally".to_owned(),
        "refused-own-status" => "nobody changes their own status: another administrator must".to_owned(),
        "refused-sealed-without-member" => {
            "a sealed compartment needs its first member now: the program keeps no key to give later".to_owned()
        }
        "refused-title-missing" => "the compartment needs a name".to_owned(),
        "refused-source-missing" => "the list needs the name of its source".to_owned(),
        "refused-keyring-days" => "the number of days must be between 1 and 90".to_owned(),
        "refused-import-stopped" => "the import was stopped: nothing of it remains".to_owned(),
        "refused-import-keys-changed" => {
            "the key columns are others than in the last list of this source: nobody would be found again, and everybody would \
             come in twice; keep row_key and person_key, or undo the earlier import first"
                .to_owned()
        }
        other => {
            // Refusals that only pages bring about; their ids are readable enough.
            let words = other.strip_prefix("refused-").unwrap_or(other).replace('-', " ");
            format!("refused: {words}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_one_sentence_with_its_number() {
        let wrong = Failure::from(SealingError::WrongPassphrase);
        assert!(wrong.to_string().starts_with("wrong passphrase"));
        assert_eq!(
            format!("{:?}", wrong.exit_code()),
            format!("{:?}", ExitCode::from(1))
        );
        let usage = Failure::Usage("no".to_owned());
        assert_eq!(
            format!("{:?}", usage.exit_code()),
            format!("{:?}", ExitCode::from(2))
        );
        let pipe = Failure::from_output(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(
            format!("{:?}", pipe.exit_code()),
            format!("{:?}", ExitCode::SUCCESS)
        );
        let later = DeskError::Refused("refused-login-later", vec![("seconds", "8".to_owned())]);
        assert_eq!(
            sentence(&later),
            "too many wrong tries: try again in 8 seconds"
        );
        assert_eq!(
            sentence(&DeskError::refused("refused-already-on-list")),
            "refused: already on list"
        );
    }
}
