//! What goes to standard output, and nothing else goes there.

use std::io::{IsTerminal, Write};

use serde::Serialize;

use crate::failure::{Failure, Result};

/// Standard output: documented JSON objects, or lines for people.
pub(crate) struct Output {
    stream: std::io::BufWriter<std::io::Stdout>,
    json: bool,
}

impl Output {
    /// Standard output, for programs (`--json`) or for people.
    pub(crate) fn new(json: bool) -> Self {
        Self {
            stream: std::io::BufWriter::new(std::io::stdout()),
            json,
        }
    }

    /// Whether programs read it.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// One line for people. What foreign lists brought cannot move the cursor or turn the line round.
    pub(crate) fn line(&mut self, text: &str) -> Result<()> {
        writeln!(self.stream, "{}", tame(text)).map_err(Failure::from_output)
    }

    /// One JSON object on a line.
    pub(crate) fn object(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value)
            .map_err(|error| Failure::Said(format!("the answer cannot be written: {error}")))?;
        writeln!(self.stream, "{text}").map_err(Failure::from_output)
    }

    /// The object for programs, the line for people.
    pub(crate) fn either(&mut self, value: &impl Serialize, line: &str) -> Result<()> {
        if self.json {
            self.object(value)
        } else {
            self.line(line)
        }
    }

    /// Bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes).map_err(Failure::from_output)
    }

    /// What was written so far, out now: the server goes on and somebody waits for it.
    pub(crate) fn flush_now(&mut self) -> Result<()> {
        self.stream.flush().map_err(Failure::from_output)
    }

    /// Everything out.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.stream.flush().map_err(Failure::from_output)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

/// The text without what steers a terminal: control characters and explicit reordering.
fn tame(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\t' => ' ',
            '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' => letter,
            '\u{202a}'..='\u{202e}' => '\u{fffd}',
            other if other.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}

/// A message for the person at the terminal; nothing is done when there is nobody.
pub(crate) fn tell(text: &str) {
    let _nobody_there = writeln!(std::io::stderr(), "{}", tame(text));
}

/// How far something has come: one line that is written over on a terminal, else a line now and then.
pub(crate) struct Meter {
    terminal: bool,
    shown: bool,
}

impl Meter {
    /// A meter on standard error.
    pub(crate) fn new() -> Self {
        Self {
            terminal: std::io::stderr().is_terminal(),
            shown: false,
        }
    }

    /// Whether a terminal sees it.
    pub(crate) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Shows the state.
    pub(crate) fn show(&mut self, text: &str) {
        self.shown = true;
        let mut stream = std::io::stderr();
        let _nobody_there = if self.terminal {
            write!(stream, "\r{text}   ").and_then(|()| stream.flush())
        } else {
            writeln!(stream, "{text}")
        };
    }

    /// Ends the line.
    pub(crate) fn end(&self) {
        if self.terminal && self.shown {
            let _nobody_there = writeln!(std::io::stderr());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::tame;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(
            tame("Ana\u{1b}[2J\u{202e}x\n"),
            "Ana\u{fffd}[2J\u{fffd}x\u{fffd}"
        );
        assert_eq!(tame("آنا Кира"), "آنا Кира");
    }
}
