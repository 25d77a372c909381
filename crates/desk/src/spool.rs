//! Temporary files that are never in clear: what somebody sends is sealed piece by piece while it
//! arrives, under a key that lives only in memory and dies with the program.

use std::{
    fs::File,
    io::{BufReader, Error, ErrorKind, Read, Result, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use kernel::Randomness;
use sealing::{PIECE_BYTES, PiecePlace, SecretKey, open_piece, seal_piece};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

fn damaged<E>(_: E) -> Error {
    Error::new(ErrorKind::InvalidData, "a temporary file was changed")
}

/// A sealed temporary file that goes when nobody holds it any more.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    key: SecretKey,
    id: [u8; 16],
    bytes: u64,
    sha256: [u8; 32],
}

impl Spool {
    /// Bytes of its content.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// SHA-256 of its content.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// Reads it from its beginning.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn reader(&self) -> Result<SpoolReader> {
        Ok(SpoolReader {
            file: BufReader::with_capacity(1 << 16, File::open(&self.path)?),
            key: self.key.clone(),
            id: self.id,
            number: 0,
            left: self.bytes,
            piece: Zeroizing::new(Vec::new()),
            at: 0,
        })
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if std::fs::remove_file(&self.path).is_err() {
            tracing::warn!("a temporary file could not be removed");
        }
    }
}

/// Takes the content of a temporary file.
pub struct SpoolWriter {
    file: File,
    spool: Spool,
    digest: Sha256,
    piece: Zeroizing<Vec<u8>>,
    number: u64,
    most: u64,
    randomness: Arc<dyn Randomness>,
}

impl SpoolWriter {
    /// Makes a file in a folder for at most so many bytes.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(folder: &Path, most: u64, randomness: Arc<dyn Randomness>) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut id = [0; 16];
        randomness.fill(&mut id);
        let name: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = folder.join(name);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
            options.mode(0o600);
        }
        Ok(Self {
            file: options.open(&path)?,
            spool: Spool {
                path,
                key: SecretKey::random(randomness.as_ref()),
                id,
                bytes: 0,
                sha256: [0; 32],
            },
            digest: Sha256::new(),
            piece: Zeroizing::new(Vec::with_capacity(PIECE_BYTES)),
            number: 0,
            most,
            randomness,
        })
    }

    fn put(&mut self) -> Result<()> {
        // Every piece is sealed as if another followed: the length that the reader knows says where
        // it ends, and the key is nobody else's.
        let place = PiecePlace {
            blob: &self.spool.id,
            number: self.number,
            last: false,
        };
        let sealed = seal_piece(
            &self.spool.key,
            place,
            &self.piece,
            self.randomness.as_ref(),
        )
        .map_err(damaged)?;
        let length = u32::try_from(sealed.len()).map_err(damaged)?;
        self.file.write_all(&length.to_be_bytes())?;
        self.file.write_all(&sealed)?;
        self.number += 1;
        self.piece.clear();
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When its last piece cannot be written.
    pub fn finish(mut self) -> Result<Spool> {
        if !self.piece.is_empty() {
            self.put()?;
        }
        let Self {
            mut spool, digest, ..
        } = self;
        spool.sha256 = digest.finalize().into();
        Ok(spool)
    }
}

impl Write for SpoolWriter {
    fn write(&mut self, content: &[u8]) -> Result<usize> {
        let room = PIECE_BYTES - self.piece.len();
        let taken = content.get(..content.len().min(room)).unwrap_or_default();
        self.spool.bytes += u64::try_from(taken.len()).unwrap_or(0);
        if self.spool.bytes > self.most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.digest.update(taken);
        self.piece.extend_from_slice(taken);
        if self.piece.len() == PIECE_BYTES {
            self.put()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Reads a temporary file, a piece at a time.
pub struct SpoolReader {
    file: BufReader<File>,
    key: SecretKey,
    id: [u8; 16],
    number: u64,
    left: u64,
    piece: Zeroizing<Vec<u8>>,
    at: usize,
}

impl Read for SpoolReader {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.at == self.piece.len() {
            if self.left == 0 {
                return Ok(0);
            }
            let mut length = [0; 4];
            self.file.read_exact(&mut length)?;
            let length = usize::try_from(u32::from_be_bytes(length)).map_err(damaged)?;
            if length > PIECE_BYTES * 2 {
                return Err(damaged(()));
            }
            let mut sealed = vec![0; length];
            self.file.read_exact(&mut sealed)?;
            let place = PiecePlace {
                blob: &self.id,
                number: self.number,
                last: false,
            };
            self.piece = open_piece(&self.key, place, &sealed).map_err(damaged)?;
            self.number += 1;
            self.at = 0;
            let opened = u64::try_from(self.piece.len()).unwrap_or(u64::MAX);
            self.left = self.left.checked_sub(opened).ok_or_else(|| damaged(()))?;
        }
        let rest = self.piece.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}
