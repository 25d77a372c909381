//! Files that are sent to us: streamed to a temporary file in the data folder and deleted afterwards.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, multipart},
    http::Request,
};
use desk::{evidence::PaperReader, spool::Spool};
use kernel::Randomness;
use tokio::io::AsyncWriteExt;

use crate::visit::Fail;

/// Most bytes of one upload.
pub(crate) const MOST_BYTES: u64 = 600 * 1024 * 1024;
/// Most papers of one form.
const MOST_PAPERS: usize = 100;
/// Most bytes of the other fields together.
const MOST_FIELDS: usize = 256 * 1024;
/// The folder below the data folder.
const SPOOL: &str = "spool";

/// A temporary file that goes when nobody holds it any more.
#[derive(Debug)]
pub(crate) struct Spooled {
    path: PathBuf,
}

impl Spooled {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Spooled {
    fn drop(&mut self) {
        if std::fs::remove_file(&self.path).is_err() {
            tracing::warn!("a temporary file could not be removed");
        }
    }
}

/// What a form with a file sent.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The other fields.
    pub(crate) pairs: Vec<(String, String)>,
    /// The file, and the name that it had.
    pub(crate) file: Option<(Spooled, String)>,
}

/// The folder for temporary files of a register.
pub(crate) fn spool_folder(data: Option<&Path>) -> PathBuf {
    data.map_or_else(
        || std::env::temp_dir().join("unforgotten-spool"),
        |folder| folder.join(SPOOL),
    )
}

/// Removes what a killed server left behind.
pub(crate) fn sweep(data: Option<&Path>) {
    if let Ok(entries) = std::fs::read_dir(spool_folder(data)) {
        for entry in entries.flatten() {
            // A file that is gone already is what we want.
            let _gone = std::fs::remove_file(entry.path());
        }
    }
}

fn make(folder: &Path, randomness: &dyn Randomness) -> std::io::Result<(std::fs::File, Spooled)> {
    std::fs::create_dir_all(folder)?;
    let mut name = [0_u8; 16];
    randomness.fill(&mut name);
    let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = folder.join(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        options.mode(0o600);
    }
    let file = options.open(&path)?;
    Ok((file, Spooled { path }))
}

/// Reads a form with a file. `admit` sees the fields before the first byte of a file is kept.
pub(crate) async fn receive(
    request: Request<Body>,
    data: Option<&Path>,
    randomness: &dyn Randomness,
    admit: impl Fn(&[(String, String)]) -> Result<(), Fail>,
) -> Result<Upload, Fail> {
    let mut multipart = form(request).await?;
    let mut upload = Upload {
        pairs: Vec::new(),
        file: None,
    };
    while let Some(mut field) = multipart.next_field().await.map_err(broken)? {
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            take_text(field, &mut upload.pairs).await?;
            continue;
        };
        admit(&upload.pairs)?;
        if upload.file.is_some() {
            return Err(Fail::Malformed("two files"));
        }
        let (file, spooled) = make(&spool_folder(data), randomness).map_err(disk)?;
        let mut file = tokio::fs::File::from_std(file);
        let mut length = 0_u64;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            length += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            if length > MOST_BYTES {
                return Err(Fail::TooLarge);
            }
            file.write_all(&chunk).await.map_err(disk)?;
        }
        file.flush().await.map_err(disk)?;
        if length > 0 {
            upload.file = Some((spooled, file_name));
        }
    }
    admit(&upload.pairs)?;
    Ok(upload)
}

/// What a form with papers sent.
#[derive(Debug)]
pub(crate) struct Sent {
    /// The other fields.
    pub(crate) pairs: Vec<(String, String)>,
    /// The papers, sealed, and the names that they had.
    pub(crate) papers: Vec<(Spool, String)>,
    /// Names of files that were not taken, and the message that says why. They do not hold up the others.
    pub(crate) left: Vec<(String, &'static str)>,
}

/// Reads a form with any number of papers: they are sealed while they arrive, and what has arrived of
/// an upload that breaks off goes with it.
pub(crate) async fn receive_papers(
    request: Request<Body>,
    reader: &PaperReader,
    admit: impl Fn(&[(String, String)]) -> Result<(), Fail>,
) -> Result<Sent, Fail> {
    let mut multipart = form(request).await?;
    let mut sent = Sent {
        pairs: Vec::new(),
        papers: Vec::new(),
        left: Vec::new(),
    };
    let mut total = 0_u64;
    while let Some(mut field) = multipart.next_field().await.map_err(broken)? {
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            take_text(field, &mut sent.pairs).await?;
            continue;
        };
        admit(&sent.pairs)?;
        // Of a folder the browser gives the way to each file as its name.
        let name = file_name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let mut left = (sent.papers.len() >= MOST_PAPERS).then_some("refused-evidence-too-many");
        let mut writer = reader.writer().map_err(disk)?;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            total += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            if total > MOST_BYTES {
                return Err(Fail::TooLarge);
            }
            // What is not taken is still read to its end: the next file comes after it.
            if left.is_some() {
                continue;
            }
            match writer.write_all(&chunk) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                    left = Some("refused-evidence-one-too-large");
                }
                Err(error) => return Err(disk(error)),
            }
        }
        if let Some(why) = left {
            sent.left.push((name, why));
            continue;
        }
        let paper = writer.finish().map_err(disk)?;
        if paper.bytes() > 0 {
            sent.papers.push((paper, name));
        } else if !name.is_empty() {
            sent.left.push((name, "refused-evidence-empty"));
        }
    }
    admit(&sent.pairs)?;
    Ok(sent)
}

async fn form(request: Request<Body>) -> Result<Multipart, Fail> {
    Multipart::from_request(request, &())
        .await
        .map_err(|_| Fail::Malformed("not a form with a file"))
}

fn broken<E>(_: E) -> Fail {
    Fail::Malformed("a broken form")
}

/// Takes a field that is no file.
async fn take_text(
    mut field: multipart::Field<'_>,
    pairs: &mut Vec<(String, String)>,
) -> Result<(), Fail> {
    let before: usize = pairs.iter().map(|(_, value)| value.len()).sum();
    let name = field.name().unwrap_or_default().to_owned();
    let mut value = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if before + value.len() + chunk.len() > MOST_FIELDS {
            return Err(Fail::TooLarge);
        }
        value.extend_from_slice(&chunk);
    }
    let value = String::from_utf8(value).map_err(|_| Fail::Malformed("a field is not UTF-8"))?;
    pairs.push((name, value));
    Ok(())
}

/// What went wrong with a temporary file.
pub(crate) fn disk(error: std::io::Error) -> Fail {
    match error.kind() {
        std::io::ErrorKind::FileTooLarge => Fail::Desk(Box::new(desk::evidence::too_large())),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Fail::Desk(Box::new(desk::DeskError::Full))
        }
        kind => {
            tracing::error!(?kind, "an upload could not be stored");
            Fail::Inside
        }
    }
}
