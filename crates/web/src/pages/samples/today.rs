//! *Today*, full and empty.

use super::{Sample, day, layout, somebody, today};
use crate::{
    pages::{Due, Forgotten, Place, Today},
    paths,
    text::{Count, Texts},
};

fn due(what: &str, on: Option<kernel::Day>, somebody_number: Option<usize>, people: u32) -> Due {
    Due {
        what: what.to_owned(),
        day: on,
        person: somebody_number.map(somebody),
        people,
        overdue: on.is_some_and(|day| day < today()),
        href: paths::meetings(),
    }
}

pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let forgotten = [(2, 214), (3, 190), (4, 171), (5, 163), (6, 120)]
        .into_iter()
        .map(|(number, days)| Forgotten {
            person: somebody(number),
            silence: Count::since(today().plus(-days), today()),
        })
        .collect();
    let now = vec![
        due("Hearing at 09:30 · Northgate court", Some(today()), None, 2),
        due(
            "Reply overdue · medical care",
            Some(day(2026, 11, 18)),
            Some(1),
            1,
        ),
        due("Stop reported, not yet confirmed", None, Some(8), 1),
    ];
    let week = vec![
        due(
            "Family call due · mother",
            Some(day(2026, 11, 26)),
            Some(2),
            1,
        ),
        due(
            "Consent asks at next contact",
            Some(day(2026, 11, 26)),
            Some(6),
            1,
        ),
        due("Meeting · 4 of 9 ready", Some(day(2026, 11, 27)), None, 9),
    ];
    vec![
        Sample::new(
            "today",
            Today {
                layout: layout(t, "title-today", Some(Place::Today)),
                roles: Vec::new(),
                alarms: vec![t.msg_args(
                    "today-burst-reporter",
                    &[
                        ("n", crate::text::Value::Number(7)),
                        ("who", crate::text::Value::Text("Dunya")),
                    ],
                )],
                now,
                week,
                forgotten,
                people: 312,
                may_begin: true,
            },
        ),
        Sample::new(
            "today_quiet",
            Today {
                layout: layout(t, "title-today", Some(Place::Today)),
                roles: Vec::new(),
                alarms: Vec::new(),
                now: Vec::new(),
                week: Vec::new(),
                forgotten: Vec::new(),
                people: 3,
                may_begin: true,
            },
        ),
        Sample::new(
            "today_empty",
            Today {
                layout: layout(t, "title-today", Some(Place::Today)),
                roles: Vec::new(),
                alarms: Vec::new(),
                now: Vec::new(),
                week: Vec::new(),
                forgotten: Vec::new(),
                people: 0,
                may_begin: true,
            },
        ),
    ]
}
