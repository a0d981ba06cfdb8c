//! What the messages of an account end with.

use crate::{Store, StoreError};

/// A signature, formatted and plain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureRow {
    /// Cleaned HTML; empty: none.
    pub html: String,
    /// The same as text.
    pub text: String,
    /// Whether new messages begin with it.
    pub in_new: bool,
    /// Whether answers and forwarded messages do.
    pub in_answer: bool,
}

impl Store {
    /// The signature of an account; an empty one where none was written.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn signature(&self, account: &str) -> Result<SignatureRow, StoreError> {
        let found: Option<(String, String, i64, i64)> =
            sqlx::query_as("SELECT html, text, in_new, in_answer FROM signatures WHERE account = $1")
                .bind(account)
                .fetch_optional(self.reader())
                .await?;
        let row = found.map(|(html, text, in_new, in_answer)| SignatureRow {
            html,
            text,
            in_new: in_new != 0,
            in_answer: in_answer != 0,
        });
        Ok(row.unwrap_or_default())
    }

    /// Puts another signature in the place of the account's.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn set_signature(&self, account: &str, signature: &SignatureRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO signatures (account, html, text, in_new, in_answer) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (account) DO UPDATE SET html = $2, text = $3, in_new = $4, in_answer = $5",
        )
        .bind(account)
        .bind(&signature.html)
        .bind(&signature.text)
        .bind(i64::from(signature.in_new))
        .bind(i64::from(signature.in_answer))
        .execute(self.writer())
        .await?;
        Ok(())
    }
}
