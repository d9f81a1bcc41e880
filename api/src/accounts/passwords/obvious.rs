//! Words that whoever attacks this installation, or this person, tries first: the name of the program,
//! those in the host of `PUBLIC_URL`, and those in the person's address.

use std::cmp::Reverse;

use url::Url;

use super::{is_common, plain_letters};
use crate::accounts::email::Email;

/// Shorter words stand in many texts by chance.
const SHORTEST_WORD: usize = 4;
/// How many characters a password needs beside obvious words.
const BESIDE: usize = 8;

/// Words that are obvious here, without case, the longest first.
#[derive(Debug, Clone)]
pub struct ObviousWords(Vec<String>);

impl ObviousWords {
    /// Those of an installation.
    pub fn of_site(public_url: &str) -> Self {
        let url = Url::parse(public_url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        Self(vec!["seatlog".to_owned()]).and(host)
    }

    /// Those of a person, too.
    pub fn and_of(&self, email: &Email) -> Self {
        self.clone().and(email.folded())
    }

    fn and(mut self, text: &str) -> Self {
        let parts = text.split(|c: char| !c.is_alphanumeric());
        let words = parts.chain([text]).map(str::to_lowercase);
        let words = words.filter(|word| word.chars().count() >= SHORTEST_WORD);
        self.0.extend(words);
        self.0.sort_by_key(|word| Reverse(word.len()));
        self
    }

    /// Whether a text is little else, also with digits and signs for letters: what it has beside them
    /// is short, or common.
    pub(super) fn make_up(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        [plain_letters(&lower), lower]
            .iter()
            .filter_map(|text| self.beside(text))
            .any(|rest| rest.chars().count() < BESIDE || is_common(&rest))
    }

    /// What a text has beside them, if it has any of them.
    fn beside(&self, lower: &str) -> Option<String> {
        let rest = self
            .0
            .iter()
            .fold(lower.to_owned(), |rest, word| rest.replace(word, ""));
        (rest != lower).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> ObviousWords {
        let email = Email::new("Ada.Lovelace@Math.example").unwrap();
        ObviousWords::of_site("https://tickets.grand-opera.example:8443/").and_of(&email)
    }

    #[test]
    fn a_password_of_obvious_words_is_seen_however_it_is_dressed_up() {
        for text in [
            "seatlog-2026",
            "SeatLogSeatLog",
            "S3atl0g!!2026",
            "seatlog password",
            "seatlog12345678",
            "tickets.grand-opera.example",
            "GrandOpera2026",
            "ada.lovelace@math.example",
            "Lovelace1815!",
            "lovelace-at-opera",
        ] {
            assert!(words().make_up(text), "{text}");
        }
    }

    #[test]
    fn a_password_that_has_obvious_words_among_others_is_none_of_them() {
        for text in [
            "seven-tenors-2026",
            "the opera begins at eight",
            "lovelace drank green tea",
            "seatlog xK4#vq9Zp",
            "password1234",
            // Too short a word to count.
            "ada ada ada ada",
        ] {
            assert!(!words().make_up(text), "{text}");
        }
    }
}
