//! The draft with which *Reply*, *Reply all* and *Forward* begin: recipients, subject, the quoted
//! original.

use crate::Service;
use crate::reading::contacts;
use levee_contract::{AppError, Caller, MessageRef};
use levee_mail::{Contact, Draft, ReplyKind};
use levee_mime::Message;
use time::OffsetDateTime;
use time::macros::format_description;

/// Longest quoted original, bytes: what is longer is cut, and says so by its last line.
const LONGEST_QUOTE: usize = 200_000;

impl Service {
    /// Begins an answer to a message, or its forwarding.
    ///
    /// # Errors
    /// `Gone`, `MailServerDown`, `SignedOut`.
    pub(crate) async fn answer(&self, who: &Caller, message: &MessageRef, kind: ReplyKind) -> Result<Draft, AppError> {
        let bytes = self.bytes(who, message).await?;
        Ok(self.answer_to(who, message, &Message::parse(&bytes), kind))
    }

    /// The same for a message that is read already.
    pub(crate) fn answer_to(&self, who: &Caller, message: &MessageRef, parsed: &Message<'_>, kind: ReplyKind) -> Draft {
        let headers = parsed.headers();
        let canonical = |contact: &Contact| self.directory().canonical().address(&contact.address);
        let own = |contact: &Contact| canonical(contact) == who.account.address;
        let author = contacts(if headers.reply_to.is_empty() { &headers.from } else { &headers.reply_to });
        // One's own message is answered to those it went to.
        let author = if author.iter().all(own) { contacts(&headers.to) } else { author };
        let (to, cc) = match kind {
            ReplyKind::New | ReplyKind::Forward => (Vec::new(), Vec::new()),
            ReplyKind::Reply => (author, Vec::new()),
            ReplyKind::ReplyAll => {
                let mut to = author;
                to.extend(contacts(&headers.to));
                (to, contacts(&headers.cc))
            }
        };
        let mut seen = Vec::new();
        let mut once = |contacts: Vec<Contact>| -> Vec<Contact> {
            let fresh = |contact: &Contact| {
                let address = canonical(contact);
                let is_new = address != who.account.address && !seen.contains(&address);
                seen.push(address);
                is_new
            };
            contacts.into_iter().filter(fresh).collect()
        };
        let to = once(to);
        let cc = once(cc);
        Draft {
            kind,
            parent: Some(message.clone()),
            to,
            cc,
            subject: prefixed(&headers.subject, kind),
            quote: quote(parsed, kind),
            files: match kind {
                ReplyKind::Forward => Self::files_of(message, parsed.attachments()),
                ReplyKind::New | ReplyKind::Reply | ReplyKind::ReplyAll => Vec::new(),
            },
            ..Draft::default()
        }
    }
}

/// The subject with one prefix, whatever prefixes it had.
fn prefixed(subject: &str, kind: ReplyKind) -> String {
    let bare = levee_guard::without_prefixes(subject);
    match kind {
        ReplyKind::New => subject.to_owned(),
        ReplyKind::Reply | ReplyKind::ReplyAll => format!("Re: {bare}"),
        ReplyKind::Forward => format!("Fwd: {bare}"),
    }
}

/// The original as text, under what it is: marked line by line in an answer (RFC 3676 section 4.5),
/// as it is in a message passed on.
fn quote(parsed: &Message<'_>, kind: ReplyKind) -> String {
    let headers = parsed.headers();
    let names = |found: &[levee_mime::Correspondent]| {
        let written = |contact: &Contact| match &contact.name {
            Some(name) => format!("{name} <{}>", contact.address),
            None => contact.address.to_string(),
        };
        contacts(found).iter().map(written).collect::<Vec<_>>().join(", ")
    };
    let mut text = parsed.readable();
    if text.len() > LONGEST_QUOTE {
        let end = (0..=LONGEST_QUOTE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
        text.push_str("\n[...]");
    }
    let sent = headers.date.and_then(|date| OffsetDateTime::from_unix_timestamp(date).ok());
    let sent = sent.and_then(|at| {
        at.format(format_description!("[day padding:none] [month repr:short] [year] [hour]:[minute] UTC")).ok()
    });
    let author = names(&headers.from);
    if kind == ReplyKind::Forward {
        let lines = [
            ("From", author),
            ("Sent", sent.unwrap_or_default()),
            ("To", names(&headers.to)),
            ("Cc", names(&headers.cc)),
            ("Subject", headers.subject.clone()),
        ];
        let head: Vec<String> = lines
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        return format!("-------- Original message --------\n{}\n\n{}", head.join("\n"), text.trim_end());
    }
    let on = sent.map(|at| format!("On {at}, ")).unwrap_or_default();
    let marked = text
        .trim_end()
        .lines()
        .map(|line| if line.starts_with('>') { format!(">{line}") } else { format!("> {line}") });
    format!("{on}{author} wrote:\n{}", marked.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &[u8] = b"From: Bob Ash <bob@hosp.example>\r\nTo: ann@hosp.example\r\nSubject: Re: Rota\r\n\
        Date: Mon, 2 Mar 2026 10:42:00 +0000\r\n\r\nHello\r\n> earlier\r\n";

    #[test]
    fn subjects_have_one_prefix() {
        for (subject, kind, expected) in [
            ("Rota", ReplyKind::Reply, "Re: Rota"),
            ("Re: AW: Rota", ReplyKind::ReplyAll, "Re: Rota"),
            ("Re: Rota", ReplyKind::Forward, "Fwd: Rota"),
        ] {
            assert_eq!(prefixed(subject, kind), expected);
        }
    }

    #[test]
    fn the_original_is_quoted() {
        let parsed = Message::parse(ORIGINAL);
        assert_eq!(
            quote(&parsed, ReplyKind::Reply),
            "On 2 Mar 2026 10:42 UTC, Bob Ash <bob@hosp.example> wrote:\n> Hello\n>> earlier"
        );
        let forwarded = quote(&parsed, ReplyKind::Forward);
        assert!(
            forwarded.starts_with("-------- Original message --------\nFrom: Bob Ash <bob@hosp.example>\n"),
            "{forwarded}"
        );
        assert!(forwarded.ends_with("Subject: Re: Rota\n\nHello\n> earlier"), "{forwarded}");
    }
}
