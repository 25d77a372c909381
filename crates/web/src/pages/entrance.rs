//! The way in: first start, unlocking, log-in, codes, passwords, the own account.

use askama::Template;
use kernel::{Day, Instant};

use super::{Control, Field, Form, Layout};
use crate::paths;

/// A page that is one plain question: a heading, what will happen, a form.
#[derive(Debug, Template)]
#[template(path = "form_page.html")]
pub struct FormPage {
    /// What every page shares.
    pub layout: Layout,
    /// The question.
    pub heading: String,
    /// What will happen, one paragraph each.
    pub intro: Vec<String>,
    /// The form.
    pub form: Form,
}

impl FormPage {
    /// First start: creates the administrator. Sends `name`, `password`, `again`.
    #[must_use]
    pub fn first_start(layout: Layout, name: &str, error: Option<String>) -> Self {
        let t = layout.texts;
        let fields = vec![
            Field::new("name", &t.msg("field-user-name"), Control::Line)
                .value(name)
                .required(),
            Field::new(
                "password",
                &t.msg("field-password"),
                Control::Password { new: true },
            )
            .help(&t.msg("help-password"))
            .required(),
            Field::new(
                "again",
                &t.msg("field-password-again"),
                Control::Password { new: true },
            )
            .required(),
        ];
        let mut form = Form::new(paths::first_start(), fields, &t.msg("start-submit"));
        form.error = error;
        Self {
            heading: t.msg("start-heading"),
            intro: vec![t.msg("start-intro"), t.msg("start-intro-honest")],
            form,
            layout,
        }
    }

    /// The server is locked. Sends `passphrase`.
    #[must_use]
    pub fn unlock(layout: Layout, error: Option<String>) -> Self {
        let t = layout.texts;
        let fields = vec![
            Field::new(
                "passphrase",
                &t.msg("field-passphrase"),
                Control::Password { new: false },
            )
            .required(),
        ];
        let mut form = Form::new(paths::unlock(), fields, &t.msg("unlock-submit"));
        form.error = error;
        Self {
            heading: t.msg("unlock-heading"),
            intro: vec![t.msg("unlock-intro")],
            form,
            layout,
        }
    }

    /// Log-in. Sends `name`, `password`.
    #[must_use]
    pub fn log_in(layout: Layout, name: &str, error: Option<String>) -> Self {
        let t = layout.texts;
        let fields = vec![
            Field::new("name", &t.msg("field-user-name"), Control::Line)
                .value(name)
                .required(),
            Field::new(
                "password",
                &t.msg("field-password"),
                Control::Password { new: false },
            )
            .required(),
        ];
        let mut form = Form::new(paths::log_in(), fields, &t.msg("log-in-submit"));
        form.error = error;
        Self {
            heading: t.msg("log-in-heading"),
            intro: vec![t.msg("log-in-lost")],
            form,
            layout,
        }
    }

    /// Second step of the log-in. Sends `code`: six digits or a recovery code.
    #[must_use]
    pub fn second_factor(layout: Layout, error: Option<String>) -> Self {
        let t = layout.texts;
        let fields = vec![
            Field::new("code", &t.msg("field-code"), Control::Code)
                .help(&t.msg("help-code"))
                .required(),
        ];
        let mut form = Form::new(paths::second_factor(), fields, &t.msg("code-submit"))
            .cancel(paths::log_in());
        form.error = error;
        Self {
            heading: t.msg("code-heading"),
            intro: vec![t.msg("code-intro")],
            form,
            layout,
        }
    }

    /// New recovery codes. Sends `code`.
    #[must_use]
    pub fn new_recovery_codes(layout: Layout, error: Option<String>) -> Self {
        let t = layout.texts;
        let fields = vec![
            Field::new("code", &t.msg("field-code"), Control::Code)
                .help(&t.msg("help-recovery-code"))
                .required(),
        ];
        let mut form = Form::new(paths::recovery_codes(), fields, &t.msg("recovery-submit"))
            .cancel(paths::account());
        form.error = error;
        Self {
            heading: t.msg("recovery-new-heading"),
            intro: vec![t.msg("recovery-new-intro")],
            form,
            layout,
        }
    }

    /// Choosing a new password. Sends `old` (unless the password was restored), `password`, `again`.
    #[must_use]
    pub fn new_password(layout: Layout, asks_old: bool, error: Option<String>) -> Self {
        let t = layout.texts;
        let mut fields = Vec::new();
        if asks_old {
            fields.push(
                Field::new(
                    "old",
                    &t.msg("field-password-old"),
                    Control::Password { new: false },
                )
                .required(),
            );
        }
        fields.push(
            Field::new(
                "password",
                &t.msg("field-password-new"),
                Control::Password { new: true },
            )
            .help(&t.msg("help-password"))
            .required(),
        );
        fields.push(
            Field::new(
                "again",
                &t.msg("field-password-again"),
                Control::Password { new: true },
            )
            .required(),
        );
        let mut form = Form::new(paths::new_password(), fields, &t.msg("password-submit"));
        if asks_old {
            form = form.cancel(paths::account());
        }
        form.error = error;
        Self {
            heading: t.msg("password-heading"),
            intro: vec![t.msg("password-intro")],
            form,
            layout,
        }
    }
}

/// Setting up codes: the secret as text and as a link for the program that makes the codes.
#[derive(Debug, Template)]
#[template(path = "entrance/set_up_codes.html")]
pub struct SetUpSecondFactor {
    /// What every page shares.
    pub layout: Layout,
    /// The secret in base 32, in groups of four.
    pub secret_groups: Vec<String>,
    /// The `otpauth:` address.
    pub otpauth: String,
    /// Sends `code`, the first code, to prove that it works.
    pub form: Form,
}

impl SetUpSecondFactor {
    /// The page for a secret in base 32.
    #[must_use]
    pub fn new(layout: Layout, secret: &str, otpauth: &str, error: Option<String>) -> Self {
        let t = layout.texts;
        let letters: Vec<char> = secret.chars().collect();
        let mut form = Form::new(
            paths::set_up_second_factor(),
            vec![
                Field::new("code", &t.msg("field-first-code"), Control::Code)
                    .help(&t.msg("help-first-code"))
                    .required(),
            ],
            &t.msg("codes-submit"),
        );
        form.error = error;
        Self {
            secret_groups: letters
                .chunks(4)
                .map(|group| group.iter().collect())
                .collect(),
            otpauth: otpauth.to_owned(),
            form,
            layout,
        }
    }
}

/// Recovery codes, shown once.
#[derive(Debug, Template)]
#[template(path = "entrance/recovery_codes.html")]
pub struct RecoveryCodes {
    /// What every page shares.
    pub layout: Layout,
    /// The codes, each for one use.
    pub codes: Vec<String>,
}

/// A lost password that two members restore.
#[derive(Clone, Debug)]
pub struct Restoration {
    /// The request.
    pub id: String,
    /// Who lost the password.
    pub member: String,
    /// When it was asked for.
    pub asked: Instant,
    /// Who has agreed so far.
    pub agreed: Option<String>,
    /// Whether the reader may agree: not for oneself, not twice.
    pub may_agree: bool,
}

/// Two members restore a third one's lost password.
#[derive(Debug, Template)]
#[template(path = "entrance/restore.html")]
pub struct RestorePassword {
    /// What every page shares.
    pub layout: Layout,
    /// What waits for a second member. Each posts its `restoration` to [`paths::restore_password`].
    pub waiting: Vec<Restoration>,
    /// Begins one: sends `name`, `how` (how identity was confirmed).
    pub form: Form,
    /// The word that the member uses once to choose a new password, when the second has agreed.
    pub once_word: Option<String>,
}

/// One signed-in session.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// What it is called in an address, for ending it. Which browser it is was never stored.
    pub id: String,
    /// When it began.
    pub began: Instant,
    /// When it was last used.
    pub used: Instant,
    /// Whether it is the reader's own, at this moment.
    pub this: bool,
}

/// The own account and its sessions.
#[derive(Debug, Template)]
#[template(path = "entrance/account.html")]
pub struct Account {
    /// What every page shares.
    pub layout: Layout,
    /// The member's log-in name.
    pub name: String,
    /// Roles and where they hold, one sentence each.
    pub roles: Vec<String>,
    /// Since when the password is the present one; nothing when that is not known.
    pub password_since: Option<Day>,
    /// Whether codes are set up.
    pub codes: bool,
    /// Since when codes are asked for, where that is known.
    pub codes_since: Option<Day>,
    /// Recovery codes that are left.
    pub recovery_codes_left: u32,
    /// All sessions.
    pub sessions: Vec<SessionLine>,
}

impl Account {
    /// How long the password has been the same, said as a span of days.
    #[must_use]
    pub fn password_age(&self) -> Option<String> {
        self.password_since.map(|since| {
            let days = self.layout.today.since(since).max(0);
            self.layout.texts.count("account-password-age", days)
        })
    }

    /// Whether there are sessions besides this one.
    #[must_use]
    pub fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.this)
    }
}

/// The session has ended.
#[derive(Debug, Template)]
#[template(path = "entrance/locked.html")]
pub struct SignedOut {
    /// What every page shares.
    pub layout: Layout,
}
