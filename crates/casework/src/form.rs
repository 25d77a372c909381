//! Forms as data: which fields a kind has, so that one generic page can record every kind.

/// How a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Line,
    /// A person's or organisation's name: one line, in any script and direction.
    Name,
    /// Several lines of text.
    Text,
    /// A web address.
    Address,
    /// A language tag (BCP 47).
    Language,
    /// A country: ISO 3166-1 alpha-2, or an invented one from XA to XZ.
    Country,
    /// A date as exact as it is known, `1979-05~`. Beside `<name>` the form may send
    /// `<name>.text`, what the source wrote, and `<name>.calendar`, the calendar it wrote in.
    PartialDate,
    /// A day, `2026-11-22`.
    Day,
    /// A local time at a place: `<name>.local` (`2026-11-24 09:30`) and `<name>.zone` (IANA name).
    Moment,
    /// One code of the vocabulary.
    Choice,
    /// Several codes of the vocabulary: the name comes once for each.
    Choices,
    /// A box that is ticked or not; not sent means no.
    Flag,
    /// Yes, no, or not known (empty).
    YesNo,
    /// A whole number, zero or more.
    Number,
    /// Several short texts: the name comes once for each, or one text area with a line for each.
    Lines,
    /// A file.
    File,
    /// An entry.
    Entry,
    /// A member.
    User,
    /// Two different members: the name comes twice.
    TwoUsers,
    /// An organisation.
    Organisation,
    /// Rows of column and cell, as `<name>.<row>.column` and `<name>.<row>.cell`.
    Cells,
    /// A document in JSON.
    Json,
    /// A list of items with these fields, as `<name>.<row>.<field>`; a row whose fields are all
    /// empty is left out.
    Items(&'static [Field]),
    /// At most one item for each code of the vocabulary of the field: `<name>.<code>` gives the
    /// item's main field, `<name>.<code>.<field>` the others. A code without a main value is left out.
    Keyed {
        /// The field of an item that holds the code.
        key: &'static str,
        /// The main field: a choice.
        main: &'static str,
        /// The vocabulary of the main field.
        main_vocabulary: &'static str,
        /// The other fields.
        fields: &'static [Field],
    },
}

/// One field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in the form and in the stored body; a dot leads into a group: `giver.relation`.
    pub name: &'static str,
    /// How it is asked for.
    pub input: Input,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it must be filled in as soon as another field of its group is.
    pub with_group: bool,
    /// The vocabulary of its codes.
    pub vocabulary: Option<&'static str>,
    /// Whether pages keep it folded until somebody asks.
    pub sensitive: bool,
}

impl Field {
    /// An optional field.
    #[must_use]
    pub const fn new(name: &'static str, input: Input) -> Self {
        Self {
            name,
            input,
            required: false,
            with_group: false,
            vocabulary: None,
            sensitive: false,
        }
    }

    /// A choice of one code.
    #[must_use]
    pub const fn choice(name: &'static str, vocabulary: &'static str) -> Self {
        Self::new(name, Input::Choice).of(vocabulary)
    }

    /// A choice of several codes.
    #[must_use]
    pub const fn choices(name: &'static str, vocabulary: &'static str) -> Self {
        Self::new(name, Input::Choices).of(vocabulary)
    }

    /// The same, with codes of this vocabulary.
    #[must_use]
    pub const fn of(mut self, vocabulary: &'static str) -> Self {
        self.vocabulary = Some(vocabulary);
        self
    }

    /// The same, and it must be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, and it must be filled in as soon as another field of its group is.
    #[must_use]
    pub const fn with_group(mut self) -> Self {
        self.with_group = true;
        self
    }

    /// The same, folded until somebody asks.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The group before the dot, if the field stands in one.
    #[must_use]
    pub fn group(&self) -> Option<&'static str> {
        self.name.split_once('.').map(|(group, _)| group)
    }
}
