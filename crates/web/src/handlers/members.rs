//! Members: who is here, in which roles.

mod table;

use std::sync::Arc;

use access::{INSTALLATION, Manage, MemberStatus, Role};
use axum::http::StatusCode;
use desk::{
    DeskError,
    members::{MemberLine as Line, NewMember},
};
use kernel::{CompartmentId, FileId, OrganisationId, UserId};

use super::{may, said};
use crate::{
    pages::{
        Choice, Control, Field, Form, InvitePage, MemberLine, MemberPage, Members, Place, RoleLine,
    },
    paths,
    text::Texts,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

pub(crate) use table::{carry_out, table, table_page};

/// Words of a first password, which must be changed at once.
const FIRST_WORDS: usize = 5;

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
        role_choices: Role::ALL
            .iter()
            .map(|role| Choice::new(role.code(), &said::role(t, *role)))
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
        "give" if role()? == Role::Counsel => {
            // An address may be pasted: the file is the last part of it that is an id.
            let file = visit
                .field("file")
                .split(['/', '?'])
                .filter_map(|part| part.trim().parse::<FileId>().ok())
                .next_back()
                .ok_or_else(|| DeskError::refused("refused-counsel-one-file"))?;
            house
                .admit_to_file(caller, compartment()?, file, user)
                .await?;
        }
        "give" if role()?.is_of_the_installation() => {
            house.admit(caller, INSTALLATION, user, role()?).await?;
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
