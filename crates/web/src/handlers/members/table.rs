//! Members from a spreadsheet: read by the reader of lists in its child process, shown row by row with
//! what is wrong, and then added all together or not at all.

use std::{path::Path, sync::Arc};

use access::{INSTALLATION, Manage, Role};
use axum::http::StatusCode;
use desk::{
    DeskError,
    members::{Joining, NewMember},
};
use kernel::{CompartmentId, OrganisationId};
use lists::{ChildProgram, Limits, ListError, Part, ReadOptions};
use serde::{Deserialize, Serialize};

use super::{first_password, may, said};
use crate::{
    pages::{Control, Field, Form, MemberRow, MembersImport, Place},
    paths,
    visit::{Answer, Fail, Visit, page, page_with},
};

/// Rows of one table: each costs a password hash, and somebody waits.
const MOST_ROWS: usize = 300;
/// Bytes of one table.
const MOST_BYTES: u64 = 4 << 20;

/// The columns, in the order in which a table without a header has them.
const COLUMNS: [&str; 5] = ["login", "name", "organisation", "compartment", "role"];

/// A row as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Read {
    line: u64,
    /// In the order of [`COLUMNS`].
    cells: [String; 5],
}

/// What a row asks for, when nothing is wrong with it.
struct Wanted {
    login: String,
    name: String,
    organisation: OrganisationId,
    role: Option<(CompartmentId, Role)>,
}

/// Somebody of the table, with all their rows.
struct Newcomer {
    wanted: Wanted,
    password: String,
    /// Positions of their rows, the first first.
    rows: Vec<usize>,
    roles: Vec<(CompartmentId, Role)>,
}

/// Compartments and organisations by the names that a table may use.
struct Known {
    compartments: Vec<(CompartmentId, String)>,
    organisations: Vec<(OrganisationId, String)>,
    own: OrganisationId,
    logins: Vec<String>,
}

fn form(
    visit: &Visit,
    rows: Vec<MemberRow>,
    carry_out: Option<String>,
    error: Option<String>,
) -> Result<MembersImport, Fail> {
    let t = visit.texts;
    if !may::<Manage>(visit.caller()?, INSTALLATION, "members") {
        return Err(Fail::Absent);
    }
    let mut form = Form::new(
        paths::members_import(),
        vec![
            Field::new(
                "file",
                &t.msg("field-members-file"),
                Control::File(".csv,.xlsx".to_owned()),
            )
            .required(),
        ],
        &t.msg("members-import-read"),
    )
    .cancel(paths::members());
    form.error = error;
    Ok(MembersImport {
        layout: visit.layout("title-members-import", Some(Place::Members)),
        form,
        columns: COLUMNS
            .into_iter()
            .map(|name| (name.to_owned(), t.msg(&format!("members-column-{name}"))))
            .collect(),
        rows,
        carry_out: carry_out.map(|table| (format!("{}/carry-out", paths::members_import()), table)),
    })
}

fn refused(visit: &Visit, rows: Vec<MemberRow>, says: String) -> Answer {
    page_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &form(visit, rows, None, Some(says))?,
    )
}

/// What the table must look like.
pub(crate) async fn table_page(visit: Arc<Visit>) -> Answer {
    page(&form(&visit, Vec::new(), None, None)?)
}

/// Which of a table's columns are ours, by their headers; by their order where no header is known.
fn places(headers: &[String]) -> [Option<usize>; 5] {
    let named = COLUMNS.map(|column| {
        headers
            .iter()
            .position(|header| header.trim().to_lowercase() == column)
    });
    if named.iter().all(Option::is_none) {
        let mut number = 0..COLUMNS.len();
        return COLUMNS.map(|_| number.next());
    }
    named
}

/// Reads the first table of a file; the parser runs in a child without network and without files.
fn read(program: &ChildProgram, path: &Path) -> Result<Vec<Read>, ListError> {
    let limits = Limits::default();
    let mut columns = None;
    let mut rows = Vec::new();
    for part in lists::read_in_child(program, path, &ReadOptions::default(), &limits)? {
        match part? {
            Part::Table(table) if columns.is_none() => columns = Some(places(&table.headers)),
            Part::Table(_) => break,
            Part::Row(row) => {
                let Some(columns) = columns else { continue };
                let cell = |place: Option<usize>| {
                    place
                        .and_then(|place| row.cells.get(place))
                        .map(|cell| cell.text.trim().to_owned())
                        .unwrap_or_default()
                };
                let cells = columns.map(cell);
                if cells.iter().all(String::is_empty) {
                    continue;
                }
                rows.push(Read {
                    line: row.line,
                    cells,
                });
                if rows.len() > MOST_ROWS {
                    break;
                }
            }
        }
    }
    Ok(rows)
}

async fn known(visit: &Visit) -> Result<Known, Fail> {
    let house = visit.house()?;
    let caller = visit.caller()?;
    Ok(Known {
        // Into a sealed compartment only its members admit, in person.
        compartments: house
            .all_compartments(caller)
            .await?
            .into_iter()
            .filter(|(_, _, sealed, _)| !sealed)
            .filter_map(|(id, title, _, _)| Some((id, title?)))
            .collect(),
        organisations: house
            .organisations(caller)
            .await?
            .into_iter()
            .map(|organisation| (organisation.id, organisation.name))
            .collect(),
        own: house.organisation(),
        logins: house
            .members(caller)
            .await?
            .into_iter()
            .map(|line| line.login)
            .collect(),
    })
}

/// What a row asks for, or the message that says what is wrong with it.
fn wanted(row: &Read, known: &Known, before: &[&Read]) -> Result<Wanted, &'static str> {
    let [login, name, organisation, compartment, role] = &row.cells;
    let login = login.to_lowercase();
    if login.is_empty() {
        return Err("refused-login-form");
    }
    if name.is_empty() {
        return Err("refused-display-name");
    }
    if known.logins.contains(&login) {
        return Err("refused-login-taken");
    }
    // Several rows of one member give several roles; they must agree on who it is.
    if before.iter().any(|other| {
        let [other_login, other_name, other_organisation, ..] = &other.cells;
        other_login.to_lowercase() == login
            && (other_name != name || other_organisation != organisation)
    }) {
        return Err("members-row-differs");
    }
    let organisation = if organisation.is_empty() {
        known.own
    } else {
        known
            .organisations
            .iter()
            .find(|(_, name)| name == organisation)
            .map(|(id, _)| *id)
            .ok_or("members-row-organisation")?
    };
    let role = match (compartment.is_empty(), role.is_empty()) {
        (true, true) => None,
        (false, false) => Some((
            known
                .compartments
                .iter()
                .find(|(_, title)| title == compartment)
                .map(|(id, _)| *id)
                .ok_or("members-row-compartment")?,
            Role::parse(&role.to_lowercase()).map_err(|_| "members-row-role")?,
        )),
        _ => return Err("members-row-half"),
    };
    if role.is_some()
        && before.iter().any(|other| {
            other.cells.first().map(|other| other.to_lowercase()) == Some(login.clone())
                && other.cells.get(3) == row.cells.get(3)
                && other.cells.get(4) == row.cells.get(4)
        })
    {
        return Err("members-row-twice");
    }
    Ok(Wanted {
        login,
        name: name.clone(),
        organisation,
        role,
    })
}

fn looked_at(visit: &Visit, rows: &[Read], known: &Known) -> Vec<(MemberRow, Option<Wanted>)> {
    let t = visit.texts;
    let mut before: Vec<&Read> = Vec::new();
    rows.iter()
        .map(|row| {
            let wanted = wanted(row, known, &before);
            before.push(row);
            let [login, name, organisation, compartment, role] = &row.cells;
            let role = Role::parse(&role.to_lowercase())
                .map_or_else(|_| role.clone(), |role| said::role(t, role));
            let says: Vec<&str> = [login, name, organisation, &role, compartment]
                .into_iter()
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .collect();
            let (error, wanted) = match wanted {
                Ok(wanted) => (None, Some(wanted)),
                Err(message) => (Some(t.msg(message)), None),
            };
            (
                MemberRow {
                    number: row.line,
                    says: says.join(" · "),
                    error,
                },
                wanted,
            )
        })
        .collect()
}

/// Reads a table and shows what would happen; nothing is written yet.
pub(crate) async fn table(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    form(&visit, Vec::new(), None, None)?;
    let upload = visit.upload().await?;
    let Some((file, _)) = upload.file else {
        return refused(&visit, Vec::new(), t.msg("refused-no-file"));
    };
    let too_large =
        std::fs::metadata(file.path()).is_ok_and(|metadata| metadata.len() > MOST_BYTES);
    if too_large {
        return refused(&visit, Vec::new(), t.msg("refused-table-large"));
    }
    let program = visit.site.parser.clone();
    let read = tokio::task::spawn_blocking(move || read(&program, file.path()))
        .await
        .map_err(|_| Fail::Inside)?;
    let rows = match read {
        Ok(rows) if rows.len() > MOST_ROWS => {
            return refused(&visit, Vec::new(), t.msg("refused-table-large"));
        }
        Ok(rows) if rows.is_empty() => {
            return refused(&visit, Vec::new(), t.msg("refused-table-empty"));
        }
        Ok(rows) => rows,
        Err(_) => return refused(&visit, Vec::new(), t.msg("refused-table-unreadable")),
    };
    let looked_at = looked_at(&visit, &rows, &known(&visit).await?);
    let sound = looked_at.iter().all(|(row, _)| row.error.is_none());
    let carry_out = if sound {
        let content = serde_json::to_vec(&rows).map_err(|_| Fail::Inside)?;
        Some(visit.seal_parcel("members", &content))
    } else {
        None
    };
    let shown = looked_at.into_iter().map(|(row, _)| row).collect();
    if sound {
        page(&form(&visit, shown, carry_out, None)?)
    } else {
        refused(&visit, shown, t.msg("members-rows-wrong"))
    }
}

/// Adds everybody who was shown, or nobody. First passwords are shown once, row by row.
pub(crate) async fn carry_out(visit: Arc<Visit>) -> Answer {
    form(&visit, Vec::new(), None, None)?;
    let house = visit.house()?;
    let content = visit.open_parcel("members", visit.field("table"))?;
    let rows: Vec<Read> = serde_json::from_slice(&content).map_err(|_| Fail::Forged)?;
    let known = known(&visit).await?;
    let mut shown = Vec::new();
    let mut people: Vec<Newcomer> = Vec::new();
    // Things may have changed since the rows were shown: they are looked at again.
    for (position, (row, wanted)) in looked_at(&visit, &rows, &known).into_iter().enumerate() {
        shown.push(row);
        let Some(wanted) = wanted else {
            return refused(&visit, shown, visit.texts.msg("members-rows-wrong"));
        };
        let role = wanted.role;
        match people
            .iter_mut()
            .find(|known| known.wanted.login == wanted.login)
        {
            Some(known) => {
                known.rows.push(position);
                known.roles.extend(role);
            }
            None => people.push(Newcomer {
                password: first_password(&visit),
                rows: vec![position],
                roles: role.into_iter().collect(),
                wanted,
            }),
        }
    }
    let joining: Vec<Joining<'_>> = people
        .iter()
        .map(|newcomer| Joining {
            member: NewMember {
                login: &newcomer.wanted.login,
                display_name: &newcomer.wanted.name,
                organisation: newcomer.wanted.organisation,
                password: &newcomer.password,
                must_change: true,
                locale: visit.texts.locale().code(),
            },
            roles: newcomer.roles.clone(),
        })
        .collect();
    match house.add_members(visit.caller()?, &joining).await {
        Ok(_) => {
            for newcomer in &people {
                let first = newcomer.rows.first();
                if let Some(row) = first.and_then(|row| shown.get_mut(*row)) {
                    row.says = format!("{} · {}", row.says, newcomer.password);
                }
            }
            page(&form(&visit, shown, None, None)?)
        }
        Err(not_added) => {
            let DeskError::Refused(id, arguments) = not_added.error else {
                return Err(not_added.error.into());
            };
            let says = said::refusal(visit.texts, id, &arguments);
            let row = not_added
                .position
                .and_then(|position| people.get(position))
                .and_then(|newcomer| newcomer.rows.first())
                .and_then(|row| shown.get_mut(*row));
            if let Some(row) = row {
                row.error = Some(says);
            }
            refused(&visit, shown, visit.texts.msg("members-rows-wrong"))
        }
    }
}
