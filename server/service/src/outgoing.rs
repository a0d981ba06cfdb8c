//! A draft as bytes for the wire: built once, at submission, never again.

use crate::draft_files::{Gathered, MOST_FILES};
use crate::formatted::{Quote, document};
use crate::pass;
use levee_contract::{Account, AppError, Field, UnixSeconds};
use levee_mail::{Contact, Draft, MessageId};
use levee_mime::compose::{self, BuildError};
use levee_mime::html::MAX_HTML;
use std::collections::HashSet;

/// Longest subject, characters.
const LONGEST_SUBJECT: usize = 500;
/// Longest text with its quote, bytes.
const LONGEST_TEXT: usize = 5_000_000;
/// Most recipients written in one message.
const MOST_RECIPIENTS: usize = 1_000;

/// A message ready to be handed over.
pub(crate) struct Outgoing {
    pub(crate) message_id: MessageId,
    /// Envelope recipients.
    pub(crate) recipients: Vec<String>,
    /// Without Bcc.
    pub(crate) bytes: Vec<u8>,
    /// The Bcc field for the copy in Sent; empty when there is none.
    pub(crate) bcc: String,
}

/// Everything for which a draft cannot be a message.
pub(crate) fn field_problems(draft: &Draft) -> Vec<Field> {
    let field = |name: &str, problem: &str, detail: Option<String>| Field {
        name: name.to_owned(),
        problem: problem.to_owned(),
        detail,
    };
    let mut problems: Vec<Field> =
        draft.unparsed.iter().map(|typed| field("to", "not_an_address", Some(typed.clone()))).collect();
    let fields = [("to", &draft.to), ("cc", &draft.cc), ("bcc", &draft.bcc)];
    let recipients: usize = fields.iter().map(|(_, contacts)| contacts.len()).sum();
    if recipients == 0 && problems.is_empty() {
        problems.push(field("to", "empty", None));
    }
    if recipients > MOST_RECIPIENTS {
        problems.push(field("to", "too_many", Some(MOST_RECIPIENTS.to_string())));
    }
    for (name, contacts) in fields {
        for contact in contacts.iter().filter(|c| c.name.as_deref().is_some_and(breaks_header)) {
            problems.push(field(name, "control_character", Some(contact.address.to_string())));
        }
    }
    if breaks_header(&draft.subject) {
        problems.push(field("subject", "control_character", None));
    }
    if draft.subject.chars().count() > LONGEST_SUBJECT {
        problems.push(field("subject", "too_long", Some(LONGEST_SUBJECT.to_string())));
    }
    if draft.html.len() > MAX_HTML {
        problems.push(field("text", "too_long", Some(MAX_HTML.to_string())));
    }
    if draft.files.len() > MOST_FILES {
        problems.push(field("files", "too_many", Some(MOST_FILES.to_string())));
    }
    if draft.text.len() + draft.quote.len() > LONGEST_TEXT {
        problems.push(field("text", "too_long", Some(LONGEST_TEXT.to_string())));
    }
    problems
}

/// What goes out with a draft's own words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Along {
    /// The quote of a formatted text.
    pub(crate) quote: Quote,
    pub(crate) files: Vec<Gathered>,
}

/// Builds the message. `refers_to` is the thread it answers, its root first; `chance` makes the id.
///
/// # Errors
/// `Invalid` when the account's own name or domain cannot stand in a header.
pub(crate) fn build(
    account: &Account,
    draft: &Draft,
    along: Along,
    refers_to: &[MessageId],
    chance: [u8; 16],
    now: UnixSeconds,
) -> Result<Outgoing, AppError> {
    let random: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = MessageId::parse(&format!("{random}@{}", account.address.domain()));
    let message_id = id.ok_or(BuildError::Malformed(compose::Field::From)).map_err(refused)?;
    let name = Some(account.name.clone()).filter(|name| !name.is_empty() && !breaks_header(name));
    let message = compose::Outgoing {
        from: Contact { name, address: account.address.clone() },
        reply_to: Vec::new(),
        to: draft.to.clone(),
        cc: draft.cc.clone(),
        bcc: draft.bcc.clone(),
        subject: draft.subject.clone(),
        date: now,
        message_id: message_id.clone(),
        in_reply_to: refers_to.last().cloned(),
        references: refers_to.to_vec(),
        importance: draft.importance,
        text: held_text(draft),
        html: document(draft, along.quote, &along.files),
        attachments: along.files.into_iter().filter(|f| f.content_id.is_none()).map(|f| f.file).collect(),
    };
    let bytes = compose::build(&message).map_err(refused)?;
    let copy = compose::sent_copy(&message).map_err(refused)?;
    let everybody = draft.to.iter().chain(&draft.cc).chain(&draft.bcc);
    let mut recipients: Vec<String> = everybody.map(|contact| contact.address.to_string()).collect();
    let mut seen = HashSet::new();
    recipients.retain(|address| seen.insert(address.clone()));
    Ok(Outgoing { message_id, recipients, bytes, bcc: bcc_field(&copy) })
}

/// The Bcc field of the copy for Sent, its folds and its line end included; empty when there is none.
fn bcc_field(copy: &[u8]) -> String {
    let header = String::from_utf8_lossy(pass::split(copy).0);
    let from_bcc = header.split_inclusive("\r\n").skip_while(|line| !line.starts_with("Bcc:"));
    let folds = |(n, line): &(usize, &str)| *n == 0 || line.starts_with([' ', '\t']);
    from_bcc.enumerate().take_while(folds).map(|(_, line)| line).collect()
}

/// A field that cannot stand in a message, as a form shows it.
fn refused(error: BuildError) -> AppError {
    let (field, problem) = match error {
        BuildError::ForbiddenCharacter(field) => (field, "control_character"),
        BuildError::NeedsUtf8(field) => (field, "needs_utf8"),
        BuildError::Malformed(field) => (field, "not_an_address"),
    };
    let name = match field {
        compose::Field::To => "to",
        compose::Field::Cc => "cc",
        compose::Field::Bcc => "bcc",
        compose::Field::Subject => "subject",
        compose::Field::AttachmentName | compose::Field::AttachmentType | compose::Field::ContentId => "files",
        _ => "from",
    };
    AppError::Invalid { fields: vec![Field { name: name.to_owned(), problem: problem.to_owned(), detail: None }] }
}

/// Characters that end a header line for somebody: refused, never repaired.
fn breaks_header(text: &str) -> bool {
    text.chars().any(|c| (c.is_control() && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// What approvers read of a held message.
pub(crate) fn held_text(draft: &Draft) -> String {
    match draft.quote.as_str() {
        "" => draft.text.clone(),
        quote => format!("{}\n\n{quote}", draft.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(copy: &str, expected: &str) {
        assert_eq!(bcc_field(copy.as_bytes()), expected);
    }

    #[test]
    fn the_bcc_field_is_cut_out_whole() {
        check("To: a@x\r\nBcc: b@x,\r\n c@x\r\nSubject: s\r\n\r\nBcc: no\r\n", "Bcc: b@x,\r\n c@x\r\n");
        check("Bcc: b@x\r\n\r\n", "Bcc: b@x\r\n");
        check("To: a@x\r\nSubject: Bcc: no\r\n\r\nBcc: no\r\n", "");
    }
}
