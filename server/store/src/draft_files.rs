//! Files uploaded for a draft: bound to it and to its account, gone with it.

use crate::{Store, StoreError, UnixSeconds, to_i64};
use levee_mail::{DraftId, FileId};
use sqlx::AnyConnection;

/// A file as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftFileRow {
    /// Its id.
    pub id: FileId,
    /// Its name, safe to write into a header.
    pub name: String,
    /// `type/subtype`.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Without the bytes: they are mail.
impl std::fmt::Debug for DraftFileRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DraftFileRow({}, {} bytes)", self.id.as_str(), self.bytes.len())
    }
}

impl Store {
    /// Keeps a file for a draft, which need not be saved yet. All files of a draft together hold at
    /// most `most` bytes.
    ///
    /// # Errors
    /// `Conflict` when they would hold more; `Unavailable`.
    pub async fn keep_file(
        &self,
        account: &str,
        draft: &DraftId,
        file: &DraftFileRow,
        most: u64,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(
            "INSERT INTO draft_files (draft, id, account, name, content_type, size, at, bytes)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8
             WHERE $6 + (SELECT coalesce(sum(size), 0) FROM draft_files WHERE draft = $1) <= $9",
        )
        .bind(draft.as_str())
        .bind(file.id.as_str())
        .bind(account)
        .bind(&file.name)
        .bind(&file.content_type)
        .bind(to_i64(file.bytes.len() as u64))
        .bind(now)
        .bind(&file.bytes)
        .bind(to_i64(most))
        .execute(self.writer())
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)
    }

    /// One file of a draft.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`, `Corrupt`.
    pub async fn draft_file(&self, account: &str, draft: &DraftId, id: &FileId) -> Result<DraftFileRow, StoreError> {
        let (name, content_type, bytes): (String, String, Vec<u8>) = sqlx::query_as(
            "SELECT name, content_type, bytes FROM draft_files WHERE account = $1 AND draft = $2 AND id = $3",
        )
        .bind(account)
        .bind(draft.as_str())
        .bind(id.as_str())
        .fetch_one(self.reader())
        .await?;
        Ok(DraftFileRow { id: id.clone(), name, content_type, bytes })
    }

    /// Removes a file. Not an error when it is gone already.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn drop_file(&self, account: &str, draft: &DraftId, id: &FileId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM draft_files WHERE account = $1 AND draft = $2 AND id = $3")
            .bind(account)
            .bind(draft.as_str())
            .bind(id.as_str())
            .execute(self.writer())
            .await?;
        Ok(())
    }
}

/// Gives a new draft its own copies of files that it took over from another one of the account.
pub(crate) async fn take_over(
    connection: &mut AnyConnection,
    account: &str,
    draft: &DraftId,
    ids: impl Iterator<Item = &FileId>,
) -> Result<(), StoreError> {
    for id in ids {
        sqlx::query(
            "INSERT INTO draft_files (draft, id, account, name, content_type, size, at, bytes)
             SELECT $1, id, account, name, content_type, size, at, bytes FROM draft_files
             WHERE id = $2 AND account = $3 LIMIT 1 ON CONFLICT DO NOTHING",
        )
        .bind(draft.as_str())
        .bind(id.as_str())
        .bind(account)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
