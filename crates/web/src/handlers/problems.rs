//! What is answered when something cannot be done. Denied and absent are one page, byte for byte.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use desk::DeskError;

use super::said;
use crate::{
    pages::{Layout, Link, RefusedPage},
    paths,
    state::Site,
    text::Texts,
    visit::{Fail, Visit, go_to, locale_of_browser, page_with},
};

/// A status with one plain sentence: for what happens before or beneath the pages.
pub(crate) fn plain(status: StatusCode) -> Response {
    let text = status.canonical_reason().unwrap_or("Not answered");
    (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        format!("{text}\n"),
    )
        .into_response()
}

/// A request ended in a fault of the program: the page that says so, with a number that leads to the
/// log. Nothing of the request is looked at but the browser's language.
pub(crate) fn fallen(site: &Site, headers: &HeaderMap, is_api: bool, reference: &str) -> Response {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    if is_api {
        return json(status, "server", &format!("Reference {reference}."));
    }
    let texts = Texts::of(locale_of_browser(site, headers));
    let layout = Layout::outside(texts, "title-fault", site.now().day(), paths::today());
    page_with(status, &RefusedPage::server(layout, reference)).unwrap_or_else(|_| plain(status))
}

/// A JSON problem: `{"error": message id, "says": English sentence}`, as documented in the description of
/// the interface.
pub(crate) fn json(status: StatusCode, id: &str, says: &str) -> Response {
    let body = serde_json::json!({ "error": id, "says": says }).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Whoever is not signed in, or not wholly, is sent to where that can be done.
pub(crate) fn elsewhere(visit: &Visit, path: &str) -> Response {
    if visit.route.access.is_api() {
        let mut response = json(StatusCode::UNAUTHORIZED, "log-in", "Log in first.");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return response;
    }
    go_to(path)
}

/// The status and the message id of a failure.
fn status(fail: &Fail) -> (StatusCode, &'static str) {
    match fail {
        Fail::Absent => (StatusCode::NOT_FOUND, "absent"),
        Fail::Forged => (StatusCode::FORBIDDEN, "form"),
        Fail::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed"),
        Fail::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        Fail::Repeated => (StatusCode::CONFLICT, "repeated"),
        Fail::ConditionMissing => (StatusCode::PRECONDITION_REQUIRED, "condition-missing"),
        Fail::Inside => (StatusCode::INTERNAL_SERVER_ERROR, "server"),
        Fail::Desk(error) => match error.as_ref() {
            DeskError::Absent => (StatusCode::NOT_FOUND, "absent"),
            DeskError::Faults(_) | DeskError::List(_) | DeskError::Unreadable(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "faults")
            }
            DeskError::Refused(id, _) => (StatusCode::UNPROCESSABLE_ENTITY, id),
            DeskError::Gated(_) => (StatusCode::CONFLICT, "gated"),
            DeskError::Conflict(_) => (StatusCode::PRECONDITION_FAILED, "conflict"),
            DeskError::Overtaken => (StatusCode::CONFLICT, "overtaken"),
            DeskError::Locked => (StatusCode::SERVICE_UNAVAILABLE, "locked"),
            DeskError::Full => (StatusCode::INSUFFICIENT_STORAGE, "full"),
            DeskError::Sealing(_)
            | DeskError::Store(_)
            | DeskError::Kind(_)
            | DeskError::Inside(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server"),
        },
    }
}

/// A word for the log that holds nothing a person typed.
fn word(error: &DeskError) -> &'static str {
    match error {
        DeskError::Sealing(_) => "sealing",
        DeskError::Store(_) => "store",
        DeskError::Kind(_) => "kind",
        DeskError::Inside(text) => text,
        _ => "other",
    }
}

/// The answer to a failure.
pub(crate) fn answer(visit: &Visit, fail: Fail) -> Response {
    let (status, id) = status(&fail);
    let reference = (status == StatusCode::INTERNAL_SERVER_ERROR).then(|| reference(&visit.site));
    if let (Some(reference), Fail::Desk(error)) = (&reference, &fail) {
        tracing::error!(
            route = visit.route.name,
            reference,
            what = word(error),
            "a request failed"
        );
    }
    if visit.route.access.is_api() || visit.path.starts_with("/api/") {
        return match &fail {
            Fail::Desk(error) => match error.as_ref() {
                DeskError::Gated(verdict) => {
                    let body = super::api::verdict_json(verdict);
                    (
                        status,
                        [(header::CONTENT_TYPE, "application/json")],
                        body.to_string(),
                    )
                        .into_response()
                }
                DeskError::Faults(faults) => {
                    let faults: Vec<serde_json::Value> = faults
                        .0
                        .iter()
                        .map(|fault| serde_json::json!({ "field": fault.field, "fault": fault.message_id }))
                        .collect();
                    let body = serde_json::json!({ "error": id, "says": "What was sent needs a second look.", "faults": faults });
                    (
                        status,
                        [(header::CONTENT_TYPE, "application/json")],
                        body.to_string(),
                    )
                        .into_response()
                }
                _ => json(status, id, status.canonical_reason().unwrap_or_default()),
            },
            Fail::Malformed(says) => json(status, id, says),
            _ => json(status, id, status.canonical_reason().unwrap_or_default()),
        };
    }
    page_of(visit, &fail, status, reference.as_deref()).unwrap_or_else(|| plain(status))
}

/// A number that leads from a page to the log.
pub(crate) fn reference(site: &Site) -> String {
    let mut bytes = [0_u8; 6];
    site.randomness.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn back(visit: &Visit) -> String {
    // Never deeper than a room: the address of the page may hold ids of what does not exist.
    match visit.route.capability {
        "entrance" => paths::log_in(),
        "bilaterals" => paths::meetings(),
        "imports" => paths::imports(),
        "members" => paths::members(),
        _ if visit.is_member() => paths::today(),
        _ => paths::log_in(),
    }
}

fn page_of(
    visit: &Visit,
    fail: &Fail,
    status: StatusCode,
    reference: Option<&str>,
) -> Option<Response> {
    let mut layout = visit.layout("title-fault", None);
    // The page for what is not there says nothing of what was asked for, not even the address.
    layout.path = paths::today();
    let t = layout.texts;
    let page = match fail {
        Fail::Absent => RefusedPage::absent(layout),
        Fail::Forged | Fail::Repeated => RefusedPage::stale_form(layout, back(visit)),
        Fail::TooLarge => RefusedPage::too_large(layout, back(visit)),
        Fail::Malformed(_) | Fail::ConditionMissing => RefusedPage::stale_form(layout, back(visit)),
        Fail::Inside => RefusedPage::server(layout, reference.unwrap_or_default()),
        Fail::Desk(error) => match error.as_ref() {
            DeskError::Absent => RefusedPage::absent(layout),
            DeskError::Overtaken | DeskError::Conflict(_) => {
                RefusedPage::overtaken(layout, back(visit))
            }
            DeskError::Full => RefusedPage::full(layout),
            DeskError::Locked => RefusedPage::locked(layout),
            DeskError::Gated(verdict) => gated(visit, layout, verdict),
            DeskError::Refused(id, arguments) => {
                let says = said::refusal(t, id, arguments);
                RefusedPage {
                    what: t.msg("fault-refused"),
                    why: says,
                    who: t.msg("fault-refused-who"),
                    instead: vec![Link {
                        href: back(visit),
                        text: t.msg("go-back"),
                    }],
                    reference: None,
                    layout,
                }
            }
            DeskError::Faults(faults) => RefusedPage {
                what: t.msg("fault-refused"),
                why: faults
                    .0
                    .iter()
                    .map(|fault| said::fault(t, fault.message_id, &fault.arguments))
                    .collect::<Vec<_>>()
                    .join(" "),
                who: t.msg("fault-refused-who"),
                instead: vec![Link {
                    href: back(visit),
                    text: t.msg("go-back"),
                }],
                reference: None,
                layout,
            },
            DeskError::Unreadable(error) => RefusedPage {
                what: t.msg("fault-list"),
                why: said::list_error(t, error),
                who: t.msg("fault-refused-who"),
                instead: vec![Link {
                    href: paths::imports(),
                    text: t.msg("go-back"),
                }],
                reference: None,
                layout,
            },
            DeskError::List(why) => RefusedPage {
                what: t.msg("fault-list"),
                why: why.clone(),
                who: t.msg("fault-refused-who"),
                instead: vec![Link {
                    href: paths::imports(),
                    text: t.msg("go-back"),
                }],
                reference: None,
                layout,
            },
            DeskError::Sealing(_)
            | DeskError::Store(_)
            | DeskError::Kind(_)
            | DeskError::Inside(_) => RefusedPage::server(layout, reference.unwrap_or_default()),
        },
    };
    page_with(status, &page).ok()
}

/// What the gates do not allow: what, why, who can change it, what can be done instead today.
fn gated(visit: &Visit, layout: crate::pages::Layout, verdict: &gates::Verdict) -> RefusedPage {
    let t = layout.texts;
    let worst = verdict.reasons.iter().max_by_key(|reason| reason.weight);
    RefusedPage {
        what: t.with("fault-gated", "act", t.term("acts", &verdict.act).as_str()),
        why: worst
            .map(|reason| said::gate(t, &reason.says))
            .unwrap_or_default(),
        who: worst
            .map(|reason| said::lifter(t, &reason.who_can_lift))
            .unwrap_or_default(),
        instead: vec![Link {
            href: back(visit),
            text: t.msg("go-back"),
        }],
        reference: None,
        layout,
    }
}
