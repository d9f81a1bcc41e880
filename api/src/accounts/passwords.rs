//! Which passwords are accepted: 12 to 128 characters, and not one that an attacker tries first.

mod obvious;

use std::{collections::HashSet, sync::LazyLock};

pub use obvious::ObviousWords;

/// Fewest characters of a password.
pub const SHORTEST: usize = 12;
/// Most characters of a password.
pub const LONGEST: usize = 128;

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Fewer characters than [`SHORTEST`].
    #[error("must have at least {SHORTEST} characters")]
    TooShort,
    /// More characters than [`LONGEST`].
    #[error("must have at most {LONGEST} characters")]
    TooLong,
    /// On the list of the commonest, or one of them in disguise.
    #[error("is too easy to guess; choose one that is not common")]
    Common,
    /// Made of [`ObviousWords`].
    #[error("is too easy to guess; do not make it of your address or the name of this site")]
    Obvious,
}

/// A new password that was accepted. It has no `Debug` that could print it.
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(..)")
    }
}

impl Password {
    /// Accepts a password that somebody chose, for whom these words are obvious. Characters are counted as Unicode characters, and
    /// none is changed or dropped.
    pub fn new(text: &str, obvious: &ObviousWords) -> Result<Self, BadPassword> {
        match text.chars().count() {
            ..SHORTEST => Err(BadPassword::TooShort),
            SHORTEST..=LONGEST if is_common(text) => Err(BadPassword::Common),
            SHORTEST..=LONGEST if obvious.make_up(text) => Err(BadPassword::Obvious),
            SHORTEST..=LONGEST => Ok(Self(text.to_owned())),
            _ => Err(BadPassword::TooLong),
        }
    }

    /// The password, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// See the head of the file for where the list comes from.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Repetitions and runs are tried by attackers up to so many characters.
const LONGEST_PATTERN: usize = 20;

/// A listed password stays one when it is written with other case, with digits for letters, or
/// with digits and signs before or after it. Up to [`LONGEST_PATTERN`] characters, so are one
/// character or such a password over and over, and what fingers do by themselves.
fn is_common(text: &str) -> bool {
    let lower = text.to_lowercase();
    is_listed(&lower)
        || text.chars().count() <= LONGEST_PATTERN && (is_repetition(&lower) || is_run(&lower))
}

/// On the list, whatever stands for its letters and around it.
fn is_listed(lower: &str) -> bool {
    let core = |word: &str| word.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
    let listed = |word: &str| COMMON.contains(word) || COMMON.contains(core(word).as_str());
    listed(lower) || listed(&plain_letters(&core(lower)))
}

/// One character over and over, or a listed password.
fn is_repetition(text: &str) -> bool {
    text.char_indices()
        .skip(1)
        .map(|(end, _)| &text[..end])
        .filter(|unit| text.split(unit).all(str::is_empty))
        .any(|unit| unit.chars().count() == 1 || is_listed(unit))
}

/// `p@ssw0rd` is `password` to everyone who guesses passwords.
fn plain_letters(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '@' | '4' => 'a',
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '$' | '5' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// What fingers do by themselves.
const ROWS: [&str; 5] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
];

/// Neighbours on a keyboard or in the alphabet from beginning to end, with at most two jumps.
fn is_run(text: &str) -> bool {
    let neighbours = |a: char, b: char| {
        let (forth, back) = (String::from_iter([a, b]), String::from_iter([b, a]));
        a == b
            || ROWS
                .iter()
                .any(|row| row.contains(&forth) || row.contains(&back))
    };
    let jumps = text
        .chars()
        .zip(text.chars().skip(1))
        .filter(|&(a, b)| !neighbours(a, b))
        .count();
    jumps <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<BadPassword> {
        Password::new(text, &ObviousWords::of_site("http://localhost:8080")).err()
    }

    #[test]
    fn length_is_counted_in_characters_not_in_bytes() {
        assert_eq!(refusal("kurz-äöü-ß!"), Some(BadPassword::TooShort));
        assert_eq!(refusal("lang-äöü-ß-!"), None);
        let longest: String = "zebra fünf ".chars().cycle().skip(3).take(128).collect();
        assert_eq!(refusal(&longest), None);
        assert_eq!(refusal(&format!("{longest}x")), Some(BadPassword::TooLong));
    }

    #[test]
    fn the_commonest_are_refused_however_they_are_dressed_up() {
        for text in [
            "1qaz2wsx3edc",
            "PeanutButter",
            "password1234",
            "Password2026!",
            "P@ssw0rd!!2026",
            "***letmein***",
            "passwordpassword",
            "aaaaaaaaaaaaaaaa",
            "123123123123",
            "Baseballbaseball",
            "administrator",
            "Adm1n1strator!",
            "changeme12345",
            "admin@123456",
            "123456789012",
            "abcdefghijklmn",
            "qwertyuiopasdf",
            "9876543210987",
        ] {
            assert_eq!(refusal(text), Some(BadPassword::Common), "{text}");
        }
    }

    #[test]
    fn what_only_resembles_a_common_one_is_accepted() {
        for text in [
            "correct horse battery staple",
            "password of my aunt",
            "seven-tenors-2026",
            "a b c d e f g h i",
            "пароль для оперы",
        ] {
            assert_eq!(refusal(text), None, "{text}");
        }
    }

    #[test]
    fn a_repetition_is_common_only_if_it_is_short_and_what_is_repeated_is_common() {
        for text in [
            "x".repeat(12),
            "x".repeat(20),
            "hunter".repeat(3),
            "hunter2".repeat(2),
            "P@ssw0rd".repeat(2),
        ] {
            assert_eq!(refusal(&text), Some(BadPassword::Common), "{text}");
        }
        for text in [
            "x".repeat(21),
            "a".repeat(128),
            "Aa1!".repeat(32),
            "xK4#".repeat(3),
            "xK4#".repeat(32),
            "hunter".repeat(4),
            "xhunter".repeat(2),
        ] {
            assert_eq!(refusal(&text), None, "{text}");
        }
    }

    #[test]
    fn what_is_obvious_here_is_refused() {
        assert_eq!(refusal("seatlog-2026"), Some(BadPassword::Obvious));
    }

    #[test]
    fn no_line_of_the_list_is_empty_or_beyond_comparing() {
        assert!(
            COMMON
                .iter()
                .all(|word| !word.is_empty() && *word == word.to_lowercase())
        );
    }

    #[test]
    fn a_password_is_never_printed() {
        let words = ObviousWords::of_site("http://localhost:8080");
        let password = Password::new("seven-tenors-2026", &words).unwrap();
        assert_eq!(format!("{password:?}"), "Password(..)");
    }
}
