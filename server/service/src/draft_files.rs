//! Files of a draft: uploaded and kept with it, or taken from a message in the mailbox when it is sent.

use crate::Service;
use crate::clock::random;
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, Field, MessageRef, ServedPart, Upload};
use levee_mail::{Draft, DraftFile, DraftId, FileId, FileSource, Placing};
use levee_mime::content_type::{Placement, for_download, for_sending};
use levee_mime::html::raster_type;
use levee_mime::{Message, PartId, file_name};
use levee_store::{DraftFileRow, StoreError};

/// Bytes kept free for the words and the header of a message.
const FOR_WORDS: u64 = 200_000;
/// Most files of one message.
pub(crate) const MOST_FILES: usize = 100;

/// A file with its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    /// Names a picture in the text.
    pub(crate) content_id: Option<String>,
    pub(crate) file: levee_mime::compose::Attachment,
}

impl Service {
    /// Bytes that the files of one message may hold together: base64 makes four of three, and a line
    /// end of every 57.
    pub(crate) fn room_for_files(&self) -> u64 {
        self.largest_message().saturating_sub(FOR_WORDS) / 79 * 57
    }

    /// Keeps an uploaded file.
    pub(crate) async fn keep_upload(&self, who: &Caller, id: &DraftId, upload: Upload) -> Result<DraftFile, AppError> {
        let Upload { name, content_type, placing, bytes } = upload;
        let name = file_name::safe(&name);
        let room = self.room_for_files();
        if bytes.len() as u64 > room {
            return Err(too_large(room));
        }
        let placing = if raster_type(&bytes).is_some() { placing } else { Placing::Attached };
        let content_type = for_sending(&content_type, &bytes).to_owned();
        let file = DraftFile {
            source: FileSource::Kept(FileId::from_random(random(&*self.chance))),
            name: name.clone(),
            content_type: content_type.clone(),
            size: bytes.len() as u64,
            placing,
        };
        let Some(file_id) = file.kept().cloned() else { return Err(AppError::Gone) };
        let row = DraftFileRow { id: file_id, name, content_type, bytes };
        let kept = self.store.keep_file(&who.account.address.to_string(), id, &row, room, self.clock.now()).await;
        kept.map_err(|error| match error {
            StoreError::Conflict => too_large(room),
            other => from_store(other),
        })?;
        Ok(file)
    }

    /// An uploaded file with the headers it is served with.
    pub(crate) async fn served_file(&self, who: &Caller, id: &DraftId, file: &FileId) -> Result<ServedPart, AppError> {
        let row = self.store.draft_file(&who.account.address.to_string(), id, file).await.map_err(from_store)?;
        let served = for_download(&row.content_type, &row.bytes);
        let disposition = match served.placement {
            Placement::Inline => file_name::inline_disposition(&row.name),
            Placement::Attachment => file_name::content_disposition(&row.name),
        };
        Ok(ServedPart { bytes: row.bytes, content_type: served.content_type, disposition })
    }

    /// Parts of a message as files of a draft, by reference: nothing is copied before it is sent.
    pub(crate) fn files_of<'a>(
        message: &MessageRef,
        parts: impl Iterator<Item = &'a levee_mime::Part>,
    ) -> Vec<DraftFile> {
        let file = |part: &levee_mime::Part| DraftFile {
            source: FileSource::Part(message.clone(), part.id.0),
            name: part.download_name(),
            content_type: part.content_type.clone(),
            size: part.size as u64,
            placing: Placing::Attached,
        };
        parts.take(MOST_FILES).map(file).collect()
    }

    /// The bytes of all files that will be in the message.
    ///
    /// # Errors
    /// `Invalid`, naming the file that is not there any more; `MailServerDown`, `StoreDown`.
    pub(crate) async fn gather(&self, who: &Caller, id: &DraftId, draft: &Draft) -> Result<Vec<Gathered>, AppError> {
        let mut gathered = Vec::new();
        for file in draft.sent_files() {
            let found = match &file.source {
                FileSource::Kept(kept) => self.kept(who, id, kept).await,
                FileSource::Part(message, part) => self.part_of(who, message, *part).await,
            };
            let (bytes, content_type) = found.map_err(|error| match error {
                AppError::Gone => problem("gone", Some(file.name.clone())),
                other => other,
            })?;
            let content_id = match file.placing {
                Placing::InText => file.kept().map(FileId::content_id),
                Placing::Attached => None,
            };
            let file = levee_mime::compose::Attachment { name: file_name::safe(&file.name), content_type, bytes };
            gathered.push(Gathered { content_id, file });
        }
        Ok(gathered)
    }

    async fn kept(&self, who: &Caller, id: &DraftId, file: &FileId) -> Result<(Vec<u8>, String), AppError> {
        let row = self.store.draft_file(&who.account.address.to_string(), id, file).await.map_err(from_store)?;
        Ok((row.bytes, row.content_type))
    }

    async fn part_of(&self, who: &Caller, message: &MessageRef, part: u32) -> Result<(Vec<u8>, String), AppError> {
        let bytes = self.bytes(who, message).await?;
        let parsed = Message::parse(&bytes);
        let part = parsed.part(PartId(part)).ok_or(AppError::Gone)?;
        let content = parsed.decoded(part.id).ok_or(AppError::Gone)?.into_owned();
        let content_type = for_sending(&part.content_type, &content).to_owned();
        Ok((content, content_type))
    }
}

/// The files hold more than a message can; `room` is what they may hold.
pub(crate) fn too_large(room: u64) -> AppError {
    problem("too_large", Some(room.to_string()))
}

fn problem(problem: &str, detail: Option<String>) -> AppError {
    AppError::Invalid { fields: vec![Field { name: "files".to_owned(), problem: problem.to_owned(), detail }] }
}
