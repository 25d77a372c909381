//! Charges, articles and sentences out of cells.

use serde_json::{Map, Value};

use crate::words;

/// A charge as a cell says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Charge {
    pub(super) text: String,
    pub(super) article: Option<String>,
    pub(super) law: Option<String>,
}

/// `Criminal Code Articles 728.1 (carrying of arms); 778.2 (…)`, `Provisions 767.2 (…) and 728.1 (…) of
/// the Criminal Code`: one charge for each article that is named with its words in brackets. Nothing
/// where the text is of another form.
pub(super) fn listed(text: &str) -> Vec<Charge> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = text.to_lowercase();
    let begins = ["article", "provision", "section", "ст."]
        .iter()
        .filter_map(|word| lower.find(word))
        .min()
        .filter(|at| *at <= 40);
    // Small letters of other scripts may be longer or shorter; then the places do not agree.
    let Some(rest) = begins
        .filter(|_| lower.len() == text.len())
        .and_then(|at| text.get(at..))
    else {
        return Vec::new();
    };
    let law = ["Criminal Code", "Penal Code", "Criminal Procedure Code"]
        .iter()
        .find(|law| text.contains(**law))
        .map(|law| (*law).to_owned());
    let mut out = Vec::new();
    let mut from = rest;
    while let Some((before, inside)) = from.split_once('(') {
        let mut depth = 1_usize;
        let end = inside.char_indices().find_map(|(at, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(at)
        });
        let Some((words, after)) = end.and_then(|end| inside.split_at_checked(end)) else {
            return Vec::new();
        };
        let number = before.split_whitespace().next_back().unwrap_or_default();
        if !number.starts_with(|c: char| c.is_ascii_digit()) || number.len() > 20 {
            return Vec::new();
        }
        out.push(Charge {
            text: format!("{number} ({words})"),
            article: Some(number.to_owned()),
            law: law.clone(),
        });
        from = after.get(1..).unwrap_or_default();
    }
    out
}

/// Reads one charge: the words stay whole, the number of the article is taken out where it is plain.
pub(super) fn charge(text: &str) -> Option<Charge> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words::says_unknown(&text) {
        return None;
    }
    let article = article_of(&text);
    let law = text
        .split_once(" of the ")
        .map(|(_, rest)| {
            rest.split([',', '—', '–', ';', ':', '.'])
                .next()
                .unwrap_or(rest)
                .trim()
                .to_owned()
        })
        .filter(|law| law.ends_with("Code") || law.ends_with("Law") || law.ends_with("Act"));
    Some(Charge { text, article, law })
}

fn article_of(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let after = [
        "article ",
        "articles ",
        "provisions ",
        "provision ",
        "section ",
        "art. ",
        "art.",
        "ст. ",
        "ст.",
        "статья ",
        "artículo ",
        "المادة ",
        "第",
    ]
    .iter()
    .find_map(|word| lower.find(word).and_then(|at| lower.get(at + word.len()..)));
    let from = match after {
        Some(after) => after,
        // The whole cell is a number, perhaps with a paragraph: `731`, `17(1)`, `713-1 p. 3`.
        None if lower.starts_with(|c: char| words::digit_value(c).is_some())
            && lower.chars().count() <= 20
            && !lower.contains('/') =>
        {
            &lower
        }
        None => return None,
    };
    let number: String = from
        .chars()
        .take_while(|c| {
            words::digit_value(*c).is_some() || matches!(c, '-' | '.' | '(' | ')' | 'a'..='z')
        })
        .collect();
    let mut number = number.trim_end_matches(['.', '-']).to_owned();
    if number.matches('(').count() != number.matches(')').count() {
        number = number.split('(').next().unwrap_or_default().to_owned();
    }
    // `17(1)` and `713-1 p. 3` keep their paragraph.
    if let Some(paragraph) = from
        .get(number.len()..)
        .and_then(|rest| rest.trim_start().strip_prefix("p. "))
    {
        let digits: String = paragraph.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            number = format!("{number} p. {digits}");
        }
    }
    number
        .starts_with(|c: char| words::digit_value(c).is_some())
        .then_some(number)
}

/// Splits a cell of charges. A divider inside brackets does not divide.
pub(super) fn split<'a>(text: &'a str, divider: Option<&str>) -> Vec<&'a str> {
    let Some(divider) = divider.filter(|d| !d.is_empty()) else {
        return vec![text.trim()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
    };
    let mut out = Vec::new();
    let mut from = 0;
    // A line break divides as well: lists of nested files come one a line.
    let mut places: Vec<(usize, usize)> = text
        .match_indices(divider)
        .chain(text.match_indices('\n'))
        .map(|(at, sign)| (at, sign.len()))
        .collect();
    places.sort_unstable();
    places.dedup_by_key(|(at, _)| *at);
    for (at, length) in places {
        let piece = text.get(from..at).unwrap_or_default();
        if piece.matches('(').count() > piece.matches(')').count() {
            continue;
        }
        out.push(piece.trim());
        from = at + length;
    }
    out.push(text.get(from..).unwrap_or_default().trim());
    out.retain(|piece| !piece.is_empty());
    out
}

/// A sentence, in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) years: Option<u32>,
    pub(super) months: Option<u32>,
    pub(super) days: Option<u32>,
    pub(super) life: bool,
    pub(super) text: Option<String>,
}

impl Sentence {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn value(&self) -> Value {
        let mut map = Map::new();
        for (name, part) in [
            ("years", self.years),
            ("months", self.months),
            ("days", self.days),
        ] {
            if let Some(part) = part {
                map.insert(name.to_owned(), Value::from(part));
            }
        }
        map.insert("life".to_owned(), Value::Bool(self.life));
        if let Some(text) = &self.text {
            map.insert("text".to_owned(), Value::from(text.clone()));
        }
        Value::Object(map)
    }
}

const LIFE: &[&str] = &[
    "life",
    "life imprisonment",
    "life sentence",
    "for life",
    "пожизненно",
    "пожизненное",
    "perpetua",
    "cadena perpetua",
    "مؤبد",
    "المؤبد",
    "السجن المؤبد",
    "无期",
    "无期徒刑",
    "無期徒刑",
    "müebbet",
    "ömürlük",
];

/// Whether a cell says "for life".
pub(super) fn is_life(text: &str) -> bool {
    LIFE.contains(&super::status::plain(text).as_str())
}

/// Reads `3 years 6 months`, `6 г. 3 мес.`, `Life`. What is not understood stays as text.
pub(super) fn sentence(text: &str) -> Sentence {
    let plain = super::status::plain(text);
    let mut sentence = Sentence {
        text: Some(text.trim().to_owned()),
        ..Sentence::default()
    };
    if is_life(text) {
        sentence.life = true;
        return sentence;
    }
    let mut number: Option<u32> = None;
    let mut strange = false;
    for word in plain
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|w| !w.is_empty())
    {
        let digits: String = word
            .chars()
            .filter_map(words::digit_value)
            .filter_map(|d| char::from_digit(d, 10))
            .collect();
        let unit: String = word
            .chars()
            .filter(|c| words::digit_value(*c).is_none())
            .collect();
        if !digits.is_empty() {
            number = digits.parse().ok().filter(|n| *n < 100_000);
        }
        match unit.trim_end_matches('.') {
            "" | "and" | "и" | "y" | "و" => {}
            "year" | "years" | "yr" | "yrs" | "лет" | "год" | "года" | "г" | "л" | "año"
            | "años" | "an" | "ans" | "سنة" | "سنوات" | "年" => {
                sentence.years = number.take();
            }
            "month" | "months" | "mo" | "мес" | "месяц" | "месяца" | "месяцев" | "mes"
            | "meses" | "mois" | "شهر" | "أشهر" | "个月" => {
                sentence.months = number.take();
            }
            "day" | "days" | "день" | "дня" | "дней" | "día" | "días" | "jour" | "jours"
            | "يوم" | "天" => {
                sentence.days = number.take();
            }
            _ => strange = true,
        }
    }
    if strange {
        return Sentence {
            text: sentence.text,
            ..Sentence::default()
        };
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_taken_out_and_the_words_stay() {
        let read =
            charge("Art. 751-2 of the Criminal Code — Discrediting the armed forces").unwrap();
        assert_eq!(read.article.as_deref(), Some("751-2"));
        assert_eq!(read.law.as_deref(), Some("Criminal Code"));
        assert!(read.text.ends_with("armed forces"));
        assert_eq!(charge("17(1)").unwrap().article.as_deref(), Some("17(1)"));
        assert_eq!(charge("624(b)").unwrap().article.as_deref(), Some("624(b)"));
        assert_eq!(
            charge("713-1 p. 3").unwrap().article.as_deref(),
            Some("713-1 p. 3")
        );
        assert_eq!(charge("insulting the head of state").unwrap().article, None);
        assert_eq!(charge("n/a"), None);
        let several = listed(
            "Criminal Code Articles 728.1 (Illegal carrying (of arms)); 778.2 (Seizing power)",
        );
        let articles: Vec<_> = several
            .iter()
            .map(|c| c.article.as_deref().unwrap())
            .collect();
        assert_eq!(articles, ["728.1", "778.2"]);
        assert_eq!(several[0].text, "728.1 (Illegal carrying (of arms))");
        assert_eq!(several[1].law.as_deref(), Some("Criminal Code"));
        assert_eq!(
            listed("Provisions 7.2 (books) and 8.1 (arms) of the Criminal Code").len(),
            2
        );
        assert!(listed("Article 9, insulting (again) the state").is_empty());
        assert!(listed("insulting the state (Art. 9)").is_empty());
    }

    #[test]
    fn several_charges_are_divided() {
        assert_eq!(
            split("624(b), 17(1), 71(d)", Some(",")),
            ["624(b)", "17(1)", "71(d)"]
        );
        assert_eq!(
            split("insult (state, flag), riot", Some(",")),
            ["insult (state, flag)", "riot"]
        );
        assert_eq!(split("one, two", None), ["one, two"]);
    }

    #[test]
    fn sentences_in_words() {
        let parts = |text: &str| {
            let s = sentence(text);
            (s.years, s.months, s.days, s.life)
        };
        assert_eq!(parts("3 years 6 months"), (Some(3), Some(6), None, false));
        assert_eq!(parts("1 years"), (Some(1), None, None, false));
        assert_eq!(parts("6 months"), (None, Some(6), None, false));
        assert_eq!(parts("6 г. 3 мес."), (Some(6), Some(3), None, false));
        assert_eq!(parts("Life"), (None, None, None, true));
        assert_eq!(parts("three years and half"), (None, None, None, false));
        assert_eq!(
            sentence("three years and half").text.as_deref(),
            Some("three years and half")
        );
    }
}
