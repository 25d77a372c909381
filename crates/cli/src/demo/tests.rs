use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use desk::{Beginning, PeopleQuery, imports::RowOutcome};
use gates::Outcome;
use kernel::{Clock, Day, Randomness};
use sealing::Argon2Cost;
use store::Place;

use super::*;

/// A quarter past eight in the morning of an ordinary Tuesday.
struct Morning;

impl Clock for Morning {
    fn now(&self) -> Instant {
        Day::new(2026, 11, 24)
            .unwrap()
            .start()
            .plus_seconds(8 * 3600 + 900)
    }
}

struct Counted(AtomicU64);

impl Randomness for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z >> 32) as u8;
        }
    }
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

struct Filled {
    house: House,
    accounts: DemoAccounts,
    _folder: Folder,
}

async fn filled() -> Filled {
    let folder = std::env::temp_dir().join(format!("unforgotten-demo-{}", std::process::id()));
    let _none_before = std::fs::remove_dir_all(&folder);
    let clock = Arc::new(DemoClock::new(Arc::new(Morning)));
    let password = Zeroizing::new("velu-tino-kasa-rume-zadi".to_owned());
    let (house, administrator) = House::begin(
        &Place::Folder(folder.clone()),
        &Beginning {
            installation_name: "Demonstration",
            organisation: "Foreign Ministry",
            passphrase: "a long passphrase for nobody at all",
            administrator: "warden",
            password: &password,
            cost: Argon2Cost::cheapest(),
        },
        Arc::<DemoClock>::clone(&clock),
        Arc::new(Counted(AtomicU64::new(7))),
    )
    .await
    .unwrap();
    let administrator = house.ordinary_caller(administrator).await.unwrap();
    let options = DemoOptions {
        clock,
        address: "http://127.0.0.1:8787/".to_owned(),
        administrator_login: "warden".to_owned(),
        administrator_password: password,
    };
    let accounts = fill(&house, &administrator, &options).await.unwrap();
    Filled {
        house,
        accounts,
        _folder: Folder(folder),
    }
}

impl Filled {
    async fn log_in(&self, login: &str) -> Caller {
        let account = self
            .accounts
            .accounts
            .iter()
            .find(|a| a.login == login)
            .unwrap();
        let code = self.accounts.code(account, self.house.now()).unwrap();
        self.house
            .command_caller(login, &account.password, &code)
            .await
            .unwrap()
    }

    async fn everybody(&self, caller: &Caller) -> Vec<desk::PersonLine> {
        let mut query = PeopleQuery {
            newest: true,
            ..PeopleQuery::default()
        };
        let mut people = Vec::new();
        loop {
            let page = self
                .house
                .people(caller, &query)
                .await
                .unwrap()
                .into_inner();
            people.extend(page.people);
            match page.next {
                Some(next) => query.after = Some(next),
                None => return people,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_something_true_to_show() {
    let filled = filled().await;
    let irina = filled.log_in("irina.vale").await;
    let people = filled.everybody(&irina).await;
    crowd(&people);
    verdicts(&filled, &irina, &people).await;
    first_page(&filled, &irina).await;
    meetings(&filled, &irina).await;
    searches(&filled, &irina).await;
    imports(&filled, &irina).await;
    borders(&filled, &irina).await;
    sheet(&filled);
    filled.house.sequence_all().await.unwrap();
    assert!(filled.house.verify().await.unwrap().is_clean());
    filled.house.close().await;
}

fn crowd(people: &[desk::PersonLine]) {
    assert!(people.len() >= 320, "{} people", people.len());
    let countries: BTreeSet<_> = people.iter().filter_map(|p| p.country.clone()).collect();
    let codes: Vec<&str> = countries.iter().map(String::as_str).collect();
    assert_eq!(codes, ["XH", "XM", "XQ", "XV", "XZ"]);
    let mut scripts: BTreeMap<String, usize> = BTreeMap::new();
    for person in people {
        let own = person.names.first().unwrap();
        *scripts.entry(own.script.code().to_owned()).or_default() += 1;
        assert!(
            person.names.iter().any(|name| name.script.code() == "Latn") || person.names.len() == 1,
            "{} has no Latin form",
            own.text
        );
    }
    for (script, least) in [
        ("Cyrl", 60),
        ("Arab", 60),
        ("Mymr", 50),
        ("Hani", 40),
        ("Geor", 3),
        ("Ethi", 3),
    ] {
        assert!(
            scripts.get(script).copied().unwrap_or(0) >= least,
            "{script}: {scripts:?}"
        );
    }
    let names: BTreeSet<_> = people.iter().map(|p| &p.names[0].text).collect();
    assert!(names.len() >= people.len() - 2, "names repeat");
}

async fn verdicts(filled: &Filled, irina: &Caller, people: &[desk::PersonLine]) {
    let mut seen: BTreeMap<String, BTreeSet<Outcome>> = BTreeMap::new();
    let mut rules = BTreeSet::new();
    for person in people {
        for judged in filled.house.judge_all(irina, person.file).await.unwrap() {
            seen.entry(judged.verdict.act.clone())
                .or_default()
                .insert(judged.verdict.outcome);
            rules.extend(
                judged
                    .verdict
                    .reasons
                    .iter()
                    .map(|reason| reason.rule.code()),
            );
        }
    }
    for act in gates::acts().all() {
        let outcomes = seen.get(&act.code).unwrap();
        assert_eq!(outcomes.len(), 3, "{}: {outcomes:?}", act.code);
    }
    for rule in [
        "not_asked",
        "person_refused",
        "person_withdrew",
        "other_refused",
        "others_disagree",
        "counsel_missing",
        "counsel_objected",
        "stopped",
        "locked",
        "stale",
        "stale_warning",
        "released",
        "deceased",
        "consent_expired",
        "condition_open",
        "under_pressure",
        "only_under_pressure",
        "guardian_missing",
    ] {
        assert!(rules.contains(rule), "nobody shows {rule}: {rules:?}");
    }
}

async fn first_page(filled: &Filled, irina: &Caller) {
    let today = filled.house.today(irina).await.unwrap().into_inner();
    let now: BTreeSet<&str> = today.now.iter().map(|r| r.clock.as_str()).collect();
    for clock in ["stop_unconfirmed", "request_unanswered", "promise"] {
        assert!(now.contains(clock), "{clock} does not ring: {now:?}");
    }
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for ringing in &today.now {
        *counted.entry(ringing.clock.as_str()).or_default() += 1;
    }
    // The first page shows six of one clock and counts the others.
    let shown: usize = counted.values().map(|number| (*number).min(6)).sum();
    assert!(shown <= 60, "{shown} things ring at once: {counted:?}");
    let week: BTreeSet<&str> = today.week.iter().map(|r| r.clock.as_str()).collect();
    for clock in ["relay_ends", "promise", "expected_release"] {
        assert!(week.contains(clock), "{clock} is not in the week: {week:?}");
    }
    let soon = today.now.iter().filter(|ringing| {
        ringing.clock == "hearing" && ringing.due <= filled.house.now().plus_seconds(41 * 60)
    });
    assert!(soon.count() >= 3, "nobody is heard in forty minutes");
    assert_eq!(today.forgotten.len(), 8);
    let day = filled.house.now().day();
    for person in &today.forgotten {
        let since = person.last_done.unwrap_or(person.since);
        assert!(
            day.since(since) > 200,
            "{}: {}",
            person.names[0].text,
            day.since(since)
        );
    }
    let scripts: BTreeSet<_> = today
        .forgotten
        .iter()
        .map(|person| person.names[0].script.code().to_owned())
        .collect();
    assert!(scripts.len() >= 4, "{scripts:?}");
    assert!(today.reviews >= 6, "{} rows wait", today.reviews);
    assert_eq!(today.meetings.len(), 2);
    let requests = filled.house.requests(irina).await.unwrap().into_inner();
    let overdue = requests
        .iter()
        .filter(|r| r.answers.is_empty() && r.request.due_on < day)
        .count();
    let answered = requests.iter().filter(|r| !r.answers.is_empty()).count();
    assert!(
        overdue >= 2 && answered >= 8,
        "{overdue} overdue, {answered} answered"
    );
}

async fn meetings(filled: &Filled, irina: &Caller) {
    let lines = filled.house.meetings(irina).await.unwrap().into_inner();
    assert_eq!(lines.len(), 6);
    let day = filled.house.now().day();
    let tomorrow = lines
        .iter()
        .find(|line| line.meeting.day == day.plus(1))
        .unwrap();
    let view = filled
        .house
        .meeting(irina, tomorrow.file)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(view.candidates.len(), 9);
    let (ready, not): (Vec<_>, Vec<_>) = view.candidates.iter().partition(|c| c.eligible);
    assert_eq!(ready.len(), 4);
    let why: BTreeSet<String> = not
        .iter()
        .flat_map(|candidate| {
            let reasons = &candidate.judged.verdict.reasons;
            reasons
                .iter()
                .filter(|r| r.weight != Outcome::Clear)
                .map(|r| r.rule.code().to_owned())
        })
        .collect();
    for rule in [
        "others_disagree",
        "person_withdrew",
        "locked",
        "stale",
        "stopped",
    ] {
        assert!(why.contains(rule), "{why:?}");
    }
    let brief = filled
        .house
        .brief(irina, tomorrow.file)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((brief.people.len(), brief.not_today.len()), (4, 5));
    assert!(
        brief
            .people
            .iter()
            .any(|person| person.last_raised.is_some())
    );
    assert!(
        brief
            .people
            .iter()
            .any(|person| !person.partners.is_empty())
    );
    assert!(brief.people.iter().any(|person| person.officers.len() == 2));
    assert!(brief.people.iter().all(|person| !person.facts.is_empty()));
}

async fn searches(filled: &Filled, irina: &Caller) {
    for (question, expected) in [
        ("Вярбінская", "Алена Вярбінская"),
        ("Verbinskaya", "Алена Вярбінская"),
        ("سلمى النخلاوي", "سلمى حمدون النخلاوي"),
        ("کاوه سنگ‌سرایی", "کاوه سنگ‌سرایی"),
        ("နီလာရွှေစင်", "နီလာရွှေစင်"),
        ("Nilar Shwe Zin", "နီလာရွှေစင်"),
        ("檀守白", "檀守白"),
        ("Tan Shoubai", "檀守白"),
        ("ნათია კორინთელაშვილი", "ნათია კორინთელაშვილი"),
        ("ምሕረት ዘርአብሩክ", "ምሕረት ዘርአብሩክ"),
        ("Jan Lukasyk", "Ян Лукашык"),
    ] {
        let found = filled
            .house
            .find(irina, question, 5)
            .await
            .unwrap()
            .into_inner();
        assert!(
            found
                .iter()
                .any(|found| found.person.names.iter().any(|name| name.text == expected)),
            "{question}: {:?}",
            found
                .iter()
                .map(|f| &f.person.names[0].text)
                .collect::<Vec<_>>()
        );
    }
}

async fn imports(filled: &Filled, irina: &Caller) {
    let imports = filled.house.imports(irina).await.unwrap().into_inner();
    assert_eq!(imports.len(), lists::LISTS.len());
    assert!(imports.iter().all(|line| line.report.adds_up()));
    let again = &imports
        .iter()
        .find(|line| line.report.updated > 0)
        .unwrap()
        .report;
    assert!(again.unchanged >= 60 && again.created == 3, "{again:?}");
    assert_eq!((again.rejected, again.skipped), (1, 1));
    assert!(
        again
            .lines
            .iter()
            .any(|line| line.outcome == RowOutcome::Rejected)
    );
    let reviews = filled
        .house
        .reviews(
            irina,
            &desk::imports::ReviewQuery {
                limit: 100,
                ..Default::default()
            },
        )
        .await
        .unwrap()
        .into_inner()
        .lines;
    assert!(
        reviews.iter().any(|line| line.person.is_none())
            && reviews.iter().any(|line| line.person.is_some())
    );
}

/// Each member sees what is theirs, and what is quiet stays so.
async fn borders(filled: &Filled, irina: &Caller) {
    let tomas = filled.log_in("tomas.berg").await;
    let lin = filled.log_in("partner.lin").await;
    let ada = filled.log_in("ada.noor").await;
    let warden = filled.log_in("warden").await;
    assert!(filled.house.today(&warden).await.is_err());
    let all = filled.everybody(irina).await.len();
    let of_tomas = filled.everybody(&tomas).await;
    assert_eq!(of_tomas.len(), filled.everybody(&ada).await.len());
    assert!(of_tomas.len() < all);
    let of_lin = filled.everybody(&lin).await;
    assert!((8..20).contains(&of_lin.len()), "{}", of_lin.len());

    // The negotiation in the sealed compartment: a reason for its leader, a question for the other.
    let found = filled
        .house
        .find(&tomas, "Arseniy Berestin", 1)
        .await
        .unwrap()
        .into_inner();
    let file = found[0].person.file;
    let to_tomas = filled
        .house
        .judge(&tomas, file, "raise_privately")
        .await
        .unwrap()
        .verdict;
    assert_eq!(to_tomas.outcome, Outcome::Hold);
    let rules: Vec<_> = to_tomas.reasons.iter().map(|r| r.rule.code()).collect();
    assert!(
        rules.contains(&"ask_lead") && !rules.contains(&"locked"),
        "{rules:?}"
    );
    let to_irina = filled
        .house
        .judge(irina, file, "raise_privately")
        .await
        .unwrap()
        .verdict;
    assert!(to_irina.reasons.iter().any(|r| r.rule.code() == "locked"));

    // Two files, one person: the desk's page shows what the partner knows.
    let found = filled
        .house
        .find(irina, "Злата Круглова", 1)
        .await
        .unwrap()
        .into_inner();
    let person = filled
        .house
        .person(irina, found[0].person.file)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(person.files.len(), 2);
}

fn sheet(filled: &Filled) {
    let sheet = filled.accounts.sheet(filled.house.now()).unwrap();
    for account in &filled.accounts.accounts {
        assert!(sheet.contains(&account.login) && sheet.contains(account.password.as_str()));
        assert!(account.password.chars().count() >= 15);
    }
    assert!(sheet.contains("http://127.0.0.1:8787/"));
    assert!(sheet.contains("valid for 30 seconds"));
}
