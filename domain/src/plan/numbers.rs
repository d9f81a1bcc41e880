//! The numbers of seats, written and read.

/// Writes a number: names are made for every fact, and the machinery of formatting costs more than
/// all the rest of it.
pub(super) fn number(mut number: u32, digits: &mut [u8; 10]) -> &str {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return str::from_utf8(&digits[at..]).unwrap_or_default();
        }
    }
}

/// Reads a seat's number, counted from 1 and written without leading zeros, as an offset.
pub(super) fn numbered(text: &str, count: u32) -> Option<u32> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = if plain {
        text.parse().ok()?
    } else {
        return None;
    };
    (1..=count).contains(&number).then(|| number - 1)
}
