//! Parsers of foreign files run in a child process without network, files or database.
//!
//! For a list, the child gets the file as its standard input, never as a path, and answers in frames on its
//! standard output. The parent believes nothing: it checks every frame against the limits, waits a
//! stated time and no longer, and ends a child that is silent, crashes or lies.

mod confine;
mod evidence;
mod frame;
mod parent;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

pub use evidence::{Findable, read_evidence_in_child};
pub use frame::Confinement;
pub use parent::{ChildProgram, ChildReader, read_in_child};

use crate::{ListError, ListReader, Part};
use frame::{Frame, Request};

/// About how many bytes of parts go into one frame.
const BATCH_BYTES: usize = 128 << 10;

/// The child: reads the list on standard input and answers on standard output. Called by the hidden
/// command `parse-list` with its one argument, before anything else of the program is set up.
#[must_use]
pub fn main(request: &str) -> ExitCode {
    match run(request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(request: &str) -> std::io::Result<()> {
    if let Ok(order) = serde_json::from_str::<evidence::Order>(request) {
        return evidence::run(order);
    }
    let request: Request = serde_json::from_str(request).map_err(std::io::Error::other)?;
    let input = standard_input()?;
    let mut out = BufWriter::with_capacity(BATCH_BYTES, std::io::stdout().lock());
    let confinement = confine::confine(&request.limits);
    frame::write(&mut out, &Frame::Confined(confinement))?;
    // The parent knows at once that the child lives and how it is confined.
    out.flush()?;
    let reader = match ListReader::open(input, &request.options, &request.limits) {
        Ok(reader) => reader,
        Err(error) => return fail(&mut out, error),
    };
    let mut batch: Vec<Part> = Vec::new();
    let mut bytes = 0_usize;
    let mut count: u64 = 0;
    for part in reader {
        match part {
            Ok(part) => {
                bytes += weight(&part);
                batch.push(part);
                count += 1;
            }
            Err(error) => return fail(&mut out, error),
        }
        if bytes > BATCH_BYTES {
            frame::write(&mut out, &Frame::Parts(std::mem::take(&mut batch)))?;
            bytes = 0;
        }
    }
    if !batch.is_empty() {
        frame::write(&mut out, &Frame::Parts(batch))?;
    }
    frame::write(&mut out, &Frame::Done(count))?;
    out.flush()
}

fn fail(out: &mut impl Write, error: ListError) -> std::io::Result<()> {
    frame::write(out, &Frame::Failed(error))?;
    out.flush()
}

/// About how many bytes a part takes in a frame.
fn weight(part: &Part) -> usize {
    match part {
        Part::Table(table) => table.headers.iter().map(|h| h.len() + 4).sum::<usize>() + 500,
        Part::Row(row) => {
            row.cells.iter().map(|c| c.text.len() + 10).sum::<usize>()
                + row.raw.as_ref().map_or(0, |raw| raw.len() * 2)
                + 50
        }
    }
}

/// Standard input as a file that can be read at a place.
#[cfg(unix)]
fn standard_input() -> std::io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(std::io::stdin().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
fn standard_input() -> std::io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(
        std::io::stdin().as_handle().try_clone_to_owned()?,
    ))
}
