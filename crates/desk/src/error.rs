//! One error for every use case, without transport: a message id and arguments for the person, and
//! a private context for the log.

use casework::Faults;
use gates::Verdict;
use kernel::EntryId;
use sealing::SealingError;
use store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is nothing here that the actor can open: denied and absent are one.
    #[error("there is nothing here that you can open")]
    Absent,
    /// What was entered breaks a rule, field by field.
    #[error("what was entered needs a second look: {0}")]
    Faults(Faults),
    /// Something else that the person can mend; a message id and its arguments.
    #[error("{}", english(.0, .1))]
    Refused(&'static str, Vec<(&'static str, String)>),
    /// The gates do not allow the act.
    #[error("the gates do not allow this act")]
    Gated(Box<Verdict>),
    /// Somebody else changed the entry since it was read.
    #[error("somebody else changed this entry in the meantime")]
    Conflict(EntryId),
    /// The ground of a decision changed between the verdict and the write.
    #[error("something changed while this was being decided: look again")]
    Overtaken,
    /// The register is locked: no data key.
    #[error("the register is locked")]
    Locked,
    /// The disk is full.
    #[error("the disk is full: nothing was written, reading still works")]
    Full,
    /// A key or a sealed message is not as it should be.
    #[error("{0}")]
    Sealing(#[from] SealingError),
    /// The store failed.
    #[error("{0}")]
    Store(#[source] StoreError),
    /// The file of a list, or the process that reads it, cannot be used.
    #[error("{0}")]
    Unreadable(lists::ListError),
    /// A list cannot be read.
    #[error("{0}")]
    List(String),
    /// A stored body cannot be understood.
    #[error("a stored entry cannot be read: {0}")]
    Kind(#[from] casework::KindError),
    /// The program broke one of its own rules; the text is for the log only.
    #[error("something went wrong inside the program")]
    Inside(&'static str),
}

fn english(message: &str, arguments: &[(&'static str, String)]) -> String {
    let mut text = message.to_owned();
    for (name, value) in arguments {
        text.push_str(&format!(" {name}={value}"));
    }
    text
}

impl DeskError {
    /// A refusal with a message and no arguments.
    #[must_use]
    pub const fn refused(message: &'static str) -> Self {
        Self::Refused(message, Vec::new())
    }
}

impl From<access::Denied> for DeskError {
    fn from(denied: access::Denied) -> Self {
        tracing::debug!(reason = denied.for_private_log(), "denied");
        Self::Absent
    }
}

impl From<Faults> for DeskError {
    fn from(faults: Faults) -> Self {
        Self::Faults(faults)
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Overtaken => Self::Overtaken,
            StoreError::Full => Self::Full,
            other => Self::Store(other),
        }
    }
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, DeskError>;
