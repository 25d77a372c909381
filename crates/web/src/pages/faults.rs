//! Pages that say no, and why.

use askama::Template;

use super::{Layout, Link};
use crate::{paths, text::Texts};

/// A refusal. It answers four questions in this order: what is refused, why, who can change it,
/// what can be done instead today.
#[derive(Debug, Template)]
#[template(path = "faults/refused.html")]
pub struct RefusedPage {
    /// What every page shares.
    pub layout: Layout,
    /// What is refused.
    pub what: String,
    /// Why, in one sentence.
    pub why: String,
    /// Who can change it.
    pub who: String,
    /// What can be done instead today.
    pub instead: Vec<Link>,
    /// A number for the log, which holds the details and no names.
    pub reference: Option<String>,
}

impl RefusedPage {
    /// From messages `fault-NAME`, `fault-NAME-why`, `fault-NAME-who` and one way out.
    fn of(layout: Layout, [what, why, who]: [&str; 3], instead: Vec<Link>) -> Self {
        let t = layout.texts;
        Self {
            what: t.msg(what),
            why: t.msg(why),
            who: t.msg(who),
            instead,
            reference: None,
            layout,
        }
    }

    fn home(t: Texts) -> Link {
        Link {
            href: paths::today(),
            text: t.msg("fault-go-today"),
        }
    }

    /// Absent or denied: one page for both, byte for byte, and the answer for every address that
    /// leads nowhere.
    #[must_use]
    pub fn absent(layout: Layout) -> Self {
        let t = layout.texts;
        Self::of(
            layout,
            ["fault-absent", "fault-absent-why", "fault-absent-who"],
            vec![
                Self::home(t),
                Link {
                    href: paths::people(),
                    text: t.msg("fault-go-people"),
                },
            ],
        )
    }

    /// What was sent is too large.
    #[must_use]
    pub fn too_large(layout: Layout, back: String) -> Self {
        let t = layout.texts;
        Self::of(
            layout,
            [
                "fault-too-large",
                "fault-too-large-why",
                "fault-too-large-who",
            ],
            vec![Link {
                href: back,
                text: t.msg("go-back"),
            }],
        )
    }

    /// The register is locked.
    #[must_use]
    pub fn locked(layout: Layout) -> Self {
        let t = layout.texts;
        Self::of(
            layout,
            ["fault-locked", "fault-locked-why", "fault-locked-who"],
            vec![Link {
                href: paths::unlock(),
                text: t.msg("unlock-submit"),
            }],
        )
    }

    /// The form is too old, or was not sent from here.
    #[must_use]
    pub fn stale_form(layout: Layout, back: String) -> Self {
        let t = layout.texts;
        Self::of(
            layout,
            ["fault-form", "fault-form-why", "fault-form-who"],
            vec![Link {
                href: back,
                text: t.msg("go-back"),
            }],
        )
    }

    /// The ground of a decision changed while it was being made.
    #[must_use]
    pub fn overtaken(layout: Layout, back: String) -> Self {
        let t = layout.texts;
        Self::of(
            layout,
            [
                "fault-overtaken",
                "fault-overtaken-why",
                "fault-overtaken-who",
            ],
            vec![Link {
                href: back,
                text: t.msg("fault-look-again"),
            }],
        )
    }

    /// The disk is full: reading still works.
    #[must_use]
    pub fn full(layout: Layout) -> Self {
        let t = layout.texts;
        Self::of(
            layout,
            ["fault-full", "fault-full-why", "fault-full-who"],
            vec![Self::home(t)],
        )
    }

    /// Something went wrong inside the program; the number leads to the log.
    #[must_use]
    pub fn server(layout: Layout, reference: &str) -> Self {
        let t = layout.texts;
        Self {
            reference: Some(reference.to_owned()),
            ..Self::of(
                layout,
                ["fault-server", "fault-server-why", "fault-server-who"],
                vec![Self::home(t)],
            )
        }
    }

    /// Too many attempts: wait.
    #[must_use]
    pub fn too_many(layout: Layout, seconds: u32) -> Self {
        let t = layout.texts;
        Self {
            who: t.count("fault-too-many-tries-who", seconds),
            ..Self::of(
                layout,
                [
                    "fault-too-many-tries",
                    "fault-too-many-tries-why",
                    "fault-form-who",
                ],
                vec![Link {
                    href: paths::log_in(),
                    text: t.msg("log-in-again"),
                }],
            )
        }
    }
}
