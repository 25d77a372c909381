//! Which part of a name a word is, where its neighbours or its ending make it sure.

use crate::normal::{Role, Token};
use crate::writing::Writing;

/// Kinship words that follow the father's name.
const AFTER_FATHER: [&str; 20] = [
    "oglu", "ogly", "ogli", "kizi", "qizi", "kyzy", "qyzy", "gizi", "uly", "оглы", "оглу", "оғлы",
    "угли", "кызы", "қызы", "кизи", "улы", "ұлы", "гызы", "zade",
];
/// Words before a name borne earlier: by birth, before marriage.
const FORMERLY: [&str; 12] = [
    "nee",
    "born",
    "geb",
    "geborene",
    "rodj",
    "урожденная",
    "урожденный",
    "урожд",
    "рожденная",
    "formerly",
    "דלבית",
    "مواليد",
];
/// Words before the name of a tribe or clan.
const TRIBES: [&str; 8] = ["bani", "banu", "beni", "بني", "بنو", "ال", "آل", "teip"];

/// Endings of Russian, Belarusian and Ukrainian fathers' names.
const FATHER_ENDINGS: [&str; 26] = [
    "ovich",
    "evich",
    "ovič",
    "evič",
    "avich",
    "ovych",
    "yovych",
    "owich",
    "ovitch",
    "evitch",
    "ovna",
    "evna",
    "auna",
    "euna",
    "ivna",
    "ович",
    "евич",
    "авич",
    "ьевич",
    "овна",
    "евна",
    "аўна",
    "еўна",
    "івна",
    "инична",
    "ович",
];
/// Fathers' names without the usual ending.
const FATHERS: [&str; 10] = [
    "ilyich",
    "ilich",
    "kuzmich",
    "fomich",
    "lukich",
    "ильич",
    "кузьмич",
    "фомич",
    "лукич",
    "никитич",
];

/// Marks the parts of a name.
pub(crate) fn mark(tokens: &mut [Token]) {
    mark_after_words(tokens);
    mark_kin(tokens);
    mark_arabic(tokens);
    mark_slavic(tokens);
    mark_native(tokens);
}

fn mark_after_words(tokens: &mut [Token]) {
    let mut role: Option<Role> = None;
    let last = tokens.len().saturating_sub(1);
    for (place, token) in tokens.iter_mut().enumerate() {
        match role.take() {
            Some(next) if token.role() == Role::Name => token.set_role(next),
            _ => {}
        }
        // A word that ends a name, or opens it, is no such marker.
        if place == last || place == 0 {
            continue;
        }
        if FORMERLY.contains(&token.text()) {
            token.set_role(Role::Particle);
            role = Some(Role::Former);
        } else if TRIBES.contains(&token.text()) {
            token.set_role(Role::Particle);
            role = Some(Role::Clan);
        }
    }
}

/// *Rauf oglu* and *ibn Rauf*: Rauf is the father.
fn mark_kin(tokens: &mut [Token]) {
    let kin: Vec<(usize, bool)> = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.role() == Role::Kinship)
        .map(|(place, token)| (place, AFTER_FATHER.contains(&token.text())))
        .collect();
    for (place, follows) in kin {
        let father = if follows {
            place.checked_sub(1)
        } else {
            place.checked_add(1)
        };
        // The first word of a name is its bearer's own.
        let Some(father) = father.filter(|father| *father > 0) else {
            continue;
        };
        if let Some(token) = tokens.get_mut(father)
            && token.role() == Role::Name
        {
            token.set_role(Role::Patronymic);
        }
    }
}

/// The nisba says where somebody is from and ends in *i* after the article; a laqab is an honour:
/// *... of the faith*.
fn mark_arabic(tokens: &mut [Token]) {
    let mut after_article = false;
    for (place, token) in tokens.iter_mut().enumerate() {
        let article = std::mem::replace(
            &mut after_article,
            token.role() == Role::Particle
                && matches!(token.text(), "al" | "el" | "аль" | "эль" | "ال"),
        );
        if token.role() != Role::Name || place == 0 {
            continue;
        }
        let text = token.text();
        let own_article = text.starts_with("ال") && text.chars().nth(4).is_some();
        let honour = ["eddine", "eddin", "uddin", "aldin", "uldin", "الدين"]
            .iter()
            .any(|ending| text.len() > ending.len() && text.ends_with(ending));
        if honour {
            token.set_role(Role::Laqab);
        } else if (article || own_article)
            && (text.ends_with(['i', 'y', 'и']) || text.ends_with('ي'))
        {
            token.set_role(Role::Nisba);
        }
    }
}

/// *Ivan Petrovich Sidorov*, *Sidorov Ivan Petrovich*: only in names of three words, for in names
/// of two such a word is a surname.
fn mark_slavic(tokens: &mut [Token]) {
    let words = |tokens: &[Token]| -> Vec<usize> {
        tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| matches!(token.role(), Role::Name | Role::Initial))
            .map(|(place, _)| place)
            .collect()
    };
    let places = words(tokens);
    let &[first, middle, last] = places.as_slice() else {
        return;
    };
    for (given, father, family) in [(first, middle, last), (middle, last, first)] {
        let is_father = tokens.get(father).is_some_and(|token| {
            matches!(token.writing(), Writing::Latin | Writing::Cyrillic)
                && token.role() == Role::Name
                && (FATHERS.contains(&token.text())
                    || FATHER_ENDINGS
                        .iter()
                        .any(|ending| token.text().ends_with(ending)))
        });
        if !is_father {
            continue;
        }
        for (place, role) in [
            (given, Role::Given),
            (father, Role::Patronymic),
            (family, Role::Family),
        ] {
            if let Some(token) = tokens.get_mut(place)
                && token.role() == Role::Name
            {
                token.set_role(role);
            }
        }
        return;
    }
}

/// Chinese and Korean names that were cut: the family comes first.
fn mark_native(tokens: &mut [Token]) {
    let mut family = true;
    for token in tokens {
        if token.is_native()
            && token.role() == Role::Name
            && matches!(token.writing(), Writing::Han | Writing::Hangul)
        {
            token.set_role(if family { Role::Family } else { Role::Given });
            family = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::normal::{Role, normalise};

    fn roles(name: &str) -> Vec<Role> {
        normalise(name)
            .tokens()
            .iter()
            .map(|token| token.role())
            .collect()
    }

    #[test]
    fn parts_are_marked_where_sure() {
        use Role::{
            Clan, Family, Former, Given, Kinship, Laqab, Name, Nisba, Particle, Patronymic,
        };
        for (name, expected) in [
            ("Ivan Petrovich Sidorov", vec![Given, Patronymic, Family]),
            ("Сидоров Иван Петрович", vec![Family, Given, Patronymic]),
            ("Marko Petrovich", vec![Name, Name]),
            (
                "Elchin Namiq oglu Rahimov",
                vec![Name, Patronymic, Kinship, Name],
            ),
            (
                "Salim bin Rashid al-Tarimi",
                vec![Name, Kinship, Patronymic, Particle, Nisba],
            ),
            (
                "سالم بن راشد الطريمي",
                vec![Name, Kinship, Patronymic, Nisba],
            ),
            ("Omar Salaheddine", vec![Name, Laqab]),
            ("Omar bani Tamim", vec![Name, Particle, Clan]),
            ("Ana Sol née Vey", vec![Name, Name, Particle, Former]),
            ("刘望洛", vec![Family, Given]),
            ("김서준", vec![Family, Given]),
            ("Born Sol", vec![Name, Name]),
        ] {
            assert_eq!(roles(name), expected, "{name}");
        }
    }
}
