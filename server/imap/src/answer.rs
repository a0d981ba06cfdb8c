//! What a server answered to one command, in our own words.

use crate::fetch_value::{Fetch, Value, values};
use crate::imap_error::ServerWords;
use async_imap::imap_proto::{self, MailboxDatum, Response, ResponseCode};
use std::collections::HashSet;

/// Untagged data and the outcome of one command.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// FETCH and QUOTA answers, as they came.
    pub(crate) fetched: Vec<Vec<u8>>,
    pub(crate) listed: Vec<Listed>,
    pub(crate) counted: Vec<Counted>,
    pub(crate) found: Vec<u32>,
    pub(crate) exists: Option<u32>,
    pub(crate) expunged: u32,
    pub(crate) uid_validity: Option<u32>,
    pub(crate) uid_next: Option<u32>,
    pub(crate) highest_modseq: Option<u64>,
    pub(crate) capabilities: Option<HashSet<String>>,
    /// APPENDUID (RFC 4315): UIDVALIDITY and UID.
    pub(crate) appended: Option<(u32, u32)>,
    /// COPYUID (RFC 4315): UIDVALIDITY of the target, and the UIDs there.
    pub(crate) copied: Option<(u32, Vec<u32>)>,
    pub(crate) goodbye: Option<ServerWords>,
    /// Something has failed that is not the end of the command (RFC 3501 sections 7.1.2 and 7.1.3).
    pub(crate) complained: bool,
}

/// A mailbox as LIST gives it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) raw: String,
    pub(crate) delimiter: Option<char>,
    /// Attributes in lower case, without the backslash.
    pub(crate) attributes: Vec<String>,
}

/// Numbers of a mailbox as STATUS gives them.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) raw: String,
    pub(crate) total: Option<u32>,
    pub(crate) unread: Option<u32>,
    pub(crate) uid_validity: Option<u32>,
    pub(crate) uid_next: Option<u32>,
    pub(crate) highest_modseq: Option<u64>,
}

impl Listed {
    /// `(\\Sent) "/" name`, and extended data that nobody asked for (RFC 5258).
    fn of(values: &[Value<'_>]) -> Option<Self> {
        let [Value::List(attributes), delimiter, name, ..] = values else { return None };
        let attribute = |value: &Value<'_>| Some(text(value)?.trim_start_matches('\\').to_ascii_lowercase());
        Some(Self {
            raw: text(name)?,
            delimiter: text(delimiter).and_then(|delimiter| delimiter.chars().next()),
            attributes: attributes.iter().filter_map(attribute).collect(),
        })
    }
}

impl Counted {
    /// `name (MESSAGES 9 UNSEEN 2)`; items that nobody asked for are passed over.
    fn of(values: &[Value<'_>]) -> Option<Self> {
        let [name, Value::List(items)] = values else { return None };
        let item = |name: &str| items.chunks_exact(2).find(|pair| pair[0].is(name)).map(|pair| &pair[1]);
        let number = |name: &str| item(name).and_then(Value::number);
        Some(Self {
            raw: text(name)?,
            total: number("MESSAGES"),
            unread: number("UNSEEN"),
            uid_validity: number("UIDVALIDITY"),
            uid_next: number("UIDNEXT"),
            highest_modseq: item("HIGHESTMODSEQ").and_then(Value::number),
        })
    }
}

fn text(value: &Value<'_>) -> Option<String> {
    value.bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// The end of a command.
#[derive(Debug)]
pub(crate) enum Outcome {
    Ok,
    No(ServerWords),
    Bad,
}

impl Answer {
    /// Whether the mailbox that is open is another than it was. Marks that were asked for are no change; those that
    /// another client has changed come with the counter that nobody asks for (RFC 7162 section 3.2), and on a server
    /// without it nothing that SELECT shows depends on them.
    pub(crate) fn tells_of_change(&self) -> bool {
        let counted = |response: &Vec<u8>| Fetch::parse(response).is_some_and(|fetch| fetch.item("MODSEQ").is_some());
        self.exists.is_some()
            || self.expunged > 0
            || self.uid_next.is_some()
            || self.highest_modseq.is_some()
            || self.fetched.iter().any(counted)
    }

    /// Whether the mailbox that is open, or the meaning of UIDs in it, may be lost.
    pub(crate) fn casts_doubt(&self) -> bool {
        self.complained || self.goodbye.is_some() || self.uid_validity.is_some()
    }

    /// Takes in an untagged response.
    pub(crate) fn note(&mut self, response: &Response<'_>) {
        match response {
            Response::Capabilities(capabilities) => self.note_capabilities(capabilities),
            Response::Expunge(_) => self.expunged += 1,
            Response::MailboxData(MailboxDatum::Exists(count)) => self.exists = Some(*count),
            Response::Data { status, outcome } => {
                match status {
                    imap_proto::Status::Bye => self.goodbye = Some(words(outcome)),
                    // As when a quota is nearly used up: that is for people to read.
                    _ if matches!(outcome.code, Some(ResponseCode::Alert)) => {}
                    imap_proto::Status::No | imap_proto::Status::Bad => self.complained = true,
                    _ => {}
                }
                self.note_code(outcome.code.as_ref());
            }
            _ => {}
        }
    }

    /// Takes in what the tap has kept from async-imap.
    pub(crate) fn note_kept(&mut self, kept: Vec<Vec<u8>>) {
        for response in kept {
            if let Some(found) = values(&response, "SEARCH") {
                // Behind the numbers there may be a MODSEQ in parentheses (RFC 7162).
                self.found.extend(found.iter().filter_map(Value::number::<u32>));
            } else if let Some(listed) = values(&response, "LIST") {
                self.listed.extend(Listed::of(&listed));
            } else if let Some(counted) = values(&response, "STATUS") {
                self.counted.extend(Counted::of(&counted));
            } else {
                self.fetched.push(response);
            }
        }
    }

    /// Takes in the tagged end.
    pub(crate) fn end(&mut self, status: &imap_proto::Status, outcome: &imap_proto::Outcome<'_>) -> Outcome {
        self.note_code(outcome.code.as_ref());
        match status {
            imap_proto::Status::Ok => Outcome::Ok,
            imap_proto::Status::No => Outcome::No(words(outcome)),
            _ => Outcome::Bad,
        }
    }

    fn note_code(&mut self, code: Option<&ResponseCode<'_>>) {
        match code {
            Some(ResponseCode::UidValidity(n)) => self.uid_validity = Some(*n),
            Some(ResponseCode::UidNext(n)) => self.uid_next = Some(*n),
            Some(ResponseCode::HighestModSeq(n)) => self.highest_modseq = Some(*n),
            Some(ResponseCode::Capabilities(capabilities)) => self.note_capabilities(capabilities),
            Some(ResponseCode::AppendUid(validity, uids)) => {
                self.appended = members(uids).first().map(|uid| (*validity, *uid));
            }
            Some(ResponseCode::CopyUid(validity, _, target)) => self.copied = Some((*validity, members(target))),
            _ => {}
        }
    }

    fn note_capabilities(&mut self, capabilities: &[imap_proto::Capability<'_>]) {
        let names = capabilities.iter().filter_map(|capability| match capability {
            imap_proto::Capability::Atom(name) => Some(name.to_ascii_uppercase()),
            _ => None,
        });
        self.capabilities = Some(names.collect());
    }
}

/// The words of an outcome. Codes that imap-proto knows are gone from the text: the one that
/// matters to us is put back.
pub(crate) fn words(outcome: &imap_proto::Outcome<'_>) -> ServerWords {
    let text = outcome.information.as_deref().unwrap_or_default();
    match &outcome.code {
        Some(ResponseCode::TryCreate) => ServerWords::new(&format!("[TRYCREATE] {text}")),
        _ => ServerWords::new(text),
    }
}

fn members(set: &[imap_proto::rfc4315::UidSetMember]) -> Vec<u32> {
    use imap_proto::rfc4315::UidSetMember::{Uid, UidRange};
    // A server can answer with fewer UIDs than any command of ours names; more is a lie.
    const LIMIT: usize = 1 << 20;
    let range = |member: &imap_proto::rfc4315::UidSetMember| match member {
        Uid(uid) => *uid..=*uid,
        UidRange(range) => range.clone(),
    };
    set.iter().flat_map(range).take(LIMIT).collect()
}
