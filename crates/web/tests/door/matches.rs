//! A reviewer at work, by requests alone, as a browser without scripts sends them (O2b, E2).

#![expect(
    clippy::indexing_slicing,
    reason = "a test that cannot go on ends here"
)]

use super::common::{HOST, Reply, Served, address, locked, served};
use axum::http::{Request, StatusCode, header};
use casework::people::Fact;
use desk::Draft;
use kernel::{FileId, PartialDate};
use testkit::name;

fn born(date: &str) -> Draft {
    Draft::new(&Fact {
        field: "birth".to_owned(),
        value: String::new(),
        date: Some(PartialDate::parse(date).unwrap()),
        code: None,
    })
    .unwrap()
}

const GIVEN: [(&str, &str); 8] = [
    ("Yusuf", "Юсуф"),
    ("Karina", "Карина"),
    ("Tamara", "Тамара"),
    ("Rashid", "Рашид"),
    ("Pavel", "Павел"),
    ("Nadia", "Надя"),
    ("Emil", "Эмиль"),
    ("Vera", "Вера"),
];
const FAMILY: [(&str, &str); 7] = [
    ("Karimov", "Каримов"),
    ("Dunov", "Дунов"),
    ("Belgarov", "Белгаров"),
    ("Tarinsky", "Таринский"),
    ("Maubin", "Маубин"),
    ("Zordak", "Зордак"),
    ("Polenko", "Поленко"),
];

/// So many people, each in two scripts, and some who are alone.
async fn twins(served: &Served, pairs: usize) -> Vec<(FileId, FileId)> {
    let officer = served.test.caller(served.test.officer).await;
    let mut files = Vec::new();
    for number in 0..pairs {
        let (given, family) = (GIVEN[number % 8], FAMILY[number % 7]);
        let (year, month) = (1950 + number % 50, 1 + number % 12);
        let date = format!("{year}-{month:02}-11");
        let latin = [
            name(&format!("{} {}", given.0, family.0), "official"),
            born(&date),
        ];
        let other = [
            name(&format!("{} {}", given.1, family.1), "official"),
            born(&year.to_string()),
        ];
        files.push((
            served.test.open(&officer, served.test.a, &latin).await,
            served.test.open(&officer, served.test.a, &other).await,
        ));
    }
    files
}

async fn decide(served: &Served, cookie: &str, page: &Reply, decision: &str) -> Reply {
    let hidden = ["csrf", "once", "one", "other", "after", "done"].map(|name| page.hidden(name));
    served
        .post(
            "/matches/decide",
            cookie,
            &[
                ("csrf", &hidden[0]),
                ("once", &hidden[1]),
                ("one", &hidden[2]),
                ("other", &hidden[3]),
                ("after", &hidden[4]),
                ("done", &hidden[5]),
                ("decision", decision),
                ("reasons", "names agree in two scripts"),
            ],
        )
        .await
}

/// `o2b`: fifty pairs in a sitting, one withdrawn at once, several afterwards, all of it in the history.
#[tokio::test]
async fn o2b_a_reviewer_works_through_fifty_pairs() {
    let served = served().await;
    let files = twins(&served, 54).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let start = served.get("/matches", &cookie).await;
    assert_eq!(start.status, StatusCode::OK);
    assert!(start.text.contains("href=\"/matches/next\""));
    let mut page = served.get("/matches/next", &cookie).await;
    let mut decided: Vec<(String, String)> = Vec::new();
    let mut taken_back = None;
    for number in 0..50 {
        assert_eq!(page.status, StatusCode::OK, "{number}");
        assert!(!page.text.contains("<script"), "{number}");
        assert!(page.text.len() <= 40_000, "{number}: {}", page.text.len());
        assert!(
            page.text
                .contains(&format!("value=\"{number}\">{number}/50</progress>")),
            "{number}: {}",
            page.text
        );
        for key in ["1", "2", "3"] {
            assert!(
                page.text.contains(&format!("accesskey=\"{key}\"")),
                "{number}"
            );
        }
        for says in ["Cyrillic letters", "Latin letters", "speaks"] {
            assert!(page.text.contains(says), "{number}: {says}");
        }
        let two = (page.hidden("one"), page.hidden("other"));
        assert!(!decided.contains(&two), "{number}: asked twice");
        let decision = match number {
            3 | 10 => "apart",
            5 => "unsure",
            _ => "same",
        };
        let reply = decide(&served, &cookie, &page, decision).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        page = served.get(reply.location(), &cookie).await;
        if number == 7 {
            // One step back, and the pair is there again.
            assert!(
                page.text
                    .contains("Your last decision: \u{2068}the same person")
            );
            let (csrf, once, decision) = (
                page.hidden("csrf"),
                page.hidden("once"),
                page.hidden("decision"),
            );
            let back = served
                .post(
                    "/matches/undo",
                    &cookie,
                    &[
                        ("csrf", &csrf),
                        ("once", &once),
                        ("decision", &decision),
                        ("after", ""),
                        ("done", &page.hidden("done")),
                    ],
                )
                .await;
            assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
            let again = served.get(back.location(), &cookie).await;
            assert_eq!((again.hidden("one"), again.hidden("other")), two);
            let entry = decision.split(':').next().unwrap().to_owned();
            taken_back = Some((two.0.clone(), entry));
            let reply = decide(&served, &cookie, &again, "same").await;
            page = served.get(reply.location(), &cookie).await;
        }
        decided.push(two);
    }
    assert!(
        page.text.contains("That was a sitting of 50 pairs"),
        "{}",
        page.text
    );
    // Each pair was one of ours.
    let known = |one: &str, other: &str| {
        files.iter().any(|(a, b)| {
            let (a, b) = (a.to_string(), b.to_string());
            (a == one && b == other) || (a == other && b == one)
        })
    };
    let right = decided
        .iter()
        .filter(|(one, other)| known(one, other))
        .count();
    assert!(right >= 45, "{right} of 50 were true pairs");
    let linked = async |file: &str| {
        let officer = served.test.caller(served.test.officer).await;
        let person = served
            .house
            .person(&officer, file.parse().unwrap())
            .await
            .unwrap();
        person.files.len() > 1
    };
    assert!(linked(&decided[0].0).await);
    assert!(!linked(&decided[3].0).await && !linked(&decided[5].0).await);
    // The history of the one that was taken back shows both versions and why.
    let (file, entry) = taken_back.unwrap();
    let history = served
        .get(&format!("/people/{file}/entries/{entry}/history"), &cookie)
        .await;
    assert_eq!(history.status, StatusCode::OK);
    assert!(
        history.text.contains("Taken back at once"),
        "{}",
        history.text
    );
    // Kept apart is remembered: neither comes again.
    let rest = served.get("/matches/next", &cookie).await;
    for number in [3, 10] {
        assert!(!rest.text.contains(&decided[number].1) || !rest.text.contains(&decided[number].0));
    }
    // Several at once.
    let page = served.get("/matches/decisions", &cookie).await;
    let values: Vec<String> = page
        .text
        .split("name=\"decision\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(values.len(), 50);
    let (csrf, once) = (page.hidden("csrf"), page.hidden("once"));
    let mut sent = vec![
        ("csrf", csrf.as_str()),
        ("once", once.as_str()),
        ("reason", "tired eyes"),
    ];
    sent.extend(
        values
            .iter()
            .take(10)
            .map(|value| ("decision", value.as_str())),
    );
    let reply = served.post("/matches/decisions", &cookie, &sent).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let page = served.get("/matches/decisions", &cookie).await;
    assert_eq!(page.text.matches("type=\"checkbox\"").count(), 40);
    assert!(!linked(&decided[49].0).await);
    let again = served
        .post(
            "/matches/decisions",
            &cookie,
            &[
                ("csrf", &page.hidden("csrf")),
                ("once", &page.hidden("once")),
                ("decision", &values[0]),
            ],
        )
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let none = served
        .post(
            "/matches/decisions",
            &cookie,
            &[
                ("csrf", &page.hidden("csrf")),
                ("once", &again.hidden("once")),
            ],
        )
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What is learned from holds no name.
    let table = served.get("/matches/decisions.csv", &cookie).await;
    assert_eq!(table.status, StatusCode::OK);
    assert!(table.text.lines().count() > 30);
    assert!(!table.text.contains("Karimov") && !table.text.contains("Каримов"));
}

#[tokio::test]
async fn reasons_are_needed_and_nothing_is_lost() {
    let served = served().await;
    twins(&served, 1).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let page = served.get("/matches/next", &cookie).await;
    let fields = |decision: &'static str, reasons: &'static str, page: &Reply| {
        vec![
            ("csrf", page.hidden("csrf")),
            ("once", page.hidden("once")),
            ("one", page.hidden("one")),
            ("other", page.hidden("other")),
            ("decision", decision.to_owned()),
            ("reasons", reasons.to_owned()),
        ]
    };
    for (decision, reasons) in [("same", "  "), ("", "because"), ("maybe", "because")] {
        let sent = fields(decision, reasons, &page);
        let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let reply = served.post("/matches/decide", &cookie, &sent).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{decision}");
        assert!(reply.text.contains("role=\"alert\""));
    }
    // A guessed id is as absent as any.
    let mut sent = fields("same", "because", &page);
    sent[3].1 = FileId::from_bytes([7; 16]).to_string();
    let sent: Vec<(&str, &str)> = sent.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let reply = served.post("/matches/decide", &cookie, &sent).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let forged = served.get("/matches/next?after=forged", &cookie).await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_is_entered_twice_is_warned_of_within_what_one_reads() {
    let served = served().await;
    twins(&served, 1).await;
    let (vera, _) = served.log_in(served.test.officer, "vera").await;
    let (dunya, _) = served.log_in(served.test.documenter, "dunya").await;
    let enter = async |cookie: &str, compartment: String, known: &str| {
        let page = served.get("/people/new", cookie).await;
        let (csrf, once) = (page.hidden("csrf"), page.hidden("once"));
        served
            .post(
                "/people/new",
                cookie,
                &[
                    ("csrf", &csrf),
                    ("once", &once),
                    ("compartment", &compartment),
                    ("text", "Yusuf Karimov"),
                    ("usage", "official"),
                    ("label", "TLP:AMBER+STRICT"),
                    ("confidence", "credible"),
                    ("known", known),
                ],
            )
            .await
    };
    let warned = enter(&vera, served.test.a.to_string(), "").await;
    assert_eq!(warned.status, StatusCode::OK, "{}", warned.text);
    assert!(warned.text.contains("Юсуф Каримов"), "{}", warned.text);
    assert!(
        warned
            .text
            .contains("name=\"text\" value=\"Yusuf Karimov\"")
    );
    // Nothing was recorded, and going on records.
    let person = enter(&vera, served.test.a.to_string(), "new").await;
    assert_eq!(person.status, StatusCode::SEE_OTHER, "{}", person.text);
    // Who may not read them is not warned of anybody.
    let theirs = enter(&dunya, served.test.b.to_string(), "").await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER, "{}", theirs.text);
    let file = person.location().to_owned();
    let possible = served.get(&format!("{file}/matches"), &vera).await;
    assert!(possible.text.contains("Юсуф Каримов"), "{}", possible.text);
    let hidden = served.get(&format!("{file}/matches"), &dunya).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let own = served
        .get(&format!("{}/matches", theirs.location()), &dunya)
        .await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(!own.text.contains("Юсуф"), "{}", own.text);
}

async fn send_table(served: &Served, cookie: &str, table: &str, assume: bool) -> Reply {
    let page = served.get("/estimate", cookie).await;
    let boundary = "between";
    let mut body = String::new();
    let mut fields = vec![("csrf", page.hidden("csrf")), ("once", page.hidden("once"))];
    if assume {
        fields.push(("assume", "1".to_owned()));
    }
    fields.push(("text", table.to_owned()));
    for (name, value) in fields {
        body.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    let request = Request::post("/estimate/table")
        .header(header::HOST, HOST)
        .header(header::COOKIE, cookie)
        .header(header::ORIGIN, format!("http://{}", HOST))
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={boundary}"),
        );
    served
        .send(request.body(axum::body::Body::from(body)).unwrap())
        .await
}

/// `e2`: a range with every method beside it, or a refusal with its reason.
#[tokio::test]
async fn e2_an_estimate_shows_every_method_or_says_why_not() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let three = "dataset,pattern,count\nX,100,217\nX,010,845\nX,001,931\nX,110,181\nX,101,228\nX,011,217\nX,111,42\n";
    let page = send_table(&served, &cookie, three, false).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for says in [
        "<svg",
        "role=\"img\"",
        "All methods together",
        "Lower bound (Chao)",
        "Latent classes",
        "All figures assume",
        "not why",
        "BIC",
        "people in all",
    ] {
        assert!(page.text.contains(says), "{says}: {}", page.text);
    }
    assert!(!page.text.contains("style=") && !page.text.contains("<script"));
    assert!(page.text.len() <= 40_000, "{}", page.text.len());
    let two = "pattern,count\n10,80\n01,30\n11,20\n";
    let refused = send_table(&served, &cookie, two, false).await;
    assert!(
        refused.text.contains("cannot be tested"),
        "{}",
        refused.text
    );
    assert!(!refused.text.contains("<svg"));
    let vouched = send_table(&served, &cookie, two, true).await;
    assert!(
        vouched.text.contains("independence assumed"),
        "{}",
        vouched.text
    );
    let apart = send_table(&served, &cookie, "pattern,count\n10,80\n01,30\n", true).await;
    assert!(
        apart.text.contains("Nobody is on two lists"),
        "{}",
        apart.text
    );
    for wrong in ["", "a,b\n1,2\n", "pattern,count\nx,1\n"] {
        let reply = send_table(&served, &cookie, wrong, false).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(reply.text.contains("role=\"alert\""));
    }
    let page = served.get("/estimate", &cookie).await;
    let reply = served
        .post(
            "/estimate",
            &cookie,
            &[
                ("csrf", &page.hidden("csrf")),
                ("once", &page.hidden("once")),
                ("list", "One"),
                ("list", "Two"),
            ],
        )
        .await;
    assert_eq!(
        reply.status,
        StatusCode::NOT_FOUND,
        "lists that are not here"
    );
}

#[tokio::test]
async fn a_locked_server_compares_nobody() {
    let served = locked().await;
    for path in [
        "/matches",
        "/matches/next",
        "/people/{file}/matches",
        "/estimate",
    ] {
        let reply = served.get(&address(path), "").await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert!(reply.text.is_empty(), "{path}");
    }
}

/// `o2b`: the officer asks numbers, two leads who do not know of each other answer, with forms alone.
#[tokio::test]
async fn o2b_leads_are_asked_without_seeing_each_other() {
    let served = served().await;
    let test = &served.test;
    let admin = test.caller(test.administrator).await;
    for (user, place, role) in [
        (test.second_officer, test.a, access::Role::Lead),
        (test.documenter, test.b, access::Role::Lead),
        (
            test.analyst,
            access::INSTALLATION,
            access::Role::MatchingOfficer,
        ),
    ] {
        test.house.admit(&admin, place, user, role).await.unwrap();
    }
    let officer = test.caller(test.officer).await;
    let documenter = test.caller(test.documenter).await;
    let older = test
        .open(
            &officer,
            test.a,
            &[name("Zyvaren Karimov", "official"), born("1979-05-12")],
        )
        .await;
    test.clock.advance(86_400);
    test.open(
        &documenter,
        test.b,
        &[name("Karimov, Zyvaren", "official"), born("1979")],
    )
    .await;
    let (iosif, _) = served.log_in(test.second_officer, "iosif").await;
    let (dunya, _) = served.log_in(test.documenter, "dunya").await;
    for cookie in [&iosif, &dunya] {
        let page = served.get("/elsewhere", cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.len() <= 40_000 && !page.text.contains("<script"));
        let sent = ["csrf", "once", "compartment"].map(|name| page.hidden(name));
        let reply = served
            .post(
                "/elsewhere/places",
                cookie,
                &[
                    ("csrf", &sent[0]),
                    ("once", &sent[1]),
                    ("compartment", &sent[2]),
                    ("do", "join"),
                ],
            )
            .await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    }
    let (vera, _) = served.log_in(test.officer, "vera").await;
    assert_eq!(
        served.get("/elsewhere", &vera).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!served.get("/", &vera).await.text.contains("/elsewhere"));
    // Sessions end while a name rests; everybody comes again.
    test.clock.advance(86_400 * 31);
    let (anselm, _) = served.log_in(test.analyst, "anselm").await;
    let mut page = served.get("/elsewhere/ask", &anselm).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert_eq!(page.text.matches("name=\"question\"").count(), 6);
    assert!(!page.text.contains("Zyvaren") && !page.text.contains("Circle"));
    for left in (0..6).rev() {
        let sent = ["csrf", "once", "question"].map(|name| page.hidden(name));
        let reply = served
            .post(
                "/elsewhere/ask",
                &anselm,
                &[
                    ("csrf", &sent[0]),
                    ("once", &sent[1]),
                    ("question", &sent[2]),
                ],
            )
            .await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        page = served.get("/elsewhere/ask", &anselm).await;
        assert_eq!(page.text.matches("name=\"question\"").count(), left);
    }
    let (iosif, _) = served.log_in(test.second_officer, "iosif").await;
    let page = served.get("/elsewhere", &iosif).await;
    assert!(page.text.contains("Zyvaren Karimov"), "{}", page.text);
    assert!(
        page.text
            .contains("Another office may hold a file on this person")
    );
    assert!(!page.text.contains("Circle") && !page.text.contains("Karimov, Zyvaren"));
    let question = page
        .text
        .split("action=\"/elsewhere/questions/")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .unwrap();
    let path = format!("/elsewhere/questions/{question}");
    let answer = async |page: &Reply, answer: &'static str, told: &'static str| {
        served
            .post(
                &path,
                &iosif,
                &[
                    ("csrf", &page.hidden("csrf")),
                    ("once", &page.hidden("once")),
                    ("file", &older.to_string()),
                    ("answer", answer),
                    ("told", told),
                ],
            )
            .await
    };
    let empty = answer(&page, "reveal", "  ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("at least how to reach you"));
    let page = served.get("/elsewhere", &iosif).await;
    let said = answer(&page, "reveal", "Ask for Iosif").await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let page = served.get("/elsewhere", &iosif).await;
    assert!(
        page.text.contains("You reveal, if the other lead does"),
        "{}",
        page.text
    );
    // What is another's question is nobody's.
    let (dunya, _) = served.log_in(test.documenter, "dunya").await;
    let theirs = served.get("/elsewhere", &dunya).await;
    let forged = served
        .post(
            &path,
            &dunya,
            &[
                ("csrf", &theirs.hidden("csrf")),
                ("once", &theirs.hidden("once")),
                ("file", &older.to_string()),
                ("answer", "decline"),
            ],
        )
        .await;
    assert_eq!(forged.status, StatusCode::NOT_FOUND);
}
