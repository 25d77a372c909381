//! One file a command, and what several of them share.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod brief;
pub(crate) mod check;
pub(crate) mod columns;
pub(crate) mod compartments;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod estimate;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod gate;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod link;
pub(crate) mod matches;
pub(crate) mod meetings;
pub(crate) mod names;
pub(crate) mod organisations;
pub(crate) mod rebuild;
pub(crate) mod restore;
pub(crate) mod routes;
pub(crate) mod seed;
pub(crate) mod serve;
pub(crate) mod shares;
pub(crate) mod stop;
pub(crate) mod users;
pub(crate) mod verify_backup;

use crate::{
    failure::{Failure, Result},
    opening::Opened,
};

/// An id from the command line.
pub(crate) fn parsed<T: std::str::FromStr<Err = kernel::IdError>>(
    option: &str,
    text: &str,
) -> Result<T> {
    text.trim()
        .parse()
        .map_err(|error| Failure::Usage(format!("{option}: {error}")))
}

/// The compartment with this name or id; the only one where none is named.
pub(crate) fn compartment(opened: &Opened, named: Option<&str>) -> Result<kernel::CompartmentId> {
    let known = opened.caller.compartments();
    let listed = || {
        known
            .iter()
            .map(|(_, title, _)| format!("{title:?}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let Some(named) = named else {
        return match known.as_slice() {
            [(only, _, _)] => Ok(*only),
            [] => Err(Failure::Said(
                "there is no compartment that you can use: add one with `compartments add`"
                    .to_owned(),
            )),
            _ => Err(Failure::Usage(format!(
                "say which compartment: --compartment one of {}",
                listed()
            ))),
        };
    };
    let mut fitting = known
        .iter()
        .filter(|(id, title, _)| title == named.trim() || id.to_string() == named.trim());
    match (fitting.next(), fitting.next()) {
        (Some((id, _, _)), None) => Ok(*id),
        (Some(_), Some(_)) => Err(Failure::Usage(format!(
            "several compartments are called {named:?}: name one by its id"
        ))),
        (None, _) => Err(Failure::Said(format!(
            "there is no compartment {named:?} that you can use, only {}",
            listed()
        ))),
    }
}

/// The member with this log-in name.
pub(crate) async fn member(opened: &Opened, login: &str) -> Result<desk::members::MemberLine> {
    let login = login.trim().to_lowercase();
    opened
        .house
        .members(&opened.caller)
        .await?
        .into_iter()
        .find(|member| member.login == login || member.id.to_string() == login)
        .ok_or_else(|| Failure::Said(format!("there is no member {login:?}")))
}

/// Writes a file that only its owner reads: whole, or not at all.
pub(crate) fn write_private(what: &str, path: &std::path::Path, content: &[u8]) -> Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let temporary = std::path::PathBuf::from(name);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    };
    write().map_err(|error| {
        let _never_made = std::fs::remove_file(&temporary);
        Failure::file(what, path, &error)
    })
}
