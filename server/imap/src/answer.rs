//! What a server answered to one command, in our own words.

use crate::imap_error::ServerWords;
use async_imap::imap_proto::{self, MailboxDatum, NameAttribute, Response, ResponseCode, StatusAttribute};
use std::collections::HashSet;

/// Untagged data and the outcome of one command.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// FETCH and QUOTA answers as they came.
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
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) raw: String,
    pub(crate) total: Option<u32>,
    pub(crate) unread: Option<u32>,
    pub(crate) uid_validity: Option<u32>,
    pub(crate) uid_next: Option<u32>,
    pub(crate) highest_modseq: Option<u64>,
}

/// The end of a command.
#[derive(Debug)]
pub(crate) enum Outcome {
    Ok,
    No(ServerWords),
    Bad,
}

impl Answer {
    /// Takes in an untagged response.
    pub(crate) fn note(&mut self, response: &Response<'_>) {
        match response {
            Response::Capabilities(capabilities) => self.note_capabilities(capabilities),
            Response::Expunge(_) => self.expunged += 1,
            Response::MailboxData(MailboxDatum::Exists(count)) => self.exists = Some(*count),
            Response::MailboxData(MailboxDatum::Search(found)) => self.found.extend(found),
            Response::MailboxData(MailboxDatum::List(list)) => self.listed.push(Listed {
                raw: unescaped(&list.name),
                // A backslash comes escaped, as two.
                delimiter: list.delimiter.as_ref().and_then(|d| d.chars().last()),
                attributes: list.name_attributes.iter().map(attribute).collect(),
            }),
            Response::MailboxData(MailboxDatum::Status { mailbox, status }) => {
                let mut counted = Counted { raw: unescaped(mailbox), ..Counted::default() };
                for number in status {
                    match number {
                        StatusAttribute::Messages(n) => counted.total = Some(*n),
                        StatusAttribute::Unseen(n) => counted.unread = Some(*n),
                        StatusAttribute::UidValidity(n) => counted.uid_validity = Some(*n),
                        StatusAttribute::UidNext(n) => counted.uid_next = Some(*n),
                        StatusAttribute::HighestModSeq(n) => counted.highest_modseq = Some(*n),
                        _ => {}
                    }
                }
                self.counted.push(counted);
            }
            Response::Data { status, outcome } => {
                if *status == imap_proto::Status::Bye {
                    self.goodbye = Some(words(outcome));
                }
                self.note_code(outcome.code.as_ref());
            }
            _ => {}
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

fn attribute(attribute: &NameAttribute<'_>) -> String {
    let name = match attribute {
        NameAttribute::NoInferiors => "noinferiors",
        NameAttribute::NoSelect => "noselect",
        NameAttribute::Marked => "marked",
        NameAttribute::Unmarked => "unmarked",
        NameAttribute::All => "all",
        NameAttribute::Archive => "archive",
        NameAttribute::Drafts => "drafts",
        NameAttribute::Flagged => "flagged",
        NameAttribute::Junk => "junk",
        NameAttribute::Sent => "sent",
        NameAttribute::Trash => "trash",
        NameAttribute::Extension(name) => name,
        _ => "",
    };
    name.trim_start_matches('\\').to_ascii_lowercase()
}

/// imap-proto leaves the backslashes of quoted strings in.
fn unescaped(name: &str) -> String {
    name.replace("\\\"", "\"").replace("\\\\", "\\")
}
