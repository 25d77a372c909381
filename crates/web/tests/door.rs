//! The door that every request passes: who is let in, what every answer carries, what changes nothing.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on ends here"
)]

#[path = "door/account.rs"]
mod account;
#[path = "door/care.rs"]
mod care;
mod common;
#[path = "common/evidence.rs"]
mod evidence;
#[path = "pages/lists.rs"]
mod lists_in;
#[path = "door/matches.rs"]
mod matches;
#[path = "door/office.rs"]
mod office;
#[path = "door/weighing.rs"]
mod weighing;

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use common::{address, locked, served};
use desk::Draft;
use web::{Access, Body, Method, ROUTES, openapi_json, routes_json};

const HEADERS: [&str; 8] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "cache-control",
    "x-frame-options",
];

fn carries_headers(reply: &common::Reply, what: &str) {
    for name in HEADERS {
        assert!(reply.headers.contains_key(name), "{what}: {name}");
    }
    let policy = reply
        .headers
        .get("content-security-policy")
        .unwrap()
        .to_str()
        .unwrap();
    for rule in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "style-src 'self'",
    ] {
        assert!(policy.contains(rule), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}");
    assert!(!reply.headers.contains_key(header::SERVER), "{what}");
}

/// Every route, as somebody who is not signed in.
#[tokio::test]
async fn nobody_comes_in_unannounced() {
    let served = served().await;
    for route in ROUTES {
        let path = address(route.path);
        let method = route.method.name();
        let request = axum::http::Request::builder()
            .method(method)
            .uri(&path)
            .header(header::HOST, common::HOST);
        let reply = served
            .send(request.body(axum::body::Body::empty()).unwrap())
            .await;
        carries_headers(&reply, &format!("{route:?}"));
        match (route.access, route.method) {
            (Access::Always | Access::Open, Method::Get) => {
                assert!(
                    reply.status.is_success() || reply.status == StatusCode::NOT_FOUND,
                    "{route:?}: {}",
                    reply.status
                );
            }
            (Access::FirstStart | Access::Unlock, _) => {
                assert_eq!(reply.location(), "/", "{route:?}")
            }
            (Access::Member | Access::HalfSession, Method::Get) => {
                assert_eq!(
                    (reply.status, reply.location()),
                    (StatusCode::SEE_OTHER, "/log-in"),
                    "{route:?}"
                );
                assert!(reply.text.is_empty(), "{route:?}");
            }
            (Access::Api, _) => assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{route:?}"),
            (Access::ApiOpen, _) => assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{route:?}"),
            // A form without its token, or a file without a session.
            (_, _) if route.body == Body::File => {
                assert_eq!(reply.location(), "/log-in", "{route:?}")
            }
            (_, _) => assert_eq!(reply.status, StatusCode::FORBIDDEN, "{route:?}"),
        }
    }
    let reply = served.get("/no/such/place", "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    carries_headers(&reply, "nowhere");
}

/// Every route, as a member who has no right to anything in it.
#[tokio::test]
async fn the_administrator_reads_nobody() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.administrator, "admin").await;
    let officer = served.test.caller(served.test.officer).await;
    let file = served.test.people(&officer, served.test.a).await[0];
    for route in ROUTES
        .iter()
        .filter(|route| route.access == Access::Member && route.method == Method::Get)
    {
        let path = route.path.replace("{file}", &file.to_string());
        let reply = served.get(&address(&path), &cookie).await;
        carries_headers(&reply, &format!("{route:?}"));
        assert!(!reply.status.is_server_error(), "{route:?}: {}", reply.text);
        if path.contains(&file.to_string()) {
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{route:?}");
        }
        for person in &testkit::PEOPLE {
            assert!(!reply.text.contains(person.name), "{route:?}");
        }
    }
}

/// What the pages say holds no message that nobody has written.
#[tokio::test]
async fn an_officer_sees_whole_pages() {
    let served = served().await;
    let (cookie, half) = served.log_in(served.test.officer, "vera").await;
    let officer = served.test.caller(served.test.officer).await;
    let file = served.test.people(&officer, served.test.a).await[0];
    let mut missing = BTreeSet::new();
    let mut look = |what: &str, reply: &common::Reply| {
        for piece in reply.text.split('⟦').skip(1) {
            missing.insert(format!("{what}: {}", piece.split('⟧').next().unwrap()));
        }
    };
    for route in ROUTES
        .iter()
        .filter(|route| route.access == Access::Member && route.method == Method::Get)
    {
        let path = address(&route.path.replace("{file}", &file.to_string()));
        let reply = served.get(&path, &cookie).await;
        assert!(!reply.status.is_server_error(), "{route:?}: {}", reply.text);
        look(route.path, &reply);
    }
    for kind in casework::KINDS {
        look(
            kind.word,
            &served
                .get(&format!("/people/{file}/record/{}", kind.word), &cookie)
                .await,
        );
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let page = served.get(&format!("/people/{file}"), &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains(testkit::PEOPLE[0].name));
    assert!(page.text.len() < 40_000, "{} bytes", page.text.len());
    // The token from before the second step opens nothing.
    assert_eq!(served.get("/people", &half).await.location(), "/log-in");
}

/// The token, the origin, and what the browser says: without them nothing is written.
#[tokio::test]
async fn forged_forms_write_nothing() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let (other, _) = served.log_in(served.test.second_officer, "iosif").await;
    let officer = served.test.caller(served.test.officer).await;
    let compartment = served.test.a.to_string();
    let page = served.get("/people/new", &cookie).await;
    let token = page.hidden("csrf");
    let foreign = served.get("/people/new", &other).await.hidden("csrf");
    let fields = |token: &str, once: &str| {
        vec![
            ("csrf", token.to_owned()),
            ("once", once.to_owned()),
            ("compartment", compartment.clone()),
            ("text", "Anna Belska".to_owned()),
            ("usage", "official".to_owned()),
        ]
    };
    fn borrowed<'a>(fields: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
        fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
    let before = served
        .house
        .people(&officer, &desk::PeopleQuery::default())
        .await
        .unwrap()
        .total;
    for (token, origin) in [
        ("", Some("http://127.0.0.1:8080")),
        (foreign.as_str(), Some("http://127.0.0.1:8080")),
        (token.as_str(), Some("https://evil.example")),
        (token.as_str(), Some("http://127.0.0.1:9999")),
    ] {
        let fields = fields(token, "1");
        let reply = served
            .post_from("/people/new", &cookie, &borrowed(&fields), origin)
            .await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{token} {origin:?}");
        carries_headers(&reply, "forged");
    }
    let after = served
        .house
        .people(&officer, &desk::PeopleQuery::default())
        .await
        .unwrap()
        .total;
    assert_eq!(before, after);
    // The real form works, and twice is once.
    let sent = fields(&token, "one");
    let first = served.post("/people/new", &cookie, &borrowed(&sent)).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let second = served.post("/people/new", &cookie, &borrowed(&sent)).await;
    assert_eq!(first.location(), second.location());
    let mut changed = fields(&token, "one");
    changed[3].1 = "Another Name".to_owned();
    assert_eq!(
        served
            .post("/people/new", &cookie, &borrowed(&changed))
            .await
            .status,
        StatusCode::CONFLICT
    );
    let after = served
        .house
        .people(&officer, &desk::PeopleQuery::default())
        .await
        .unwrap()
        .total;
    assert_eq!(before + 1, after);
}

/// A suspended member's session dies at once, and so does a locked one.
#[tokio::test]
async fn sessions_end_when_they_should() {
    let served = served().await;
    let admin = served.test.caller(served.test.administrator).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    assert_eq!(served.get("/people", &cookie).await.status, StatusCode::OK);
    served
        .house
        .set_member_status(&admin, served.test.officer, access::MemberStatus::Suspended)
        .await
        .unwrap();
    assert_eq!(served.get("/people", &cookie).await.location(), "/log-in");
    let (cookie, _) = served.log_in(served.test.second_officer, "iosif").await;
    let token = served.get("/people", &cookie).await.hidden("csrf");
    let reply = served.post("/lock", &cookie, &[("csrf", &token)]).await;
    assert_eq!(reply.location(), "/locked");
    assert!(reply.headers.contains_key("clear-site-data"));
    assert_eq!(served.get("/people", &cookie).await.location(), "/log-in");
}

/// What is denied and what is not there are one answer, byte for byte.
#[tokio::test]
async fn denied_is_absent() {
    let served = served().await;
    let officer = served.test.caller(served.test.officer).await;
    let hidden = served.test.people(&officer, served.test.a).await[0].to_string();
    let entry = served
        .house
        .record(
            &officer,
            hidden.parse().unwrap(),
            &Draft::new(&casework::coordination::Note {
                text: "quiet".to_owned(),
            })
            .unwrap(),
        )
        .await
        .unwrap()
        .to_string();
    let (cookie, _) = served.log_in(served.test.documenter, "dunya").await;
    let nowhere = "01900000-0000-7000-8000-0000000000ff";
    let stripped = |reply: &common::Reply| {
        let mut text = reply.text.clone();
        for name in ["csrf", "once"] {
            while !reply.hidden(name).is_empty() && text.contains(&reply.hidden(name)) {
                text = text.replace(&reply.hidden(name), "");
            }
        }
        (reply.status, text)
    };
    for path in [
        "/people/FILE",
        "/people/FILE/done",
        "/people/FILE/may/raise_privately",
        "/people/FILE/record/note",
        "/people/FILE/entries/ENTRY/history",
        "/people/FILE/entries/ENTRY/edit",
        "/people/FILE/openings",
        "/people/FILE/stop",
        "/people/FILE/stop/ENTRY/lift",
        "/people/FILE/wishes",
        "/people/FILE/wishes/ENTRY/script",
        "/people/FILE/follow-ups",
        "/people/FILE/wellbeing",
        "/people/FILE/link",
        "/people/FILE/erase",
    ] {
        let denied = served
            .get(
                &path.replace("FILE", &hidden).replace("ENTRY", &entry),
                &cookie,
            )
            .await;
        let absent = served
            .get(
                &path.replace("FILE", nowhere).replace("ENTRY", nowhere),
                &cookie,
            )
            .await;
        assert_eq!(denied.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(stripped(&denied), stripped(&absent), "{path}");
        assert!(!denied.text.contains(&hidden));
    }
}

/// A locked server says nothing but that it is locked.
#[tokio::test]
async fn a_locked_server_opens_with_its_passphrase_only() {
    let served = locked().await;
    for route in ROUTES {
        let request = axum::http::Request::builder()
            .method(route.method.name())
            .uri(address(route.path))
            .header(header::HOST, common::HOST);
        let reply = served
            .send(request.body(axum::body::Body::empty()).unwrap())
            .await;
        carries_headers(&reply, &format!("{route:?}"));
        match route.access {
            Access::Always | Access::Unlock => {}
            Access::Api | Access::ApiOpen => {
                assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{route:?}")
            }
            _ => assert_eq!(reply.location(), "/unlock", "{route:?}"),
        }
    }
    let page = served.get("/unlock", "").await;
    let entrance = format!(
        "unforgotten-entrance={}",
        page.cookie("unforgotten-entrance").unwrap()
    );
    let token = page.hidden("csrf");
    let wrong = served
        .post(
            "/unlock",
            &entrance,
            &[
                ("csrf", &token),
                ("passphrase", "not the passphrase at all"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = served
        .post(
            "/unlock",
            &entrance,
            &[("csrf", &token), ("passphrase", testkit::PASSPHRASE)],
        )
        .await;
    assert_eq!(right.location(), "/log-in", "{}", right.text);
    assert_eq!(served.get("/log-in", "").await.status, StatusCode::OK);
}

/// A name that was made to point at this machine is not served.
#[tokio::test]
async fn a_foreign_name_for_this_machine_is_refused() {
    let served = served().await;
    let request = axum::http::Request::get("/log-in").header(header::HOST, "evil.example");
    let reply = served
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    assert_eq!(reply.status, StatusCode::MISDIRECTED_REQUEST);
    carries_headers(&reply, "foreign name");
}

/// The description of the interface and the printed table hold exactly the routes of the table.
#[test]
fn the_descriptions_are_the_table() {
    let printed: BTreeSet<(String, String)> = routes_json()
        .as_array()
        .unwrap()
        .iter()
        .map(|route| {
            (
                route["method"].as_str().unwrap().to_owned(),
                route["path"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let table: BTreeSet<(String, String)> = ROUTES
        .iter()
        .map(|route| (route.method.name().to_owned(), route.path.to_owned()))
        .collect();
    assert_eq!(printed, table);
    let document = openapi_json();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| (method.to_uppercase(), path.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    let api: BTreeSet<(String, String)> = table
        .into_iter()
        .filter(|(_, path)| path.starts_with("/api/"))
        .collect();
    assert_eq!(described, api);
    assert!(document["components"]["schemas"]["DraftRequest"].is_object());
}
