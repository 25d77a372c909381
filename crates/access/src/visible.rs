//! What may be shown: values that only a permitted read, or parts already visible, can make.

use std::{fmt, ops::Deref};

use kernel::{CompartmentId, Day, Entry, FileId, Instant, Label, Language};
use serde::{Serialize, Serializer};

use crate::{Actor, Denied, Permit, Read, Resource, permit};

/// A thing that stands in a compartment and has a kind, so that its permit can be compared with it.
pub trait Located {
    /// The compartment in which it stands.
    fn compartment(&self) -> CompartmentId;

    /// The word of its kind.
    fn kind(&self) -> &str;

    /// The file in which it stands.
    fn file(&self) -> FileId;
}

impl Located for Entry {
    fn compartment(&self) -> CompartmentId {
        self.outer.compartment
    }

    fn kind(&self) -> &str {
        Self::kind(self)
    }

    fn file(&self) -> FileId {
        self.outer.file
    }
}

/// Something the reader may see. Templates, documents and exports accept nothing else.
///
/// Changes go through function *pointers*: a closure that carries a hidden record inside does not
/// compile, so that what comes out was made of what went in.
#[derive(Clone, PartialEq, Eq)]
pub struct Visible<T>(T);

impl<T> Visible<T> {
    /// A value that was read under this permit.
    #[must_use]
    pub const fn new(_permit: &Permit<Read>, value: T) -> Self {
        Self(value)
    }

    /// A value that was read under this permit, compared with where it stands.
    ///
    /// # Errors
    /// When the permit is for another compartment or another kind.
    pub fn of(permit: &Permit<Read>, value: T) -> Result<Self, Denied>
    where
        T: Located,
    {
        let same = permit.compartment() == value.compartment()
            && permit.kind().word() == Located::kind(&value)
            && permit.file().is_none_or(|file| file == value.file());
        if same {
            Ok(Self(value))
        } else {
            Err(Denied::absent())
        }
    }

    /// The value made of this one.
    #[must_use]
    pub fn map<U>(self, change: fn(T) -> U) -> Visible<U> {
        Visible(change(self.0))
    }

    /// The value made of this one and of something that is nobody's secret: a day, a language.
    #[must_use]
    pub fn map_with<N: Neutral, U>(self, neutral: N, change: fn(T, N) -> U) -> Visible<U> {
        Visible(change(self.0, neutral))
    }

    /// This value and another one that is visible too.
    #[must_use]
    pub fn zip<U>(self, other: Visible<U>) -> Visible<(T, U)> {
        Visible((self.0, other.0))
    }

    /// A view of the value by reference.
    #[must_use]
    pub const fn as_ref(&self) -> Visible<&T> {
        Visible(&self.0)
    }

    /// The value itself. It cannot be made visible again without a permit.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Visible<Vec<T>> {
    /// Many visible things as one.
    #[must_use]
    pub fn collect(parts: impl IntoIterator<Item = Visible<T>>) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }

    /// Those of the things that this actor may read; the others leave no trace, not even a count.
    #[must_use]
    pub fn readable(actor: &Actor, things: impl IntoIterator<Item = T>) -> Self
    where
        T: Located,
    {
        Self::collect(things.into_iter().filter_map(|thing| {
            let resource =
                Resource::new(thing.compartment(), Located::kind(&thing)).in_file(thing.file());
            let permit = permit::<Read>(actor, &resource).ok()?;
            Visible::of(&permit, thing).ok()
        }))
    }

    /// Each visible thing on its own.
    pub fn each(self) -> impl Iterator<Item = Visible<T>> {
        self.0.into_iter().map(Visible)
    }
}

impl<T> Deref for Visible<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Visible<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Visible").field(&self.0).finish()
    }
}

impl<T: Serialize> Serialize for Visible<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

mod sealed {
    /// Keeps the list of neutral values to this crate.
    pub trait Sealed {}
}

/// Values that tell nothing about anybody and may be joined to a view.
pub trait Neutral: sealed::Sealed {}

macro_rules! neutral {
    ($($kind:ty),*) => {$(
        impl sealed::Sealed for $kind {}
        impl Neutral for $kind {}
    )*};
}

neutral!(bool, Day, Instant, Label, Language, &Language);

impl<A: Neutral, B: Neutral> sealed::Sealed for (A, B) {}
impl<A: Neutral, B: Neutral> Neutral for (A, B) {}
