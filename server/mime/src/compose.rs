//! Writes a message to be sent (RFC 5322, 2045, 2047). Strict: a value that could end a line is
//! refused, not repaired. Time and Message-ID are arguments, so the same message is the same bytes.

mod content;
mod encode;

use encode::{Word, encoded_words, write_field};
use levee_mail::{Address, Contact, Importance, MessageId};
use serde::Serialize;
use std::fmt;
use time::OffsetDateTime;
use url::Host;

pub use encode::normalise_crlf;

/// References written of a long thread: the first, and the last of them.
const MAX_REFERENCES: usize = 50;

/// A message about to be written.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Author.
    pub from: Contact,
    /// Where answers go, if not to the author.
    pub reply_to: Vec<Contact>,
    /// Visible recipients.
    pub to: Vec<Contact>,
    /// Visible copies.
    pub cc: Vec<Contact>,
    /// Hidden copies: only in the copy that is kept.
    pub bcc: Vec<Contact>,
    /// One line.
    pub subject: String,
    /// Seconds since 1970.
    pub date: i64,
    /// Fixed once; a retry is the same message.
    pub message_id: MessageId,
    /// The message that it answers.
    pub in_reply_to: Option<MessageId>,
    /// The thread, oldest first.
    pub references: Vec<MessageId>,
    /// How much it matters.
    pub importance: Importance,
    /// The whole text, quote included, lines ended in any way.
    pub text: String,
    /// The same, formatted; `None`: it goes out as plain text only.
    pub html: Option<Html>,
    /// Files.
    pub attachments: Vec<Attachment>,
}

/// A formatted text and the pictures in it (RFC 2387, RFC 2392).
#[derive(Clone, Debug)]
pub struct Html {
    /// The whole document; clean already, written as it is.
    pub document: String,
    /// Content-ID, without brackets, and the picture that it names.
    pub pictures: Vec<(String, Attachment)>,
}

/// A file to be sent along.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name; made safe when it is written.
    pub name: String,
    /// `type/subtype`, without parameters.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The input that cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the header field of its name")]
pub enum Field {
    From,
    ReplyTo,
    To,
    Cc,
    Bcc,
    Subject,
    Date,
    MessageId,
    InReplyTo,
    References,
    AttachmentName,
    AttachmentType,
    ContentId,
}

/// Why a message was not written. The author has to change the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BuildError {
    /// It holds a line end, a NUL or another control character.
    ForbiddenCharacter(Field),
    /// It can only be written by servers that take UTF-8 in addresses (RFC 6531).
    NeedsUtf8(Field),
    /// It is not of the form that the field has.
    Malformed(Field),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForbiddenCharacter(field) => write!(f, "{field:?} holds a line end or a control character"),
            Self::NeedsUtf8(field) => write!(f, "{field:?} holds an address that needs SMTPUTF8"),
            Self::Malformed(field) => write!(f, "{field:?} has not the form it must have"),
        }
    }
}

impl std::error::Error for BuildError {}

/// The bytes to send: CRLF only, lines of at most 998 bytes, no Bcc.
///
/// # Errors
/// A [`BuildError`] that names the field.
pub fn build(message: &Outgoing) -> Result<Vec<u8>, BuildError> {
    write(message, Copy::ToSend)
}

/// The bytes to keep in Sent: those of [`build`] with the Bcc field.
///
/// # Errors
/// As [`build`].
pub fn sent_copy(message: &Outgoing) -> Result<Vec<u8>, BuildError> {
    write(message, Copy::ToKeep)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Copy {
    ToSend,
    ToKeep,
}

fn write(message: &Outgoing, copy: Copy) -> Result<Vec<u8>, BuildError> {
    let mut out = String::new();
    write_field("Date", &[Word::plain(&date(message.date)?)], &mut out);
    write_field("From", &contacts(std::slice::from_ref(&message.from), Field::From)?, &mut out);
    // Checked even where it is not written: what is refused is refused in both copies.
    let bcc = contacts(&message.bcc, Field::Bcc)?;
    for (name, field, list) in [
        ("Reply-To", Field::ReplyTo, &message.reply_to),
        ("To", Field::To, &message.to),
        ("Cc", Field::Cc, &message.cc),
    ] {
        if !list.is_empty() {
            write_field(name, &contacts(list, field)?, &mut out);
        } else if field == Field::To && message.cc.is_empty() {
            write_field("To", &[Word::plain("undisclosed-recipients:;")], &mut out);
        }
    }
    if copy == Copy::ToKeep && !bcc.is_empty() {
        write_field("Bcc", &bcc, &mut out);
    }
    write_field("Subject", &text(&message.subject, Field::Subject)?, &mut out);
    write_field("Message-ID", &[id(&message.message_id, Field::MessageId)?], &mut out);
    if let Some(parent) = &message.in_reply_to {
        write_field("In-Reply-To", &[id(parent, Field::InReplyTo)?], &mut out);
    }
    if !message.references.is_empty() {
        let cut = message.references.len().saturating_sub(MAX_REFERENCES);
        let kept = message.references.iter().enumerate().filter(|(n, _)| *n == 0 || *n >= cut);
        let words: Result<Vec<Word>, BuildError> = kept.map(|(_, r)| id(r, Field::References)).collect();
        write_field("References", &words?, &mut out);
    }
    // Some programs read the one, some the other.
    match message.importance {
        Importance::Low => out.push_str("Importance: low\r\nX-Priority: 5\r\n"),
        Importance::Normal => {}
        Importance::High => out.push_str("Importance: high\r\nX-Priority: 1\r\n"),
    }
    out.push_str("MIME-Version: 1.0\r\n");
    content::write(message, &mut out)?;
    Ok(out.into_bytes())
}

/// Refuses what could end a line here or in a program that reads this later.
fn checked(text: &str, field: Field) -> Result<&str, BuildError> {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if text.contains(forbidden) { Err(BuildError::ForbiddenCharacter(field)) } else { Ok(text) }
}

fn date(seconds: i64) -> Result<String, BuildError> {
    let t = OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| BuildError::Malformed(Field::Date))?;
    let (day, month) = (t.weekday().to_string(), t.month().to_string());
    let (year, clock) = (t.year(), format!("{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second()));
    if !(1900..=9999).contains(&year) {
        return Err(BuildError::Malformed(Field::Date));
    }
    Ok(format!("{}, {:02} {} {year} {clock} +0000", &day[..3], t.day(), &month[..3]))
}

fn text(value: &str, field: Field) -> Result<Vec<Word>, BuildError> {
    let value = checked(value, field)?.trim();
    let plain = value.is_ascii() && !value.contains("=?") && value.split(' ').all(|w| w.len() <= 200);
    Ok(if plain { value.split(' ').map(Word::plain).collect() } else { encoded_words(value) })
}

fn contacts(list: &[Contact], field: Field) -> Result<Vec<Word>, BuildError> {
    let mut words = Vec::new();
    for (n, contact) in list.iter().enumerate() {
        let comma = if n + 1 < list.len() { "," } else { "" };
        let address = address(&contact.address, field)?;
        match contact.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => {
                words.extend(phrase(checked(name, field)?));
                words.push(Word::plain(&format!("<{address}>{comma}")));
            }
            None => words.push(Word::plain(&format!("{address}{comma}"))),
        }
    }
    Ok(words)
}

/// A display name: as it is, quoted, or in encoded words.
fn phrase(name: &str) -> Vec<Word> {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~ ".contains(c);
    if !name.is_ascii() || name.contains("=?") || name.len() > 200 {
        encoded_words(name)
    } else if name.chars().all(atom) && !name.contains("  ") {
        name.split(' ').map(Word::plain).collect()
    } else {
        vec![Word::plain(&format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))]
    }
}

/// The address with its domain in ASCII.
fn address(address: &Address, field: Field) -> Result<String, BuildError> {
    let domain = match address.domain() {
        literal if literal.starts_with('[') => literal.to_owned(),
        name => match Host::parse(name) {
            Ok(Host::Domain(ascii)) => {
                if name.is_ascii() {
                    name.to_owned()
                } else {
                    ascii
                }
            }
            _ => return Err(BuildError::Malformed(field)),
        },
    };
    let written = Address::from_parts(address.local(), &domain).map_err(|_| BuildError::Malformed(field))?.to_string();
    checked(&written, field)?;
    if written.is_ascii() { Ok(written) } else { Err(BuildError::NeedsUtf8(field)) }
}

fn id(id: &MessageId, field: Field) -> Result<Word, BuildError> {
    let written = id.to_string();
    checked(&written, field)?;
    if written.is_ascii() { Ok(Word::plain(&written)) } else { Err(BuildError::Malformed(field)) }
}
