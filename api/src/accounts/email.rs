//! E-mail addresses of accounts.

/// The text is not an address that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address such as ada@example.org")]
pub struct NotAnEmail;

/// An address, kept as it was typed and compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    typed: String,
    folded: String,
}

impl Email {
    /// Accepts what a browser's field for e-mail addresses accepts, at the lengths that SMTP
    /// allows, less the dots that SMTP does not: at the ends of the local part, or two in a row.
    /// Sources: <https://html.spec.whatwg.org/#valid-e-mail-address>, RFC 5321, 4.1.2 and 4.5.3.1.
    pub fn new(text: &str) -> Result<Self, NotAnEmail> {
        let typed = text.trim_matches(' ');
        let (local, domain) = typed.rsplit_once('@').ok_or(NotAnEmail)?;
        if typed.len() <= 254 && is_local_part(local) && domain.split('.').all(is_label) {
            Ok(Self {
                typed: typed.to_owned(),
                folded: typed.to_ascii_lowercase(),
            })
        } else {
            Err(NotAnEmail)
        }
    }

    /// The address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// The address without case, as it is compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

fn is_local_part(text: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    text.len() <= 64
        && text
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(atom))
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_typed_and_compared_without_case() {
        let email = Email::new(" Ada.Lovelace+Opera@Example.ORG ").unwrap();
        assert_eq!(email.as_str(), "Ada.Lovelace+Opera@Example.ORG");
        assert_eq!(email.folded(), "ada.lovelace+opera@example.org");
        assert!(Email::new("admin@localhost").is_ok());
    }

    #[test]
    fn what_mail_could_not_reach_or_would_misread_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        for text in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@-a.org",
            "ada@a..org",
            "a b@example.org",
            "ada.@example.org",
            ".ada@example.org",
            "a..b@example.org",
            "ada@exa mple.org",
            "ada@example.org\r\nBcc: all@example.org",
            "ada@example.org,bob@example.org",
            "<ada@example.org>",
            "ädä@example.org",
            "ada@b@example.org",
            &long,
        ] {
            assert_eq!(Email::new(text), Err(NotAnEmail), "{text:?}");
        }
    }
}
