//! A paper: what somebody sent, read one level after the other, before it is kept anywhere.

use std::{
    io::{Result, Write as _},
    path::PathBuf,
    sync::Arc,
};

use kernel::Randomness;
use lists::{ChildProgram, Cleaning, EvidenceLimits, Findable, Findings, Reading};

use super::MOST_BYTES;
use crate::spool::{Spool, SpoolWriter};

/// How often something may be attached to something.
const MOST_DEPTH: usize = 3;
/// How many papers one upload may come to.
const MOST_PAPERS: usize = 200;

/// A file that came, with what was found in it.
#[derive(Debug)]
pub struct Paper {
    /// The name that it had.
    pub name: String,
    /// Its content.
    pub content: Spool,
    /// What was found.
    pub findings: Findings,
    /// Its text.
    pub text: String,
    /// The copy without metadata.
    pub clean: Option<Spool>,
    /// What was attached to it.
    pub parts: Vec<Paper>,
}

impl Paper {
    /// The texts of the paper and of everything attached to it.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.text.as_str()];
        for part in &self.parts {
            texts.extend(part.texts());
        }
        texts
    }

    /// How many papers it is, itself among them.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.parts.iter().map(Self::count).sum::<usize>()
    }
}

/// Reads papers, each in a child of its own.
#[derive(Clone)]
pub struct PaperReader {
    program: ChildProgram,
    folder: PathBuf,
    limits: EvidenceLimits,
    randomness: Arc<dyn Randomness>,
}

/// Takes what the child finds.
struct Taken<'a> {
    reader: &'a PaperReader,
    text: Vec<u8>,
    attachments: Vec<(String, Spool)>,
    attachment: Option<(String, SpoolWriter)>,
    copy: Option<SpoolWriter>,
}

impl Taken<'_> {
    fn end_attachment(&mut self) -> Result<()> {
        if let Some((name, writer)) = self.attachment.take() {
            self.attachments.push((name, writer.finish()?));
        }
        Ok(())
    }
}

impl Findable for Taken<'_> {
    fn text(&mut self, piece: &[u8]) -> Result<()> {
        self.text.extend_from_slice(piece);
        Ok(())
    }

    fn attachment(&mut self, name: &str) -> Result<()> {
        self.end_attachment()?;
        self.attachment = Some((name.to_owned(), self.reader.writer()?));
        Ok(())
    }

    fn bytes(&mut self, piece: &[u8]) -> Result<()> {
        match &mut self.attachment {
            Some((_, writer)) => writer.write_all(piece),
            None => Ok(()),
        }
    }

    fn copy(&mut self, piece: &[u8]) -> Result<()> {
        if self.copy.is_none() {
            self.copy = Some(self.reader.writer()?);
        }
        match &mut self.copy {
            Some(writer) => writer.write_all(piece),
            None => Ok(()),
        }
    }
}

impl PaperReader {
    pub(super) fn new(
        program: ChildProgram,
        folder: PathBuf,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self {
            program,
            folder,
            limits: EvidenceLimits::default(),
            randomness,
        }
    }

    /// A sealed temporary file for one piece of evidence.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn writer(&self) -> Result<SpoolWriter> {
        SpoolWriter::create(&self.folder, MOST_BYTES, Arc::clone(&self.randomness))
    }

    /// Reads a paper and everything attached to it. Blocks for as long as the children take.
    ///
    /// # Errors
    /// When the disk fails. What is wrong with the paper is a finding.
    pub fn read(&self, name: &str, content: Spool) -> Result<Paper> {
        let mut left = MOST_PAPERS;
        self.read_at(name, content, 0, &mut left)
    }

    fn read_at(&self, name: &str, content: Spool, depth: usize, left: &mut usize) -> Result<Paper> {
        *left = left.saturating_sub(1);
        let name = short_name(name);
        if depth > MOST_DEPTH {
            return Ok(unread(name, content, Reading::TooDeep));
        }
        let mut taken = Taken {
            reader: self,
            text: Vec::new(),
            attachments: Vec::new(),
            attachment: None,
            copy: None,
        };
        let (findings, confinement) = lists::read_evidence_in_child(
            &self.program,
            Box::new(content.reader()?),
            &self.limits,
            &mut taken,
        )?;
        tracing::debug!(
            ?confinement,
            reading = findings.reading.code(),
            "read a paper"
        );
        taken.end_attachment()?;
        if findings.reading == Reading::Failed {
            // Half an answer is none.
            return Ok(Paper {
                findings,
                ..unread(name, content, Reading::Failed)
            });
        }
        let clean = match (findings.cleaning, taken.copy) {
            (Cleaning::Made, Some(copy)) => Some(copy.finish()?),
            _ => None,
        };
        let cleaning = match (findings.cleaning, &clean) {
            (Cleaning::Made, None) => Cleaning::Damaged,
            (cleaning, _) => cleaning,
        };
        let mut parts = Vec::new();
        for (name, attachment) in taken.attachments {
            parts.push(if *left == 0 {
                unread(short_name(&name), attachment, Reading::OverLimit)
            } else {
                self.read_at(&name, attachment, depth + 1, left)?
            });
        }
        Ok(Paper {
            name,
            content,
            findings: Findings {
                cleaning,
                ..findings
            },
            text: String::from_utf8_lossy(&taken.text).into_owned(),
            clean,
            parts,
        })
    }
}

/// The name of a file without its path, as far as a line holds it.
fn short_name(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn unread(name: String, content: Spool, reading: Reading) -> Paper {
    Paper {
        name,
        content,
        findings: Findings {
            media_type: "application/octet-stream".to_owned(),
            reading,
            detail: None,
            text_cut: false,
            metadata: Vec::new(),
            cleaning: Cleaning::NoWay,
        },
        text: String::new(),
        clean: None,
        parts: Vec::new(),
    }
}
