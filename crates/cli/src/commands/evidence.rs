//! `evidence`: documents, messages and pictures in the file of a person: add, list, get.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use casework::evidence::Evidence;
use clap::{Args, Subcommand, ValueEnum};
use desk::{
    Draft,
    evidence::{Which, likely_form},
};
use serde::Serialize;

use super::parsed;
use crate::{
    arguments::CommandLine,
    failure::{Ending, Failure, Result},
    list_child,
    opening::Opened,
    output::{Output, tell},
};

/// What `evidence` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Add files to the file of a person, each as evidence, with what is attached to it.
    #[command(
        long_about = "Add files to the file of a person, each as evidence. Each is read in a process of its own without \
        network and files, sealed, and never changed; what is attached to a message is evidence of its own.\n\n\
        Of a folder every file is taken, those in folders inside it too; hidden ones and links are left where they lie. \
        Each file ends in a line of its own, and one that cannot be kept does not hold up the others: the command ends \
        with 1 then, and says which they were.\n\n\
        With --json, one object a piece: {\"entry\", \"file\", \"title\", \"media_type\", \"bytes\", \"sha256\", \"reading\", \
        \"detail\", \"cleaning\", \"part_of\"}."
    )]
    Add(Add),
    /// List the evidence in the files of a person.
    #[command(
        long_about = "List the evidence in the files of a person, as far as you may read it.\n\n\
        With --json, one object a piece, as `evidence add` prints them."
    )]
    List(List),
    /// Write a content of a piece of evidence to a file.
    #[command(
        long_about = "Write a content of a piece of evidence to a file. Without --content this is the copy without \
        metadata, which is what others are given; where none could be made the command says so and ends. The opening is \
        logged.\n\n\
        With --json: {\"entry\", \"content\", \"bytes\", \"sha256\", \"media_type\", \"written_to\"}."
    )]
    Get(Get),
}

/// What `evidence add` takes.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The file of the person.
    #[arg(long, value_name = "ID")]
    person: String,
    /// What it is; the name of the file where nothing is said, or several are added.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Its form, a code of the vocabulary evidence_forms; the likely one where nothing is said.
    #[arg(long, value_name = "CODE")]
    form: Option<String>,
    /// From whom or where we have it.
    #[arg(long, value_name = "TEXT")]
    came_from: Option<String>,
    /// How it was obtained, a code of the vocabulary obtained_ways.
    #[arg(long, value_name = "CODE")]
    obtained: Option<String>,
    /// The files, and folders of which every file is taken.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    files: Vec<PathBuf>,
}

/// What `evidence list` takes.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The file of the person.
    #[arg(long, value_name = "ID")]
    person: String,
}

/// What `evidence get` takes.
#[derive(Debug, Args)]
pub(crate) struct Get {
    /// The entry of the evidence.
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// Which content.
    #[arg(long, value_enum, default_value_t = Content::Copy)]
    content: Content,
    /// Where it is written to; a file that is there is not replaced.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Which content, as it is asked for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Content {
    /// As it came.
    Original,
    /// Without metadata.
    Copy,
    /// The text in it.
    Text,
}

impl From<Content> for Which {
    fn from(content: Content) -> Self {
        match content {
            Content::Original => Self::Original,
            Content::Copy => Self::Copy,
            Content::Text => Self::Text,
        }
    }
}

#[derive(Serialize)]
struct Piece {
    entry: String,
    file: String,
    title: String,
    media_type: Option<String>,
    bytes: Option<u64>,
    sha256: Option<String>,
    reading: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    cleaning: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<String>,
}

#[derive(Serialize)]
struct Written {
    entry: String,
    content: &'static str,
    bytes: u64,
    sha256: String,
    media_type: String,
    written_to: String,
}

fn piece(entry: &kernel::Entry, evidence: Evidence) -> Piece {
    let kept = evidence.kept;
    Piece {
        entry: entry.outer.id.to_string(),
        file: entry.outer.file.to_string(),
        title: evidence.title,
        media_type: kept.as_ref().map(|kept| kept.original.media_type.clone()),
        bytes: kept.as_ref().map(|kept| kept.original.bytes),
        sha256: kept.as_ref().map(|kept| kept.original.sha256.clone()),
        reading: kept.as_ref().map(|kept| kept.reading.clone()),
        detail: kept.as_ref().and_then(|kept| kept.detail.clone()),
        cleaning: kept.map(|kept| kept.cleaning),
        part_of: evidence.part_of.map(|whole| whole.to_string()),
    }
}

fn show(out: &mut Output, piece: &Piece) -> Result<()> {
    let text = format!(
        "{}  {}  {} bytes  {}  copy without metadata: {}",
        piece.entry,
        piece.title,
        piece.bytes.unwrap_or(0),
        piece.reading.as_deref().unwrap_or("no file"),
        piece.cleaning.as_deref().unwrap_or("no file"),
    );
    out.either(piece, &text)
}

/// Does what was asked.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    match arguments {
        Arguments::Add(asked) => add(line, asked, out).await,
        Arguments::List(asked) => list(line, asked, out).await,
        Arguments::Get(asked) => get(line, asked, out).await,
    }
}

async fn add(line: &CommandLine, asked: &Add, out: &mut Output) -> Result<Ending> {
    let person = parsed("--person", &asked.person)?;
    // What is not there is told before anybody types a passphrase.
    let mut files = Vec::new();
    for path in &asked.files {
        let found =
            std::fs::metadata(path).map_err(|error| Failure::file("the file", path, &error))?;
        if found.is_dir() {
            gather(path, &mut files, 0)?;
        } else if found.is_file() {
            files.push(path.clone());
        } else {
            return Err(Failure::Usage(format!(
                "{} is neither a file nor a folder",
                path.display()
            )));
        }
    }
    if files.is_empty() {
        return Err(Failure::Said("there is no file to keep".to_owned()));
    }
    let program = list_child::program().map_err(|error| Failure::Said(error.to_string()))?;
    let opened = Opened::new(line, "evidence add").await?;
    opened
        .house
        .may_keep_evidence(&opened.caller, person)
        .await?;
    let reader = opened.house.paper_reader(program);
    let mut left = 0_usize;
    for path in &files {
        let alone = files.len() == 1;
        match add_one(&opened, &reader, person, asked, path, alone).await {
            Ok(pieces) => {
                for piece in pieces {
                    show(out, &piece)?;
                }
            }
            // Whatever keeps one of many from being kept is said, and the others go on.
            Err(failure) if alone => return Err(failure),
            Err(failure) => {
                left += 1;
                tell(&format!("{}: not kept: {failure}", path.display()));
            }
        }
    }
    opened.close().await?;
    if left > 0 {
        return Err(Failure::Said(format!(
            "{left} of {} files were not kept",
            files.len()
        )));
    }
    Ok(Ending::Done)
}

/// How many folders inside each other are looked into.
const DEEPEST: usize = 20;

/// The files of a folder and of those inside it, in the order of their names. Links are not followed: a
/// folder that somebody sent must not reach what lies beside it.
fn gather(folder: &Path, files: &mut Vec<PathBuf>, depth: usize) -> Result<()> {
    let said = |error: std::io::Error| Failure::file("the folder", folder, &error);
    if depth > DEEPEST {
        return Err(Failure::Said(format!(
            "{} lies in more than {DEEPEST} folders; nothing was kept",
            folder.display()
        )));
    }
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            inside.push((entry.path(), entry.file_type().map_err(said)?));
        }
    }
    inside.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (path, kind) in inside {
        if kind.is_dir() {
            gather(&path, files, depth + 1)?;
        } else if kind.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads one file, keeps it with what is attached to it, and says what became of it.
async fn add_one(
    opened: &Opened,
    reader: &desk::evidence::PaperReader,
    person: kernel::FileId,
    asked: &Add,
    path: &Path,
    alone: bool,
) -> Result<Vec<Piece>> {
    let said = |error: std::io::Error| Failure::file("the file", path, &error);
    let found = std::fs::metadata(path).map_err(said)?;
    if found.len() > desk::evidence::MOST_BYTES {
        return Err(Failure::Said(format!(
            "{} is larger than {} MB; nothing of it was kept",
            path.display(),
            desk::evidence::MOST_BYTES >> 20
        )));
    }
    let mut writer = reader.writer().map_err(said)?;
    let mut file = std::fs::File::open(path).map_err(said)?;
    std::io::copy(&mut file, &mut writer).map_err(said)?;
    let content = writer.finish().map_err(said)?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let paper = reader.read(&name, content).map_err(said)?;
    let title = asked.title.clone().filter(|_| alone);
    let body = Evidence {
        title: title.unwrap_or(name),
        form: asked
            .form
            .clone()
            .unwrap_or_else(|| likely_form(&paper.findings.media_type).to_owned()),
        came_from: asked.came_from.clone(),
        obtained: asked.obtained.clone(),
        ..Evidence::default()
    };
    let kept = opened
        .house
        .keep_evidence(&opened.caller, person, &Draft::new(&body)?, &paper)
        .await?;
    let mut pieces = Vec::with_capacity(kept.len());
    for entry in kept {
        let entry = opened.house.entry(&opened.caller, entry).await?;
        if let Ok(body) = casework::body::<Evidence>(&entry) {
            pieces.push(piece(&entry, body));
        }
    }
    Ok(pieces)
}

async fn list(line: &CommandLine, asked: &List, out: &mut Output) -> Result<Ending> {
    let person = parsed("--person", &asked.person)?;
    let opened = Opened::new(line, "evidence list").await?;
    let person = opened.house.person(&opened.caller, person).await?;
    for (entry, body) in person.history.bodies::<Evidence>() {
        show(out, &piece(entry, body))?;
    }
    opened.close().await?;
    Ok(Ending::Done)
}

async fn get(line: &CommandLine, asked: &Get, out: &mut Output) -> Result<Ending> {
    let entry = parsed("the entry", &asked.entry)?;
    if asked.to.exists() {
        return Err(Failure::Usage(format!(
            "{} is there already; nothing was written",
            asked.to.display()
        )));
    }
    let which = Which::from(asked.content);
    let opened = Opened::new(line, "evidence get").await?;
    let content = match opened
        .house
        .open_content(&opened.caller, entry, which)
        .await
    {
        Ok(content) => content.into_inner(),
        Err(desk::DeskError::Absent) => return Err(absent(&opened, entry, which).await),
        Err(error) => return Err(error.into()),
    };
    write(&opened, &content, &asked.to).await?;
    let written = Written {
        entry: entry.to_string(),
        content: which.word(),
        bytes: content.bytes,
        sha256: content.sha256,
        media_type: content.media_type,
        written_to: asked.to.display().to_string(),
    };
    let text = format!(
        "{}: {} bytes, SHA-256 {}",
        written.written_to, written.bytes, written.sha256
    );
    out.either(&written, &text)?;
    opened.close().await?;
    Ok(Ending::Done)
}

/// Why there is no such content, for somebody who may read the evidence.
async fn absent(opened: &Opened, entry: kernel::EntryId, which: Which) -> Failure {
    let readable = match opened.house.entry(&opened.caller, entry).await {
        Ok(entry) => casework::body::<Evidence>(&entry).ok(),
        Err(_) => None,
    };
    match (readable.and_then(|body| body.kept), which) {
        (Some(kept), Which::Copy) => Failure::Said(format!(
            "there is no copy without metadata ({}); --content original writes the file as it came",
            kept.cleaning
        )),
        (Some(kept), Which::Text) => {
            Failure::Said(format!("there is no text of it ({})", kept.reading))
        }
        _ => desk::DeskError::Absent.into(),
    }
}

/// Writes a content to a new file for its owner alone; on a failure nothing is left.
pub(super) async fn write(
    opened: &Opened,
    content: &desk::evidence::OpenedContent,
    to: &Path,
) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let said = |error: std::io::Error| Failure::file("the file", to, &error);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(said)?;
    for number in 0..content.pieces() {
        let result = match opened.house.content_piece(content, number).await {
            Ok(piece) => file.write_all(&piece).map_err(said),
            Err(error) => Err(error.into()),
        };
        if let Err(failure) = result {
            let _left = std::fs::remove_file(to);
            return Err(failure);
        }
    }
    file.sync_all().map_err(said)
}
