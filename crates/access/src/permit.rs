//! Permits: values that prove that an actor may do something, made nowhere else.

use std::{fmt, marker::PhantomData};

use kernel::{CompartmentId, FileId, KindWord, UserId};

use crate::{Action, Actor, Way, grants};

mod sealed {
    /// Keeps the marks to this crate.
    pub trait Sealed {}
}

/// A mark for an action in the type of a permit.
pub trait Mark: sealed::Sealed {
    /// The action it stands for.
    const ACTION: Action;
}

macro_rules! marks {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl sealed::Sealed for $name {}

        impl Mark for $name {
            const ACTION: Action = Action::$name;
        }
    )*};
}

marks! {
    /// Mark of [`Action::Read`].
    Read;
    /// Mark of [`Action::Write`].
    Write;
    /// Mark of [`Action::Propose`].
    Propose;
    /// Mark of [`Action::Sign`].
    Sign;
    /// Mark of [`Action::Lift`].
    Lift;
    /// Mark of [`Action::Import`].
    Import;
    /// Mark of [`Action::Export`].
    Export;
    /// Mark of [`Action::Manage`].
    Manage;
}

/// Who drafted or owns the thing that is acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The actor did.
    Own,
    /// Somebody else did, or nobody has yet.
    Others,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The compartment in which it stands, or [`crate::INSTALLATION`].
    pub compartment: CompartmentId,
    /// Its kind, or the word of a resource of administration.
    pub kind: KindWord,
    /// Who drafted or owns it.
    pub relation: Relation,
    /// The file in which it stands or will stand; none for what concerns the compartment as a whole.
    pub file: Option<FileId>,
}

impl Resource {
    /// A thing that somebody else drafted, or nobody yet.
    #[must_use]
    pub fn new(compartment: CompartmentId, kind: &str) -> Self {
        Self {
            compartment,
            kind: KindWord::new(kind),
            relation: Relation::Others,
            file: None,
        }
    }

    /// The same thing, standing in this file.
    #[must_use]
    pub const fn in_file(mut self, file: FileId) -> Self {
        self.file = Some(file);
        self
    }

    /// The same thing, drafted or owned by this user.
    #[must_use]
    pub fn drafted_by(mut self, author: UserId, actor: &Actor) -> Self {
        self.relation = if author == actor.user {
            Relation::Own
        } else {
            Relation::Others
        };
        self
    }
}

/// Not permitted, or not there: the two look the same to whoever asked. The reason is for the log of
/// the installation alone and is left out of every form in which an error could travel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Denied {
    reason: Reason,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    Absent,
    UserStatus,
    Strength,
    Membership,
    SealedForOperator,
    Grant,
    OwnDraft,
    NotOwner,
    OperatorSigns,
}

impl Denied {
    /// For things that are not there at all.
    #[must_use]
    pub const fn absent() -> Self {
        Self {
            reason: Reason::Absent,
        }
    }

    /// The reason, for the private log: a code, never a name.
    #[must_use]
    pub const fn for_private_log(self) -> &'static str {
        match self.reason {
            Reason::Absent => "absent",
            Reason::UserStatus => "user_not_active",
            Reason::Strength => "one_factor_only",
            Reason::Membership => "no_current_membership",
            Reason::SealedForOperator => "operator_in_sealed_compartment",
            Reason::Grant => "no_grant",
            Reason::OwnDraft => "own_draft",
            Reason::NotOwner => "not_the_owner",
            Reason::OperatorSigns => "operator_cannot_decide",
        }
    }
}

impl fmt::Debug for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Denied")
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is nothing here that you can open")
    }
}

impl std::error::Error for Denied {}

/// Proof that a user may do one action with one kind in one compartment. It can neither be built
/// elsewhere nor copied.
#[must_use = "a permit is asked for in order to do something with it"]
pub struct Permit<A: Mark> {
    user: UserId,
    compartment: CompartmentId,
    kind: KindWord,
    file: Option<FileId>,
    way: Way,
    action: PhantomData<fn() -> A>,
}

impl<A: Mark> Permit<A> {
    /// The user who was permitted.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// The compartment.
    #[must_use]
    pub const fn compartment(&self) -> CompartmentId {
        self.compartment
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> &KindWord {
        &self.kind
    }

    /// The file, where the permit was asked for one.
    #[must_use]
    pub const fn file(&self) -> Option<FileId> {
        self.file
    }

    /// How the user came in; commands of the operator are recorded one by one.
    #[must_use]
    pub const fn way(&self) -> Way {
        self.way
    }

    /// The action.
    #[must_use]
    pub const fn action(&self) -> Action {
        A::ACTION
    }
}

impl<A: Mark> fmt::Debug for Permit<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit<{}>({})", A::ACTION, self.kind.word())
    }
}

/// Kinds that only their owner may lift: a negotiation is known to those who lead it.
const LIFTED_BY_OWNER: &[&str] = &["lock"];

/// Permits an action, or denies it without saying why.
///
/// # Errors
/// [`Denied`], the same for what is forbidden and for what is not there.
pub fn permit<A: Mark>(actor: &Actor, resource: &Resource) -> Result<Permit<A>, Denied> {
    match refusal(actor, resource, A::ACTION) {
        Some(reason) => Err(Denied { reason }),
        None => Ok(Permit {
            user: actor.user,
            compartment: resource.compartment,
            kind: resource.kind.clone(),
            file: resource.file,
            way: actor.way,
            action: PhantomData,
        }),
    }
}

fn refusal(actor: &Actor, resource: &Resource, action: Action) -> Option<Reason> {
    use crate::{MemberStatus, Strength};
    if actor.status != MemberStatus::Active {
        return Some(Reason::UserStatus);
    }
    if actor.strength != Strength::TwoFactor {
        return Some(Reason::Strength);
    }
    let there = |sealed_too: bool| {
        actor.memberships.iter().filter(move |membership| {
            membership.compartment == resource.compartment
                && membership.status == MemberStatus::Active
                && membership.reaches(resource.file)
                && (sealed_too || !membership.sealed)
        })
    };
    if there(true).next().is_none() {
        return Some(Reason::Membership);
    }
    let sealed_too = actor.way != Way::Operator;
    if there(sealed_too).next().is_none() {
        return Some(Reason::SealedForOperator);
    }
    let kind = resource.kind.word();
    if !there(sealed_too).any(|membership| grants().allows(membership.role, kind, action)) {
        return Some(Reason::Grant);
    }
    let decides = matches!(action, Action::Sign | Action::Lift);
    if decides && actor.way == Way::Operator {
        return Some(Reason::OperatorSigns);
    }
    match (action, resource.relation) {
        (Action::Sign, Relation::Own) => Some(Reason::OwnDraft),
        (Action::Lift, Relation::Others) if LIFTED_BY_OWNER.contains(&kind) => {
            Some(Reason::NotOwner)
        }
        _ => None,
    }
}
