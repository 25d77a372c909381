//! Files with columns for the commands that need no register: read strictly, written whole and for
//! their owner only.

use std::{fs::File, path::Path};

use crate::{
    commands::write_private,
    failure::{Failure, Result},
};

/// A file with columns whose header has been read.
pub(crate) struct Columns {
    what: String,
    header: Vec<String>,
    reader: csv::Reader<File>,
}

impl Columns {
    /// Opens a file of comma-separated values in UTF-8 with a header.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Failure::file("the file", path, &error))?;
        let what = path.display().to_string();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let header = reader
            .headers()
            .map_err(|error| unreadable(&what, &error))?
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').to_owned())
            .collect();
        Ok(Self {
            what,
            header,
            reader,
        })
    }

    /// The headers.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// Where the column with this header stands.
    pub(crate) fn place(&self, name: &str) -> Result<usize> {
        self.header
            .iter()
            .position(|header| header == name)
            .ok_or_else(|| {
                Failure::Said(format!(
                    "{} has no column {name}; its columns are {}",
                    self.what,
                    self.header.join(", ")
                ))
            })
    }

    /// The first rows, for a look at what the columns hold.
    pub(crate) fn first(&mut self, count: usize) -> Result<Vec<Vec<String>>> {
        self.reader
            .records()
            .take(count)
            .map(|record| {
                let record = record.map_err(|error| unreadable(&self.what, &error))?;
                Ok(record.iter().map(str::to_owned).collect())
            })
            .collect()
    }

    /// Hands every row on, one after the other: a large file is never held as text.
    pub(crate) fn each(
        mut self,
        mut row: impl FnMut(&csv::StringRecord) -> Result<()>,
    ) -> Result<()> {
        let mut record = csv::StringRecord::new();
        while self
            .reader
            .read_record(&mut record)
            .map_err(|error| unreadable(&self.what, &error))?
        {
            row(&record)?;
        }
        Ok(())
    }
}

fn unreadable(what: &str, error: &csv::Error) -> Failure {
    Failure::Said(match error.kind() {
        csv::ErrorKind::Utf8 { err, pos } => format!(
            "{what} is not in UTF-8: line {}, column {}",
            pos.as_ref().map_or(0, csv::Position::line),
            err.field() + 1
        ),
        _ => format!("{what} cannot be read: {error}"),
    })
}

/// Writes a file of comma-separated values that only its owner reads: it holds names of people.
pub(crate) fn write_columns(
    path: &Path,
    write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> std::result::Result<(), csv::Error>,
) -> Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: &std::io::Error| Failure::file("the file", path, error);
    write(&mut writer).map_err(|error| failed(&error.into()))?;
    let content = writer
        .into_inner()
        .map_err(|error| failed(&error.into_error()))?;
    write_private("the file", path, &content)
}

/// A cell as it may stand in a sheet: never a formula.
pub(crate) fn safe(text: &str) -> String {
    lists::csv_safe(text).into_owned()
}
