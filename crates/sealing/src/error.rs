//! Everything that can go wrong here, told apart so that a person can act on it.

/// Why a secret could not be made, wrapped or opened. No variant carries secret content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// The message was changed, or the key or the associated data is not the one it was sealed with.
    #[error("the sealed message does not open: wrong key, wrong place or damaged")]
    NotAuthentic,
    /// The message is shorter than any sealed message can be.
    #[error("the sealed message is cut short")]
    Truncated,
    /// A newer program wrote this; this one knows formats up to `known`.
    #[error("written in format {found}, this program knows formats up to {known}: upgrade it")]
    NewerFormat {
        /// The format number found.
        found: u32,
        /// The newest format this program reads.
        known: u32,
    },
    /// The text is not what this kind of text looks like (base64url, JSON, base32 …).
    #[error("malformed text: {0}")]
    Malformed(&'static str),
    /// The passphrase opens none of the installation's passphrase ways.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The key file or command output belongs to none of the installation's key-file ways.
    #[error("this key file does not belong to this installation")]
    WrongKeyFile,
    /// A key file holds too little to be a key.
    #[error("a key file holds at least {least} bytes, this one {found}")]
    KeyFileTooShort {
        /// Bytes found.
        found: usize,
        /// Bytes needed.
        least: usize,
    },
    /// The password is not the user's.
    #[error("wrong password")]
    WrongPassword,
    /// The unlock document has no way of the kind that was tried.
    #[error("this installation cannot be opened that way")]
    NoSuchWay,
    /// Fewer different shares than the threshold.
    #[error("{have} of the {need} shares needed")]
    TooFewShares {
        /// Different shares given.
        have: u8,
        /// Shares needed.
        need: u8,
    },
    /// The share is whole, but was cut for another installation or compartment.
    #[error("share {position} belongs to another installation or compartment")]
    ShareOfAnother {
        /// Position among the shares given, from 1.
        position: usize,
    },
    /// The share belongs here, but to a set that was replaced.
    #[error("share {position} belongs to a set that was replaced")]
    ShareOfAnotherSet {
        /// Position among the shares given, from 1.
        position: usize,
    },
    /// A typing or printing mistake: the checksum does not fit.
    #[error("share {position} is damaged or mistyped")]
    DamagedShare {
        /// Position among the shares given, from 1.
        position: usize,
    },
    /// Threshold and total do not make sense together (1 ≤ threshold ≤ total ≤ 255).
    #[error("{threshold} of {total} shares is not possible")]
    BadThreshold {
        /// Shares needed.
        threshold: u8,
        /// Shares made.
        total: u8,
    },
    /// Argon2 parameters outside what the algorithm allows or this program accepts.
    #[error("password hashing parameters out of range")]
    BadCost,
    /// A public key of low order: it would give a shared secret that everybody knows.
    #[error("the public key is not usable")]
    LowOrderPoint,
    /// The code is unknown or already used.
    #[error("the recovery code is unknown or was used")]
    UnknownCode,
}
