//! Members: who is here, in which roles.

use std::sync::Arc;

use access::{INSTALLATION, Manage, MemberStatus, Role};
use axum::http::StatusCode;
use desk::{
    DeskError,
    members::{MemberLine as Line, NewMember},
};
use kernel::{CompartmentId, OrganisationId, UserId};

use super::{may, said};
use crate::{
    pages::{
        Choice, Control, Field, Form, InvitePage, MemberLine, MemberPage, MemberRow, Members,
        MembersImport, Place, RoleLine,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// Words of a first password, which must be changed at once.
const FIRST_WORDS: usize = 5;
/// Rows of one table of members.
const MOST_ROWS: usize = 2_000;

fn role_words(t: Texts, line: &Line) -> Vec<String> {
    line.roles
        .iter()
        .filter(|(_, _, _, status)| *status == MemberStatus::Active)
        .map(|(id, title, role, _)| {
            let role = said::role(t, *role);
            match title {
                _ if *id == INSTALLATION => role,
                Some(title) => format!("{role} · {title}"),
                None => format!("{role} · {}", t.msg("compartment-sealed-name")),
            }
        })
        .collect()
}

/// All members.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let members = visit.house()?.members(caller).await?;
    page(&Members {
        layout: visit.layout("title-members", Some(Place::Members)),
        members: members
            .iter()
            .map(|line| MemberLine {
                name: line.display_name.clone(),
                login: line.login.clone(),
                organisation: line.organisation.clone(),
                status: t.msg(&format!("status-{}", line.status.code())),
                roles: role_words(t, line),
                codes: line.second_factor,
                last_seen: None,
                href: paths::member(line.id),
            })
            .collect(),
        may_invite: may::<Manage>(caller, INSTALLATION, "members"),
    })
}

/// A first password of random syllables: to be said or handed over once, and changed at the first log-in.
fn first_password(visit: &Visit) -> String {
    const SYLLABLES: [&str; 32] = [
        "ba", "be", "bo", "da", "de", "do", "fa", "fe", "ga", "go", "ka", "ke", "ko", "la", "le",
        "lo", "ma", "me", "mo", "na", "ne", "no", "pa", "pe", "ra", "re", "ro", "sa", "se", "ta",
        "te", "to",
    ];
    let mut bytes = [0_u8; FIRST_WORDS * 4];
    visit.site.randomness.fill(&mut bytes);
    bytes
        .chunks(4)
        .map(|word| {
            word.iter()
                .filter_map(|byte| SYLLABLES.get(usize::from(byte % 32)))
                .copied()
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("-")
}

async fn invite_form(
    visit: &Visit,
    error: Option<String>,
    handed_over: Option<(String, String)>,
) -> Result<InvitePage, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    if !may::<Manage>(caller, INSTALLATION, "members") {
        return Err(Fail::Absent);
    }
    let house = visit.house()?;
    let chosen = visit.field("organisation");
    let organisations = house
        .organisations(caller)
        .await?
        .into_iter()
        .map(|organisation| {
            let value = organisation.id.to_string();
            let own = chosen.is_empty() && organisation.id == house.organisation();
            Choice {
                chosen: value == chosen || own,
                value,
                text: organisation.name,
            }
        })
        .collect();
    let mut form = Form::new(
        paths::invite(),
        vec![
            Field::new("name", &t.msg("field-display-name"), Control::Line)
                .value(visit.field("name"))
                .required(),
            Field::new("login", &t.msg("field-user-name"), Control::Line)
                .value(visit.field("login"))
                .required(),
            Field::new(
                "organisation",
                &t.msg("field-organisation"),
                Control::Choice(organisations),
            )
            .required(),
        ],
        &t.msg("invite-submit"),
    )
    .cancel(paths::members());
    form.error = error;
    Ok(InvitePage {
        layout: visit.layout("title-invite", Some(Place::Members)),
        form,
        handed_over,
    })
}

/// The form for an invitation.
pub(crate) async fn invite_page(visit: Arc<Visit>) -> Answer {
    page(&invite_form(&visit, None, None).await?)
}

/// Adds a member; the first password is shown this once.
pub(crate) async fn invite(visit: Arc<Visit>) -> Answer {
    let organisation: OrganisationId = visit
        .field("organisation")
        .parse()
        .map_err(|_| Fail::Absent)?;
    let password = first_password(&visit);
    let member = NewMember {
        login: visit.field("login"),
        display_name: visit.field("name"),
        organisation,
        password: &password,
        must_change: true,
        locale: visit.texts.locale().code(),
    };
    match visit.house()?.add_member(visit.caller()?, &member).await {
        Ok(_) => {
            let login = visit.field("login").trim().to_lowercase();
            page(&invite_form(&visit, None, Some((login, password))).await?)
        }
        Err(DeskError::Refused(id, arguments)) => {
            let says = said::refusal(visit.texts, id, &arguments);
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &invite_form(&visit, Some(says), None).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}

const COLUMNS: [&str; 4] = ["login", "name", "compartment", "role"];

fn table_form(
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
                Control::File(".csv".to_owned()),
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

/// Members from a table: what it must look like.
pub(crate) async fn table_page(visit: Arc<Visit>) -> Answer {
    page(&table_form(&visit, Vec::new(), None, None)?)
}

/// A row of the table: log-in name, name, compartment's title, role.
struct Row {
    login: String,
    name: String,
    compartment: Option<CompartmentId>,
    role: Option<Role>,
}

fn read_table(
    visit: &Visit,
    text: &str,
    known: &[(CompartmentId, Option<String>)],
) -> Vec<(MemberRow, Option<Row>)> {
    let t = visit.texts;
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.trim().is_empty())
        .take(MOST_ROWS)
        .map(|(number, line)| {
            let divider = if line.contains(';') { ';' } else { ',' };
            let mut cells = line
                .split(divider)
                .map(|cell| cell.trim().trim_matches('"').to_owned());
            let mut next = || cells.next().unwrap_or_default();
            let (login, name, title, role) = (next().to_lowercase(), next(), next(), next());
            let number = u64::try_from(number + 1).unwrap_or(0);
            let compartment = known
                .iter()
                .find(|(_, known)| known.as_deref() == Some(title.as_str()))
                .map(|(id, _)| *id);
            let parsed = Role::parse(&role).ok();
            let error = if login.is_empty() || name.is_empty() {
                Some(t.msg("refused-login-form"))
            } else if (!title.is_empty() && compartment.is_none())
                || (!role.is_empty() && parsed.is_none())
            {
                Some(t.msg("members-row-unknown"))
            } else {
                None
            };
            let says = format!(
                "{login} · {name} · {} · {title}",
                parsed.map(|role| said::role(t, role)).unwrap_or_default()
            );
            let row = error.is_none().then_some(Row {
                login,
                name,
                compartment,
                role: parsed,
            });
            (
                MemberRow {
                    number,
                    says,
                    error,
                },
                row,
            )
        })
        .collect()
}

async fn compartments(visit: &Visit) -> Result<Vec<(CompartmentId, Option<String>)>, Fail> {
    let all = visit.house()?.all_compartments(visit.caller()?).await?;
    Ok(all
        .into_iter()
        .map(|(id, title, _, _)| (id, title))
        .collect())
}

/// Reads a table and shows what would happen; nothing is written yet.
pub(crate) async fn table(visit: Arc<Visit>) -> Answer {
    table_form(&visit, Vec::new(), None, None)?;
    let upload = visit.upload().await?;
    let Some((file, _)) = upload.file else {
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &table_form(
                &visit,
                Vec::new(),
                None,
                Some(visit.texts.msg("refused-no-file")),
            )?,
        );
    };
    let too_large =
        std::fs::metadata(file.path()).is_ok_and(|metadata| metadata.len() > 1024 * 1024);
    let text = if too_large {
        None
    } else {
        tokio::fs::read_to_string(file.path()).await.ok()
    };
    let Some(text) = text else {
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &table_form(
                &visit,
                Vec::new(),
                None,
                Some(visit.texts.msg("refused-table-unreadable")),
            )?,
        );
    };
    let rows = read_table(&visit, &text, &compartments(&visit).await?);
    let sound = !rows.is_empty() && rows.iter().all(|(row, _)| row.error.is_none());
    let carry_out = sound.then(|| visit.seal_parcel("members", text.as_bytes()));
    page(&table_form(
        &visit,
        rows.into_iter().map(|(row, _)| row).collect(),
        carry_out,
        None,
    )?)
}

/// Carries out what was shown. First passwords are shown once, row by row.
pub(crate) async fn carry_out(visit: Arc<Visit>) -> Answer {
    let house = visit.house()?;
    let caller = visit.caller()?;
    let text = visit.open_parcel("members", visit.field("table"))?;
    let text = std::str::from_utf8(&text).map_err(|_| Fail::Forged)?;
    let mut shown = Vec::new();
    for (mut row, read) in read_table(&visit, text, &compartments(&visit).await?) {
        if let Some(read) = read {
            let password = first_password(&visit);
            let member = NewMember {
                login: &read.login,
                display_name: &read.name,
                organisation: house.organisation(),
                password: &password,
                must_change: true,
                locale: visit.texts.locale().code(),
            };
            match house.add_member(caller, &member).await {
                Ok(user) => {
                    row.says = format!("{} · {password}", row.says);
                    if let (Some(compartment), Some(role)) = (read.compartment, read.role)
                        && let Err(DeskError::Refused(id, arguments)) =
                            house.admit(caller, compartment, user, role).await
                    {
                        row.error = Some(said::refusal(visit.texts, id, &arguments));
                    }
                }
                Err(DeskError::Refused(id, arguments)) => {
                    row.error = Some(said::refusal(visit.texts, id, &arguments))
                }
                Err(error) => return Err(error.into()),
            }
        }
        shown.push(row);
    }
    page(&table_form(&visit, shown, None, None)?)
}

/// One member.
pub(crate) async fn member(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let id: UserId = visit.id("user")?;
    let house = visit.house()?;
    let line = house
        .members(caller)
        .await?
        .into_iter()
        .find(|line| line.id == id)
        .ok_or(Fail::Absent)?;
    let manages = may::<Manage>(caller, INSTALLATION, "members");
    let gives = may::<Manage>(caller, INSTALLATION, "compartments");
    let mut compartments: Vec<Choice> = if gives {
        vec![Choice::new(
            &INSTALLATION.to_string(),
            &t.msg("compartment-installation"),
        )]
    } else {
        Vec::new()
    };
    let own = caller.compartments();
    if gives {
        for (compartment, title, sealed, _) in house.all_compartments(caller).await? {
            if let Some(title) =
                title.filter(|_| !sealed || own.iter().any(|(known, _, _)| *known == compartment))
            {
                compartments.push(Choice::new(&compartment.to_string(), &title));
            }
        }
    } else {
        for (compartment, title, sealed) in &own {
            if *sealed && may::<access::Sign>(caller, *compartment, "name") {
                compartments.push(Choice::new(&compartment.to_string(), title));
            }
        }
    }
    let other = id != caller.actor.user;
    page(&MemberPage {
        layout: visit.layout("title-member", Some(Place::Members)),
        name: line.display_name.clone(),
        login: line.login.clone(),
        organisation: line.organisation.clone(),
        status: t.msg(&format!("status-{}", line.status.code())),
        roles: line
            .roles
            .iter()
            .filter(|(_, _, _, status)| *status == MemberStatus::Active)
            .map(|(compartment, title, role, _)| RoleLine {
                compartment: if *compartment == INSTALLATION {
                    t.msg("compartment-installation")
                } else {
                    title
                        .clone()
                        .unwrap_or_else(|| t.msg("compartment-sealed-name"))
                },
                compartment_id: compartment.to_string(),
                role: said::role(t, *role),
                role_code: role.code().to_owned(),
                since: visit.today(),
                may_end: gives && (other || *compartment != INSTALLATION),
            })
            .collect(),
        action: paths::member(id),
        compartments,
        role_choices: [
            Role::DeskOfficer,
            Role::Documenter,
            Role::Analyst,
            Role::Administrator,
        ]
        .into_iter()
        .map(|role| Choice::new(role.code(), &said::role(t, role)))
        .collect(),
        may_suspend: manages && other && line.status == MemberStatus::Active,
        may_resume: manages && other && line.status == MemberStatus::Suspended,
        may_end: manages && other && line.status != MemberStatus::Ended,
        exposure_href: paths::exposure(id),
    })
}

/// Status and roles.
pub(crate) async fn change(visit: Arc<Visit>) -> Answer {
    let caller = visit.caller()?;
    let house = visit.house()?;
    let user: UserId = visit.id("user")?;
    let role = || Role::parse(visit.field("role")).map_err(|_| Fail::Malformed("no such role"));
    let compartment = || {
        visit
            .field("compartment")
            .parse::<CompartmentId>()
            .map_err(|_| Fail::Absent)
    };
    match visit.field("do") {
        "suspend" => {
            house
                .set_member_status(caller, user, MemberStatus::Suspended)
                .await?
        }
        "resume" => {
            house
                .set_member_status(caller, user, MemberStatus::Active)
                .await?
        }
        "end" => {
            house
                .set_member_status(caller, user, MemberStatus::Ended)
                .await?
        }
        "give" => house.admit(caller, compartment()?, user, role()?).await?,
        "take" => {
            house
                .set_membership_status(caller, compartment()?, user, role()?, MemberStatus::Ended)
                .await?
        }
        _ => return Err(Fail::Malformed("nothing to do")),
    }
    Ok(go_to(&paths::member(user)))
}
