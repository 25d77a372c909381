//! Compartments: who may know.

use std::sync::Arc;

use access::{INSTALLATION, Manage, Role};
use axum::http::StatusCode;
use desk::DeskError;
use kernel::{CompartmentId, UserId};

use super::{may, said};
use crate::{
    pages::{
        Choice, CompartmentLine, CompartmentPage, CompartmentShares, Compartments, Control, Field,
        Form, Place,
    },
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// Into how many shares a key is cut at most: more cannot be kept apart.
const MOST_SHARES: i64 = 20;

async fn list_page(visit: &Visit, error: Option<String>) -> Result<Compartments, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let manages = may::<Manage>(caller, INSTALLATION, "compartments");
    let members = house.members(caller).await.unwrap_or_default();
    let count = |id: CompartmentId| {
        let current = members.iter().filter(|line| {
            line.roles.iter().any(|(known, _, _, status)| {
                *known == id && *status == access::MemberStatus::Active
            })
        });
        u64::try_from(current.count()).unwrap_or(0)
    };
    let known: Vec<(CompartmentId, Option<String>, bool)> = if manages {
        house
            .all_compartments(caller)
            .await?
            .into_iter()
            .map(|(id, title, sealed, _)| (id, title, sealed))
            .collect()
    } else {
        caller
            .compartments()
            .into_iter()
            .map(|(id, title, sealed)| (id, Some(title), sealed))
            .collect()
    };
    let form = manages.then(|| {
        let users = members
            .iter()
            .map(|line| Choice::new(&line.id.to_string(), &line.display_name))
            .collect();
        let fields = vec![
            Field::new("name", &t.msg("field-compartment-name"), Control::Line)
                .value(visit.field("name"))
                .required(),
            Field::new("sealed", &t.msg("field-compartment-sealed"), Control::Flag)
                .value(visit.field("sealed")),
            Field::new(
                "members",
                &t.msg("field-compartment-members"),
                Control::Choices(users),
            ),
        ];
        let mut form = Form::new(
            paths::new_compartment(),
            fields,
            &t.msg("compartment-submit"),
        );
        form.error = error;
        form
    });
    Ok(Compartments {
        layout: visit.layout("title-compartments", Some(Place::Compartments)),
        compartments: known
            .into_iter()
            .map(|(id, title, sealed)| CompartmentLine {
                name: title.unwrap_or_else(|| t.msg("compartment-sealed-name")),
                sealed,
                members: count(id),
                href: paths::compartment(id),
            })
            .collect(),
        form,
    })
}

/// Those the reader belongs to, or administers.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    page(&list_page(&visit, None).await?)
}

/// A new compartment. Its first members are desk officers there.
pub(crate) async fn add(visit: Arc<Visit>) -> Answer {
    let house = visit.house()?;
    let members: Vec<(UserId, Role)> = visit
        .fields("members")
        .filter_map(|id| id.parse().ok())
        .map(|id| (id, Role::DeskOfficer))
        .collect();
    let sealed = visit.field("sealed") == "yes";
    match house
        .add_compartment(
            visit.caller()?,
            visit.field("name"),
            house.organisation(),
            sealed,
            &members,
        )
        .await
    {
        Ok(id) => Ok(go_to(&paths::compartment(id))),
        Err(DeskError::Refused(id, arguments)) => {
            let says = said::refusal(visit.texts, id, &arguments);
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &list_page(&visit, Some(says)).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// One compartment.
pub(crate) async fn compartment(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let id: CompartmentId = visit.id("compartment")?;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let own = caller
        .compartments()
        .into_iter()
        .find(|(known, _, _)| *known == id);
    let administered = match house.all_compartments(caller).await {
        Ok(all) => all.into_iter().find(|(known, _, _, _)| *known == id),
        Err(DeskError::Absent) => None,
        Err(error) => return Err(error.into()),
    };
    let (name, sealed) = match (&own, &administered) {
        (Some((_, title, sealed)), _) => (title.clone(), *sealed),
        (None, Some((_, title, sealed, _))) => (
            title
                .clone()
                .unwrap_or_else(|| t.msg("compartment-sealed-name")),
            *sealed,
        ),
        (None, None) => return Err(Fail::Absent),
    };
    // Whoever looks after members sees all of them; everybody else those they work with here.
    let shown: Vec<(Option<String>, String, String)> = match house.members(caller).await {
        Ok(members) => members
            .iter()
            .flat_map(|line| {
                line.roles
                    .iter()
                    .filter(|(known, _, _, status)| {
                        *known == id && *status == access::MemberStatus::Active
                    })
                    .map(|(_, _, role, _)| {
                        (
                            Some(paths::member(line.id)),
                            line.display_name.clone(),
                            said::role(t, *role),
                        )
                    })
            })
            .collect(),
        Err(DeskError::Absent) => house
            .colleagues(caller)
            .await?
            .into_iter()
            .filter(|colleague| colleague.compartment == id)
            .map(|colleague| (None, colleague.display_name, said::role(t, colleague.role)))
            .collect(),
        Err(error) => return Err(error.into()),
    };
    let shares = if sealed {
        house.compartment_share_counts(caller, id).await?
    } else {
        None
    };
    let may_change = administered.is_some() || (sealed && may::<access::Sign>(caller, id, "name"));
    page(&CompartmentPage {
        layout: visit.layout("title-compartments", Some(Place::Compartments)),
        name,
        sealed,
        epoch: administered
            .and_then(|(_, _, _, epoch)| u32::try_from(epoch).ok())
            .unwrap_or(1),
        members: shown,
        shares: shares.map(|(total, threshold)| (u32::from(total), u32::from(threshold))),
        shares_href: (sealed && (may_share(&visit, id)? || may_recover(&visit)?))
            .then(|| paths::compartment_shares(id)),
        action: may_change.then(|| paths::compartment(id)),
    })
}

/// A new key for what is written from now on.
pub(crate) async fn change(visit: Arc<Visit>) -> Answer {
    let id: CompartmentId = visit.id("compartment")?;
    if visit.field("do") != "new_key" {
        return Err(Fail::Malformed("nothing to do"));
    }
    visit.house()?.new_epoch(visit.caller()?, id).await?;
    Ok(go_to(&paths::compartment(id)))
}

fn may_share(visit: &Visit, id: CompartmentId) -> Result<bool, Fail> {
    let caller = visit.caller()?;
    let holds = caller
        .compartments()
        .iter()
        .any(|(known, _, sealed)| *known == id && *sealed);
    Ok(holds && may::<access::Sign>(caller, id, "name"))
}

fn may_recover(visit: &Visit) -> Result<bool, Fail> {
    Ok(may::<Manage>(visit.caller()?, INSTALLATION, "compartments"))
}

async fn shares_page_of(
    visit: &Visit,
    id: CompartmentId,
    cut: Vec<String>,
    error: Option<String>,
) -> Result<CompartmentShares, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let (shares, recovers) = (may_share(visit, id)?, may_recover(visit)?);
    let known = caller
        .compartments()
        .into_iter()
        .find(|(known, _, _)| *known == id)
        .map(|(_, title, sealed)| (title, sealed));
    let (name, sealed) = match known {
        Some(known) => known,
        None if recovers => house
            .all_compartments(caller)
            .await?
            .into_iter()
            .find(|(known, _, _, _)| *known == id)
            .map(|(_, _, sealed, _)| (t.msg("compartment-sealed-name"), sealed))
            .ok_or(Fail::Absent)?,
        None => return Err(Fail::Absent),
    };
    if !sealed || !(shares || recovers) {
        return Err(Fail::Absent);
    }
    let number = |name: &str, label: &str, usual: &str| {
        let entered = visit.field(name);
        Field::new(
            name,
            &t.msg(label),
            Control::Number {
                least: 1,
                most: MOST_SHARES,
            },
        )
        .value(if entered.is_empty() { usual } else { entered })
        .required()
    };
    let cutting = visit.field("do") != "recover";
    let cut_form = shares.then(|| {
        let mut form = Form::new(
            paths::compartment_shares(id),
            vec![
                number("total", "field-shares-total", "5"),
                number("threshold", "field-shares-threshold", "3"),
                Field::new("do", "", Control::Hidden).value("cut"),
            ],
            &t.msg("shares-submit"),
        )
        .cancel(paths::compartment(id));
        form.error = error.clone().filter(|_| cutting);
        form
    });
    let recover_form = if recovers {
        let users = house
            .members(caller)
            .await?
            .into_iter()
            .filter(|line| {
                line.roles.iter().any(|(known, _, _, status)| {
                    *known == id && *status == access::MemberStatus::Active
                })
            })
            .map(|line| Choice::new(&line.id.to_string(), &line.display_name))
            .collect();
        let mut form = Form::new(
            paths::compartment_shares(id),
            vec![
                Field::new(
                    "member",
                    &t.msg("field-shares-member"),
                    Control::Choice(users),
                )
                .required(),
                // What was typed is not sent back: it is most of a key.
                Field::new("shares", &t.msg("field-shares"), Control::Text(6))
                    .help(&t.msg("help-shares"))
                    .required(),
                Field::new("do", "", Control::Hidden).value("recover"),
            ],
            &t.msg("shares-recover"),
        );
        form.error = error.filter(|_| !cutting);
        Some(form)
    } else {
        None
    };
    Ok(CompartmentShares {
        layout: visit.layout("title-compartments", Some(Place::Compartments)),
        name,
        back: paths::compartment(id),
        counts: house
            .compartment_share_counts(caller, id)
            .await?
            .map(|(total, threshold)| (u32::from(total), u32::from(threshold))),
        cut,
        cut_form,
        recover_form,
    })
}

/// Cutting the key of a sealed compartment into shares, and bringing it back from them.
pub(crate) async fn shares_page(visit: Arc<Visit>) -> Answer {
    let id: CompartmentId = visit.id("compartment")?;
    page(&shares_page_of(&visit, id, Vec::new(), None).await?)
}

/// Cuts, and shows the shares this once; or gives the key back to a member who has lost it.
pub(crate) async fn shares(visit: Arc<Visit>) -> Answer {
    let id: CompartmentId = visit.id("compartment")?;
    // Whoever may not see the page may not send it either.
    shares_page_of(&visit, id, Vec::new(), None).await?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let number = |name: &str| visit.field(name).trim().parse::<u8>().unwrap_or(0);
    let done = match visit.field("do") {
        "cut" => {
            let (total, threshold) = (number("total"), number("threshold"));
            if threshold < 2 || total < threshold || i64::from(total) > MOST_SHARES {
                Err(DeskError::refused("refused-shares"))
            } else {
                house
                    .compartment_shares(caller, id, threshold, total)
                    .await
                    .map(|texts| texts.iter().map(|text| text.as_str().to_owned()).collect())
            }
        }
        "recover" => {
            let member: UserId = visit.field("member").parse().map_err(|_| Fail::Absent)?;
            let texts: Vec<String> = visit
                .field("shares")
                .lines()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect();
            match house.recover_compartment(caller, id, &texts, member).await {
                Ok(()) => return Ok(go_to(&paths::compartment(id))),
                Err(DeskError::Sealing(_)) => Err(DeskError::refused("refused-shares-wrong")),
                Err(error) => Err(error),
            }
        }
        _ => return Err(Fail::Malformed("nothing to do")),
    };
    match done {
        Ok(cut) => page(&shares_page_of(&visit, id, cut, None).await?),
        Err(DeskError::Refused(word, arguments)) => {
            let says = said::refusal(visit.texts, word, &arguments);
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &shares_page_of(&visit, id, Vec::new(), Some(says)).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}
