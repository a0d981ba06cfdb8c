//! Files of a held message, for those who decide on it and as long as it is theirs to decide. What goes out is
//! what was handed over, so they are read from the bytes that would be sent.

use crate::Service;
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, HeldFile, ServedPart};
use levee_mail::DraftId;
use levee_mime::content_type::for_download;
use levee_mime::{Message, PartId, Placing, file_name};
use levee_store::{Content, SubmissionRow, Via};

impl Service {
    /// What goes along, pictures in the text included: its approver sees the text without them. Nothing where
    /// the content is not to be seen.
    pub(crate) async fn held_files(&self, row: &SubmissionRow) -> Result<Vec<HeldFile>, AppError> {
        let is_plain = row.via == Via::Page && row.draft.sent_files().next().is_none();
        if row.content == Content::Withheld || is_plain {
            return Ok(Vec::new());
        }
        let bytes = self.store.bytes_of(&row.id).await.map_err(from_store)?;
        let parsed = Message::parse(&bytes);
        let file = |part: &levee_mime::Part| HeldFile {
            name: part.download_name(),
            content_type: parsed.beginning(part.id).map(|start| kind(&part.content_type, &start).to_owned()),
            size: part.size as u64,
            url: format!("/held-file/{}/{}", row.id.as_str(), part.id.0),
        };
        Ok(parsed.parts().iter().filter(|part| part.placing != Placing::Body).map(file).collect())
    }

    /// One of them, to be saved: never shown in place, whatever it is.
    pub(crate) async fn served_held_file(
        &self,
        who: &Caller,
        id: &DraftId,
        number: u32,
    ) -> Result<ServedPart, AppError> {
        let row = self.to_decide(who, id).await?;
        if row.content == Content::Withheld {
            return Err(AppError::Gone);
        }
        let bytes = self.store.bytes_of(&row.id).await.map_err(from_store)?;
        let parsed = Message::parse(&bytes);
        let part = parsed.part(PartId(number)).filter(|part| part.placing != Placing::Body).ok_or(AppError::Gone)?;
        let content = parsed.decoded(part.id).ok_or(AppError::Gone)?.into_owned();
        let content_type = kind(&part.content_type, &content);
        let disposition = file_name::content_disposition(&part.download_name());
        Ok(ServedPart { bytes: content, content_type, disposition })
    }
}

/// Its type, from our own table.
fn kind(declared: &str, bytes: &[u8]) -> &'static str {
    for_download(declared, bytes).content_type
}
