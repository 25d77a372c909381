//! Pages that are read from top to bottom: a heading, then blocks of words, tables and forms.

use askama::Template;

use super::{Calendar, Choice, Control, Field, Form, Layout, Link, PersonLine};

/// One cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// What is said more quietly.
    pub aside: Option<String>,
}

impl Cell {
    /// Words alone.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Leading somewhere.
    #[must_use]
    pub fn href(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }

    /// With something more quietly.
    #[must_use]
    pub fn aside(mut self, aside: impl Into<String>) -> Self {
        let aside = aside.into();
        self.aside = (!aside.is_empty()).then_some(aside);
        self
    }
}

/// A table with a head; turns into cards where the page is narrow.
#[derive(Clone, Debug)]
pub struct Table {
    /// The heads of the columns.
    pub heads: Vec<String>,
    /// The rows, each with a cell for each head.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The cells of a row with the heads of their columns.
    pub fn named<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a String, &'a Cell)> {
        self.heads.iter().zip(row)
    }
}

/// One block of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading of the second order.
    Heading(String),
    /// A sentence of ours.
    Sentence(String),
    /// Somebody's words, with their line breaks.
    Words(String),
    /// Said more quietly.
    Aside(String),
    /// Needs a look.
    Attention(String),
    /// Nothing is here yet: what belongs here, and how to begin.
    Empty(String),
    /// Where one goes from here.
    Links(Vec<Link>),
    /// Names with what is known.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// Days, drawn.
    Calendar(Calendar),
    /// A form.
    Form(Form),
}

/// A page of blocks.
#[derive(Debug, Template)]
#[template(path = "rooms/room.html")]
pub struct RoomPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whom it is about, if it is about somebody.
    pub person: Option<PersonLine>,
    /// The heading.
    pub heading: String,
    /// The blocks, from top to bottom.
    pub blocks: Vec<Block>,
}

/// The form in which an act is weighed: gates first, then seven questions, the others folded.
#[derive(Debug, Template)]
#[template(path = "assessments/weigh.html")]
pub struct WeighPage {
    /// What every page shares.
    pub layout: Layout,
    /// Whom it is about.
    pub person: PersonLine,
    /// The act.
    pub act: String,
    /// What the other gates say, the strictest first.
    pub gates: Vec<String>,
    /// Every field of the form, those of the questions in their order.
    pub form: Form,
    /// The names under which the questions are sent that are asked first.
    pub first: Vec<String>,
}

/// One question of a weighing: where it pulls, why, and how sure somebody is.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// Where it pulls.
    pub pull: &'a Field,
    /// Why.
    pub words: Option<&'a Field>,
    /// How sure.
    pub certainty: Option<&'a Field>,
}

impl Question<'_> {
    /// The possible pulls.
    #[must_use]
    pub fn pulls(&self) -> &[Choice] {
        choices(Some(self.pull))
    }

    /// The possible degrees of being sure.
    #[must_use]
    pub fn certainties(&self) -> &[Choice] {
        choices(self.certainty)
    }

    /// What is wrong with the answer.
    #[must_use]
    pub fn error(&self) -> Option<&String> {
        let words = self.words.and_then(|field| field.error.as_ref());
        self.pull.error.as_ref().or(words)
    }
}

fn choices(field: Option<&Field>) -> &[Choice] {
    match field.map(|field| &field.control) {
        Some(Control::Choice(choices)) => choices,
        _ => &[],
    }
}

/// What the fields of a question begin with.
const QUESTIONS: &str = "factors.";

impl WeighPage {
    fn question(field: &Field) -> Option<&str> {
        field.name.strip_prefix(QUESTIONS)?.split('.').next()
    }

    fn is_first(&self, field: &Field) -> bool {
        Self::question(field).is_some_and(|code| self.first.iter().any(|known| known == code))
    }

    /// The fields before the questions.
    #[must_use]
    pub fn before(&self) -> Vec<&Field> {
        self.form
            .fields
            .iter()
            .take_while(|field| Self::question(field).is_none())
            .collect()
    }

    /// The seven questions.
    #[must_use]
    pub fn asked(&self) -> Vec<Question<'_>> {
        self.questions(true)
    }

    /// The other questions.
    #[must_use]
    pub fn folded(&self) -> Vec<Question<'_>> {
        self.questions(false)
    }

    fn questions(&self, first: bool) -> Vec<Question<'_>> {
        let mut questions: Vec<Question<'_>> = Vec::new();
        for field in &self.form.fields {
            if Self::question(field).is_none() || self.is_first(field) != first {
                continue;
            }
            let part = field.name.splitn(3, '.').nth(2);
            match (part, questions.last_mut()) {
                (None, _) => questions.push(Question {
                    pull: field,
                    words: None,
                    certainty: None,
                }),
                (Some("words"), Some(question)) => question.words = Some(field),
                (Some("certainty"), Some(question)) => question.certainty = Some(field),
                _ => {}
            }
        }
        questions
    }

    /// Whether one of the folded ones was answered, or is wrong.
    #[must_use]
    pub fn folded_entered(&self) -> bool {
        self.folded().iter().any(|question| {
            question.error().is_some()
                || question
                    .pulls()
                    .iter()
                    .any(|choice| choice.chosen && !choice.value.is_empty())
        })
    }

    /// The fields after the questions.
    #[must_use]
    pub fn after(&self) -> Vec<&Field> {
        self.form
            .fields
            .iter()
            .skip_while(|field| Self::question(field).is_none())
            .filter(|field| Self::question(field).is_none())
            .collect()
    }
}
