//! Cookies: the session, the entrance before it, and the language.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::state::Transport;

/// A cookie of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session: handle and key.
    Session,
    /// Before log-in: binds the forms of the entrance to this browser.
    Entrance,
    /// The language of the pages.
    Language,
}

impl Cookie {
    pub(crate) const fn name(self, transport: Transport) -> &'static str {
        match (self, transport.is_secure()) {
            (Self::Session, true) => "__Host-unforgotten",
            (Self::Session, false) => "unforgotten",
            (Self::Entrance, true) => "__Host-unforgotten-entrance",
            (Self::Entrance, false) => "unforgotten-entrance",
            (Self::Language, true) => "__Host-unforgotten-language",
            (Self::Language, false) => "unforgotten-language",
        }
    }

    /// The value in a request. A name that comes twice is none: somebody planted one.
    pub(crate) fn read(self, transport: Transport, headers: &HeaderMap) -> Option<String> {
        let wanted = self.name(transport);
        let mut found = None;
        for header in headers.get_all(header::COOKIE) {
            for pair in header.to_str().ok()?.split(';') {
                if let Some((name, value)) = pair.trim().split_once('=')
                    && name == wanted
                {
                    if found.is_some() {
                        return None;
                    }
                    found = Some(value.to_owned());
                }
            }
        }
        found
    }

    /// The header that sets it, until the browser closes; the language stays for a year.
    pub(crate) fn set(self, transport: Transport, value: &str) -> Option<HeaderValue> {
        let mut text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Strict",
            self.name(transport)
        );
        if transport.is_secure() {
            text.push_str("; Secure");
        }
        if self == Self::Language {
            text.push_str("; Max-Age=31536000");
        }
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// The header that removes it.
    pub(crate) fn clear(self, transport: Transport) -> Option<HeaderValue> {
        self.set(transport, "").and_then(|value| {
            HeaderValue::from_str(&format!(
                "{}; Max-Age=0",
                value.to_str().ok()?.trim_end_matches("; Max-Age=31536000")
            ))
            .ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_cookies_are_strict() {
        let secure = Cookie::Session.set(Transport::Tls, "abc").unwrap();
        assert_eq!(
            secure,
            "__Host-unforgotten=abc; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        let loopback = Cookie::Session.set(Transport::Loopback, "abc").unwrap();
        assert_eq!(
            loopback,
            "unforgotten=abc; Path=/; HttpOnly; SameSite=Strict"
        );
        assert!(
            Cookie::Session
                .clear(Transport::Tls)
                .unwrap()
                .to_str()
                .unwrap()
                .ends_with("; Max-Age=0")
        );
    }

    #[test]
    fn a_planted_second_cookie_makes_none() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("unforgotten=one; other=x"),
        );
        assert_eq!(
            Cookie::Session
                .read(Transport::Loopback, &headers)
                .as_deref(),
            Some("one")
        );
        assert_eq!(Cookie::Session.read(Transport::Tls, &headers), None);
        headers.append(header::COOKIE, HeaderValue::from_static("unforgotten=two"));
        assert_eq!(Cookie::Session.read(Transport::Loopback, &headers), None);
    }
}
