//! One file of a backup: a header in clear and sealed blocks that hang together.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use kernel::{Instant, Randomness};
use sealing::{SecretKey, Unlock, context};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{FORMAT, Identity, StoreError};
use zeroize::Zeroizing;

use super::{io, refused};
use crate::{
    DeskError, Result,
    audit::{from_hexadecimal, hexadecimal},
};

const MAGIC: &str = "unforgotten backup";
/// The newest form of these files that this program writes and reads.
const FILE_FORMAT: u32 = 1;
/// A header is a few unlock ways; whatever is longer is something else.
const LONGEST_HEADER: u64 = 1 << 20;

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    Register,
    Keyring,
}

impl Part {
    const fn code(self) -> &'static [u8] {
        match self {
            Self::Register => b"register",
            Self::Keyring => b"keyring",
        }
    }
}

/// What stands in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    magic: String,
    format: u32,
    /// Format of the register inside.
    register_format: i64,
    pub(super) installation: String,
    pub(super) created: Instant,
    pub(super) part: Part,
    /// The same in both files of a pair.
    pair: String,
    pub(super) unlock: Unlock,
}

impl Header {
    pub(super) fn new(identity: &Identity, unlock: Unlock, pair: String, created: Instant) -> Self {
        Self {
            magic: MAGIC.to_owned(),
            format: FILE_FORMAT,
            register_format: FORMAT,
            installation: hexadecimal(&identity.id),
            created,
            part: Part::Register,
            pair,
            unlock,
        }
    }

    /// The same header for one part.
    pub(super) fn part(&self, part: Part) -> Self {
        Self {
            part,
            ..self.clone()
        }
    }

    pub(super) fn installation_id(&self) -> Result<[u8; 16]> {
        from_hexadecimal(&self.installation)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| refused("the backup does not say of which installation it is"))
    }
}

/// What the last block says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    pub(super) name: String,
    pub(super) created: Instant,
    pub(super) last_seen: Instant,
    pub(super) rows: std::collections::BTreeMap<String, u64>,
    /// Over all rows of both files.
    pub(super) digest: String,
    /// Over the blocks of this file.
    pub(super) part_digest: String,
}

fn associated(header_hash: &[u8; 32], part: Part, number: u64, last: bool) -> Vec<u8> {
    context(
        "unforgotten/1/backup",
        &[
            header_hash,
            part.code(),
            &number.to_be_bytes(),
            &[u8::from(last)],
        ],
    )
}

/// Reads the header of a file: it, the hash of its line, and the file after it.
pub(super) fn read_header(path: &Path) -> Result<(Header, [u8; 32], BufReader<File>)> {
    let strange = || {
        refused(format!(
            "{} is not a file of a backup, or its beginning is damaged",
            path.display()
        ))
    };
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(io)?);
    let mut line = Vec::new();
    Read::by_ref(&mut file)
        .take(LONGEST_HEADER)
        .read_until(b'\n', &mut line)
        .map_err(io)?;
    #[derive(Deserialize)]
    struct Formats {
        magic: String,
        format: u32,
        register_format: i64,
    }
    let formats: Formats = serde_json::from_slice(&line).map_err(|_| strange())?;
    if formats.magic != MAGIC || line.last() != Some(&b'\n') {
        return Err(strange());
    }
    if formats.register_format > FORMAT {
        return Err(DeskError::Store(StoreError::Newer {
            found: formats.register_format,
            known: FORMAT,
        }));
    }
    if formats.format > FILE_FORMAT {
        return Err(refused(format!(
            "{} was written by a newer program: use that one",
            path.display()
        )));
    }
    let header = serde_json::from_slice(&line).map_err(|_| strange())?;
    Ok((header, Sha256::digest(&line).into(), file))
}

/// Writes a file of a backup under a temporary name, which goes when the writer does.
pub(super) struct Writer<'a> {
    path: PathBuf,
    temporary: PathBuf,
    file: Option<BufWriter<File>>,
    key: &'a SecretKey,
    randomness: &'a dyn Randomness,
    header_hash: [u8; 32],
    part: Part,
    number: u64,
    digest: Sha256,
    bytes: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn create(
        path: &Path,
        header: &Header,
        key: &'a SecretKey,
        randomness: &'a dyn Randomness,
    ) -> Result<Self> {
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".part");
        let temporary = PathBuf::from(temporary);
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(&temporary).map_err(io)?;
        let mut line = serde_json::to_vec(header)
            .map_err(|_| DeskError::Inside("a header cannot be written"))?;
        line.push(b'\n');
        let mut writer = Self {
            path: path.to_path_buf(),
            temporary,
            file: Some(BufWriter::with_capacity(1 << 18, file)),
            key,
            randomness,
            header_hash: Sha256::digest(&line).into(),
            part: header.part,
            number: 0,
            digest: Sha256::new(),
            bytes: 0,
        };
        writer.put(&line)?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        let file = self
            .file
            .as_mut()
            .ok_or(DeskError::Inside("a backup was written to after its end"))?;
        file.write_all(bytes).map_err(io)?;
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }

    fn sealed(&mut self, plain: &[u8], last: bool) -> Result<()> {
        let associated = associated(&self.header_hash, self.part, self.number, last);
        let sealed = sealing::seal(self.key, &associated, plain, self.randomness);
        let length = u32::try_from(sealed.len())
            .map_err(|_| DeskError::Inside("a block of a backup is too long"))?;
        self.put(&length.to_be_bytes())?;
        self.put(&sealed)?;
        self.number += 1;
        Ok(())
    }

    /// Adds a block.
    pub(super) fn block(&mut self, plain: &[u8]) -> Result<()> {
        self.digest.update(plain);
        self.sealed(plain, false)
    }

    /// Adds the last block, makes everything durable and gives the file its name. Returns its bytes.
    pub(super) fn finish(mut self, contents: Contents) -> Result<u64> {
        let part_digest = hexadecimal(&self.digest.clone().finalize());
        let last = serde_json::to_vec(&Contents {
            part_digest,
            ..contents
        })
        .map_err(|_| DeskError::Inside("the end of a backup cannot be written"))?;
        self.sealed(&last, true)?;
        let file = self
            .file
            .take()
            .ok_or(DeskError::Inside("a backup was ended twice"))?;
        let file = file.into_inner().map_err(|error| io(error.into_error()))?;
        file.sync_all().map_err(io)?;
        std::fs::rename(&self.temporary, &self.path).map_err(io)?;
        Ok(self.bytes)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        // Given up halfway; after a rename there is nothing left under this name.
        let _ = std::fs::remove_file(&self.temporary);
    }
}

/// Reads a file of a backup, believing nothing.
pub(super) struct Reader<'a> {
    path: PathBuf,
    file: BufReader<File>,
    rest: u64,
    key: &'a SecretKey,
    header_hash: [u8; 32],
    part: Part,
    number: u64,
    digest: Sha256,
    contents: Option<Contents>,
}

impl<'a> Reader<'a> {
    pub(super) fn open(path: &Path, key: &'a SecretKey) -> Result<Self> {
        let (header, header_hash, mut file) = read_header(path)?;
        let whole = file.get_ref().metadata().map_err(io)?.len();
        let position = std::io::Seek::stream_position(&mut file).map_err(io)?;
        Ok(Self {
            path: path.to_path_buf(),
            rest: whole.saturating_sub(position),
            file,
            key,
            header_hash,
            part: header.part,
            number: 0,
            digest: Sha256::new(),
            contents: None,
        })
    }

    fn refuse(&self, what: &str) -> DeskError {
        refused(format!(
            "{} {what}, at block {}; nothing of it is used",
            self.path.display(),
            self.number
        ))
    }

    /// The next block; nothing after the last one, which must also be the end of the file.
    pub(super) fn block(&mut self) -> Result<Option<Zeroizing<Vec<u8>>>> {
        if self.contents.is_some() {
            return Ok(None);
        }
        let mut length = [0_u8; 4];
        if self.rest < 4 {
            return Err(self.refuse("was cut short"));
        }
        self.file.read_exact(&mut length).map_err(io)?;
        self.rest -= 4;
        let length = u64::from(u32::from_be_bytes(length));
        // Before anything is allocated: a damaged length must not ask for gigabytes.
        if length > self.rest {
            return Err(self.refuse("was cut short or is damaged"));
        }
        let mut sealed = vec![0; usize::try_from(length).map_err(|_| self.refuse("is damaged"))?];
        self.file.read_exact(&mut sealed).map_err(io)?;
        self.rest -= length;
        let open = |last| {
            sealing::open(
                self.key,
                &associated(&self.header_hash, self.part, self.number, last),
                &sealed,
            )
        };
        // Only the block at the end of the file can be the last one.
        if self.rest > 0 {
            let plain = open(false)
                .map_err(|_| self.refuse("is damaged, or its blocks are not in their order"))?;
            self.digest.update(&plain);
            self.number += 1;
            return Ok(Some(plain));
        }
        if open(false).is_ok() {
            return Err(self.refuse("was cut short after a whole block"));
        }
        let plain = open(true).map_err(|_| self.refuse("is damaged"))?;
        let contents: Contents =
            serde_json::from_slice(&plain).map_err(|_| self.refuse("cannot be read"))?;
        if contents.part_digest != hexadecimal(&self.digest.clone().finalize()) {
            return Err(self.refuse("does not give its own digest"));
        }
        self.contents = Some(contents);
        Ok(None)
    }

    /// Reads to the end; what the last block says.
    pub(super) fn read_to_end(mut self) -> Result<Contents> {
        while self.block()?.is_some() {}
        self.contents
            .ok_or(DeskError::Inside("a backup ended without its end"))
    }
}
