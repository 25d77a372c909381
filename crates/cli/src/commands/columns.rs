//! Files with columns for the commands that need no register: read strictly, written whole.

use std::{fs::File, path::Path};

use crate::failure::{Failure, Result};

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

/// Writes a file beside its place and puts it there when it is whole.
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut csv::Writer<File>) -> std::result::Result<(), csv::Error>,
) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = std::path::PathBuf::from(beside);
    let failed = |error: &std::io::Error| Failure::file("the file", path, error);
    let file = File::create(&beside).map_err(|error| failed(&error))?;
    let mut writer = csv::Writer::from_writer(file);
    let written = write(&mut writer)
        .map_err(std::io::Error::from)
        .and_then(|()| writer.flush())
        .and_then(|()| std::fs::rename(&beside, path));
    if let Err(error) = written {
        let _left = std::fs::remove_file(&beside);
        return Err(failed(&error));
    }
    Ok(())
}

/// A cell as it may stand in a sheet: never a formula.
pub(crate) fn safe(text: &str) -> String {
    lists::csv_safe(text).into_owned()
}
