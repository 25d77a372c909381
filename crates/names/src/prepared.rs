//! Names made ready for many comparisons.

use crate::judge::{FOREIGN, Forget, ROMANISED, judge};
use crate::nicknames;
use crate::normal::{NormalName, Role, normalise};
use crate::skeleton::class as sound_class;
use crate::symbols::{Class, FIRST_SYMBOL, MAX_RUN, MAX_SYMBOLS, Spelling, is_known_burmese};
use crate::writing::Writing;

/// At most this many words of a name are compared one by one.
pub(crate) const MAX_WORDS: usize = 8;
/// At most this many spellings of a word.
const MAX_SPELLINGS: usize = 4;

/// A name made ready for many comparisons: prepare each name once, then compare it with
/// [`compare_prepared`] as often as needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    pub(crate) words: Vec<Word>,
    pub(crate) symbols: Vec<u8>,
    pub(crate) run: Piece,
    /// Whether the words of this name may not be cut as those of another script are.
    pub(crate) runs_together: bool,
    /// Whether every word is a syllable that Burmese names are made of: then it is no foreign name.
    pub(crate) burmese: bool,
    /// How many words are not surely the father's name.
    pub(crate) own: usize,
    pub(crate) print: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) class: Class,
    /// Whether only words written in Latin letters are compared with it.
    pub(crate) for_latin: bool,
    /// What it costs to be compared with Latin letters by this spelling.
    pub(crate) cost: f32,
    pub(crate) start: u16,
    pub(crate) length: u16,
}

pub(crate) const NO_PIECE: Piece = Piece {
    class: Class::Latin,
    for_latin: false,
    cost: 0.0,
    start: 0,
    length: 0,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) pieces: [Piece; MAX_SPELLINGS],
    pub(crate) count: u8,
    /// The same for the same letters of the same writing.
    pub(crate) print: u64,
    /// The place of the token in the name.
    pub(crate) token: u8,
    pub(crate) initial: bool,
    /// Whether it is surely the father's name.
    pub(crate) father: bool,
    /// What it costs if the other name lacks the word.
    pub(crate) surplus: f32,
    /// The group of a given name and its short forms; 0 for none.
    pub(crate) group: u16,
    /// The class of the sound it begins with.
    pub(crate) opening: u8,
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
        // Abu, al and de before a word, which others write together with it.
        let mut before: Option<Spelling> = None;
        for (place, token) in name.tokens().iter().enumerate() {
            if !token.tells_apart() {
                before = if matches!(token.role(), Role::Kunya | Role::Particle) {
                    joined(before, token.spellings().first())
                } else {
                    None
                };
                continue;
            }
            let before = before.take();
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
            if let Some(together) = before.and_then(|before| joined(Some(before), Some(own)))
                && let Some(slot) = pieces.get_mut(usize::from(count))
            {
                *slot = add(&together, false, TOGETHER);
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

    pub(crate) fn of(&self, piece: Piece) -> &[u8] {
        slice(&self.symbols, piece)
    }

    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }
}

/// Two words of one class written together.
fn joined(front: Option<Spelling>, back: Option<&Spelling>) -> Option<Spelling> {
    let back = back?;
    let Some(mut front) = front else {
        return Some(back.clone());
    };
    if front.class != back.class {
        return None;
    }
    front.symbols.extend(&back.symbols);
    front.symbols.truncate(MAX_SYMBOLS);
    Some(front)
}

/// What it costs to be compared together with the particle before.
const TOGETHER: f32 = 0.5;

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
