//! How likely two names are spellings of one name.
//!
//! The probability is a hand-set curve over a likeness. It is **not** calibrated: it ranks, and 0.5
//! parts spellings of one name from other names where both are about as frequent. Among all pairs
//! of a long list other names are far more frequent, and a warning there needs 0.99 and more than
//! the name. The costs of exchanging sounds and the curve are to be learned from labelled pairs.
//! The comparison knows the two strings and nothing else: neither how common a name is nor who
//! bears it.

use crate::normal::{NormalName, Role, Token, normalise};
use crate::skeleton::class;
use crate::sound::is_vowel;
use crate::writing::Writing;

/// How two words agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The same letters in the same script.
    Same,
    /// The same sounds.
    SameSound,
    /// The same consonants; the vowels differ or are not written.
    SameSkeleton,
    /// An initial and a word that begins with it.
    Initial,
    /// Two words of one name written as one in the other.
    Joined,
    /// Alike, not the same.
    Similar,
    /// Unlike, though each was the other's best partner.
    Different,
    /// A word without a partner.
    Missing,
}

/// One step of the explanation: a word of the first name, a word of the second, and how they agree.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenReason {
    /// The word or words of the first name, empty if missing there.
    pub first: String,
    /// The word or words of the second name, empty if missing there.
    pub second: String,
    /// How they agree.
    pub how: How,
    /// How alike they are, from 0 to 1.
    pub likeness: f32,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// From 0 to 1; 1 only for names whose normal forms have the same words. See the module on what it is worth.
    pub probability: f32,
    /// The explanation, word by word, best agreement first.
    pub why: Vec<TokenReason>,
}

/// Compares two names. Symmetric, and independent of the order of words except where a script has
/// no spaces between them. A nameless side (empty, *unknown*) gives 0.
#[must_use]
pub fn compare(first: &str, second: &str) -> Score {
    compare_normal(&normalise(first), &normalise(second))
}

/// As [`compare`], for names already in normal form.
#[must_use]
pub fn compare_normal(first: &NormalName, second: &NormalName) -> Score {
    let mut ones: Vec<&Token> = first.telling().collect();
    let mut others: Vec<&Token> = second.telling().collect();
    if ones.is_empty() || others.is_empty() {
        return Score {
            probability: 0.0,
            why: Vec::new(),
        };
    }
    let whole = whole_likeness(&ones, &others);
    let by_text = |a: &&Token, b: &&Token| (a.writing(), a.text()).cmp(&(b.writing(), b.text()));
    ones.sort_by(by_text);
    others.sort_by(by_text);
    let identical = ones.len() == others.len()
        && ones
            .iter()
            .zip(&others)
            .all(|(a, b)| a.writing() == b.writing() && a.text() == b.text());
    // One order whichever name comes first makes the comparison symmetric.
    let swapped = (others.len(), key(&others)) < (ones.len(), key(&ones));
    let (left, right) = if swapped {
        (&others, &ones)
    } else {
        (&ones, &others)
    };
    let mut why = aligned(left, right);
    if swapped {
        for reason in &mut why {
            std::mem::swap(&mut reason.first, &mut reason.second);
        }
    }
    let probability = if identical {
        1.0
    } else {
        probability(likeness(&why, left.len().min(right.len())).max(whole * WHOLE_TRUST))
    };
    Score { probability, why }
}

/// How much the comparison of whole names counts beside that of words.
const WHOLE_TRUST: f32 = 0.97;
/// Words less alike than this are not partners.
const LEAST_LIKENESS: f32 = 0.45;
/// What a word without partner weighs on the side that has more words.
const SURPLUS_WEIGHT: f32 = 0.12;
/// Likeness of an initial to a word that begins with it.
const INITIAL_LIKENESS: f32 = 0.75;

fn key<'a>(tokens: &[&'a Token]) -> Vec<(Writing, &'a str)> {
    tokens
        .iter()
        .map(|token| (token.writing(), token.text()))
        .collect()
}

/// The curve from likeness to probability: steep, because few pairs lie between.
fn probability(likeness: f32) -> f32 {
    let raw = 1.0 / (1.0 + (-(likeness - CURVE_MIDDLE) * CURVE_SLOPE).exp());
    raw.clamp(0.0, 0.999)
}

const CURVE_MIDDLE: f32 = 0.66;
const CURVE_SLOPE: f32 = 18.0;

/// One number for the alignment: the mean and the worst of the words that should have a partner,
/// lowered a little for words the other name does not have.
fn likeness(why: &[TokenReason], expected: usize) -> f32 {
    let mut values: Vec<f32> = Vec::with_capacity(expected);
    let mut surplus = 0.0_f32;
    let mut exact = 0_usize;
    for reason in why {
        if reason.how == How::Missing {
            surplus += 1.0;
        } else {
            if matches!(reason.how, How::Same | How::SameSound) {
                exact += 1;
            }
            values.push(reason.likeness);
        }
    }
    if values.is_empty() {
        return 0.0;
    }
    let count = f32::from(u16::try_from(values.len()).unwrap_or(u16::MAX));
    let mean = values.iter().sum::<f32>() / count;
    let worst = values.iter().copied().fold(1.0_f32, f32::min);
    // One word in common says little when the other name has more.
    let alone = if values.len() == 1 && surplus > 0.0 {
        0.25
    } else {
        0.0
    };
    let sure = if exact >= 2 { 0.03 } else { 0.0 };
    let base = 0.5 * mean + 0.5 * worst + sure - alone;
    (base - SURPLUS_WEIGHT * surplus / (count + surplus)).clamp(0.0, 1.0)
}

fn aligned(left: &[&Token], right: &[&Token]) -> Vec<TokenReason> {
    let mut pairs: Vec<(f32, usize, usize, How)> = Vec::with_capacity(left.len() * right.len());
    for (i, one) in left.iter().enumerate() {
        for (j, other) in right.iter().enumerate() {
            let (value, how) = token_likeness(one, other);
            pairs.push((value, i, j, how));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut used_left = vec![false; left.len()];
    let mut used_right = vec![false; right.len()];
    let mut why = Vec::with_capacity(left.len().max(right.len()));
    let free = |used: &[bool], place: usize| used.get(place).is_some_and(|used| !used);
    for (value, i, j, how) in &pairs {
        if *value < LEAST_LIKENESS || !free(&used_left, *i) || !free(&used_right, *j) {
            continue;
        }
        why.push(reason(left.get(*i), right.get(*j), *how, *value));
        mark(&mut used_left, *i);
        mark(&mut used_right, *j);
    }
    join(left, right, &mut used_left, &mut used_right, &mut why);
    // What the shorter name still lacks is a disagreement, not a gap.
    for (value, i, j, _) in &pairs {
        if free(&used_left, *i) && free(&used_right, *j) {
            why.push(reason(left.get(*i), right.get(*j), How::Different, *value));
            mark(&mut used_left, *i);
            mark(&mut used_right, *j);
        }
    }
    for (place, token) in left.iter().enumerate() {
        if free(&used_left, place) {
            why.push(reason(Some(token), None, How::Missing, 0.0));
        }
    }
    for (place, token) in right.iter().enumerate() {
        if free(&used_right, place) {
            why.push(reason(None, Some(token), How::Missing, 0.0));
        }
    }
    why
}

fn mark(used: &mut [bool], place: usize) {
    if let Some(flag) = used.get_mut(place) {
        *flag = true;
    }
}

fn reason(one: Option<&&Token>, other: Option<&&Token>, how: How, likeness: f32) -> TokenReason {
    let text =
        |token: Option<&&Token>| token.map_or_else(String::new, |token| token.text().to_owned());
    TokenReason {
        first: text(one),
        second: text(other),
        how,
        likeness,
    }
}

/// Partners for words that were joined in one name: any two words without partner, in either order.
fn join(
    left: &[&Token],
    right: &[&Token],
    used_left: &mut [bool],
    used_right: &mut [bool],
    why: &mut Vec<TokenReason>,
) {
    let unused = |used: &[bool]| -> Vec<usize> {
        used.iter()
            .enumerate()
            .filter(|(_, used)| !**used)
            .map(|(place, _)| place)
            .take(6)
            .collect()
    };
    for turned in [false, true] {
        let (ones, others) = if turned { (right, left) } else { (left, right) };
        let (used_ones, used_others) = if turned {
            (&mut *used_right, &mut *used_left)
        } else {
            (&mut *used_left, &mut *used_right)
        };
        for single in unused(used_ones) {
            let Some(one) = ones.get(single) else {
                continue;
            };
            let rest = unused(used_others);
            let mut best: Option<(f32, usize, usize)> = None;
            for a in &rest {
                for b in &rest {
                    if a == b {
                        continue;
                    }
                    let (Some(first), Some(second)) = (others.get(*a), others.get(*b)) else {
                        continue;
                    };
                    let value = joined_likeness(one, first, second);
                    if value >= JOINED_LEAST && best.is_none_or(|(top, _, _)| value > top) {
                        best = Some((value, *a, *b));
                    }
                }
            }
            if let Some((value, a, b)) = best {
                let both = [a, b]
                    .into_iter()
                    .filter_map(|place| others.get(place))
                    .map(|token| token.text())
                    .collect::<Vec<_>>()
                    .join(" ");
                let alone = one.text().to_owned();
                let (first, second) = if turned { (both, alone) } else { (alone, both) };
                why.push(TokenReason {
                    first,
                    second,
                    how: How::Joined,
                    likeness: value,
                });
                mark(used_ones, single);
                mark(used_others, a);
                mark(used_others, b);
            }
        }
    }
}

const JOINED_LEAST: f32 = 0.7;

fn joined_likeness(one: &Token, first: &Token, second: &Token) -> f32 {
    let (Some(a), Some(b), Some(c)) = (
        one.sounds().first(),
        first.sounds().first(),
        second.sounds().first(),
    ) else {
        return 0.0;
    };
    let hidden = one.writing().hides_vowels() || first.writing().hides_vowels();
    sound_likeness(a, &format!("{b}{c}"), hidden)
}

/// How alike two words are, from 0 to 1.
fn token_likeness(one: &Token, other: &Token) -> (f32, How) {
    if one.writing() == other.writing() && one.text() == other.text() {
        return (1.0, How::Same);
    }
    if one.role() == Role::Initial || other.role() == Role::Initial {
        return initial_likeness(one, other);
    }
    let hidden = one.writing().hides_vowels() || other.writing().hides_vowels();
    let mut best = (0.0_f32, How::Similar);
    for a in one.sounds() {
        for b in other.sounds() {
            if a == b && !hidden {
                return (0.98, How::SameSound);
            }
            best.0 = best.0.max(sound_likeness(a, b, hidden));
        }
    }
    if one.writing() == other.writing() && one.writing() != Writing::Latin {
        best.0 = best.0.max(letter_likeness(one.text(), other.text()));
    }
    let same_bones = one
        .skeletons()
        .iter()
        .any(|skeleton| skeleton.len() >= 2 && other.skeletons().contains(skeleton));
    if same_bones {
        // Equal consonants lift a likeness; the more of them, the more.
        let bones = one.skeletons().first().map_or(0, String::len).min(6);
        let trust = 0.25 + 0.06 * f32::from(u8::try_from(bones).unwrap_or(6));
        best.0 += (0.97 - best.0).max(0.0) * trust;
        best.1 = How::SameSkeleton;
    }
    best
}

fn initial_likeness(one: &Token, other: &Token) -> (f32, How) {
    let start = |token: &Token| {
        token
            .sounds()
            .first()
            .and_then(|sound| sound.bytes().next())
    };
    let (Some(a), Some(b)) = (start(one), start(other)) else {
        return (0.0, How::Different);
    };
    let alike = a == b
        || (class(a).is_some() && class(a) == class(b))
        || (class(a).is_none() && class(b).is_none());
    if alike {
        (INITIAL_LIKENESS, How::Initial)
    } else {
        (0.0, How::Different)
    }
}

/// Likeness of two words of one script by their letters: for slips of the pen and of the scanner.
fn letter_likeness(one: &str, other: &str) -> f32 {
    let a: Vec<char> = one.chars().collect();
    let b: Vec<char> = other.chars().collect();
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 0.0;
    }
    let distance = edit(&a, &b, |_| 1.0, |x, y| if x == y { 0.0 } else { 0.9 });
    (1.0 - distance / f32::from(u16::try_from(longest).unwrap_or(u16::MAX))).max(0.0)
}

/// Likeness of two strings of sounds. Vowels weigh less than consonants, and next to nothing where
/// one side could not write them.
fn sound_likeness(one: &str, other: &str, hidden: bool) -> f32 {
    let gap = |sound: u8| gap_cost(sound, hidden);
    let weight = |sounds: &str| sounds.bytes().map(gap).sum::<f32>();
    let heaviest = weight(one).max(weight(other));
    if heaviest <= 0.0 {
        return 0.0;
    }
    let distance = edit(
        one.as_bytes(),
        other.as_bytes(),
        |sound| gap_cost(*sound, hidden),
        |a, b| exchange_cost(*a, *b),
    );
    (1.0 - distance / heaviest).max(0.0)
}

fn gap_cost(sound: u8, hidden: bool) -> f32 {
    match sound {
        b'y' => 0.3,
        vowel if is_vowel(vowel) => {
            if hidden {
                0.15
            } else {
                0.45
            }
        }
        b'h' | b'w' => 0.7,
        _ => 1.0,
    }
}

fn exchange_cost(a: u8, b: u8) -> f32 {
    if a == b {
        return 0.0;
    }
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    match (a, b) {
        (b'e' | b'i', b'i' | b'y') | (b'o', b'u') => 0.1,
        (b'a', b'e' | b'o') | (b'e', b'o') => 0.2,
        (x, y) if is_vowel(x) && is_vowel(y) => 0.3,
        (b'o' | b'u', b'w' | b'v') => 0.3,
        (b'v', b'w') | (b'f', b'v') | (b'g', b'k') | (b'd', b't') | (b's', b'z') | (b'b', b'p') => {
            0.15
        }
        (b'c', b'j') | (b'c', b'x') | (b'j', b'x') | (b'l', b'r') => 0.3,
        (b'g', b'h') | (b'h', b'k') | (b'j', b'y') | (b'g', b'j') => 0.35,
        (b'c', b'h') | (b'c', b'k') | (b's', b'x') | (b'j', b'z') | (b'c', b's') | (b's', b't') => {
            0.5
        }
        (x, y) if class(x).is_some() && class(x) == class(y) => 0.3,
        (b'm', b'n') => 0.5,
        (x, y) if is_vowel(x) || is_vowel(y) || y == b'y' => 1.2,
        _ => 1.0,
    }
}

/// The least cost of turning one string into the other by leaving out and exchanging; two letters
/// changing places cost one exchange.
fn edit<T: PartialEq>(
    one: &[T],
    other: &[T],
    gap: impl Fn(&T) -> f32,
    exchange: impl Fn(&T, &T) -> f32,
) -> f32 {
    let mut row: Vec<f32> = Vec::with_capacity(other.len() + 1);
    let mut total = 0.0;
    row.push(0.0);
    for letter in other {
        total += gap(letter);
        row.push(total);
    }
    let mut before_row: Vec<f32> = Vec::new();
    let mut previous_one: Option<&T> = None;
    for a in one {
        let mut next: Vec<f32> = Vec::with_capacity(row.len());
        let mut left = row.first().copied().unwrap_or(0.0) + gap(a);
        next.push(left);
        let mut previous_other: Option<&T> = None;
        for (place, ((b, diagonal), above)) in
            other.iter().zip(&row).zip(row.iter().skip(1)).enumerate()
        {
            let mut least = (diagonal + exchange(a, b))
                .min(above + gap(a))
                .min(left + gap(b));
            if previous_one == Some(b)
                && previous_other == Some(a)
                && let Some(corner) = place.checked_sub(1).and_then(|place| before_row.get(place))
            {
                least = least.min(corner + 0.7);
            }
            next.push(least);
            left = least;
            previous_other = Some(b);
        }
        before_row = std::mem::replace(&mut row, next);
        previous_one = Some(a);
    }
    row.last().copied().unwrap_or(0.0)
}

/// Likeness of whole names run together in the order written, where one of them is in a script that
/// does not part words; else 0.
fn whole_likeness(ones: &[&Token], others: &[&Token]) -> f32 {
    let syllabic = |tokens: &[&Token]| tokens.iter().any(|token| token.writing().is_syllabic());
    if !syllabic(ones) && !syllabic(others) {
        return 0.0;
    }
    let run = |tokens: &[&Token]| -> String {
        tokens
            .iter()
            .filter_map(|token| token.sounds().first())
            .map(String::as_str)
            .collect()
    };
    let hidden = ones
        .iter()
        .chain(others)
        .any(|token| token.writing().hides_vowels());
    sound_likeness(&run(ones), &run(others), hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likely(first: &str, second: &str) -> f32 {
        compare(first, second).probability
    }

    #[test]
    fn spellings_of_one_name_are_likely() {
        for (first, second) in [
            ("Юсуф Каримов", "Yusuf Karimov"),
            ("Karimov Yusuf", "Yusuf Karimov"),
            ("محمد كريم", "Mohammed Karim"),
            ("刘望洛", "Liu Wangluo"),
            ("ဟိန်းအောင်", "Hein Aung"),
            ("Hussein Tarin", "Hoseyn Tareen"),
            ("Y. Karimov", "Yusuf Karimov"),
            ("Abd al-Rahman Sol", "Abdurrahman Sol"),
        ] {
            assert!(
                likely(first, second) > 0.5,
                "{first} / {second} {:?}",
                compare(first, second)
            );
        }
    }

    #[test]
    fn different_names_are_not() {
        for (first, second) in [
            ("Юсуф Каримов", "Nadia Belch"),
            ("Yusuf Karimov", "Yusuf Tadanov"),
            ("محمد كريم", "محمد صالح"),
            ("刘望洛", "Wang Shuren"),
            ("unknown", "unknown"),
            ("", ""),
        ] {
            assert!(
                likely(first, second) < 0.5,
                "{first} / {second} {:?}",
                compare(first, second)
            );
        }
    }

    #[test]
    fn the_explanation_names_each_word() {
        let score = compare("Yusuf Karimov", "Karimov Yusuf Anvarovich");
        assert_eq!(score.why.len(), 3);
        assert!(
            score
                .why
                .iter()
                .any(|r| r.how == How::Missing && r.second == "anvarovich")
        );
        let joined = compare("Wangluo Tamir", "Wang luo Tamir");
        assert!(
            joined.why.iter().any(|r| r.how == How::Joined),
            "{joined:?}"
        );
    }
}
