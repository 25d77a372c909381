//! Mail messages (RFC 5322): who wrote what to whom, and what was attached.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use super::{Collected, Trouble, decoded, page};

/// Reads a message. What is attached, messages among it, is handed out as it came.
pub(super) fn read(bytes: &[u8], out: &mut Collected) -> Result<(), Trouble> {
    // The library gives up on parts that close each other. What the message says can be read all the same.
    let parsed = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(bytes)));
    let Ok(parsed) = parsed else {
        out.text(&decoded(bytes)?);
        return Ok(());
    };
    let message = parsed.ok_or_else(|| Trouble::damaged(""))?;
    for (name, value) in message.headers_raw() {
        out.metadata(name, value);
    }
    heads(&message, out);
    bodies(&message, out)?;
    for part in message.attachments() {
        let name = part.attachment_name().unwrap_or_default().to_owned();
        match &part.body {
            PartType::Message(inner) => {
                let name = if name.is_empty() {
                    "message.eml"
                } else {
                    &name
                };
                out.attachment(name, inner.raw_message().to_vec())?;
            }
            PartType::Multipart(_) => {}
            _ => out.attachment(&name, part.contents().to_vec())?,
        }
    }
    Ok(())
}

/// From, to, when and about what: as the text begins.
fn heads(message: &Message<'_>, out: &mut Collected) {
    let mut head = |name: &str, value: String| {
        if !value.trim().is_empty() {
            out.text(&format!("{name}: {}\n", value.trim()));
        }
    };
    let written = |address: Option<&Address<'_>>| -> String {
        address
            .into_iter()
            .flat_map(Address::iter)
            .map(|one| {
                let name = one.name.as_deref().unwrap_or_default();
                match one.address.as_deref() {
                    Some(address) if name.is_empty() => address.to_owned(),
                    Some(address) => format!("{name} <{address}>"),
                    None => name.to_owned(),
                }
            })
            .take(200)
            .collect::<Vec<_>>()
            .join(", ")
    };
    head("From", written(message.from()));
    head("To", written(message.to()));
    head("Cc", written(message.cc()));
    head(
        "Date",
        message
            .date()
            .map(|date| date.to_rfc3339())
            .unwrap_or_default(),
    );
    head("Subject", message.subject().unwrap_or_default().to_owned());
    out.text("\n");
}

fn bodies(message: &Message<'_>, out: &mut Collected) -> Result<(), Trouble> {
    for part in message.text_bodies() {
        match &part.body {
            PartType::Text(text) => out.text(text),
            PartType::Html(text) => page(text, out)?,
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                // A text in an encoding that the message does not name.
                if part
                    .content_type()
                    .is_some_and(|kind| kind.c_type.eq_ignore_ascii_case("text"))
                {
                    out.text(&decoded(bytes)?);
                }
            }
            PartType::Message(_) | PartType::Multipart(_) => {}
        }
        out.text("\n");
    }
    Ok(())
}
