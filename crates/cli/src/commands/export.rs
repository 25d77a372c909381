//! `export`: takes data out in open formats.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use access::Visible;
use clap::{Args, ValueEnum};
use desk::{
    PeopleQuery,
    exports::{ListFormat, write_list},
};
use lists::ExportPerson;

use crate::{
    arguments::CommandLine,
    commands::write_private,
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::{Output, tell},
};

/// The format of a list of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated text in UTF-8.
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// One JSON object: the label, what the fields mean, the people.
    Json,
    /// FollowTheMoney entities, one a line.
    Ftm,
}

impl Format {
    const fn list(self) -> ListFormat {
        match self {
            Self::Csv => ListFormat::Csv,
            Self::Xlsx => ListFormat::Xlsx,
            Self::Json => ListFormat::Json,
            Self::Ftm => ListFormat::FollowTheMoney,
        }
    }
}

/// What `export` takes.
#[derive(Debug, Args)]
#[command(
    long_about = "Take data out in open formats, readable without this program: everything you may read, file by file \
    (--all), or the list of people (--people). What is exported is no longer sealed; every opening stands in the ledger.\n\n\
    No cell of an export is a formula, whatever somebody once typed."
)]
#[group(required = true, args = ["all", "people"])]
pub(crate) struct Arguments {
    /// Everything, into this new folder: every version of every entry as lines of JSON, the list of people, and a
    /// description of both.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["people", "format", "out"])]
    all: Option<PathBuf>,
    /// The list of people.
    #[arg(long)]
    people: bool,
    /// The format of the list.
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Where the list goes; standard output where it is left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Exports.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    if let Some(folder) = &arguments.all
        && folder.exists()
    {
        return Err(Failure::Said(format!(
            "{} is there already; nothing was written",
            folder.display()
        )));
    }
    let opened = Opened::new(line, "export").await?;
    match &arguments.all {
        Some(folder) => everything(&opened, folder, out).await?,
        None => people(&opened, arguments, out).await?,
    }
    opened.close().await?;
    Ok(Ending::Done)
}

async fn gathered(opened: &Opened) -> Result<Vec<Visible<ExportPerson>>> {
    let mut rows = Vec::new();
    opened
        .house
        .export_people(&opened.caller, &PeopleQuery::default(), &mut |person| {
            rows.push(person);
            Ok(())
        })
        .await?;
    Ok(rows)
}

/// What stands above a list beside its label.
const BANNER: &str = "People";

async fn people(opened: &Opened, arguments: &Arguments, out: &mut Output) -> Result<()> {
    let rows = gathered(opened).await?;
    let count = rows.len();
    let bytes = write_list(
        arguments.format.list(),
        BANNER,
        opened.house.now().day(),
        rows,
    )?;
    match &arguments.out {
        Some(path) => {
            write_private("the export", path, &bytes)?;
            tell(&format!("{count} people written to {}", path.display()));
            Ok(())
        }
        None => out.bytes(&bytes),
    }
}

const DESCRIPTION: &str = "This folder was exported from a register of Unforgotten. It is not sealed: whoever holds it can read it.

files.jsonl    one file (a person, a meeting, a source ...) a line, as JSON:
                 id, compartment, entries: every version of every entry, oldest first.
               An entry has id, version, the day it was recorded, its kind, label (TLP 2.0), originator,
               sources, confidence, when it happened, who recorded it, and its body.
               The newest version of an entry is the one that holds; one with \"withdrawn\" holds no more.
               Dates of bodies may be partial (1979, 1979-05): they are written in EDTF.
people.csv     one person a line: id, names (their own script first), sex, birth, country, stage, place, held
               since, charges, what other bodies say, the last day anything was done for them, confidence, label;
               the narrowest label stands above. UTF-8. A cell that a spreadsheet would take for a formula
               begins with an apostrophe.
people.json    the same people with all their detentions, charges, claims and sources, and what each field
               means. Without health, identity numbers, family and religion, which stand in files.jsonl alone.
people.ftm     the same people as FollowTheMoney entities, one a line.
evidence/      documents, messages and pictures: one folder for each piece, named by the entry that
               files.jsonl has for it. In it lie, as far as there are such,
                 copy.*       without metadata: what is given to others
                 original.*   as it came, with everything it says about itself. Do not pass it on.
                 text.*       the text that was found in it
evidence.csv   one content a line: entry, file, title, which content, its place below this folder, media type,
               bytes, SHA-256, label.
ledger.jsonl   the ledger: the public key, every leaf hash in order, every signed checkpoint after the
               leaves that it covers. RFC 6962 says how a root is computed from leaf hashes.

Sealed compartments are in it only if a member of them made the export.
";

async fn everything(opened: &Opened, folder: &Path, out: &mut Output) -> Result<()> {
    let failed = |error: std::io::Error| Failure::file("the folder", folder, &error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(failed)?;
    }
    let create = |name: &str| {
        std::fs::File::create(folder.join(name))
            .map(std::io::BufWriter::new)
            .map_err(failed)
    };
    let mut files = create("files.jsonl")?;
    let mut with_evidence: Vec<kernel::FileId> = Vec::new();
    let count = opened
        .house
        .export_files(&opened.caller, &mut |file| {
            let file = file.into_inner();
            let has = |entry: &desk::exports::ExportedEntry| entry.inner.kind.word() == "evidence";
            if file.entries.iter().any(has) {
                with_evidence.extend(file.id.parse::<kernel::FileId>());
            }
            let io = |error: std::io::Error| desk::DeskError::Store(store::StoreError::Io(error));
            serde_json::to_writer(&mut files, &file).map_err(|error| io(error.into()))?;
            files.write_all(b"\n").map_err(io)
        })
        .await?;
    files.flush().map_err(failed)?;
    let day = opened.house.now().day();
    let contents = evidence(opened, folder, &with_evidence).await?;
    let mut people = 0;
    for format in [
        ListFormat::Csv,
        ListFormat::Json,
        ListFormat::FollowTheMoney,
    ] {
        let rows = gathered(opened).await?;
        people = rows.len();
        let bytes = write_list(format, BANNER, day, rows)?;
        let name = format!("people.{}", format.extension());
        std::fs::write(folder.join(name), bytes).map_err(failed)?;
    }
    let mut ledger = create("ledger.jsonl")?;
    let leaves = opened.house.export_leaves(&mut ledger).await?;
    ledger.flush().map_err(failed)?;
    std::fs::write(folder.join("README.txt"), DESCRIPTION).map_err(failed)?;
    out.either(
        &serde_json::json!({
            "files": count, "people": people, "evidence": contents, "leaves": leaves,
        }),
        &format!(
            "{count} files, among them {people} people, with {contents} contents of evidence, written to {}",
            folder.display()
        ),
    )
}

/// Writes the contents of all evidence in these files, and the table that says what they are. Returns
/// how many.
async fn evidence(opened: &Opened, folder: &Path, files: &[kernel::FileId]) -> Result<usize> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut label = kernel::Label::default();
    for file in files {
        for content in opened.house.export_evidence(&opened.caller, *file).await? {
            let known = content.into_inner();
            let place = format!("evidence/{}", known.entry);
            let into = folder.join(&place);
            std::fs::create_dir_all(&into)
                .map_err(|error| Failure::file("the folder", &into, &error))?;
            // The name of a content says nothing but its kind, and that is its ending.
            let ending = known
                .content
                .name
                .rsplit_once('.')
                .map_or(String::new(), |(_, ending)| format!(".{ending}"));
            let name = format!("{}{ending}", known.which.word());
            super::evidence::write(opened, &known.content, &into.join(&name)).await?;
            label = label.max(known.label);
            rows.push(vec![
                known.entry.to_string(),
                known.file.to_string(),
                known.title,
                known.which.word().to_owned(),
                format!("{place}/{name}"),
                known.content.media_type,
                known.content.bytes.to_string(),
                known.content.sha256,
                known.label.text().to_owned(),
            ]);
        }
    }
    let headers = [
        "entry",
        "file",
        "title",
        "content",
        "place",
        "media_type",
        "bytes",
        "sha256",
        "label",
    ]
    .map(str::to_owned);
    let table = folder.join("evidence.csv");
    let failed = |error: std::io::Error| Failure::file("the table", &table, &error);
    let mut bytes = Vec::new();
    let lines = rows.iter().map(Vec::as_slice);
    lists::write_csv(&mut bytes, label, "Evidence", &headers, lines).map_err(failed)?;
    std::fs::write(&table, bytes).map_err(failed)?;
    Ok(rows.len())
}
