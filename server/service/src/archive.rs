//! All files of a message at once, in the order of its cards.

use crate::Service;
use levee_contract::{AppError, Archive, ArchivedFile, Caller, MessageRef};
use levee_mime::{Message, file_name};

impl Service {
    /// The files, and what the archive of them is called: after the subject.
    pub(crate) async fn archive_of(&self, who: &Caller, message: &MessageRef) -> Result<Archive, AppError> {
        let bytes = self.bytes(who, message).await?;
        let (subject, sent, names, contents) = {
            let parsed = Message::parse(&bytes);
            let names: Vec<String> = parsed.attachments().map(levee_mime::Part::download_name).collect();
            let contents: Vec<_> = parsed.attachments().map(|part| parsed.content(part.id)).collect();
            (parsed.headers().subject.clone(), parsed.headers().date, names, contents)
        };
        let names = file_name::distinct(names.iter().map(String::as_str));
        let files = names.into_iter().zip(contents).filter_map(move |(name, content)| {
            let bytes = content?.decode(&bytes)?.into_owned();
            Some(ArchivedFile { name, bytes })
        });
        let disposition = file_name::content_disposition(&file_name::titled(&subject, "files", "zip"));
        Ok(Archive { disposition, sent, files: Box::new(files) })
    }
}
