//! A public act is weighed, signed by a second person and looked at afterwards; a strategy stands under
//! the calendar of a country; a lever is promised once (O1a, O1d, O1e, O1f), as a browser without scripts.

use axum::http::StatusCode;
use casework::wishes::{Giver, ScopeWish, Wish};
use desk::Draft;
use kernel::{FileId, PartialDate};

use crate::common::{Reply, Served, served};

async fn post(served: &Served, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let csrf = served.get("/account", cookie).await.hidden("csrf");
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend_from_slice(fields);
    served.post(path, cookie, &all).await
}

async fn somebody(served: &Served) -> FileId {
    let officer = served.test.caller(served.test.officer).await;
    let consent = Draft::new(&Wish {
        giver: Giver {
            relation: "person".to_owned(),
            ..Giver::default()
        },
        words: "Say my name.".to_owned(),
        how_known: "spoken".to_owned(),
        scopes: vec![ScopeWish {
            scope: "c10".to_owned(),
            state: "granted".to_owned(),
            ..ScopeWish::default()
        }],
        given_on: PartialDate::day(served.house.now().day()),
        read_back: true,
        ..Wish::default()
    })
    .unwrap();
    served
        .test
        .open(
            &officer,
            served.test.a,
            &[
                testkit::name("Ilvane Torrek", "official"),
                testkit::detention("XV", "Tumzha", (2024, 5)),
                consent,
            ],
        )
        .await
}

#[tokio::test]
async fn o1e_an_act_is_weighed_signed_and_looked_at() {
    let served = served().await;
    let file = somebody(&served).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let (second, _) = served.log_in(served.test.second_officer, "iosif").await;
    let may = format!("/people/{file}/may/raise_publicly");
    let page = served.get(&may, &cookie).await;
    assert!(page.text.contains("Nobody has weighed"), "{}", page.text);
    let assess = format!("/people/{file}/assess/raise_publicly");
    assert!(
        page.text.contains(&assess),
        "one step to what would lift it"
    );

    // The form: seven questions open, twenty folded; what is missing is said, and nothing is lost.
    let page = served.get(&assess, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.len() < 40_000, "{}", page.text.len());
    let folded = page.text.find("<details").unwrap();
    assert!(page.text.find("factors.forgotten").unwrap() < folded);
    assert!(page.text.find("factors.nationalism").unwrap() > folded);
    let reply = post(
        &served,
        &assess,
        &cookie,
        &[
            ("actor", "the minister"),
            ("factors.forgotten", "public"),
            ("outcome", "private_first"),
            ("reasons", "Seven months of silence."),
        ],
    )
    .await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.text.contains("Seven months of silence."));
    let whole = [
        ("actor", "the minister"),
        ("factors.forgotten", "public"),
        ("factors.forgotten.words", "Nobody has said the name."),
        ("factors.relatives_at_risk", "not_looked_at"),
        ("outcome", "public"),
        ("reasons", "Seven months of silence."),
    ];
    let reply = post(&served, &assess, &cookie, &whole).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let list = format!("/people/{file}/assessments");
    let mine = served.get(&list, &cookie).await;
    assert!(
        mine.text.contains("a second person has to sign"),
        "{}",
        mine.text
    );
    assert!(!mine.text.contains("/sign\""), "nobody signs their own");
    let theirs = served.get(&list, &second).await;
    let sign = theirs
        .text
        .split('"')
        .find(|piece| piece.ends_with("/sign"))
        .unwrap()
        .to_owned();
    let reply = post(&served, &sign, &cookie, &[("version", "1")]).await;
    assert_ne!(reply.status, StatusCode::SEE_OTHER, "by hand neither");
    let reply = post(&served, &sign, &second, &[("version", "1")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let page = served.get(&may, &cookie).await;
    assert!(!page.text.contains("no second person") && !page.text.contains("Nobody has weighed"));

    // A documenter of another house finds none of it.
    let (outside, _) = served.log_in(served.test.documenter, "dunya").await;
    for path in [&list, &assess, &format!("/people/{file}/strategy")] {
        let reply = served.get(path, &outside).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        served.get("/levers", &outside).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn o1a_a_strategy_stands_under_the_calendar_of_its_country() {
    let served = served().await;
    let file = somebody(&served).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let compartment = served.test.a.to_string();
    let reply = post(
        &served,
        "/countries/new",
        &cookie,
        &[
            ("compartment", &compartment),
            ("title", "Veldoria"),
            ("codes", "XV"),
            ("who_decides", "The presidential office"),
        ],
    )
    .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let list = served.get("/countries", &cookie).await;
    let country = list
        .text
        .split('"')
        .find(|piece| piece.starts_with("/countries/") && *piece != "/countries/new")
        .unwrap()
        .to_owned();
    let soon = served.house.now().day().plus(12).iso();
    let window = format!("{country}/record/window");
    let reply = post(
        &served,
        &window,
        &cookie,
        &[
            ("title", "Founding day amnesty"),
            ("kind", "amnesty"),
            ("from", &soon),
            ("repeats", "movable"),
        ],
    )
    .await;
    assert_eq!(
        reply.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "its later days are missing"
    );
    let reply = post(
        &served,
        &window,
        &cookie,
        &[
            ("title", "Founding day amnesty"),
            ("kind", "amnesty"),
            ("from", &soon),
            ("repeats", "once"),
        ],
    )
    .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let strategy = format!("/people/{file}/strategy");
    assert!(
        served
            .get(&strategy, &cookie)
            .await
            .text
            .contains("There is no strategy yet")
    );
    let review = served.house.now().day().plus(30).iso();
    let reply = post(
        &served,
        &format!("/people/{file}/record/strategy"),
        &cookie,
        &[
            ("aims", "A doctor before winter"),
            ("stance", "quiet"),
            ("tactics.0.what", "Ask for an examination"),
            ("tactics.0.until", &soon),
            ("tactics.0.state", "planned"),
            ("review_on", &review),
        ],
    )
    .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let page = served.get(&strategy, &cookie).await;
    for words in [
        "A doctor before winter",
        "Ask for an examination",
        "Founding day amnesty",
        "<svg class=\"calendar\"",
        "a second person has to sign",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(
        served
            .get(&country, &cookie)
            .await
            .text
            .contains("Founding day amnesty")
    );
}

#[tokio::test]
async fn o1f_a_lever_is_promised_once() {
    let served = served().await;
    let file = somebody(&served).await;
    let other = somebody(&served).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let compartment = served.test.a.to_string();
    let reply = post(
        &served,
        "/levers/new",
        &cookie,
        &[
            ("compartment", &compartment),
            ("title", "Place at the fair"),
            ("direction", "inducement"),
            ("instrument", "summit_invitation"),
            ("owner", "Ministry of Trade"),
            // A form that says so by hand opens it free all the same.
            ("status", "used"),
        ],
    )
    .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let list = served.get("/levers", &cookie).await;
    assert!(list.text.contains("TLP:RED"));
    let lever = list
        .text
        .split('"')
        .find(|piece| piece.starts_with("/levers/") && *piece != "/levers/new")
        .unwrap()
        .to_owned();
    let offer = async |whom: String, version: &str| {
        let path = format!("{lever}/move");
        let fields = [
            ("version", version),
            ("status", "offered"),
            ("person", whom.as_str()),
        ];
        post(&served, &path, &cookie, &fields).await
    };
    let reply = offer("https://somewhere.invalid/people/nobody".to_owned(), "1").await;
    assert_ne!(reply.status, StatusCode::SEE_OTHER);
    let reply = offer(format!("http://127.0.0.1/people/{file}"), "1").await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let reply = offer(other.to_string(), "2").await;
    assert_ne!(reply.status, StatusCode::SEE_OTHER);
    assert!(
        reply.text.contains("promised to somebody else"),
        "{}",
        reply.text
    );
    // What is said of it changes without the promise moving.
    let reply = post(
        &served,
        &format!("{lever}/edit"),
        &cookie,
        &[
            ("version", "2"),
            ("title", "Place at the spring fair"),
            ("direction", "inducement"),
            ("instrument", "summit_invitation"),
            ("owner", "Ministry of Trade"),
            ("status", "available"),
        ],
    )
    .await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let page = served.get(&lever, &cookie).await;
    assert!(
        page.text.contains("spring fair") && page.text.contains("Ilvane Torrek"),
        "{}",
        page.text
    );
}
