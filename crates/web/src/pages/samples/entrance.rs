//! The way in.

use super::{Sample, at, day, id, layout, today};
use crate::{
    pages::{
        Account, Control, Field, Form, FormPage, Layout, RecoveryCodes, Restoration,
        RestorePassword, SessionLine, SetUpSecondFactor, SignedOut,
    },
    paths,
    text::Texts,
};

fn outside(texts: Texts) -> Layout {
    Layout {
        csrf: "kM3v9Qx1sample".to_owned(),
        once: "01930f6e-sample".to_owned(),
        ..Layout::outside(texts, "title-entrance", today(), paths::log_in())
    }
}

pub(super) fn samples(t: Texts) -> Vec<Sample> {
    let restore_fields = vec![
        Field::new("name", &t.msg("field-restore-name"), Control::Line).required(),
        Field::new("how", &t.msg("field-restore-how"), Control::Text(3)).required(),
    ];
    vec![
        Sample::new("first_start", FormPage::first_start(outside(t), "", None)),
        Sample::new("unlock", FormPage::unlock(outside(t), None)),
        Sample::new("log_in", FormPage::log_in(outside(t), "", None)),
        Sample::new(
            "log_in_failed",
            FormPage::log_in(outside(t), "ines", Some(t.msg("fault-log-in"))),
        ),
        Sample::new("second_factor", FormPage::second_factor(outside(t), None)),
        Sample::new(
            "set_up_second_factor",
            SetUpSecondFactor::new(
                layout(t, "title-account", None),
                "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                "otpauth://totp/Unforgotten:ines?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Unforgotten",
                None,
            ),
        ),
        Sample::new(
            "recovery_codes",
            RecoveryCodes {
                layout: layout(t, "title-account", None),
                codes: [
                    "h7qd-m2xk",
                    "b94t-wz6p",
                    "n3vc-8jrf",
                    "y5sg-4kdm",
                    "t6wb-q9hx",
                    "c2np-7vzr",
                    "f8kj-3mtd",
                    "x4rh-5gys",
                ]
                .map(str::to_owned)
                .to_vec(),
            },
        ),
        Sample::new(
            "new_recovery_codes",
            FormPage::new_recovery_codes(layout(t, "title-account", None), None),
        ),
        Sample::new(
            "new_password",
            FormPage::new_password(layout(t, "title-account", None), true, None),
        ),
        Sample::new(
            "restore_password",
            RestorePassword {
                layout: layout(t, "title-account", None),
                waiting: vec![Restoration {
                    id: id(40),
                    member: "Davit Orbeli-Rao".to_owned(),
                    asked: at(today(), 7, 12),
                    agreed: Some("Maren Solvik".to_owned()),
                    may_agree: true,
                }],
                form: Form::new(
                    paths::restore_password(),
                    restore_fields,
                    &t.msg("restore-submit"),
                ),
                once_word: Some("harbour-lantern-seven-orchard-quiet".to_owned()),
            },
        ),
        Sample::new(
            "account",
            Account {
                layout: layout(t, "title-account", None),
                name: "ines".to_owned(),
                roles: vec![t.msg_args(
                    "role-in-compartment",
                    &[
                        ("role", t.msg("role-desk-officer").as_str().into()),
                        ("compartment", "Desk: Veshnia and neighbours".into()),
                    ],
                )],
                password_since: Some(day(2026, 3, 2)),
                codes: true,
                codes_since: Some(day(2026, 3, 2)),
                recovery_codes_left: 7,
                sessions: vec![
                    SessionLine {
                        id: id(41),
                        began: at(today(), 6, 50),
                        used: at(today(), 8, 31),
                        this: true,
                    },
                    SessionLine {
                        id: id(42),
                        began: at(day(2026, 11, 23), 15, 5),
                        used: at(day(2026, 11, 23), 17, 40),
                        this: false,
                    },
                ],
            },
        ),
        Sample::new("locked", SignedOut { layout: outside(t) }),
    ]
}
