//! Keys, compartments, wraps, keyed hashes, shares and secrets.
//!
//! The crate does no input or output and never reads a clock or the system's randomness: both are
//! parameters. It holds the whole cryptography of an installation:
//!
//! * one *data key* per installation, opened by a passphrase, a key file or k-of-n shares
//!   ([`Unlock`]), from which every server key is derived ([`DataKey`]);
//! * one key pair per user, wrapped by the password ([`PasswordRecord`]) and, while signed in,
//!   by the cookie ([`SessionToken`]);
//! * one key per compartment and epoch, wrapped to the data key (ordinary) or to each member
//!   (sealed) ([`CompartmentKey`]);
//! * one key per file, wrapped to the compartment ([`FileKey`]): to erase a file is to destroy it;
//!   documents and pictures in it are sealed in pieces ([`seal_piece`]).
//!
//! Every sealed message begins with a version byte, every derivation names its purpose, and every
//! sealing binds its context (who, where, which epoch) as associated data, so that a message moved
//! to another place does not open there.

mod aead;
mod blobs;
mod compartments;
mod cookie;
mod cursors;
mod encoding;
mod error;
mod index_keys;
mod key_hierarchy;
mod passphrase;
mod password;
mod password_blocklist;
mod recovery;
mod sealed_box;
mod secret;
mod shares;
mod totp;
mod unlock;
mod users;

pub use aead::{SEALED_OVERHEAD, context, open, open_in_place, seal, seal_into};
pub use blobs::{PADDING, PIECE_BYTES, PiecePlace, open_piece, seal_piece};
pub use compartments::{CompartmentKey, FileKey, FileWrapKey};
pub use cookie::{CsrfKey, SessionToken};
pub use cursors::{CursorKey, open_cursor, sign_cursor};
pub use encoding::Bytes;
pub use error::SealingError;
pub use index_keys::IndexKey;
pub use key_hierarchy::DataKey;
pub use passphrase::Argon2Cost;
pub use password::{MAXIMUM_LENGTH, MINIMUM_LENGTH, PasswordRefusal, check_password};
pub use recovery::StoredRecoveryCodes;
pub use sealed_box::{open_sealed, seal_to};
pub use secret::{Secret, SecretKey};
pub use shares::{ShareSet, ShareText};
pub use totp::TotpSecret;
pub use unlock::{UNLOCK_FORMAT, Unlock, Way};
pub use users::{PasswordRecord, UserPrivateKey, UserPublicKey};
