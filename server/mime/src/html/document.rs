//! Wraps cleaned HTML into the document of the body frame. The cleaned bytes go in as they are.

use super::Cleaned;

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

/// Size and colours are those of the page around it (style/tokens.css), so that the frame has no edge.
/// Mail is written for white paper, so a message that brings its own colours is shown on it in every theme.
const BASE: &str = "html{overflow-wrap:break-word;-webkit-text-size-adjust:100%}\
body{margin:0;padding:4px 0;font:14px/20px 'Segoe UI','Segoe UI Web (West European)',-apple-system,BlinkMacSystemFont,Roboto,'Open Sans','Helvetica Neue',sans-serif}\
img{max-width:100%;height:auto}\
table{max-width:100%}\
pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,'Liberation Mono',monospace}\
blockquote{margin:0 0 0 4px;padding:0 0 0 12px;border-left:3px solid #b6bdc6}\
p{margin:0 0 1em}";

const LIGHT: &str = "body{color:#242424;background:#fff}a{color:#0b57a4}";
const DARK: &str = "body{color:#fff;background:#292929}a{color:#8ab8f0}";

/// The whole document: UTF-8, base style, nothing that loads.
#[must_use]
pub fn document(cleaned: &Cleaned, theme: Theme) -> String {
    let own_colours = ["color:", "bgcolor=", "color="].iter().any(|mark| cleaned.html.contains(mark));
    let (scheme, colours) = match theme {
        _ if own_colours => ("light", LIGHT.to_owned()),
        Theme::Light => ("light", LIGHT.to_owned()),
        Theme::Dark => ("dark", DARK.to_owned()),
        Theme::System => ("light dark", format!("{LIGHT}@media (prefers-color-scheme:dark){{{DARK}}}")),
    };
    let mut page = String::with_capacity(cleaned.html.len() + 1500);
    page.push_str("<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"");
    page.push_str(scheme);
    page.push_str("\"><meta name=\"viewport\" content=\"width=device-width\"><title>Message</title><style>");
    page.push_str(BASE);
    page.push_str(&colours);
    page.push_str("</style></head><body>");
    page.push_str(&cleaned.html);
    page.push_str("</body></html>");
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::clean;

    #[test]
    fn holds_the_cleaned_bytes_unchanged() {
        for html in ["<p>x &amp; y</p>", "<p style=\"color:red\">x", "<b>&lt;/body&gt;</b>", ""] {
            let cleaned = clean(html, &|_| None);
            for theme in [Theme::System, Theme::Light, Theme::Dark] {
                let page = document(&cleaned, theme);
                let (_, body) = page.split_once("<body>").unwrap();
                assert_eq!(body.strip_suffix("</body></html>").unwrap(), cleaned.html);
                assert!(page.starts_with("<!doctype html><html><head><meta charset=\"utf-8\">"), "{page}");
            }
        }
    }

    #[test]
    fn shows_coloured_mail_on_white_in_every_theme() {
        let page = document(&clean("<p style=\"color:#111\">x</p>", &|_| None), Theme::Dark);
        assert!(page.contains(LIGHT) && !page.contains(DARK), "{page}");
        let page = document(&clean("<p>x</p>", &|_| None), Theme::Dark);
        assert!(page.contains(DARK) && !page.contains(LIGHT), "{page}");
    }
}
