//! The own account: codes, password, leaving; and helping a colleague who lost theirs.

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use desk::DeskError;
use kernel::UserId;

use super::said;
use crate::{
    pages::{
        Account, Control, Field, Form, FormPage, Layout, RecoveryCodes, Restoration,
        RestorePassword, SessionLine, SetUpSecondFactor,
    },
    paths,
    security::cookies::Cookie,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

fn layout(visit: &Visit) -> Layout {
    visit.layout("title-account", None)
}

/// The own account.
pub(crate) async fn account(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let titles = caller.compartments();
    let roles = caller
        .actor
        .memberships
        .iter()
        .filter(|membership| membership.status == access::MemberStatus::Active)
        .map(|membership| {
            let role = said::role(t, membership.role);
            match titles
                .iter()
                .find(|(id, _, _)| *id == membership.compartment)
            {
                Some((_, title, _)) => format!("{role} · {title}"),
                None => role,
            }
        })
        .collect();
    let account = visit.house()?.account(caller).await?;
    page(&Account {
        layout: layout(&visit),
        name: caller.display_name.clone(),
        roles,
        password_since: account.password_since.map(kernel::Instant::day),
        codes: caller.has_second_factor,
        codes_since: account.codes_since.map(kernel::Instant::day),
        recovery_codes_left: u32::try_from(account.recovery_left).unwrap_or(u32::MAX),
        sessions: account
            .sessions
            .into_iter()
            .map(|session| SessionLine {
                id: session.name,
                began: session.began,
                used: session.used,
                this: session.this,
            })
            .collect(),
    })
}

/// Ends one of the own sessions, somewhere else.
pub(crate) async fn end_session(visit: Arc<Visit>) -> Answer {
    visit
        .house()?
        .end_own_sessions(visit.caller()?, Some(visit.param("session")))
        .await?;
    Ok(go_to(&paths::account()))
}

/// Ends all own sessions but this one.
pub(crate) async fn end_others(visit: Arc<Visit>) -> Answer {
    visit
        .house()?
        .end_own_sessions(visit.caller()?, None)
        .await?;
    Ok(go_to(&paths::account()))
}

/// Asks for a code before new recovery codes are made.
pub(crate) async fn recovery_page(visit: Arc<Visit>) -> Answer {
    page(&FormPage::new_recovery_codes(layout(&visit), None))
}

/// New recovery codes, shown this once; the old ones are void.
pub(crate) async fn recovery(visit: Arc<Visit>) -> Answer {
    match visit
        .house()?
        .new_recovery_codes(visit.caller()?, visit.field("code"))
        .await
    {
        Ok(codes) => page(&RecoveryCodes {
            layout: layout(&visit),
            codes: codes.iter().map(|code| code.to_string()).collect(),
        }),
        Err(DeskError::Refused(id, arguments)) => {
            let status = if id == "refused-login-later" {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            page_with(
                status,
                &FormPage::new_recovery_codes(
                    layout(&visit),
                    Some(said::refusal(visit.texts, id, &arguments)),
                ),
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn codes_form(
    visit: &Visit,
    secret: &str,
    otpauth: &str,
    error: Option<String>,
) -> SetUpSecondFactor {
    let mut page = SetUpSecondFactor::new(layout(visit), secret, otpauth, error);
    // What was offered travels in the form, sealed: nothing is kept until a code has proved it.
    let parcel = visit.seal_parcel("codes", format!("{secret}\n{otpauth}").as_bytes());
    page.form
        .fields
        .push(Field::new("offer", "", Control::Hidden).value(&parcel));
    page
}

/// Offers a secret, as text.
pub(crate) async fn codes_page(visit: Arc<Visit>) -> Answer {
    let session = visit.session()?;
    if session.caller.has_second_factor && !visit.is_member() {
        return Ok(go_to(&paths::second_factor()));
    }
    let (secret, otpauth) = visit.house()?.offer_factor(&session.token).await?;
    page(&codes_form(&visit, &secret, &otpauth, None))
}

/// Switches codes on after one that works; shows the recovery codes, this once.
pub(crate) async fn codes(visit: Arc<Visit>) -> Answer {
    let session = visit.session()?;
    let offer = visit.open_parcel("codes", visit.field("offer"))?;
    let offer = std::str::from_utf8(&offer).map_err(|_| Fail::Forged)?;
    let (secret, otpauth) = offer.split_once('\n').ok_or(Fail::Forged)?;
    match visit
        .house()?
        .confirm_factor(&session.token, secret, visit.field("code"))
        .await
    {
        Ok((token, codes)) => {
            let layout = visit.layout_after(&token, "title-account");
            let shown = RecoveryCodes {
                layout,
                codes: codes.iter().map(|code| code.to_string()).collect(),
            };
            Ok(visit.with_session(&token, page(&shown)?))
        }
        Err(DeskError::Refused(id, arguments)) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &codes_form(
                &visit,
                secret,
                otpauth,
                Some(said::refusal(visit.texts, id, &arguments)),
            ),
        ),
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn password_page(visit: Arc<Visit>) -> Answer {
    page(&FormPage::new_password(layout(&visit), true, None))
}

/// Changes the password. Every session ends, this one too: one logs in with the new one.
pub(crate) async fn password(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let again = |says: String| {
        page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &FormPage::new_password(layout(&visit), true, Some(says)),
        )
    };
    if visit.field("password") != visit.field("again") {
        return again(t.msg("refused-passwords-differ"));
    }
    match visit
        .house()?
        .change_password(visit.caller()?, visit.field("old"), visit.field("password"))
        .await
    {
        Ok(()) => Ok(go_to(&paths::log_in())),
        Err(DeskError::Refused(id, arguments)) => again(said::refusal(t, id, &arguments)),
        Err(error) => Err(error.into()),
    }
}

/// *Lock now*: the session ends on every node, and this browser forgets what it holds.
pub(crate) async fn lock(visit: Arc<Visit>) -> Answer {
    visit.house()?.lock(visit.caller()?).await?;
    let mut response = go_to(&paths::locked());
    let headers = response.headers_mut();
    if let Some(cookie) = Cookie::Session.clear(visit.site.transport) {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
    );
    Ok(response)
}

async fn restorations(
    visit: &Visit,
    once_word: Option<String>,
    error: Option<String>,
) -> Result<RestorePassword, Fail> {
    let t = visit.texts;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let open = house.restorations(caller).await?;
    let names = house.members(caller).await?;
    let named = |user: UserId| {
        names
            .iter()
            .find(|line| line.id == user)
            .map(|line| line.display_name.clone())
            .unwrap_or_default()
    };
    let waiting = open
        .into_iter()
        .map(|(id, user, asked_by)| Restoration {
            id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
            member: named(user),
            asked: visit.site.now(),
            agreed: Some(named(asked_by)),
            may_agree: asked_by != caller.actor.user && user != caller.actor.user,
        })
        .collect();
    let mut form = Form::new(
        paths::restore_password(),
        vec![
            Field::new("name", &t.msg("field-restore-name"), Control::Line)
                .value(visit.field("name"))
                .required(),
            Field::new("how", &t.msg("field-restore-how"), Control::Text(3))
                .value(visit.field("how"))
                .required(),
        ],
        &t.msg("restore-submit"),
    );
    form.error = error;
    Ok(RestorePassword {
        layout: layout(visit),
        waiting,
        form,
        once_word,
    })
}

pub(crate) async fn restore_page(visit: Arc<Visit>) -> Answer {
    page(&restorations(&visit, None, None).await?)
}

/// The first member asks, the second agrees and gets the words to hand over.
pub(crate) async fn restore(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let caller = visit.caller()?;
    let house = visit.house()?;
    let id = visit.field("restoration");
    let done = if id.is_empty() {
        let wanted = visit.field("name").trim().to_lowercase();
        match house
            .members(caller)
            .await?
            .into_iter()
            .find(|line| line.login == wanted)
        {
            Some(line) => house.ask_restoration(caller, line.id).await.map(|()| None),
            None => Err(DeskError::refused("refused-member-unknown")),
        }
    } else {
        let bytes: Option<Vec<u8>> = id
            .as_bytes()
            .chunks(2)
            .map(|pair| {
                std::str::from_utf8(pair)
                    .ok()
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect();
        house
            .agree_restoration(caller, &bytes.ok_or(Fail::Absent)?)
            .await
            .map(|word| Some(word.to_string()))
    };
    match done {
        Ok(None) => Ok(go_to(&paths::restore_password())),
        Ok(word) => page(&restorations(&visit, word, None).await?),
        Err(DeskError::Refused(id, arguments)) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &restorations(&visit, None, Some(said::refusal(t, id, &arguments))).await?,
        ),
        Err(error) => Err(error.into()),
    }
}
