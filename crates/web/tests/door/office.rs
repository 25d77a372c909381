//! What an office does besides the files: members from a table, shares of a key, lists and pages on
//! paper, corrections of a meeting, the life of backups, who knows whose name.

use axum::http::StatusCode;
use casework::Body as _;
use desk::Caller;
use kernel::FileId;

use crate::common::{Reply, Served, served};

async fn first_person(served: &Served) -> (Caller, FileId) {
    let officer = served.test.caller(served.test.officer).await;
    let people = served.test.people(&officer, served.test.a).await;
    let file = *people.first().unwrap();
    (officer, file)
}

async fn post(served: &Served, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let csrf = served.get("/account", cookie).await.hidden("csrf");
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend_from_slice(fields);
    served.post(path, cookie, &all).await
}

async fn read_table(served: &Served, cookie: &str, name: &str, content: &[u8]) -> Reply {
    let csrf = served.get("/members/import", cookie).await.hidden("csrf");
    served
        .send_file("/members/import", cookie, &csrf, name, content)
        .await
}

async fn logins(served: &Served) -> Vec<String> {
    let admin = served.test.caller(served.test.administrator).await;
    let members = served.house.members(&admin).await.unwrap();
    members.into_iter().map(|line| line.login).collect()
}

#[tokio::test]
async fn members_come_from_a_table_all_or_none() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.administrator, "admin").await;
    let before = logins(&served).await;
    // With a byte order mark, semicolons, and a name that holds both divider and quotes.
    let table = "\u{feff}login;name;organisation;compartment;role\r\n\
                 amal;\"Haddad; Amal \"\"Umm Salim\"\"\";;Desk;desk_officer\r\n\
                 bo;Bo Lindqvist;;Desk;documenter\r\n\
                 bo;Bo Lindqvist;;Desk;analyst\r\n";
    let page = read_table(&served, &cookie, "m.csv", table.as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text.contains("Haddad; Amal &#34;Umm Salim&#34;"),
        "{}",
        page.text
    );
    assert_eq!(logins(&served).await, before, "only shown");
    let parcel = page.hidden("table");
    // Somebody takes the name of the second row meanwhile: then nobody of the table comes in.
    let admin = served.test.caller(served.test.administrator).await;
    let taken = desk::members::NewMember {
        login: "bo",
        display_name: "Another",
        organisation: served.house.organisation(),
        password: testkit::PASSWORD,
        must_change: false,
        locale: "en",
    };
    served.house.add_member(&admin, &taken).await.unwrap();
    let path = "/members/import/carry-out";
    let reply = post(&served, path, &cookie, &[("table", &parcel)]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!logins(&served).await.contains(&"amal".to_owned()));
    // The same as a spreadsheet, under another name.
    let headers = ["login", "name", "compartment", "role"].map(str::to_owned);
    let rows = [
        ["amal", "Amal", "Desk", "desk_officer"].map(str::to_owned),
        ["bos", "Bo, the younger", "", ""].map(str::to_owned),
    ];
    let book = lists::xlsx(
        kernel::Label::Green,
        "members",
        "members",
        &headers,
        rows.iter().map(<[String; 4]>::as_slice),
    )
    .unwrap();
    let page = read_table(&served, &cookie, "m.xlsx", &book).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let parcel = page.hidden("table");
    let reply = post(&served, path, &cookie, &[("table", &parcel)]).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let after = logins(&served).await;
    assert!(after.contains(&"amal".to_owned()) && after.contains(&"bos".to_owned()));
    let members = served.house.members(&admin).await.unwrap();
    let amal = members.iter().find(|line| line.login == "amal").unwrap();
    assert_eq!(amal.roles.len(), 1);
}

#[tokio::test]
async fn a_table_with_faults_names_each_and_adds_nobody() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.administrator, "admin").await;
    let before = logins(&served).await;
    let table = "login,name,organisation,compartment,role\n\
                 ,Nobody,,,\n\
                 vera,Taken,,,\n\
                 new1,One,No such house,,\n\
                 new2,Two,,No such desk,documenter\n\
                 new3,Three,,Desk,minister\n\
                 new4,Four,,Desk,\n\
                 new5,Five,,Desk,analyst\n\
                 new5,Other,,Desk,documenter\n";
    let page = read_table(&served, &cookie, "m.csv", table.as_bytes()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        page.text.matches("<p class=\"error\">").count(),
        7,
        "{}",
        page.text
    );
    assert!(page.hidden("table").is_empty());
    for rubbish in [
        &b""[..],
        &b"\x7fELF\x02\x01\x01\0\0\0"[..],
        &b"PK\x03\x04broken"[..],
    ] {
        let page = read_table(&served, &cookie, "m.csv", rubbish).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.hidden("table").is_empty());
    }
    assert_eq!(logins(&served).await, before);
}

#[tokio::test]
async fn a_key_is_cut_and_brought_back_in_the_browser() {
    let served = served().await;
    let path = format!("/compartments/{}/shares", served.test.sealed);
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let cut = |total: &'static str, threshold: &'static str| {
        [("do", "cut"), ("total", total), ("threshold", threshold)]
    };
    for (total, threshold) in [("3", "1"), ("2", "3"), ("900", "2")] {
        let reply = post(&served, &path, &cookie, &cut(total, threshold)).await;
        assert_eq!(
            reply.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{total} {threshold}"
        );
    }
    let reply = post(&served, &path, &cookie, &cut("3", "2")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let shares: Vec<String> = reply
        .text
        .split("<code dir=\"ltr\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(shares.len(), 3);
    // Shown once only.
    let again = served.get(&path, &cookie).await;
    assert!(shares.iter().all(|share| !again.text.contains(share)));
    // An administrator, who holds no key there, gives it back to a member.
    let (admin, _) = served.log_in(served.test.administrator, "admin").await;
    let member = served.test.second_officer.to_string();
    let one = shares[0].clone();
    let two = format!("{}\n{}", shares[0], shares[2]);
    for (typed, right) in [(one, false), (two, true)] {
        let fields = [
            ("do", "recover"),
            ("member", member.as_str()),
            ("shares", typed.as_str()),
        ];
        let reply = post(&served, &path, &admin, &fields).await;
        assert_eq!(
            reply.status == StatusCode::SEE_OTHER,
            right,
            "{}",
            reply.text
        );
        assert!(
            !reply.text.contains(&shares[0]),
            "most of a key is not sent back"
        );
    }
    let (outsider, _) = served.log_in(served.test.documenter, "dunya").await;
    assert_eq!(
        served.get(&path, &outsider).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_saved_list_says_its_label_who_when_and_by_which_filter() {
    let served = served().await;
    first_person(&served).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let whole = served.get("/people/export.csv", &cookie).await;
    let first = whole.text.lines().next().unwrap();
    assert!(
        first.starts_with('\u{feff}') && first.contains("TLP:"),
        "{first}"
    );
    for word in ["Filter: everybody", "2026-03-02"] {
        assert!(first.contains(word), "{first}");
    }
    let disposition = whole.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.contains("list.csv"), "{disposition}");
    assert!(whole.text.contains(testkit::PEOPLE[0].name));
    // A filter that nobody fits: the banner says so, and no person follows.
    let none = served
        .get("/people/export.csv?country=XZ&stage=exile", &cookie)
        .await;
    assert_eq!(none.text.lines().count(), 2, "{}", none.text);
    assert!(!none.text.lines().next().unwrap().contains("everybody"));
    let json = served.get("/people/export.json", &cookie).await;
    let json: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert!(json["label"].as_str().unwrap().starts_with("TLP:"));
    assert!(!json["people"].as_array().unwrap().is_empty());
    let book = served.get("/people/export.xlsx", &cookie).await;
    assert!(book.text.starts_with("PK"));
}

#[tokio::test]
async fn a_page_on_paper_is_labelled_and_logged_as_a_document() {
    let served = served().await;
    let (officer, file) = first_person(&served).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    assert_eq!(
        served.get(&format!("/people/{file}"), &cookie).await.status,
        StatusCode::OK
    );
    let paper = served.get(&format!("/people/{file}/print"), &cookie).await;
    assert_eq!(paper.status, StatusCode::OK, "{}", paper.text);
    assert!(paper.text.contains("TLP:") && paper.text.contains(testkit::PEOPLE[0].name));
    for absent in ["<nav", "<form", "/record/", "<script"] {
        assert!(!paper.text.contains(absent), "{absent}");
    }
    let openings = served.house.openings_of(&officer, file).await.unwrap();
    assert!(openings.iter().any(|opening| opening.way == "document"));
    let (outsider, _) = served.log_in(served.test.documenter, "dunya").await;
    let denied = served
        .get(&format!("/people/{file}/print"), &outsider)
        .await;
    assert_eq!(denied.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_who_correct_a_meeting_meet() {
    let served = served().await;
    let (officer, _) = first_person(&served).await;
    let meeting = casework::bilaterals::Meeting {
        title: "Yearly talks".to_owned(),
        ..casework::bilaterals::Meeting::sample()
    };
    let file = served
        .house
        .plan_meeting(&officer, served.test.a, &meeting)
        .await
        .unwrap();
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let path = format!("/meetings/{file}/edit");
    let page = served.get(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let version = page.hidden("version");
    let form = |title: &'static str| {
        vec![
            ("version", version.as_str()),
            ("code", meeting.code.as_str()),
            ("title", title),
            ("country", meeting.country.as_str()),
            ("counterpart", meeting.counterpart.as_str()),
            ("day", "2026-12-01"),
        ]
    };
    let first = post(&served, &path, &cookie, &form("Talks in winter")).await;
    assert_eq!(
        first.location(),
        format!("/meetings/{file}"),
        "{}",
        first.text
    );
    let shown = served.get(&format!("/meetings/{file}"), &cookie).await;
    assert!(shown.text.contains("Talks in winter"));
    // The second had read the version from before.
    let second = post(&served, &path, &cookie, &form("Talks in spring")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    for title in ["Yearly talks", "Talks in winter", "Talks in spring"] {
        assert!(second.text.contains(title), "{title}");
    }
    let shown = served.get(&format!("/meetings/{file}"), &cookie).await;
    assert!(
        shown.text.contains("Talks in winter"),
        "nothing was written over"
    );
    let (outsider, _) = served.log_in(served.test.documenter, "dunya").await;
    assert_eq!(
        served.get(&path, &outsider).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_days_of_backups_are_set_within_bounds_and_said_before_erasing() {
    let served = served().await;
    let (_, file) = first_person(&served).await;
    let (admin, _) = served.log_in(served.test.administrator, "admin").await;
    for wrong in ["0", "91", "many"] {
        let reply = post(&served, "/backups", &admin, &[("days", wrong)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let reply = post(&served, "/backups", &admin, &[("days", "12")]).await;
    assert_eq!(reply.location(), "/backups");
    let (officer, _) = served.log_in(served.test.officer, "vera").await;
    let page = served.get(&format!("/people/{file}/erase"), &officer).await;
    assert!(
        page.text.contains("\u{2068}12\u{2069} days"),
        "{}",
        page.text
    );
    assert_eq!(
        served.get("/backups", &officer).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn colleagues_know_each_other_and_nobody_else() {
    let served = served().await;
    let documenter = served.test.caller(served.test.documenter).await;
    let known = served.house.colleagues(&documenter).await.unwrap();
    let own: Vec<_> = documenter
        .compartments()
        .iter()
        .map(|(id, _, _)| *id)
        .collect();
    assert!(!known.is_empty() && known.iter().all(|one| own.contains(&one.compartment)));
    assert!(
        known
            .iter()
            .all(|one| one.user != served.test.second_officer)
    );
    let (cookie, _) = served.log_in(served.test.documenter, "dunya").await;
    let page = served
        .get(&format!("/compartments/{}", own[0]), &cookie)
        .await;
    assert!(
        page.text.contains(&documenter.display_name),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("/members/"),
        "names, not files of members"
    );
}

#[tokio::test]
async fn what_waits_is_said_on_every_page_once_it_was_counted() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    assert!(
        served
            .get("/people", &cookie)
            .await
            .text
            .contains("what waits")
    );
    served.get("/", &cookie).await;
    assert!(
        !served
            .get("/people", &cookie)
            .await
            .text
            .contains("what waits")
    );
}
