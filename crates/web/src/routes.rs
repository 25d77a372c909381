//! Every route, as data: the router is made from this table and from nothing else, and so are the list
//! that `routes --json` prints and the description of the JSON interface.

use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    routing::{MethodFilter, on},
};

use crate::{
    handlers::{
        self, account, api, assessments, bilaterals, compartments, countries, crossings, entrance,
        erasure, estimates, evidence, exports, house, imports, ledger, levers, matches, members,
        people, problems, record, register, requests, roles, rows, strategy, today, wellbeing,
        wishes,
    },
    security::headers,
    state::Site,
    visit::{self, Answer, Visit},
};

/// The method of a route. `HEAD` comes with `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes, or asks with content that must not stand in an address.
    Post,
    /// Replaces, under a condition.
    Put,
    /// Ends something.
    Delete,
}

impl Method {
    /// Its name in HTTP.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a request of another origin must be kept out.
    #[must_use]
    pub const fn is_unsafe(self) -> bool {
        !matches!(self, Self::Get)
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// Who may come to a route at all. What they then may do is the desk's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, whatever the state of the register.
    Always,
    /// Anybody, while there is no register.
    FirstStart,
    /// Anybody, while the register is locked.
    Unlock,
    /// Anybody, when the register is open.
    Open,
    /// Whoever has given a password.
    HalfSession,
    /// Whoever has given both factors.
    Member,
    /// Programs, before they have a session.
    ApiOpen,
    /// Programs with a session of both factors.
    Api,
}

impl Access {
    /// The word in `routes --json`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::FirstStart => "first_start",
            Self::Unlock => "unlock",
            Self::Open => "open",
            Self::HalfSession => "half_session",
            Self::Member => "member",
            Self::ApiOpen => "api_open",
            Self::Api => "api",
        }
    }

    /// Whether it belongs to the interface for programs.
    #[must_use]
    pub const fn is_api(self) -> bool {
        matches!(self, Self::ApiOpen | Self::Api)
    }
}

/// What an unsafe request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Fields of a form.
    Form,
    /// Fields and a file.
    File,
    /// A JSON document, or nothing.
    Json,
}

type Handled = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// One route.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with its variable parts in braces.
    pub path: &'static str,
    /// A name for logs and measures: it holds no id.
    pub name: &'static str,
    /// Who may come.
    pub access: Access,
    /// What the desk asks of them: action and kind, as in the grants table.
    pub permission: &'static str,
    /// The capability it belongs to.
    pub capability: &'static str,
    /// Whether it changes the register; repeated requests then have their effect once.
    pub changes: bool,
    /// What it takes.
    pub body: Body,
    /// Whether it is open to members who must choose a new password first.
    pub(crate) while_changing: bool,
    /// Whether what it shows can hold a form that is sent before log-in.
    pub(crate) shows_forms: bool,
    pub(crate) handler: fn(Arc<Visit>) -> Handled,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method.name(), self.path)
    }
}

macro_rules! method {
    (GET) => {
        Method::Get
    };
    (POST) => {
        Method::Post
    };
    (PUT) => {
        Method::Put
    };
    (DELETE) => {
        Method::Delete
    };
}

macro_rules! change {
    (reads) => {
        false
    };
    (writes) => {
        true
    };
}

/// One line a route: method, path, access, permission, reads or writes, handler.
macro_rules! routes {
    ($($method:ident $path:literal $access:ident $permission:literal $change:ident $body:ident $module:ident::$function:ident;)*) => {
        /// Every route.
        pub static ROUTES: &[Route] = &[$(
            Route {
                method: method!($method),
                path: $path,
                name: concat!(stringify!($module), "::", stringify!($function)),
                access: Access::$access,
                permission: $permission,
                capability: stringify!($module),
                changes: change!($change),
                body: Body::$body,
                while_changing: false,
                shows_forms: true,
                handler: |visit| Box::pin($module::$function(visit)),
            },
        )*];
    };
}

routes! {
    GET "/health" Always "" reads Form house::health;
    GET "/static/{file}" Always "" reads Form house::fixed;
    GET "/help" Always "" reads Form house::help;
    GET "/help/roles" Always "" reads Form roles::list;
    GET "/help/roles/{role}" Always "" reads Form roles::card;
    GET "/about" Always "" reads Form house::about;
    POST "/language" Always "" reads Form house::language;
    GET "/locked" Always "" reads Form entrance::locked;

    GET "/start" FirstStart "" reads Form entrance::first_start;
    POST "/start" FirstStart "" writes Form entrance::begin;
    GET "/unlock" Unlock "" reads Form entrance::unlock_page;
    POST "/unlock" Unlock "" writes Form entrance::unlock;
    GET "/log-in" Open "" reads Form entrance::log_in_page;
    POST "/log-in" Open "" writes Form entrance::log_in;
    GET "/log-in/code" HalfSession "own account" reads Form entrance::code_page;
    POST "/log-in/code" HalfSession "own account" writes Form entrance::code;
    GET "/log-in/restored" Open "" reads Form entrance::restored_page;
    POST "/log-in/restored" Open "restoration word" writes Form entrance::restored;

    GET "/account" Member "own account" reads Form account::account;
    GET "/account/codes" HalfSession "own account" reads Form account::codes_page;
    POST "/account/codes" HalfSession "own account" writes Form account::codes;
    GET "/account/recovery-codes" Member "own account" reads Form account::recovery_page;
    POST "/account/recovery-codes" Member "own account" writes Form account::recovery;
    POST "/account/sessions/end" Member "own session" writes Form account::end_others;
    POST "/account/sessions/{session}/end" Member "own session" writes Form account::end_session;
    GET "/account/password" Member "own account" reads Form account::password_page;
    POST "/account/password" Member "own account" writes Form account::password;
    GET "/account/restore" Member "manage members, or desk officer" reads Form account::restore_page;
    POST "/account/restore" Member "manage members, or desk officer" writes Form account::restore;
    POST "/lock" HalfSession "own session" writes Form account::lock;

    GET "/" Member "read name" reads Form today::today;
    GET "/waiting" Member "read name" reads Form today::waiting;

    GET "/people" Member "read name" reads Form people::list;
    POST "/people/search" Member "read name" reads Form people::search;
    GET "/people/export.csv" Member "export name" reads Form exports::csv;
    GET "/people/export.xlsx" Member "export name" reads Form exports::xlsx;
    GET "/people/export.json" Member "export name" reads Form exports::json;
    GET "/people/export.ftm" Member "export name" reads Form exports::follow_the_money;
    GET "/people/new" Member "write name" reads Form record::new_person;
    POST "/people/new" Member "write name" writes Form record::open_person;
    GET "/people/{file}" Member "read name" reads Form people::person;
    GET "/people/{file}/print" Member "read name" reads Form people::print;
    GET "/people/{file}/done" Member "read name" reads Form people::done_of;
    GET "/people/{file}/may/{act}" Member "read name" reads Form people::verdict;
    GET "/people/{file}/openings" Member "read name" reads Form ledger::openings;

    GET "/people/{file}/record/wish" Member "write wish" reads Form wishes::form;
    POST "/people/{file}/record/wish/read-back" Member "write wish" reads Form wishes::read_back;
    POST "/people/{file}/record/wish/change" Member "write wish" reads Form wishes::change;
    POST "/people/{file}/record/wish" Member "write wish" writes Form wishes::record;
    GET "/people/{file}/stop" Member "write stop" reads Form wishes::stop_page;
    POST "/people/{file}/stop" Member "write stop" writes Form wishes::report_stop;
    GET "/people/{file}/stop/{stop}/confirm" Member "write stop" reads Form wishes::confirm_stop_page;
    POST "/people/{file}/stop/{stop}/confirm" Member "write stop" writes Form wishes::confirm_stop;
    GET "/people/{file}/stop/{stop}/lift" Member "lift stop" reads Form wishes::lift_stop_page;
    POST "/people/{file}/stop/{stop}/lift" Member "lift stop" writes Form wishes::lift_stop;
    GET "/people/{file}/wishes" Member "read name" reads Form wishes::said_page;
    GET "/people/{file}/wishes/{entry}/script" Member "read wish" reads Form wishes::script;
    GET "/people/{file}/follow-ups" Member "read name" reads Form wishes::follow_ups;
    POST "/people/{file}/follow-ups/{entry}" Member "write follow_up" writes Form wishes::follow_up_done;
    GET "/people/{file}/wellbeing" Member "read name" reads Form wellbeing::wellbeing_page;

    GET "/people/{file}/record/{kind}" Member "write or propose the kind" reads Form record::form;
    POST "/people/{file}/record/{kind}" Member "write or propose the kind" writes Form record::record;
    GET "/people/{file}/entries/{entry}/edit" Member "write the kind" reads Form record::edit_page;
    POST "/people/{file}/entries/{entry}/edit" Member "write the kind" writes Form record::edit;
    POST "/people/{file}/entries/{entry}/conflict" Member "write the kind" writes Form record::settle;
    GET "/people/{file}/entries/{entry}/history" Member "read the kind" reads Form record::history;
    GET "/people/{file}/entries/{entry}/withdraw" Member "write the kind" reads Form record::withdraw_page;
    POST "/people/{file}/entries/{entry}/withdraw" Member "write the kind; lift stop and lock" writes Form record::withdraw;

    GET "/people/{file}/evidence" Member "read evidence" reads Form evidence::list;
    POST "/people/{file}/evidence" Member "write or propose evidence" writes File evidence::upload;
    GET "/people/{file}/evidence/{entry}" Member "read evidence" reads Form evidence::piece;
    POST "/people/{file}/evidence/{entry}/custody" Member "write or propose evidence" writes Form evidence::custody;
    GET "/people/{file}/evidence/{entry}/{which}" Member "read evidence" reads Form evidence::content;
    GET "/evidence/new" Member "write evidence" reads Form evidence::drop_page;
    POST "/evidence/new" Member "write evidence" writes File evidence::drop_paper;
    GET "/evidence/look/{paper}" Member "write evidence" reads Form evidence::look;
    POST "/evidence/look/{paper}" Member "write evidence" writes Form evidence::decide;

    GET "/people/{file}/strategy" Member "read strategy" reads Form strategy::strategy;
    POST "/people/{file}/entries/{entry}/sign" Member "sign strategy or assessment, not one's own; write signature" writes Form strategy::sign;
    GET "/people/{file}/assessments" Member "read assessment" reads Form assessments::list;
    GET "/people/{file}/assess/{act}" Member "write assessment" reads Form assessments::weigh_page;
    POST "/people/{file}/assess/{act}" Member "write assessment" writes Form assessments::weigh;
    POST "/people/{file}/assessments/{entry}/reaffirm" Member "write assessment" writes Form assessments::reaffirm;
    POST "/people/{file}/effects/{entry}/review" Member "sign effect, not one's own" writes Form assessments::review_effect;

    GET "/levers" Member "read lever" reads Form levers::list;
    GET "/levers/new" Member "write lever" reads Form levers::new;
    POST "/levers/new" Member "write lever" writes Form levers::open;
    GET "/levers/{file}" Member "read lever" reads Form levers::lever;
    GET "/levers/{file}/edit" Member "write lever" reads Form levers::edit_page;
    POST "/levers/{file}/edit" Member "write lever" writes Form levers::edit;
    POST "/levers/{file}/move" Member "write lever" writes Form levers::move_to;
    GET "/countries" Member "read country" reads Form countries::list;
    GET "/countries/new" Member "write country" reads Form countries::new;
    POST "/countries/new" Member "write country" writes Form countries::open;
    GET "/countries/{file}" Member "read country" reads Form countries::country;
    GET "/countries/{file}/record/{kind}" Member "write or propose the kind" reads Form countries::form;
    POST "/countries/{file}/record/{kind}" Member "write or propose the kind" writes Form countries::record;
    GET "/countries/{file}/entries/{entry}/edit" Member "write the kind" reads Form countries::edit_page;
    POST "/countries/{file}/entries/{entry}/edit" Member "write the kind" writes Form countries::edit;

    GET "/people/{file}/link" Member "write link" reads Form register::choose;
    POST "/people/{file}/link" Member "write link" reads Form register::search_other;
    GET "/people/{file}/compare/{other}" Member "write link" reads Form register::compare;
    POST "/people/{file}/compare/{other}" Member "write link" writes Form register::decide;
    GET "/people/{file}/links/{link}/withdraw" Member "write link" reads Form register::withdraw_link_page;
    POST "/people/{file}/links/{link}/withdraw" Member "write link" writes Form register::withdraw_link;
    GET "/people/{file}/matches" Member "write link" reads Form matches::possible;
    GET "/matches" Member "write link" reads Form matches::start;
    GET "/matches/next" Member "write link" reads Form matches::next;
    POST "/matches/decide" Member "write link" writes Form matches::decide;
    POST "/matches/undo" Member "write link" writes Form matches::undo_last;
    GET "/matches/decisions" Member "write link" reads Form matches::decisions;
    POST "/matches/decisions" Member "write link" writes Form matches::undo_many;
    GET "/matches/decisions.csv" Member "export link" reads Form matches::export;
    GET "/elsewhere" Member "read crossings, as a lead" reads Form crossings::lead;
    POST "/elsewhere/places" Member "sign crossings" writes Form crossings::take_part;
    POST "/elsewhere/questions/{question}" Member "sign crossings" writes Form crossings::answer;
    POST "/elsewhere/questions/{question}/link" Member "write link, as a lead" writes Form crossings::link;
    GET "/elsewhere/ask" Member "propose crossings" reads Form crossings::officer;
    POST "/elsewhere/ask" Member "propose crossings" writes Form crossings::ask;
    GET "/estimate" Member "read name" reads Form estimates::choose;
    POST "/estimate" Member "read name" reads Form estimates::from_lists;
    POST "/estimate/table" Member "read name" reads File estimates::from_table;
    GET "/review" Member "read review" reads Form register::review;
    GET "/review/rows" Member "write review" reads Form rows::list;
    POST "/review/rows" Member "write review; write profile" writes Form rows::decide;
    GET "/review/rows/{entry}" Member "write review" reads Form rows::row;
    POST "/review/rows/{entry}" Member "write review" writes Form rows::resolve;
    POST "/review/decisions/{group}" Member "write review" writes Form rows::take_back;

    GET "/people/{file}/erase" Member "manage settings" reads Form erasure::page_of;
    POST "/people/{file}/erase" Member "manage settings" writes Form erasure::erase;

    GET "/backups" Member "manage backup" reads Form erasure::days_page;
    POST "/backups" Member "manage backup" writes Form erasure::days;

    GET "/meetings" Member "read meeting" reads Form bilaterals::list;
    GET "/meetings/new" Member "write meeting" reads Form bilaterals::new;
    POST "/meetings/new" Member "write meeting" writes Form bilaterals::plan;
    GET "/meetings/{meeting}" Member "read meeting" reads Form bilaterals::meeting;
    GET "/meetings/{meeting}/edit" Member "write meeting" reads Form bilaterals::edit_page;
    POST "/meetings/{meeting}/edit" Member "write meeting" writes Form bilaterals::edit;
    POST "/meetings/{meeting}/conflict" Member "write meeting" writes Form bilaterals::settle;
    POST "/meetings/{meeting}/people" Member "write raised, and a clear verdict" writes Form bilaterals::people;
    GET "/meetings/{meeting}/brief.pdf" Member "export meeting" reads Form bilaterals::brief;
    GET "/meetings/{meeting}/outcome" Member "write raised" reads Form bilaterals::outcome_page;
    POST "/meetings/{meeting}/outcome" Member "write raised" writes Form bilaterals::outcome;

    GET "/requests" Member "read request" reads Form requests::list;
    GET "/requests/{file}/{entry}/answer" Member "write answer" reads Form requests::answer_page;
    POST "/requests/{file}/{entry}/answer" Member "write answer" writes Form requests::answer;

    GET "/imports" Member "import source" reads Form imports::list;
    GET "/imports/new" Member "import source" reads Form imports::new;
    POST "/imports/new" Member "import source" writes File imports::upload;
    GET "/imports/{import}/mapping" Member "import source" reads Form imports::mapping_page;
    POST "/imports/{import}/mapping" Member "import source" writes Form imports::mapping;
    GET "/imports/{import}/columns/{column}" Member "import source" reads Form imports::column_page;
    POST "/imports/{import}/columns/{column}" Member "import source" writes Form imports::column;
    GET "/imports/{import}/words" Member "import source" reads Form imports::words_page;
    POST "/imports/{import}/words" Member "import source" writes Form imports::words;
    POST "/imports/{import}/reading" Member "import source" writes Form imports::read_again;
    GET "/imports/{import}/profile.toml" Member "import source" reads Form imports::profile;
    POST "/imports/{import}/profile" Member "import source" writes File imports::use_profile;
    GET "/imports/{import}/feedback.csv" Member "import source" reads Form imports::feedback;
    GET "/imports/{import}/rehearsal" Member "import source" reads Form imports::rehearsal;
    GET "/imports/{import}" Member "import source" reads Form imports::progress;
    POST "/imports/{import}" Member "import source" writes Form imports::carry_out;
    GET "/imports/{import}/report.csv" Member "import source" reads Form imports::report_csv;
    GET "/imports/{import}/report.json" Member "import source" reads Form imports::report_json;
    GET "/imports/{import}/undo" Member "import source" reads Form imports::undo_page;
    POST "/imports/{import}/undo" Member "import source" writes Form imports::undo;

    GET "/members" Member "read members" reads Form members::list;
    GET "/members/invite" Member "manage members" reads Form members::invite_page;
    POST "/members/invite" Member "manage members" writes Form members::invite;
    GET "/members/import" Member "import members" reads Form members::table_page;
    POST "/members/import" Member "import members" writes File members::table;
    POST "/members/import/carry-out" Member "import members" writes Form members::carry_out;
    GET "/members/{user}" Member "read members" reads Form members::member;
    POST "/members/{user}" Member "manage members; manage compartments" writes Form members::change;
    GET "/members/{user}/exposure" Member "read audit" reads Form ledger::exposure;
    GET "/compartments" Member "own compartments; manage compartments" reads Form compartments::list;
    POST "/compartments/new" Member "manage compartments" writes Form compartments::add;
    GET "/compartments/{compartment}" Member "own compartments; manage compartments" reads Form compartments::compartment;
    POST "/compartments/{compartment}" Member "manage compartments; sign name" writes Form compartments::change;
    GET "/compartments/{compartment}/shares" Member "sign name there, or manage compartments" reads Form compartments::shares_page;
    POST "/compartments/{compartment}/shares" Member "sign name there, or manage compartments" writes Form compartments::shares;
    GET "/ledger" Member "read audit" reads Form ledger::list;
    GET "/ledger/{leaf}" Member "read audit" reads Form ledger::leaf;

    POST "/api/v1/session" ApiOpen "" reads Json api::log_in;
    DELETE "/api/v1/session" Api "own session" writes Json api::lock;
    GET "/api/v1/openapi.json" Always "" reads Json api::description;
    GET "/api/v1/people" Api "read name" reads Json api::people;
    POST "/api/v1/find" Api "read name" reads Json api::find;
    GET "/api/v1/people/{file}" Api "read name" reads Json api::person;
    GET "/api/v1/people/{file}/verdicts/{act}" Api "read name" reads Json api::verdict;
    GET "/api/v1/people/{file}/entries" Api "read name" reads Json api::entries;
    POST "/api/v1/people/{file}/entries" Api "write or propose the kind" writes Json api::record;
    GET "/api/v1/entries/{entry}" Api "read the kind" reads Json api::entry;
    PUT "/api/v1/entries/{entry}" Api "write the kind" writes Json api::revise;
    POST "/api/v1/entries/{entry}/withdraw" Api "write the kind; lift stop and lock" writes Json api::withdraw;
    GET "/api/v1/meetings" Api "read meeting" reads Json api::meetings;
    GET "/api/v1/meetings/{meeting}" Api "read meeting" reads Json api::meeting;
    GET "/api/v1/meetings/{meeting}/brief" Api "read meeting" reads Json api::brief;
}

/// Routes that a member who must choose a new password may use before that.
const WHILE_CHANGING: &[&str] = &[
    "account::password_page",
    "account::password",
    "account::lock",
];

impl Route {
    /// Whether it is open to members who must choose a new password first.
    #[must_use]
    pub fn is_open_while_changing(&self) -> bool {
        self.while_changing || WHILE_CHANGING.contains(&self.name)
    }
}

/// Makes the router from the table.
pub fn router(site: &Arc<Site>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let site = Arc::clone(site);
        router = router.route(
            route.path,
            on(route.method.filter(), move |request: Request| {
                enter(Arc::clone(&site), route, request)
            }),
        );
    }
    let transport = site.transport;
    let fallback = Arc::clone(site);
    router
        .fallback(move |request: Request| nowhere(Arc::clone(&fallback), request))
        // Limits are set where bodies are read, route by route.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::map_response(move |response| async move {
            headers::put(transport, response)
        }))
}

/// One request, on a task of its own: a browser that goes away does not cut a write in half, and a
/// panic ends this request only.
async fn enter(
    site: Arc<Site>,
    route: &'static Route,
    request: Request,
) -> axum::response::Response {
    let began = std::time::Instant::now();
    let browser = request.headers().clone();
    let response = match tokio::spawn(visit::answer(Arc::clone(&site), route, request)).await {
        Ok(response) => response,
        Err(error) => {
            // What a panic says may hold what somebody wrote: it goes neither to the log nor to the page.
            let reference = problems::reference(&site);
            tracing::error!(
                route = route.name,
                reference,
                panicked = error.is_panic(),
                "a request ended early"
            );
            problems::fallen(&site, &browser, route.access.is_api(), &reference)
        }
    };
    // No address, no query, no user: routes and numbers only.
    tracing::info!(
        route = route.name,
        method = route.method.name(),
        status = response.status().as_u16(),
        milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}

/// An address that no route has: the same page as for what is not there.
static NOWHERE: Route = Route {
    method: Method::Get,
    path: "",
    name: "nowhere",
    access: Access::Always,
    permission: "",
    capability: "house",
    changes: false,
    body: Body::Form,
    while_changing: true,
    shows_forms: true,
    handler: |visit| Box::pin(handlers::house::nowhere(visit)),
};

async fn nowhere(site: Arc<Site>, request: Request) -> axum::response::Response {
    enter(site, &NOWHERE, request).await
}

/// The table as documented JSON: a list of objects with method, path, name, access, permission,
/// capability, changes.
#[must_use]
pub fn routes_json() -> serde_json::Value {
    ROUTES
        .iter()
        .map(|route| {
            serde_json::json!({
                "method": route.method.name(),
                "path": route.path,
                "name": route.name,
                "access": route.access.word(),
                "permission": route.permission,
                "capability": route.capability,
                "changes": route.changes,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    static BREAKS: Route = Route {
        method: Method::Get,
        path: "/breaks",
        name: "tests::breaks",
        access: Access::Always,
        permission: "",
        capability: "house",
        changes: false,
        body: Body::Form,
        while_changing: true,
        shows_forms: false,
        handler: |_| {
            Box::pin(async { panic!("Алена Вярбіцкая hides at her sister's") })
        },
    };

    /// What somebody listening to the log hears.
    #[derive(Clone, Default)]
    struct Heard(Arc<std::sync::Mutex<Vec<u8>>>);

    impl std::io::Write for Heard {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// A panic ends one request: with a calm page, a number, and a log that knows where but not what.
    #[tokio::test]
    async fn a_panic_ends_one_request_and_says_nothing_of_it() {
        let heard = Heard::default();
        let writer = heard.clone();
        // One thread of one test: the panic happens on it, and its hook logs here.
        let _listening = tracing::subscriber::set_default(
            tracing_subscriber::fmt()
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .finish(),
        );
        crate::keep_panics_quiet();
        let folder = testkit::TempFolder::new();
        let test =
            testkit::TestHouse::begin_at(&store::Place::Folder(folder.path().to_path_buf())).await;
        let site = Site::closed(crate::Parts {
            place: test.place.clone(),
            cost: sealing::Argon2Cost::cheapest(),
            transport: crate::Transport::Tls,
            practice: false,
            clock: test.as_clock(),
            randomness: test.as_randomness(),
            documents: Arc::new(Silent),
            parser: lists::ChildProgram::unforgotten(std::path::Path::new("/nonexistent")),
        })
        .await
        .unwrap();
        for locale in ["en", "ar"] {
            let request = Request::get("/breaks")
                .header("accept-language", locale)
                .body(axum::body::Body::empty())
                .unwrap();
            let response = enter(Arc::clone(&site), &BREAKS, request).await;
            assert_eq!(
                response.status(),
                axum::http::StatusCode::INTERNAL_SERVER_ERROR
            );
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 20)
                .await
                .unwrap();
            let page = String::from_utf8(bytes.to_vec()).unwrap();
            assert!(page.contains(&format!("<html lang=\"{locale}\"")), "{page}");
            let log = String::from_utf8(heard.0.lock().unwrap().clone()).unwrap();
            let reference = log
                .rsplit("reference=\"")
                .next()
                .and_then(|rest| rest.split('"').next())
                .unwrap();
            assert!(page.contains(reference), "{log}");
            assert!(log.contains("routes.rs") && log.contains("the program broke"));
            for told in [&page, &log] {
                assert!(
                    !told.contains("Алена") && !told.contains("sister"),
                    "{told}"
                );
            }
        }
    }

    struct Silent;

    impl crate::DocumentRenderer for Silent {
        fn brief_pdf(
            &self,
            _: &access::Visible<desk::bilaterals::Brief>,
            _: &str,
        ) -> Result<Vec<u8>, String> {
            Err("no documents here".to_owned())
        }
    }

    #[test]
    fn every_route_stands_once_and_says_what_it_asks() {
        let mut seen = BTreeSet::new();
        for route in ROUTES {
            assert!(seen.insert((route.method, route.path)), "twice: {route:?}");
            let inside = matches!(
                route.access,
                Access::HalfSession | Access::Member | Access::Api
            );
            assert_eq!(
                inside,
                !route.permission.is_empty() && !route.permission.starts_with("restoration"),
                "{route:?}"
            );
            assert!(
                !(route.method == Method::Get && route.changes),
                "GET changes nothing: {route:?}"
            );
            assert_eq!(
                route.body == Body::Json,
                route.path.starts_with("/api/"),
                "{route:?}"
            );
        }
        for name in WHILE_CHANGING {
            assert!(ROUTES.iter().any(|route| route.name == *name), "{name}");
        }
    }
}
