//! Compartments: who may know.

use std::sync::Arc;

use access::{INSTALLATION, Manage, Role};
use axum::http::StatusCode;
use desk::DeskError;
use kernel::{CompartmentId, UserId};

use super::{may, said};
use crate::{
    pages::{
        Choice, CompartmentLine, CompartmentPage, Compartments, Control, Field, Form, Link, Place,
    },
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

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
    let members = house.members(caller).await.unwrap_or_default();
    let mut shown = Vec::new();
    for line in &members {
        for (known, _, role, status) in &line.roles {
            if *known == id && *status == access::MemberStatus::Active {
                shown.push((
                    Link {
                        href: paths::member(line.id),
                        text: line.display_name.clone(),
                    },
                    said::role(t, *role),
                ));
            }
        }
    }
    let may_change = administered.is_some() || (sealed && may::<access::Sign>(caller, id, "name"));
    page(&CompartmentPage {
        layout: visit.layout("title-compartments", Some(Place::Compartments)),
        name,
        sealed,
        epoch: administered
            .and_then(|(_, _, _, epoch)| u32::try_from(epoch).ok())
            .unwrap_or(1),
        members: shown,
        shares: None,
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
