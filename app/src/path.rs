//! The paths of screens: written, and read again. A path that comes from outside is only ever one
//! of this site.

mod screens;

use leptos_router::params::ParamsMap;
use levee_contract::{AppError, MessageRef, Start};
use levee_mail::DraftId;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A path of this site with its query: begins with one slash, holds visible ASCII only. Whatever
/// comes from outside and is not one (`//evil.example`, `/\evil.example`) is no path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct LocalPath(String);

impl LocalPath {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let second = text.as_bytes().get(1).copied();
        let ok = text.starts_with('/')
            && !matches!(second, Some(b'/' | b'\\'))
            && text.bytes().all(|b| b.is_ascii_graphic());
        ok.then(|| Self(text.to_owned()))
    }

    /// Where one lands who asked for nothing in particular.
    pub(crate) fn inbox() -> Self {
        Self("/mail/INBOX".to_owned())
    }

    pub(crate) fn sign_in() -> Self {
        Self("/sign-in".to_owned())
    }

    /// The sign-in page that leads on to `next`.
    pub(crate) fn sign_in_for(next: &Self) -> Self {
        Self::sign_in().with("next", &next.0)
    }

    /// The same page, told what went wrong.
    #[cfg(feature = "ssr")]
    pub(crate) fn telling(self, problem: &AppError) -> Self {
        let page = self.with("problem", code(problem));
        match problem {
            AppError::TooManyAttempts { wait } => page.with("wait", &wait.to_string()),
            AppError::Internal { reference } => page.with("reference", reference),
            _ => page,
        }
    }

    /// The same page with one more pair in its query.
    pub(crate) fn with(self, key: &str, value: &str) -> Self {
        let join = if self.0.contains('?') { '&' } else { '?' };
        Self(format!("{}{join}{key}={}", self.0, escaped(value)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<LocalPath> for String {
    fn from(path: LocalPath) -> Self {
        path.0
    }
}

impl TryFrom<String> for LocalPath {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a path of this site")
    }
}

/// A mailbox, the window shown of it, and the message open beside it:
/// `/mail/:mailbox[/:uidvalidity/:uid][?first=N]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct MailPath {
    pub(crate) mailbox: String,
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
    /// Reads a page's path and query; `None` when they name no mailbox or half a message.
    pub(crate) fn read(path: &str, query: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/mail/")?.split('/').filter(|part| !part.is_empty());
        let mailbox = unescaped(parts.next()?);
        let mut number = || parts.next().map(|part| part.parse::<u32>().ok());
        let open = match (number(), number()) {
            (None, _) => None,
            (validity, uid) => Some(Opened { uid_validity: validity??, uid: uid?? }),
        };
        let first = query.split('&').find_map(|pair| pair.strip_prefix("first=")?.parse().ok());
        parts.next().is_none().then_some(Self { mailbox, first: first.unwrap_or(0), open })
    }

    /// The newest messages of a mailbox, none open.
    pub(crate) fn newest(mailbox: &str) -> Self {
        Self { mailbox: mailbox.to_owned(), first: 0, open: None }
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

    /// The same mailbox, another window, nothing open.
    pub(crate) fn window(&self, first: u32) -> Self {
        Self { first, open: None, mailbox: self.mailbox.clone() }
    }

    /// The message that is open.
    pub(crate) fn message(&self) -> Option<MessageRef> {
        let Opened { uid_validity, uid } = self.open?;
        Some(MessageRef { mailbox: self.mailbox.clone(), uid_validity, uid })
    }

    /// As it stands in a link.
    pub(crate) fn href(&self) -> String {
        let mut path = format!("/mail/{}", escaped(&self.mailbox));
        if let Some(Opened { uid_validity, uid }) = self.open {
            let _ = write!(path, "/{uid_validity}/{uid}");
        }
        if self.first > 0 {
            let _ = write!(path, "?first={}", self.first);
        }
        path
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

/// The composer, opened as the button says: `/compose?start=reply&mailbox=...&uidvalidity=1&uid=42`.
pub(crate) fn compose(start: &Start) -> String {
    let page = |name: &str| LocalPath("/compose".to_owned()).with("start", name);
    let about = |name: &str, message: &MessageRef| {
        let validity = message.uid_validity.to_string();
        page(name)
            .with("mailbox", &message.mailbox)
            .with("uidvalidity", &validity)
            .with("uid", &message.uid.to_string())
    };
    let path = match start {
        Start::New { to } if to.is_empty() => LocalPath("/compose".to_owned()),
        Start::New { to } => page("new").with("to", to),
        Start::Reply { message } => about("reply", message),
        Start::ReplyAll { message } => about("reply_all", message),
        Start::Forward { message } => about("forward", message),
        Start::Existing { id } => page("existing").with("id", id.as_str()),
    };
    path.into()
}

/// Reads the query that [`compose`] writes; `None` when it asks for nothing that there is.
pub(crate) fn compose_start(query: &ParamsMap) -> Option<Start> {
    let message = || {
        let number = |name| query.get_str(name).and_then(|n| n.parse().ok());
        let (uid_validity, uid) = (number("uidvalidity")?, number("uid")?);
        Some(MessageRef { mailbox: query.get("mailbox")?, uid_validity, uid })
    };
    match query.get_str("start").unwrap_or("new") {
        "new" => Some(Start::New { to: query.get("to").unwrap_or_default() }),
        "reply" => Some(Start::Reply { message: message()? }),
        "reply_all" => Some(Start::ReplyAll { message: message()? }),
        "forward" => Some(Start::Forward { message: message()? }),
        "existing" => Some(Start::Existing { id: DraftId::parse(query.get_str("id")?)? }),
        _ => None,
    }
}

/// Reads what [`LocalPath::telling`] wrote. Only codes and numbers are taken from an address, so
/// that nobody can put words into our mouth with a link.
pub(crate) fn told_problem(query: &ParamsMap) -> Option<AppError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let reference = || query.get("reference").filter(|r| r.len() <= 40 && r.chars().all(plain));
    match query.get_str("problem")? {
        "signed_out" => Some(AppError::SignedOut),
        "wrong_password" => Some(AppError::WrongPassword),
        "too_many_attempts" => {
            Some(AppError::TooManyAttempts { wait: query.get_str("wait").and_then(|n| n.parse().ok()).unwrap_or(60) })
        }
        "mail_server_down" => Some(AppError::MailServerDown),
        "store_down" => Some(AppError::StoreDown),
        "gone" => Some(AppError::Gone),
        "forbidden" => Some(AppError::Forbidden),
        "conflict" => Some(AppError::Conflict),
        _ => Some(AppError::Internal { reference: reference().unwrap_or_else(|| "unknown".to_owned()) }),
    }
}

#[cfg(feature = "ssr")]
fn code(problem: &AppError) -> &'static str {
    match problem {
        AppError::SignedOut => "signed_out",
        AppError::WrongPassword => "wrong_password",
        AppError::TooManyAttempts { .. } => "too_many_attempts",
        AppError::MailServerDown => "mail_server_down",
        AppError::StoreDown => "store_down",
        AppError::Gone => "gone",
        AppError::Forbidden => "forbidden",
        AppError::Conflict => "conflict",
        AppError::Invalid { .. } => "invalid",
        AppError::Refused { .. } => "refused",
        AppError::Internal { .. } => "internal",
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986 section 2.3.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Takes percent-encoding away. What is not encoded stays: the router hands on a `%` of its own.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(decoded) = code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            out.push(decoded);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            out.push(byte);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_paths() {
        for (text, ok) in [
            ("/", true),
            ("/mail/INBOX?first=50", true),
            ("//evil.example/", false),
            ("/\\evil.example", false),
            ("https://evil.example/", false),
            ("mail", false),
            ("", false),
            ("/a\r\nSet-Cookie: x", false),
            ("/a\tb", false),
        ] {
            assert_eq!(LocalPath::parse(text).is_some(), ok, "{text:?}");
        }
    }

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
    fn a_link_cannot_make_us_say_its_words() {
        let mut query = ParamsMap::new();
        query.insert("problem", "internal".to_owned());
        query.insert("reference", "call 0800 123 now".to_owned());
        assert_eq!(told_problem(&query), Some(AppError::Internal { reference: "unknown".to_owned() }));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_sign_in_page_remembers_where_one_wanted_to_go() {
        let page = LocalPath::sign_in_for(&LocalPath::inbox()).telling(&AppError::TooManyAttempts { wait: 30 });
        assert_eq!(page.as_str(), "/sign-in?next=%2Fmail%2FINBOX&problem=too_many_attempts&wait=30");
    }
}
