//! Given names and their short forms.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::reading::latin;
use crate::sound::sounds;

/// One given name a line, its full forms, a bar, its short forms.
const GROUPS: &str = include_str!("../data/short_forms.txt");

/// Set in the number of a short form.
const SHORT: u16 = 0x8000;

static BY_SOUND: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    let lines = GROUPS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    for (number, line) in (1_u16..SHORT).zip(lines) {
        let (full, short) = line.split_once('|').unwrap_or((line, ""));
        for (words, mark) in [(full, 0), (short, SHORT)] {
            for word in words.split_whitespace() {
                out.entry(sounds(&latin::read(word)))
                    .or_insert(number | mark);
            }
        }
    }
    out
});

/// The number of the given name that sounds so; 0 for none. See [`short_for`].
pub(crate) fn group(sound: &str) -> u16 {
    BY_SOUND.get(sound).copied().unwrap_or(0)
}

/// Whether one of two numbers is a short form of the other or both are of one name.
pub(crate) const fn short_for(one: u16, other: u16) -> bool {
    one != 0 && one & !SHORT == other & !SHORT && (one | other) & SHORT != 0
}

/// Whether two numbers are of different given names.
pub(crate) const fn differ(one: u16, other: u16) -> bool {
    one != 0 && other != 0 && one & !SHORT != other & !SHORT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_meet_their_names_and_no_others() {
        let number = |name: &str| group(&sounds(&latin::read(name)));
        assert!(short_for(number("sasha"), number("aleksandr")));
        assert!(short_for(number("misha"), number("mikhail")));
        assert!(!short_for(number("aleksandr"), number("aleksandra")));
        assert!(!short_for(number("misha"), number("aleksandr")));
        assert!(differ(number("misha"), number("sasha")));
        assert!(!differ(number("sasha"), number("aleksandr")));
        assert!(!short_for(0, 0) && !differ(0, number("sasha")));
    }
}
