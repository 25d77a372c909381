//! Which passwords are accepted: NIST SP 800-63B-4, section 3.1.1.
//!
//! Length counts, composition does not. At least 15 code points, because a password may be all that
//! stands between a thief and a user's private key, second factor or not; at most 256; any Unicode.
//! Refused are those that attackers try first: common ones, the words of this place (product,
//! organisation, the user's own name), repetitions and keyboard walks.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use crate::passphrase::canonical;
use crate::password_blocklist::{COMMON, COMMON_WORDS, WALKS};

/// Fewest code points, after normalisation.
pub const MINIMUM_LENGTH: usize = 15;
/// Most code points, after normalisation.
pub const MAXIMUM_LENGTH: usize = 256;

/// Shortest context word that counts: shorter ones stand in too many good passwords.
const SHORTEST_CONTEXT_WORD: usize = 4;

/// Why a password is refused. One message for the user each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefusal {
    /// Fewer than [`MINIMUM_LENGTH`] code points.
    #[error("too short: {found} of at least {least} characters")]
    TooShort {
        /// Code points found.
        found: usize,
        /// Code points needed.
        least: usize,
    },
    /// More than [`MAXIMUM_LENGTH`] code points.
    #[error("too long: {found} of at most {most} characters")]
    TooLong {
        /// Code points found.
        found: usize,
        /// Code points allowed.
        most: usize,
    },
    /// On the list of common passwords, or made of common words only.
    #[error("one of the passwords that are tried first")]
    Common,
    /// Little but the user's own name, log-in, the organisation or the product.
    #[error("made of names that others know")]
    NamesOfThisPlace,
    /// A few characters or one group repeated.
    #[error("a repetition")]
    Repetition,
    /// Neighbouring keys, the alphabet, or counting.
    #[error("a sequence that is easy to guess")]
    Sequence,
}

/// Checks a password that a user chose. `context` holds names that others know: the user's log-in
/// and names, the organisation; the product's own name is always added.
///
/// # Errors
/// The first [`PasswordRefusal`] that applies.
pub fn check_password(password: &str, context: &[&str]) -> Result<(), PasswordRefusal> {
    let password = canonical(password);
    let found = password.chars().count();
    if found < MINIMUM_LENGTH {
        return Err(PasswordRefusal::TooShort {
            found,
            least: MINIMUM_LENGTH,
        });
    }
    if found > MAXIMUM_LENGTH {
        return Err(PasswordRefusal::TooLong {
            found,
            most: MAXIMUM_LENGTH,
        });
    }
    let plain = folded(&password, false);
    let unleeted = folded(&password, true);
    if is_repetition(&password.chars().collect::<Vec<_>>()) {
        return Err(PasswordRefusal::Repetition);
    }
    let listed = [&plain, &unleeted].map(|text| COMMON.contains(&text.as_str()));
    if listed.contains(&true) || consists_of(&password, COMMON_WORDS) {
        return Err(PasswordRefusal::Common);
    }
    if is_sequence(&plain) {
        return Err(PasswordRefusal::Sequence);
    }
    let names = context_words(context);
    for text in [&plain, &unleeted] {
        if left_without(text, &names) < MINIMUM_LENGTH / 2 {
            return Err(PasswordRefusal::NamesOfThisPlace);
        }
    }
    Ok(())
}

/// Lower case, letters and digits only; with `unleet`, digits and signs that stand for letters are
/// read as those.
fn folded(text: &str, unleet: bool) -> Zeroizing<String> {
    let mut result = Zeroizing::new(String::with_capacity(text.len().saturating_mul(3)));
    for symbol in text.chars() {
        let symbol = if unleet {
            stands_for(symbol).unwrap_or(symbol)
        } else {
            symbol
        };
        result.extend(
            symbol
                .to_lowercase()
                .filter(|lower| lower.is_alphanumeric()),
        );
    }
    result
}

/// A repeated group of at most a third of the password, or four different characters at most.
fn is_repetition(symbols: &[char]) -> bool {
    let different: BTreeSet<char> = symbols.iter().copied().collect();
    let repeated = |period: usize| {
        symbols
            .iter()
            .zip(symbols.iter().skip(period))
            .all(|(one, next)| one == next)
    };
    different.len() <= 4 || (1..=symbols.len() / 3).any(repeated)
}

/// Whether nearly every step from one character to the next is a neighbour: on a keyboard row, in
/// the alphabet, or the next or same code point.
fn is_sequence(text: &str) -> bool {
    let symbols: Vec<char> = text.chars().collect();
    let (mut steps, mut easy) = (0_usize, 0_usize);
    for (one, next) in symbols.iter().zip(symbols.iter().skip(1)) {
        steps += 1;
        let apart = u32::from(*one).abs_diff(u32::from(*next));
        let walk = WALKS.iter().any(|row| {
            let place = |symbol: char| row.chars().position(|key| key == symbol);
            match (place(*one), place(*next)) {
                (Some(one), Some(next)) => one.abs_diff(next) <= 1,
                _ => false,
            }
        });
        if apart <= 1 || walk {
            easy += 1;
        }
    }
    steps > 0 && easy * 5 >= steps * 4
}

/// Whether the text is nothing but the given words, any order, any number, with digits and signs
/// between, or standing for letters.
fn consists_of(text: &str, words: &[&str]) -> bool {
    let symbols: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    // `reached[n]`: the first n symbols are words, digits and signs.
    let mut reached = vec![false; symbols.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for position in 0..symbols.len() {
        if !reached.get(position).copied().unwrap_or_default() {
            continue;
        }
        let rest = symbols.get(position..).unwrap_or_default();
        let between = rest
            .first()
            .filter(|symbol| !symbol.is_alphabetic())
            .map(|_| 1);
        let ends = words.iter().filter_map(|word| {
            let length = word.chars().count();
            let fits = length <= rest.len()
                && word.chars().zip(rest).all(|(letter, symbol)| {
                    letter == *symbol || stands_for(*symbol) == Some(letter)
                });
            fits.then_some(length)
        });
        for length in between.into_iter().chain(ends) {
            if let Some(end) = reached.get_mut(position + length) {
                *end = true;
            }
        }
    }
    reached.last().copied().unwrap_or_default()
}

/// The letter for which a digit or sign commonly stands.
const fn stands_for(symbol: char) -> Option<char> {
    match symbol {
        '@' | '4' => Some('a'),
        '0' => Some('o'),
        '1' | '!' => Some('i'),
        '3' => Some('e'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        _ => None,
    }
}

fn context_words(context: &[&str]) -> Vec<Zeroizing<String>> {
    let mut words: Vec<Zeroizing<String>> = context
        .iter()
        .flat_map(|text| {
            let parts = text.split(|symbol: char| !symbol.is_alphanumeric());
            parts.chain(std::iter::once(*text))
        })
        .chain(["unforgotten"])
        .map(|word| folded(&canonical(word), false))
        .filter(|word| word.chars().count() >= SHORTEST_CONTEXT_WORD)
        .collect();
    // The longest first, so that "amina.diallo" goes before "amina".
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Letters and signs that remain when the names, common words and digits are taken out.
fn left_without(text: &str, names: &[Zeroizing<String>]) -> usize {
    if !names.iter().any(|name| text.contains(name.as_str())) {
        return usize::MAX;
    }
    let mut left = Zeroizing::new(text.to_owned());
    for word in names
        .iter()
        .map(|name| name.as_str())
        .chain(COMMON_WORDS.iter().copied())
    {
        // A space keeps the two ends from forming a word that was not there.
        left = Zeroizing::new(left.replace(word, " "));
    }
    left.chars().filter(|symbol| symbol.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CONTEXT: &[&str] = &["amina.diallo", "Amina Diallo", "Office for the Forgotten"];

    fn check(password: &str) -> Result<(), PasswordRefusal> {
        check_password(password, CONTEXT)
    }

    #[test]
    fn length_is_counted_in_code_points_after_normalisation() {
        assert_eq!(
            check("kelp wren oxbow"),
            Ok(()),
            "fifteen characters are enough"
        );
        assert_eq!(
            check("kelp wren oxbo"),
            Err(PasswordRefusal::TooShort {
                found: 14,
                least: 15
            })
        );
        // Fourteen after composition, though fifteen as typed.
        assert_eq!(
            check("ke\u{301}lp wren oxbo"),
            Err(PasswordRefusal::TooShort {
                found: 14,
                least: 15
            })
        );
        assert_eq!(check("река течёт мимо дома"), Ok(()));
        assert_eq!(check("雨が降る前に山の小屋へ急いで帰る"), Ok(()));
        let long: String = "kelp wren oxbow tarn ".chars().cycle().take(64).collect();
        assert_eq!(check(&format!("q{}", &long[..40])), Ok(()));
        let letters: String = (0_u32..257)
            .filter_map(|number| char::from_u32(0x4e00 + number * 7))
            .collect();
        assert_eq!(
            check(&letters),
            Err(PasswordRefusal::TooLong {
                found: 257,
                most: 256
            })
        );
        let most: String = letters.chars().take(256).collect();
        assert_eq!(check(&most), Ok(()));
    }

    #[test]
    fn what_attackers_try_first_is_refused() {
        for common in [
            "correct horse battery staple",
            "CorrectHorseBatteryStaple",
            "passwordpassword",
            "P@ssw0rdP@ssw0rd1",
            "iloveyouforever",
            "letmein-welcome-2026",
            "administrator123",
        ] {
            assert_eq!(check(common), Err(PasswordRefusal::Common), "{common}");
        }
        for repetition in [
            "aaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "1212121212121212",
            "kelpkelpkelpkelp",
        ] {
            assert_eq!(
                check(repetition),
                Err(PasswordRefusal::Repetition),
                "{repetition}"
            );
        }
        for sequence in [
            "123456789012345",
            "abcdefghijklmnop",
            "qwertyuiopasdfgh",
            "йцукенгшщзхъфыв",
            "zyxwvutsrqponml",
            "qwertyuiop12345",
        ] {
            assert!(
                matches!(
                    check(sequence),
                    Err(PasswordRefusal::Sequence | PasswordRefusal::Common)
                ),
                "{sequence}"
            );
        }
        for name in [
            "amina.diallo.2026",
            "AminaDiallo123456",
            "unforgotten-2026!",
            "Unf0rgotten!Unf0rgotten",
            "diallo password 1",
            "DialloForgotten",
        ] {
            assert!(
                matches!(
                    check(name),
                    Err(PasswordRefusal::NamesOfThisPlace | PasswordRefusal::Repetition)
                ),
                "{name}"
            );
        }
        assert_eq!(
            check("amina grows kelp on a tarn"),
            Ok(()),
            "a name among other words is fine"
        );
    }

    proptest! {
        /// No rule of composition: five random words of one case and no digits pass.
        #[test]
        fn random_words_pass(words in proptest::collection::vec("[bcdfghjklmnpqrstvwxz]{6}", 5)) {
            prop_assert_eq!(check_password(&words.join(" "), &[]), Ok(()));
        }

        #[test]
        fn nothing_panics(password in ".{0,300}", context in ".{0,40}") {
            let _ = check_password(&password, &[&context]);
        }
    }
}
