//! Members, offices and roles from a spreadsheet: looked at whole before anything is written.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::PathBuf,
};

use access::Role;
use clap::Args;
use desk::members::NewMember;
use kernel::{CompartmentId, FileId, OrganisationId, Randomness};
use lists::{Limits, Part, RawRow, RawTable, ReadOptions};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    commands::{compartment, write_private},
    failure::{Failure, Result},
    list_child,
    opening::Opened,
    output::{Output, tell},
    system::SystemRandomness,
};

/// What `users import` takes.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The spreadsheet.
    file: PathBuf,
    /// Where first passwords are written; the file must not be there yet.
    #[arg(long, value_name = "FILE")]
    first_passwords: PathBuf,
    /// Look at every row, write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Most rows of a sheet of members.
const MOST_ROWS: u64 = 5_000;
const COLUMNS: [&str; 8] = [
    "login",
    "name",
    "office",
    "kind",
    "role",
    "compartment",
    "locale",
    "file",
];

/// One row, understood.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    line: u64,
    login: String,
    name: String,
    office: Option<String>,
    kind: String,
    role: Option<Role>,
    compartment: Option<String>,
    locale: String,
    file: Option<FileId>,
}

#[derive(Serialize)]
struct Sums {
    rows: usize,
    members_added: usize,
    members_known: usize,
    offices_added: usize,
    roles: usize,
}

/// Which column holds what, by header; nothing where a header is missing.
fn columns(table: &RawTable) -> Result<BTreeMap<&'static str, usize>> {
    let mut places = BTreeMap::new();
    for (place, header) in table.headers.iter().enumerate() {
        let header = header.trim().to_lowercase().replace([' ', '-'], "_");
        match COLUMNS.into_iter().find(|known| *known == header) {
            Some(known) => {
                if places.insert(known, place).is_some() {
                    return Err(Failure::Said(format!("the column {known} stands twice")));
                }
            }
            None => {
                return Err(Failure::Said(format!(
                    "there is a column {header:?}: the columns are {}",
                    COLUMNS.join(", ")
                )));
            }
        }
    }
    if places.contains_key("login") {
        Ok(places)
    } else {
        Err(Failure::Said("there is no column login".to_owned()))
    }
}

fn understood(places: &BTreeMap<&'static str, usize>, row: &RawRow) -> Result<Option<Wanted>> {
    let wrong =
        |says: &str| Failure::Said(format!("row {}: {says}; nothing was written", row.line));
    let cell = |name: &str| {
        places
            .get(name)
            .and_then(|place| row.cells.get(*place))
            .map(|cell| cell.text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    if row.cells.iter().all(|cell| cell.text.trim().is_empty()) {
        return Ok(None);
    }
    if row.is_refused() {
        return Err(wrong("its cells do not fit the columns"));
    }
    if row
        .cells
        .iter()
        .any(|cell| matches!(cell.note, Some(lists::CellNote::Formula)))
    {
        return Err(wrong("it holds a formula"));
    }
    let login = cell("login")
        .ok_or_else(|| wrong("the log-in name is missing"))?
        .to_lowercase();
    let role = cell("role")
        .map(|text| {
            text.to_lowercase()
                .replace([' ', '-'], "_")
                .parse::<Role>()
                .map_err(|error| wrong(&error.to_string()))
        })
        .transpose()?;
    Ok(Some(Wanted {
        line: row.line,
        name: cell("name").unwrap_or_else(|| login.clone()),
        office: cell("office"),
        kind: cell("kind").map_or_else(|| "office".to_owned(), |text| text.to_lowercase()),
        compartment: cell("compartment"),
        locale: cell("locale").unwrap_or_else(|| "en".to_owned()),
        role,
        file: cell("file")
            .map(|text| text.parse().map_err(|_| wrong("the file is no id")))
            .transpose()?,
        login,
    }))
}

fn read(arguments: &Arguments) -> Result<Vec<Wanted>> {
    let limits = Limits {
        rows: MOST_ROWS,
        ..Limits::default()
    };
    let mut places = None;
    let mut wanted = Vec::new();
    for part in list_child::read(&arguments.file, &ReadOptions::default(), &limits)? {
        match part? {
            Part::Table(table) if places.is_none() => places = Some(columns(&table)?),
            Part::Table(_) => break,
            Part::Row(row) => {
                if let Some(places) = &places {
                    wanted.extend(understood(places, &row)?);
                }
            }
        }
    }
    Ok(wanted)
}

/// Six groups of five letters and digits that nobody mistakes for each other: 150 bits.
fn first_password() -> Zeroizing<String> {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = Zeroizing::new([0_u8; 30]);
    SystemRandomness.fill(random.as_mut_slice());
    let mut text = Zeroizing::new(String::with_capacity(36));
    for (position, byte) in random.iter().enumerate() {
        if position > 0 && position.is_multiple_of(5) {
            text.push('-');
        }
        text.push(
            SIGNS
                .get(usize::from(byte % 32))
                .copied()
                .map_or('a', char::from),
        );
    }
    text
}

struct Plan {
    offices: BTreeMap<String, OrganisationId>,
    new_offices: Vec<(String, String)>,
    known: BTreeMap<String, kernel::UserId>,
    roles: Vec<(String, CompartmentId, Role, Option<FileId>)>,
}

/// Everything that a row needs is looked for before anything is written.
async fn plan(opened: &Opened, wanted: &[Wanted]) -> Result<Plan> {
    let mut plan = Plan {
        offices: BTreeMap::new(),
        new_offices: Vec::new(),
        known: BTreeMap::new(),
        roles: Vec::new(),
    };
    for office in opened.house.organisations(&opened.caller).await? {
        plan.offices.insert(office.name, office.id);
    }
    for member in opened.house.members(&opened.caller).await? {
        plan.known.insert(member.login, member.id);
    }
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for row in wanted {
        let wrong =
            |says: String| Failure::Said(format!("row {}: {says}; nothing was written", row.line));
        if let Some(office) = &row.office
            && !plan.offices.contains_key(office)
            && named.insert(office)
        {
            if !matches!(row.kind.as_str(), "office" | "partner" | "ally") {
                return Err(wrong(format!(
                    "{:?} is no kind of organisation: office, partner or ally",
                    row.kind
                )));
            }
            plan.new_offices.push((office.clone(), row.kind.clone()));
        }
        let Some(role) = row.role else {
            if row.compartment.is_some() {
                return Err(wrong("a compartment without a role".to_owned()));
            }
            continue;
        };
        let place = match role {
            role if role.is_of_the_installation() => access::INSTALLATION,
            _ => compartment(opened, row.compartment.as_deref())
                .map_err(|error| wrong(error.to_string()))?,
        };
        if (role == Role::Counsel) != row.file.is_some() {
            return Err(wrong("counsel, and counsel alone, needs a file".to_owned()));
        }
        plan.roles.push((row.login.clone(), place, role, row.file));
    }
    Ok(plan)
}

/// Brings them in.
pub(crate) async fn run(opened: &Opened, arguments: &Arguments, out: &mut Output) -> Result<()> {
    if arguments.first_passwords.exists() {
        return Err(Failure::Said(format!(
            "{} is there already; nothing was written",
            arguments.first_passwords.display()
        )));
    }
    let wanted = tokio::task::block_in_place(|| read(arguments))?;
    let mut plan = plan(opened, &wanted).await?;
    let new: BTreeMap<&str, &Wanted> = wanted
        .iter()
        .filter(|row| !plan.known.contains_key(&row.login))
        .map(|row| (row.login.as_str(), row))
        .collect();
    let sums = Sums {
        rows: wanted.len(),
        members_added: new.len(),
        members_known: wanted
            .iter()
            .map(|row| &row.login)
            .collect::<BTreeSet<_>>()
            .len()
            - new.len(),
        offices_added: plan.new_offices.len(),
        roles: plan.roles.len(),
    };
    let text = format!(
        "{} rows: {} members added, {} known, {} offices added, {} roles given",
        sums.rows, sums.members_added, sums.members_known, sums.offices_added, sums.roles
    );
    if arguments.dry_run {
        return out.either(&sums, &format!("{text} (dry run: nothing was written)"));
    }
    // Passwords are on disk before the members are in the register: none is ever lost.
    let passwords: BTreeMap<&str, Zeroizing<String>> =
        new.keys().map(|login| (*login, first_password())).collect();
    let mut sheet = Zeroizing::new("login,first password\n".to_owned());
    for (login, password) in &passwords {
        let _never_fails = writeln!(sheet, "{login},{}", password.as_str());
    }
    write_private(
        "the file of first passwords",
        &arguments.first_passwords,
        sheet.as_bytes(),
    )?;
    for (name, kind) in std::mem::take(&mut plan.new_offices) {
        let id = opened
            .house
            .add_organisation(&opened.caller, &name, &kind, None)
            .await?;
        plan.offices.insert(name, id);
    }
    for (login, row) in &new {
        let Some(password) = passwords.get(login) else {
            continue;
        };
        let organisation = row
            .office
            .as_ref()
            .and_then(|office| plan.offices.get(office).copied())
            .unwrap_or_else(|| opened.house.organisation());
        let member = NewMember {
            login,
            display_name: &row.name,
            organisation,
            password,
            must_change: true,
            locale: &row.locale,
        };
        let id = opened
            .house
            .add_member(&opened.caller, &member)
            .await
            .map_err(|error| {
                Failure::Said(format!("row {}: {}", row.line, Failure::Desk(error)))
            })?;
        plan.known.insert((*login).to_owned(), id);
    }
    for (login, place, role, file) in &plan.roles {
        let Some(user) = plan.known.get(login) else {
            continue;
        };
        match file {
            Some(file) => {
                opened
                    .house
                    .admit_to_file(&opened.caller, *place, *file, *user)
                    .await?;
            }
            None => {
                opened
                    .house
                    .admit(&opened.caller, *place, *user, *role)
                    .await?;
            }
        }
    }
    tell(&format!(
        "first passwords are in {}: hand them over in person and remove the file",
        arguments.first_passwords.display()
    ));
    out.either(&sums, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lists::{Format, RawCell};

    fn table(headers: &[&str]) -> RawTable {
        RawTable {
            format: Format::Delimited,
            sheet: None,
            hidden: false,
            headers: headers.iter().map(|header| (*header).to_owned()).collect(),
            header_line: Some(1),
            titles: Vec::new(),
            encoding: None,
            delimiter: Some(','),
            quote: Some('"'),
        }
    }

    fn row(cells: &[&str]) -> RawRow {
        RawRow {
            row_key: "line:2".to_owned(),
            line: 2,
            cells: cells.iter().map(|text| RawCell::plain(text)).collect(),
            notes: Vec::new(),
            raw: None,
        }
    }

    #[test]
    fn columns_are_known_by_their_names_in_any_order() {
        let places = columns(&table(&["Role", "LOGIN", "compartment"])).unwrap();
        let wanted = understood(&places, &row(&["desk officer", " Ana ", "Desk"]))
            .unwrap()
            .unwrap();
        assert_eq!(wanted.login, "ana");
        assert_eq!(wanted.role, Some(Role::DeskOfficer));
        assert_eq!(wanted.compartment.as_deref(), Some("Desk"));
        assert_eq!(understood(&places, &row(&["", " ", ""])).unwrap(), None);
        assert!(
            understood(&places, &row(&["king", "ana", ""]))
                .unwrap_err()
                .to_string()
                .starts_with("row 2: ")
        );
        assert!(understood(&places, &row(&["analyst", "", ""])).is_err());
    }

    #[test]
    fn strange_columns_are_named() {
        assert!(
            columns(&table(&["login", "shoe size"]))
                .unwrap_err()
                .to_string()
                .contains("shoe_size")
        );
        assert!(
            columns(&table(&["name"]))
                .unwrap_err()
                .to_string()
                .contains("no column login")
        );
        assert!(
            columns(&table(&["login", "Login"]))
                .unwrap_err()
                .to_string()
                .contains("twice")
        );
    }

    #[test]
    fn first_passwords_are_long_and_differ() {
        let (one, other) = (first_password(), first_password());
        assert_eq!(one.len(), 35);
        assert_ne!(one, other);
        assert!(sealing::check_password(&one, &["unforgotten"]).is_ok());
    }
}
