//! The paths of screens: written, and read again. A path that comes from outside is only ever one
//! of this site.

mod mail_path;
mod screens;

pub(crate) use mail_path::MailPath;

use leptos_router::params::ParamsMap;
use levee_contract::{AppError, MessageRef, OwnerNote, Start};
use levee_mail::{Address, DraftId};
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
        Self(format!("{}{join}{}={}", self.0, escaped(key), escaped(value)))
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
        Start::ToOwner { message, list, note: OwnerNote::Leave } => {
            about("ask_to_leave", message).with("list", &list.to_string())
        }
        Start::ToOwner { message, list, note: OwnerNote::Tell } => {
            about("tell_owner", message).with("list", &list.to_string())
        }
        Start::Unsubscribe { message } => about("unsubscribe", message),
        Start::Elsewhere { message } => about("draft", message),
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
    let to_owner = |note| {
        let list = Address::parse(query.get_str("list")?).ok()?;
        Some(Start::ToOwner { message: message()?, list, note })
    };
    match query.get_str("start").unwrap_or("new") {
        "new" => Some(Start::New { to: query.get("to").unwrap_or_default() }),
        "reply" => Some(Start::Reply { message: message()? }),
        "reply_all" => Some(Start::ReplyAll { message: message()? }),
        "forward" => Some(Start::Forward { message: message()? }),
        "ask_to_leave" => to_owner(OwnerNote::Leave),
        "tell_owner" => to_owner(OwnerNote::Tell),
        "unsubscribe" => Some(Start::Unsubscribe { message: message()? }),
        "draft" => Some(Start::Elsewhere { message: message()? }),
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
