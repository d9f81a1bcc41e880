//! Searching as people type: without case, without accents, word by word.

/// A text as it is compared: `Così fan tutte` becomes `cosi fan tutte`. Control characters vanish.
pub(crate) fn fold(text: &str) -> String {
    let words = text.split_whitespace().map(deunicode::deunicode);
    let plain = words.collect::<Vec<_>>().join(" ").to_lowercase();
    plain.replace(char::is_control, "")
}

/// One `LIKE` pattern for each word that was typed; `%` and `_` stand for themselves.
pub(crate) fn patterns(query: &str) -> Vec<String> {
    let escaped = |word: &str| {
        let mut pattern = String::with_capacity(word.len() + 2);
        pattern.push('%');
        for c in word.chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        pattern
    };
    fold(query).split_whitespace().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count() {
        assert_eq!(fold("COSÌ\nfan Tütté"), "cosi fan tutte");
        assert_eq!(patterns("  Così\tFAN "), ["%cosi%", "%fan%"]);
    }

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(patterns(r"100%_\"), [r"%100\%\_\\%"]);
    }

    #[test]
    fn nothing_typed_filters_nothing() {
        assert!(patterns(" \u{a0} \u{0}").is_empty());
    }
}
