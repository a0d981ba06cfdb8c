//! What the messages of an account end with: kept for it, put into a draft when it is opened.

use crate::Service;
use crate::formatted::formatted;
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, Field, Signature};
use levee_mail::{Draft, ReplyKind};
use levee_store::SignatureRow;

/// Longest signature, bytes of HTML.
const LONGEST: usize = 20_000;
/// The line that a signature begins with (RFC 3676 section 4.3).
const MARK: &str = "-- ";

impl Service {
    /// What the account's messages end with.
    pub(crate) async fn signature_of(&self, who: &Caller) -> Result<Signature, AppError> {
        let row = self.store.signature(&who.account.address.to_string()).await.map_err(from_store)?;
        let SignatureRow { html, text, in_new, in_answer } = row;
        Ok(Signature { html, text, in_new, in_answer })
    }

    /// Changes it.
    pub(crate) async fn keep_signature(&self, who: &Caller, written: &Signature) -> Result<Signature, AppError> {
        if written.html.len() > LONGEST {
            let detail = Some(LONGEST.to_string());
            let field = Field { name: "signature".to_owned(), problem: "too_long".to_owned(), detail };
            return Err(AppError::Invalid { fields: vec![field] });
        }
        let written_html = written.html.clone();
        let (html, text) = self.aside(move || formatted(&written_html)).await?;
        let text = text.trim().to_owned();
        let html = if text.is_empty() { String::new() } else { html };
        let row = SignatureRow { html, text, in_new: written.in_new, in_answer: written.in_answer };
        self.store.set_signature(&who.account.address.to_string(), &row).await.map_err(from_store)?;
        let SignatureRow { html, text, in_new, in_answer } = row;
        Ok(Signature { html, text, in_new, in_answer })
    }

    /// A new draft, ended with the signature where the account wants it.
    pub(crate) async fn signed(&self, who: &Caller, draft: Draft) -> Result<Draft, AppError> {
        let signature = self.signature_of(who).await?;
        let wanted = match draft.kind {
            ReplyKind::New => signature.in_new,
            ReplyKind::Reply | ReplyKind::ReplyAll | ReplyKind::Forward => signature.in_answer,
        };
        if !wanted || signature.text.is_empty() {
            return Ok(draft);
        }
        Ok(Draft { html: html(&signature), text: format!("\n\n{MARK}\n{}", signature.text), ..draft })
    }
}

/// The signature as it stands in a text, under an empty line to write in.
fn html(signature: &Signature) -> String {
    format!("<div><br></div><div><br></div><div>{MARK}</div><div>{}</div>", signature.html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_above_a_signature_stays_the_authors_words() {
        let signature = Signature { html: "<b>Eleanor</b>".to_owned(), ..Signature::default() };
        let whole = html(&signature).replacen("<br>", "test", 1);
        let draft = Draft { text: formatted(&whole).1, ..Draft::default() };
        assert_eq!(draft.words().trim(), "test", "{:?}", draft.text);
        assert!(draft.text.contains("Eleanor"), "{:?}", draft.text);
    }
}
