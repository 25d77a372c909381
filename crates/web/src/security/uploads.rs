//! Files that are sent to us: streamed to a temporary file in the data folder and deleted afterwards.

use std::path::{Path, PathBuf};

use axum::{
    body::Body,
    extract::{FromRequest, Multipart},
    http::Request,
};
use kernel::Randomness;
use tokio::io::AsyncWriteExt;

use crate::visit::Fail;

/// Most bytes of one upload.
pub(crate) const MOST_BYTES: u64 = 600 * 1024 * 1024;
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
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| Fail::Malformed("not a form with a file"))?;
    let mut upload = Upload {
        pairs: Vec::new(),
        file: None,
    };
    let mut field_bytes = 0;
    while let Some(mut field) = multipart
        .next_field()
        .await
        .map_err(|_| Fail::Malformed("a broken form"))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let mut value = Vec::new();
            while let Some(chunk) = field
                .chunk()
                .await
                .map_err(|_| Fail::Malformed("a broken form"))?
            {
                field_bytes += chunk.len();
                if field_bytes > MOST_FIELDS {
                    return Err(Fail::TooLarge);
                }
                value.extend_from_slice(&chunk);
            }
            let value =
                String::from_utf8(value).map_err(|_| Fail::Malformed("a field is not UTF-8"))?;
            upload.pairs.push((name, value));
            continue;
        };
        admit(&upload.pairs)?;
        if upload.file.is_some() {
            return Err(Fail::Malformed("two files"));
        }
        let (file, spooled) = make(&spool_folder(data), randomness).map_err(disk)?;
        let mut file = tokio::fs::File::from_std(file);
        let mut length = 0_u64;
        while let Some(chunk) = field
            .chunk()
            .await
            .map_err(|_| Fail::Malformed("a broken upload"))?
        {
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

fn disk(error: std::io::Error) -> Fail {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Fail::Desk(Box::new(desk::DeskError::Full))
        }
        kind => {
            tracing::error!(?kind, "an upload could not be stored");
            Fail::Inside
        }
    }
}
