//! What has been done, drawn: a line of days with a mark for each act.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;
use kernel::{Day, Direction};

use crate::text::{Texts, escaped};

/// How a mark on the line looks. Told apart by shape, not by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Somebody acted: a filled circle.
    Done,
    /// An answer came: an open circle.
    Answered,
    /// It was refused or denied: a square.
    Refused,
    /// Something happened to the person: an upright stroke.
    Happened,
}

impl Mark {
    /// The message with its word, for the legend.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Done => "mark-done",
            Self::Answered => "mark-answered",
            Self::Refused => "mark-refused",
            Self::Happened => "mark-happened",
        }
    }

    /// All marks, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::Done, Self::Answered, Self::Refused, Self::Happened];

    /// The mark as a character, for the legend and the table.
    #[must_use]
    pub const fn character(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::Answered => "○",
            Self::Refused => "■",
            Self::Happened => "|",
        }
    }
}

/// One mark.
#[derive(Clone, Debug)]
pub struct Event {
    /// The day.
    pub day: Day,
    /// How it looks.
    pub mark: Mark,
    /// What it says on hover.
    pub text: String,
}

/// A drawn line of days. It is HTML already; a table beside it says the same in words.
#[derive(Clone, Debug)]
pub struct Timeline {
    texts: Texts,
    from: Day,
    to: Day,
    events: Vec<Event>,
}

const WIDTH: i32 = 720;
const HEIGHT: i32 = 80;
const MARGIN: i32 = 14;
const LINE: i32 = 24;

impl Timeline {
    /// A line from one day to another; events outside are left out.
    #[must_use]
    pub fn new(texts: Texts, from: Day, to: Day, events: Vec<Event>) -> Self {
        let to = to.max(from.plus(1));
        Self {
            texts,
            from,
            to,
            events: events
                .into_iter()
                .filter(|event| (from..=to).contains(&event.day))
                .collect(),
        }
    }

    fn across(&self, day: Day) -> i32 {
        let length = i64::from(self.to.since(self.from)).max(1);
        let along = i64::from(day.since(self.from)) * i64::from(WIDTH - 2 * MARGIN) / length;
        let along = MARGIN + i32::try_from(along).unwrap_or(0);
        match self.texts.locale().direction() {
            Direction::Ltr => along,
            // Time runs with the writing.
            Direction::Rtl => WIDTH - along,
        }
    }
}

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.texts.count("timeline-label", self.events.len());
        write!(
            f,
            "<svg class=\"timeline\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
            escaped(&label)
        )?;
        let (start, end) = (self.across(self.from), self.across(self.to));
        write!(
            f,
            "<line class=\"line\" x1=\"{start}\" y1=\"{LINE}\" x2=\"{end}\" y2=\"{LINE}\"/>"
        )?;
        for year in self.from.year()..=self.to.year() {
            let Some(first) = Day::new(year, 1, 1) else {
                continue;
            };
            let inside = first > self.from && first < self.to;
            let x = self.across(if inside { first } else { self.from });
            // Too near to the next year's number to be read.
            if !inside && year == self.from.year() {
                let next = Day::new(year + 1, 1, 1).unwrap_or(self.to);
                if (self.across(next.min(self.to)) - x).abs() < 44 {
                    continue;
                }
            } else if !inside {
                continue;
            }
            write!(
                f,
                "<line class=\"tick\" x1=\"{x}\" y1=\"{LINE}\" x2=\"{x}\" y2=\"{}\"/>\
                 <text x=\"{x}\" y=\"{}\" text-anchor=\"{}\">{year}</text>",
                LINE + 14,
                LINE + 20,
                if inside { "middle" } else { "start" },
            )?;
        }
        let mut marks = String::new();
        for event in &self.events {
            let x = self.across(event.day);
            match event.mark {
                Mark::Done => write!(
                    marks,
                    "<circle class=\"full\" cx=\"{x}\" cy=\"{LINE}\" r=\"6\">"
                )?,
                Mark::Answered => {
                    write!(
                        marks,
                        "<circle class=\"open\" cx=\"{x}\" cy=\"{LINE}\" r=\"6\">"
                    )?;
                }
                Mark::Refused => write!(
                    marks,
                    "<rect class=\"full\" x=\"{}\" y=\"{}\" width=\"11\" height=\"11\">",
                    x - 5,
                    LINE - 5
                )?,
                Mark::Happened => write!(
                    marks,
                    "<rect class=\"full\" x=\"{}\" y=\"{}\" width=\"3\" height=\"24\">",
                    x - 1,
                    LINE - 12
                )?,
            }
            write!(
                marks,
                "<title>{}</title></{}>",
                escaped(&event.text),
                match event.mark {
                    Mark::Done | Mark::Answered => "circle",
                    Mark::Refused | Mark::Happened => "rect",
                }
            )?;
        }
        write!(f, "{marks}</svg>")
    }
}

impl HtmlSafe for Timeline {}
