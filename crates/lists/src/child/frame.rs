//! What parser and parent say to each other: a length of four bytes, little end first, then JSON.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::{Limits, ListError, Part, ReadOptions};

/// Longest frame that a parent believes in.
pub(super) const LONGEST_FRAME: u32 = 32 << 20;

/// The order to the child, as its last argument.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) options: ReadOptions,
    pub(super) limits: Limits,
}

/// How the child has locked itself in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// Memory, processor time, files and core dumps are limited.
    pub limits: bool,
    /// The kernel keeps it from every file (Landlock).
    pub files: bool,
    /// The kernel refuses it sockets, programs and new files (seccomp).
    pub calls: bool,
}

/// What the child says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Frame {
    /// First: how it is confined.
    Confined(Confinement),
    /// Some parts of the list.
    Parts(Vec<Part>),
    /// Last, when all went well: how many parts there were.
    Done(u64),
    /// Last, when the file cannot be used.
    Failed(ListError),
}

pub(super) fn write(out: &mut impl Write, frame: &Frame) -> std::io::Result<()> {
    let bytes = serde_json::to_vec(frame).map_err(std::io::Error::other)?;
    let length = u32::try_from(bytes.len())
        .ok()
        .filter(|n| *n <= LONGEST_FRAME)
        .ok_or_else(|| std::io::Error::other("frame too long"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)
}

/// Reads the bytes of the next frame; nothing at the end. Memory grows with what really comes, not
/// with what the length claims.
pub(super) fn read(input: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut length = Vec::new();
    input.by_ref().take(4).read_to_end(&mut length)?;
    let Ok(length) = <[u8; 4]>::try_from(length.as_slice()) else {
        return if length.is_empty() {
            Ok(None)
        } else {
            Err(std::io::Error::other("half a length"))
        };
    };
    let length = u32::from_le_bytes(length);
    if length > LONGEST_FRAME {
        return Err(std::io::Error::other("a frame that is too long"));
    }
    let mut bytes = Vec::new();
    input
        .by_ref()
        .take(u64::from(length))
        .read_to_end(&mut bytes)?;
    if u32::try_from(bytes.len()) != Ok(length) {
        return Err(std::io::Error::other("half a frame"));
    }
    Ok(Some(bytes))
}
