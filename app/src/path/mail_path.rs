//! The path of a mailbox: which messages of it are shown, and which one is open.

use super::{LocalPath, escaped, unescaped};
use levee_contract::{Filter, MessageRef, Scope};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A mailbox, what is asked of it, the window shown, and the message open beside it:
/// `/mail/:mailbox[/:uidvalidity/:uid][?filter=unread&q=words&in=text&depth=N&first=N]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct MailPath {
    pub(crate) mailbox: String,
    pub(crate) filter: Filter,
    /// Words searched for; none when empty.
    pub(crate) words: String,
    pub(crate) scope: Scope,
    /// How many of the newest messages are looked through for files; 0 for as many as is usual.
    pub(crate) depth: u32,
    pub(crate) first: u32,
    pub(crate) open: Option<Opened>,
}

/// Which message of the mailbox is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) uid_validity: u32,
    pub(crate) uid: u32,
}

impl MailPath {
    /// Reads a page's path and query; `None` when they name no mailbox or half a message. What of the
    /// query is not known is passed over.
    pub(crate) fn read(path: &str, query: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/mail/")?.split('/').filter(|part| !part.is_empty());
        let mut page = Self::newest(&unescaped(parts.next()?));
        let mut number = || parts.next().map(|part| part.parse::<u32>().ok());
        page.open = match (number(), number()) {
            (None, _) => None,
            (validity, uid) => Some(Opened { uid_validity: validity??, uid: uid?? }),
        };
        if parts.next().is_some() {
            return None;
        }
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match (key, value) {
                ("filter", "unread") => page.filter = Filter::Unread,
                ("filter", "flagged") => page.filter = Filter::Flagged,
                ("filter", "files") => page.filter = Filter::Files,
                // A form writes a space as a plus.
                ("q", words) => page.words = unescaped(&words.replace('+', " ")).trim().to_owned(),
                ("in", "text") => page.scope = Scope::Text,
                ("depth", n) => page.depth = n.parse().unwrap_or(0),
                ("first", n) => page.first = n.parse().unwrap_or(0),
                _ => {}
            }
        }
        Some(page)
    }

    /// The newest messages of a mailbox, none open.
    pub(crate) fn newest(mailbox: &str) -> Self {
        Self {
            mailbox: mailbox.to_owned(),
            filter: Filter::All,
            words: String::new(),
            scope: Scope::Heads,
            depth: 0,
            first: 0,
            open: None,
        }
    }

    /// Whether this is all of the mailbox, without filter and search.
    pub(crate) fn is_whole(&self) -> bool {
        self.filter == Filter::All && self.words.is_empty()
    }

    /// The same window with a message open.
    pub(crate) fn opening(&self, message: &MessageRef) -> Self {
        let open = Some(Opened { uid_validity: message.uid_validity, uid: message.uid });
        Self { open, ..self.clone() }
    }

    /// The same window with nothing open.
    pub(crate) fn closed(&self) -> Self {
        Self { open: None, ..self.clone() }
    }

    /// Another window of the same messages, nothing open.
    pub(crate) fn window(&self, first: u32) -> Self {
        Self { first, ..self.closed() }
    }

    /// The message that is open.
    pub(crate) fn message(&self) -> Option<MessageRef> {
        let Opened { uid_validity, uid } = self.open?;
        Some(MessageRef { mailbox: self.mailbox.clone(), uid_validity, uid })
    }

    /// The same page with the answer to *Why did I get this?* unfolded.
    #[cfg(feature = "ssr")]
    pub(crate) fn explained(&self) -> LocalPath {
        LocalPath(self.href()).with("why", "")
    }

    /// As it stands in a link.
    pub(crate) fn href(&self) -> String {
        let mut path = format!("/mail/{}", escaped(&self.mailbox));
        if let Some(Opened { uid_validity, uid }) = self.open {
            let _ = write!(path, "/{uid_validity}/{uid}");
        }
        let mut join = '?';
        let mut pair = |key: &str, value: &str| {
            if !matches!(value, "" | "0") || key == "q" && !value.is_empty() {
                let _ = write!(path, "{join}{key}={value}");
                join = '&';
            }
        };
        pair("filter", self.filter_name());
        pair("q", &escaped(&self.words));
        pair("in", if self.scope == Scope::Text { "text" } else { "" });
        pair("depth", &self.depth.to_string());
        pair("first", &self.first.to_string());
        path
    }

    /// The filter as the query names it; nothing for none.
    pub(crate) fn filter_name(&self) -> &'static str {
        match self.filter {
            Filter::All => "",
            Filter::Unread => "unread",
            Filter::Flagged => "flagged",
            Filter::Files => "files",
        }
    }
}

impl From<MailPath> for LocalPath {
    fn from(path: MailPath) -> Self {
        Self(path.href())
    }
}

impl From<MailPath> for String {
    fn from(path: MailPath) -> Self {
        path.href()
    }
}

impl TryFrom<String> for MailPath {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (path, query) = text.split_once('?').unwrap_or((&text, ""));
        Self::read(path, query).ok_or("not a mailbox")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: MailPath, href: &str) {
        assert_eq!(path.href(), href);
        assert_eq!(MailPath::try_from(href.to_owned()), Ok(path));
    }

    #[test]
    fn a_mailbox_is_found_again_whatever_its_name() {
        let open = Some(Opened { uid_validity: 7, uid: 42 });
        check(MailPath::newest("INBOX"), "/mail/INBOX");
        check(MailPath { first: 50, open, ..MailPath::newest("INBOX") }, "/mail/INBOX/7/42?first=50");
        check(MailPath { open, ..MailPath::newest("Clinics/Falls & Co?") }, "/mail/Clinics%2FFalls%20%26%20Co%3F/7/42");
        let search =
            MailPath { words: "hoist & \"100%\" 0+1".to_owned(), scope: Scope::Text, ..MailPath::newest("Sent") };
        check(search, "/mail/Sent?q=hoist%20%26%20%22100%25%22%200%2B1&in=text");
        let zero = MailPath { words: "0".to_owned(), filter: Filter::Unread, ..MailPath::newest("INBOX") };
        check(zero, "/mail/INBOX?filter=unread&q=0");
        let deep = MailPath { filter: Filter::Files, depth: 5_000, first: 50, open, ..MailPath::newest("INBOX") };
        check(deep, "/mail/INBOX/7/42?filter=files&depth=5000&first=50");
        check(MailPath::newest("Entwürfe 100%"), "/mail/Entw%C3%BCrfe%20100%25");
    }

    #[test]
    fn a_name_is_read_as_the_router_hands_it_on() {
        for path in
            ["/mail/Rotas & leave 100%", "/mail/Rotas%20&%20leave%20100%", "/mail/Rotas%20%26%20leave%20100%25/"]
        {
            assert_eq!(
                MailPath::read(path, "").map(|page| page.mailbox).as_deref(),
                Some("Rotas & leave 100%"),
                "{path}"
            );
        }
    }

    #[test]
    fn half_a_message_is_none() {
        for path in
            ["/mail/", "/mail/INBOX/7", "/mail/INBOX/7/x", "/outbox", "/mail/INBOX/7/99999999999", "/mail/INBOX/7/4/2"]
        {
            assert!(MailPath::try_from(path.to_owned()).is_err(), "{path}");
        }
    }

    #[test]
    fn a_form_writes_spaces_as_plus_and_what_is_unknown_is_passed_over() {
        let read = MailPath::read("/mail/INBOX", "q=+falls+clinic%2B&filter=odd&first=x&utm=1").unwrap();
        assert_eq!(read, MailPath { words: "falls clinic+".to_owned(), ..MailPath::newest("INBOX") });
    }
}
