//! Drafts: saved with the version that was on screen, so that no window overwrites another.

use crate::draft_files::take_over;
use crate::{Store, StoreError, UnixSeconds};
use levee_mail::{Draft, DraftFile, DraftId};
use sqlx::AnyConnection;

/// A draft as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: DraftId,
    /// Raised by each save.
    pub version: u32,
    /// What it says.
    pub draft: Draft,
    /// When it was saved.
    pub saved: UnixSeconds,
    /// JSON of why it came back; `None`: it did not.
    pub returned: Option<String>,
}

type DraftColumns = (String, i64, String, i64, String);

fn draft_row((id, version, draft, saved, returned): DraftColumns) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        id: DraftId::parse(&id).ok_or(StoreError::Corrupt("draft id"))?,
        version: u32::try_from(version).map_err(|_| StoreError::Corrupt("draft version"))?,
        draft: crate::from_json(&draft, "draft")?,
        saved,
        returned: (!returned.is_empty()).then_some(returned),
    })
}

impl Store {
    /// Saves a draft over version `base` (0: it is new) and gives the version it has now. Why it
    /// came back stays with it.
    ///
    /// # Errors
    /// `Conflict` when the store has another version, when it was handed over to be sent, or when
    /// the id belongs to another account; `Unavailable`.
    pub async fn save_draft(
        &self,
        account: &str,
        id: &DraftId,
        base: u32,
        draft: &Draft,
        now: UnixSeconds,
    ) -> Result<u32, StoreError> {
        let text = crate::to_json(draft)?;
        let mut tx = self.begin().await?;
        let done = if base == 0 {
            sqlx::query(
                "INSERT INTO drafts (id, account, version, draft, saved, returned)
                 SELECT $1, $2, 1, $3, $4, '' WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE id = $1)",
            )
            .bind(id.as_str())
            .bind(account)
            .bind(text)
            .bind(now)
        } else {
            sqlx::query(
                "UPDATE drafts SET version = version + 1, draft = $3, saved = $4
                 WHERE id = $1 AND account = $2 AND version = $5",
            )
            .bind(id.as_str())
            .bind(account)
            .bind(text)
            .bind(now)
            .bind(i64::from(base))
        };
        crate::one_row(done.execute(&mut *tx).await?.rows_affected(), StoreError::Conflict)?;
        if base == 0 {
            take_over(&mut tx, account, id, draft.files.iter().filter_map(DraftFile::kept)).await?;
        }
        tx.commit().await?;
        Ok(base + 1)
    }

    /// One draft.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`, `Corrupt`.
    pub async fn draft(&self, account: &str, id: &DraftId) -> Result<DraftRow, StoreError> {
        let found =
            sqlx::query_as("SELECT id, version, draft, saved, returned FROM drafts WHERE account = $1 AND id = $2")
                .bind(account)
                .bind(id.as_str())
                .fetch_one(self.reader())
                .await?;
        draft_row(found)
    }

    /// All drafts of an account, newest first.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn drafts(&self, account: &str) -> Result<Vec<DraftRow>, StoreError> {
        let rows: Vec<DraftColumns> = sqlx::query_as(
            "SELECT id, version, draft, saved, returned FROM drafts WHERE account = $1 ORDER BY saved DESC, id",
        )
        .bind(account)
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(draft_row).collect()
    }

    /// Throws a draft and its files away. Not an error when it is gone already, or was handed over
    /// meanwhile: its files are the message's then.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn discard_draft(&self, account: &str, id: &DraftId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        for sql in [
            "DELETE FROM drafts WHERE account = $1 AND id = $2",
            "DELETE FROM draft_files WHERE account = $1 AND draft = $2 AND draft NOT IN
                 (SELECT id FROM submissions WHERE state NOT IN ('done', 'returned'))",
        ] {
            sqlx::query(sql).bind(account).bind(id.as_str()).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Puts a draft (back) among the drafts.
pub(crate) async fn put_back(
    connection: &mut AnyConnection,
    account: &str,
    id: &str,
    version: i64,
    draft: &str,
    returned: &str,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO drafts (id, account, version, draft, saved, returned) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET version = $3, draft = $4, saved = $5, returned = $6",
    )
    .bind(id)
    .bind(account)
    .bind(version)
    .bind(draft)
    .bind(now)
    .bind(returned)
    .execute(connection)
    .await?;
    Ok(())
}
