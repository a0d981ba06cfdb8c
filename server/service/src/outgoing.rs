//! A draft as bytes for the wire: built once, at submission, never again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use levee_contract::{Account, AppError, Field, UnixSeconds};
use levee_mail::{Contact, Draft, MessageId};
use std::collections::HashSet;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

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
    if draft.text.len() + draft.quote.len() > LONGEST_TEXT {
        problems.push(field("text", "too_long", Some(LONGEST_TEXT.to_string())));
    }
    problems
}

/// Builds the message. `refers_to` is the thread it answers, its root first; `chance` makes the id.
///
/// # Errors
/// `Invalid` when the account's own name or domain cannot stand in a header.
pub(crate) fn build(
    account: &Account,
    draft: &Draft,
    refers_to: &[MessageId],
    chance: [u8; 16],
    now: UnixSeconds,
) -> Result<Outgoing, AppError> {
    let invalid = |problem: &str| {
        let field = Field { name: "from".to_owned(), problem: problem.to_owned(), detail: None };
        AppError::Invalid { fields: vec![field] }
    };
    let random: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let domain = account.address.domain();
    let message_id = MessageId::parse(&format!("{random}@{domain}")).ok_or_else(|| invalid("not_an_address"))?;
    let name = (!account.name.is_empty() && !breaks_header(&account.name)).then(|| account.name.clone());
    let from = Contact { name, address: account.address.clone() };
    let date = OffsetDateTime::from_unix_timestamp(now).ok().and_then(|at| at.format(&Rfc2822).ok());
    let mut header = String::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            header.push_str(&format!("{name}: {value}\r\n"));
        }
    };
    add("Date", &date.ok_or_else(|| invalid("out_of_range"))?);
    add("From", &contacts(std::slice::from_ref(&from)));
    add("To", &contacts(&draft.to));
    add("Cc", &contacts(&draft.cc));
    // RFC 5322 section 3.6 asks for no destination field, and many relays mark a message without one.
    if draft.to.is_empty() && draft.cc.is_empty() {
        add("To", "undisclosed-recipients:;");
    }
    add("Subject", &unstructured(&draft.subject));
    add("Message-ID", &message_id.to_string());
    add("In-Reply-To", &refers_to.last().map(ToString::to_string).unwrap_or_default());
    add("References", &refers_to.iter().map(ToString::to_string).collect::<Vec<_>>().join("\r\n "));
    add("MIME-Version", "1.0");
    add("Content-Type", "text/plain; charset=utf-8");
    add("Content-Transfer-Encoding", "base64");
    let text = held_text(draft).replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    let body = STANDARD.encode(format!("{text}\r\n"));
    let mut bytes = format!("{header}\r\n").into_bytes();
    for line in body.as_bytes().chunks(76) {
        bytes.extend_from_slice(line);
        bytes.extend_from_slice(b"\r\n");
    }
    let everybody = draft.to.iter().chain(&draft.cc).chain(&draft.bcc);
    let mut recipients: Vec<String> = everybody.map(|contact| contact.address.to_string()).collect();
    let mut seen = HashSet::new();
    recipients.retain(|address| seen.insert(address.clone()));
    let bcc = match draft.bcc.as_slice() {
        [] => String::new(),
        hidden => format!("Bcc: {}\r\n", contacts(hidden)),
    };
    Ok(Outgoing { message_id, recipients, bytes, bcc })
}

/// Contacts as a header value, one a line.
fn contacts(contacts: &[Contact]) -> String {
    let written: Vec<String> = contacts
        .iter()
        .map(|contact| match contact.name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => format!("{} <{}>", phrase(name), contact.address),
            None => contact.address.to_string(),
        })
        .collect();
    written.join(",\r\n ")
}

/// A display name: quoted, or as encoded words where it is not ASCII (RFC 2047 section 5).
fn phrase(name: &str) -> String {
    if name.is_ascii() && name.len() <= 60 {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        encoded(name)
    }
}

/// A subject: as it is where it is short ASCII, else as encoded words.
fn unstructured(text: &str) -> String {
    if text.is_ascii() && text.len() <= 60 && !text.contains("=?") { text.to_owned() } else { encoded(text) }
}

/// Encoded words of at most 75 octets, never cutting a character (RFC 2047 section 2).
fn encoded(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        if piece.len() + c.len_utf8() > 42 {
            words.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    words.push(piece);
    let words: Vec<String> = words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word))).collect();
    words.join("\r\n ")
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
