//! Where a call really comes from, when proxies stand in between.
//!
//! Everybody can write `Forwarded` and `X-Forwarded-For`; only what a trusted proxy wrote counts.
//! Each proxy appends whom it spoke with, so the list is read from its end, and the first address
//! that is no trusted proxy is the client's.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR};

use crate::settings::ProxyRange;

/// The client's address, given who opened the connection.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[ProxyRange]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|range| range.contains(address));
    let peer = peer.to_canonical();
    if !is_trusted(peer) {
        return peer;
    }
    let walk = |hops: Vec<Option<IpAddr>>| {
        let mut nearest = peer;
        for hop in hops.into_iter().rev() {
            // What cannot be read, or is hidden on purpose, tells nothing about what is before it.
            let Some(hop) = hop else { break };
            nearest = hop;
            if !is_trusted(hop) {
                break;
            }
        }
        nearest
    };
    let forwarded = values(headers, &FORWARDED).map(forwarded_for);
    let x_forwarded_for = values(headers, &X_FORWARDED_FOR).map(addresses);
    match (forwarded.map(walk), x_forwarded_for.map(walk)) {
        (None, None) => peer,
        (Some(one), None) | (None, Some(one)) => one,
        (Some(one), Some(other)) if one == other => one,
        // The proxy wrote one of them and let the client's own other one pass.
        (Some(_), Some(_)) => peer,
    }
}

fn values(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines: Vec<&str> = headers
        .get_all(name)
        .map(|line| line.to_str().unwrap_or("?"))
        .collect();
    (!lines.is_empty()).then(|| lines.join(","))
}

fn addresses(list: String) -> Vec<Option<IpAddr>> {
    list.split(',').map(|hop| node(hop.trim())).collect()
}

/// The `for` of each element. Source: RFC 7239, 4 and 6.
fn forwarded_for(list: String) -> Vec<Option<IpAddr>> {
    let element = |element: &str| {
        let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs
            .into_iter()
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
        node(value.trim().trim_matches('"'))
    };
    list.split(',').map(element).collect()
}

/// An address with or without a port; IPv6 with or without brackets.
fn node(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .unwrap_or(text);
    let address = bare.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;
    use crate::settings::{Settings, Source};

    const PROXY: &str = "10.0.0.1";

    /// The client's address behind two trusted networks.
    fn client(peer: &str, headers: &[(HeaderName, &str)]) -> String {
        let file = "TRUSTED_PROXIES = '10.0.0.0/8, 2001:db8:ffff::/48'";
        let source = Source::of_file(file).unwrap();
        let trusted = Settings::read(&source).unwrap().trusted_proxies;
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.clone(), HeaderValue::from_str(value).unwrap());
        }
        client_address(peer.parse().unwrap(), &map, &trusted).to_string()
    }

    #[test]
    fn nobody_but_a_trusted_proxy_is_believed() {
        let spoofed = [(X_FORWARDED_FOR, "192.0.2.1"), (FORWARDED, "for=192.0.2.1")];
        assert_eq!(client("203.0.113.9", &spoofed), "203.0.113.9");
        assert_eq!(client("::ffff:203.0.113.9", &[]), "203.0.113.9");
        assert_eq!(client(PROXY, &[]), PROXY);
    }

    #[test]
    fn the_last_address_that_is_no_proxy_is_the_client() {
        for (list, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1"),
            ("198.51.100.7, 192.0.2.1", "192.0.2.1"),
            ("198.51.100.7, 192.0.2.1, 10.9.9.9", "192.0.2.1"),
            ("10.1.1.1, 10.2.2.2", "10.1.1.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]:443, 2001:db8:ffff::2", "2001:db8::1"),
            ("192.0.2.1, nonsense", PROXY),
            ("nonsense, 192.0.2.1", "192.0.2.1"),
            ("192.0.2.1, nonsense, 10.9.9.9", "10.9.9.9"),
            ("", PROXY),
        ] {
            assert_eq!(
                client(PROXY, &[(X_FORWARDED_FOR, list)]),
                expected,
                "{list}"
            );
        }
        let lines = [
            (X_FORWARDED_FOR, "198.51.100.7"),
            (X_FORWARDED_FOR, "192.0.2.1"),
        ];
        assert_eq!(client(PROXY, &lines), "192.0.2.1");
    }

    #[test]
    fn the_standard_header_is_read_too() {
        for (list, expected) in [
            ("for=192.0.2.1", "192.0.2.1"),
            (
                "For=\"[2001:db8::1]:4711\";proto=https;by=203.0.113.43",
                "2001:db8::1",
            ),
            ("for=198.51.100.7, proto=http; for=192.0.2.1", "192.0.2.1"),
            ("for=192.0.2.1, for=10.1.1.1;host=a.example", "192.0.2.1"),
            ("for=192.0.2.1, for=unknown", PROXY),
            ("for=192.0.2.1, for=_hidden, for=10.1.1.1", "10.1.1.1"),
            ("proto=https", PROXY),
        ] {
            assert_eq!(client(PROXY, &[(FORWARDED, list)]), expected, "{list}");
        }
    }

    #[test]
    fn a_client_cannot_smuggle_the_header_that_the_proxy_does_not_write() {
        let both = [
            (FORWARDED, "for=198.51.100.7"),
            (X_FORWARDED_FOR, "192.0.2.1"),
        ];
        assert_eq!(client(PROXY, &both), PROXY);
        let agreed = [(FORWARDED, "for=192.0.2.1"), (X_FORWARDED_FOR, "192.0.2.1")];
        assert_eq!(client(PROXY, &agreed), "192.0.2.1");
    }
}
