//! Mails after a backup was restored.

use sqlx::PgPool;

/// Keeps mails from being sent that were to be sent when a backup was made: whoever it was made of
/// may have sent them since. Each counts as one whose outcome nobody can know, so that an admin may
/// send it, and no third copy comes of it. Returns how many there are.
///
/// # Errors
/// The database failed.
pub async fn hold_back(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let sql = "UPDATE mails
        SET state = 'ambiguous', next_attempt_at = NULL, lease_until = NULL,
            failures = failures + 1, unknown_outcomes = unknown_outcomes + 1,
            text = CASE WHEN position IS NULL THEN '' ELSE text END,
            html = CASE WHEN position IS NULL THEN '' ELSE html END,
            last_error = 'restored from a backup: it may have been sent since that was made'
        WHERE state IN ('pending', 'sending')
           OR (state = 'ambiguous' AND next_attempt_at IS NOT NULL)";
    Ok(sqlx::query(sql).execute(pool).await?.rows_affected())
}
