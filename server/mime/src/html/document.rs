//! Wraps cleaned HTML into the document of the body frame. The cleaned bytes go in as they are.

use super::Cleaned;
use super::dark::with_dark_colours;
use super::tokens::{StartTag, Token, Tokens};
use std::borrow::Cow;

/// Tags and texts in which a message may say how it is to be shown.
const HEAD_TOKENS: usize = 500;

/// Which colours the frame has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Size and colours are those of the page around it (style/tokens.css), so that the frame has no edge. Paper is light.
const BASE: &str = "html{overflow-wrap:break-word;-webkit-text-size-adjust:100%}\
body{margin:0;padding:4px 0;font:14px/20px 'Segoe UI','Segoe UI Web (West European)',-apple-system,BlinkMacSystemFont,Roboto,'Open Sans','Helvetica Neue',sans-serif}\
img{max-width:100%;height:auto}\
table{max-width:100%}\
pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,'Liberation Mono',monospace}\
blockquote{margin:0 0 0 4px;padding:0 0 0 12px;border-left:3px solid #b6bdc6}\
p{margin:0 0 1em}\
details>summary{width:fit-content;margin:8px 0;padding:2px 10px;border-radius:4px;background:color-mix(in srgb,currentcolor 9%,transparent);list-style:none;cursor:pointer;font:12px/20px 'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,sans-serif}\
details>summary::-webkit-details-marker{display:none}\
details>summary::before{content:'\\2022\\2022\\2022';margin-right:8px}";

const COLOURS: &str = "body{color:light-dark(#242424,#fff);background:light-dark(#fff,#292929)}\
a{color:light-dark(#0b57a4,#8ab8f0)}\
@media print{html{color-scheme:light}body{background:none}}";

/// The whole document: UTF-8, base style, nothing that loads. The colours of the message have dark twins.
#[must_use]
pub fn document(cleaned: &Cleaned, theme: Theme) -> String {
    let scheme = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
        Theme::System => "light dark",
    };
    let body = match theme {
        Theme::Light => Cow::Borrowed(cleaned.html.as_str()),
        Theme::Dark | Theme::System => Cow::Owned(with_dark_colours(&cleaned.html)),
    };
    let mut page = String::with_capacity(body.len() + 2500);
    page.push_str("<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"");
    page.push_str(scheme);
    page.push_str("\"><meta name=\"viewport\" content=\"width=device-width\"><title>Message</title><style>");
    page.push_str("html{color-scheme:");
    page.push_str(scheme);
    page.push('}');
    page.push_str(BASE);
    page.push_str(COLOURS);
    page.push_str("</style></head><body>");
    page.push_str(&body);
    page.push_str("</body></html>");
    page
}

/// Whether a message says that it is to be shown light, whatever the reader's system has: a `meta` of the name
/// `color-scheme` (CSS Color Adjustment 1, section 2.2) or `supported-color-schemes` that leaves out `dark`.
#[must_use]
pub fn asks_for_light(html: &str) -> bool {
    let wanted = |tag: &StartTag<'_>| {
        let value = |name: &str| tag.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| *v);
        let named = value("name").unwrap_or_default().to_ascii_lowercase();
        let content = value("content").unwrap_or_default().to_ascii_lowercase();
        let about = tag.name.eq_ignore_ascii_case("meta")
            && matches!(named.as_str(), "color-scheme" | "supported-color-schemes");
        about && content.contains("light") && !content.contains("dark")
    };
    Tokens::new(html).take(HEAD_TOKENS).any(|token| matches!(token, Token::Start(tag) if wanted(&tag)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::clean;

    #[test]
    fn holds_the_cleaned_bytes_with_dark_twins_of_their_colours() {
        for html in ["<p>x &amp; y</p>", "<p style=\"color:red\">x", "<b>&lt;/body&gt;</b>", ""] {
            let cleaned = clean(html, &|_| None);
            for (theme, expected) in [
                (Theme::System, with_dark_colours(&cleaned.html)),
                (Theme::Light, cleaned.html.clone()),
                (Theme::Dark, with_dark_colours(&cleaned.html)),
            ] {
                let page = document(&cleaned, theme);
                let (_, body) = page.split_once("<body>").unwrap();
                assert_eq!(body.strip_suffix("</body></html>").unwrap(), expected);
                assert!(page.starts_with("<!doctype html><html><head><meta charset=\"utf-8\">"), "{page}");
            }
        }
    }

    #[track_caller]
    fn light(html: &str, expected: bool) {
        assert_eq!(asks_for_light(html), expected, "{html}");
    }

    #[test]
    fn a_message_may_ask_to_be_light() {
        light("<html><head><meta name=color-scheme content=\"only light\">", true);
        light("<META NAME='supported-color-schemes' CONTENT=light>", true);
        light("<meta name=color-scheme content=\"light dark\">", false);
        light("<meta name=description content=light><p>x", false);
        light("", false);
    }
}
