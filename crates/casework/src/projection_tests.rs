//! What each kind is found, counted and rung by.

use kernel::{Day, FileId, Instant, PartialDate};

use crate::{
    Body, Row, bilaterals, body::value, coordination, kind, laws::entry_with, matters, people,
    requests, row_word, sources, wellbeing, wishes,
};

fn rows<B: Body>(body: &B) -> Vec<Row> {
    let kind = kind(B::WORD).unwrap();
    let body = value(body).unwrap();
    kind.check(&body).unwrap();
    kind.project(&entry_with(kind, body))
}

fn facets(rows: &[Row]) -> Vec<(&str, &str)> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Facet { name, value } => Some((*name, value.as_str())),
            _ => None,
        })
        .collect()
}

fn clocks(rows: &[Row]) -> Vec<(&str, Instant)> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Due { at, clock } => Some((*clock, *at)),
            _ => None,
        })
        .collect()
}

fn done(rows: &[Row]) -> Vec<Day> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Done(day) => Some(*day),
            _ => None,
        })
        .collect()
}

#[test]
fn a_name_is_found_by_the_keys_a_query_looks_up() {
    let rows = rows(&people::Name::sample());
    let keys = names::query_keys("каліна");
    assert!(!keys.is_empty());
    assert!(keys.iter().any(|key| rows.contains(&Row::NameKey {
        class: key.class.code(),
        text: key.text.clone(),
    })));
}

/// Search counts keys of names without a look at the kind: whoever reads people reads all of them.
#[test]
fn names_alone_have_keys_of_names() {
    for kind in crate::KINDS {
        let entry = entry_with(kind, kind.sample().unwrap());
        let named = kind
            .project(&entry)
            .iter()
            .any(|row| matches!(row, Row::NameKey { .. }));
        assert_eq!(named, kind.word == "name", "{}", kind.word);
    }
}

#[test]
fn facts_give_their_facets() {
    let fact = |field: &str, code: Option<&str>, date: Option<PartialDate>| people::Fact {
        field: field.to_owned(),
        value: String::new(),
        date,
        code: code.map(str::to_owned),
    };
    assert_eq!(
        facets(&rows(&fact("sex", Some("female"), None))),
        [("sex", "female")]
    );
    assert_eq!(
        facets(&rows(&fact("nationality", Some("XV"), None))),
        [("nationality", "XV")]
    );
    assert_eq!(
        facets(&rows(&fact("birth", None, Some(PartialDate::year(2010))))),
        [("minor", "2028")]
    );
    // Health and family are never indexed.
    for field in ["health_note", "family", "identity_number"] {
        let fact = people::Fact {
            field: field.to_owned(),
            value: "something dear".to_owned(),
            ..people::Fact::default()
        };
        assert!(people::is_sensitive(field));
        assert_eq!(rows(&fact), []);
    }
    assert!(rows(&people::Fact::sample()).contains(&Row::WordKey("schoolteacher".to_owned())));
}

#[test]
fn a_detention_gives_country_stage_custody_and_place() {
    let rows = rows(&matters::Detention::sample());
    assert_eq!(
        facets(&rows),
        [
            ("country", "XV"),
            ("custody", "penal_colony"),
            ("stage", "serving")
        ]
    );
    assert!(rows.contains(&Row::WordKey("tumzha".to_owned())));
    assert_eq!(done(&rows), []);
}

#[test]
fn a_charge_rings_when_the_person_should_be_free() {
    let rows = rows(&matters::Charge::sample());
    assert_eq!(facets(&rows), [("charge", "false_news")]);
    assert!(rows.contains(&Row::WordKey("731".to_owned())));
    let june = Day::new(2027, 6, 1).unwrap().start();
    assert_eq!(clocks(&rows), [("expected_release", june)]);
}

#[test]
fn a_hearing_counts_as_done_only_when_somebody_went() {
    let mut hearing = matters::Hearing::sample();
    let with = rows(&hearing);
    let moment = hearing.moment.clone().unwrap();
    assert_eq!(clocks(&with), [("hearing", moment.instant)]);
    assert_eq!(done(&with), [moment.day()]);
    hearing.attended_by.clear();
    assert_eq!(done(&rows(&hearing)), []);
}

#[test]
fn an_imported_row_is_found_by_list_and_key() {
    let rows = rows(&sources::Source::sample());
    assert_eq!(facets(&rows), [("list", "Lantern Circle")]);
    assert!(rows.contains(&Row::WordKey(row_word("Lantern Circle", "2"))));
    assert_eq!(done(&rows), []);
}

#[test]
fn an_unconfirmed_stop_rings_after_72_hours() {
    let stop = |confirmed, lifted| wishes::Stop {
        confirmed,
        lifted,
        ..wishes::Stop::sample()
    };
    let sample = wishes::Stop::sample();
    let open = stop(None, None);
    assert!(open.is_in_force());
    let recorded = Instant::from_milliseconds(1_793_500_000_000);
    assert_eq!(
        clocks(&rows(&open)),
        [("stop_unconfirmed", recorded.plus_days(3))]
    );
    assert_eq!(clocks(&rows(&stop(sample.confirmed, None))), []);
    assert_eq!(clocks(&rows(&stop(None, sample.lifted))), []);
}

#[test]
fn what_ends_rings() {
    let contact = Day::from_number(20_940).start();
    let end = Day::from_number(20_900).start();
    assert_eq!(
        clocks(&rows(&wishes::Wish::sample())),
        [("consent_ends", contact)]
    );
    assert_eq!(
        clocks(&rows(&wishes::Relay::sample())),
        [("relay_ends", end)]
    );
    assert_eq!(
        clocks(&rows(&wishes::BestInterest::sample())),
        [("best_interest_ends", end)]
    );
    assert_eq!(
        clocks(&rows(&wishes::Lock::sample())),
        [("lock_ends", Day::from_number(20_801).start())]
    );
    assert_eq!(clocks(&rows(&wishes::CounselApproval::sample())), []);
}

#[test]
fn only_what_was_done_for_the_person_counts_as_done() {
    let request = requests::Request::sample();
    assert_eq!(done(&rows(&request)), [request.sent_on]);
    assert_eq!(
        clocks(&rows(&request)),
        [("request_unanswered", request.due_on.start())]
    );
    assert_eq!(done(&rows(&requests::Answer::sample())), []);
    assert_eq!(done(&rows(&coordination::Note::sample())), []);
    let act = coordination::Act::sample();
    assert_eq!(done(&rows(&act)), [act.on]);

    let planned = bilaterals::Raised::planned(
        FileId::from_bytes([5; 16]),
        "HERON-7",
        Day::from_number(20_781),
        "Deputy Minister",
    );
    assert_eq!(done(&rows(&planned)), []);
    for (state, counts) in [
        ("raised", true),
        ("partly", true),
        ("not_raised", false),
        ("dropped", false),
    ] {
        let raised = bilaterals::Raised {
            state: state.to_owned(),
            ..planned.clone()
        };
        assert_eq!(done(&rows(&raised)).len(), usize::from(counts), "{state}");
    }
    assert_eq!(
        clocks(&rows(&bilaterals::Raised::sample())),
        [("promise", Day::from_number(20_810).start())]
    );

    let visit = wellbeing::Contact::sample();
    // "September" counts from its first day, so that nobody looks less forgotten than they are.
    assert_eq!(done(&rows(&visit)), [Day::new(2026, 9, 1).unwrap()]);
    for contact in [
        wellbeing::Contact {
            denied: true,
            ..visit.clone()
        },
        wellbeing::Contact {
            with: "letter".to_owned(),
            ..visit
        },
    ] {
        assert_eq!(done(&rows(&contact)), []);
    }
}

#[test]
fn a_wish_that_ends_waits_for_the_next_safe_contact() {
    let day = |text: &str| Day::parse_iso(text).unwrap();
    let clock = |wish: &wishes::Wish, valid_until: Option<Day>| {
        let kind = kind("wish").unwrap();
        let mut entry = entry_with(kind, value(wish).unwrap());
        entry.inner.valid_until = valid_until;
        clocks(&kind.project(&entry))
            .into_iter()
            .map(|(clock, at)| (clock.to_owned(), at.day()))
            .collect::<Vec<_>>()
    };
    let mut wish = wishes::Wish::sample();
    wish.given_on = PartialDate::day(day("2026-11-01"));
    wish.next_contact = None;
    // Private words last 180 days, or as long as was said.
    let rings = |on: &str| vec![("consent_ends".to_owned(), day(on))];
    assert_eq!(clock(&wish, None), rings("2027-04-30"));
    assert_eq!(clock(&wish, Some(day("2026-12-01"))), rings("2026-12-01"));
    // It is asked again at the safe contact, not before.
    wish.next_contact = Some(wishes::SafeContact {
        on: day("2026-12-24"),
        how: None,
    });
    assert_eq!(clock(&wish, Some(day("2026-12-01"))), rings("2026-12-24"));
    assert_eq!(clock(&wish, None), rings("2027-04-30"));
    // "Until I say stop" has no end in private, and the end of public words in public.
    wish.until_they_say_stop = true;
    assert_eq!(clock(&wish, None), []);
    wish.scopes[0].scope = "c09".to_owned();
    assert_eq!(clock(&wish, None), rings("2027-01-30"));
    // A no does not end.
    wish.scopes[0].state = "refused".to_owned();
    assert_eq!(clock(&wish, None), []);
}

#[test]
fn the_first_days_of_an_arrest_ring_and_old_lists_do_not() {
    let kind = kind("detention").unwrap();
    let rings = |stage: &str, custody: &str, days: i32| {
        let mut entry = entry_with(kind, kind.sample().unwrap());
        let arrest = entry.outer.recorded.plus(-days);
        let detention = matters::Detention {
            country: "XV".to_owned(),
            stage: stage.to_owned(),
            custody: custody.to_owned(),
            from: PartialDate::day(arrest),
            ..matters::Detention::default()
        };
        entry.inner.body = value(&detention).unwrap();
        clocks(&kind.project(&entry))
            .into_iter()
            .map(|(clock, at)| (clock.to_owned(), at.seconds() - arrest.start().seconds()))
            .collect::<Vec<_>>()
    };
    let hours = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
        list.iter()
            .map(|(clock, hours)| ((*clock).to_owned(), hours * 3_600))
            .collect()
    };
    assert_eq!(
        rings("arrested_unacknowledged", "unknown", 1),
        hours(&[
            ("disappearance", 24),
            ("counsel_access", 48),
            ("judicial_review", 48),
            ("after_transfer", 72),
            ("since_contact_amber", 168),
            ("since_contact_red", 336),
        ])
    );
    assert_eq!(
        rings("serving", "prison", 3),
        hours(&[
            ("after_transfer", 72),
            ("since_contact_amber", 168),
            ("since_contact_red", 336),
        ])
    );
    assert_eq!(rings("arrested", "police_lockup", 15), []);
    assert_eq!(rings("released_unconditional", "none", 1), []);
}

#[test]
fn checks_refuse_what_cannot_be_kept() {
    let mut wish = wishes::Wish::sample();
    let scope = wish.scopes.first_mut().unwrap();
    scope.condition = None;
    // A day or an event is a condition too.
    assert_eq!(wish.check(), Ok(()));
    (wish.not_before, wish.after_event) = (None, None);
    assert_eq!(wish.check(), Ok(()));
    let scope = wish.scopes.first_mut().unwrap();
    (scope.not_before, scope.after_event) = (None, None);
    assert!(wish.check().unwrap_err().names("scopes.c05.condition"));
    let mut wish = wishes::Wish::sample();
    wish.words = "  ".to_owned();
    assert_eq!(wish.check(), Ok(()), "the three boxes hold words too");
    (wish.may_be_said, wish.to_whom, wish.never) = (None, None, Some(" ".to_owned()));
    assert!(wish.check().unwrap_err().names("words"));
    wish.proxy = Some("mandate".to_owned());
    assert!(wish.check().unwrap_err().names("proxy"));
    wish.proxy = None;
    wish.evidence = None;
    assert!(wish.check().unwrap_err().names("evidence"));
    wish.how_known = "spoken".to_owned();
    for scope in &mut wish.scopes {
        scope.state = "unable_to_ask".to_owned();
    }
    assert_eq!(wish.check(), Ok(()));
    wish.scopes.push(wish.scopes[0].clone());
    assert!(wish.check().unwrap_err().names("scopes.c05"));

    let mut decision = wishes::BestInterest::sample();
    decision.officers[1] = decision.officers[0];
    assert!(decision.check().unwrap_err().names("officers"));

    let mut detention = matters::Detention::sample();
    detention.until = Some(PartialDate::year(2021));
    assert!(detention.check().unwrap_err().names("until"));
    detention.until = Some(PartialDate::year(2022));
    assert_eq!(detention.check(), Ok(()));
    detention.country = "Veldoria".to_owned();
    detention.stage = "gone".to_owned();
    let faults = detention.check().unwrap_err();
    assert!(faults.names("country") && faults.names("stage"));

    let mut source = sources::Source::sample();
    source.url = Some("javascript:alert(1)".to_owned());
    assert!(source.check().unwrap_err().names("url"));
    // Raw cells keep what a broken file brought.
    source.url = None;
    source.cells = vec![sources::Cell("a".to_owned(), "x\u{0}y".to_owned())];
    assert_eq!(source.check(), Ok(()));

    let mut request = requests::Request::sample();
    request.due_on = request.sent_on.plus(-1);
    assert!(request.check().unwrap_err().names("due_on"));
}
