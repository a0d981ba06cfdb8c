//! The mailing list that a message passed through, as its header tells it: List-Id (RFC 2919) and
//! List-Unsubscribe (RFC 2369). Only ways by mail are read; no address of the web is ever asked.

use crate::headers::Headers;
use crate::safe_text::safe_line;
use levee_mail::Address;
use url::Url;

/// Characters kept of a name.
const MAX_NAME: usize = 80;
/// Characters kept of a prepared text.
const MAX_TEXT: usize = 500;

/// A mailing list elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailingList {
    /// Its name, else its id.
    pub name: String,
    /// How it is left by mail.
    pub unsubscribe: Option<Unsubscribe>,
}

/// The message that takes one off a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Where to; one address.
    pub to: Address,
    /// Its subject; may be empty.
    pub subject: String,
    /// Its text; may be empty.
    pub text: String,
}

impl MailingList {
    /// The list that the header names, if it names one.
    #[must_use]
    pub fn of(headers: &Headers) -> Option<Self> {
        let name = name(headers.list_id.as_deref()?)?;
        let unsubscribe = headers.list_unsubscribe.as_deref().and_then(unsubscribe);
        Some(Self { name, unsubscribe })
    }
}

/// The phrase before the id, else the id (RFC 2919 section 3).
fn name(list_id: &str) -> Option<String> {
    let (phrase, rest) = list_id.split_once('<').unwrap_or(("", list_id));
    let phrase = phrase.trim().trim_matches('"').trim();
    let id = rest.split('>').next().unwrap_or_default().trim();
    let name: String = if phrase.is_empty() { id } else { phrase }.chars().take(MAX_NAME).collect();
    (!name.is_empty()).then_some(name)
}

/// The first `mailto:` in angle brackets (RFC 2369 section 2).
fn unsubscribe(value: &str) -> Option<Unsubscribe> {
    let bracketed = value.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    bracketed.map(|(address, _)| address).find_map(mail)
}

fn mail(address: &str) -> Option<Unsubscribe> {
    let url = Url::parse(address.trim()).ok().filter(|url| url.scheme() == "mailto")?;
    // The path is percent-encoded as a value of a query is, but for `+`, which stands for itself.
    let path = url.path().replace('+', "%2B");
    let to = url::form_urlencoded::parse(path.as_bytes()).next()?.0.into_owned();
    let said = |name: &str| {
        let pairs = url.query().unwrap_or_default().replace('+', "%2B");
        let found = url::form_urlencoded::parse(pairs.as_bytes()).find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| safe_line(&value).chars().take(MAX_TEXT).collect()).unwrap_or_default()
    };
    // One address only: who offers more wants something else to be written.
    Some(Unsubscribe { to: Address::parse(&to).ok()?, subject: said("subject"), text: said("body") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Message;

    /// Address, subject and text.
    type Mail<'a> = (&'a str, &'a str, &'a str);

    #[track_caller]
    fn check(head: &str, expected: Option<(&str, Option<Mail<'_>>)>) {
        let raw = format!("{head}\r\n\r\nx");
        let found = MailingList::of(Message::parse(raw.as_bytes()).headers());
        let expected = expected.map(|(name, mail)| MailingList {
            name: name.to_owned(),
            unsubscribe: mail.map(|(to, subject, text)| Unsubscribe {
                to: to.parse().unwrap(),
                subject: subject.to_owned(),
                text: text.to_owned(),
            }),
        });
        assert_eq!(found, expected, "{head}");
    }

    #[test]
    fn a_list_is_named_and_left_as_its_header_says() {
        check("Subject: x", None);
        check("List-Id: <news.example>", Some(("news.example", None)));
        check(
            "List-Id: \"Physio Network\" <members.physio.example>\r\n\
             List-Unsubscribe: <https://physio.example/off?x=1>,\r\n <mailto:off+12@physio.example?subject=off%20me>",
            Some(("Physio Network", Some(("off+12@physio.example", "off me", "")))),
        );
        check(
            "List-Id: <n.example>\r\nList-Unsubscribe: <mailto:a@n.example?Subject=1+1&body=bye%0D%0ABcc:%20x&bcc=b@n.example>",
            Some(("n.example", Some(("a@n.example", "1+1", "bye Bcc: x")))),
        );
    }

    #[test]
    fn what_is_no_one_address_offers_nothing() {
        for field in [
            "<mailto:a@n.example,b@n.example>",
            "<mailto:>",
            "mailto:a@n.example",
            "<javascript:x>",
            "<https://n.example>",
        ] {
            check(&format!("List-Id: <n.example>\r\nList-Unsubscribe: {field}"), Some(("n.example", None)));
        }
    }
}
