//! Lists of people, and search.

use askama::Template;

use super::{Choice, Layout, Link, Pager, PersonLine};
use crate::text::Count;

/// One person in the list.
#[derive(Clone, Debug)]
pub struct ListedPerson {
    /// The person.
    pub person: PersonLine,
    /// Where they are now, in a few words: `in custody, women's colony no. 4`.
    pub state: String,
    /// The country.
    pub country: String,
    /// What they did and are: `teacher`.
    pub occupation: String,
    /// Days in detention, if detained.
    pub detained: Option<Count>,
    /// Days since anything was done for them.
    pub silence: Option<Count>,
}

/// Filters of the list; each sends its name.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilters {
    /// `country`.
    pub country: Vec<Choice>,
    /// `stage`.
    pub stage: Vec<Choice>,
    /// `sex`.
    pub sex: Vec<Choice>,
    /// `source`.
    pub source: Vec<Choice>,
    /// `sort`: `forgotten` or `newest`.
    pub sort: Vec<Choice>,
}

/// Everyone the member may read of.
#[derive(Debug, Template)]
#[template(path = "people/list.html")]
pub struct PeopleList {
    /// What every page shares.
    pub layout: Layout,
    /// Filters and order.
    pub filters: PeopleFilters,
    /// Whether any filter is set.
    pub filtered: bool,
    /// The people of this page.
    pub people: Vec<ListedPerson>,
    /// Going on.
    pub pager: Pager,
    /// The same list as tables to save.
    pub exports: Vec<Link>,
    /// Whether the member may add a person.
    pub may_add: bool,
}

/// Why a search found somebody.
#[derive(Clone, Debug)]
pub struct Found {
    /// The person.
    pub person: ListedPerson,
    /// The spelling that matched, if it is another than the shown ones.
    pub matched: Option<super::Written>,
    /// In a few words: `same name in another script`.
    pub reason: String,
}

/// What a search found.
#[derive(Debug, Template)]
#[template(path = "people/search.html")]
pub struct SearchResults {
    /// What every page shares; `search` holds what was searched for.
    pub layout: Layout,
    /// People with this name.
    pub same: Vec<Found>,
    /// People with similar names.
    pub similar: Vec<Found>,
    /// People in whose files the words stand, whatever their names.
    pub by_words: Vec<Found>,
    /// Whether the member may add a person.
    pub may_add: bool,
}

impl PeopleFilters {
    /// Each filter: what it sends, the message with its label, its choices.
    #[must_use]
    pub const fn all(&self) -> [(&'static str, &'static str, &Vec<Choice>); 5] {
        [
            ("country", "filter-country", &self.country),
            ("stage", "filter-stage", &self.stage),
            ("sex", "filter-sex", &self.sex),
            ("source", "filter-source", &self.source),
            ("sort", "filter-sort", &self.sort),
        ]
    }
}
