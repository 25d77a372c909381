//! Pages in HTML as lines and tables: tags are taken out, words that tags cut are whole again.
//!
//! Nothing is fetched and nothing is run: addresses are text, scripts and styles are passed over.

use super::document::{Document, Line, over};
use crate::{Limits, ListError};

/// Tags after which a new line begins.
const BREAKS: &[&str] = &[
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "section",
    "article",
    "dd",
    "dt",
    "dl",
    "blockquote",
    "body",
    "header",
    "footer",
    "pre",
];

struct Reading<'l> {
    document: Document,
    line: String,
    bold_line: bool,
    bold: usize,
    page: bool,
    table: Vec<Vec<String>>,
    row: Option<Vec<String>>,
    cell: Option<(String, usize)>,
    depth: usize,
    held: u64,
    limits: &'l Limits,
}

impl Reading<'_> {
    fn text(&mut self, text: &str) -> Result<(), ListError> {
        if let Some((cell, _)) = &mut self.cell {
            cell.push_str(text);
            return Ok(());
        }
        if self.line.trim().is_empty() && !text.trim().is_empty() {
            self.bold_line = self.bold > 0;
        }
        // Line ends of the file are blanks of the page.
        self.line.extend(
            text.chars()
                .map(|c| if c == '\n' || c == '\r' { ' ' } else { c }),
        );
        if self.line.len() > self.limits.line_bytes {
            return Err(over(self.limits));
        }
        Ok(())
    }

    fn end_line(&mut self) {
        if self.cell.is_some() {
            if let Some((cell, _)) = &mut self.cell {
                cell.push('\n');
            }
            return;
        }
        let mut line = Line::plain(&std::mem::take(&mut self.line));
        line.bold = self.bold_line && !line.text.is_empty();
        line.page = std::mem::take(&mut self.page);
        self.bold_line = false;
        self.document.lines.push(line);
    }

    fn end_cell(&mut self) -> Result<(), ListError> {
        if let Some((text, span)) = self.cell.take() {
            let text: Vec<&str> = text.split('\n').map(str::trim).collect();
            let text = text.join("\n").trim().to_owned();
            let row = self.row.get_or_insert_default();
            if row.len() + span > self.limits.columns {
                return Err(ListError::OverLimit {
                    what: "columns".to_owned(),
                    limit: u64::try_from(self.limits.columns).unwrap_or(u64::MAX),
                });
            }
            // Two signs a cell at least, so that empty cells are not free.
            self.held += u64::try_from(text.len() + 32 * span).unwrap_or(u64::MAX);
            if self.held > self.limits.document_bytes * 2 {
                return Err(over(self.limits));
            }
            row.push(text);
            row.extend(std::iter::repeat_n(String::new(), span.saturating_sub(1)));
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ListError> {
        self.end_cell()?;
        self.table.extend(self.row.take());
        Ok(())
    }

    fn tag(&mut self, name: &str, closing: bool, attributes: &str) -> Result<(), ListError> {
        match (name, closing) {
            ("b" | "strong", false) => self.bold += 1,
            ("b" | "strong", true) => self.bold = self.bold.saturating_sub(1),
            ("table", false) => {
                self.depth += 1;
                // A table inside a cell is part of that cell.
                if self.depth == 1 {
                    self.end_line();
                }
            }
            ("table", true) => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_row()?;
                    let table = std::mem::take(&mut self.table);
                    self.document.tables.push(table);
                }
            }
            ("tr", false) if self.depth == 1 => {
                self.end_row()?;
                self.row = Some(Vec::new());
            }
            ("tr", true) if self.depth == 1 => self.end_row()?,
            ("td" | "th", false) if self.depth == 1 => {
                self.end_cell()?;
                let span = attribute(attributes, "colspan")
                    .and_then(|n| n.parse::<usize>().ok())
                    .unwrap_or(1)
                    .clamp(1, 1000);
                self.cell = Some((String::new(), span));
            }
            ("td" | "th", true) if self.depth == 1 => self.end_cell()?,
            ("hr", _) => {
                self.end_line();
                self.page = true;
            }
            (name, _) if BREAKS.contains(&name) => self.end_line(),
            _ => {}
        }
        Ok(())
    }
}

pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes.to_ascii_lowercase().find(name)?;
    let rest = attributes.get(at + name.len()..)?.trim_start();
    let rest = rest.strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    rest.split(|c: char| c == '"' || c == '\'' || c.is_whitespace() || c == '>')
        .next()
}

/// Reads a page.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Document, ListError> {
    let mut reading = Reading {
        document: Document::default(),
        line: String::new(),
        bold_line: false,
        bold: 0,
        page: false,
        table: Vec::new(),
        row: None,
        cell: None,
        depth: 0,
        held: 0,
        limits,
    };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        reading.text(&unescape(before))?;
        if let Some(comment) = from.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let inside = from.get(1..).unwrap_or_default();
        let Some(first) = inside.chars().next() else {
            break;
        };
        if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
            // A sign of the text, as in `a < b`.
            reading.text("<")?;
            rest = inside;
            continue;
        }
        let Some((tag, after)) = inside.split_once('>') else {
            break;
        };
        rest = after;
        let closing = tag.starts_with('/');
        let body = tag.trim_start_matches('/');
        let end = body
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(body.len());
        let (name, attributes) = body.split_at_checked(end).unwrap_or((body, ""));
        let name = name.to_ascii_lowercase();
        if !closing && matches!(name.as_str(), "script" | "style" | "title" | "template") {
            rest = rest
                .match_indices("</")
                .map(|(at, _)| rest.get(at..).unwrap_or_default())
                .find(|closing| {
                    closing
                        .get(2..2 + name.len())
                        .is_some_and(|word| word.eq_ignore_ascii_case(&name))
                })
                .unwrap_or_default();
            continue;
        }
        reading.tag(&name, closing, attributes)?;
    }
    reading.text(&unescape(rest))?;
    reading.end_row()?;
    if !reading.table.is_empty() {
        let table = std::mem::take(&mut reading.table);
        reading.document.tables.push(table);
    }
    reading.end_line();
    Ok(reading.document)
}

/// Character references of pages: numbers, and the names that real lists use.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        // A reference is short: looking further would cost the length of the page for each sign.
        let reference = from.get(1..).and_then(|inside| {
            let end = inside.bytes().take(11).position(|byte| byte == b';')?;
            let (name, after) = inside.split_at_checked(end)?;
            Some((character(name)?, after.get(1..)?))
        });
        match reference {
            Some((character, after)) => {
                out.push(character);
                rest = after;
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "deg" => '°',
        "sect" => '§',
        "aacute" => 'á',
        "eacute" => 'é',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "Ntilde" => 'Ñ',
        "uuml" => 'ü',
        "ouml" => 'ö',
        "auml" => 'ä',
        "szlig" => 'ß',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "agrave" => 'à',
        "rlm" => '\u{200f}',
        "lrm" => '\u{200e}',
        "zwnj" => '\u{200c}',
        "zwj" => '\u{200d}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(String, bool)> {
        read(text, &Limits::default())
            .unwrap()
            .lines
            .into_iter()
            .filter(|line| !line.text.is_empty())
            .map(|line| (line.text, line.bold))
            .collect()
    }

    #[test]
    fn words_that_tags_cut_are_whole_and_scripts_are_passed_over() {
        let text = "<style>b{}</style><script>if (a < b) '</p>'</script><p><b>Date o</b><b>f  arrest</b>: 3&nbsp;May &#1071;&lt;b&gt;<br/>a < b <!-- <b> --> &bogus; end";
        assert_eq!(
            lines(text),
            [
                ("Date of arrest: 3 May Я<b>".to_owned(), true),
                ("a < b &bogus; end".to_owned(), false)
            ]
        );
    }

    #[test]
    fn tables_keep_their_places() {
        let text = "<table><tr><th>Name<th>Born<tr><td>Ana<br>Vel</td><td>1990</td></tr><tr><td colspan=2>Total: 1</td></table>";
        let document = read(text, &Limits::default()).unwrap();
        assert_eq!(
            document.tables,
            [vec![
                vec!["Name".to_owned(), "Born".to_owned()],
                vec!["Ana\nVel".to_owned(), "1990".to_owned()],
                vec!["Total: 1".to_owned(), String::new()]
            ]]
        );
        let wide = format!("<table><tr>{}</tr></table>", "<td colspan=1000>".repeat(4));
        assert!(
            matches!(read(&wide, &Limits::default()), Err(ListError::OverLimit { what, .. }) if what == "columns")
        );
    }
}
