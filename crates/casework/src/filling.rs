//! From a sent form to a body, and from a body to the values of a form.
//!
//! Bodies are changed as values, so that fields a newer program wrote survive an edit by this one.
//! A form is sent whole: what it knows and does not send is empty. Lists alone ([`Input::Items`],
//! [`Input::Cells`], [`Input::Keyed`] and [`Input::Json`]) stay as they were when nothing of them is
//! sent, so that a page may leave them out; an empty row empties them.

use std::collections::BTreeSet;

use kernel::{Calendar, Day, EntryId, FileId, Moment, OrganisationId, PartialDate, UserId};
use serde_json::{Map, Value};

use crate::{
    body::KindError,
    faults::{Fault, Faults, MOST_ITEMS},
    form::{Field, Input},
    kinds::Kind,
    vocabularies::vocabulary,
};

/// A new body from the pairs of a sent form. Pairs that are no field of the kind are left alone.
///
/// # Errors
/// Everything that is wrong, by the names of the form.
pub fn body_from_form(kind: &Kind, pairs: &[(String, String)]) -> Result<Value, Faults> {
    fill(kind, pairs, None)
}

/// The stored body (of today's schema) as changed by a sent form. What this program does not know
/// stays; a code that was retired since may stay too.
///
/// # Errors
/// Everything that is wrong, by the names of the form.
pub fn edit_from_form(
    kind: &Kind,
    stored: &Value,
    pairs: &[(String, String)],
) -> Result<Value, Faults> {
    fill(kind, pairs, Some(stored))
}

fn fill(kind: &Kind, pairs: &[(String, String)], stored: Option<&Value>) -> Result<Value, Faults> {
    let mut reader = Reader {
        pairs,
        faults: Vec::new(),
    };
    let body = Value::Object(reader.fields(kind.form, "", stored.and_then(Value::as_object)));
    let old: Vec<Fault> = stored
        .and_then(|stored| kind.check(stored).err())
        .map_or_else(Vec::new, |faults| faults.0);
    let mut faults = reader.faults;
    // A field that could not be read is missing in the body, which then has not the form of its
    // kind: that says nothing new.
    let follows = !faults.is_empty() && kind.canonical(body.clone()).is_err();
    if let Err(found) = kind.check(&body)
        && !follows
    {
        for fault in found.0 {
            let said = faults.iter().any(|said| said.field == fault.field);
            let retired = fault.message_id == "fault-code-not-offered" && old.contains(&fault);
            if !(said || retired) {
                faults.push(fault);
            }
        }
    }
    if faults.is_empty() {
        Ok(body)
    } else {
        Err(Faults(faults))
    }
}

struct Reader<'a> {
    pairs: &'a [(String, String)],
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    /// The first value with this name that is not blank, without blanks around it.
    fn one(&self, name: &str) -> Option<&'a str> {
        self.many(name).next()
    }

    fn many<'b>(&self, name: &'b str) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        self.pairs
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    fn sent(&self, name: &str) -> bool {
        self.pairs.iter().any(|(key, _)| key == name)
    }

    /// The first segments after `name.` of the pairs, each once, in the order they were sent.
    fn rows(&self, name: &str) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        self.pairs
            .iter()
            .filter_map(|(key, _)| key.strip_prefix(name)?.strip_prefix('.'))
            .map(|rest| rest.split_once('.').map_or(rest, |(first, _)| first))
            .filter(|segment| seen.insert(*segment))
            .collect()
    }

    /// The numbers of the rows of a list, ascending.
    fn numbers(&mut self, name: &str) -> Vec<usize> {
        let numbers: BTreeSet<usize> = self
            .rows(name)
            .into_iter()
            .filter_map(|segment| segment.parse().ok())
            .collect();
        if numbers.len() > MOST_ITEMS {
            self.fault(name, "fault-too-many");
        }
        numbers.into_iter().take(MOST_ITEMS).collect()
    }

    fn fault(&mut self, field: &str, message_id: &'static str) {
        self.faults.push(Fault {
            field: field.to_owned(),
            message_id,
            arguments: match message_id {
                "fault-too-many" => vec![("most", MOST_ITEMS.to_string())],
                _ => Vec::new(),
            },
        });
    }

    fn fields(
        &mut self,
        fields: &[Field],
        prefix: &str,
        base: Option<&Map<String, Value>>,
    ) -> Map<String, Value> {
        let mut body = base.cloned().unwrap_or_default();
        let mut groups: Vec<&'static str> = Vec::new();
        for field in fields {
            match field.group() {
                Some(group) => {
                    if !groups.contains(&group) {
                        groups.push(group);
                    }
                }
                None => {
                    let full = format!("{prefix}{}", field.name);
                    let before = base.and_then(|base| base.get(field.name));
                    let read = self.field(field, &full, before);
                    if read.is_none() && field.required {
                        self.missing(&full);
                    }
                    put(&mut body, field.name, read);
                }
            }
        }
        for group in groups {
            let before = base.and_then(|base| base.get(group));
            let read = self.group(fields, group, prefix, before);
            put(&mut body, group, read);
        }
        body
    }

    /// One group; nothing when all its fields are empty.
    fn group(
        &mut self,
        fields: &[Field],
        group: &str,
        prefix: &str,
        before: Option<&Value>,
    ) -> Option<Value> {
        let members = fields
            .iter()
            .filter(|field| field.group() == Some(group))
            .filter_map(|field| Some((field, field.name.split_once('.')?.1)));
        let mut object = before
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let mut filled = false;
        let mut empty = Vec::new();
        for (field, name) in members {
            let full = format!("{prefix}{}", field.name);
            let inner = before.and_then(|before| before.get(name));
            let read = self.field(field, &full, inner);
            match &read {
                // A box that is not ticked says nothing by itself.
                None | Some(Value::Bool(false)) => empty.push((field, full)),
                Some(_) => filled = true,
            }
            put(&mut object, name, read);
        }
        for (field, full) in empty {
            let is_box = matches!(field.input, Input::Flag | Input::YesNo);
            if field.required || (filled && field.with_group && !is_box) {
                self.missing(&full);
            }
        }
        filled.then_some(Value::Object(object))
    }

    /// Says that a field is missing, unless it was there and could not be read.
    fn missing(&mut self, full: &str) {
        let said = self.faults.iter().any(|fault| {
            fault
                .field
                .strip_prefix(full)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        if !said {
            self.fault(full, "fault-missing");
        }
    }

    fn field(&mut self, field: &Field, full: &str, before: Option<&Value>) -> Option<Value> {
        match field.input {
            Input::Line | Input::Name | Input::Address | Input::Language | Input::Choice => {
                self.one(full).map(Value::from)
            }
            Input::Text => self
                .one(full)
                .map(|text| Value::from(text.replace("\r\n", "\n"))),
            Input::Country => self
                .one(full)
                .map(|code| Value::from(code.to_ascii_uppercase())),
            Input::PartialDate => self.partial_date(full, before),
            Input::Day => {
                let text = self.one(full)?;
                let day = Day::parse_iso(text);
                if day.is_none() {
                    self.fault(full, "fault-day");
                }
                day.map(|day| Value::from(day.iso()))
            }
            Input::Moment => self.moment(full, before),
            Input::Choices => list(self.many(full).map(Value::from)),
            Input::Flag => {
                Some(Value::Bool(self.one(full).is_some_and(|text| {
                    matches!(text, "on" | "true" | "1" | "yes")
                })))
            }
            Input::YesNo => match self.one(full)? {
                "yes" | "true" => Some(Value::Bool(true)),
                "no" | "false" => Some(Value::Bool(false)),
                _ => {
                    self.fault(full, "fault-yes-or-no");
                    None
                }
            },
            Input::Number => {
                let number = self.one(full)?.parse::<u32>();
                if number.is_err() {
                    self.fault(full, "fault-number");
                }
                number.ok().map(Value::from)
            }
            Input::Lines => list(
                self.many(full)
                    .flat_map(str::lines)
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(Value::from),
            ),
            Input::File => self.id::<FileId>(full),
            Input::Entry => self.id::<EntryId>(full),
            Input::User => self.id::<UserId>(full),
            Input::Organisation => self.id::<OrganisationId>(full),
            Input::TwoUsers => self.two_users(full),
            Input::Cells => self.cells(full, before),
            Input::Json => self.json(full, before),
            Input::Items(fields) => self.items(fields, full, before),
            Input::Keyed { .. } => self.keyed(field, full, before),
        }
    }

    fn partial_date(&mut self, full: &str, before: Option<&Value>) -> Option<Value> {
        let before: Option<PartialDate> =
            before.and_then(|before| serde_json::from_value(before.clone()).ok());
        let (text_name, calendar_name) = (format!("{full}.text"), format!("{full}.calendar"));
        let written = self.one(full);
        let source_text = self.one(&text_name);
        if written.is_none() && source_text.is_none() {
            return None;
        }
        let date = PartialDate::parse(written.unwrap_or_default());
        let Ok(mut date) = date else {
            self.fault(full, "fault-date");
            return None;
        };
        // A page that shows only the date does not make us forget what the source wrote.
        if !self.sent(&text_name)
            && !self.sent(&calendar_name)
            && let Some(before) = before
            && before.edtf() == date.edtf()
        {
            return serde_json::to_value(before).ok();
        }
        date.source_text = source_text.map(str::to_owned);
        if let Some(code) = self.one(&calendar_name) {
            match serde_json::from_value::<Calendar>(Value::from(code)) {
                Ok(calendar) => date.calendar = calendar,
                Err(_) => self.fault(&calendar_name, "fault-calendar"),
            }
        }
        serde_json::to_value(date).ok()
    }

    fn moment(&mut self, full: &str, before: Option<&Value>) -> Option<Value> {
        let (local_name, zone_name) = (format!("{full}.local"), format!("{full}.zone"));
        let local = self.one(&local_name)?;
        let Some(zone) = self.one(&zone_name) else {
            self.fault(&zone_name, "fault-missing");
            return None;
        };
        let before: Option<Moment> =
            before.and_then(|before| serde_json::from_value(before.clone()).ok());
        match Moment::new(local, zone) {
            Ok(moment) => {
                // The instant as it was reckoned when it was written stays while nobody changes it.
                let same = before
                    .filter(|before| before.local == moment.local && before.zone == moment.zone);
                serde_json::to_value(same.unwrap_or(moment)).ok()
            }
            Err(kernel::MomentError::Zone(_)) => {
                self.fault(&zone_name, "fault-zone");
                None
            }
            Err(kernel::MomentError::Local(_)) => {
                self.fault(&local_name, "fault-local-time");
                None
            }
        }
    }

    fn id<I: std::str::FromStr + ToString>(&mut self, full: &str) -> Option<Value> {
        let text = self.one(full)?;
        let id = text.parse::<I>().ok();
        if id.is_none() {
            self.fault(full, "fault-id");
        }
        id.map(|id| Value::from(id.to_string()))
    }

    fn two_users(&mut self, full: &str) -> Option<Value> {
        let sent: Vec<&str> = self.many(full).collect();
        if sent.is_empty() {
            return None;
        }
        let users: Vec<Value> = sent
            .iter()
            .filter_map(|text| text.parse::<UserId>().ok())
            .map(|user| Value::from(user.to_string()))
            .collect();
        if users.len() != sent.len() {
            self.fault(full, "fault-id");
            None
        } else if users.len() != 2 {
            self.fault(full, "fault-two-people");
            None
        } else {
            Some(Value::Array(users))
        }
    }

    fn json(&mut self, full: &str, before: Option<&Value>) -> Option<Value> {
        if !self.sent(full) {
            return before.cloned();
        }
        let read = serde_json::from_str(self.one(full)?);
        if read.is_err() {
            self.fault(full, "fault-json");
        }
        read.ok()
    }

    fn cells(&mut self, full: &str, before: Option<&Value>) -> Option<Value> {
        let numbers = self.numbers(full);
        if numbers.is_empty() {
            return before.cloned();
        }
        let mut cells = Vec::new();
        for number in numbers {
            // Cells are evidence: they are taken as sent, blanks and all.
            let raw = |part: &str| {
                let name = format!("{full}.{number}.{part}");
                self.pairs
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map_or("", |(_, value)| value.as_str())
            };
            let (column, cell) = (raw("column"), raw("cell"));
            if column.is_empty() && cell.is_empty() {
                continue;
            }
            // Browsers turn every line break into CR LF; a cell that differs in nothing else is
            // the one that was stored.
            let unified = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
            let stored = before
                .and_then(|before| before.get(number))
                .filter(|stored| {
                    let at = |position: usize| stored.get(position).and_then(Value::as_str);
                    at(0).map(unified) == Some(unified(column))
                        && at(1).map(unified) == Some(unified(cell))
                });
            cells.push(
                stored
                    .cloned()
                    .unwrap_or_else(|| Value::from(vec![column, cell])),
            );
        }
        list(cells.into_iter())
    }

    fn items(&mut self, fields: &[Field], full: &str, before: Option<&Value>) -> Option<Value> {
        let numbers = self.numbers(full);
        if numbers.is_empty() {
            return before.cloned();
        }
        let mut items = Vec::new();
        for number in numbers {
            let prefix = format!("{full}.{number}.");
            let filled = self
                .pairs
                .iter()
                .any(|(key, value)| key.starts_with(&prefix) && !value.trim().is_empty());
            if filled {
                let base = before
                    .and_then(|before| before.get(number))
                    .and_then(Value::as_object);
                items.push(Value::Object(self.fields(fields, &prefix, base)));
            }
        }
        list(items.into_iter())
    }

    fn keyed(&mut self, field: &Field, full: &str, before: Option<&Value>) -> Option<Value> {
        let Input::Keyed {
            key, main, fields, ..
        } = field.input
        else {
            return None;
        };
        let sent = self.rows(full);
        if sent.is_empty() {
            return before.cloned();
        }
        let stored: Vec<&Value> = before
            .and_then(Value::as_array)
            .map_or_else(Vec::new, |items| items.iter().collect());
        let code_of = |item: &Value| {
            item.get(key)
                .and_then(Value::as_str)
                .map(str::to_owned)
                .unwrap_or_default()
        };
        // The order of the vocabulary, and what it does not know at the end.
        let mut codes: Vec<String> = Vec::new();
        let offered = field.vocabulary.and_then(vocabulary);
        codes.extend(
            offered
                .iter()
                .flat_map(|vocabulary| vocabulary.terms.iter())
                .map(|term| term.code.clone()),
        );
        for code in sent.iter().map(|code| (*code).to_owned()) {
            if !codes.contains(&code) && codes.len() < MOST_ITEMS {
                codes.push(code);
            }
        }
        let mut items: Vec<Value> = Vec::new();
        for code in codes {
            let base = stored.iter().find(|item| code_of(item) == code);
            if !sent.contains(&code.as_str()) {
                // Codes of which nothing was sent stay as they were.
                items.extend(base.map(|item| (*item).clone()));
                continue;
            }
            let name = format!("{full}.{code}");
            let prefix = format!("{name}.");
            let state = self.one(&name);
            let mut item = self.fields(fields, &prefix, base.and_then(|item| item.as_object()));
            match state {
                Some(state) => {
                    item.insert(key.to_owned(), Value::from(code));
                    item.insert(main.to_owned(), Value::from(state));
                    items.push(Value::Object(item));
                }
                None => {
                    let said = fields
                        .iter()
                        .any(|field| self.one(&format!("{prefix}{}", field.name)).is_some());
                    if said {
                        self.missing(&name);
                    }
                }
            }
        }
        list(items.into_iter())
    }
}

fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let items: Vec<Value> = items.collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

fn put(object: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            object.insert(name.to_owned(), value);
        }
        None => {
            object.shift_remove(name);
        }
    }
}

/// The values of a form that shows this body (of today's schema), as pairs that
/// [`body_from_form`] reads back.
///
/// # Errors
/// When the body cannot be read as one of this kind.
pub fn form_from_body(kind: &Kind, body: &Value) -> Result<Vec<(String, String)>, KindError> {
    let body = kind.canonical(body.clone())?;
    let mut pairs = Vec::new();
    write_fields(kind.form, "", &body, &mut pairs);
    Ok(pairs)
}

fn write_fields(fields: &[Field], prefix: &str, body: &Value, pairs: &mut Vec<(String, String)>) {
    for field in fields {
        let mut value = Some(body);
        for step in field.name.split('.') {
            value = value.and_then(|value| value.get(step));
        }
        if let Some(value) = value.filter(|value| !value.is_null()) {
            write_field(field, &format!("{prefix}{}", field.name), value, pairs);
        }
    }
}

fn write_field(field: &Field, full: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    let mut pair = |name: String, text: String| pairs.push((name, text));
    let list = || value.as_array().map_or(&[] as &[Value], Vec::as_slice);
    match field.input {
        Input::Flag => {
            if value == &Value::Bool(true) {
                pair(full.to_owned(), "true".to_owned());
            }
        }
        Input::YesNo => pair(
            full.to_owned(),
            if value == &Value::Bool(true) {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
        ),
        Input::PartialDate => {
            if let Ok(date) = serde_json::from_value::<PartialDate>(value.clone()) {
                pair(full.to_owned(), date.edtf());
                if let Some(text) = date.source_text {
                    pair(format!("{full}.text"), text);
                }
                if date.calendar != Calendar::Gregorian
                    && let Ok(Value::String(code)) = serde_json::to_value(date.calendar)
                {
                    pair(format!("{full}.calendar"), code);
                }
            }
        }
        Input::Moment => {
            for part in ["local", "zone"] {
                let text = value.get(part).map(plain).unwrap_or_default();
                pair(format!("{full}.{part}"), text);
            }
        }
        Input::Choices | Input::Lines | Input::TwoUsers => {
            for item in list() {
                pair(full.to_owned(), plain(item));
            }
        }
        Input::Cells => {
            for (row, item) in list().iter().enumerate() {
                for (position, part) in ["column", "cell"].into_iter().enumerate() {
                    let text = item.get(position).map(plain).unwrap_or_default();
                    pair(format!("{full}.{row}.{part}"), text);
                }
            }
        }
        Input::Json => pair(full.to_owned(), value.to_string()),
        Input::Items(fields) => {
            for (row, item) in list().iter().enumerate() {
                write_fields(fields, &format!("{full}.{row}."), item, pairs);
            }
        }
        Input::Keyed {
            key, main, fields, ..
        } => {
            for item in list() {
                let code = item.get(key).map(plain).unwrap_or_default();
                let state = item.get(main).map(plain).unwrap_or_default();
                pairs.push((format!("{full}.{code}"), state));
                write_fields(fields, &format!("{full}.{code}."), item, pairs);
            }
        }
        _ => pair(full.to_owned(), plain(value)),
    }
}

/// A text as it is, anything else as JSON.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
