//! Recording: the generic form, its history, its conflicts, and withdrawing.

use askama::Template;
use kernel::{Day, Instant};

use super::{Control, Field, Form, Label, Layout, Link, PersonLine, Written};

/// A form for an entry of any kind, driven by its fields.
#[derive(Debug, Template)]
#[template(path = "record/form.html")]
pub struct RecordPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whom it is about; nothing for a new person, a meeting and the like.
    pub person: Option<PersonLine>,
    /// What is recorded: `A hearing`.
    pub heading: String,
    /// What belongs here.
    pub intro: Option<String>,
    /// The form. When editing it carries a hidden field `version`.
    pub form: Form,
}

/// One field as two editors left it.
#[derive(Clone, Debug)]
pub struct ConflictField {
    /// What the form sends it as.
    pub name: String,
    /// What the person reads.
    pub label: String,
    /// Before both.
    pub before: String,
    /// What the reader entered.
    pub yours: String,
    /// What somebody else recorded meanwhile.
    pub theirs: String,
}

impl ConflictField {
    /// Whether the two differ, so that somebody must choose.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.yours != self.theirs
    }
}

/// Two editors meet: yours, theirs, before. Sends for each differing field `choose-NAME` as `yours`
/// or `theirs`, every value as `yours-NAME` and `theirs-NAME`, and `version`, theirs.
#[derive(Debug, Template)]
#[template(path = "record/conflict.html")]
pub struct ConflictPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whom it is about.
    pub person: Option<PersonLine>,
    /// Who recorded theirs.
    pub other_member: String,
    /// When.
    pub other_when: Instant,
    /// The fields.
    pub fields: Vec<ConflictField>,
    /// The version that now stands.
    pub version: u32,
    /// Where the choice is sent.
    pub action: String,
    /// Leaving theirs as it is.
    pub leave_href: String,
}

/// One version of an entry.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// When it was recorded.
    pub recorded: Instant,
    /// Who recorded it.
    pub by: String,
    /// Each field: its name, its value, whether it changed in this version.
    pub fields: Vec<VersionField>,
    /// Whether this version withdraws the entry, and why.
    pub withdrawn: Option<String>,
    /// Its leaf in the ledger.
    pub leaf_href: Option<String>,
}

/// One field of a version.
#[derive(Clone, Debug)]
pub struct VersionField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Written,
    /// Whether it changed in this version.
    pub changed: bool,
}

/// All versions of an entry, newest first.
#[derive(Debug, Template)]
#[template(path = "record/history.html")]
pub struct HistoryPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whom it is about.
    pub person: Option<PersonLine>,
    /// What kind of entry it is.
    pub kind: String,
    /// The versions.
    pub versions: Vec<Version>,
    /// Correcting it, for those who may.
    pub edit_href: Option<String>,
    /// Withdrawing it, for those who may.
    pub withdraw_href: Option<String>,
    /// The way back.
    pub back_href: String,
}

/// A step that matters: a plain question, what will happen, what cannot be undone, a way back.
#[derive(Debug, Template)]
#[template(path = "record/confirm.html")]
pub struct ConfirmPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whom it is about.
    pub person: Option<PersonLine>,
    /// The plain question.
    pub question: String,
    /// What will happen, one sentence each.
    pub consequences: Vec<String>,
    /// What cannot be undone, said honestly.
    pub honest: Vec<String>,
    /// What is affected, with the way there.
    pub affected: Vec<Link>,
    /// The form; its button says what it does.
    pub form: Form,
    /// Whether the button is shown as a grave one.
    pub grave: bool,
}

impl ConfirmPage {
    /// Withdrawing an entry. Sends `reason` and `version`.
    #[must_use]
    pub fn withdraw(
        layout: Layout,
        person: PersonLine,
        action: String,
        version: u32,
        affected: Vec<Link>,
    ) -> Self {
        let t = layout.texts;
        let back = person.href.clone();
        Self {
            question: t.msg("withdraw-question"),
            consequences: vec![t.msg("withdraw-stays"), t.msg("withdraw-verdicts")],
            honest: vec![t.msg("withdraw-honest")],
            form: Form::new(
                action,
                vec![
                    Field::new("version", "", Control::Hidden).value(&version.to_string()),
                    Field::new("reason", &t.msg("field-withdraw-reason"), Control::Text(3))
                        .required(),
                ],
                &t.msg("withdraw-submit"),
            )
            .cancel(back),
            affected,
            grave: false,
            person: Some(person),
            layout,
        }
    }

    /// Undoing an import: withdraws what nobody edited since, lists what somebody did.
    #[must_use]
    pub fn undo_import(
        layout: Layout,
        action: String,
        back: String,
        untouched: u64,
        edited: Vec<Link>,
    ) -> Self {
        let t = layout.texts;
        Self {
            question: t.msg("undo-question"),
            consequences: vec![
                t.count("undo-untouched", untouched),
                t.count("undo-edited", edited.len()),
            ],
            honest: vec![t.msg("undo-honest")],
            form: Form::new(action, Vec::new(), &t.msg("undo-submit")).cancel(back),
            affected: edited,
            grave: true,
            person: None,
            layout,
        }
    }

    /// Withdrawing a link between two files. Sends `reason`.
    #[must_use]
    pub fn withdraw_link(layout: Layout, person: PersonLine, action: String) -> Self {
        let t = layout.texts;
        let back = person.href.clone();
        Self {
            question: t.msg("unlink-question"),
            consequences: vec![t.msg("unlink-apart"), t.msg("unlink-stops")],
            honest: Vec::new(),
            form: Form::new(
                action,
                vec![
                    Field::new("reason", &t.msg("field-unlink-reason"), Control::Text(3))
                        .required(),
                ],
                &t.msg("unlink-submit"),
            )
            .cancel(back),
            affected: Vec::new(),
            grave: false,
            person: Some(person),
            layout,
        }
    }

    /// Erasing a file. Sends `reason` and `reference`, typed in again. `last_backup` is the day on
    /// which the last backup that could revive the file expires.
    #[must_use]
    pub fn erase(
        layout: Layout,
        person: PersonLine,
        action: String,
        reference: &str,
        last_backup: Day,
    ) -> Self {
        let t = layout.texts;
        let back = person.href.clone();
        Self {
            question: t.msg("erase-question"),
            consequences: vec![
                t.msg("erase-key"),
                t.msg("erase-found"),
                t.msg("erase-leaf"),
            ],
            honest: vec![
                t.with("erase-backups", "day", t.day_exact(last_backup).as_str()),
                t.msg("erase-copies"),
            ],
            form: Form::new(
                action,
                vec![
                    Field::new("reason", &t.msg("field-erase-reason"), Control::Text(3)).required(),
                    Field::new(
                        "reference",
                        &t.with("field-erase-reference", "reference", reference),
                        Control::Line,
                    )
                    .required(),
                ],
                &t.msg("erase-submit"),
            )
            .cancel(back),
            affected: Vec::new(),
            grave: true,
            person: Some(person),
            layout,
        }
    }

    /// Reporting that somebody said stop. Sends `acts` (several), `reported_by`, `channel`, `words`.
    #[must_use]
    pub fn report_stop(
        layout: Layout,
        person: PersonLine,
        action: String,
        acts: Vec<super::Choice>,
    ) -> Self {
        let t = layout.texts;
        let back = person.href.clone();
        Self {
            question: t.msg("stop-question"),
            consequences: vec![
                t.msg("stop-at-once"),
                t.msg("stop-second-channel"),
                t.msg("stop-medical"),
            ],
            honest: vec![t.msg("stop-honest")],
            form: Form::new(
                action,
                vec![
                    Field::new("acts", &t.msg("field-stop-acts"), Control::Choices(acts)),
                    Field::new("reported_by", &t.msg("field-stop-by"), Control::Line)
                        .help(&t.msg("help-stop-by")),
                    Field::new("channel", &t.msg("field-stop-channel"), Control::Line)
                        .help(&t.msg("help-stop-channel")),
                    Field::new("words", &t.msg("field-stop-words"), Control::Text(4))
                        .help(&t.msg("help-stop-words")),
                ],
                &t.msg("stop-submit"),
            )
            .cancel(back),
            affected: Vec::new(),
            grave: false,
            person: Some(person),
            layout,
        }
    }
}

/// The receipt of an erasure.
#[derive(Debug, Template)]
#[template(path = "record/receipt.html")]
pub struct ErasureReceipt {
    /// What every page shares.
    pub layout: Layout,
    /// The file's reference; its name is gone.
    pub reference: String,
    /// When its key was destroyed.
    pub erased: Instant,
    /// Who erased it.
    pub by: String,
    /// The reason that was given.
    pub reason: String,
    /// How many entries became unreadable.
    pub entries: u64,
    /// The day on which the last backup that could revive it expires.
    pub last_backup: Day,
    /// Places outside this register that we know hold copies.
    pub copies: Vec<String>,
    /// The leaf in the ledger.
    pub leaf_href: String,
    /// The narrowest label that the file had.
    pub label: Label,
}
