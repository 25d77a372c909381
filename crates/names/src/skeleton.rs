//! Consonant skeletons: what is left of a name when everything goes that some script does not
//! write or does not tell apart.

use crate::sound::{NOTHING, Unit, is_vowel};

/// At most this many skeletons are kept for one word: more would cost an index more than it finds.
pub(crate) const MAX_SKELETONS: usize = 4;

/// The class of a consonant, coarse enough that one class is written by all scripts: Arabic has no
/// *p*, Hebrew writes *b* and *v* alike, Korean and Japanese have one letter for *l* and *r*.
pub(crate) const fn class(sound: u8) -> Option<u8> {
    Some(match sound {
        b'b' | b'p' | b'f' | b'v' | b'w' => b'b',
        b'd' | b't' => b't',
        b's' | b'z' => b's',
        b'x' | b'c' | b'j' => b'x',
        b'g' | b'k' => b'k',
        b'h' => b'h',
        b'l' | b'r' => b'l',
        b'm' => b'm',
        b'n' => b'n',
        _ => return None,
    })
}

fn outcome(sound: u8, start: bool) -> Option<u8> {
    if start && (is_vowel(sound) || sound == b'y') {
        return Some(b'a');
    }
    class(sound)
}

/// The skeletons of a word, at most [`MAX_SKELETONS`], the likeliest first, none twice, none empty.
pub(crate) fn skeletons(units: &[Unit]) -> Vec<String> {
    let mut all: Vec<Vec<u8>> = vec![Vec::new()];
    let mut start = true;
    for (place, unit) in units.iter().enumerate() {
        let following = units.get(place + 1).map_or(NOTHING, |unit| unit.first);
        if matches!(unit.first, b't' | b'd')
            && unit.others == [None, None]
            && matches!(following, b's' | b'z' | b'x' | b'c' | b'j')
        {
            continue;
        }
        let mut outcomes: [Option<Option<u8>>; 3] = [Some(outcome(unit.first, start)), None, None];
        for (slot, other) in outcomes.iter_mut().skip(1).zip(unit.others) {
            *slot = other.map(|sound| outcome(sound, start));
        }
        if unit.first != NOTHING {
            start = false;
        }
        let [first, second, third] = outcomes;
        let second = second.filter(|_| second != first);
        let third = third.filter(|_| third != first && third != second);
        let fresh: Vec<Vec<u8>> = [second, third]
            .into_iter()
            .flatten()
            .flat_map(|alternative| {
                all.iter().map(move |before| {
                    let mut longer = before.clone();
                    longer.extend(alternative);
                    longer
                })
            })
            .take(MAX_SKELETONS.saturating_sub(all.len()))
            .collect();
        for skeleton in &mut all {
            skeleton.extend(first.flatten());
        }
        all.extend(fresh);
    }
    let mut out: Vec<String> = Vec::with_capacity(all.len());
    for skeleton in all {
        let text: String = skeleton.into_iter().map(char::from).collect();
        if !text.is_empty() && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
