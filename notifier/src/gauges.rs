//! How many mails wait, since when, and how many were given up, for `/metrics`.

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
    // Since it was written, or last retried by hand; one that is on its way is due as well.
    let sql = "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - created_at)), 0)::float8
        FROM mails WHERE state IN ('pending', 'sending')";
    let oldest: f64 = sqlx::query_scalar(sql).fetch_one(pool).await?;
    metrics::gauge!("seatlog_mail_oldest_unsent_seconds").set(oldest);
    Ok(())
}
