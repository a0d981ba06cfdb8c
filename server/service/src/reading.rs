//! One message: what the reading pane shows, the document of its body, its parts. Everything in it was
//! written by a stranger; what leaves here is text, cleaned HTML, or bytes with headers of our own.

use crate::Service;
use crate::capability::Target;
use crate::frozen::Conversation;
use crate::handed::message_of;
use crate::ignored::Named;
use crate::mailboxes::{from_imap, mailbox_name, marks};
use crate::membership::Route;
use levee_contract::{
    AppError, Attachment, Caller, Enclosed, HeaderLine, HeaderWarning, Marks, MessageRef, MessageView, Opened, Opens,
    Particulars, ReplyAll, ServedPart,
};
use levee_directory::Directory;
use levee_guard::judge;
use levee_mail::{Contact, Draft, ReplyKind};
use levee_mime::content_type::{Placement, for_download};
use levee_mime::{Correspondent, Message, PartId, Placing, Warning, file_name};
use std::sync::Arc;

/// Bytes up to which a picture is shown without being asked for.
const LARGEST_PICTURE: usize = 5_000_000;

/// Bytes up to which an enclosed message is looked into.
const LARGEST_ENCLOSED: usize = 10_000_000;
/// Bytes shown of a message's source.
const LARGEST_SOURCE: usize = 1_000_000;

/// The message as it lies on the server.
pub(crate) struct Raw {
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) marks: Marks,
}

impl Service {
    /// Fetches a message, or takes it from those opened a moment ago.
    pub(crate) async fn fetch(&self, who: &Caller, message: &MessageRef) -> Result<Raw, AppError> {
        let name = mailbox_name(&message.mailbox)?;
        let mut session = self.session_at(who, &name).await?;
        let found = session.message(&name, message.uid_validity, message.uid).await.map_err(from_imap)?;
        let bytes: Arc<[u8]> = found.bytes.into();
        self.opened.keep(&who.account.address, message, bytes.clone());
        Ok(Raw { bytes, marks: marks(found.flags) })
    }

    /// The bytes of a message that was opened.
    pub(crate) async fn bytes(&self, who: &Caller, message: &MessageRef) -> Result<Arc<[u8]>, AppError> {
        match self.opened.get(&who.account.address, message) {
            Some(bytes) => Ok(bytes),
            None => Ok(self.fetch(who, message).await?.bytes),
        }
    }

    /// What the reading pane shows.
    pub(crate) async fn view(&self, who: &Caller, message: &MessageRef) -> Result<Opened, AppError> {
        let raw = self.fetch(who, message).await?;
        let remote_images = self.remote_images(raw.bytes.clone()).await?;
        let (shown, reply, route, conversation, named, attachments) = {
            let parsed = Message::parse(&raw.bytes);
            let shown = self.shown(who, message, &parsed, raw.marks);
            let reply = self.answer_to(who, message, &parsed, ReplyKind::ReplyAll);
            let (conversation, named) = (Conversation::of(&parsed), Named::of(&parsed));
            (shown, reply, Route::of(&parsed), conversation, named, self.attachments(who, message, &parsed))
        };
        let reply_all = self.reply_all(who, &shown, &reply).await?;
        let particulars = Particulars {
            why: self.why_by(who, route).await?,
            frozen: self.frozen(conversation).await?,
            ignored: self.ignored_as(who, named).await?,
            event: self.event_of(who, message, raw.bytes).await,
            archive_url: (attachments.len() > 1)
                .then(|| format!("/archive/{}", self.grant(who, message, Target::Archive))),
            attachments,
            source_url: format!("/part/{}", self.grant(who, message, Target::Source)),
            save_url: format!("/attachment/{}", self.grant(who, message, Target::Whole)),
        };
        Ok(Opened { message: MessageView { remote_images, ..shown }, reply_all, particulars })
    }

    fn shown(&self, who: &Caller, message: &MessageRef, parsed: &Message<'_>, marks: Marks) -> MessageView {
        let headers = parsed.headers();
        let from = contacts(&headers.from);
        let external = self.any_outside(&from);
        let reply_to = contacts(if headers.reply_to.is_empty() { &headers.from } else { &headers.reply_to });
        MessageView {
            message_id: headers.message_id.clone(),
            subject: headers.subject.clone(),
            to: contacts(&headers.to),
            cc: contacts(&headers.cc),
            bcc: contacts(&headers.bcc),
            received: headers.date.unwrap_or_default(),
            marks,
            external,
            warnings: warnings(&self.directory(), parsed, &from, external),
            body_url: format!("/body/{}", self.grant(who, message, Target::Body)),
            // Counted aside.
            remote_images: 0,
            from,
            reply_to,
            message: message.clone(),
        }
    }

    fn attachments(&self, who: &Caller, message: &MessageRef, parsed: &Message<'_>) -> Vec<Attachment> {
        let attachment = |part: &levee_mime::Part| Attachment {
            name: part.download_name(),
            size: part.size as u64,
            url: format!("/attachment/{}", self.grant(who, message, Target::Part(part.id.0))),
            opens: self.opens(who, message, parsed, part),
        };
        parsed.attachments().map(attachment).collect()
    }

    fn opens(&self, who: &Caller, message: &MessageRef, parsed: &Message<'_>, part: &levee_mime::Part) -> Opens {
        if is_picture(parsed, part) {
            return Opens::Picture(format!("/part/{}", self.grant(who, message, Target::Picture(part.id.0))));
        }
        let is_message = part.content_type == "message/rfc822" && part.size <= LARGEST_ENCLOSED;
        let Some(bytes) = is_message.then(|| parsed.decoded(part.id)).flatten() else { return Opens::Nothing };
        let enclosed = Message::parse(&bytes);
        let headers = enclosed.headers();
        Opens::Message(Enclosed {
            subject: headers.subject.clone(),
            from: contacts(&headers.from),
            to: contacts(&headers.to).into_iter().chain(contacts(&headers.cc)).collect(),
            sent: headers.date,
            body_url: format!("/body/{}", self.grant(who, message, Target::EnclosedBody(part.id.0))),
        })
    }

    /// *Reply all* judged before it is pressed; `None` when it would be the same as *Reply*.
    async fn reply_all(&self, who: &Caller, view: &MessageView, draft: &Draft) -> Result<Option<ReplyAll>, AppError> {
        let alone = |contact: &Contact| view.reply_to.iter().any(|to| to.address == contact.address);
        if draft.to.iter().chain(&draft.cc).all(alone) {
            return Ok(None);
        }
        let audience = self.audience_of(who, draft).await?;
        let verdict = judge(&message_of(draft), &audience.facts, &audience.policy.policy);
        Ok(Some(ReplyAll { audience, verdict }))
    }

    /// The bytes of a part with the headers it is served with.
    pub(crate) async fn served_part(
        &self,
        who: &Caller,
        message: &MessageRef,
        number: u32,
        purpose: Purpose,
    ) -> Result<ServedPart, AppError> {
        let bytes = self.bytes(who, message).await?;
        let parsed = Message::parse(&bytes);
        let part = parsed.part(PartId(number)).ok_or(AppError::Gone)?;
        let content = parsed.decoded(part.id).ok_or(AppError::Gone)?.into_owned();
        let served = for_download(&part.content_type, &content);
        let name = part.download_name();
        // A file is saved even if it could be shown; a picture in the text or asked for as one is shown.
        let shown = match purpose {
            Purpose::Save => part.placing == Placing::Inline && served.placement == Placement::Inline,
            Purpose::Look if served.content_type.starts_with("image/") => served.placement == Placement::Inline,
            Purpose::Look => return Err(AppError::Gone),
        };
        let disposition =
            if shown { file_name::inline_disposition(&name) } else { file_name::content_disposition(&name) };
        Ok(ServedPart { bytes: content, content_type: served.content_type, disposition })
    }
}

impl Service {
    /// The lines of a message's head, decoded.
    pub(crate) async fn header_lines(&self, who: &Caller, message: &MessageRef) -> Result<Vec<HeaderLine>, AppError> {
        let bytes = self.bytes(who, message).await?;
        let line = |line: &levee_mime::HeaderLine| HeaderLine { name: line.name.clone(), value: line.value.clone() };
        Ok(Message::parse(&bytes).headers().all.iter().map(line).collect())
    }

    /// The message as it came, as text; the first [`LARGEST_SOURCE`] bytes of it.
    pub(crate) async fn source(&self, who: &Caller, message: &MessageRef) -> Result<ServedPart, AppError> {
        let bytes = self.bytes(who, message).await?;
        let mut text = String::from_utf8_lossy(bytes.get(..LARGEST_SOURCE).unwrap_or(&bytes)).into_owned();
        if bytes.len() > LARGEST_SOURCE {
            text.push_str("\r\n[Cut here. Download the message to see all of it.]\r\n");
        }
        let disposition = file_name::inline_disposition("message.txt");
        Ok(ServedPart { bytes: text.into_bytes(), content_type: "text/plain; charset=utf-8", disposition })
    }

    /// The message as it came, to be saved.
    pub(crate) async fn whole(&self, who: &Caller, message: &MessageRef) -> Result<ServedPart, AppError> {
        let bytes = self.bytes(who, message).await?;
        let subject = Message::parse(&bytes).headers().subject.clone();
        let disposition = file_name::content_disposition(&file_name::titled(&subject, "message", "eml"));
        Ok(ServedPart { bytes: bytes.to_vec(), content_type: "message/rfc822", disposition })
    }
}

/// What a part is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// As a file, or in its place in the text.
    Save,
    /// As a picture.
    Look,
}

/// Whether a file is a picture that browsers show, by what it is declared as and by its first bytes.
fn is_picture(parsed: &Message<'_>, part: &levee_mime::Part) -> bool {
    let served = parsed.beginning(part.id).map(|bytes| for_download(&part.content_type, &bytes));
    part.size <= LARGEST_PICTURE
        && served.is_some_and(|s| s.placement == Placement::Inline && s.content_type.starts_with("image/"))
}

/// Those of a header field that are addresses.
pub(crate) fn contacts(found: &[Correspondent]) -> Vec<Contact> {
    found.iter().filter_map(Correspondent::contact).collect()
}

fn warnings(directory: &Directory, parsed: &Message<'_>, from: &[Contact], external: bool) -> Vec<HeaderWarning> {
    let mut found = Vec::new();
    if parsed.warnings().contains(&Warning::FromTwice) || from.len() > 1 {
        found.push(HeaderWarning::SeveralAuthors);
    }
    let names = || from.iter().filter_map(|contact| Some((contact.name.as_deref()?, contact)));
    if names().any(|(name, contact)| name.contains('@') && !name.eq_ignore_ascii_case(&contact.address.to_string())) {
        found.push(HeaderWarning::NameHoldsAddress);
    }
    if external && names().any(|(name, _)| is_staff_name(directory, name)) {
        found.push(HeaderWarning::StaffNameFromOutside);
    }
    found
}

/// Whether somebody of the organisation has exactly this name.
fn is_staff_name(directory: &Directory, name: &str) -> bool {
    let is_it = |entry: &levee_directory::Entry| match entry {
        levee_directory::Entry::Person { name: known, address, .. } => {
            known.eq_ignore_ascii_case(name.trim()) && directory.canonical().is_own(address.domain())
        }
        levee_directory::Entry::List { .. } => false,
    };
    directory.complete(name, 8).iter().any(is_it)
}
