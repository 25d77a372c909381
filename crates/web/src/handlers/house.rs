//! What belongs to no capability: health, style sheet, help, language.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};

use crate::{
    pages::{AboutPage, HelpPage, ICON, Place, STYLE_SHEET},
    paths,
    security::cookies::Cookie,
    text::Locale,
    visit::{Answer, Fail, Visit, go_to, page},
};

/// Whether the process answers. Says nothing about the register.
pub(crate) async fn health(_visit: Arc<Visit>) -> Answer {
    Ok((
        StatusCode::OK,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        "ok\n",
    )
        .into_response())
}

/// The style sheet and the icon; the style sheet's address changes with its content.
pub(crate) async fn fixed(visit: Arc<Visit>) -> Answer {
    let (kind, text, keep) = if visit.path == paths::style() {
        (
            "text/css; charset=utf-8",
            STYLE_SHEET,
            "public, max-age=31536000, immutable",
        )
    } else if visit.path == paths::icon() {
        ("image/svg+xml", ICON, "public, max-age=86400")
    } else {
        return Err(Fail::Absent);
    };
    Ok((
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)],
        text,
    )
        .into_response())
}

/// Help.
pub(crate) async fn help(visit: Arc<Visit>) -> Answer {
    page(&HelpPage {
        layout: visit.layout("title-help", Some(Place::Help)),
    })
}

/// What this protects from, and what not.
pub(crate) async fn about(visit: Arc<Visit>) -> Answer {
    page(&AboutPage {
        layout: visit.layout("title-about", Some(Place::Help)),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Changes the language, and goes back to where one was.
pub(crate) async fn language(visit: Arc<Visit>) -> Answer {
    let locale =
        Locale::from_code(visit.field("locale")).ok_or(Fail::Malformed("no such language"))?;
    let back = visit.field("back");
    // An address within this house only: no scheme, no host, nothing that a browser reads as one.
    let inside = back.starts_with('/')
        && !back.starts_with("//")
        && back
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte));
    // A member's language goes with the member; the cookie is for who has not logged in.
    if visit.is_member() {
        visit
            .house()?
            .set_locale(visit.caller()?, locale.code())
            .await?;
    }
    let mut response = go_to(if inside { back } else { "/" });
    if let Some(cookie) = Cookie::Language.set(visit.site.transport, locale.code()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// An address that leads nowhere.
pub(crate) async fn nowhere(_visit: Arc<Visit>) -> Answer {
    Err(Fail::Absent)
}

/// A file to save.
pub(crate) fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Answer {
    let disposition: HeaderValue = crate::security::headers::attachment(name);
    Ok((
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}
