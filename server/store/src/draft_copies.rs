//! Where the copy of a draft lies in the account's mailbox of drafts.

use crate::{Store, StoreError};
use levee_mail::{DraftId, ParentRef};

/// A copy of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftCopy {
    /// The draft.
    pub draft: DraftId,
    /// Where its copy lies.
    pub place: ParentRef,
    /// The version that was copied; 0: a draft of another program, taken over and not yet changed here.
    pub version: u32,
}

type Columns = (String, String, i64, i64, i64);

fn copy((draft, mailbox, uid_validity, uid, version): Columns) -> Result<DraftCopy, StoreError> {
    let number = |n: i64| u32::try_from(n).map_err(|_| StoreError::Corrupt("draft copy"));
    Ok(DraftCopy {
        draft: DraftId::parse(&draft).ok_or(StoreError::Corrupt("draft id"))?,
        place: ParentRef { mailbox, uid_validity: number(uid_validity)?, uid: number(uid)? },
        version: number(version)?,
    })
}

impl Store {
    /// Remembers where the copy of a draft lies now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn set_draft_copy(&self, account: &str, copy: &DraftCopy) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO draft_copies (draft, account, mailbox, uid_validity, uid, version)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (draft) DO UPDATE SET mailbox = $3, uid_validity = $4, uid = $5, version = $6",
        )
        .bind(copy.draft.as_str())
        .bind(account)
        .bind(&copy.place.mailbox)
        .bind(i64::from(copy.place.uid_validity))
        .bind(i64::from(copy.place.uid))
        .bind(i64::from(copy.version))
        .execute(self.writer())
        .await?;
        Ok(())
    }

    /// The copies of all drafts of an account, those of drafts that are gone included.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn draft_copies(&self, account: &str) -> Result<Vec<DraftCopy>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT draft, mailbox, uid_validity, uid, version FROM draft_copies WHERE account = $1 ORDER BY draft",
        )
        .bind(account)
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(copy).collect()
    }

    /// The copy of one draft.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn draft_copy(&self, account: &str, draft: &DraftId) -> Result<Option<DraftCopy>, StoreError> {
        let found: Option<Columns> = sqlx::query_as(
            "SELECT draft, mailbox, uid_validity, uid, version FROM draft_copies WHERE account = $1 AND draft = $2",
        )
        .bind(account)
        .bind(draft.as_str())
        .fetch_optional(self.reader())
        .await?;
        found.map(copy).transpose()
    }

    /// Forgets the copy of a draft, which is gone from the mailbox.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn forget_draft_copy(&self, account: &str, draft: &DraftId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM draft_copies WHERE account = $1 AND draft = $2")
            .bind(account)
            .bind(draft.as_str())
            .execute(self.writer())
            .await?;
        Ok(())
    }
}
