//! Money: whole minor units and an ISO 4217 code, never a floating point number.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The highest price of one seat, in minor units. With 100,000 seats an event's takings stay
/// below 2^53, so that no JavaScript reader rounds them.
pub const MAX_PRICE_MINOR: i64 = 10_000_000_000;

/// The price is negative or too high.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be from 0 to {MAX_PRICE_MINOR} minor units")]
pub struct BadPrice;

/// The code is not an active ISO 4217 code of a currency that one can pay with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be an ISO 4217 currency code such as EUR")]
pub struct UnknownCurrency;

/// The price of one seat in minor units (cents of a euro, yen of a yen).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PriceMinor(i64);

impl PriceMinor {
    /// Accepts 0 to [`MAX_PRICE_MINOR`].
    pub fn new(minor: i64) -> Result<Self, BadPrice> {
        if (0..=MAX_PRICE_MINOR).contains(&minor) {
            Ok(Self(minor))
        } else {
            Err(BadPrice)
        }
    }

    /// The number of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }
}

/// A currency that seats are sold in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "EUR")]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// How many decimals an amount has: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn decimals(self) -> usize {
        self.0.exponent().map_or(2, usize::from)
    }

    /// An amount as people write it, such as `45.00 EUR`.
    pub fn format(self, amount_minor: i64) -> String {
        let decimals = self.decimals();
        let divisor = 10_u64.pow(u32::try_from(decimals).unwrap_or(2));
        let sign = if amount_minor < 0 { "-" } else { "" };
        let (whole, rest) = (
            amount_minor.unsigned_abs() / divisor,
            amount_minor.unsigned_abs() % divisor,
        );
        if decimals == 0 {
            format!("{sign}{whole} {self}")
        } else {
            format!("{sign}{whole}.{rest:0decimals$} {self}")
        }
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        iso_currency::Currency::from_code(code)
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or(UnknownCurrency)
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(code: String) -> Result<Self, UnknownCurrency> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_neither_negative_nor_absurd() {
        assert_eq!(PriceMinor::new(-1), Err(BadPrice));
        assert_eq!(PriceMinor::new(MAX_PRICE_MINOR + 1), Err(BadPrice));
        assert_eq!(PriceMinor::new(0).map(PriceMinor::minor), Ok(0));
    }

    #[test]
    fn the_takings_of_the_dearest_event_are_a_number_that_every_reader_has() {
        let takings = MAX_PRICE_MINOR * crate::plan::MAX_SEATS as i64;
        assert!(takings < 1 << 53);
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        let format = |code: &str, minor| code.parse::<Currency>().unwrap().format(minor);
        assert_eq!(format("EUR", 4500), "45.00 EUR");
        assert_eq!(format("JPY", 4500), "4500 JPY");
        assert_eq!(format("KWD", 4500), "4.500 KWD");
        assert_eq!(format("EUR", -5), "-0.05 EUR");
        assert_eq!(format("EUR", 0), "0.00 EUR");
        assert_eq!(format("EUR", i64::MIN), "-92233720368547758.08 EUR");
    }

    #[test]
    fn a_code_that_nobody_pays_with_is_refused() {
        for code in ["eur", "XXX", "EURO", "", "XAU"] {
            assert_eq!(code.parse::<Currency>(), Err(UnknownCurrency), "{code}");
        }
    }
}
