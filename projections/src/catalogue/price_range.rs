//! Prices from and to an amount, whatever currency an event is sold in.

use sqlx::PgPool;

use seatlog_domain::money::{Amount, Currency};

/// The least and the most that an event's cheapest seat may cost, each in the event's own currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PriceRange {
    /// At least so much.
    pub least: Option<Amount>,
    /// At most so much.
    pub most: Option<Amount>,
}

/// A range in minor units for each currency that events are sold in.
#[derive(Debug, Default)]
pub(super) struct MinorRanges {
    pub(super) currencies: Vec<String>,
    pub(super) least: Vec<i64>,
    pub(super) most: Vec<i64>,
}

impl PriceRange {
    /// What it means in each currency; nothing where every price will do.
    pub(super) async fn in_minor_units(
        &self,
        pool: &PgPool,
    ) -> Result<Option<MinorRanges>, sqlx::Error> {
        if *self == Self::default() {
            return Ok(None);
        }
        let sql = "SELECT DISTINCT currency FROM catalogue_events";
        let codes: Vec<String> = sqlx::query_scalar(sql).fetch_all(pool).await?;
        let mut ranges = MinorRanges::default();
        for code in codes {
            let Ok(currency) = code.parse::<Currency>() else {
                continue;
            };
            let least = self.least.map_or(0, |amount| amount.minor_above(currency));
            let most = self
                .most
                .map_or(i64::MAX, |amount| amount.minor_below(currency));
            ranges.currencies.push(code);
            ranges.least.push(least);
            ranges.most.push(most);
        }
        Ok(Some(ranges))
    }
}
