//! Evidence: what somebody sends is read in a child, sealed in pieces under the key of its file, and
//! kept together with the entry that says what it is. Nothing is given out without being logged.

mod named;
mod paper;

use casework::{
    Body as _,
    evidence::{Evidence, Handover, Kept, MOST_DOCUMENT_WORDS, Stored},
    sources::Cell,
};
use kernel::{BlobId, CompartmentId, EntryId, FileId, Inner, Instant, LeafId, PartialDate};
use sealing::{PIECE_BYTES, PiecePlace, SecretKey, open_piece, seal_piece};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{StoredBlob, Transaction, WholeBlob};
use zeroize::Zeroizing;

use access::Visible;

use crate::{
    Caller, DeskError, Draft, Result,
    audit::{from_hexadecimal, hexadecimal},
    files::OpenFile,
    house::House,
};

pub use paper::{Paper, PaperReader};

/// Most bytes of one piece of evidence.
pub const MOST_BYTES: u64 = 256 << 20;
/// What was on its way in for so long without a new piece belongs to a program that ended.
pub(crate) const COMING_SECONDS: i64 = 600;
/// Pieces that one small transaction writes.
const PIECES_AT_ONCE: usize = 16;

/// Which content of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// As it came.
    Original,
    /// The copy without metadata: what is given to others.
    Copy,
    /// The text that was found.
    Text,
}

impl Which {
    /// The word in addresses and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
            Self::Text => "text",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Original, Self::Copy, Self::Text]
            .into_iter()
            .find(|which| which.word() == word)
    }
}

/// Content that was opened for somebody, to be read piece by piece.
#[derive(Clone, Debug)]
pub struct OpenedContent {
    /// A name that says nothing: the beginning of the entry's id and an ending for the kind.
    pub name: String,
    /// What it is, by its content.
    pub media_type: String,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 of it, as hexadecimal digits.
    pub sha256: String,
    blob: StoredBlob,
    key: SecretKey,
}

impl OpenedContent {
    /// How many pieces it has.
    #[must_use]
    pub const fn pieces(&self) -> i64 {
        self.blob.pieces
    }
}

/// Blobs on their way in: thrown away unless the entry that names them is written.
#[derive(Default)]
struct Coming(Vec<BlobId>);

/// One piece of evidence that is all there and not yet recorded.
struct Ready {
    id: EntryId,
    body: Evidence,
    blobs: Vec<WholeBlob>,
}

/// The ending of a file of this media type.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "text/plain" => "txt",
        "text/html" => "html",
        "application/pdf" => "pdf",
        "message/rfc822" => "eml",
        "application/vnd.ms-outlook" => "msg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.oasis.opendocument.text" => "odt",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "image/heic" => "heic",
        "application/zip" => "zip",
        _ => "bin",
    }
}

/// The form that evidence most likely has, for what comes attached and for a form to begin with.
#[must_use]
pub fn likely_form(media_type: &str) -> &'static str {
    match media_type {
        "message/rfc822" | "application/vnd.ms-outlook" => "message",
        "text/html" => "web_capture",
        "audio/unknown" => "sound",
        "video/unknown" => "film",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "list",
        _ if media_type.starts_with("image/") => "photograph",
        "application/zip" | "application/octet-stream" => "other",
        _ => "document",
    }
}

/// Whether a body of evidence that somebody sends leaves alone what is the program's to say.
pub(crate) fn leaves_alone(draft: &Draft, before: Option<&Inner>) -> bool {
    if draft.kind != Evidence::WORD {
        return true;
    }
    let kept = |body: &serde_json::Value| body.get("kept").filter(|kept| !kept.is_null()).cloned();
    kept(&draft.body) == before.and_then(|inner| kept(&inner.body))
}

fn disk(error: std::io::Error) -> DeskError {
    match error.kind() {
        std::io::ErrorKind::FileTooLarge => too_large(),
        _ => crate::backup::io(error),
    }
}

/// What whoever sends too much is told.
#[must_use]
pub fn too_large() -> DeskError {
    DeskError::Refused(
        "refused-evidence-too-large",
        vec![("megabytes", (MOST_BYTES >> 20).to_string())],
    )
}

impl House {
    /// The folder for temporary files.
    #[must_use]
    pub fn spool_folder(&self) -> std::path::PathBuf {
        self.folder.as_ref().map_or_else(
            || std::env::temp_dir().join("unforgotten-spool"),
            |folder| folder.join("spool"),
        )
    }

    /// What reads papers for this register, with this program as the child.
    #[must_use]
    pub fn paper_reader(&self, program: lists::ChildProgram) -> PaperReader {
        PaperReader::new(
            program,
            self.spool_folder(),
            self.register.shared_randomness(),
        )
    }

    /// The compartment of a file into which the caller may put evidence: asked before the first byte
    /// of it is taken.
    ///
    /// # Errors
    /// [`DeskError::Absent`].
    pub async fn may_keep_evidence(&self, caller: &Caller, file: FileId) -> Result<CompartmentId> {
        let mut transaction = self.read().await?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        self.write_right_in(caller, &open, Evidence::WORD)?;
        Ok(open.compartment)
    }

    /// Keeps a paper, and everything that was attached to it, in a file. `draft` holds what the
    /// caller says of it. What the file has already under the same content is not kept twice.
    /// Returns the entries, the paper's own first.
    ///
    /// # Errors
    /// When the caller may not, the body breaks a rule, or the store fails; nothing is left then.
    pub async fn keep_evidence(
        &self,
        caller: &Caller,
        file: FileId,
        draft: &Draft,
        paper: &Paper,
    ) -> Result<Vec<EntryId>> {
        if draft.kind != Evidence::WORD || !leaves_alone(draft, None) {
            return Err(DeskError::refused("refused-evidence-kept"));
        }
        let mut transaction = self.read().await?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        self.write_right_in(caller, &open, Evidence::WORD)?;
        let known =
            self.history(caller, &mut transaction, &open)
                .await?
                .bodies::<Evidence>()
                .into_iter()
                .find(|(_, evidence)| {
                    evidence.kept.as_ref().is_some_and(|kept| {
                        kept.original.sha256 == hexadecimal(paper.content.sha256())
                    })
                })
                .map(|(entry, _)| entry.outer.id);
        drop(transaction);
        if let Some(known) = known {
            return Ok(vec![known]);
        }
        let mut coming = Coming::default();
        let kept = self.keep_in(caller, &open, draft, paper, &mut coming).await;
        if kept.is_err() {
            let mut transaction = self.write().await?;
            for blob in coming.0 {
                transaction.drop_blob(blob).await?;
            }
            transaction.commit().await?;
        }
        kept
    }

    async fn keep_in(
        &self,
        caller: &Caller,
        open: &OpenFile,
        draft: &Draft,
        paper: &Paper,
        coming: &mut Coming,
    ) -> Result<Vec<EntryId>> {
        let said: Evidence = serde_json::from_value(draft.body.clone())
            .map_err(|_| DeskError::refused("refused-evidence-kept"))?;
        let today = self.now().day();
        // What came by one hand came by it with everything that was in it.
        let received = Handover {
            on: PartialDate::day(today),
            from: said.came_from.clone(),
            to: caller.display_name.clone(),
            means: Some("upload".to_owned()),
            note: String::new(),
        };
        let mut ready = Vec::new();
        let mut waiting = vec![(paper, None)];
        while let Some((paper, part_of)) = waiting.pop() {
            let id = EntryId::new(self.register.clock(), self.register.randomness());
            let (kept, blobs) = self.stage(open, paper, coming).await?;
            let mut body = match part_of {
                None => said.clone(),
                Some(whole) => Evidence {
                    title: if paper.name.is_empty() {
                        said.title.clone()
                    } else {
                        paper.name.clone()
                    },
                    form: likely_form(&kept.original.media_type).to_owned(),
                    part_of: Some(whole),
                    description: None,
                    ..said.clone()
                },
            };
            body.custody.push(received.clone());
            body.kept = Some(kept);
            waiting.extend(paper.parts.iter().rev().map(|part| (part, Some(id))));
            ready.push(Ready { id, body, blobs });
        }
        let now = self.now();
        let mut transaction = self.write().await?;
        // Rights and the file may have changed while the pieces came.
        let (_, open) = self.open_file(caller, &mut transaction, open.id).await?;
        self.write_right_in(caller, &open, Evidence::WORD)?;
        let mut entries = Vec::with_capacity(ready.len());
        for one in ready {
            let mut own = draft.clone();
            own.body = casework::value(&one.body)?;
            // What came attached has its origin where the whole has: it confirms nothing by itself.
            if !entries.is_empty() {
                own.same_origin_as = one.body.part_of;
            }
            let inner = self.inner(caller, &own, caller.actor.organisation, now)?;
            let (entry, opened) = self.seal_entry(&open, one.id, 1, inner, now)?;
            self.append(&mut transaction, &open, entry, &opened, now)
                .await?;
            for blob in &one.blobs {
                let leaf = LeafId::new(self.register.clock(), self.register.randomness());
                transaction.keep_blob(blob, leaf, now).await?;
            }
            entries.push(one.id);
        }
        transaction.commit().await?;
        Ok(entries)
    }

    /// Seals everything of a paper into blobs that nobody sees yet.
    async fn stage(
        &self,
        open: &OpenFile,
        paper: &Paper,
        coming: &mut Coming,
    ) -> Result<(Kept, Vec<WholeBlob>)> {
        let findings = &paper.findings;
        let mut blobs = Vec::new();
        let original = {
            let mut content = paper.content.reader().map_err(disk)?;
            self.blob(open, &mut content, &findings.media_type, &mut blobs, coming)
                .await?
        };
        // What was hashed while it came must be what was sealed.
        if original.sha256 != hexadecimal(paper.content.sha256()) {
            return Err(DeskError::Inside("a temporary file was changed"));
        }
        let text = match paper.text.as_bytes() {
            [] => None,
            mut text => Some(
                self.blob(open, &mut text, "text/plain", &mut blobs, coming)
                    .await?,
            ),
        };
        let clean = match &paper.clean {
            None => None,
            Some(copy) => {
                let mut content = copy.reader().map_err(disk)?;
                Some(
                    self.blob(open, &mut content, &findings.media_type, &mut blobs, coming)
                        .await?,
                )
            }
        };
        let (words, words_cut) = casework::document_words(&paper.text, MOST_DOCUMENT_WORDS);
        let kept = Kept {
            original,
            name: Some(paper.name.clone()).filter(|name| !name.is_empty()),
            reading: findings.reading.code().to_owned(),
            detail: findings.detail.clone(),
            text,
            text_cut: findings.text_cut,
            cleaning: findings.cleaning.code().to_owned(),
            clean,
            metadata: findings
                .metadata
                .iter()
                .map(|(name, value)| Cell(name.clone(), value.clone()))
                .collect(),
            words: words.into_iter().collect(),
            words_cut,
        };
        Ok((kept, blobs))
    }

    /// Seals one content into a blob, in small transactions.
    async fn blob(
        &self,
        open: &OpenFile,
        content: &mut (dyn std::io::Read + Send),
        media_type: &str,
        blobs: &mut Vec<WholeBlob>,
        coming: &mut Coming,
    ) -> Result<Stored> {
        let id = BlobId::new(self.register.clock(), self.register.randomness());
        let mut transaction = self.write().await?;
        transaction.begin_blob(id, open.id, self.now()).await?;
        transaction.commit().await?;
        coming.0.push(id);
        let key = open.key.blob_key();
        let (mut plain, mut cipher) = (Sha256::new(), Sha256::new());
        let (mut bytes, mut size, mut first) = (0_u64, 0_i64, 0_i64);
        let mut sealed = Vec::new();
        let mut piece = next_piece(content)?;
        let mut number = 0_u64;
        loop {
            let after = next_piece(content)?;
            plain.update(&piece);
            bytes += u64::try_from(piece.len()).unwrap_or(0);
            let place = PiecePlace {
                blob: id.as_bytes(),
                number,
                last: after.is_empty(),
            };
            let one = seal_piece(&key, place, &piece, self.register.randomness())?;
            cipher.update(&one);
            size += i64::try_from(one.len()).unwrap_or(0);
            sealed.push(one);
            number += 1;
            if after.is_empty() || sealed.len() == PIECES_AT_ONCE {
                let count = i64::try_from(sealed.len()).unwrap_or(0);
                let mut transaction = self.write().await?;
                transaction
                    .add_pieces(id, first, std::mem::take(&mut sealed), self.now())
                    .await?;
                transaction.commit().await?;
                first += count;
            }
            if after.is_empty() {
                break;
            }
            piece = after;
        }
        let address: [u8; 32] = cipher.finalize().into();
        blobs.push(WholeBlob {
            id,
            file: open.id,
            address,
            pieces: first,
            size,
        });
        Ok(Stored {
            address: hexadecimal(&address),
            sha256: hexadecimal(&plain.finalize()),
            bytes,
            media_type: media_type.to_owned(),
        })
    }

    /// Opens a content of a piece of evidence. The opening is logged with the file, and as an event
    /// that names the entry and which content it was.
    ///
    /// # Errors
    /// [`DeskError::Absent`] when there is no such content for the caller.
    pub async fn open_content(
        &self,
        caller: &Caller,
        entry: EntryId,
        which: Which,
    ) -> Result<Visible<OpenedContent>> {
        let seen = self.entry(caller, entry).await?;
        let evidence = casework::body::<Evidence>(&seen).map_err(|_| DeskError::Absent)?;
        let kept = evidence.kept.ok_or(DeskError::Absent)?;
        let stored = match which {
            Which::Original => Some(kept.original),
            // A text has nothing beside its content: it is its own copy.
            Which::Copy if kept.cleaning == "not_needed" => Some(kept.original),
            Which::Copy => kept.clean,
            Which::Text => kept.text,
        }
        .ok_or(DeskError::Absent)?;
        let file = seen.outer.file;
        let mut transaction = self.read().await?;
        let (_, open) = self.open_file(caller, &mut transaction, file).await?;
        let permit = self.read_right_in(caller, open.compartment, open.id, Evidence::WORD)?;
        let blob = self
            .stored_blob(&mut transaction, file, &stored)
            .await?
            .ok_or(DeskError::Absent)?;
        drop(transaction);
        self.log_openings(caller, &[file]).await?;
        let mut transaction = self.write().await?;
        self.event(
            &mut transaction,
            caller.actor.user,
            "evidence_opened",
            *entry.as_bytes(),
            which.word().as_bytes(),
        )
        .await?;
        transaction.commit().await?;
        let short: String = hexadecimal(entry.as_bytes())
            .chars()
            .rev()
            .take(8)
            .collect();
        Ok(Visible::new(
            &permit,
            OpenedContent {
                name: format!("evidence-{short}.{}", ending(&stored.media_type)),
                media_type: stored.media_type,
                bytes: stored.bytes,
                sha256: stored.sha256,
                blob,
                key: open.key.blob_key(),
            },
        ))
    }

    async fn stored_blob(
        &self,
        transaction: &mut Transaction,
        file: FileId,
        stored: &Stored,
    ) -> Result<Option<StoredBlob>> {
        let address = from_hexadecimal(&stored.address).and_then(|bytes| bytes.try_into().ok());
        match address {
            Some(address) => Ok(transaction.blob(file, &address).await?),
            None => Ok(None),
        }
    }

    /// One piece of an opened content, the first being 0.
    ///
    /// # Errors
    /// When it is gone, or does not open any more.
    pub async fn content_piece(
        &self,
        content: &OpenedContent,
        number: i64,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let sealed = self
            .read()
            .await?
            .blob_piece(content.blob.id, number)
            .await?
            .ok_or(DeskError::Absent)?;
        let place = PiecePlace {
            blob: content.blob.id.as_bytes(),
            number: u64::try_from(number).map_err(|_| DeskError::Absent)?,
            last: number + 1 == content.blob.pieces,
        };
        Ok(open_piece(&content.key, place, &sealed)?)
    }

    /// The whole of an opened text, at most so many bytes of it.
    ///
    /// # Errors
    /// As for a piece.
    pub async fn content_text(&self, content: &OpenedContent, most: usize) -> Result<String> {
        let mut bytes = Vec::new();
        for number in 0..content.pieces() {
            bytes.extend_from_slice(&self.content_piece(content, number).await?);
            if bytes.len() > most {
                break;
            }
        }
        bytes.truncate(most);
        Ok(String::from_utf8_lossy(&bytes)
            .trim_end_matches('\u{fffd}')
            .to_owned())
    }

    /// What the entries of a file name and what lies there must be the same; what is not so, in words.
    pub(crate) async fn check_blobs(
        &self,
        transaction: &mut Transaction,
        file: FileId,
        named: &std::collections::BTreeSet<String>,
    ) -> Result<Vec<&'static str>> {
        let kept: std::collections::BTreeSet<String> = transaction
            .blobs_of(file)
            .await?
            .iter()
            .map(|address| hexadecimal(address))
            .collect();
        let mut faults = Vec::new();
        if named.difference(&kept).next().is_some() {
            faults.push("it names a document that is not there");
        }
        if kept.difference(named).next().is_some() {
            faults.push("it keeps a document that no entry names");
        }
        Ok(faults)
    }

    /// Throws away what programs that ended had begun to keep.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drop_unfinished(&self) -> Result<usize> {
        let then: Instant = self.now().plus_seconds(-COMING_SECONDS);
        let mut transaction = self.write().await?;
        let dropped = transaction.drop_blobs_untouched_since(then).await?;
        transaction.commit().await?;
        Ok(dropped)
    }
}

/// The next whole piece of a content; empty at its end.
fn next_piece(content: &mut (dyn std::io::Read + Send)) -> Result<Zeroizing<Vec<u8>>> {
    let mut piece = Zeroizing::new(Vec::with_capacity(PIECE_BYTES));
    let most = u64::try_from(PIECE_BYTES).unwrap_or(u64::MAX);
    std::io::Read::read_to_end(&mut std::io::Read::take(content, most), &mut piece)
        .map_err(disk)?;
    Ok(piece)
}
