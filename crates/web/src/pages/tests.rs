use std::collections::BTreeSet;

use super::*;
use crate::text::Locale;

fn every_page(mut look: impl FnMut(&str, Locale, &str)) {
    for locale in Locale::ALL {
        for sample in samples::all(locale) {
            let html = sample.page.dyn_render().unwrap();
            look(sample.name, locale, &html);
        }
    }
}

#[test]
fn every_page_is_whole_in_every_language() {
    let mut faults = BTreeSet::new();
    every_page(|name, locale, html| {
        for piece in html.split('⟦').skip(1) {
            let id = piece.split('⟧').next().unwrap();
            faults.insert(format!("{id} on {name}"));
        }
        assert!(html.contains(&format!(
            "<html lang=\"{}\" dir=\"{}\">",
            locale.code(),
            locale.direction().code()
        )));
        assert!(html.trim_end().ends_with("</html>"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "one heading: {name}");
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn pages_are_small() {
    every_page(|name, locale, html| {
        assert!(
            html.len() <= 40_000,
            "{name} {}: {} bytes",
            locale.code(),
            html.len()
        );
    });
    assert!(STYLE_SHEET.len() < 20_000);
}

/// The content security policy allows neither scripts nor inline styles.
#[test]
fn no_page_needs_scripts_or_inline_styles() {
    every_page(|name, _, html| {
        let lower = html.to_lowercase();
        for forbidden in [
            "<script",
            "<style",
            " style=",
            "javascript:",
            "<iframe",
            "http://",
            "https://",
            "data:",
        ] {
            assert!(!lower.contains(forbidden), "{name}: {forbidden}");
        }
        for tag in lower.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            // Outside of values: every second piece between quotes.
            for piece in tag.split('"').step_by(2) {
                assert!(!piece.contains(" on"), "{name}: {tag}");
            }
        }
    });
}

#[test]
fn what_people_wrote_is_escaped() {
    let mut seen = false;
    every_page(|name, _, html| {
        if name == "search_none" {
            assert!(!html.contains("<b>Nobody"));
            assert!(html.contains("&#60;b&#62;Nobody") || html.contains("&lt;b&gt;Nobody"));
            seen = true;
        }
    });
    assert!(seen);
    let name = Written::unknown("\"><img src=x>");
    assert!(!name.to_string().contains("<img"));
}

#[test]
fn names_carry_language_and_direction() {
    every_page(|name, _, html| {
        if name == "people" {
            assert!(html.contains("<bdi lang=\"fa\" dir=\"rtl\">علی رضایی</bdi>"));
            assert!(html.contains("<bdi lang=\"ka\" dir=\"ltr\">ხათუნა ბერიძე</bdi>"));
        }
    });
}

/// Every form that changes something carries the token and the idempotency key, and is posted.
#[test]
fn forms_are_guarded() {
    every_page(|name, _, html| {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let head = form.split('>').next().unwrap();
            if head.contains("method=\"get\"") {
                continue;
            }
            assert!(
                head.contains("method=\"post\"") && head.contains("action=\"/"),
                "{name}: {head}"
            );
            assert!(form.contains("name=\"csrf\""), "{name}: {head}");
        }
    });
}

/// Labels point at fields and anchors at ids; no id stands twice.
#[test]
fn ids_are_unique_and_references_hold() {
    every_page(|name, _, html| {
        let values = |attribute: &str| {
            html.split(&format!(" {attribute}=\""))
                .skip(1)
                .map(|piece| piece.split('"').next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let ids = values("id");
        let unique: BTreeSet<_> = ids.iter().cloned().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        for reference in values("for")
            .into_iter()
            .chain(values("aria-labelledby"))
            .chain(
                values("aria-describedby")
                    .iter()
                    .flat_map(|ids| ids.split(' ').map(str::to_owned).collect::<Vec<_>>()),
            )
            .chain(
                values("href")
                    .into_iter()
                    .filter_map(|href| href.strip_prefix('#').map(str::to_owned)),
            )
        {
            assert!(
                reference.is_empty() || unique.contains(&reference),
                "{name}: nothing has the id {reference}"
            );
        }
    });
}

/// Titles and addresses hold nothing that identifies anybody.
#[test]
fn titles_and_addresses_identify_nobody() {
    every_page(|name, _, html| {
        let title = html
            .split("<title>")
            .nth(1)
            .unwrap()
            .split("</title>")
            .next()
            .unwrap();
        for person in ["Алена", "Viarbickaja", "رضا", "Rezaei"] {
            assert!(!title.contains(person), "{name}");
            for address in html.split("href=\"").skip(1) {
                assert!(
                    !address.split('"').next().unwrap().contains(person),
                    "{name}"
                );
            }
        }
    });
}

/// The colours of the style sheet: name to red, green and blue, for the light and the dark scheme.
fn colours() -> [std::collections::BTreeMap<String, [f64; 3]>; 2] {
    let mut schemes = STYLE_SHEET.split("--paper:").skip(1).map(|scheme| {
        let scheme = format!("--paper:{}", scheme.split('}').next().unwrap());
        scheme
            .split(';')
            .filter_map(|line| {
                let (name, value) = line.trim().strip_prefix("--")?.split_once(":#")?;
                let channel = |at: usize| {
                    let value =
                        f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
                    if value <= 0.040_45 {
                        value / 12.92
                    } else {
                        ((value + 0.055) / 1.055).powf(2.4)
                    }
                };
                (value.len() >= 6).then(|| (name.to_owned(), [channel(0), channel(2), channel(4)]))
            })
            .collect()
    });
    [schemes.next().unwrap(), schemes.next().unwrap()]
}

/// WCAG 2.2, 1.4.3 and 1.4.11: text at least 4.5 to 1, edges of fields at least 3 to 1.
#[test]
fn colours_can_be_read_in_both_schemes() {
    for scheme in colours() {
        let light = |name: &str| {
            let [red, green, blue] = scheme[name];
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        };
        let contrast = |a: &str, b: &str| {
            let (a, b) = (light(a), light(b));
            (a / b).max(b / a)
        };
        for text in ["ink", "soft", "accent", "hold", "block"] {
            for ground in ["paper", "sheet", "wash", "hold-wash", "block-wash"] {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
            }
        }
        assert!(contrast("accent-ink", "accent") >= 4.5);
        for ground in ["paper", "sheet"] {
            assert!(contrast("edge", ground) >= 3.0);
        }
    }
}
