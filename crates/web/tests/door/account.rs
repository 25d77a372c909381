//! The own account, the language of a member, and the ledger as its page shows it.

use axum::http::StatusCode;
use sealing::TotpSecret;

use crate::common::{Served, served};

async fn token(served: &Served, path: &str, cookie: &str) -> String {
    served.get(path, cookie).await.hidden("csrf")
}

/// The address that ends the first session named on an account page.
fn ending(page: &str) -> String {
    let rest = page.split("action=\"/account/sessions/").nth(1).unwrap();
    format!("/account/sessions/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_member_sees_and_ends_their_own_sessions_only() {
    let served = served().await;
    let (here, _) = served.log_in(served.test.officer, "vera").await;
    let alone = served.get("/account", &here).await;
    assert_eq!(alone.status, StatusCode::OK);
    assert!(!alone.text.contains("/account/sessions/"), "nobody else");
    let (there, _) = served.log_in(served.test.officer, "vera").await;
    let (stranger, _) = served.log_in(served.test.second_officer, "iosif").await;
    let page = served.get("/account", &here).await;
    assert_eq!(page.text.matches("/end\"").count(), 2, "one and all others");
    let end_one = ending(&page.text);
    // Somebody else's session cannot be ended, nor told from one that is not there.
    let foreign = token(&served, "/account", &stranger).await;
    let sent = [("csrf", foreign.as_str())];
    let reply = served.post(&end_one, &stranger, &sent).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(served.get("/people", &there).await.status, StatusCode::OK);
    let own = page.hidden("csrf");
    let sent = [("csrf", own.as_str())];
    assert_eq!(
        served.post(&end_one, &here, &sent).await.location(),
        "/account"
    );
    assert_eq!(served.get("/people", &there).await.location(), "/log-in");
    let (there, _) = served.log_in(served.test.officer, "vera").await;
    let (elsewhere, _) = served.log_in(served.test.officer, "vera").await;
    let reply = served.post("/account/sessions/end", &here, &sent).await;
    assert_eq!(reply.location(), "/account");
    for ended in [&there, &elsewhere] {
        assert_eq!(served.get("/people", ended).await.location(), "/log-in");
    }
    assert_eq!(served.get("/people", &here).await.status, StatusCode::OK);
    assert_eq!(
        served.get("/people", &stranger).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn recovery_codes_are_made_anew_only_with_a_code_of_the_moment() {
    let served = served().await;
    let admin = served.test.caller(served.test.administrator).await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let (secret, old) = served
        .house
        .give_factor(&admin, served.test.officer)
        .await
        .unwrap();
    let page = served.get("/account/recovery-codes", &cookie).await;
    let csrf = page.hidden("csrf");
    let wrong = [("csrf", csrf.as_str()), ("code", "000000")];
    let reply = served
        .post("/account/recovery-codes", &cookie, &wrong)
        .await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let now = u64::try_from(served.house.now().seconds()).unwrap();
    let code = TotpSecret::parse(&secret).unwrap().code_at(now);
    let right = [("csrf", csrf.as_str()), ("code", code.as_str())];
    let reply = served
        .post("/account/recovery-codes", &cookie, &right)
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert!(
        old.iter().all(|old| !reply.text.contains(old.as_str())),
        "the codes are new"
    );
    // The same code is not good twice, and an old recovery code is void.
    for code in [code.as_str(), old[0].as_str()] {
        let sent = [("csrf", csrf.as_str()), ("code", code)];
        let reply = served.post("/account/recovery-codes", &cookie, &sent).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let account = served.get("/account", &cookie).await;
    assert!(
        account
            .text
            .contains("\u{2068}10\u{2069} recovery codes are left"),
        "{}",
        account.text
    );
}

#[tokio::test]
async fn a_language_goes_with_its_member() {
    let served = served().await;
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    let csrf = token(&served, "/account", &cookie).await;
    let sent = [
        ("csrf", csrf.as_str()),
        ("locale", "ar"),
        ("back", "/account"),
    ];
    let reply = served.post("/language", &cookie, &sent).await;
    assert_eq!(reply.location(), "/account");
    // Another browser, which knows nothing of the choice.
    let (other, _) = served.log_in(served.test.officer, "vera").await;
    let page = served.get("/account", &other).await;
    assert!(page.text.contains("<html lang=\"ar\" dir=\"rtl\">"));
    // A colleague at the same browser does not inherit it.
    let (colleague, _) = served.log_in(served.test.second_officer, "iosif").await;
    let both = format!("{colleague}; unforgotten-language=ar");
    let page = served.get("/account", &both).await;
    assert!(page.text.contains("<html lang=\"en\" dir=\"ltr\">"));
}

#[tokio::test]
async fn the_ledger_page_says_no_more_than_its_reader_may_know() {
    let served = served().await;
    let officer = served.test.caller(served.test.officer).await;
    let file = served.test.people(&officer, served.test.a).await[0];
    served.house.sequence_all().await.unwrap();
    let (cookie, _) = served.log_in(served.test.administrator, "admin").await;
    served.house.sequence_all().await.unwrap();
    let page = served.get("/ledger", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("logged in"), "{}", page.text);
    for closed in [file.to_string(), "/people/".to_owned()] {
        let main = page.text.split("<main").nth(1).unwrap();
        assert!(!main.contains(&closed), "{closed}");
    }
    for person in &testkit::PEOPLE {
        assert!(!page.text.contains(person.name));
    }
    // Every leaf stands on exactly one page.
    let size: usize = served.house.verify().await.unwrap().sequenced as usize;
    let (mut next, mut rows) = ("/ledger".to_owned(), 0);
    loop {
        let page = served.get(&next, &cookie).await;
        rows += page.text.matches("<tr><td").count();
        let Some(more) = page.text.split("rel=\"next\" href=\"").nth(1) else {
            break;
        };
        next = more.split('"').next().unwrap().to_owned();
    }
    let after: usize = served.house.verify().await.unwrap().sequenced as usize;
    assert_eq!((rows, after), (size, size));
    for (user, login) in [
        (served.test.officer, "vera"),
        (served.test.documenter, "dunya"),
    ] {
        let (cookie, _) = served.log_in(user, login).await;
        let reply = served.get("/ledger", &cookie).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{login}");
    }
}
