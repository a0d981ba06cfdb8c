//! Who has decided on a held message so far.

use crate::StoreError;
use crate::acceptance::Acceptance;
use crate::submissions::SubmissionRow;

impl Acceptance {
    /// Who has agreed to release it since it was held (last), by canonical address.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn agreed(&mut self, row: &SubmissionRow) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT decided_by FROM submission_decisions WHERE submission = $1 AND round = $2 AND decision = 'release'
             ORDER BY decided_by",
        )
        .bind(row.id.as_str())
        .bind(i64::from(row.round))
        .fetch_all(&mut *self.0)
        .await?;
        Ok(rows.into_iter().map(|(by,)| by).collect())
    }
}
