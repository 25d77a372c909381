//! The brief for a meeting with another government: who is to be raised, how they are, what to ask,
//! what to say and what not to say, on paper that a minister can use in the room.
//!
//! A [`BriefDocument`] holds finished sentences: translated, and filtered by what the reader may
//! know. Whatever is `None` or empty leaves no trace on the page. What the template itself
//! contributes comes in [`BriefWords`].

mod words;

use kernel::Label;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use unicode_script::{Script, UnicodeScript as _};

pub use self::words::BriefWords;
use crate::{
    DocumentError, Fonts, text,
    typefaces::{self, Typeface},
    typesetter::{self, Job},
};

/// The page as Typst sees it; part of the program.
const TEMPLATE: &str = include_str!("brief.typ");

/// The longest meeting code.
const LONGEST_CODE: usize = 40;

/// Which way the page runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Direction {
    /// Left to right: English, Russian, Chinese.
    #[serde(rename = "ltr")]
    LeftToRight,
    /// Right to left: Arabic, Persian, Hebrew. The whole page mirrors.
    #[serde(rename = "rtl")]
    RightToLeft,
}

/// The sheet it is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Paper {
    /// 210 x 297 mm.
    #[default]
    #[serde(rename = "a4")]
    A4,
    /// 8.5 x 11 inches.
    #[serde(rename = "us-letter")]
    Letter,
}

/// A brief, ready to be set. Deliberately without `Debug`: it must not reach a log.
#[derive(Clone, Serialize)]
pub struct BriefDocument {
    /// How far the paper may travel; stands in header and footer of every page, never translated.
    pub label: Label,
    /// The meeting's code, 1 to 40 of `A-Z a-z 0-9 -`. It becomes the title of the file, which
    /// windows, printers and mail programs show to everybody, so it must identify nobody.
    pub code: String,
    /// Language of the text, as a BCP 47 tag (`en`, `ar`, `zh-Hant`).
    #[serde(serialize_with = "primary_language")]
    pub language: String,
    /// Direction of the page, as the language wants it.
    pub direction: Direction,
    /// The sheet.
    pub paper: Paper,
    /// Which copy this is, where copies are counted.
    pub copy: Option<CopyNumber>,
    /// When it was printed, as people say it.
    pub printed: Option<String>,
    /// What the meeting is.
    pub event: String,
    /// When it takes place, as people say it.
    pub date: Option<String>,
    /// Who goes: the reader.
    pub principal: Option<String>,
    /// Whom they meet.
    pub counterpart: Option<String>,
    /// The language of the meeting and of interpretation, in words.
    pub spoken_language: Option<String>,
    /// The ask of the whole meeting in one sentence.
    pub ask: Option<String>,
    /// The people to be raised, in the order in which they are to be raised.
    pub people: Vec<PersonToRaise>,
    /// People who are not to be raised today. Only if the reader may know of them.
    pub not_today: Vec<PersonNotToday>,
    /// What was raised in the last twelve months, newest first.
    pub raised: Vec<Raising>,
    /// Where the facts come from; cited by their place in this list, counted from 1.
    pub sources: Vec<String>,
    /// The words of the page itself.
    pub words: BriefWords,
}

/// `number` of `of` copies, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CopyNumber {
    /// Which one.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// A name as its bearer writes it.
#[derive(Clone)]
pub struct OwnName {
    /// The name in its own script.
    pub text: String,
    /// The bearer's language, as a BCP 47 tag, where it is known. Decides the form of Han
    /// characters and how the name is read aloud by a screen reader.
    pub language: Option<String>,
}

/// Someone who is to be raised.
#[derive(Clone, Serialize)]
pub struct PersonToRaise {
    /// The name in its own script; set first and large.
    pub own_name: OwnName,
    /// The name as the reader spells it. `None` where the reader's script is the name's own.
    pub reader_name: Option<String>,
    /// How to say it.
    pub pronunciation: Option<String>,
    /// Who they are, in two lines.
    pub who: Option<String>,
    /// How they are: status, charge, sentence, place, health.
    pub facts: Vec<Fact>,
    /// What is asked for this person.
    pub ask: Option<String>,
    /// What to say, point by point.
    pub say: Vec<String>,
    /// What not to say, point by point.
    pub do_not_say: Vec<String>,
    /// What they will probably answer.
    pub expected_reply: Option<String>,
    /// What to answer to that.
    pub rejoinder: Option<String>,
    /// When they were last raised.
    pub last_raised: Option<LastRaised>,
    /// What the person, the family and counsel want.
    pub wishes: Option<String>,
    /// On which basis we act, such as *attested relay of 2 Nov, valid to 1 May*.
    pub basis: Option<String>,
    /// What could go wrong for the person, and what then.
    pub backfire: Option<String>,
    /// Who follows up.
    pub follow_up: Option<String>,
}

/// One thing we know about how a person is.
#[derive(Clone, Serialize)]
pub struct Fact {
    /// What it is about.
    pub about: FactHeading,
    /// The fact in a line or two; "reported by" stands before what is not ours.
    pub text: String,
    /// How fresh it is; stands in the margin.
    pub freshness: Option<Freshness>,
    /// Where it comes from: places in [`BriefDocument::sources`], counted from 1.
    pub sources: Vec<u32>,
}

/// What a fact is about. The words for the first five come from [`BriefWords`].
#[derive(Clone)]
pub enum FactHeading {
    /// Free, in custody, under house arrest, disappeared.
    Status,
    /// What they are charged with.
    Charge,
    /// What they were sentenced to.
    Sentence,
    /// Where they are held.
    Place,
    /// How they are in body and mind.
    Health,
    /// Anything else, in the document's language.
    Other(String),
}

/// How fresh a fact is.
#[derive(Clone, Serialize)]
pub struct Freshness {
    /// As people say it: *checked 12 Oct, 41 days ago*.
    pub text: String,
    /// Whether it is too old to rely on; then it is marked by a word and a shape.
    pub stale: bool,
}

/// The last time somebody raised a person.
#[derive(Clone, Serialize)]
pub struct LastRaised {
    /// When, as people say it.
    pub date: String,
    /// By whom.
    pub by: Option<String>,
    /// What the answer was.
    pub answer: Option<String>,
}

/// Someone who is not to be raised today.
#[derive(Clone, Serialize)]
pub struct PersonNotToday {
    /// The name in its own script.
    pub own_name: OwnName,
    /// The name as the reader spells it.
    pub reader_name: Option<String>,
    /// Why not, in plain words.
    pub why: String,
}

/// One line of what was raised in the last twelve months.
#[derive(Clone, Serialize)]
pub struct Raising {
    /// Who was raised.
    pub person: String,
    /// When, as people say it.
    pub date: String,
    /// By whom.
    pub by: Option<String>,
    /// What the answer was.
    pub answer: Option<String>,
}

impl OwnName {
    fn script(&self) -> Script {
        text::leading_script(&self.text).unwrap_or(Script::Common)
    }

    fn language(&self) -> &str {
        self.language.as_deref().unwrap_or_default()
    }

    /// The family that a name with Han characters, kana or Hangul asks for.
    fn typeface(&self) -> Option<&'static Typeface> {
        self.text
            .chars()
            .any(|character| typefaces::is_east_asian(character.script()))
            .then(|| typefaces::han_face(self.language(), &self.text))
    }
}

/// A name travels to the template with its direction and its typeface.
impl Serialize for OwnName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let direction = if typefaces::is_right_to_left(self.script()) {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        };
        let mut name = serializer.serialize_struct("OwnName", 4)?;
        name.serialize_field("text", &self.text)?;
        name.serialize_field("language", &primary(self.language()))?;
        name.serialize_field("direction", &direction)?;
        name.serialize_field("face", &self.typeface().map(|typeface| typeface.family))?;
        name.end()
    }
}

/// A heading travels as the key of a word, or as the word itself.
impl Serialize for FactHeading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (key, word) = match self {
            Self::Status => (Some("status"), None),
            Self::Charge => (Some("charge"), None),
            Self::Sentence => (Some("sentence"), None),
            Self::Place => (Some("place"), None),
            Self::Health => (Some("health"), None),
            Self::Other(word) => (None, Some(word)),
        };
        let mut heading = serializer.serialize_struct("FactHeading", 2)?;
        heading.serialize_field("key", &key)?;
        heading.serialize_field("word", &word)?;
        heading.end()
    }
}

/// The first part of a language tag, if it is one: two or three letters.
fn primary(tag: &str) -> Option<String> {
    let first = tag.split('-').next()?;
    let is_language =
        (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_language.then(|| first.to_ascii_lowercase())
}

fn primary_language<S: Serializer>(tag: &str, serializer: S) -> Result<S::Ok, S::Error> {
    primary(tag).serialize(serializer)
}

/// Sets a brief as a tagged PDF (PDF/UA-1). The same input and the same fonts give the same bytes;
/// the file names no author, no program and no time, and its title is the meeting's code.
///
/// What people wrote is data to the typesetter and is never read as markup. Explicit reordering of
/// characters is taken out; a character for which there is no font is written as `[U+1F600]`.
///
/// # Errors
/// `Code`, `Language`, `CopyNumber` and `UnknownSource` if the input contradicts itself; `TooLong`;
/// `FontMissing`, `FontUnreadable` and `FontDamaged` if a script cannot be set; `Data` and
/// `Typesetting` if the template and its data do not fit, which is a fault of this crate.
pub fn render_pdf(brief: &BriefDocument, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    check(brief)?;
    let names = brief
        .people
        .iter()
        .map(|person| &person.own_name)
        .chain(brief.not_today.iter().map(|person| &person.own_name));
    let job = Job {
        template: TEMPLATE,
        data: serde_json::to_value(brief).map_err(DocumentError::Data)?,
        language: brief.language.to_ascii_lowercase(),
        typefaces: names.filter_map(OwnName::typeface).collect(),
    };
    typesetter::typeset(job, fonts)
}

/// Refuses what would mislead on paper.
fn check(brief: &BriefDocument) -> Result<(), DocumentError> {
    let code = brief.code.as_bytes();
    let is_code = (1..=LONGEST_CODE).contains(&code.len())
        && code
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    if !is_code {
        return Err(DocumentError::Code);
    }
    if primary(&brief.language).is_none() {
        return Err(DocumentError::Language);
    }
    if let Some(CopyNumber { number, of }) = brief.copy
        && !(1..=of).contains(&number)
    {
        return Err(DocumentError::CopyNumber { number, of });
    }
    let known = brief.sources.len();
    let cited = brief
        .people
        .iter()
        .flat_map(|person| &person.facts)
        .flat_map(|fact| &fact.sources);
    for number in cited {
        let exists = usize::try_from(*number).is_ok_and(|number| (1..=known).contains(&number));
        if !exists {
            return Err(DocumentError::UnknownSource {
                number: *number,
                known,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_two_or_three_letters() {
        assert_eq!(primary("zh-Hant").as_deref(), Some("zh"));
        assert_eq!(primary("CKB").as_deref(), Some("ckb"));
        for wrong in ["", "e", "english", "e1", "عر"] {
            assert_eq!(primary(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_knows_its_direction_and_face() {
        let name = |text: &str, language: Option<&str>| {
            serde_json::to_value(OwnName {
                text: text.to_owned(),
                language: language.map(str::to_owned),
            })
            .unwrap()
        };
        assert_eq!(name("سامي الخطيب", Some("ar"))["direction"], "rtl");
        assert_eq!(name("Алена", None)["direction"], "ltr");
        assert_eq!(name("林雨晴", Some("zh-Hant"))["face"], "Noto Serif CJK TC");
        assert_eq!(name("1234", None)["direction"], "ltr");
    }
}
