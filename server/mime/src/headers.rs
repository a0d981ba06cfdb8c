//! The head of a received message as safe text. What is listed here is for reading and threading;
//! nothing of it is ever pasted into a command, a query or another header.

use crate::header_field::{Correspondent, Field, decode_addresses, decode_date, decode_header, decode_ids};
use levee_mail::{Importance, MessageId};
use serde::Serialize;

/// Fields kept for *show all headers*.
const MAX_FIELDS: usize = 300;
/// Characters kept of each of them.
const MAX_VALUE: usize = 2000;

/// The fields that Levee knows, each value on one safe line. Of a field that may stand once, the first counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Headers {
    /// Subject, decoded.
    pub subject: String,
    /// From. Normally one.
    pub from: Vec<Correspondent>,
    /// Sender, if it is named apart.
    pub sender: Vec<Correspondent>,
    /// Reply-To.
    pub reply_to: Vec<Correspondent>,
    /// To.
    pub to: Vec<Correspondent>,
    /// Cc.
    pub cc: Vec<Correspondent>,
    /// Bcc, as copies in Sent have it.
    pub bcc: Vec<Correspondent>,
    /// Date, in seconds since 1970.
    pub date: Option<i64>,
    /// Message-ID.
    pub message_id: Option<MessageId>,
    /// In-Reply-To.
    pub in_reply_to: Vec<MessageId>,
    /// References, oldest first.
    pub references: Vec<MessageId>,
    /// List-Id (RFC 2919), as written.
    pub list_id: Option<String>,
    /// List-Post (RFC 2369), as written.
    pub list_post: Option<String>,
    /// List-Unsubscribe (RFC 2369), as written.
    pub list_unsubscribe: Option<String>,
    /// Auto-Submitted (RFC 3834), in lower case, without parameters.
    pub auto_submitted: Option<String>,
    /// Precedence, in lower case.
    pub precedence: Option<String>,
    /// Importance; where it is not said, what Priority (RFC 2156 section 5.3.6) or X-Priority say.
    pub importance: Importance,
    /// Disposition-Notification-To: somebody asks for a receipt (RFC 8098). None is ever sent by itself.
    pub receipt_to: Vec<Correspondent>,
    /// Resent-From, -To, -Cc and -Bcc of every block (RFC 5322 section 3.6.6).
    pub resent_from: Vec<Correspondent>,
    /// Recipients of resent blocks.
    pub resent_to: Vec<Correspondent>,
    /// Every field in order, for *show all headers*.
    pub all: Vec<HeaderLine>,
}

/// One field as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeaderLine {
    /// Its name as written.
    pub name: String,
    /// Its value, decoded, on one safe line.
    pub value: String,
}

impl Headers {
    pub(crate) fn read(fields: &[Field<'_>]) -> Self {
        let all = |name: &str| {
            fields.iter().filter(|f| f.name.eq_ignore_ascii_case(name)).map(|f| f.value).collect::<Vec<_>>()
        };
        let first = |name: &str| all(name).first().copied();
        let people = |name: &str| first(name).map(decode_addresses).unwrap_or_default();
        // Recipient fields may not be repeated and sometimes are: nobody is left out.
        let everybody = |names: &[&str]| -> Vec<Correspondent> {
            names.iter().flat_map(|n| all(n)).flat_map(decode_addresses).collect()
        };
        let text = |name: &str| first(name).map(decode_header).filter(|v| !v.is_empty());
        let word =
            |name: &str| text(name).map(|v| v.split([';', ' ', '(']).next().unwrap_or_default().to_ascii_lowercase());
        let ids = |name: &str| first(name).map(decode_ids).unwrap_or_default();
        Self {
            subject: text("Subject").unwrap_or_default(),
            from: people("From"),
            sender: people("Sender"),
            reply_to: people("Reply-To"),
            to: everybody(&["To"]),
            cc: everybody(&["Cc"]),
            bcc: everybody(&["Bcc"]),
            date: first("Date").and_then(decode_date),
            message_id: ids("Message-ID").into_iter().next(),
            in_reply_to: ids("In-Reply-To"),
            references: ids("References"),
            list_id: text("List-Id"),
            list_post: text("List-Post"),
            list_unsubscribe: text("List-Unsubscribe"),
            auto_submitted: word("Auto-Submitted"),
            precedence: word("Precedence"),
            importance: importance(word),
            receipt_to: people("Disposition-Notification-To"),
            resent_from: everybody(&["Resent-From"]),
            resent_to: everybody(&["Resent-To", "Resent-Cc", "Resent-Bcc"]),
            all: fields.iter().take(MAX_FIELDS).map(HeaderLine::read).collect(),
        }
    }
}

/// The fields in which programs say how much a message matters.
fn importance(word: impl Fn(&str) -> Option<String>) -> Importance {
    let priority = || match word("Priority")?.as_str() {
        "urgent" => Some(Importance::High),
        "non-urgent" => Some(Importance::Low),
        _ => None,
    };
    let number = || match word("X-Priority")?.chars().next()? {
        '1' | '2' => Some(Importance::High),
        '4' | '5' => Some(Importance::Low),
        _ => None,
    };
    let said = word("Importance").and_then(|word| Importance::parse(&word));
    said.or_else(priority).or_else(number).unwrap_or_default()
}

impl HeaderLine {
    fn read(field: &Field<'_>) -> Self {
        let shown = &field.value[..field.value.len().min(MAX_VALUE * 4)];
        let value = decode_header(shown).chars().take(MAX_VALUE).collect();
        Self { name: field.name.chars().take(100).collect(), value }
    }
}
