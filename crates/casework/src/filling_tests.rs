//! Forms that people and programs send.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{KINDS, body_from_form, edit_from_form, form_from_body, kind, words};

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

const REFUSAL: &[(&str, &str)] = &[
    ("giver.relation", "relative"),
    ("giver.kinship", "mother"),
    ("words", "No newspapers.\r\nPlease."),
    ("how_known", "spoken"),
    ("scopes.c10", "refused"),
    ("scopes.c05", "granted_with_conditions"),
    ("scopes.c05.condition", "after the hearing"),
    ("scopes.c06", ""),
    ("given_on", "2026-05~"),
    ("read_back", "on"),
    ("csrf", "an extra field of the page"),
];

#[test]
fn a_mothers_refusal_is_recorded_scope_by_scope() {
    let body = body_from_form(kind("wish").unwrap(), &pairs(REFUSAL)).unwrap();
    assert_eq!(
        body,
        json!({
            "giver": {"relation": "relative", "kinship": "mother"},
            "words": "No newspapers.\nPlease.",
            "how_known": "spoken",
            "scopes": [
                {"scope": "c05", "state": "granted_with_conditions", "condition": "after the hearing"},
                {"scope": "c10", "state": "refused"},
            ],
            "given_on": "2026-05~",
            "until_they_say_stop": false,
            "read_back": true,
            "under_pressure": false,
        })
    );
}

#[test]
fn faults_name_the_field_and_each_once() {
    let wish = kind("wish").unwrap();
    let faults = body_from_form(
        wish,
        &pairs(&[
            ("words", "x"),
            ("how_known", "guessed"),
            ("scopes.c10.condition", "but no answer"),
            ("scopes.c99", "granted"),
            ("given_on", "last May"),
        ]),
    )
    .unwrap_err();
    for (field, message) in [
        ("giver.relation", "fault-missing"),
        ("scopes.c10", "fault-missing"),
        ("given_on", "fault-date"),
    ] {
        let found: Vec<_> = faults.0.iter().filter(|f| f.field == field).collect();
        assert_eq!(found.len(), 1, "{field}: {faults}");
        assert_eq!(found[0].message_id, message);
    }
    let faults = body_from_form(
        wish,
        &pairs(&[
            ("giver.relation", "person"),
            ("words", "x"),
            ("how_known", "guessed"),
            ("scopes.c99", "granted"),
        ]),
    )
    .unwrap_err();
    assert!(
        faults.names("how_known") && faults.names("scopes.c99"),
        "{faults}"
    );
}

#[test]
fn a_group_is_all_or_nothing() {
    let stop = kind("stop").unwrap();
    let base = [
        ("acts", "raise_publicly"),
        ("acts", "write_letters"),
        ("reported_by", "the sister"),
        ("channel", "telephone"),
    ];
    let body = body_from_form(stop, &pairs(&base)).unwrap();
    assert_eq!(body.get("confirmed"), None);
    assert_eq!(body["acts"], json!(["raise_publicly", "write_letters"]));
    let mut half = base.to_vec();
    half.push(("confirmed.channel", "in person"));
    let faults = body_from_form(stop, &pairs(&half)).unwrap_err();
    assert!(
        faults.names("confirmed.by") && faults.names("confirmed.on"),
        "{faults}"
    );
    half.push(("confirmed.on", "yesterday"));
    half.push(("confirmed.by", "nobody"));
    let faults = body_from_form(stop, &pairs(&half)).unwrap_err();
    let ids: Vec<_> = faults
        .0
        .iter()
        .map(|f| (f.field.as_str(), f.message_id))
        .collect();
    assert_eq!(
        ids,
        [("confirmed.by", "fault-id"), ("confirmed.on", "fault-day")]
    );
}

#[test]
fn dates_keep_what_the_source_wrote_unless_somebody_changes_them() {
    let detention = kind("detention").unwrap();
    let stored = json!({
        "country": "XQ", "stage": "serving", "custody": "prison",
        "from": {"date": "2017-03-21/2018-03-20", "calendar": "persian", "text": "1396"},
    });
    let simple = pairs(&[
        ("country", "xq"),
        ("stage", "serving"),
        ("custody", "remand"),
        ("from", "2017-03-21/2018-03-20"),
    ]);
    let edited = edit_from_form(detention, &stored, &simple).unwrap();
    assert_eq!(edited["from"], stored["from"]);
    assert_eq!(
        (&edited["custody"], &edited["country"]),
        (&json!("remand"), &json!("XQ"))
    );
    let shown = form_from_body(detention, &stored).unwrap();
    assert!(shown.contains(&("from.text".to_owned(), "1396".to_owned())));
    assert!(shown.contains(&("from.calendar".to_owned(), "persian".to_owned())));
    let changed = pairs(&[
        ("country", "XQ"),
        ("stage", "serving"),
        ("custody", "prison"),
        ("from", "2018"),
    ]);
    assert_eq!(
        edit_from_form(detention, &stored, &changed).unwrap()["from"],
        json!("2018")
    );
}

#[test]
fn evidence_stays_when_a_page_leaves_it_out() {
    let source = kind("source").unwrap();
    let stored = json!({
        "medium": "list", "title": "Lantern Circle", "row_key": "2",
        "cells": [["note", "two\nlines"], ["status", "=1+1"]], "later": {"kept": 1},
    });
    let simple = pairs(&[("medium", "list"), ("title", "Lantern Circle of Veldoria")]);
    let edited = edit_from_form(source, &stored, &simple).unwrap();
    assert_eq!(edited["cells"], stored["cells"]);
    assert_eq!(edited["later"], stored["later"]);
    assert_eq!(
        edited.get("row_key"),
        None,
        "what the form knows and does not send is empty"
    );
    let mut emptied = simple.clone();
    emptied.extend(pairs(&[("cells.0.column", ""), ("cells.0.cell", "")]));
    assert_eq!(
        edit_from_form(source, &stored, &emptied)
            .unwrap()
            .get("cells"),
        None
    );
    let mut browser = simple;
    browser.extend(pairs(&[
        ("cells.0.column", "note"),
        ("cells.0.cell", "two\r\nlines"),
    ]));
    assert_eq!(
        edit_from_form(source, &stored, &browser).unwrap()["cells"],
        json!([["note", "two\nlines"]])
    );
}

#[test]
fn items_can_be_added_and_left_empty() {
    let name = kind("name").unwrap();
    let body = body_from_form(
        name,
        &pairs(&[
            ("text", "Ana Oran"),
            ("usage", "known_as"),
            ("parts.2.role", "family"),
            ("parts.2.text", "Oran"),
            ("parts.0.role", "given"),
            ("parts.0.text", "Ana"),
            ("parts.1.role", ""),
            ("parts.1.text", " "),
        ]),
    )
    .unwrap();
    assert_eq!(
        body["parts"],
        json!([{"role": "given", "text": "Ana"}, {"role": "family", "text": "Oran"}])
    );
    let faults = body_from_form(
        name,
        &pairs(&[
            ("text", "Ana"),
            ("usage", "known_as"),
            ("parts.0.text", "Ana"),
        ]),
    )
    .unwrap_err();
    assert!(faults.names("parts.0.role"));
}

#[test]
fn a_moment_keeps_the_instant_it_was_reckoned_with() {
    let hearing = kind("hearing").unwrap();
    // As if the zone's rules had changed since.
    let stored = json!({
        "court": "Northgate court",
        "moment": {"instant": 1_795_500_000_000_i64, "zone": "Asia/Tbilisi", "local": "2026-11-24 09:30"},
    });
    let same = form_from_body(hearing, &stored).unwrap();
    assert_eq!(
        edit_from_form(hearing, &stored, &same).unwrap()["moment"],
        stored["moment"]
    );
    let moved = pairs(&[
        ("court", "Northgate court"),
        ("moment.local", "2026-11-25T09:30"),
        ("moment.zone", "Asia/Tbilisi"),
    ]);
    let edited = edit_from_form(hearing, &stored, &moved).unwrap();
    assert_eq!(edited["moment"]["local"], json!("2026-11-25 09:30"));
    let nowhere = pairs(&[("court", "x"), ("moment.local", "2026-11-25 09:30")]);
    assert!(
        body_from_form(hearing, &nowhere)
            .unwrap_err()
            .names("moment.zone")
    );
}

/// Values that forms of any kind may hold, good and bad.
fn some_value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "",
            "on",
            "XV",
            "2026-11-22",
            "1979~",
            "c10",
            "granted",
            "refused",
            "release",
            "01010101-0101-0101-0101-010101010101",
            "{}",
            "9",
            "-1",
            "list",
            "serving",
            "prison",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    /// Whatever is sent: no panic, and what is accepted passes the check and reads back the same.
    #[test]
    fn any_form_is_read_or_refused(
        position in 0..KINDS.len(),
        from_sample in any::<bool>(),
        sent in prop::collection::vec((0..40_usize, "(\\.[0-9a-z]{1,3}){0,2}(\\.local|\\.zone|\\.cell|\\.text)?", some_value()), 0..12),
    ) {
        let kind = &KINDS[position];
        let mut form = if from_sample {
            form_from_body(kind, &kind.sample().unwrap()).unwrap()
        } else {
            Vec::new()
        };
        for (field, tail, value) in sent {
            let name = kind.form[field % kind.form.len()].name;
            form.push((format!("{name}{tail}"), value));
        }
        if let Ok(body) = body_from_form(kind, &form) {
            prop_assert!(kind.check(&body).is_ok());
            let shown = form_from_body(kind, &body).unwrap();
            let again = body_from_form(kind, &shown);
            prop_assert!(again.is_ok(), "{:?} then {:?}", body, again);
            prop_assert_eq!(
                kind.canonical(again.unwrap()).unwrap(),
                kind.canonical(body).unwrap()
            );
        }
    }

    /// Any value is checked without a panic, and one of another shape is refused.
    #[test]
    fn any_value_is_checked(position in 0..KINDS.len(), key in "[a-z_]{1,12}", text in any::<String>()) {
        let kind = &KINDS[position];
        let mut body = kind.sample().unwrap();
        body[key.as_str()] = Value::from(text);
        let _ = kind.check(&body);
        for field in kind.form {
            if let Some(value) = body.get_mut(field.name) {
                *value = json!({"unexpected": ["shape"]});
            }
        }
        prop_assert!(kind.check(&body).is_err());
    }

    /// Words are few and short whatever the text is, and none is empty.
    #[test]
    fn words_are_few_and_short(text in any::<String>()) {
        let found = words(&text);
        prop_assert!(found.len() <= 64);
        for word in &found {
            prop_assert!(!word.is_empty() && word.chars().count() <= 60);
        }
    }
}
