//! Texts that people type. What is parsed here can stand in a mail header, a page or a log line
//! without changing its meaning: no control characters, no line breaks where one line is meant.
//!
//! Only `new` parses. Reading from the log takes a text as it was recorded, so that old facts
//! stay readable when a rule becomes stricter; a request is read as plain strings first.

use serde::{Deserialize, Serialize};

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// Longer than the field allows.
    #[error("must be at most {max} characters")]
    TooLong {
        /// The greatest number of characters.
        max: usize,
    },
    /// A control character, or a line break in a field of one line.
    #[error("must not contain line breaks or control characters")]
    ControlCharacter,
    /// Not an absolute address of a web server.
    #[error("must be an http or https address")]
    NotHttp,
}

/// Characters that take no room or turn the direction of writing; in a name they only deceive.
/// Source: Unicode TR36, 3.5 (bidirectional text spoofing).
fn deceives(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// Whether a reader sees anything there. Joiners, marks of direction, variation selectors and
/// fillers belong into words and emoji, but alone they are nothing.
/// Source: Unicode Default_Ignorable_Code_Point, and the blank Braille pattern.
fn visible(c: char) -> bool {
    let ignorable = matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    !ignorable && !c.is_whitespace() && !c.is_control()
}

fn check(text: &str, max: usize, breaks_allowed: bool) -> Result<(), BadText> {
    if text.chars().count() > max {
        return Err(BadText::TooLong { max });
    }
    let allowed = |c: char| breaks_allowed && matches!(c, '\n' | '\r' | '\t');
    if text
        .chars()
        .any(|c| (c.is_control() && !allowed(c)) || deceives(c))
    {
        return Err(BadText::ControlCharacter);
    }
    Ok(())
}

/// One line of text with at least one visible character and at most `MAX` characters; white
/// space at both ends is dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// Parses what somebody typed.
    pub fn new(text: &str) -> Result<Self, BadText> {
        // A line break at the end is refused below, not dropped.
        let text = text.trim_matches(|c: char| c.is_whitespace() && !c.is_control());
        check(text, MAX, false)?;
        if !text.chars().any(visible) {
            return Err(BadText::Empty);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text of several lines and at most `MAX` characters; may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose<const MAX: usize>(String);

impl<const MAX: usize> Prose<MAX> {
    /// Parses what somebody typed.
    pub fn new(text: &str) -> Result<Self, BadText> {
        let text = text.trim();
        check(text, MAX, true)?;
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address of a picture on a web server: `http` or `https`, with a host, and without a user
/// name (a browser would hide what it really points to).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HttpUrl(String);

impl HttpUrl {
    /// Accepts an absolute address of at most 2,000 characters.
    pub fn new(text: &str) -> Result<Self, BadText> {
        check(text, 2_000, false)?;
        let (scheme, rest) = text.split_once("://").ok_or(BadText::NotHttp)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        let strange = |c: char| c.is_whitespace() || "\"'<>\\^`{|}".contains(c);
        if known && !text.contains(strange) && is_host(authority) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadText::NotHttp)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text is the name or address of a host, perhaps with a port.
fn is_host(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else {
                return false;
            };
            if address.parse::<std::net::Ipv6Addr>().is_err() {
                return false;
            }
            ("ipv6", port)
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let label = |label: &str| {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.chars().all(plain)
    };
    let port_fits = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| {
            digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        });
    host.strip_suffix('.').unwrap_or(host).split('.').all(label) && port_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cannot_smuggle_a_mail_header() {
        for text in [
            "Nabucco\r\nBcc: all@example.org",
            "Nabucco\n",
            "a\u{2028}b",
            "a\u{202e}b",
            "\rNabucco",
            "a\0b",
            "a\u{85}b",
            "a\u{2060}b",
        ] {
            assert_eq!(
                Line::<200>::new(text),
                Err(BadText::ControlCharacter),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_line_is_visible_and_not_too_long() {
        assert_eq!(Line::<5>::new("   "), Err(BadText::Empty));
        assert_eq!(Line::<5>::new("abcdef"), Err(BadText::TooLong { max: 5 }));
        assert_eq!(Line::<5>::new(" äöüß€ ").unwrap().as_str(), "äöüß€");
        assert_eq!(
            Line::<5>::new("\u{a0}abcde\u{3000}").unwrap().as_str(),
            "abcde"
        );
        assert_eq!(Prose::<5>::new("\n abcde\n").unwrap().as_str(), "abcde");
        for nothing in [
            "",
            "\u{a0}",
            "\u{200d}\u{ad}",
            "\u{3164}",
            "\u{2800}",
            "\u{e0041}",
        ] {
            assert_eq!(Line::<5>::new(nothing), Err(BadText::Empty), "{nothing:?}");
        }
        // A family of emoji holds together by joiners.
        let family = "\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(Line::<5>::new(family).unwrap().as_str(), family);
    }

    #[test]
    fn prose_keeps_its_line_breaks_but_no_other_control_character() {
        assert_eq!(
            Prose::<50>::new("one\n\ntwo").unwrap().as_str(),
            "one\n\ntwo"
        );
        assert_eq!(
            Prose::<50>::new("bell\u{7}"),
            Err(BadText::ControlCharacter)
        );
    }

    #[test]
    fn a_picture_is_on_a_web_server() {
        assert!(HttpUrl::new("https://example.org/a.png?x=1").is_ok());
        assert!(HttpUrl::new("HTTP://localhost:8080/demo/a.svg").is_ok());
        assert!(HttpUrl::new("http://[::1]:8080/a.svg").is_ok());
        assert!(HttpUrl::new("https://m\u{fc}nchen.example./a").is_ok());
        assert!(HttpUrl::new("https://example.org/a\r\nb").is_err());
        for text in [
            "javascript:alert(1)",
            "data:image/png;base64,AA",
            "ftp://a/b",
            "//a/b",
            "/a.png",
            "http://",
            "https://user@evil.example/",
            "http://a b/",
            "http://a\u{a0}b/",
            "http://:80/",
            "http://a:99999/",
            "http://a:80:80/",
            "http://[::1/",
            "http://[x]/",
            "http://a..b/",
            "http://./",
            "http://%00/",
            "https:///a.png",
            "https://a/'onerror='x",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(HttpUrl::new(text), Err(BadText::NotHttp), "{text}");
        }
    }
}
