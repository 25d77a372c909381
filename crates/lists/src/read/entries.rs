//! Lists in prose: numbered entries, with or without labels such as `Date of arrest:`.
//!
//! A table of contents that repeats the names, page numbers and footnotes are told from entries;
//! entries are counted as they stand, because printed numbers repeat and fail.

use std::collections::BTreeMap;

use super::document::Line;
use super::grid;
use crate::suggest::is_known_header;
use crate::words::digit_value;
use crate::{Format, Limits, ListError, RawCell, RawRow, RawTable};

/// Lines after a number within which the first label of an entry must come.
const REACH: usize = 14;

/// Where an entry begins.
struct Head<'l> {
    place: usize,
    number: u32,
    text: &'l str,
}

/// `12. Ana Vel`, `12) Ana Vel`, `12.Ana Vel`; not a line of a table of contents.
fn head(line: &Line) -> Option<(u32, &str)> {
    let text = line.text.as_str();
    let end = text
        .char_indices()
        .find(|(_, c)| digit_value(*c).is_none())
        .map(|(at, _)| at)
        .filter(|at| *at > 0)?;
    let (digits, rest) = text.split_at_checked(end)?;
    if digits.chars().count() > 5 {
        return None;
    }
    let rest = rest.strip_prefix(['.', ')', '-', '．'])?.trim_start();
    let first = rest.chars().find(|c| !matches!(c, '"' | '«' | '“'))?;
    if !first.is_alphabetic() && first.is_ascii() || first.is_lowercase() {
        return None;
    }
    if is_of_contents(text) {
        return None;
    }
    let number = digits
        .chars()
        .filter_map(digit_value)
        .fold(0_u32, |sum, digit| {
            sum.saturating_mul(10).saturating_add(digit)
        });
    Some((number, rest))
}

/// A line of a table of contents: a row of full stops that leads to a page number.
fn is_of_contents(text: &str) -> bool {
    text.contains(".....") || text.contains(". . . .") || text.contains("……")
}

/// A label and what follows it: `Date of arrest: 3 May 2019`.
fn label(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.split_once([':', '：'])?;
    let label = label.trim();
    let words = label.split_whitespace().count();
    let fits = (1..=5).contains(&words)
        && (2..=45).contains(&label.chars().count())
        && label.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !label
            .chars()
            .any(|c| digit_value(c).is_some() || matches!(c, '.' | ',' | '(' | '“' | '"'))
        && !value.starts_with("//");
    fits.then_some((label, value.trim()))
}

/// Labels as columns: blanks single, without an article before them.
fn column_of(label: &str) -> String {
    let joined = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = joined.to_lowercase();
    match lower.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => lower,
    }
}

/// `A. JOURNALISTS AND BLOGGERS`: a heading of a part of the list.
fn section(line: &Line) -> Option<&str> {
    let rest = match line.text.split_once('.') {
        Some((letter, rest)) if letter.chars().count() <= 4 => rest.trim(),
        _ => line.text.as_str(),
    };
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 6
        && rest.split_whitespace().count() <= 12
        && !rest.contains(':')
        && rest.chars().all(|c| !c.is_lowercase())
        && rest.chars().any(char::is_uppercase)
        && !is_of_contents(rest))
    .then_some(rest)
}

/// Whether a text reads as entries: enough lines begin with numbers that go up.
pub(super) fn looks_like_entries(text: &str) -> bool {
    let lines: Vec<Line> = text.lines().take(2_000).map(Line::plain).collect();
    let filled = lines.iter().filter(|line| !line.text.is_empty()).count();
    let numbers: Vec<u32> = lines
        .iter()
        .filter_map(|l| head(l).map(|(n, _)| n))
        .collect();
    let rising = numbers
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if *b == a + 1))
        .count();
    let labels = lines
        .iter()
        .filter(|line| label(&line.text).is_some())
        .count();
    rising >= 2 && (numbers.len() * 10 >= filled || labels * 3 >= filled)
        || labels >= 6 && labels * 3 >= filled * 2 && blocks(&lines).is_some()
}

/// Entries without numbers: the label that begins each of them, if one does.
fn blocks(lines: &[Line]) -> Option<String> {
    let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    let mut blank = true;
    for line in lines {
        if blank && let Some((label, _)) = label(&line.text) {
            *firsts.entry(column_of(label)).or_default() += 1;
            all += 1;
        }
        blank = line.text.is_empty();
    }
    let (label, count) = firsts.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= 2 && count * 10 >= all * 8).then_some(label)
}

/// Page numbers after page breaks and footnotes before them are taken out of the flow.
struct Flow<'l> {
    lines: Vec<&'l Line>,
    /// Footnotes, with the place in the flow where they stood.
    notes: Vec<(usize, String)>,
}

fn flow(lines: &[Line]) -> Flow<'_> {
    let mut out = Flow {
        lines: Vec::new(),
        notes: Vec::new(),
    };
    let mut place = 0;
    let mut after_page = 0;
    while let Some(line) = lines.get(place) {
        if line.page {
            after_page = 5;
        }
        let bare_number = !line.text.is_empty()
            && line.text.chars().count() <= 5
            && line.text.chars().all(|c| digit_value(c).is_some());
        if after_page > 0 {
            after_page -= 1;
            if bare_number {
                after_page = 0;
                place += 1;
                continue;
            }
        }
        if line.gap {
            let rest = lines.get(place + 1..).unwrap_or_default();
            let until = rest.iter().take(40).position(|line| line.page);
            let begins = rest
                .iter()
                .find(|line| !line.text.is_empty())
                .is_some_and(|line| {
                    line.text.starts_with(|c| digit_value(c).is_some()) && head(line).is_none()
                });
            if let Some(until) = until.filter(|_| begins) {
                let text: Vec<&str> = rest
                    .iter()
                    .take(until)
                    .map(|line| line.text.as_str())
                    .filter(|text| !text.is_empty())
                    .collect();
                if !line.text.is_empty() {
                    out.lines.push(line);
                }
                out.notes.push((out.lines.len(), text.join("\n")));
                place += until + 1;
                continue;
            }
        }
        out.lines.push(line);
        place += 1;
    }
    out
}

/// The columns of the table, in the order in which labels first come.
struct Columns {
    names: Vec<String>,
}

impl Columns {
    fn place(&mut self, name: &str, limits: &Limits) -> Result<usize, ListError> {
        if let Some(place) = self.names.iter().position(|known| known == name) {
            return Ok(place);
        }
        if self.names.len() >= limits.columns {
            return Err(ListError::OverLimit {
                what: "columns".to_owned(),
                limit: u64::try_from(limits.columns).unwrap_or(u64::MAX),
            });
        }
        self.names.push(name.to_owned());
        Ok(self.names.len() - 1)
    }
}

/// Reads the entries; nothing where there are none.
pub(super) fn read(
    lines: &[Line],
    limits: &Limits,
) -> Result<Option<(RawTable, Vec<RawRow>)>, ListError> {
    let flow = flow(lines);
    let mut heads: Vec<Head<'_>> = flow
        .lines
        .iter()
        .enumerate()
        .filter_map(|(place, line)| {
            head(line).map(|(number, text)| Head {
                place,
                number,
                text,
            })
        })
        .collect();
    let labels = known_labels(&flow.lines, heads.len());
    let is_label =
        |line: &Line| label(&line.text).is_some_and(|(l, _)| labels.contains(&column_of(l)));
    let labelled = flow.lines.iter().filter(|line| is_label(line)).count() * 2 >= heads.len()
        && !labels.is_empty();
    if labelled {
        let places: Vec<usize> = heads.iter().map(|head| head.place).collect();
        let mut next = places
            .iter()
            .skip(1)
            .copied()
            .chain(std::iter::once(usize::MAX));
        heads.retain(|head| {
            let until = next.next().unwrap_or(usize::MAX).min(head.place + REACH);
            flow.lines
                .iter()
                .take(until)
                .skip(head.place + 1)
                .any(|line| is_label(line))
                || label(head.text).is_some()
        });
    } else {
        keep_in_sequence(&mut heads);
    }
    if heads.len() < 2 {
        return without_numbers(&flow, &labels, limits);
    }
    let mut columns = Columns {
        names: vec!["number".to_owned(), "name".to_owned()],
    };
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    let mut section_of = sections(&flow.lines);
    for (place, head) in heads.iter().enumerate() {
        let until = heads
            .get(place + 1)
            .map_or(flow.lines.len(), |next| next.place);
        let body = flow.lines.get(head.place + 1..until).unwrap_or_default();
        let bold = flow.lines.get(head.place).is_some_and(|line| line.bold);
        let mut cells = vec![(0, head.number.to_string())];
        read_entry(
            head.text,
            bold,
            body,
            &labels,
            labelled,
            &mut columns,
            &mut cells,
            limits,
        )?;
        if let Some(title) = section_of(head.place) {
            cells.push((columns.place("section", limits)?, title));
        }
        for (_, note) in flow
            .notes
            .iter()
            .filter(|(at, _)| (head.place..until).contains(at))
        {
            cells.push((columns.place("footnotes", limits)?, note.clone()));
        }
        rows.push(cells);
    }
    let first = heads.first().map_or(0, |head| head.place);
    let titles = flow
        .lines
        .iter()
        .take(first)
        .map(|line| line.text.clone())
        .filter(|text| !text.is_empty() && !is_of_contents(text))
        .take(20)
        .collect();
    Ok(Some(finish(columns, rows, titles, limits)))
}

/// Labels that we know, or that come again and again.
fn known_labels(lines: &[&Line], heads: usize) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        if let Some((label, _)) = label(&line.text) {
            *counts.entry(column_of(label)).or_default() += 1;
        }
    }
    // Words before a colon that hardly ever come again are no labels, and looking each of them up
    // would cost more than reading the text.
    let many = counts.len() > 500;
    counts
        .into_iter()
        .filter(|(_, count)| !many || *count >= 3)
        .filter(|(label, count)| {
            is_known_header(label) && (*count >= 2 || heads < 8)
                || *count >= 3 && count * 5 >= heads
        })
        .map(|(label, _)| label)
        .collect()
}

/// Without labels the numbers must go up one by one, or repeat, or leave out a few.
fn keep_in_sequence(heads: &mut Vec<Head<'_>>) {
    let mut expected: Option<u32> = None;
    heads.retain(|head| {
        let fits = match expected {
            None => head.number <= 1,
            Some(expected) => (expected.saturating_sub(1)..=expected + 3).contains(&head.number),
        };
        if fits {
            expected = Some(head.number + 1);
        }
        fits
    });
}

/// Gives the heading above a place.
fn sections<'l>(lines: &'l [&'l Line]) -> impl FnMut(usize) -> Option<String> + 'l {
    let mut titles: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.bold || !line.text.contains(' '))
        .filter_map(|(place, line)| section(line).map(|title| (place, title)))
        .collect();
    titles.reverse();
    move |place| {
        titles
            .iter()
            .find(|(at, _)| *at < place)
            .map(|(_, title)| (*title).to_owned())
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the state of one reading, used in two places"
)]
fn read_entry(
    first: &str,
    bold: bool,
    body: &[&Line],
    labels: &[String],
    labelled: bool,
    columns: &mut Columns,
    cells: &mut Vec<(usize, String)>,
    limits: &Limits,
) -> Result<(), ListError> {
    if !labelled {
        let whole: Vec<&str> = std::iter::once(first)
            .chain(body.iter().map(|line| line.text.as_str()))
            .filter(|text| !text.is_empty())
            .collect();
        let whole = whole.join(" ");
        let (name, rest) = name_and_rest(&whole);
        cells.push((1, name.to_owned()));
        if !rest.is_empty() {
            cells.push((columns.place("text", limits)?, rest.to_owned()));
        }
        return Ok(());
    }
    let mut name = first.to_owned();
    let mut current: Option<usize> = None;
    let mut text = String::new();
    let mut in_name = true;
    for line in body {
        if line.text.is_empty() {
            continue;
        }
        let found = label(&line.text).filter(|(l, _)| labels.contains(&column_of(l)));
        if let Some((label, value)) = found {
            flush(&mut text, &mut current, columns, cells, limits)?;
            current = Some(columns.place(&column_of(label), limits)?);
            text = value.to_owned();
            in_name = false;
        } else if in_name
            && (!bold || line.bold)
            && name.chars().count() + line.text.chars().count() <= 80
            && section(line).is_none()
        {
            // A name goes over two lines.
            name.push(' ');
            name.push_str(&line.text);
        } else if line.bold && section(line).is_some() {
            // The heading of the next part is no part of this story.
        } else {
            in_name = false;
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&line.text);
        }
    }
    flush(&mut text, &mut current, columns, cells, limits)?;
    cells.push((1, name.trim().to_owned()));
    Ok(())
}

fn flush(
    text: &mut String,
    current: &mut Option<usize>,
    columns: &mut Columns,
    cells: &mut Vec<(usize, String)>,
    limits: &Limits,
) -> Result<(), ListError> {
    let text = std::mem::take(text);
    if text.is_empty() {
        return Ok(());
    }
    let place = match current.take() {
        Some(place) => place,
        None => columns.place("text", limits)?,
    };
    cells.push((place, text));
    Ok(())
}

/// `Ana Vel, born 1979, arrested …`: the name ends where the telling begins.
fn name_and_rest(text: &str) -> (&str, &str) {
    let end = text
        .char_indices()
        .find(|(at, c)| {
            let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
            match c {
                ',' | ';' | ':' | '(' | '،' | '—' | '–' | '，' | '。' | '；' | '（' => {
                    true
                }
                // The full stop after an initial is part of the name.
                '.' => {
                    rest.starts_with(' ')
                        && text
                            .get(..*at)
                            .and_then(|before| before.rsplit([' ', '.']).next())
                            .is_some_and(|word| word.chars().count() > 2)
                }
                '-' => rest.starts_with(' '),
                _ => digit_value(*c).is_some(),
            }
        })
        .map_or(text.len(), |(at, _)| at);
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let rest = rest.trim_start_matches([
        ',', ';', ':', '،', '—', '–', '.', '-', ' ', '，', '。', '；',
    ]);
    (name.trim(), rest)
}

/// Entries that begin with the same label each, such as `Name:`.
fn without_numbers(
    flow: &Flow<'_>,
    labels: &[String],
    limits: &Limits,
) -> Result<Option<(RawTable, Vec<RawRow>)>, ListError> {
    let lines: Vec<Line> = flow.lines.iter().map(|line| (*line).clone()).collect();
    let Some(begins) = blocks(&lines) else {
        return Ok(None);
    };
    let mut looked_up: BTreeMap<String, bool> = BTreeMap::new();
    let mut columns = Columns { names: Vec::new() };
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    for line in &lines {
        if line.text.is_empty() {
            continue;
        }
        match label(&line.text) {
            Some((label, value)) => {
                let column = column_of(label);
                if column == begins {
                    rows.push(Vec::new());
                } else if !(labels.contains(&column)
                    || looked_up.len() < 500
                        && *looked_up
                            .entry(column.clone())
                            .or_insert_with(|| is_known_header(&column)))
                {
                    append(&mut rows, &line.text);
                    continue;
                }
                let place = columns.place(&column, limits)?;
                if let Some(row) = rows.last_mut() {
                    row.push((place, value.to_owned()));
                }
            }
            None => append(&mut rows, &line.text),
        }
    }
    Ok((rows.len() >= 2).then(|| finish(columns, rows, Vec::new(), limits)))
}

/// A line without a label goes on with what stands above it.
fn append(rows: &mut [Vec<(usize, String)>], text: &str) {
    if let Some((_, cell)) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.push(' ');
        cell.push_str(text);
    }
}

fn finish(
    columns: Columns,
    rows: Vec<Vec<(usize, String)>>,
    titles: Vec<String>,
    limits: &Limits,
) -> (RawTable, Vec<RawRow>) {
    let width = columns.names.len();
    let rows = (1_u64..)
        .zip(rows)
        .map(|(number, filled)| {
            let mut cells = vec![RawCell::plain(""); width];
            for (place, text) in filled {
                if let Some(cell) = cells.get_mut(place) {
                    if !cell.text.is_empty() {
                        cell.text.push('\n');
                    }
                    cell.text.push_str(text.trim());
                }
            }
            let notes = cells
                .iter_mut()
                .enumerate()
                .filter_map(|(column, cell)| grid::shorten(column, cell, limits))
                .collect();
            RawRow {
                row_key: format!("entry:{number}"),
                line: number,
                cells,
                notes,
                raw: None,
            }
        })
        .collect();
    let table = RawTable {
        format: Format::Text,
        sheet: None,
        hidden: false,
        headers: columns.names,
        header_line: Some(1),
        titles,
        encoding: None,
        delimiter: None,
        quote: None,
    };
    (table, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
        let lines: Vec<Line> = text.lines().map(Line::plain).collect();
        let (table, rows) = read(&lines, &Limits::default()).unwrap()?;
        Some((
            table.headers,
            rows.iter()
                .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
                .collect(),
        ))
    }

    #[test]
    fn labelled_entries_are_told_from_the_table_of_contents() {
        let text = "1. Ana Vel ............ 3\n2. Ivo Marn ............ 4\n\n1. Ana Vel\nDate of  arrest: 3 May 2019\nThe Charge: Article 9\ngoes on\n2.Ivo\nMarn\nDate of Detention: 2018\nCharge: 1. First of all\n2. Ivo was beaten.\n";
        let (headers, rows) = entries(text).unwrap();
        assert_eq!(
            headers,
            [
                "number",
                "name",
                "date of arrest",
                "charge",
                "date of detention"
            ]
        );
        assert_eq!(rows.len(), 2);
        assert_eq!(
            rows[0],
            ["1", "Ana Vel", "3 May 2019", "Article 9 goes on", ""]
        );
        assert_eq!(rows[1][1], "Ivo Marn");
        assert_eq!(rows[1][3], "1. First of all 2. Ivo was beaten.");
    }

    #[test]
    fn entries_without_labels_follow_their_numbers() {
        let (headers, rows) = entries(
            "People held\n1. Ana Vel, born 1979, arrested in 2019\n2. I. K. Marn (b. 1980)\nin Torun.\n2. Oda Brint – 2020\n1. not a person\n3. Lena Sorr",
        )
        .unwrap();
        assert_eq!(headers, ["number", "name", "text"]);
        let names: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(names, ["Ana Vel", "I. K. Marn", "Oda Brint", "Lena Sorr"]);
        assert_eq!(rows[1][2], "(b. 1980) in Torun.");
        assert!(rows[2][2].contains("1. not a person"));
    }

    #[test]
    fn entries_that_begin_with_a_label_need_no_numbers() {
        let (headers, rows) = entries(
            "Name: Ana Vel\nBorn: 1979\nNotes: two\nlines\n\nName: Ivo Marn\nBorn: 1980\n\nName: Oda Brint\nBorn: 1981\n",
        )
        .unwrap();
        assert_eq!(headers, ["name", "born", "notes"]);
        assert_eq!(rows[0], ["Ana Vel", "1979", "two lines"]);
        assert_eq!(rows.len(), 3);
        assert!(entries("Just a letter.\n\nWith two lines.").is_none());
    }
}
