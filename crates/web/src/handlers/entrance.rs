//! The way in: first start, unlocking, log-in.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode},
    response::Response,
};
use desk::{Beginning, DeskError, House};

use super::said;
use crate::{
    pages::{Control, Field, Form, FormPage, Layout, RefusedPage, SignedOut},
    paths,
    state::{State, UnlockRefusal},
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

fn layout(visit: &Visit) -> Layout {
    visit.layout("title-entrance", None)
}

/// The first start: the passphrase of the register, the organisation and the first administrator.
fn start_page(visit: &Visit, error: Option<String>) -> FormPage {
    let t = visit.texts;
    let mut page = FormPage::first_start(layout(visit), visit.field("name"), error);
    let mut fields = vec![
        Field::new(
            "organisation",
            &t.msg("field-organisation-name"),
            Control::Line,
        )
        .value(visit.field("organisation"))
        .required(),
        Field::new(
            "passphrase",
            &t.msg("field-passphrase"),
            Control::Password { new: true },
        )
        .help(&t.msg("help-passphrase"))
        .required(),
    ];
    fields.append(&mut page.form.fields);
    page.form.fields = fields;
    page
}

pub(crate) async fn first_start(visit: Arc<Visit>) -> Answer {
    page(&start_page(&visit, None))
}

/// Makes the register and its first administrator, who sets up codes next.
pub(crate) async fn begin(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let again = |says: String| {
        page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &start_page(&visit, Some(says)),
        )
    };
    let (name, password) = (visit.field("name"), visit.field("password"));
    let (organisation, passphrase) = (
        visit.field("organisation").trim(),
        visit.field("passphrase"),
    );
    if password != visit.field("again") {
        return again(t.msg("refused-passwords-differ"));
    }
    if organisation.is_empty() || organisation.chars().count() > 200 {
        return again(t.msg("refused-organisation"));
    }
    if password == passphrase {
        return again(t.msg("refused-passphrase-is-password"));
    }
    // One first start at a time: the second one finds a register.
    let _turn = visit.site.unlocking.lock().await;
    if !matches!(visit.site.state(), State::Absent) {
        return Ok(go_to(&paths::log_in()));
    }
    let beginning = Beginning {
        installation_name: organisation,
        organisation,
        passphrase,
        administrator: name,
        password,
        cost: visit.site.cost,
    };
    let begun = House::begin(
        &visit.site.place,
        &beginning,
        Arc::clone(&visit.site.clock),
        Arc::clone(&visit.site.randomness),
    )
    .await;
    let house = match begun {
        Ok((house, _)) => Arc::new(house),
        Err(DeskError::Refused(id, arguments)) => return again(said::refusal(t, id, &arguments)),
        Err(error) => return Err(error.into()),
    };
    let first = house.log_in(name, password).await?;
    visit.site.set(State::Open(house));
    Ok(visit.with_session(&first.token, go_to(&paths::set_up_second_factor())))
}

pub(crate) async fn unlock_page(visit: Arc<Visit>) -> Answer {
    page(&FormPage::unlock(layout(&visit), None))
}

pub(crate) async fn unlock(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    match visit.site.unlock(visit.field("passphrase")).await {
        Ok(()) => Ok(go_to(&paths::log_in())),
        Err(UnlockRefusal::Wrong) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &FormPage::unlock(layout(&visit), Some(t.msg("refused-passphrase-wrong"))),
        ),
        Err(UnlockRefusal::Later(seconds)) => page_with(
            StatusCode::TOO_MANY_REQUESTS,
            &FormPage::unlock(
                layout(&visit),
                Some(t.with("refused-login-later", "seconds", seconds)),
            ),
        ),
        Err(UnlockRefusal::Failed(error)) => Err(Fail::Desk(error)),
    }
}

pub(crate) async fn log_in_page(visit: Arc<Visit>) -> Answer {
    if visit.is_member() {
        return Ok(go_to(&paths::today()));
    }
    page(&FormPage::log_in(layout(&visit), "", None))
}

/// First step. Whoever had a session in this browser leaves it.
pub(crate) async fn log_in(visit: Arc<Visit>) -> Answer {
    let house = visit.house()?;
    match house
        .log_in(visit.field("name"), visit.field("password"))
        .await
    {
        Ok(first) => {
            if let Some(session) = &visit.session {
                house.lock(&session.caller).await?;
            }
            let next = if first.set_up {
                paths::set_up_second_factor()
            } else {
                paths::second_factor()
            };
            Ok(visit.with_session(&first.token, go_to(&next)))
        }
        Err(DeskError::Refused("refused-login-later", arguments)) => {
            let seconds = arguments
                .first()
                .and_then(|(_, value)| value.parse().ok())
                .unwrap_or(60);
            page_with(
                StatusCode::TOO_MANY_REQUESTS,
                &RefusedPage::too_many(layout(&visit), seconds),
            )
        }
        // The name is not shown again: whoever looks over a shoulder learns nothing.
        Err(DeskError::Refused(id, arguments)) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &FormPage::log_in(
                layout(&visit),
                "",
                Some(said::refusal(visit.texts, id, &arguments)),
            ),
        ),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn code_page(visit: Arc<Visit>) -> Answer {
    if visit.is_member() {
        return Ok(go_to(&paths::today()));
    }
    if !visit.caller()?.has_second_factor {
        return Ok(go_to(&paths::set_up_second_factor()));
    }
    page(&FormPage::second_factor(layout(&visit), None))
}

/// Second step: the session gets a new token.
pub(crate) async fn code(visit: Arc<Visit>) -> Answer {
    if visit.is_member() {
        return Ok(go_to(&paths::today()));
    }
    let session = visit.session()?;
    match visit
        .house()?
        .second_step(&session.token, visit.field("code"))
        .await
    {
        Ok(token) => {
            let next = if session.caller.must_change {
                paths::new_password()
            } else {
                paths::today()
            };
            Ok(visit.with_session(&token, go_to(&next)))
        }
        Err(DeskError::Refused(id, arguments)) => {
            let status = if id == "refused-login-later" {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            page_with(
                status,
                &FormPage::second_factor(
                    layout(&visit),
                    Some(said::refusal(visit.texts, id, &arguments)),
                ),
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn restored_form(visit: &Visit, error: Option<String>) -> FormPage {
    let t = visit.texts;
    let fields = vec![
        Field::new("word", &t.msg("field-restoration-word"), Control::Code).required(),
        Field::new(
            "password",
            &t.msg("field-password-new"),
            Control::Password { new: true },
        )
        .help(&t.msg("help-password"))
        .required(),
        Field::new(
            "again",
            &t.msg("field-password-again"),
            Control::Password { new: true },
        )
        .required(),
    ];
    let mut form = Form::new(
        "/log-in/restored".to_owned(),
        fields,
        &t.msg("password-submit"),
    )
    .cancel(paths::log_in());
    form.error = error;
    FormPage {
        layout: layout(visit),
        heading: t.msg("password-heading"),
        intro: vec![t.msg("restored-intro")],
        form,
    }
}

/// A new password with the word that two members handed over.
pub(crate) async fn restored_page(visit: Arc<Visit>) -> Answer {
    page(&restored_form(&visit, None))
}

pub(crate) async fn restored(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let again = |says: String| {
        page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &restored_form(&visit, Some(says)),
        )
    };
    if visit.field("password") != visit.field("again") {
        return again(t.msg("refused-passwords-differ"));
    }
    match visit
        .house()?
        .restore_password(visit.field("word"), visit.field("password"))
        .await
    {
        Ok(()) => Ok(go_to(&paths::log_in())),
        Err(DeskError::Refused(id, arguments)) => again(said::refusal(t, id, &arguments)),
        Err(error) => Err(error.into()),
    }
}

/// The session has ended on this machine.
pub(crate) async fn locked(visit: Arc<Visit>) -> Answer {
    let mut response: Response = page(&SignedOut {
        layout: visit.layout("title-entrance", None),
    })?;
    response.headers_mut().insert(
        axum::http::HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}
