//! Ids with a type each, so that a file can never be asked for by a person's log-in id.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Clock, Randomness};

/// A text is not one of our ids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id: ids are 32 hexadecimal digits, with or without hyphens")]
pub struct IdError;

/// A new UUID version 7 (RFC 9562): 48 bits of milliseconds, then randomness.
#[must_use]
pub fn identifier(clock: &dyn Clock, randomness: &dyn Randomness) -> uuid::Uuid {
    let mut random = [0_u8; 10];
    randomness.fill(&mut random);
    let millis = u64::try_from(clock.now().milliseconds()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new, time-ordered id.
            #[must_use]
            pub fn new(clock: &dyn Clock, randomness: &dyn Randomness) -> Self {
                Self(identifier(clock, randomness))
            }

            /// The id with these 16 bytes, as the store keeps it.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(uuid::Uuid::from_bytes(bytes))
            }

            /// The id from a slice, if it has 16 bytes.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                uuid::Uuid::from_slice(bytes).ok().map(Self)
            }

            /// The 16 bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.as_hyphenated())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(text).map(Self).map_err(|_| IdError)
            }
        }
    )*};
}

typed_ids! {
    /// One thing we know or do.
    EntryId;
    /// One subject as known in one compartment.
    FileId;
    /// Who may know.
    CompartmentId;
    /// A member of the installation: somebody who logs in.
    UserId;
    /// An organisation: a ministry, an embassy, a partner.
    OrganisationId;
    /// One import, published or undone as a whole.
    BatchId;
    /// One signed-in web session.
    SessionId;
    /// One piece of background work.
    JobId;
    /// One leaf of the ledger.
    LeafId;
    /// One statement that two files are the same person.
    LinkId;
    /// One question whether files of two compartments meet; drawn at random, so that it tells no order.
    CrossingId;
    /// One stop.
    StopId;
    /// One administrative event in the ledger.
    EventId;
    /// One blob: a document, a picture or a text as ciphertext in pieces.
    BlobId;
}
