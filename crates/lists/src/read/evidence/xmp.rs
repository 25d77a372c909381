//! XMP: the packet of properties that pictures and PDF files carry.

use quick_xml::{Reader, events::Event};

use super::super::xlsx_parts::text_of;
use super::Collected;

/// Lists the properties of a packet. A packet that cannot be read is listed as far as it goes.
pub(super) fn read(packet: &[u8], out: &mut Collected) {
    let text = String::from_utf8_lossy(packet);
    let mut xml = Reader::from_str(&text);
    let mut current = String::new();
    loop {
        match xml.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let local = start.local_name().into_inner().to_owned();
                for attribute in start.attributes().with_checks(false).flatten() {
                    let name = attribute.key.as_ref();
                    if name.starts_with("xmlns")
                        || name.ends_with(":about")
                        || name.starts_with("x:")
                    {
                        continue;
                    }
                    out.metadata(attribute.key.local_name().into_inner(), &attribute.value);
                }
                if !matches!(local.as_str(), "li" | "Seq" | "Bag" | "Alt") {
                    current = local;
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(Event::DocType(_)) => return,
            Ok(event) => {
                if let Some(text) = text_of(&event)
                    && matches!(event, Event::Text(_) | Event::CData(_))
                {
                    out.metadata(&current, &text);
                }
            }
        }
    }
}
