//! How many mails wait, and how many were given up, for `/metrics`.

use sqlx::PgPool;

/// Looks, and sets the gauges.
pub(crate) async fn measure(pool: &PgPool) -> Result<(), sqlx::Error> {
    let sql = "SELECT state, count(*) FROM mails WHERE state <> 'sent' GROUP BY state";
    let counted: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(pool).await?;
    for state in ["pending", "sending", "ambiguous", "dead"] {
        let count = counted.iter().find(|(counted, _)| counted == state);
        #[expect(clippy::cast_precision_loss, reason = "gauges are floating point")]
        metrics::gauge!("seatlog_mails", "state" => state)
            .set(count.map_or(0, |(_, count)| *count) as f64);
    }
    Ok(())
}
