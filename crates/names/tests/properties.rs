//! What holds for every text, whatever anybody writes into a name.

use names::{
    KeyClass, MAX_TOKEN_CHARACTERS, MAX_TOKENS, NormalName, Role, SAME, compare, compare_prepared,
    is_zawgyi, normalise, prepare, query_keys, search_keys, search_keys_of, to_unicode,
};
use proptest::prelude::*;

/// Letters of many scripts with marks, signs and gaps among them.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zäčşəA-Z' .-]{0,30}",
        "[а-яёіўґқА-Я ]{0,30}",
        "[\u{621}-\u{64A}\u{6CC}\u{6A9}\u{67E}\u{200C}\u{200F} ]{0,30}",
        "[\u{5D0}-\u{5EA}' ]{0,20}",
        "[\u{1000}-\u{1049}]{0,30}",
        "[\u{4E00}-\u{4F00}·]{0,8}",
        "[\u{30A1}-\u{30FC}・]{0,20}",
        "[\u{AC00}-\u{AD00} ]{0,8}",
        "[\u{900}-\u{97F} ]{0,20}",
        "[\u{F40}-\u{FBC}\u{F0B}]{0,20}",
        "[\u{1200}-\u{1240}\u{10D0}-\u{10F0}\u{E01}-\u{E4E}\u{1780}-\u{17D3} ]{0,20}",
    ]
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(
        "[bdgklmnrstvz][aeiou][bdgklmnrst][aeiou]{1,2}[kmnrs]?",
        1..5,
    )
}

fn same_words(one: &NormalName, other: &NormalName) -> bool {
    let sorted = |name: &NormalName| {
        let mut texts: Vec<String> = name.telling().map(|t| t.text().to_owned()).collect();
        texts.sort();
        texts
    };
    sorted(one) == sorted(other)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics_and_all_is_bounded(text in written()) {
        let name = normalise(&text);
        prop_assert!(name.tokens().len() <= MAX_TOKENS);
        for token in name.tokens() {
            prop_assert!(!token.text().is_empty());
            prop_assert!(token.text().chars().count() <= 3 * MAX_TOKEN_CHARACTERS);
            for sound in token.sounds().iter().chain(token.skeletons()) {
                prop_assert!(!sound.is_empty());
                prop_assert!(sound.bytes().all(|byte| byte.is_ascii_lowercase()), "{sound}");
            }
        }
        for key in search_keys(&text).into_iter().chain(query_keys(&text)) {
            prop_assert!(!key.text.is_empty());
        }
    }

    #[test]
    fn comparison_is_symmetric_and_bounded(one in written(), other in written()) {
        let forth = compare(&one, &other);
        let back = compare(&other, &one);
        prop_assert!((0.0..=1.0).contains(&forth.probability));
        prop_assert!((forth.probability - back.probability).abs() < 1e-6);
        prop_assert_eq!(forth.why.len(), back.why.len());
        if forth.probability >= 1.0 {
            prop_assert!(same_words(&normalise(&one), &normalise(&other)));
        }
    }

    #[test]
    fn the_prepared_comparison_is_the_explained_one(one in written(), other in written()) {
        let explained = compare(&one, &other);
        let likelihood = compare_prepared(&prepare(&one), &prepare(&other));
        prop_assert!((explained.probability - likelihood.probability).abs() < f32::EPSILON);
        prop_assert!((explained.evidence - likelihood.evidence).abs() < f32::EPSILON);
        prop_assert!(likelihood.evidence.is_finite());
        let back = compare_prepared(&prepare(&other), &prepare(&one));
        prop_assert_eq!(likelihood, back);
        for reason in &explained.why {
            prop_assert!((0.0..=1.0).contains(&reason.likeness));
            prop_assert!(!(reason.first.is_empty() && reason.second.is_empty()));
        }
        prop_assert_eq!(explained.same(), explained.probability >= SAME);
    }

    #[test]
    fn zawgyi_is_read_without_fault(text in "[\u{1000}-\u{109F} ]{0,40}") {
        let turned = to_unicode(&text);
        prop_assert!(turned.chars().count() <= 4 * text.chars().count() + 4);
        let _ = is_zawgyi(&turned);
    }

    #[test]
    fn a_name_is_itself(text in written()) {
        let name = normalise(&text);
        let itself = compare(&text, &text).probability;
        if name.is_nameless() {
            prop_assert!(itself.abs() < f32::EPSILON);
        } else {
            prop_assert!((itself - 1.0).abs() < f32::EPSILON);
        }
    }

    #[test]
    fn the_order_of_words_does_not_matter(one in words(), other in words(), turn in 0_usize..4) {
        let straight = compare(&one.join(" "), &other.join(" ")).probability;
        let mut turned = one.clone();
        turned.rotate_left(turn % one.len());
        // Words such as bani and ibn say something of the word after them.
        prop_assume!([&one, &other, &turned].iter().all(|words| {
            normalise(&words.join(" ")).tokens().iter().all(|token| token.role() == Role::Name)
        }));
        let after = compare(&turned.join(" "), &other.join(" ")).probability;
        prop_assert!((straight - after).abs() < 1e-5, "{straight} {after}");
    }

    #[test]
    fn keys_do_not_change_with_decoration(parts in words()) {
        let plain = parts.join(" ");
        let decorated = format!("\u{202E}{}\u{200B} ", plain.to_uppercase().replace('a', "a\u{301}"));
        prop_assert_eq!(search_keys(&plain), search_keys(&decorated));
    }

    #[test]
    fn a_name_finds_itself_and_each_of_its_words(parts in words()) {
        let whole = normalise(&parts.join(" "));
        // Words such as none and dona are no names; the generator may hit on one.
        prop_assume!(whole.tokens().len() == parts.len());
        prop_assume!(whole.tokens().iter().all(|token| token.role().is_word()));
        // Alone, or cut, it may be such a word even where the whole is a name.
        let beginnings = || parts.iter().map(|part| part.chars().take(3).collect::<String>());
        prop_assume!(parts.iter().cloned().chain(beginnings()).all(|part| {
            normalise(&part).tokens().iter().any(|token| token.role().is_word())
        }));
        let stored = search_keys_of(&whole);
        for part in &parts {
            prop_assert!(query_keys(part).iter().any(|key| stored.contains(key)), "{part}");
            let beginning: String = part.chars().take(3).collect();
            let by_beginning = query_keys(&beginning)
                .iter()
                .any(|key| key.class == KeyClass::Prefix && stored.contains(key));
            prop_assert!(by_beginning, "{beginning} of {part}: {stored:?}");
        }
    }
}

#[test]
fn ten_thousand_characters_take_no_time() {
    for piece in [
        "a", "ab ", "ع", "က", "刘", "\u{301}", "🙂", "\u{200D}", "ﷺ", "Abd al ",
    ] {
        let long = piece.repeat(10_000);
        assert!(compare(&long, &long).probability <= 1.0);
        assert!(search_keys(&long).len() <= 100);
        assert!(query_keys(&long).len() <= 100);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Bytes that are no text reach us as replacement characters; directions, joiners and emoji as they are.
    #[test]
    fn any_bytes_are_a_name_or_nobody(
        one in prop::collection::vec(any::<u8>(), 0..80),
        other in prop::collection::vec(prop_oneof![
            Just("\u{202e}"), Just("\u{2067}"), Just("\u{2069}"), Just("\u{200d}"), Just("\u{feff}"), Just("\u{0}"),
            Just("👩‍👩‍👧‍👦"), Just("🏳️‍🌈"), Just("Kim"), Just("كريم"), Just("၁"), Just(" "), Just("\u{fffd}"),
        ], 0..40),
    ) {
        let (one, other) = (String::from_utf8_lossy(&one).into_owned(), other.concat());
        let there = compare(&one, &other);
        prop_assert!((0.0..=1.0).contains(&there.probability));
        prop_assert!((there.probability - compare(&other, &one).probability).abs() < 1e-5);
        for text in [&one, &other] {
            prop_assert!(search_keys(text).len() <= 96);
            let _shown = names::show(text);
            let _read = to_unicode(text);
        }
    }
}
