//! One request on its way through the house: who comes, in which language, with what.

use std::sync::{Arc, Mutex, PoisonError};

use access::Strength;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequestParts, RawPathParams},
    http::{HeaderMap, HeaderValue, Request, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use desk::{Caller, DeskError, House};
use kernel::Day;
use sealing::SessionToken;

use crate::{
    handlers::problems,
    pages::{Layout, Place},
    paths,
    routes::{Access, Body as BodyKind, Route},
    security::{
        Begun, Repeat,
        cookies::Cookie,
        hash_parts, origin,
        uploads::{self, Sent, Upload},
    },
    state::{Site, State, Transport},
    text::{Locale, Texts},
};

/// Most bytes of a form or a JSON document.
const MOST_FORM_BYTES: usize = 2 * 1024 * 1024;
/// A form that takes longer to arrive is given up.
const FORM_SECONDS: u64 = 60;
/// What form tokens are made for: one for all forms of a session.
const FORMS: &str = "forms";

/// Why a request was not answered as hoped.
#[derive(Debug)]
pub(crate) enum Fail {
    /// What the desk said.
    Desk(Box<DeskError>),
    /// There is nothing here for whoever asks.
    Absent,
    /// The form does not come from our pages, or is too old.
    Forged,
    /// The request makes no sense; the text is our own.
    Malformed(&'static str),
    /// Too much was sent.
    TooLarge,
    /// The same key with another content, or the first is still being answered.
    Repeated,
    /// JSON only: a condition is missing.
    ConditionMissing,
    /// Something broke; the reason is in the log already.
    Inside,
}

impl From<DeskError> for Fail {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Absent => Self::Absent,
            other => Self::Desk(Box::new(other)),
        }
    }
}

/// What a handler gives.
pub(crate) type Answer = Result<Response, Fail>;

/// Who is signed in.
pub(crate) struct Session {
    pub(crate) caller: Caller,
    pub(crate) token: SessionToken,
}

/// One request.
pub(crate) struct Visit {
    pub(crate) site: Arc<Site>,
    pub(crate) route: &'static Route,
    house: Option<Arc<House>>,
    pub(crate) session: Option<Session>,
    pub(crate) texts: Texts,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    params: Vec<(String, String)>,
    query: Vec<(String, String)>,
    pairs: Vec<(String, String)>,
    json: Bytes,
    upload: Mutex<Option<Request<Body>>>,
    entrance: SessionToken,
    entrance_is_new: bool,
}

impl Visit {
    /// The open register.
    pub(crate) fn house(&self) -> Result<&House, Fail> {
        self.house
            .as_deref()
            .ok_or_else(|| Fail::Desk(Box::new(DeskError::Locked)))
    }

    /// The open register, to be held by work that goes on after the answer.
    pub(crate) fn shared_house(&self) -> Result<Arc<House>, Fail> {
        self.house
            .clone()
            .ok_or_else(|| Fail::Desk(Box::new(DeskError::Locked)))
    }

    /// Who is signed in.
    pub(crate) fn session(&self) -> Result<&Session, Fail> {
        self.session.as_ref().ok_or(Fail::Absent)
    }

    /// Who asks.
    pub(crate) fn caller(&self) -> Result<&Caller, Fail> {
        Ok(&self.session()?.caller)
    }

    /// A part of the address.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// An id in the address; what cannot be one is absent like any other.
    pub(crate) fn id<T: std::str::FromStr>(&self, name: &str) -> Result<T, Fail> {
        self.param(name).parse().map_err(|_| Fail::Absent)
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// What a form sent, in its order.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The first value of a field, trimmed of nothing.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field.
    pub(crate) fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The JSON document that was sent.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, Fail> {
        serde_json::from_slice(&self.json)
            .map_err(|_| Fail::Malformed("the body is not the JSON document of this route"))
    }

    fn sent(&self) -> Result<Request<Body>, Fail> {
        self.upload
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .ok_or(Fail::Malformed("no file"))
    }

    /// Whether the fields of a form that came so far make it one of ours.
    fn admits(&self, pairs: &[(String, String)]) -> Result<(), Fail> {
        let token = pairs
            .iter()
            .find(|(name, _)| name == "csrf")
            .map_or("", |(_, value)| value.as_str());
        if self.is_own_form(token) {
            Ok(())
        } else {
            Err(Fail::Forged)
        }
    }

    /// Reads a form with papers, which are sealed while they arrive.
    pub(crate) async fn papers(&self, reader: &desk::evidence::PaperReader) -> Result<Sent, Fail> {
        uploads::receive_papers(self.sent()?, reader, |pairs| self.admits(pairs)).await
    }

    /// Reads a form with a file; its token is checked before the file is kept.
    pub(crate) async fn upload(&self) -> Result<Upload, Fail> {
        let request = self.sent()?;
        let data = self.house()?.folder().map(std::path::Path::to_path_buf);
        uploads::receive(
            request,
            data.as_deref(),
            self.site.randomness.as_ref(),
            |pairs| self.admits(pairs),
        )
        .await
    }

    /// The present day.
    pub(crate) fn today(&self) -> Day {
        self.site.now().day()
    }

    fn csrf(&self) -> String {
        self.key_holder().csrf_key().token(FORMS)
    }

    fn is_own_form(&self, token: &str) -> bool {
        self.key_holder().csrf_key().check(FORMS, token)
    }

    fn key_holder(&self) -> &SessionToken {
        self.session
            .as_ref()
            .map_or(&self.entrance, |session| &session.token)
    }

    /// Whether the caller has come through both steps.
    pub(crate) fn is_member(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.caller.actor.strength == Strength::TwoFactor)
    }

    /// The layout of a page.
    pub(crate) fn layout(&self, title_id: &'static str, place: Option<Place>) -> Layout {
        let mut layout = Layout::outside(self.texts, title_id, self.today(), self.path.clone());
        layout.csrf = self.csrf();
        layout.practice = self.site.practice;
        layout.watching = self.query("watch").is_some();
        let mut once = [0_u8; 16];
        self.site.randomness.fill(&mut once);
        layout.once = once.iter().map(|byte| format!("{byte:02x}")).collect();
        if let Some(session) = self.session.as_ref().filter(|_| self.is_member()) {
            layout.user_label = Some(session.caller.display_name.clone());
            layout.places = crate::handlers::places(&session.caller);
            layout.place = place;
            // Only on pages that were permitted: what is absent leads nowhere.
            layout.stop_href = self
                .id::<kernel::FileId>("file")
                .ok()
                .filter(|_| {
                    place == Some(Place::People)
                        && crate::handlers::may_somewhere::<access::Write>(&session.caller, "stop")
                })
                .map(crate::paths::report_stop);
            if let Some(known) = self.site.known_waiting(session.caller.actor.user) {
                layout.waiting = Some(known.all);
                layout.reviews = known.reviews;
            }
        }
        layout
    }

    /// The layout of a page that is shown with a session that has just begun.
    pub(crate) fn layout_after(&self, token: &SessionToken, title_id: &'static str) -> Layout {
        let mut layout = self.layout(title_id, None);
        layout.csrf = token.csrf_key().token(FORMS);
        layout
    }

    /// A parcel for a hidden field that only this server opens.
    pub(crate) fn seal_parcel(&self, purpose: &str, content: &[u8]) -> String {
        let sealed = sealing::seal(
            &self.site.parcel_key,
            &sealing::context(purpose, &[&self.key_holder().handle_hash()]),
            content,
            self.site.randomness.as_ref(),
        );
        sealed.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Opens a parcel of the same session and purpose.
    pub(crate) fn open_parcel(
        &self,
        purpose: &str,
        text: &str,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Fail> {
        let digits: Option<Vec<u8>> = text
            .as_bytes()
            .chunks(2)
            .map(|pair| {
                std::str::from_utf8(pair)
                    .ok()
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect();
        let bytes = digits.ok_or(Fail::Forged)?;
        sealing::open(
            &self.site.parcel_key,
            &sealing::context(purpose, &[&self.key_holder().handle_hash()]),
            &bytes,
        )
        .map_err(|_| Fail::Forged)
    }

    /// Takes a session that begins or goes on with this answer.
    pub(crate) fn with_session(&self, token: &SessionToken, mut response: Response) -> Response {
        if let Some(cookie) = Cookie::Session.set(self.site.transport, &token.to_text()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Goes to another page after a form was sent.
pub(crate) fn go_to(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A page.
pub(crate) fn page(template: &impl askama::Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A page with another status.
pub(crate) fn page_with(status: StatusCode, template: &impl askama::Template) -> Answer {
    let html = template.render().map_err(|_| {
        tracing::error!("a page could not be written");
        Fail::Inside
    })?;
    Ok((
        status,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        html,
    )
        .into_response())
}

async fn read_body(body: Body) -> Result<Bytes, Fail> {
    let read = axum::body::to_bytes(body, MOST_FORM_BYTES);
    match tokio::time::timeout(std::time::Duration::from_secs(FORM_SECONDS), read).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Fail::TooLarge),
        Err(_) => Err(Fail::Malformed("the request took too long")),
    }
}

fn pairs_of(bytes: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// Whether a route is open in this state; if not, where to go.
fn wrong_state(route: &Route, state: &State) -> Option<&'static str> {
    match (route.access, state) {
        (Access::Always, _)
        | (Access::FirstStart, State::Absent)
        | (Access::Unlock, State::Locked)
        | (
            Access::Open | Access::HalfSession | Access::Member | Access::Api | Access::ApiOpen,
            State::Open(_),
        ) => None,
        (_, State::Absent) => Some("/start"),
        (_, State::Locked) => Some("/unlock"),
        (_, State::Open(_)) => Some("/"),
    }
}

fn locale(site: &Site, headers: &HeaderMap, session: Option<&Session>) -> Locale {
    // Whoever has come in wholly reads in their own language, whatever the last one here has chosen.
    session
        .filter(|session| session.caller.actor.strength == Strength::TwoFactor)
        .and_then(|session| Locale::from_code(&session.caller.locale))
        .or_else(|| cookie_locale(site, headers))
        .unwrap_or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
                .map_or(Locale::English, Locale::negotiate)
        })
}

fn cookie_locale(site: &Site, headers: &HeaderMap) -> Option<Locale> {
    Cookie::Language
        .read(site.transport, headers)
        .and_then(|code| Locale::from_code(&code))
}

/// The language of a page for whom nothing more is known than what the browser sends.
pub(crate) fn locale_of_browser(site: &Site, headers: &HeaderMap) -> Locale {
    locale(site, headers, None)
}

async fn session(
    site: &Site,
    house: &House,
    route: &Route,
    headers: &HeaderMap,
) -> desk::Result<Option<Session>> {
    let api = matches!(route.access, Access::Api | Access::ApiOpen);
    let text = if api {
        // The interface for programs takes no cookies: a page from elsewhere cannot use it.
        headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .map(str::to_owned)
    } else {
        Cookie::Session.read(site.transport, headers)
    };
    let Some(token) = text.and_then(|text| SessionToken::parse(&text).ok()) else {
        return Ok(None);
    };
    let way = if api {
        access::Way::Api
    } else {
        access::Way::Web
    };
    Ok(house
        .caller(&token, way)
        .await?
        .map(|caller| Session { caller, token }))
}

/// Where somebody has to go before this route; nothing when they may go on.
fn must_go(visit: &Visit) -> Option<String> {
    let needs_member = match visit.route.access {
        Access::Always | Access::FirstStart | Access::Unlock | Access::Open | Access::ApiOpen => {
            return None;
        }
        Access::HalfSession => false,
        Access::Member | Access::Api => true,
    };
    let Some(session) = &visit.session else {
        return Some(paths::log_in());
    };
    if needs_member && session.caller.actor.strength != Strength::TwoFactor {
        return Some(if session.caller.has_second_factor {
            paths::second_factor()
        } else {
            paths::set_up_second_factor()
        });
    }
    let bound = session.caller.must_change && needs_member && !visit.route.is_open_while_changing();
    bound.then(paths::new_password)
}

/// Lets one request through: state, origin, session, token, repetition, handler.
pub(crate) async fn answer(
    site: Arc<Site>,
    route: &'static Route,
    request: Request<Body>,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut visit = match prepare(site, route, &mut parts).await {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    if route.method.is_unsafe()
        && let Err(fail) = receive(&mut visit, parts, body).await
    {
        return problems::answer(&visit, fail);
    }
    if let Some(path) = must_go(&visit) {
        return problems::elsewhere(&visit, &path);
    }
    let visit = Arc::new(visit);
    let mut response = match repeatable(&visit).await {
        Ok(Some(Begun::Again(kept))) if !kept.is_empty() => Ok(replay(&kept)),
        // Carried out before, but the answer was lost on its way: it is not carried out again.
        Ok(Some(Begun::Again(_) | Begun::Different | Begun::InHand)) => Err(Fail::Repeated),
        Ok(Some(Begun::First(repeat))) => {
            if let Ok(caller) = visit.caller() {
                repeat.mark(caller);
            }
            let answer = (route.handler)(Arc::clone(&visit)).await;
            match answer {
                Ok(response) => keep(&visit, repeat, response).await,
                Err(fail) => Err(fail),
            }
        }
        Ok(None) => (route.handler)(Arc::clone(&visit)).await,
        Err(fail) => Err(fail),
    }
    .unwrap_or_else(|fail| problems::answer(&visit, fail));
    if route.changes
        && response.status().is_redirection()
        && let Ok(caller) = visit.caller()
    {
        visit.site.forget_waiting(caller.actor.user);
    }
    if visit.entrance_is_new
        && visit.session.is_none()
        && matches!(
            route.access,
            Access::Open | Access::Always | Access::Unlock | Access::FirstStart
        )
        && route.shows_forms
        && let Some(cookie) = Cookie::Entrance.set(visit.site.transport, &visit.entrance.to_text())
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn prepare(
    site: Arc<Site>,
    route: &'static Route,
    parts: &mut Parts,
) -> Result<Visit, Box<Response>> {
    let headers = parts.headers.clone();
    if site.transport == Transport::Loopback && !origin::is_named_as_loopback(&headers) {
        return Err(Box::new(StatusCode::MISDIRECTED_REQUEST.into_response()));
    }
    let state = site.state();
    if let Some(path) = wrong_state(route, &state) {
        return Err(Box::new(if route.access.is_api() {
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        } else {
            go_to(path)
        }));
    }
    let house = match state {
        State::Open(house) => Some(house),
        State::Absent | State::Locked => None,
    };
    let params = RawPathParams::from_request_parts(parts, &())
        .await
        .map(|params| {
            params
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        })
        .unwrap_or_default();
    let signed_in = match &house {
        Some(house) => session(&site, house, route, &headers).await,
        None => Ok(None),
    };
    let (session, fail) = match signed_in {
        Ok(session) => (session, None),
        Err(error) => (None, Some(error)),
    };
    let entrance = Cookie::Entrance
        .read(site.transport, &headers)
        .and_then(|text| SessionToken::parse(&text).ok());
    let entrance_is_new = entrance.is_none();
    let entrance = entrance.unwrap_or_else(|| SessionToken::random(site.randomness.as_ref()));
    let locale = locale(&site, &headers, session.as_ref());
    let visit = Visit {
        texts: Texts::of(locale),
        path: parts.uri.path().to_owned(),
        query: parts
            .uri
            .query()
            .map(|query| pairs_of(query.as_bytes()))
            .unwrap_or_default(),
        site,
        route,
        house,
        session,
        headers,
        params,
        pairs: Vec::new(),
        json: Bytes::new(),
        upload: Mutex::new(None),
        entrance,
        entrance_is_new,
    };
    match fail {
        Some(error) => Err(Box::new(problems::answer(&visit, error.into()))),
        None => Ok(visit),
    }
}

/// Takes what an unsafe request sends, and refuses what does not come from our own pages.
async fn receive(visit: &mut Visit, parts: Parts, body: Body) -> Result<(), Fail> {
    if origin::is_foreign(visit.site.transport, &visit.headers) {
        return Err(Fail::Forged);
    }
    match visit.route.body {
        BodyKind::Json => visit.json = read_body(body).await?,
        BodyKind::File => {
            *visit
                .upload
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner) = Some(Request::from_parts(parts, body));
        }
        BodyKind::Form => {
            visit.pairs = pairs_of(&read_body(body).await?);
            let token = visit.field("csrf").to_owned();
            if !visit.is_own_form(&token) {
                return Err(Fail::Forged);
            }
        }
    }
    Ok(())
}

/// The key of a request that is to have its effect once, looked up.
async fn repeatable(visit: &Arc<Visit>) -> Result<Option<Begun>, Fail> {
    if !visit.route.changes || !visit.is_member() {
        return Ok(None);
    }
    let (key, hash) = match visit.route.body {
        BodyKind::Form => {
            let parts: Vec<&[u8]> = visit
                .pairs
                .iter()
                .filter(|(name, _)| name != "csrf" && name != "once")
                .flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()])
                .collect();
            (visit.field("once"), hash_parts(parts))
        }
        BodyKind::Json => {
            let key = visit
                .headers
                .get("idempotency-key")
                .and_then(|key| key.to_str().ok())
                .unwrap_or_default();
            let condition = visit
                .headers
                .get(header::IF_MATCH)
                .map(HeaderValue::as_bytes)
                .unwrap_or_default();
            (
                key,
                hash_parts([visit.route.method.name().as_bytes(), condition, &visit.json]),
            )
        }
        BodyKind::File => return Ok(None),
    };
    if key.is_empty() {
        return Ok(None);
    }
    if key.len() > 200 {
        return Err(Fail::Malformed(
            "the idempotency key is longer than 200 bytes",
        ));
    }
    let user = visit.caller()?.actor.user;
    Ok(Some(
        Repeat::begin(&visit.site, visit.house()?, user, &visit.path, key, hash).await?,
    ))
}

/// Keeps answers that say where to go, and answers of the interface for programs.
async fn keep(visit: &Visit, repeat: Repeat, response: Response) -> Answer {
    let status = response.status();
    if status == StatusCode::SEE_OTHER {
        let location = response
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        repeat
            .keep(visit.house()?, &format!("303 {location}"))
            .await?;
        return Ok(response);
    }
    if visit.route.access.is_api() && status.is_success() {
        let (parts, body) = response.into_parts();
        let bytes = read_body(body).await?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let tag = parts
            .headers
            .get(header::ETAG)
            .and_then(|tag| tag.to_str().ok())
            .unwrap_or_default();
        repeat
            .keep(
                visit.house()?,
                &format!("{} {tag}\n{text}", status.as_u16()),
            )
            .await?;
        return Ok(Response::from_parts(parts, Body::from(bytes)));
    }
    Ok(response)
}

fn replay(kept: &str) -> Response {
    let (status, rest) = kept.split_once(' ').unwrap_or((kept, ""));
    if status == "303" {
        return go_to(rest);
    }
    let status = status
        .parse::<u16>()
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::OK);
    let (tag, body) = rest.split_once('\n').unwrap_or(("", rest));
    let mut response = (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_owned(),
    )
        .into_response();
    if let Ok(tag) = HeaderValue::from_str(tag)
        && !tag.is_empty()
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
