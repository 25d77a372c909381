//! Wishes, stops and well-being as those meet them who answer for a person.

use axum::http::StatusCode;
use casework::{
    coordination::Act,
    wellbeing::{Contact, HungerStrike, Solitary},
    wishes::{FollowUp, Stop, Wish},
};
use desk::{Caller, Draft};
use kernel::{EntryId, FileId, PartialDate};

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

async fn record(served: &Served, caller: &Caller, file: FileId, draft: &Draft) -> EntryId {
    served.house.record(caller, file, draft).await.unwrap()
}

/// The family liaison's day: the mother says no more; within two minutes the page shows everything that
/// is touched, and each thing stays until somebody says how it ended.
#[tokio::test]
async fn o1c_a_withdrawal_shows_everything_it_touches() {
    let served = served().await;
    let (officer, file) = first_person(&served).await;
    let today = served.house.now().day();
    let publication = Act {
        act: "raise_publicly".to_owned(),
        on: today.plus(-40),
        text: Some("Statement on her birthday".to_owned()),
        by: "the minister".to_owned(),
        ..Act::default()
    };
    record(&served, &officer, file, &Draft::new(&publication).unwrap()).await;
    let quiet = Act {
        act: "raise_privately".to_owned(),
        on: today.plus(-20),
        by: "the ambassador".to_owned(),
        ..Act::default()
    };
    record(&served, &officer, file, &Draft::new(&quiet).unwrap()).await;
    // Somebody saved the list that holds her.
    let (cookie, _) = served.log_in(served.test.officer, "vera").await;
    assert_eq!(
        served.get("/people/export.csv", &cookie).await.status,
        StatusCode::OK
    );
    let form = served
        .get(&format!("/people/{file}/record/wish"), &cookie)
        .await;
    assert!(
        form.text.contains("name=\"never\"") && form.text.contains("next_contact.on"),
        "{}",
        form.text
    );
    let said = [
        ("giver.relation", "relative"),
        ("giver.kinship", "mother"),
        ("proxy", "cannot_be_reached"),
        ("how_known", "spoken"),
        ("never", "My younger son may not be named any more."),
        ("language", "ar"),
        ("scopes.c10", "withdrawn"),
        ("scopes.c05", "granted"),
        ("next_contact.on", "2027-01-06"),
        ("next_contact.how", "through the neighbour"),
    ];
    let back = post(
        &served,
        &format!("/people/{file}/record/wish/read-back"),
        &cookie,
        &said,
    )
    .await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text);
    // She hears it in her own language.
    assert!(
        back.text
            .contains("class=\"aloud\" lang=\"ar\" dir=\"rtl\"")
    );
    assert!(
        back.text
            .contains("My younger son may not be named any more.")
    );
    let mut kept = said.to_vec();
    kept.push(("read_back", "yes"));
    let reply = post(
        &served,
        &format!("/people/{file}/record/wish"),
        &cookie,
        &kept,
    )
    .await;
    let list = format!("/people/{file}/follow-ups");
    assert_eq!(
        (reply.status, reply.location()),
        (StatusCode::SEE_OTHER, list.as_str()),
        "{}",
        reply.text
    );
    let page = served.get(&list, &cookie).await;
    assert!(
        page.text.contains("Statement on her birthday"),
        "{}",
        page.text
    );
    assert!(page.text.contains("list that was saved"), "{}", page.text);
    assert!(
        !page.text.contains("the ambassador"),
        "what was quiet stays"
    );
    let person = served.house.person(&officer, file).await.unwrap();
    let open = person.history.bodies::<FollowUp>();
    assert_eq!(open.len(), 2);
    assert!(open.iter().all(|(_, follow)| follow.done.is_none()));
    let (statement, _) = open
        .iter()
        .find(|(_, follow)| follow.what == "public_act")
        .unwrap();
    let id = statement.outer.id;
    let path = format!("/people/{file}/follow-ups/{id}");
    // Nothing chosen is no end.
    let nothing = post(&served, &path, &cookie, &[("version", "1"), ("result", "")]).await;
    assert_eq!(nothing.location(), list);
    let end = [
        ("version", "1"),
        ("result", "taken_down"),
        ("words", "within the hour"),
    ];
    assert_eq!(post(&served, &path, &cookie, &end).await.location(), list);
    let page = served.get(&list, &cookie).await;
    assert!(page.text.contains("within the hour"), "{}", page.text);
    let person = served.house.person(&officer, file).await.unwrap();
    let done = person.history.bodies::<FollowUp>();
    assert_eq!(
        done.iter()
            .filter(|(_, follow)| follow.done.is_some())
            .count(),
        1
    );
    // And the page of what was said names her, the safe contact, and what follows.
    let said = served.get(&format!("/people/{file}/wishes"), &cookie).await;
    assert!(
        said.text.contains("mother") && said.text.contains("6 January 2027"),
        "{}",
        said.text
    );
    let (entry, wish) = person
        .history
        .bodies::<Wish>()
        .into_iter()
        .find(|(_, wish)| wish.never.is_some())
        .unwrap();
    assert!(wish.read_back && wish.words.is_empty());
    let script = served
        .get(
            &format!("/people/{file}/wishes/{}/script", entry.outer.id),
            &cookie,
        )
        .await;
    assert!(script.text.contains("lang=\"ar\""), "{}", script.text);
    // Nobody outside the compartment sees any of it.
    let (outside, _) = served.log_in(served.test.documenter, "dunya").await;
    assert_eq!(
        served.get(&list, &outside).await.status,
        StatusCode::NOT_FOUND
    );
}

/// Anybody reports a stop on one page; it is confirmed by a second channel, and ended by its rule.
#[tokio::test]
async fn o1c_a_stop_is_confirmed_by_a_second_channel_and_ended_by_its_rule() {
    let served = served().await;
    let (officer, file) = first_person(&served).await;
    let (vera, _) = served.log_in(served.test.officer, "vera").await;
    let page = served.get(&format!("/people/{file}"), &vera).await;
    assert!(page.text.contains(&format!("href=\"/people/{file}/stop\"")));
    let path = format!("/people/{file}/stop");
    let sent = [
        ("acts", "all"),
        ("ground", "asked"),
        ("reported_by", "the sister"),
        ("channel", "telephone"),
    ];
    let reply = post(&served, &path, &vera, &sent).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let stop = async || {
        let person = served.house.person(&officer, file).await.unwrap();
        let (entry, stop) = person.history.bodies::<Stop>().remove(0);
        (entry.outer.id, entry.outer.version, stop)
    };
    let (id, version, _) = stop().await;
    for (act, blocked) in [
        ("raise_privately", true),
        ("ask_medical", false),
        ("ask_proof_of_life", false),
    ] {
        let judged = served.house.judge(&officer, file, act).await.unwrap();
        let stopped = judged
            .verdict
            .reasons
            .iter()
            .any(|reason| reason.rule == gates::Rule::Stopped);
        assert_eq!(stopped, blocked, "{act}");
    }
    // The same member by the same way is no second channel.
    let confirm = format!("/people/{file}/stop/{id}/confirm");
    let same = [("version", "1"), ("channel", " Telephone")];
    let refused = post(&served, &confirm, &vera, &same).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("second channel"), "{}", refused.text);
    let other = [("version", "1"), ("channel", "in person")];
    assert_eq!(
        post(&served, &confirm, &vera, &other).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(stop().await.2.confirmed.is_some());
    // Whoever recorded it does not call it forged; another officer does, and it stays to be seen.
    let lift = format!("/people/{file}/stop/{id}/lift");
    let version = (version + 1).to_string();
    let forged = [
        ("version", version.as_str()),
        ("finding", "forged"),
        ("reason", "The sister never called."),
        ("channel", "the number we know"),
    ];
    let refused = post(&served, &lift, &vera, &forged).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stop().await.2.lifted.is_none());
    // Nor does the form for corrections let it become smaller.
    let edit = format!("/people/{file}/entries/{id}/edit");
    let smaller = [
        ("version", version.as_str()),
        ("acts", "visit"),
        ("reported_by", "the sister"),
        ("channel", "telephone"),
        ("confidence", "credible"),
        ("label", "TLP:AMBER+STRICT"),
    ];
    let refused = post(&served, &edit, &vera, &smaller).await;
    assert_ne!(refused.status, StatusCode::SEE_OTHER);
    assert_eq!(stop().await.2.acts, ["all"]);
    let second = served.test.caller(served.test.second_officer).await;
    let members = served
        .house
        .members(&served.test.caller(served.test.administrator).await)
        .await
        .unwrap();
    let login = members
        .iter()
        .find(|line| line.id == second.actor.user)
        .unwrap()
        .login
        .clone();
    let (other, _) = served.log_in(served.test.second_officer, &login).await;
    let reply = post(&served, &lift, &other, &forged).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let (_, _, ended) = stop().await;
    assert_eq!(
        ended
            .lifted
            .as_ref()
            .and_then(|lifted| lifted.finding.as_deref()),
        Some("forged")
    );
    let page = served.get(&format!("/people/{file}"), &vera).await;
    assert!(page.text.contains("it was forged"), "{}", page.text);
}

/// Many stops in a day by one reporter, or on one country, are seen before anything else.
#[tokio::test]
async fn o1c_a_burst_of_stops_raises_an_alarm() {
    let served = served().await;
    let (officer, file) = first_person(&served).await;
    let (vera, _) = served.log_in(served.test.officer, "vera").await;
    let stop = Stop {
        acts: vec!["visit".to_owned()],
        reported_by: "a caller".to_owned(),
        channel: "telephone".to_owned(),
        ..Stop::default()
    };
    for number in 0..desk::wishes::BURST {
        let page = served.get("/", &vera).await;
        assert!(
            !page.text.contains("unconfirmed stops in one day"),
            "{number}"
        );
        record(&served, &officer, file, &Draft::new(&stop).unwrap()).await;
    }
    let page = served.get("/", &vera).await;
    assert!(
        page.text.contains("unconfirmed stops in one day"),
        "{}",
        page.text
    );
    // Whoever guards the house hears of the reporter, and of nobody's file.
    let (admin, _) = served.log_in(served.test.administrator, "admin").await;
    let page = served.get("/", &admin).await;
    assert!(
        page.text.contains("unconfirmed stops in one day"),
        "{}",
        page.text
    );
    assert!(!page.text.contains(&file.to_string()));
    // A day later it is no burst any more.
    served.test.clock.advance(86_401);
    let (vera, _) = served.log_in(served.test.officer, "vera").await;
    let page = served.get("/", &vera).await;
    assert!(!page.text.contains("unconfirmed stops in one day"));
}

/// Days since each contact, solitary and hunger strike in days, clocks, and a stop that outranks all.
#[tokio::test]
async fn o1b_how_they_are_is_counted_and_a_welfare_stop_outranks_every_aim() {
    let served = served().await;
    let (officer, file) = first_person(&served).await;
    let today = served.house.now().day();
    let held = casework::matters::Detention {
        country: "XV".to_owned(),
        stage: "arrested".to_owned(),
        custody: "police_lockup".to_owned(),
        place_text: "Northgate".to_owned(),
        from: PartialDate::day(today.plus(-3)),
        ..casework::matters::Detention::default()
    };
    record(&served, &officer, file, &Draft::new(&held).unwrap()).await;
    let alone = Solitary {
        from: PartialDate::day(today.plus(-16)),
        until: None,
        words: None,
    };
    record(&served, &officer, file, &Draft::new(&alone).unwrap()).await;
    let strike = HungerStrike {
        from: PartialDate::day(today.plus(-5)),
        until: None,
        fluids: "water_only".to_owned(),
        demands: None,
        written_wishes: None,
        weights: Vec::new(),
    };
    record(&served, &officer, file, &Draft::new(&strike).unwrap()).await;
    let denied = Contact {
        with: "counsel".to_owned(),
        on: PartialDate::day(today.plus(-1)),
        denied: true,
        ..Contact::default()
    };
    record(&served, &officer, file, &Draft::new(&denied).unwrap()).await;
    let (vera, _) = served.log_in(served.test.officer, "vera").await;
    let path = format!("/people/{file}/wellbeing");
    let page = served.get(&path, &vera).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for words in [
        "In solitary: day 17",
        "More than fifteen days",
        "Hunger strike: day 6",
        "no counsel since the arrest",
        "refused since then",
    ] {
        // Figures stand between marks that keep their direction.
        let plain = page.text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain.contains(words), "{words}: {plain}");
    }
    assert!(page.text.len() < 40_000, "{}", page.text.len());
    // It rings on the first page too, and after a restart: the clocks stand in the register.
    let first = served.get("/", &vera).await;
    assert!(
        first.text.contains("no counsel since the arrest"),
        "{}",
        first.text
    );
    assert!(
        first
            .text
            .contains("in solitary for more than fifteen days")
    );
    // Counsel came: the clock is still.
    let met = Contact {
        with: "private_counsel".to_owned(),
        on: PartialDate::day(today),
        ..Contact::default()
    };
    record(&served, &officer, file, &Draft::new(&met).unwrap()).await;
    let page = served.get(&path, &vera).await;
    assert!(
        !page.text.contains("no counsel since the arrest"),
        "{}",
        page.text
    );
    // A welfare stop.
    let sent = [
        ("acts", "all"),
        ("ground", "welfare"),
        ("words", "No word about her now."),
    ];
    let reply = post(&served, &format!("/people/{file}/stop"), &vera, &sent).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let judged = served
        .house
        .judge(&officer, file, "raise_privately")
        .await
        .unwrap();
    assert_eq!(judged.verdict.outcome, gates::Outcome::Block);
    assert_eq!(judged.verdict.reasons[0].rule, gates::Rule::WelfareStopped);
    let page = served.get(&path, &vera).await;
    assert!(page.text.contains("Welfare stop."), "{}", page.text);
    // Whoever set it does not end it.
    let person = served.house.person(&officer, file).await.unwrap();
    let id = person.history.bodies::<Stop>()[0].0.outer.id;
    let lift = format!("/people/{file}/stop/{id}/lift");
    let over = [
        ("version", "1"),
        ("finding", "no_longer_needed"),
        ("reason", "She eats again."),
        ("channel", "visit of today"),
    ];
    let refused = post(&served, &lift, &vera, &over).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let second = served.test.caller(served.test.second_officer).await;
    let mut ended = person.history.bodies::<Stop>().remove(0).1;
    ended.lifted = Some(casework::wishes::Lifted {
        by: second.actor.user,
        reason: "She eats again.".to_owned(),
        finding: Some("no_longer_needed".to_owned()),
        channel: None,
        on: today,
    });
    served
        .house
        .revise(&second, id, 1, &Draft::new(&ended).unwrap())
        .await
        .unwrap();
}

/// Counsel's day: one file is the first page; approves, refuses, objects, says what is wrong; the rest of the
/// house is not there.
#[tokio::test]
async fn r7_counsel_begins_with_one_file_and_is_heard() {
    let served = served().await;
    let officer = served.test.caller(served.test.officer).await;
    let people = served.test.people(&officer, served.test.a).await;
    let (file, other) = (people[0], people[1]);
    // The administrator admits counsel on the page of the member, by the address of the person.
    let admin = served.test.caller(served.test.administrator).await;
    let member = desk::members::NewMember {
        login: "lina",
        display_name: "Lina Oran",
        organisation: served.house.organisation(),
        password: testkit::PASSWORD,
        must_change: false,
        locale: "en",
    };
    let user = served.house.add_member(&admin, &member).await.unwrap();
    let (office, _) = served.log_in(served.test.administrator, "admin").await;
    let page = format!("/members/{user}");
    let compartment = served.test.a.to_string();
    let address = format!("https://desk.example/people/{file}");
    let nothing = [
        ("do", "give"),
        ("role", "counsel"),
        ("compartment", compartment.as_str()),
        ("file", ""),
    ];
    let refused = post(&served, &page, &office, &nothing).await;
    assert_ne!(refused.status, StatusCode::SEE_OTHER, "{}", refused.text);
    let given = [
        ("do", "give"),
        ("role", "counsel"),
        ("compartment", compartment.as_str()),
        ("file", address.as_str()),
    ];
    let reply = post(&served, &page, &office, &given).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let (lina, _) = served.log_in(user, "lina").await;
    let first = served.get("/", &lina).await;
    assert_eq!(first.location(), format!("/people/{file}"));
    let own = served.get(&format!("/people/{file}"), &lina).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.text);
    for words in [
        "approve attending hearings",
        "object to a public act",
        "court papers",
    ] {
        assert!(own.text.contains(words), "{words}: {}", own.text);
    }
    for path in [
        format!("/people/{other}"),
        format!("/people/{other}/wellbeing"),
        format!("/people/{other}/record/counsel_approval"),
        "/meetings".to_owned(),
        "/ledger".to_owned(),
        "/people/export.csv".to_owned(),
    ] {
        let reply = served.get(&path, &lina).await;
        assert_ne!(reply.status, StatusCode::OK, "{path}");
        assert!(!reply.text.contains(&other.to_string()) || path.contains(&other.to_string()));
    }
    let list = served.get("/people", &lina).await;
    assert!(list.text.contains(&file.to_string()) && !list.text.contains(&other.to_string()));
    // Approves observers, refuses this week's visit, objects to a statement.
    let record = format!("/people/{file}/record/counsel_approval");
    let form = served
        .get(&format!("{record}?answer=approved&scopes=c17"), &lina)
        .await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    for (scope, answer) in [
        ("c17", "approved"),
        ("c18", "objected"),
        ("c10", "objected"),
    ] {
        let sent = [
            ("counsel", "Lina Oran"),
            ("scopes", scope),
            ("answer", answer),
            ("label", "TLP:AMBER+STRICT"),
            ("confidence", "confirmed"),
        ];
        let reply = post(&served, &record, &lina, &sent).await;
        assert_eq!(
            reply.status,
            StatusCode::SEE_OTHER,
            "{scope}: {}",
            reply.text
        );
    }
    for (act, rule) in [
        ("attend_hearing", gates::Rule::CounselApproved),
        ("visit", gates::Rule::CounselObjected),
        ("raise_publicly", gates::Rule::CounselObjected),
    ] {
        let judged = served.house.judge(&officer, file, act).await.unwrap();
        assert!(
            judged
                .verdict
                .derivation
                .iter()
                .any(|step| step.rule == rule),
            "{act}: {:?}",
            judged.verdict
        );
    }
    // The pen holder reads why.
    let (vera, _) = served.log_in(served.test.officer, "vera").await;
    let why = served
        .get(&format!("/people/{file}/may/raise_publicly"), &vera)
        .await;
    assert!(why.text.contains("Lina Oran"), "{}", why.text);
    // The card of the role, for everybody to print.
    let card = served.get("/help/roles/counsel", "").await;
    assert!(card.text.contains("one file only"), "{}", card.text);
    assert_eq!(
        served.get("/help/roles/minister", "").await.status,
        StatusCode::NOT_FOUND
    );
}
