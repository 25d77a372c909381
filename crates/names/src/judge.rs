//! The comparison of two prepared names.

use crate::calibration::{CALIBRATION, Calibration, LEAST, MOST};
use crate::correspondence::{TABLES, Tables};
use crate::nicknames;
use crate::pairing::{Odds, Pairing};
use crate::prepared::{Likelihood, MAX_WORDS, NO_PIECE, Prepared, Word};
use crate::symbols::Class;

/// The log odds of the pairs the curves were fitted to: one in three was of one person.
const PRIOR: f32 = -std::f32::consts::LN_2;
/// A likelihood short of certainty.
const CEILING: f32 = 0.9999;

/// What a word of one name was laid beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word.
    Word,
    /// A word of which one is the initial.
    Initial,
    /// A name and its short form.
    Short,
    /// Two words written as one; the second word of the pair is in the second name.
    JoinedInFirst(usize),
    /// Two words written as one in the second name.
    JoinedInSecond(usize),
}

/// Who hears which words were partners.
pub(crate) trait Witness {
    /// Words at these places of [`Prepared::words`] were partners with these log odds.
    fn pair(&mut self, first: usize, second: usize, kind: Kind, log_odds: f32);
    /// The names were compared as one run each, with these log odds.
    fn whole(&mut self, log_odds: f32);
}

pub(crate) struct Forget;

impl Witness for Forget {
    fn pair(&mut self, _: usize, _: usize, _: Kind, _: f32) {}
    fn whole(&mut self, _: f32) {}
}

struct Turned<'a, W>(&'a mut W);

impl<W: Witness> Witness for Turned<'_, W> {
    fn pair(&mut self, first: usize, second: usize, kind: Kind, log_odds: f32) {
        let kind = match kind {
            Kind::JoinedInFirst(other) => Kind::JoinedInSecond(other),
            Kind::JoinedInSecond(other) => Kind::JoinedInFirst(other),
            kind => kind,
        };
        self.0.pair(second, first, kind, log_odds);
    }

    fn whole(&mut self, log_odds: f32) {
        self.0.whole(log_odds);
    }
}

pub(crate) fn judge(first: &Prepared, second: &Prepared, witness: &mut impl Witness) -> Likelihood {
    if first.is_nameless() || second.is_nameless() {
        return Likelihood {
            probability: 0.0,
            evidence: LEAST,
        };
    }
    // One order whichever name comes first makes the comparison symmetric.
    let log_odds = if (first.words.len(), &first.symbols) <= (second.words.len(), &second.symbols) {
        log_odds(first, second, witness)
    } else {
        log_odds(second, first, &mut Turned(witness))
    };
    let identical = first.print == second.print && first.words.len() == second.words.len();
    let probability = if identical {
        1.0
    } else {
        (1.0 / (1.0 + (-log_odds).exp())).clamp(0.0, CEILING)
    };
    Likelihood {
        probability,
        evidence: if identical {
            (log_odds - PRIOR).max(MOST)
        } else {
            log_odds - PRIOR
        },
    }
}

/// Words below these log odds may be better joined with a further word.
pub(crate) const PARTNERS: f32 = 3.0;

/// The log odds of two names, the first of which has no more words than the second.
fn log_odds(first: &Prepared, second: &Prepared, witness: &mut impl Witness) -> f32 {
    let tables = &*TABLES;
    let calibration = &*CALIBRATION;
    let burmese = first.run.class == Class::Burmese || second.run.class == Class::Burmese;
    let cut_otherwise =
        first.words.len() != second.words.len() && (first.runs_together || second.runs_together);
    let known = first.burmese || second.burmese;
    let whole = if burmese || cut_otherwise {
        run_odds(tables, calibration, first, second).map(|odds| {
            let cost = if known { FOREIGN } else { 0.0 };
            calibration.whole(odds - cost)
        })
    } else {
        None
    };
    // A foreign name in Burmese letters is cut into syllables: where the other name has not as many
    // words, those of the two do not belong together one by one.
    if let Some(whole) = whole
        && !known
        && first.words.len() != second.words.len()
        && (first.run.class == Class::Burmese) != (second.run.class == Class::Burmese)
    {
        witness.whole(whole);
        return whole;
    }
    let (odds, kinds) = all_odds(tables, calibration, first, second);
    let mut pairing = Pairing::best(&odds, first.words.len(), second.words.len());
    let words = {
        pairing.join(tables, calibration, first, second, &odds);
        pairing.log_odds(calibration, first, second, &odds)
    };
    match whole {
        Some(whole) if whole > words => {
            witness.whole(whole);
            whole
        }
        _ => {
            pairing.tell(&odds, &kinds, witness);
            words
        }
    }
}

pub(crate) type Kinds = [[Kind; MAX_WORDS]; MAX_WORDS];

/// The log odds of each word of one name with each word of the other.
fn all_odds(
    tables: &Tables,
    calibration: &Calibration,
    first: &Prepared,
    second: &Prepared,
) -> (Odds, Kinds) {
    let mut odds = [[LEAST; MAX_WORDS]; MAX_WORDS];
    let mut kinds = [[Kind::Word; MAX_WORDS]; MAX_WORDS];
    // Where both names name the father, or one does and has enough other words, a father's name
    // is the son's own name by chance only.
    let spare = |name: &Prepared, other: &Prepared| {
        name.own < name.words.len() && name.own >= other.words.len()
    };
    let both = first.own < first.words.len() && second.own < second.words.len();
    let fathers = both || spare(first, second) || spare(second, first);
    for ((one, row), kinds) in first.words.iter().zip(&mut odds).zip(&mut kinds) {
        for ((other, cell), kind) in second.words.iter().zip(row).zip(kinds) {
            (*cell, *kind) = word_odds(tables, calibration, (first, one), (second, other));
            if fathers && one.father != other.father {
                *cell = cell.min(NOT_THE_FATHER);
            }
        }
    }
    (odds, kinds)
}

/// What an initial says for a word that begins with it.
const INITIAL_FITS: f32 = 1.6;
/// What an initial says against a word that does not.
const INITIAL_DIFFERS: f32 = -4.0;
/// What it costs to be compared by a spelling that only some bearers use: the more spellings a word
/// has, the likelier one fits by chance.
pub(crate) const ROMANISED: f32 = 1.5;
/// What it costs a name native to its script to be compared as foreign names are written in it.
pub(crate) const FOREIGN: f32 = 2.0;
/// What it costs the Latin spelling of a syllable not to be exactly the other word.
const INEXACT: f32 = 1.0;
/// What Chinese characters say for others of the same sound: they may be another form, or another name.
const HOMOPHONE: f32 = 0.5;
/// The same for others that sound alike, not the same.
const OTHER_CHARACTERS: f32 = -1.0;
/// What it costs two words to be given names that are known to be two.
const ANOTHER_NAME: f32 = 3.0;
/// What it costs two words of one script to differ: what one script writes as another could is a
/// slip of the pen within it, or another name. Latin has a curve of its own for this.
const SAME_SCRIPT: f32 = 4.5;
/// What it costs two words to be taken for one: any two in either order are tried.
pub(crate) const JOINED: f32 = 1.5;
/// No father's name says more than this for being the partner of another word.
const NOT_THE_FATHER: f32 = -1.0;
/// What a short form says for its full form.
const SHORT_FORM: f32 = 3.5;

fn word_odds(
    tables: &Tables,
    calibration: &Calibration,
    (first, one): (&Prepared, &Word),
    (second, other): (&Prepared, &Word),
) -> (f32, Kind) {
    if one.print == other.print {
        return (MOST, Kind::Word);
    }
    if one.initial || other.initial {
        let fits = one.opening == other.opening;
        let odds = match (fits, one.initial && other.initial) {
            (true, _) => INITIAL_FITS,
            (false, _) => INITIAL_DIFFERS,
        };
        return (odds, Kind::Initial);
    }
    let own = |word: &Word| word.pieces.first().copied().unwrap_or(NO_PIECE);
    let (own_one, own_other) = (own(one), own(other));
    if own_one.class == own_other.class
        && own_one.length > 0
        && first.of(own_one) == second.of(own_other)
    {
        // Han symbols are sounds: other characters that sound alike.
        let odds = if own_one.class == Class::Han {
            HOMOPHONE
        } else {
            MOST
        };
        return (odds, Kind::Word);
    }
    let mut best = LEAST;
    for piece in one.pieces.iter().take(usize::from(one.count)) {
        if piece.for_latin && own_other.class != Class::Latin {
            continue;
        }
        for turned in other.pieces.iter().take(usize::from(other.count)) {
            if turned.for_latin && own_one.class != Class::Latin {
                continue;
            }
            let laid = tables.lay_places(
                piece.class,
                first.of(*piece),
                turned.class,
                second.of(*turned),
            );
            let mut odds = calibration.word(piece.class, turned.class).log_odds(laid);
            // Syllables have few spellings: another one is likely another syllable.
            if (piece.for_latin || turned.for_latin) && first.of(*piece) != second.of(*turned) {
                odds -= INEXACT;
            }
            if own_other.class == Class::Latin {
                odds -= piece.cost;
            }
            if own_one.class == Class::Latin {
                odds -= turned.cost;
            }
            best = best.max(odds);
        }
    }
    if best < SHORT_FORM && nicknames::short_for(one.group, other.group) {
        return (SHORT_FORM, Kind::Short);
    }
    if own_one.class == own_other.class && own_one.class != Class::Latin {
        best -= SAME_SCRIPT;
    }
    // Other characters in a Chinese name are another name, however alike they sound.
    if own_one.class == Class::Han && own_other.class == Class::Han && own_one.cost > 0.0 {
        best = best.min(OTHER_CHARACTERS);
    }
    if nicknames::differ(one.group, other.group) {
        best -= ANOTHER_NAME;
    }
    (best, Kind::Word)
}

fn run_odds(
    tables: &Tables,
    calibration: &Calibration,
    first: &Prepared,
    second: &Prepared,
) -> Option<f32> {
    if first.run.length == 0 || second.run.length == 0 {
        return None;
    }
    let laid = tables.lay_places(
        first.run.class,
        first.of(first.run),
        second.run.class,
        second.of(second.run),
    );
    let curve = calibration.run(first.run.class, second.run.class);
    Some(curve.log_odds(laid))
}

/// The log odds of two names each run together as one word, for the learning program; `None`
/// where one mixes scripts.
#[must_use]
pub fn run_log_odds(
    tables: &Tables,
    calibration: &Calibration,
    first: &Prepared,
    second: &Prepared,
) -> Option<f32> {
    run_odds(tables, calibration, first, second)
}

/// The least and the average log odds of the words of two names with as many words, laid side by
/// side as fits best, for the learning program.
#[must_use]
pub fn word_log_odds(
    tables: &Tables,
    calibration: &Calibration,
    first: &Prepared,
    second: &Prepared,
) -> Option<(f32, f32)> {
    if first.words.len() != second.words.len() || first.is_nameless() {
        return None;
    }
    let (odds, _) = all_odds(tables, calibration, first, second);
    let pairing = Pairing::best(&odds, first.words.len(), second.words.len());
    let (least, average, _) = pairing.least_and_average(&odds);
    Some((least, average))
}
