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

/// The text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be an amount such as 45 or 45.50, at most {MAX_AMOUNT}")]
pub struct BadAmount;

/// The highest amount that can be asked for, in whole units.
const MAX_AMOUNT: u64 = 1_000_000_000;
/// No currency has more decimals.
const AMOUNT_DECIMALS: u32 = 4;

/// An amount in whole units of whatever currency it is compared with: `45.50` is 4550 cents, or
/// between 45 and 46 yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    ten_thousandths: u64,
}

impl Amount {
    /// The most minor units of a currency that are no more than this.
    pub fn minor_below(self, currency: Currency) -> i64 {
        i64::try_from(self.ten_thousandths / Self::parts_of(currency)).unwrap_or(i64::MAX)
    }

    /// The fewest minor units of a currency that are no less than this.
    pub fn minor_above(self, currency: Currency) -> i64 {
        i64::try_from(self.ten_thousandths.div_ceil(Self::parts_of(currency))).unwrap_or(i64::MAX)
    }

    fn parts_of(currency: Currency) -> u64 {
        let decimals = u32::try_from(currency.decimals()).unwrap_or(2);
        10_u64.pow(AMOUNT_DECIMALS.saturating_sub(decimals))
    }
}

impl FromStr for Amount {
    type Err = BadAmount;

    fn from_str(text: &str) -> Result<Self, BadAmount> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let decimals = u32::try_from(fraction.len()).map_err(|_| BadAmount)?;
        if !digits(whole) || !digits(fraction) || decimals > AMOUNT_DECIMALS {
            return Err(BadAmount);
        }
        let whole: u64 = whole.parse().map_err(|_| BadAmount)?;
        let fraction: u64 = fraction.parse().map_err(|_| BadAmount)?;
        if whole > MAX_AMOUNT {
            return Err(BadAmount);
        }
        let parts = fraction * 10_u64.pow(AMOUNT_DECIMALS - decimals);
        Ok(Self {
            ten_thousandths: whole * 10_u64.pow(AMOUNT_DECIMALS) + parts,
        })
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
    use std::collections::BTreeMap;

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
    fn the_pages_know_how_many_decimals_every_currency_has() {
        let known: BTreeMap<String, usize> =
            serde_json::from_str(include_str!("../../web/src/ui/currency-decimals.json")).unwrap();
        let coded = (0..1_000).filter_map(iso_currency::Currency::from_numeric);
        let accepted = coded.filter_map(|currency| currency.code().parse::<Currency>().ok());
        let not_two: BTreeMap<String, usize> = accepted
            .filter(|currency| currency.decimals() != 2)
            .map(|currency| (currency.to_string(), currency.decimals()))
            .collect();
        assert_eq!(known, not_two, "web/src/ui/currency-decimals.json is stale");
    }

    #[test]
    fn an_amount_means_as_many_minor_units_as_its_currency_has() {
        let minor = |text: &str, code: &str| {
            let amount: Amount = text.parse().unwrap();
            let currency = code.parse().unwrap();
            (amount.minor_above(currency), amount.minor_below(currency))
        };
        assert_eq!(minor("45", "EUR"), (4500, 4500));
        assert_eq!(minor("45.5", "KWD"), (45_500, 45_500));
        assert_eq!(minor("45.50", "JPY"), (46, 45));
        assert_eq!(minor("0.001", "EUR"), (1, 0));
        assert_eq!(
            minor("1000000000", "EUR"),
            (100_000_000_000, 100_000_000_000)
        );
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "-1",
            "+1",
            "1e3",
            "1,5",
            "1.",
            ".5",
            "1.23456",
            "1000000001",
            "٣",
        ] {
            assert_eq!(text.parse::<Amount>(), Err(BadAmount), "{text}");
        }
    }

    #[test]
    fn a_code_that_nobody_pays_with_is_refused() {
        for code in ["eur", "XXX", "EURO", "", "XAU"] {
            assert_eq!(code.parse::<Currency>(), Err(UnknownCurrency), "{code}");
        }
    }
}
