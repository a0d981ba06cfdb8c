//! Finds the links of cleaned HTML, and those that show one address and lead to another.

use super::references::{Place, decode};
use super::tokens::{Token, Tokens};
use crate::safe_text::{safe_line, without_invisible};
use serde::Serialize;
use url::Url;

/// Links listed of one message.
const MAX_LINKS: usize = 2000;
/// Characters of a link's text that are kept.
const MAX_TEXT: usize = 500;

/// A link of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it shows, on one line.
    pub text: String,
    /// The host (or address) that its text names, when it leads to another: a warning is due.
    pub shows_other_host: Option<String>,
}

/// The links of HTML that we wrote ourselves, in order.
pub(super) fn find(cleaned: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut open: Option<(String, String)> = None;
    for token in Tokens::new(cleaned) {
        match token {
            Token::Start(tag) if tag.name == "a" => {
                let href = tag.attributes.iter().find(|(name, _)| *name == "href");
                open = href.map(|(_, value)| (decode(value, Place::Attribute).into_owned(), String::new()));
            }
            Token::Text(raw) => {
                if let Some((_, text)) = open.as_mut().filter(|(_, text)| text.len() < MAX_TEXT) {
                    text.push_str(&decode(raw, Place::Text));
                }
            }
            Token::End("a") => {
                if let Some((href, text)) = open.take().filter(|_| links.len() < MAX_LINKS) {
                    links.push(link(href, &text));
                }
            }
            _ => {}
        }
    }
    links
}

fn link(href: String, text: &str) -> Link {
    let shows_other_host = shown_elsewhere(&href, text);
    Link { href, text: safe_line(text).chars().take(MAX_TEXT).collect(), shows_other_host }
}

/// The host or address that `text` names, if it is not where `href` leads.
fn shown_elsewhere(href: &str, text: &str) -> Option<String> {
    let target = Url::parse(href).ok()?;
    let plain = without_invisible(text);
    let word = plain.split_whitespace().next()?.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    if target.scheme() == "mailto" {
        let shown = word.to_lowercase();
        let leads_to = target.path().to_lowercase();
        return (word.contains('@') && !word.contains('/') && !leads_to.split(',').any(|a| a == shown))
            .then_some(shown);
    }
    let leads_to = target.host_str()?;
    let shown = shown_host(word)?;
    (!same_site(&shown, leads_to)).then_some(shown)
}

/// The host that a word names as a person reads it: `https://bank.example/x`, `www.bank.example`, `bank.example`.
fn shown_host(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let has_scheme = lower.starts_with("http://") || lower.starts_with("https://");
    if !has_scheme && lower.contains('@') {
        return None;
    }
    let url = Url::parse(&if has_scheme { lower.clone() } else { format!("https://{lower}") }).ok()?;
    let host = url.host_str()?;
    let top = host.rsplit('.').next().unwrap_or_default();
    // `readme.txt` and `e.g.` are no hosts; a name with a scheme or `www.` always is one.
    let named = host.contains('.') && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    let punycode = top.starts_with("xn--");
    let file = ["txt", "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "png", "zip", "csv", "htm", "html"];
    let sure = has_scheme || lower.starts_with("www.");
    (sure || ((named || punycode) && host.contains('.') && !file.contains(&top))).then(|| host.to_owned())
}

/// Equal, or one within the other.
fn same_site(a: &str, b: &str) -> bool {
    let (a, b) =
        (a.trim_start_matches("www.").trim_end_matches('.'), b.trim_start_matches("www.").trim_end_matches('.'));
    let within = |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|head| head.ends_with('.'));
    a == b || (within(a, b) && b.contains('.')) || (within(b, a) && a.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(href: &str, text: &str, expect: Option<&str>) {
        assert_eq!(shown_elsewhere(href, text).as_deref(), expect, "{text} -> {href}");
    }

    #[test]
    fn marks_text_that_names_another_host() {
        check("https://evil.example/", "https://bank.example/login", Some("bank.example"));
        check("https://evil.example/", "www.bank.example", Some("www.bank.example"));
        check("https://evil.example/", "bank.com", Some("bank.com"));
        check("https://bank.com.evil.example/", "bank.com", Some("bank.com"));
        check("https://evil.example/", "ba\u{200B}nk.com", Some("bank.com"));
        check("https://xn--pple-43d.com/", "apple.com", Some("apple.com"));
        check("https://xn--pple-43d.com/", "аpple.com", None);
        check("mailto:eve@evil.example", "bob@bank.example", Some("bob@bank.example"));
        check("https://evil.example/", "https://bank.example@evil.example", None);
    }

    #[test]
    fn leaves_honest_links_alone() {
        check("https://www.bank.example/a", "bank.example", None);
        check("https://login.bank.example/a", "https://bank.example", None);
        check("https://bank.example/a", "mail.bank.example", None);
        check("https://bank.example/", "Read more", None);
        check("https://bank.example/", "report.pdf", None);
        check("https://bank.example/", "e.g. this", None);
        check("https://bank.example/", "Version 2.0", None);
        check("mailto:bob@bank.example?subject=x", "Bob@bank.example", None);
        check("https://bank.example/", "", None);
    }
}
