//! The vocabularies: versioned lists of codes, one file each. Our wording for a code stands in the
//! message files under `term-<vocabulary>-<code>`.

use std::sync::LazyLock;

use kernel::Vocabulary;

macro_rules! files {
    ($folder:literal: $($word:literal),* $(,)?) => {
        &[$(($word, include_str!(concat!("../", $folder, "/", $word, ".toml")))),*]
    };
}

/// Word and text of every vocabulary file.
const FILES: &[(&str, &str)] = files!("vocabularies":
    "acts", "argument_sides", "asks", "assessment_outcomes", "authority_kinds", "certainties",
    "channels", "charges", "claim_statuses", "clarifications", "clean_copies", "contact_kinds",
    "counsel_answers", "countries", "custody_types", "detention_powers", "effects",
    "evidence_cautions", "evidence_forms", "factors", "fluids", "follow_up_results", "follow_ups",
    "giver_relations", "handover_means", "how_known", "impacts", "lever_directions",
    "lever_instruments", "lever_statuses", "link_decisions", "media", "name_part_roles",
    "obtained_ways", "person_facts", "post_kinds", "proxy_grounds", "pulls", "raised_states",
    "readings", "release_types", "responses", "retaliation_risks", "scope_states", "scopes",
    "sexes", "stages", "stances", "stop_acts", "stop_findings", "stop_grounds", "tactic_states",
    "tones", "usages", "visit_answers", "visit_conditions", "visit_types", "window_kinds",
    "window_repeats", "wish_events",
);

/// A file that cannot be read counts as empty, so that the program still opens registers; a test
/// holds that every file is read and keeps the rules.
static VOCABULARIES: LazyLock<Vec<Vocabulary>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|(_, text)| toml::from_str(text).ok())
        .collect()
});

/// Every vocabulary, in alphabetical order of its word.
#[must_use]
pub fn vocabularies() -> &'static [Vocabulary] {
    &VOCABULARIES
}

/// The vocabulary with this word.
#[must_use]
pub fn vocabulary(word: &str) -> Option<&'static Vocabulary> {
    vocabularies()
        .iter()
        .find(|vocabulary| vocabulary.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Version 1 as it was released: a code that disappears from the living files is noticed here.
    const VERSION_1: &str = include_str!("../testdata/vocabularies-1.toml");

    #[derive(serde::Deserialize)]
    struct Released {
        vocabularies: Vec<Vocabulary>,
    }

    #[test]
    fn every_file_is_read_and_keeps_the_rules() {
        assert_eq!(vocabularies().len(), FILES.len());
        for ((word, text), vocabulary) in FILES.iter().zip(vocabularies()) {
            let read: Vocabulary = toml::from_str(text).unwrap_or_else(|e| panic!("{word}: {e}"));
            assert_eq!(&read, vocabulary);
            assert_eq!(vocabulary.word, *word);
            assert!(vocabulary.version >= 1, "{word}");
            assert!(!vocabulary.terms.is_empty(), "{word}");
            assert_eq!(vocabulary.check(), Ok(()));
            for term in &vocabulary.terms {
                for mapping in &term.mappings {
                    let (scheme, code) = mapping.split_once(':').unwrap();
                    assert!(!scheme.is_empty() && !code.is_empty(), "{word}: {mapping}");
                    // Foreign numbers only: no foreign wording is copied into the product.
                    assert!(!code.contains(char::is_whitespace), "{word}: {mapping}");
                }
            }
        }
        assert!(FILES.is_sorted());
    }

    #[test]
    fn no_released_code_is_gone() {
        let released: Released = toml::from_str(VERSION_1).unwrap();
        assert!(released.vocabularies.len() >= 26);
        for earlier in &released.vocabularies {
            let now = vocabulary(&earlier.word)
                .unwrap_or_else(|| panic!("the vocabulary {} is gone", earlier.word));
            assert_eq!(now.check_after(earlier), Ok(()));
            assert!(now.version >= earlier.version);
            if now.version == earlier.version {
                assert_eq!(now, earlier, "{} changed without a new version", now.word);
            }
        }
    }

    #[test]
    fn a_stop_may_name_every_act() {
        let acts = vocabulary("acts").unwrap();
        let stop_acts = vocabulary("stop_acts").unwrap();
        for act in acts.offered() {
            assert!(stop_acts.offers(&act.code), "{}", act.code);
        }
        assert!(stop_acts.offers("all_public") && !acts.offers("all_public"));
        assert_eq!(vocabulary("scopes").unwrap().offered().count(), 26);
        assert_eq!(vocabulary("responses").unwrap().offered().count(), 23);
    }
}
