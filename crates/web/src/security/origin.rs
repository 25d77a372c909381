//! Whether a request that changes something comes from our own pages.

use axum::http::{HeaderMap, header};

use crate::state::Transport;

/// Whether the browser itself says that the request comes from elsewhere.
///
/// Our pages send no referrer, and browsers then write `Origin: null` even for our own forms: that
/// alone says nothing, and `Sec-Fetch-Site` and the form's token decide. A named origin must be ours.
pub(crate) fn is_foreign(transport: Transport, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site")
        && site != "same-origin"
        && site != "none"
    {
        return true;
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else {
        return false;
    };
    if origins.next().is_some() {
        return true;
    }
    if origin == "null" {
        return false;
    }
    let scheme = match transport {
        Transport::Tls => "https://",
        Transport::Loopback | Transport::Onion => "http://",
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let named = origin.to_str().ok().and_then(|origin| {
        // Onion services may also be reached by TLS.
        origin.strip_prefix(scheme).or_else(|| {
            (transport == Transport::Onion)
                .then(|| origin.strip_prefix("https://"))
                .flatten()
        })
    });
    named.is_none() || host.is_none() || named != host
}

/// Whether the address the browser used is one of this machine: a foreign name that was made to
/// point here does not reach a register that is served without TLS.
pub(crate) fn is_named_as_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    else {
        return false;
    };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost"
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_our_own_origin_passes() {
        let t = Transport::Tls;
        for own in [
            &[("host", "desk.example"), ("origin", "https://desk.example")][..],
            &[("host", "desk.example")],
            &[
                ("host", "desk.example"),
                ("origin", "null"),
                ("sec-fetch-site", "same-origin"),
            ],
        ] {
            assert!(!is_foreign(t, &headers(own)), "{own:?}");
        }
        for foreign in [
            &[("host", "desk.example"), ("origin", "https://evil.example")][..],
            &[("host", "desk.example"), ("origin", "http://desk.example")],
            &[
                ("host", "desk.example"),
                ("origin", "https://desk.example.evil.example"),
            ],
            &[("host", "desk.example"), ("sec-fetch-site", "cross-site")],
            &[("host", "desk.example"), ("sec-fetch-site", "same-site")],
            &[
                ("host", "desk.example"),
                ("origin", "null"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[("origin", "https://desk.example")],
        ] {
            assert!(is_foreign(t, &headers(foreign)), "{foreign:?}");
        }
    }

    #[test]
    fn a_foreign_name_for_this_machine_is_told_apart() {
        for own in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "127.0.0.2",
        ] {
            assert!(is_named_as_loopback(&headers(&[("host", own)])), "{own}");
        }
        for foreign in [
            "evil.example",
            "localhost.evil.example:80",
            "10.0.0.1",
            "[2001:db8::1]:1",
            "",
        ] {
            assert!(
                !is_named_as_loopback(&headers(&[("host", foreign)])),
                "{foreign}"
            );
        }
    }
}
