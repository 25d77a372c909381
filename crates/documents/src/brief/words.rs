//! The words that the page of a brief itself contributes.

use serde::Serialize;

/// Every heading and phrase of the page, in the document's language. `default()` is English.
///
/// Phrases with a number or a date in them name the place for it in braces, so that each language
/// can put it where its grammar wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefWords {
    /// Above the date of the meeting.
    pub date: String,
    /// Beside the name of the reader.
    pub principal: String,
    /// Beside the name of whom they meet.
    pub counterpart: String,
    /// Beside the language of the meeting.
    pub spoken_language: String,
    /// Beside the label on the first page.
    pub label: String,
    /// Above the ask of the whole meeting.
    pub ask: String,
    /// Above the list of people with their pages.
    pub people: String,
    /// Above the ask for one person.
    pub ask_for_person: String,
    /// Above what to say.
    pub say: String,
    /// Above what not to say.
    pub do_not_say: String,
    /// Beside the probable answer.
    pub expected_reply: String,
    /// Beside the answer to that.
    pub rejoinder: String,
    /// Beside status.
    pub status: String,
    /// Beside the charge.
    pub charge: String,
    /// Beside the sentence.
    pub sentence: String,
    /// Beside the place of detention.
    pub place: String,
    /// Beside health.
    pub health: String,
    /// The word that marks a fact as too old to rely on.
    pub stale: String,
    /// Beside the last time the person was raised.
    pub last_raised: String,
    /// Beside the wishes.
    pub wishes: String,
    /// Beside the basis on which we act.
    pub basis: String,
    /// Beside what could go wrong.
    pub backfire: String,
    /// Beside who follows up.
    pub follow_up: String,
    /// Above those who are not to be raised.
    pub not_today: String,
    /// Above the annex.
    pub annex: String,
    /// Above the table of the last twelve months.
    pub raised: String,
    /// Column of who was raised.
    pub raised_person: String,
    /// Column of when.
    pub raised_date: String,
    /// Column of by whom.
    pub raised_by: String,
    /// Column of the answer.
    pub raised_answer: String,
    /// Above the sources.
    pub sources: String,
    /// Page number; `{page}` and `{pages}` are replaced.
    pub page: String,
    /// Copy number; `{copy}` and `{copies}` are replaced.
    pub copy: String,
    /// When it was printed; `{date}` is replaced.
    pub printed: String,
    /// The ten digits from zero to nine, for the numbers that the page counts itself.
    pub digits: String,
}

impl Default for BriefWords {
    fn default() -> Self {
        let word = |english: &str| english.to_owned();
        Self {
            date: word("Date"),
            principal: word("Principal"),
            counterpart: word("Counterpart"),
            spoken_language: word("Language"),
            label: word("Handling"),
            ask: word("We ask"),
            people: word("People to raise"),
            ask_for_person: word("Ask"),
            say: word("Say"),
            do_not_say: word("Do not say"),
            expected_reply: word("They may say"),
            rejoinder: word("Then say"),
            status: word("Status"),
            charge: word("Charge"),
            sentence: word("Sentence"),
            place: word("Place"),
            health: word("Health"),
            stale: word("out of date"),
            last_raised: word("Last raised"),
            wishes: word("Wishes"),
            basis: word("We act on"),
            backfire: word("If it goes wrong"),
            follow_up: word("Follow-up"),
            not_today: word("Not to be raised today"),
            annex: word("Annex"),
            raised: word("Raised in the last 12 months"),
            raised_person: word("Person"),
            raised_date: word("Date"),
            raised_by: word("Raised by"),
            raised_answer: word("Answer"),
            sources: word("Sources"),
            page: word("Page {page} of {pages}"),
            copy: word("Copy {copy} of {copies}"),
            printed: word("Printed {date}"),
            digits: word("0123456789"),
        }
    }
}
