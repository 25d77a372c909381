//! Which words of two names are partners.

use crate::calibration::{Calibration, LEAST, MOST};
use crate::correspondence::Tables;
use crate::judge::{JOINED, Kind, Kinds, PARTNERS, Witness};
use crate::prepared::{MAX_WORDS, NO_PIECE, Prepared, Word};
use crate::symbols::{Class, MAX_RUN};

/// Which word of the first name is the partner of which word of the second.
pub(crate) struct Pairing {
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

pub(crate) type Odds = [[f32; MAX_WORDS]; MAX_WORDS];

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
    pub(crate) fn best(odds: &Odds, first: usize, second: usize) -> Self {
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
    pub(crate) fn join(
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

    pub(crate) fn log_odds(
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

    pub(crate) fn least_and_average(&self, odds: &Odds) -> (f32, f32, usize) {
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

    pub(crate) fn tell(&self, odds: &Odds, kinds: &Kinds, witness: &mut impl Witness) {
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
