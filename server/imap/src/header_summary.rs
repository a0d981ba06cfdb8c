//! What a row shows of a message's header. Read by the parser that reads whole messages, so that a
//! list and the message opened from it name the same people.

use levee_mail::{Address, Contact, MessageId};
use mail_parser::{HeaderValue, MessageParser};

/// Decoded header fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeaderSummary {
    pub(crate) from: Vec<Contact>,
    pub(crate) to: Vec<Contact>,
    pub(crate) cc: Vec<Contact>,
    pub(crate) subject: String,
    pub(crate) date: Option<i64>,
    pub(crate) message_id: Option<MessageId>,
    pub(crate) in_reply_to: Option<MessageId>,
    pub(crate) references: Vec<MessageId>,
}

impl HeaderSummary {
    pub(crate) fn parse(header: &[u8]) -> Self {
        let Some(message) = MessageParser::default().parse_headers(header) else { return Self::default() };
        Self {
            from: contacts(message.from()),
            to: contacts(message.to()),
            cc: contacts(message.cc()),
            subject: message.subject().map(one_line).unwrap_or_default(),
            date: message.date().map(mail_parser::DateTime::to_timestamp),
            message_id: message.message_id().and_then(MessageId::parse),
            in_reply_to: ids(message.in_reply_to()).next(),
            references: ids(message.references()).collect(),
        }
    }
}

fn contacts(addresses: Option<&mail_parser::Address<'_>>) -> Vec<Contact> {
    let all = addresses.into_iter().flat_map(mail_parser::Address::iter);
    all.filter_map(|entry| {
        let address = Address::parse(entry.address.as_deref()?).ok()?;
        let name = entry.name.as_deref().map(one_line).filter(|name| !name.is_empty());
        Some(Contact { name, address })
    })
    .collect()
}

fn ids<'a>(value: &'a HeaderValue<'_>) -> impl Iterator<Item = MessageId> + 'a {
    let ids = match value {
        HeaderValue::Text(id) => std::slice::from_ref(id),
        HeaderValue::TextList(ids) => ids,
        _ => &[],
    };
    ids.iter().filter_map(|id| MessageId::parse(id))
}

/// No control characters, white space as single spaces.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_subjects_and_ids() {
        let header = "From: =?utf-8?q?J=C3=BCrgen_=22J=22?= <j@hosp.example>\r\n\
            To: \"Ash, Bob\" <bob@hosp.example>, Team: eve@b.example;, not an address\r\n\
            Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n =?utf-8?B?IPCfmIA=?=\r\n\
            Date: Thu, 1 Jan 1970 01:00:00 +0100\r\n\
            Message-ID: <a@b>\r\nIn-Reply-To: <p@b>\r\nReferences: <o@b>\r\n <p@b>\r\n\r\n";
        let read = HeaderSummary::parse(header.as_bytes());
        let names = |list: &[Contact]| list.iter().map(|c| format!("{}|{}", c.label(), c.address)).collect::<Vec<_>>();
        assert_eq!(names(&read.from), ["Jürgen \"J\"|j@hosp.example"]);
        assert_eq!(names(&read.to), ["Ash, Bob|bob@hosp.example", "eve@b.example|eve@b.example"]);
        assert_eq!((read.subject.as_str(), read.date), ("Grüße 😀", Some(0)));
        let id = |text: &str| MessageId::parse(text).unwrap();
        assert_eq!((read.message_id, read.in_reply_to), (Some(id("a@b")), Some(id("p@b"))));
        assert_eq!(read.references, [id("o@b"), id("p@b")]);
    }

    #[test]
    fn an_encoded_name_never_becomes_an_address() {
        let read = HeaderSummary::parse(b"From: =?utf-8?q?boss=40hosp.example?= <x@evil.example>\r\n\r\n");
        assert_eq!(read.from.len(), 1);
        assert_eq!(read.from[0].address.to_string(), "x@evil.example");
        assert_eq!(HeaderSummary::parse(b""), HeaderSummary::default());
    }
}
