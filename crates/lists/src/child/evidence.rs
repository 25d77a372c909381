//! The same child for evidence: one file in on a pipe, what was found in it out in short frames, and
//! the parent believes nothing of it either.
//!
//! A frame is a letter, a length of four bytes, little end first, and so many bytes. The file comes
//! through the pipe and not from a path: it is opened by the parent, piece by piece, and never lies
//! anywhere in clear.

use std::io::{BufWriter, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{ChildProgram, Confinement, confine};
use crate::{Cleaning, EvidenceLimits, Findings, Reading, read::evidence};

/// How the child is confined, in JSON: first.
const CONFINED: u8 = b'C';
/// A piece of the text, in UTF-8.
const TEXT: u8 = b'T';
/// An attachment begins: its name.
const ATTACHMENT: u8 = b'A';
/// A piece of the present attachment.
const BYTES: u8 = b'B';
/// A piece of the copy without metadata.
const COPY: u8 = b'K';
/// What was found, in JSON: last.
const FOUND: u8 = b'F';

/// Bytes of one piece.
const PIECE: usize = 64 << 10;
/// Longest frame that a parent believes in: metadata in JSON.
const LONGEST_FRAME: usize = 8 << 20;

/// The order to the child, as its last argument.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) evidence: EvidenceLimits,
}

/// Where the parts of what was found go, piece by piece.
pub trait Findable {
    /// Takes a piece of the text.
    ///
    /// # Errors
    /// Whatever keeps it from being kept.
    fn text(&mut self, piece: &[u8]) -> std::io::Result<()>;
    /// An attachment with this name begins.
    ///
    /// # Errors
    /// Whatever keeps it from being kept.
    fn attachment(&mut self, name: &str) -> std::io::Result<()>;
    /// Takes a piece of the attachment that has begun.
    ///
    /// # Errors
    /// Whatever keeps it from being kept.
    fn bytes(&mut self, piece: &[u8]) -> std::io::Result<()>;
    /// Takes a piece of the copy without metadata.
    ///
    /// # Errors
    /// Whatever keeps it from being kept.
    fn copy(&mut self, piece: &[u8]) -> std::io::Result<()>;
}

fn put(out: &mut impl Write, letter: u8, content: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(content.len()).map_err(std::io::Error::other)?;
    out.write_all(&[letter])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(content)
}

/// The child: reads the file on standard input and answers on standard output.
pub(super) fn run(order: Order) -> std::io::Result<()> {
    let limits = order.evidence;
    let mut out = BufWriter::with_capacity(PIECE, std::io::stdout().lock());
    let confinement = confine::confine(&limits.of_lists());
    put(&mut out, CONFINED, &serde_json::to_vec(&confinement)?)?;
    out.flush()?;
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(limits.input_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    let made = evidence::read(&bytes, &limits);
    drop(bytes);
    for piece in made.text.as_bytes().chunks(PIECE) {
        put(&mut out, TEXT, piece)?;
    }
    for attachment in &made.attachments {
        put(&mut out, ATTACHMENT, attachment.name.as_bytes())?;
        for piece in attachment.bytes.chunks(PIECE) {
            put(&mut out, BYTES, piece)?;
        }
    }
    for piece in made.clean.unwrap_or_default().chunks(PIECE) {
        put(&mut out, COPY, piece)?;
    }
    put(&mut out, FOUND, &serde_json::to_vec(&made.findings)?)?;
    out.flush()
}

/// Why nothing was found: the reader and not the file is to blame, or the file has killed the reader.
fn failed(detail: &str) -> Findings {
    Findings {
        media_type: "application/octet-stream".to_owned(),
        reading: Reading::Failed,
        detail: Some(detail.to_owned()),
        text_cut: false,
        metadata: Vec::new(),
        cleaning: Cleaning::NoWay,
    }
}

/// Reads one file in a child of its own; what is attached goes out unread. Always answers: what goes
/// wrong is a finding. Whoever takes the pieces must throw them away where the finding is
/// [`Reading::Failed`].
///
/// # Errors
/// Only what `out` says.
pub fn read_evidence_in_child(
    program: &ChildProgram,
    input: Box<dyn Read + Send>,
    limits: &EvidenceLimits,
    out: &mut dyn Findable,
) -> std::io::Result<(Findings, Confinement)> {
    let mut reader = match EvidenceChild::start(program, input, limits) {
        Ok(reader) => reader,
        Err(detail) => return Ok((failed(&detail), Confinement::default())),
    };
    match reader.all(out) {
        Ok(findings) => Ok((findings, reader.confinement)),
        Err(Ended::Child(detail)) => Ok((failed(&detail), reader.confinement)),
        Err(Ended::Out(error)) => Err(error),
    }
}

/// Why reading ended early.
enum Ended {
    /// The child died, was silent or lied.
    Child(String),
    /// What it gave could not be kept.
    Out(std::io::Error),
}

struct EvidenceChild {
    child: Child,
    frames: Receiver<std::io::Result<(u8, Vec<u8>)>>,
    confinement: Confinement,
    limits: EvidenceLimits,
}

impl Drop for EvidenceChild {
    fn drop(&mut self) {
        // It has said everything, or nothing more of it is wanted.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

impl EvidenceChild {
    fn start(
        program: &ChildProgram,
        mut input: Box<dyn Read + Send>,
        limits: &EvidenceLimits,
    ) -> Result<Self, String> {
        let order = serde_json::to_string(&Order { evidence: *limits })
            .map_err(|error| error.to_string())?;
        let mut child = Command::new(&program.path)
            .args(&program.arguments)
            .arg(order)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.kind().to_string())?;
        let (Some(mut to_child), Some(mut from_child)) = (child.stdin.take(), child.stdout.take())
        else {
            return Err("no pipes".to_owned());
        };
        let (sender, frames) = sync_channel(4);
        let spawned = std::thread::Builder::new()
            .name("evidence-in".to_owned())
            .spawn(move || {
                let mut piece = vec![0; PIECE];
                // A child that has had enough closes the pipe: that is its right.
                while let Ok(count @ 1..) = input.read(&mut piece) {
                    let content = piece.get(..count).unwrap_or_default();
                    if to_child.write_all(content).is_err() {
                        break;
                    }
                }
            })
            .and_then(|_| {
                std::thread::Builder::new()
                    .name("evidence-out".to_owned())
                    .spawn(move || {
                        loop {
                            let frame = next(&mut from_child);
                            let last = !matches!(frame, Ok((letter, _)) if letter != FOUND);
                            if sender.send(frame).is_err() || last {
                                return;
                            }
                        }
                    })
            });
        let this = Self {
            child,
            frames,
            confinement: Confinement::default(),
            limits: *limits,
        };
        spawned.map(|_| this).map_err(|error| error.to_string())
    }

    fn all(&mut self, out: &mut dyn Findable) -> Result<Findings, Ended> {
        let lied = |what: &str| Ended::Child(format!("an answer that cannot be right: {what}"));
        let until = Instant::now() + Duration::from_secs(self.limits.wait_seconds);
        let (mut text, mut attached, mut copied) = (0_u64, 0_u64, 0_u64);
        let mut attachments = 0;
        let size = |content: &[u8]| u64::try_from(content.len()).unwrap_or(u64::MAX);
        loop {
            let patience = until.saturating_duration_since(Instant::now());
            let (letter, content) = match self.frames.recv_timeout(patience) {
                Ok(Ok(frame)) => frame,
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(Ended::Child("the process that read it ended".to_owned()));
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(Ended::Child("it took too long".to_owned()));
                }
            };
            match letter {
                CONFINED => {
                    self.confinement =
                        serde_json::from_slice(&content).map_err(|_| lied("its confinement"))?;
                }
                TEXT => {
                    text += size(&content);
                    if text > size_of_text(&self.limits) {
                        return Err(lied("too much text"));
                    }
                    out.text(&content).map_err(Ended::Out)?;
                }
                ATTACHMENT => {
                    attachments += 1;
                    if attachments > self.limits.attachments {
                        return Err(lied("too many attachments"));
                    }
                    let name = String::from_utf8_lossy(&content);
                    out.attachment(&name).map_err(Ended::Out)?;
                }
                BYTES => {
                    attached += size(&content);
                    if attachments == 0 || attached > self.limits.attachment_bytes {
                        return Err(lied("too much attached"));
                    }
                    out.bytes(&content).map_err(Ended::Out)?;
                }
                COPY => {
                    copied += size(&content);
                    if copied > self.limits.archive_bytes.max(self.limits.input_bytes) * 2 {
                        return Err(lied("too large a copy"));
                    }
                    out.copy(&content).map_err(Ended::Out)?;
                }
                FOUND => {
                    let found: Findings =
                        serde_json::from_slice(&content).map_err(|_| lied("its findings"))?;
                    return self.believed(found).ok_or_else(|| lied("its findings"));
                }
                _ => return Err(lied("a strange frame")),
            }
        }
    }

    /// Findings within the limits.
    fn believed(&self, found: Findings) -> Option<Findings> {
        let most = self.limits.metadata_characters;
        let long = |text: &str| text.chars().nth(most).is_some();
        let fits = found.metadata.len() <= self.limits.metadata
            && !found
                .metadata
                .iter()
                .any(|(name, value)| long(name) || long(value))
            && found.media_type.len() <= 100
            && found.media_type.bytes().all(|byte| byte.is_ascii_graphic())
            && found.detail.as_deref().is_none_or(|detail| !long(detail));
        fits.then_some(found)
    }
}

/// Bytes that a text may have.
fn size_of_text(limits: &EvidenceLimits) -> u64 {
    u64::try_from(limits.text_characters.saturating_mul(4)).unwrap_or(u64::MAX)
}

fn next(input: &mut impl Read) -> std::io::Result<(u8, Vec<u8>)> {
    let mut head = [0; 5];
    input.read_exact(&mut head)?;
    let [letter, length @ ..] = head;
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > LONGEST_FRAME {
        return Err(std::io::Error::other("a frame that is too long"));
    }
    let mut content = Vec::new();
    let expected = u64::try_from(length).unwrap_or(u64::MAX);
    input.take(expected).read_to_end(&mut content)?;
    if content.len() != length {
        return Err(std::io::Error::other("half a frame"));
    }
    Ok((letter, content))
}
