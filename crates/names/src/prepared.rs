//! Names made ready for many comparisons, and their comparison.

use crate::calibration::{CALIBRATION, Calibration, LEAST, MOST};
use crate::correspondence::{TABLES, Tables};
use crate::nicknames;
use crate::normal::{NormalName, Role, normalise};
use crate::skeleton::class as sound_class;
use crate::symbols::{Class, FIRST_SYMBOL, MAX_RUN, Spelling, is_known_burmese};
use crate::writing::Writing;

/// At most this many words of a name are compared one by one.
const MAX_WORDS: usize = 8;
/// At most this many spellings of a word.
const MAX_SPELLINGS: usize = 4;

/// A name made ready for many comparisons: prepare each name once, then compare it with
/// [`compare_prepared`] as often as needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    words: Vec<Word>,
    symbols: Vec<u8>,
    run: Piece,
    /// Whether the words of this name may not be cut as those of another script are.
    runs_together: bool,
    /// Whether every word is a syllable that Burmese names are made of: then it is no foreign name.
    burmese: bool,
    /// How many words are not surely the father's name.
    own: usize,
    print: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    class: Class,
    /// Whether only words written in Latin letters are compared with it.
    for_latin: bool,
    /// What it costs to be compared with Latin letters by this spelling.
    cost: f32,
    start: u16,
    length: u16,
}

const NO_PIECE: Piece = Piece {
    class: Class::Latin,
    for_latin: false,
    cost: 0.0,
    start: 0,
    length: 0,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word {
    pieces: [Piece; MAX_SPELLINGS],
    count: u8,
    /// The same for the same letters of the same writing.
    print: u64,
    /// The place of the token in the name.
    pub(crate) token: u8,
    initial: bool,
    /// Whether it is surely the father's name.
    father: bool,
    /// What it costs if the other name lacks the word.
    surplus: f32,
    /// The group of a given name and its short forms; 0 for none.
    group: u16,
    /// The class of the sound it begins with.
    opening: u8,
}

impl Prepared {
    /// Prepares a name in normal form.
    #[must_use]
    pub fn new(name: &NormalName) -> Self {
        let mut symbols: Vec<u8> = Vec::with_capacity(32);
        let mut words: Vec<Word> = Vec::with_capacity(name.tokens().len().min(MAX_WORDS));
        let mut run_symbols: Vec<u8> = Vec::with_capacity(24);
        let mut run_class: Option<Class> = None;
        let mut one_class = true;
        let mut burmese = true;
        let mut runs_together = false;
        let mut print = 0_u64;
        let mut add = |spelling: &Spelling, for_latin: bool, cost: f32| -> Piece {
            let start = symbols.len();
            symbols.extend(
                spelling
                    .symbols
                    .iter()
                    .map(|symbol| symbol.saturating_sub(FIRST_SYMBOL)),
            );
            Piece {
                class: spelling.class,
                for_latin,
                cost,
                start: u16::try_from(start).unwrap_or(0),
                length: u16::try_from(spelling.symbols.len()).unwrap_or(0),
            }
        };
        for (place, token) in name.tokens().iter().enumerate() {
            if !token.tells_apart() {
                continue;
            }
            let word_print = fingerprint(token.writing() as u64, token.text());
            print = print.wrapping_add(word_print);
            burmese &= token.writing() == Writing::Burmese && is_known_burmese(token.text());
            runs_together |= token.writing().is_syllabic();
            let unread = Spelling {
                class: Class::Latin,
                symbols: Vec::new(),
            };
            let own = token.spellings().first().unwrap_or(&unread);
            if token.role() != Role::Initial {
                one_class &= run_class.is_none_or(|class| class == own.class);
                run_class = Some(own.class);
                run_symbols.extend(&own.symbols);
            }
            if words.len() >= MAX_WORDS {
                continue;
            }
            let mut pieces = [NO_PIECE; MAX_SPELLINGS];
            let mut count = 0_u8;
            for (slot, spelling) in pieces.iter_mut().zip(token.spellings()) {
                let for_latin = spelling.class == Class::Latin && own.class != Class::Latin;
                let cost = match (for_latin, token.is_native()) {
                    (true, false) => ROMANISED,
                    (false, true) => FOREIGN,
                    _ => 0.0,
                };
                *slot = add(spelling, for_latin, cost);
                count += 1;
            }
            let sound = token
                .sounds()
                .first()
                .and_then(|sound| sound.bytes().next());
            words.push(Word {
                pieces,
                count,
                print: word_print,
                token: u8::try_from(place).unwrap_or(u8::MAX),
                initial: token.role() == Role::Initial,
                father: token.role() == Role::Patronymic,
                surplus: surplus_cost(token.role()),
                group: token
                    .sounds()
                    .first()
                    .map_or(0, |sound| nicknames::group(sound)),
                opening: sound.map_or(0, |sound| sound_class(sound).unwrap_or(b'a')),
            });
        }
        run_symbols.truncate(MAX_RUN);
        let run = match run_class.filter(|_| one_class) {
            Some(class) => add(
                &Spelling {
                    class,
                    symbols: run_symbols,
                },
                false,
                0.0,
            ),
            None => NO_PIECE,
        };
        let key = |word: &Word| {
            let piece = word.pieces.first().copied().unwrap_or(NO_PIECE);
            (
                piece.class,
                slice(&symbols, piece),
                word.initial,
                word.print,
            )
        };
        words.sort_by(|one, other| key(one).cmp(&key(other)));
        Self {
            own: words.iter().filter(|word| !word.father).count(),
            words,
            symbols,
            run,
            runs_together,
            burmese,
            print,
        }
    }

    /// Whether there is no name: such a name matches nobody.
    #[must_use]
    pub fn is_nameless(&self) -> bool {
        self.words.is_empty()
    }

    fn of(&self, piece: Piece) -> &[u8] {
        slice(&self.symbols, piece)
    }

    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }
}

fn slice(symbols: &[u8], piece: Piece) -> &[u8] {
    let start = usize::from(piece.start);
    symbols
        .get(start..start + usize::from(piece.length))
        .unwrap_or(&[])
}

/// A number for a word; equal words give equal numbers, and the sum over words does not depend on order.
fn fingerprint(seed: u64, text: &str) -> u64 {
    let mut mix = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for byte in text.bytes() {
        mix = (mix ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix ^= mix >> 31;
    mix = mix.wrapping_mul(0x7FB5_D329_728E_A185);
    mix ^ (mix >> 27)
}

/// What it costs, in log odds, if only one of two names has a word of this role: a father's name or
/// the name of a tribe is often left out.
const fn surplus_cost(role: Role) -> f32 {
    match role {
        Role::Initial | Role::Patronymic => 0.3,
        Role::Former | Role::Clan | Role::Laqab | Role::Nisba => 0.5,
        _ => 0.9,
    }
}

/// Prepares a name as written: [`normalise`] and [`Prepared::new`] in one.
#[must_use]
pub fn prepare(text: &str) -> Prepared {
    Prepared::new(&normalise(text))
}

/// How likely two names are spellings of one name, without the explanation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihood {
    /// As [`crate::Score::probability`].
    pub probability: f32,
    /// The natural logarithm of how many times likelier the two strings are for one person than
    /// for two: what a linkage adds to its own prior log odds. Negative where they speak against it.
    pub evidence: f32,
}

/// As [`crate::compare`] without the explanation, for names already prepared. Allocates nothing.
#[must_use]
pub fn compare_prepared(first: &Prepared, second: &Prepared) -> Likelihood {
    judge(first, second, &mut Forget)
}

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

struct Forget;

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
const PARTNERS: f32 = 3.0;

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

type Kinds = [[Kind; MAX_WORDS]; MAX_WORDS];

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
const ROMANISED: f32 = 1.5;
/// What it costs a name native to its script to be compared as foreign names are written in it.
const FOREIGN: f32 = 2.0;
/// What it costs the Latin spelling of a syllable not to be exactly the other word.
const INEXACT: f32 = 1.0;
/// What Chinese characters say for others of the same sound: they may be another form, or another name.
const HOMOPHONE: f32 = 0.5;
/// The same for others that sound alike, not the same.
const OTHER_CHARACTERS: f32 = -1.0;
/// What it costs two words to be given names that are known to be two.
const ANOTHER_NAME: f32 = 3.0;
/// What it costs two words to be taken for one: any two in either order are tried.
const JOINED: f32 = 1.5;
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

/// Which word of the first name is the partner of which word of the second.
struct Pairing {
    partner: [Option<u8>; MAX_WORDS],
    taken: [bool; MAX_WORDS],
    joined: [Option<Join>; MAX_WORDS],
    joins: usize,
    first: usize,
    second: usize,
}

#[derive(Clone, Copy)]
struct Join {
    one: u8,
    two: [u8; 2],
    odds: f32,
}

type Odds = [[f32; MAX_WORDS]; MAX_WORDS];

fn cell(odds: &Odds, one: usize, other: usize) -> f32 {
    odds.get(one)
        .and_then(|row| row.get(other))
        .copied()
        .unwrap_or(LEAST)
}

fn small(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(u8::MAX)
}

impl Pairing {
    fn none(first: usize, second: usize) -> Self {
        Self {
            partner: [None; MAX_WORDS],
            taken: [false; MAX_WORDS],
            joined: [None; MAX_WORDS],
            joins: 0,
            first,
            second,
        }
    }

    fn set(&mut self, one: usize, other: usize) {
        if let Some(partner) = self.partner.get_mut(one) {
            *partner = Some(small(other));
        }
        if let Some(taken) = self.taken.get_mut(other) {
            *taken = true;
        }
    }

    /// The pairing with the greatest sum, exactly for names of up to two words, else greedily.
    fn best(odds: &Odds, first: usize, second: usize) -> Self {
        let mut out = Self::none(first, second);
        if first == 2 {
            let mut best = (f32::NEG_INFINITY, 0, 0);
            for a in 0..second {
                for b in 0..second {
                    let sum = cell(odds, 0, a) + cell(odds, 1, b);
                    if a != b && sum > best.0 {
                        best = (sum, a, b);
                    }
                }
            }
            out.set(0, best.1);
            out.set(1, best.2);
            return out;
        }
        for _ in 0..first {
            let mut best: Option<(f32, usize, usize)> = None;
            for (one, partner) in out.partner.iter().enumerate().take(first) {
                if partner.is_some() {
                    continue;
                }
                for (other, taken) in out.taken.iter().enumerate().take(second) {
                    let odds = cell(odds, one, other);
                    if !taken && best.is_none_or(|(top, _, _)| odds > top) {
                        best = Some((odds, one, other));
                    }
                }
            }
            let Some((_, one, other)) = best else { break };
            out.set(one, other);
        }
        out
    }

    /// Finds words of one name that the other writes as two.
    fn join(
        &mut self,
        tables: &Tables,
        calibration: &Calibration,
        first: &Prepared,
        second: &Prepared,
        odds: &Odds,
    ) {
        if self.first == self.second {
            return;
        }
        // Only a word that has no good partner may be two words of the other name.
        let mut poor = [false; MAX_WORDS];
        let mut any = false;
        for ((place, partner), poor) in self.partner.iter().enumerate().zip(&mut poor) {
            if let Some(partner) = partner
                && cell(odds, place, usize::from(*partner)) < PARTNERS
            {
                *poor = true;
                any = true;
            }
        }
        if !any {
            return;
        }
        for (place, poor) in poor.iter().enumerate() {
            if !poor {
                continue;
            }
            let Some(one) = first.words.get(place) else {
                continue;
            };
            let own = self.partner.get(place).copied().flatten();
            let least = own
                .map_or(0.0, |own| cell(odds, place, usize::from(own)))
                .max(0.0)
                + 0.5;
            let free = |other: usize, taken: &[bool; MAX_WORDS]| {
                own == Some(small(other)) || taken.get(other).is_some_and(|taken| !taken)
            };
            let mut best: Option<Join> = None;
            for (a, front) in second.words.iter().enumerate() {
                for (b, back) in second.words.iter().enumerate() {
                    if a == b || !free(a, &self.taken) || !free(b, &self.taken) {
                        continue;
                    }
                    let odds =
                        joined_odds(tables, calibration, (first, one), second, (front, back));
                    if odds > least && best.is_none_or(|best| odds > best.odds) {
                        best = Some(Join {
                            one: small(place),
                            two: [small(a), small(b)],
                            odds,
                        });
                    }
                }
            }
            if let Some(join) = best {
                if let Some(slot) = self.joined.get_mut(self.joins) {
                    *slot = Some(join);
                    self.joins += 1;
                }
                if let Some(own) = own
                    && let Some(taken) = self.taken.get_mut(usize::from(own))
                {
                    *taken = false;
                }
                if let Some(partner) = self.partner.get_mut(place) {
                    *partner = None;
                }
                for other in join.two {
                    if let Some(taken) = self.taken.get_mut(usize::from(other)) {
                        *taken = true;
                    }
                }
            }
        }
    }

    fn log_odds(
        &self,
        calibration: &Calibration,
        first: &Prepared,
        second: &Prepared,
        odds: &Odds,
    ) -> f32 {
        let (least, average, pairs) = self.least_and_average(odds);
        let surplus: f32 = second
            .words
            .iter()
            .zip(&self.taken)
            .filter(|(_, taken)| !**taken)
            .map(|(word, _)| word.surplus)
            .sum();
        // Each syllable of a Burmese name is written, or it is another name.
        let surplus = if first.burmese || second.burmese {
            BURMESE_SURPLUS * surplus
        } else {
            surplus
        };
        let alone = first.words.len() == 1 && surplus > 0.0;
        let mut total = calibration.name(least, average, pairs);
        total -= surplus;
        if alone {
            total = (total - SINGLE_OF_MORE).min(SINGLE_AT_MOST);
        }
        total
    }

    fn least_and_average(&self, odds: &Odds) -> (f32, f32, usize) {
        let (mut least, mut sum, mut pairs) = (MOST, 0.0, 0_u8);
        let mut count = |odds: f32| {
            least = least.min(odds);
            sum += odds;
            pairs += 1;
        };
        for (one, partner) in self.partner.iter().enumerate().take(self.first) {
            if let Some(partner) = partner {
                count(cell(odds, one, usize::from(*partner)));
            }
        }
        for join in self.joined.iter().flatten() {
            count(join.odds);
        }
        (least, sum / f32::from(pairs.max(1)), usize::from(pairs))
    }

    fn tell(&self, odds: &Odds, kinds: &Kinds, witness: &mut impl Witness) {
        for (one, partner) in self.partner.iter().enumerate().take(self.first) {
            if let Some(partner) = partner {
                let other = usize::from(*partner);
                let kind = kinds
                    .get(one)
                    .and_then(|row| row.get(other))
                    .copied()
                    .unwrap_or(Kind::Word);
                witness.pair(one, other, kind, cell(odds, one, other));
            }
        }
        for join in self.joined.iter().flatten() {
            let [front, back] = join.two.map(usize::from);
            witness.pair(
                usize::from(join.one),
                front,
                Kind::JoinedInFirst(back),
                join.odds,
            );
        }
    }
}

/// How much more it costs if only one of two names has a word, where the words are syllables.
const BURMESE_SURPLUS: f32 = 6.0;
/// What it costs if a name of one word is laid beside one of several.
const SINGLE_OF_MORE: f32 = 3.5;
/// A name of one word says at most this for one of several, however well the word fits.
const SINGLE_AT_MOST: f32 = 0.0;

fn joined_odds(
    tables: &Tables,
    calibration: &Calibration,
    (first, one): (&Prepared, &Word),
    second: &Prepared,
    (front, back): (&Word, &Word),
) -> f32 {
    let own = |word: &Word| word.pieces.first().copied().unwrap_or(NO_PIECE);
    let (front, back) = (own(front), own(back));
    if front.class != back.class {
        return LEAST;
    }
    let mut both = [0_u8; MAX_RUN];
    let mut length = 0;
    for (slot, symbol) in both
        .iter_mut()
        .zip(second.of(front).iter().chain(second.of(back)))
    {
        *slot = *symbol;
        length += 1;
    }
    let both = both.get(..length).unwrap_or(&[]);
    let mut best = LEAST;
    for piece in one.pieces.iter().take(usize::from(one.count)) {
        if piece.for_latin && front.class != Class::Latin {
            continue;
        }
        let laid = tables.lay_places(piece.class, first.of(*piece), front.class, both);
        best = best.max(calibration.word(piece.class, front.class).log_odds(laid));
    }
    best - JOINED
}
