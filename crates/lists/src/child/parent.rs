//! The parent's side: starts the child, waits with a limit, believes nothing.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::Confinement;
use super::frame::{self, Frame, Request};
use crate::{Limits, ListError, Part, ReadOptions};

/// The program that parses, and what comes before the request among its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildProgram {
    /// The program.
    pub path: PathBuf,
    /// Its first arguments; the request follows as the last one.
    pub arguments: Vec<String>,
}

impl ChildProgram {
    /// This product's own program, which parses under the hidden command `parse-list`.
    #[must_use]
    pub fn unforgotten(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            arguments: vec!["parse-list".to_owned()],
        }
    }
}

type Frames = Receiver<std::io::Result<Vec<u8>>>;

/// The parts of a list, as the child gives them. Ends with an error or with the end of the file,
/// never by waiting for ever. Dropping it ends the child.
pub struct ChildReader {
    child: Child,
    frames: Frames,
    waiting: std::vec::IntoIter<Part>,
    limits: Limits,
    confinement: Confinement,
    given: u64,
    rows: u64,
    columns: Option<usize>,
    last_line: u64,
    waited: Duration,
    ended: bool,
}

/// Starts the child on a file. The file is opened here and given to the child as its standard input.
///
/// # Errors
/// When the file cannot be opened, or the child cannot be started or does not answer at all.
pub fn read_in_child(
    program: &ChildProgram,
    file: &Path,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<ChildReader, ListError> {
    let input = File::open(file)?;
    if !input.metadata()?.is_file() {
        return Err(ListError::NotAList("a folder or a device".to_owned()));
    }
    let request = serde_json::to_string(&Request {
        options: options.clone(),
        limits: *limits,
    })
    .map_err(|error| ListError::ChildNotStarted(error.to_string()))?;
    let mut child = Command::new(&program.path)
        .args(&program.arguments)
        .arg(request)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(input))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| ListError::ChildNotStarted(error.kind().to_string()))?;
    let Some(mut output) = child.stdout.take() else {
        return Err(ListError::ChildNotStarted("no output".to_owned()));
    };
    // A few frames ahead: the child may go on while rows are stored, but not fill the memory.
    let (sender, frames) = sync_channel(4);
    std::thread::Builder::new()
        .name("list-child".to_owned())
        .spawn(move || {
            loop {
                let frame = frame::read(&mut output).transpose();
                let last = !matches!(frame, Some(Ok(_)));
                if let Some(frame) = frame
                    && sender.send(frame).is_err()
                {
                    return;
                }
                if last {
                    return;
                }
            }
        })
        .map_err(|error| ListError::ChildNotStarted(error.to_string()))?;
    let mut reader = ChildReader {
        child,
        frames,
        waiting: Vec::new().into_iter(),
        limits: *limits,
        confinement: Confinement::default(),
        given: 0,
        rows: 0,
        columns: None,
        last_line: 0,
        waited: Duration::ZERO,
        ended: false,
    };
    match reader.next_frame()? {
        Frame::Confined(confinement) => reader.confinement = confinement,
        Frame::Failed(error) => return Err(error),
        Frame::Parts(_) | Frame::Done(_) => return Err(reader.lied("no confinement")),
    }
    Ok(reader)
}

impl ChildReader {
    /// How the child has locked itself in.
    #[must_use]
    pub const fn confinement(&self) -> Confinement {
        self.confinement
    }

    fn lied(&mut self, what: &str) -> ListError {
        self.end();
        ListError::ChildLied(what.to_owned())
    }

    /// Ends the child and waits for it; a killed process is gone at once.
    fn end(&mut self) {
        self.ended = true;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn next_frame(&mut self) -> Result<Frame, ListError> {
        let all = Duration::from_secs(self.limits.wait_seconds).saturating_sub(self.waited);
        let patience = Duration::from_secs(self.limits.idle_seconds).min(all);
        let before = Instant::now();
        let received = self.frames.recv_timeout(patience);
        self.waited = self.waited.saturating_add(before.elapsed());
        match received {
            Ok(Ok(bytes)) => match serde_json::from_slice(&bytes) {
                Ok(frame) => Ok(frame),
                Err(_) => Err(self.lied("a frame that cannot be read")),
            },
            // Whoever is killed while they speak leaves half a sentence.
            Ok(Err(error)) if is_cut(&error) && self.was_killed() => Err(self.died()),
            Ok(Err(error)) => Err(self.lied(&error.to_string())),
            Err(RecvTimeoutError::Timeout) => {
                self.end();
                Err(ListError::ChildSilent(patience.as_secs()))
            }
            Err(RecvTimeoutError::Disconnected) => Err(self.died()),
        }
    }

    /// Whether the child is gone and did not end by itself. It has closed its output, so it is gone at
    /// once or it lives on.
    fn was_killed(&mut self) -> bool {
        for _ in 0..20 {
            match self.child.try_wait() {
                Ok(Some(status)) => return !status.success(),
                Ok(None) => std::thread::sleep(Duration::from_millis(10)),
                Err(_) => return false,
            }
        }
        false
    }

    /// The child closed its output before it said that it was done.
    fn died(&mut self) -> ListError {
        self.ended = true;
        // It may close its output and live on; it is not waited for.
        let _ = self.child.kill();
        let how = match self.child.wait() {
            Ok(status) => describe(status),
            Err(error) => error.kind().to_string(),
        };
        ListError::ChildDied(how)
    }

    fn next_part(&mut self) -> Result<Option<Part>, ListError> {
        loop {
            if let Some(part) = self.waiting.next() {
                self.check(&part)?;
                self.given += 1;
                return Ok(Some(part));
            }
            match self.next_frame()? {
                Frame::Parts(parts) => self.waiting = parts.into_iter(),
                Frame::Done(count) if count == self.given => {
                    self.end();
                    return Ok(None);
                }
                Frame::Done(_) => return Err(self.lied("another number of parts")),
                Frame::Failed(error) => {
                    self.end();
                    return Err(error);
                }
                Frame::Confined(_) => return Err(self.lied("a second beginning")),
            }
        }
    }

    /// Checks a part against the limits that were given to the child.
    fn check(&mut self, part: &Part) -> Result<(), ListError> {
        let longest = self.limits.cell_characters.max(1000).saturating_mul(4);
        match part {
            Part::Table(table) => {
                let long = table
                    .headers
                    .iter()
                    .chain(&table.titles)
                    .any(|text| text.len() > self.limits.line_bytes * 4);
                if table.headers.len() > self.limits.columns || long {
                    return Err(self.lied("a table over the limits"));
                }
                self.columns = Some(table.headers.len());
                self.last_line = 0;
            }
            Part::Row(row) => {
                if self.columns.is_none() {
                    return Err(self.lied("a row before its table"));
                }
                self.rows += 1;
                let raw = row.raw.as_ref().map_or(0, Vec::len);
                if self.rows > self.limits.rows
                    || row.cells.len() > self.limits.columns.saturating_add(1)
                    || row.cells.iter().any(|cell| cell.text.len() > longest)
                    || raw > self.limits.raw_bytes
                    || row.row_key.len() > 1000
                {
                    return Err(self.lied("a row over the limits"));
                }
                if row.line <= self.last_line {
                    return Err(self.lied("rows out of order"));
                }
                self.last_line = row.line;
            }
        }
        Ok(())
    }
}

impl Iterator for ChildReader {
    type Item = Result<Part, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_part();
        if next.is_err() && !self.ended {
            self.end();
        }
        next.transpose()
    }
}

impl Drop for ChildReader {
    fn drop(&mut self) {
        if !self.ended {
            self.end();
        }
    }
}

/// Whether a frame ended before its end.
fn is_cut(error: &std::io::Error) -> bool {
    error.to_string().starts_with("half")
}

#[cfg(unix)]
fn describe(status: std::process::ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), status.code()) {
        (Some(24), _) => "it used more processor time than allowed".to_owned(),
        (Some(signal), _) => format!("signal {signal}"),
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "no reason".to_owned(),
    }
}

#[cfg(not(unix))]
fn describe(status: std::process::ExitStatus) -> String {
    status.to_string()
}
