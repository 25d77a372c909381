//! What is planned under the days of a country, drawn: a bar for each tactic, a band for each window.
//! A table beside it says the same in words.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;
use kernel::{Day, Direction};

use crate::text::{Texts, Value, escaped};

/// Something that lasts from one day to another, both included.
#[derive(Clone, Debug)]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// What it says beside the bar and on hover.
    pub text: String,
}

/// A drawing of tactics and windows. It is HTML already.
#[derive(Clone, Debug)]
pub struct Calendar {
    texts: Texts,
    from: Day,
    to: Day,
    today: Day,
    tactics: Vec<Span>,
    windows: Vec<Span>,
}

const WIDTH: i32 = 720;
const MARGIN: i32 = 8;
const ROW: i32 = 22;
const HEAD: i32 = 26;
/// More tactics than this stand in the table only.
const MOST: usize = 20;

impl Calendar {
    /// A drawing from one day to another; what lies outside is left out.
    #[must_use]
    pub fn new(
        texts: Texts,
        (from, to): (Day, Day),
        today: Day,
        tactics: Vec<Span>,
        windows: Vec<Span>,
    ) -> Self {
        let to = to.max(from.plus(1));
        let inside = |span: &Span| span.from <= to && span.until >= from;
        Self {
            texts,
            from,
            to,
            today,
            tactics: tactics.into_iter().filter(inside).take(MOST).collect(),
            windows: windows.into_iter().filter(inside).take(MOST).collect(),
        }
    }

    fn across(&self, day: Day) -> i32 {
        let day = day.clamp(self.from, self.to);
        let length = i64::from(self.to.since(self.from)).max(1);
        let along = i64::from(day.since(self.from)) * i64::from(WIDTH - 2 * MARGIN) / length;
        MARGIN + i32::try_from(along).unwrap_or(0)
    }

    /// Left edge and width; time runs with the writing.
    fn place(&self, span: &Span) -> (i32, i32) {
        let (start, end) = (self.across(span.from), self.across(span.until.plus(1)));
        let width = (end - start).max(3);
        match self.texts.locale().direction() {
            Direction::Ltr => (start, width),
            Direction::Rtl => (WIDTH - start - width, width),
        }
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = i32::try_from(self.tactics.len()).unwrap_or(0).max(1);
        let height = HEAD + rows * ROW + 6;
        let (from, to) = (
            self.texts.day_exact(self.from),
            self.texts.day_exact(self.to),
        );
        let label = self.texts.msg_args(
            "strategy-calendar-label",
            &[
                ("from", Value::from(from.as_str())),
                ("to", Value::from(to.as_str())),
            ],
        );
        write!(
            f,
            "<svg class=\"calendar\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
            escaped(&label)
        )?;
        let mut drawn = String::new();
        for window in &self.windows {
            let (x, width) = self.place(window);
            write!(
                drawn,
                "<rect class=\"window\" x=\"{x}\" y=\"{HEAD}\" width=\"{width}\" height=\"{}\"><title>{}</title></rect>",
                height - HEAD - 2,
                escaped(&window.text)
            )?;
        }
        let today = Span {
            from: self.today,
            until: self.today,
            text: String::new(),
        };
        if (self.from..=self.to).contains(&self.today) {
            let (x, _) = self.place(&today);
            write!(
                drawn,
                "<line class=\"today\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\"/>",
                HEAD - 6,
                height - 2
            )?;
        }
        for (row, tactic) in (0..).zip(&self.tactics) {
            let (x, width) = self.place(tactic);
            let y = HEAD + row * ROW + 5;
            write!(
                drawn,
                "<rect class=\"tactic\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"12\"><title>{}</title></rect>",
                escaped(&tactic.text)
            )?;
        }
        f.write_str(&drawn)?;
        // The first day of each month that has room for its name.
        let mut last = -1_000;
        for number in self.from.number()..=self.to.number() {
            let day = Day::from_number(number);
            if !day.iso().ends_with("-01") {
                continue;
            }
            let (x, _) = self.place(&Span {
                from: day,
                until: day,
                text: String::new(),
            });
            if (x - last).abs() < 90 || !(40..=WIDTH - 40).contains(&x) {
                continue;
            }
            last = x;
            write!(
                f,
                "<line class=\"tick\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{HEAD}\"/><text x=\"{x}\" y=\"4\" text-anchor=\"middle\">{}</text>",
                HEAD - 6,
                escaped(&self.texts.day_short(day, self.today))
            )?;
        }
        f.write_str("</svg>")
    }
}

impl HtmlSafe for Calendar {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn bars_stay_inside_and_words_are_escaped() {
        let day = |number| Day::from_number(20_700 + number);
        let span = |from, until, text: &str| Span {
            from: day(from),
            until: day(until),
            text: text.to_owned(),
        };
        for locale in [Locale::English, Locale::Arabic] {
            let drawn = Calendar::new(
                Texts::of(locale),
                (day(0), day(100)),
                day(50),
                vec![span(-20, 10, "<b>ask</b>"), span(300, 310, "outside")],
                vec![span(90, 400, "amnesty & more")],
            )
            .to_string();
            assert!(
                !drawn.contains("<b>") && drawn.contains("&amp; more"),
                "{drawn}"
            );
            assert!(!drawn.contains("outside"));
            for piece in drawn.split(" x=\"").skip(1) {
                let x: i32 = piece.split('"').next().unwrap().parse().unwrap();
                assert!((0..=WIDTH).contains(&x), "{drawn}");
            }
        }
    }
}
