//! The one place that asks `names`: whole names in any script, and the sounds of words that are
//! not plain Latin.

use std::sync::Arc;

use names::{NormalName, Prepared, compare_prepared, normalise};

use crate::word::{Short, Word};

/// A whole name made ready for comparison.
#[derive(Clone, Debug)]
pub(crate) struct WholeName {
    prepared: Arc<Prepared>,
    /// Its words with how they sound, and the whole run together.
    pub(crate) words: Vec<Word>,
    nameless: bool,
}

impl WholeName {
    /// Reads a name.
    pub(crate) fn read(text: &str) -> Self {
        let name = normalise(text);
        Self {
            words: words_of(&name),
            nameless: name.is_nameless(),
            prepared: Arc::new(Prepared::new(&name)),
        }
    }

    /// Whether it names nobody.
    pub(crate) fn is_nameless(&self) -> bool {
        self.nameless
    }
}

/// How two whole names agree, best first.
pub(crate) mod level {
    /// One of them is not known.
    pub(crate) const MISSING: u8 = 0;
    /// How many levels there are.
    pub(crate) const COUNT: usize = 9;
    /// Their names, for explanations.
    pub(crate) const NAMES: [&str; COUNT] = [
        "missing",
        "same",
        "almost_sure",
        "very_likely",
        "likely",
        "possible",
        "doubtful",
        "unlikely",
        "different",
    ];
    /// The least likelihood of each level from `same` on, but for the last.
    pub(crate) const STEPS: [f32; COUNT - 2] = [0.999, 0.98, 0.93, 0.8, 0.55, 0.25, 0.05];
}

/// How two whole names agree.
pub(crate) fn agreement(one: &WholeName, other: &WholeName) -> u8 {
    if one.nameless || other.nameless {
        return level::MISSING;
    }
    let likelihood = compare_prepared(&one.prepared, &other.prepared).probability;
    let step = level::STEPS.iter().position(|step| likelihood >= *step);
    step.and_then(|step| u8::try_from(step + 1).ok())
        .unwrap_or(level::NAMES.len() as u8 - 1)
}

/// Whether two whole names share a word and each has another that the other's lacks: the names of
/// brothers and sisters, of father and son.
pub(crate) fn share_one_word(one: &str, other: &str) -> bool {
    let score = names::compare(one, other);
    let mut shared = false;
    let mut apart = false;
    for reason in &score.why {
        match reason.how {
            names::How::Same | names::How::SameSound | names::How::SameSkeleton => shared = true,
            names::How::Similar => shared |= reason.likeness > 0.75,
            names::How::Different => apart = true,
            _ => {}
        }
    }
    shared && apart
}

fn words_of(name: &NormalName) -> Vec<Word> {
    let mut words = Vec::new();
    let mut whole = String::new();
    let mut count = 0;
    for token in name.telling() {
        let sound = token
            .sounds()
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        let bones = token.skeletons();
        let first = bones.first().map(String::as_str).unwrap_or_default();
        words.push(Word::heard(sound, first));
        for other in bones.iter().skip(1).take(1) {
            words.push(Word::heard("", other));
        }
        whole.push_str(if whole.is_empty() {
            first
        } else {
            first.strip_prefix('a').unwrap_or(first)
        });
        count += 1;
    }
    if count > 1 && whole.len() > 2 {
        words.push(Word::heard("", &whole));
    }
    words.retain(|word| word.sound != 0 || word.skeleton != 0);
    words.truncate(12);
    words
}

/// How a word of any script sounds, and its consonants.
pub(crate) fn sound_and_skeleton(text: &str) -> (String, String) {
    let name = normalise(text);
    let mut sound = String::new();
    let mut skeleton = String::new();
    for token in name.tokens() {
        sound.push_str(
            token
                .sounds()
                .first()
                .map(String::as_str)
                .unwrap_or_default(),
        );
        skeleton.push_str(
            token
                .skeletons()
                .first()
                .map(String::as_str)
                .unwrap_or_default(),
        );
    }
    (folded(&sound), skeleton)
}

/// Vowels that writers exchange made one.
pub(crate) fn folded(sound: &str) -> String {
    sound
        .chars()
        .map(|sound| match sound {
            'e' | 'y' => 'i',
            'o' => 'u',
            'w' => 'v',
            other => other,
        })
        .collect()
}

impl Word {
    /// A word of which only the sound is known.
    fn heard(sound: &str, skeleton: &str) -> Self {
        let sound = folded(sound);
        // One consonant class says too little to look anybody up.
        let skeleton = if skeleton.len() < 2 { "" } else { skeleton };
        Self::from_sound(Short::of(sound.as_bytes()), &sound, skeleton)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_across_scripts() {
        let level = |a: &str, b: &str| agreement(&WholeName::read(a), &WholeName::read(b));
        assert_eq!(level("Yusuf Karimov", "Karimov Yusuf"), 1);
        assert!(level("Юсуф Каримов", "Yusuf Karimov") < 6);
        assert!(level("Юсуф Каримов", "Nadia Belch") >= 6);
        assert_eq!(level("", "Nadia Belch"), level::MISSING);
    }

    #[test]
    fn brothers_share_a_word() {
        assert!(share_one_word("Yusuf Karimov", "Anton Karimov"));
        assert!(!share_one_word("Yusuf Karimov", "Karimov Yusuf"));
        assert!(!share_one_word("Yusuf Karimov", "Nadia Belch"));
    }
}
