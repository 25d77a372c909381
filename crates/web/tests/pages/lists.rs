//! A list through the pages, without scripts: columns, words, questions, rehearsal, import, review, the
//! partner's sheet, undoing, and the same list again with the kept mapping.
use std::fmt::Write as _;

use crate::common::{self, HOST, Reply, Served};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

const LIST: &str = "id,name,born,status,prison,remark\n\
    1,Ana Vel,1979,imprisoned,\"Prison No. 3, Tumzha; 9 Mill Street\",\n\
    2,Ivo Marn,31/02/1980,strange word,released,=1+1\n\
    3,Oda Brint,1981,died,Prison No. 4,\n\
    4,Pell Quay,1982,died,Prison No. 4,\n\
    5,Rhea\n";

async fn upload(
    served: &Served,
    path: &str,
    cookies: &str,
    fields: &[(&str, &str)],
    (name, file): (&str, &[u8]),
) -> Reply {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    body.extend_from_slice(
        format!(
            "--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"list\"\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--XX--\r\n");
    let request = Request::post(path)
        .header(header::HOST, HOST)
        .header(header::COOKIE, cookies)
        .header(header::ORIGIN, format!("http://{HOST}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX");
    served.send(request.body(Body::from(body)).unwrap()).await
}

/// Uploads a list and returns the address of its mapping.
async fn begin(served: &Served, cookies: &str, file: &[u8]) -> String {
    let form = served.get("/imports/new", cookies).await;
    assert_eq!(form.status, StatusCode::OK);
    let sent = upload(
        served,
        "/imports/new",
        cookies,
        &[
            ("csrf", &form.hidden("csrf")),
            ("new_source", "Lantern Circle"),
            ("compartment", &served.test.a.to_string()),
        ],
        ("file", file),
    )
    .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    sent.location().to_owned()
}

async fn post(
    served: &Served,
    form: &str,
    to: &str,
    cookies: &str,
    more: &[(&str, &str)],
) -> Reply {
    let page = served.get(form, cookies).await;
    assert_eq!(page.status, StatusCode::OK, "{form}: {}", page.text);
    let (csrf, once) = (page.hidden("csrf"), page.hidden("once"));
    let mut fields = vec![("csrf", csrf.as_str()), ("once", once.as_str())];
    fields.extend_from_slice(more);
    served.post(to, cookies, &fields).await
}

/// The words without the signs that keep numbers and names apart from them.
fn plain(page: &Reply) -> String {
    page.text.replace(['\u{2068}', '\u{2069}'], "")
}

/// Waits until a list is no longer being read.
async fn settled(served: &Served, path: &str, cookies: &str) -> Reply {
    for _ in 0..400 {
        let page = served.get(path, cookies).await;
        if !page.text.contains("value=\"cancel\"") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the list is read for ever")
}

/// The address behind a link with these words.
fn link(page: &Reply, words: &str) -> String {
    let before = page
        .text
        .split(words)
        .next()
        .unwrap_or_else(|| panic!("no link {words}"));
    before
        .rsplit("href=\"")
        .next()
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_list_is_mapped_imported_decided_undone_and_imported_again() {
    let served = common::served().await;
    let (cookies, _) = served.log_in(served.test.officer, "vera").await;
    let mapping = begin(&served, &cookies, LIST.as_bytes()).await;
    let overview = served.get(&mapping, &cookies).await;
    assert!(
        overview.text.contains("the header says so"),
        "{}",
        overview.text
    );
    // One column is made to say two things.
    let columns = mapping.replace("mapping", "columns");
    let remark = format!("{columns}/5");
    let page = served.get(&remark, &cookies).await;
    assert!(page.text.contains("=1+1"));
    let next = post(
        &served,
        &remark,
        &remark,
        &cookies,
        &[
            ("meaning", "note"),
            ("meaning", "fact:occupation"),
            ("do", "done"),
        ],
    )
    .await;
    assert_eq!(next.location(), mapping);
    let overview = served.get(&mapping, &cookies).await;
    assert!(overview.text.contains("remark + "), "{}", overview.text);
    // The place cell is shown taken apart.
    let prison = served.get(&format!("{columns}/4"), &cookies).await;
    assert!(prison.text.contains("9 Mill Street"), "{}", prison.text);
    // A word of theirs gets a code of ours.
    let words = mapping.replace("mapping", "words");
    let page = served.get(&words, &cookies).await;
    assert!(page.text.contains("strange word"));
    let place = page
        .text
        .split("value=\"standing:strange word\"")
        .next()
        .and_then(|before| before.rsplit("name=\"word.").next())
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    let kept = post(
        &served,
        &words,
        &words,
        &cookies,
        &[
            (&format!("word.{place}"), "standing:strange word"),
            (&format!("code.{place}"), "house_arrest"),
        ],
    )
    .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let profile = served
        .get(&mapping.replace("mapping", "profile.toml"), &cookies)
        .await;
    assert!(
        profile.text.contains("\"strange word\" = \"house_arrest\""),
        "{}",
        profile.text
    );
    assert!(!profile.text.contains("Ana Vel"), "no cell of the list");
    // Questions, rehearsal, import.
    let questions = [
        ("country", "XV"),
        ("date_order", "day_first"),
        ("extent", "whole"),
    ];
    let run = post(&served, &mapping, &mapping, &cookies, &questions).await;
    let rehearsal = run.location().to_owned();
    let page = settled(&served, &rehearsal, &cookies).await;
    assert!(
        plain(&page).contains("The rows speak of 4 people."),
        "{}",
        page.text
    );
    assert!(page.text.contains("too few cells"));
    let import = rehearsal.replace("/rehearsal", "");
    let done = post(&served, &rehearsal, &import, &cookies, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = settled(&served, &import, &cookies).await;
    let result = page.location().to_owned();
    let page = served.get(&result, &cookies).await;
    assert!(
        page.text.contains("Oda Brint"),
        "rows name their people: {}",
        page.text
    );
    // The partner's sheet has every row and no formula.
    let sheet = served
        .get(&format!("{result}/feedback.csv"), &cookies)
        .await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(sheet.text.lines().count(), 2 + 5, "{}", sheet.text);
    assert!(sheet.text.contains("not taken"));
    assert!(
        !sheet
            .text
            .lines()
            .any(|line| line.contains(",=") || line.starts_with('='))
    );
    // The two deaths are decided together, and that is taken back.
    let waiting = served.get("/review/rows", &cookies).await;
    let deaths = link(&waiting, "the list says that the person died");
    let page = served.get(&deaths, &cookies).await;
    assert!(plain(&page).contains("In 2 of these rows"), "{}", page.text);
    let row = link(&page, "Look at the row");
    let page = served.get(&row, &cookies).await;
    assert!(page.text.contains("What was understood"));
    let together = [
        ("list", "Lantern Circle"),
        ("doubt", "death_claim"),
        ("counted", "2"),
        ("decision", "accepted"),
    ];
    let decided = post(&served, &deaths, "/review/rows", &cookies, &together).await;
    assert!(decided.location().contains("count=2"), "{}", decided.text);
    let group = decided
        .location()
        .split("decided=")
        .nth(1)
        .and_then(|rest| rest.split('&').next())
        .unwrap()
        .to_owned();
    let page = served.get(decided.location(), &cookies).await;
    assert!(!page.text.contains("the list says that the person died"));
    let back = post(
        &served,
        decided.location(),
        &format!("/review/decisions/{group}"),
        &cookies,
        &[],
    )
    .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let waiting = served.get("/review/rows", &cookies).await;
    assert!(waiting.text.contains("the list says that the person died"));
    // Undone, and in again in one step with the kept mapping.
    let undo = format!("{result}/undo");
    let undone = post(&served, &undo, &undo, &cookies, &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    let waiting = served.get("/review/rows", &cookies).await;
    // What somebody has decided about is somebody's work and stays; the rest is gone.
    assert!(!waiting.text.contains("there is no such day"));
    assert!(waiting.text.contains("the list says that the person died"));
    let mapping = begin(&served, &cookies, LIST.as_bytes()).await;
    let overview = served.get(&mapping, &cookies).await;
    assert!(
        overview
            .text
            .contains("as in the last list from this source")
    );
    let run = post(&served, &mapping, &mapping, &cookies, &questions).await;
    let page = settled(&served, run.location(), &cookies).await;
    assert!(
        plain(&page).contains("The rows speak of 4 people."),
        "{}",
        page.text
    );
    // Who may not import sees none of it.
    let (other, _) = served.log_in(served.test.analyst, "anselm").await;
    for path in [mapping.as_str(), &words, &remark, &result, &row] {
        let page = served.get(path, &other).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_the_widest_list_stay_small() {
    let served = common::served().await;
    let (cookies, _) = served.log_in(served.test.officer, "vera").await;
    let mut list = String::from("name");
    for number in 0..600 {
        write!(list, ",a column with quite a long header number {number}").unwrap();
    }
    for row in 0..30 {
        write!(list, "\nPerson {row}").unwrap();
        for number in 0..600 {
            write!(
                list,
                ",a cell that says quite a lot about the row {row} and {number}"
            )
            .unwrap();
        }
    }
    list.push('\n');
    let mapping = begin(&served, &cookies, list.as_bytes()).await;
    let last = format!("{mapping}?from=600");
    let columns = mapping.replace("mapping", "columns");
    let words = mapping.replace("mapping", "words");
    for path in [
        &mapping,
        &last,
        &format!("{columns}/0"),
        &format!("{columns}/300"),
        &words,
    ] {
        let page = served.get(path, &cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            page.text.len() <= 40_000,
            "{path}: {} bytes",
            page.text.len()
        );
    }
    let beyond = served.get(&format!("{columns}/601"), &cookies).await;
    assert_eq!(beyond.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_list_or_no_mapping_is_refused_in_words_and_loses_nothing() {
    let served = common::served().await;
    let (cookies, _) = served.log_in(served.test.officer, "vera").await;
    let form = served.get("/imports/new", &cookies).await;
    let sent = upload(
        &served,
        "/imports/new",
        &cookies,
        &[
            ("csrf", &form.hidden("csrf")),
            ("new_source", "Circle"),
            ("compartment", &served.test.a.to_string()),
        ],
        ("file", b"%PDF-1.7 rubbish"),
    )
    .await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        sent.text.contains("not a list that the program can read"),
        "{}",
        sent.text
    );
    let mapping = begin(&served, &cookies, LIST.as_bytes()).await;
    let profile = mapping.replace("mapping", "profile");
    let csrf = served.get(&mapping, &cookies).await.hidden("csrf");
    for rubbish in [&b"format = 9"[..], b"\xff\xfe\x00", b""] {
        let sent = upload(
            &served,
            &profile,
            &cookies,
            &[("csrf", &csrf)],
            ("profile", rubbish),
        )
        .await;
        // An empty file is an empty mapping of no format at all.
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{rubbish:?}");
    }
    let good = b"format = 1\nsource = \"x\"\nrow_key = [\"id\"]\n[[column]]\nheader = \"name\"\ntargets = [{ as = \"birth\" }]\n";
    let sent = upload(
        &served,
        &profile,
        &cookies,
        &[("csrf", &csrf)],
        ("profile", good),
    )
    .await;
    assert_eq!(sent.location(), mapping);
    // Nobody's name would be read: that is said before anything runs.
    let run = post(&served, &mapping, &mapping, &cookies, &[("country", "XV")]).await;
    assert_eq!(run.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(run.text.contains("No column is taken for a name"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_whose_answer_was_lost_is_not_carried_out_again() {
    let served = common::served().await;
    let (cookies, _) = served.log_in(served.test.officer, "vera").await;
    let officer = served.test.caller(served.test.officer).await;
    let file = served
        .test
        .open(
            &officer,
            served.test.a,
            &[testkit::name("Zoya Ardent", "official")],
        )
        .await;
    let notes = async || {
        let person = served.house.person(&officer, file).await.unwrap();
        person.history.of_kind("note").count()
    };
    let form = format!("/people/{file}/record/note");
    let page = served.get(&form, &cookies).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let fields = [
        ("csrf", page.hidden("csrf")),
        ("once", page.hidden("once")),
        ("text", "called her sister".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let sent = served.post(&form, &cookies, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(notes().await, 1);
    // The server ended between the write and its answer: what the write kept is all there is.
    let forgotten = served
        .house
        .register()
        .tamper("UPDATE repeats SET answer = ''".to_owned(), Vec::new())
        .await
        .unwrap();
    assert_eq!(forgotten, 1);
    let again = served.post(&form, &cookies, &fields).await;
    assert_ne!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    assert_eq!(notes().await, 1, "it had its effect once");
}
