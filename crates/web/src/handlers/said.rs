//! Messages of the other floors in the words of the page.

use gates::{Lifter, Message};
use kernel::Day;

use crate::text::{Locale, Texts, Value};

fn known(t: Texts, id: &str) -> bool {
    t.has(id) || Texts::of(Locale::English).has(id)
}

fn arguments(t: Texts, id: &str, values: &[(String, String)]) -> String {
    let values: Vec<(&str, Value<'_>)> = values
        .iter()
        .map(|(name, value)| (name.as_str(), Value::Text(value.as_str())))
        .collect();
    t.msg_args(id, &values)
}

/// A sentence of the gates. Codes among its arguments are read out, days are said as people say them.
pub(crate) fn gate(t: Texts, message: &Message) -> String {
    if !known(t, &message.id) {
        return gates::english(message);
    }
    let values: Vec<(String, String)> = message
        .args
        .iter()
        .map(|(name, value)| {
            let said = match name.as_str() {
                "scope" | "carrier" | "relation" | "event" => {
                    let id = format!("gate-{name}-{value}");
                    if known(t, &id) {
                        t.msg(&id)
                    } else {
                        value.clone()
                    }
                }
                "until" | "on" => {
                    Day::parse_iso(value).map_or_else(|| value.clone(), |day| t.day_exact(day))
                }
                _ => value.clone(),
            };
            (name.clone(), said)
        })
        .collect();
    arguments(t, &message.id, &values)
}

/// Who can lift something.
pub(crate) fn lifter(t: Texts, lifter: &Lifter) -> String {
    gate(t, &lifter.message())
}

/// A fault of a field.
pub(crate) fn fault(t: Texts, id: &str, values: &[(&'static str, String)]) -> String {
    plain(t, id, values, "fault-other")
}

/// A refusal of the desk.
pub(crate) fn refusal(t: Texts, id: &str, values: &[(&'static str, String)]) -> String {
    plain(t, id, values, "refused-other")
}

/// A consideration for or against raising somebody.
pub(crate) fn consideration(t: Texts, consideration: &desk::bilaterals::Consideration) -> String {
    plain(
        t,
        consideration.id,
        &consideration.arguments,
        "consideration-other",
    )
}

fn plain(t: Texts, id: &str, values: &[(&'static str, String)], otherwise: &str) -> String {
    let id = if known(t, id) { id } else { otherwise };
    let values: Vec<(String, String)> = values
        .iter()
        .map(|(name, value)| {
            let said = match Day::parse_iso(value) {
                Some(day) => t.day_exact(day),
                None => value.clone(),
            };
            ((*name).to_owned(), said)
        })
        .collect();
    // Counts choose plural forms, so that figures go in as numbers.
    let typed: Vec<(&str, Value<'_>)> = values
        .iter()
        .map(|(name, value)| {
            (
                name.as_str(),
                value
                    .parse::<i64>()
                    .map_or(Value::Text(value.as_str()), Value::Number),
            )
        })
        .collect();
    t.msg_args(id, &typed)
}

/// A message, or other words where nobody has written it.
pub(crate) fn message_or(t: Texts, id: &str, otherwise: impl FnOnce() -> String) -> String {
    if known(t, id) { t.msg(id) } else { otherwise() }
}

/// Why a file cannot be read as a list.
pub(crate) fn list_error(t: Texts, error: &lists::ListError) -> String {
    let arguments = error.arguments();
    plain(t, error.message_id(), &arguments, "fault-other")
}

/// What is doubted about a row, by its code.
pub(crate) fn doubt(t: Texts, code: &str) -> String {
    let code = code.replace('_', "-");
    message_or(t, &format!("lists-doubt-{code}"), || code.replace('-', " "))
}

/// The name of a role.
pub(crate) fn role(t: Texts, role: access::Role) -> String {
    t.msg(&format!("role-{}", role.code().replace('_', "-")))
}
