//! Which attributes an element may have, and each value rewritten from what is understood of it.
//! One function of element, name and value; judging its own output changes nothing.

use super::images::{self, Image};
use super::report::{Report, Why};
use super::style;
use super::tags::TagId;
use crate::safe_text::{is_invisible, without_invisible};
use url::Url;

/// The longest address of a link.
const MAX_LINK: usize = 8 * 1024;
/// The longest `title` or `alt`, in characters.
const MAX_TEXT: usize = 2000;

/// Attribute names that some element may have.
#[rustfmt::skip]
pub(crate) const NAMES: [&str; 22] = [
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir", "face", "height",
    "href", "lang", "rowspan", "size", "span", "src", "start", "style", "title", "type", "valign",
];

/// Where the value of one attribute stands and who knows the pictures of the message.
pub(crate) struct Judge<'a> {
    pub(crate) tag: TagId,
    pub(crate) image: &'a dyn Fn(Image<'_>) -> Option<String>,
    pub(crate) report: &'a mut Report,
}

impl Judge<'_> {
    /// The value to write, or `None` to drop the attribute. `name` in lower case.
    pub(crate) fn value(&mut self, name: &str, value: &str) -> Option<String> {
        let tag = self.tag.name();
        match (name, tag) {
            ("href", "a") => self.link(value),
            ("src", "img") => self.picture(value),
            ("style", _) => style::clean(value, self.report),
            ("title", _) | ("alt", "img") => Some(text(value)),
            ("dir", _) => one_of(value, &["ltr", "rtl", "auto"]),
            ("lang", _) => matching(value, 35, |b| b.is_ascii_alphanumeric() || b == b'-'),
            ("align", _) => one_of(value, &["left", "right", "center", "justify", "middle", "top", "bottom"]),
            ("valign", _) => one_of(value, &["top", "middle", "bottom", "baseline"]),
            ("width" | "height", "img" | "table" | "td" | "th" | "tr" | "col" | "colgroup" | "hr") => length(value),
            ("border" | "cellpadding" | "cellspacing", "table" | "img") => number(value, 0, 100),
            ("colspan" | "rowspan", "td" | "th") | ("span", "col" | "colgroup") => number(value, 1, 100),
            ("bgcolor", "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th") | ("color", "font" | "hr") => {
                matching(value, 20, |b| b.is_ascii_alphanumeric() || b == b'#')
            }
            ("face", "font") => matching(value, 200, |b| b.is_ascii_alphanumeric() || b" ,-_'".contains(&b)),
            ("size", "font" | "hr") => matching(value, 3, |b| b.is_ascii_digit() || b == b'+' || b == b'-'),
            ("start", "ol") => number(value, -100_000, 100_000),
            ("type", "ol" | "ul" | "li") => {
                ["1", "a", "A", "i", "I", "disc", "circle", "square"].contains(&value).then(|| value.to_owned())
            }
            _ => {
                self.report_unknown(name);
                None
            }
        }
    }

    fn report_unknown(&mut self, name: &str) {
        let why = match name {
            // Names for a style sheet that is not there, and what every link is given anyway.
            "class" | "id" | "name" | "target" | "rel" => return,
            _ if name.starts_with("on") => Why::Script,
            "srcset" | "background" | "poster" | "ping" | "lowsrc" | "dynsrc" | "longdesc" | "src" | "xlink:href" => {
                Why::RemoteContent
            }
            "srcdoc" | "data" | "codebase" | "classid" => Why::Embedded,
            "action" | "formaction" | "autofocus" | "tabindex" | "accesskey" | "contenteditable" => Why::Form,
            _ => Why::Unsupported,
        };
        self.report.add(name, why);
    }

    fn link(&mut self, value: &str) -> Option<String> {
        let kept = link(value);
        if let Err(scheme) = &kept {
            let why = if scheme.contains("script") { Why::Script } else { Why::BadLink };
            self.report.add(scheme, why);
        }
        kept.ok()
    }

    fn picture(&mut self, value: &str) -> Option<String> {
        let address: String = without_invisible(value.trim());
        let Some(image) = images::parse(&address) else {
            self.report.add("src", Why::BadImage);
            return None;
        };
        let kept = match &image {
            Image::Data(_) => images::data(&address),
            _ => (self.image)(image.clone()),
        };
        if kept.is_none() {
            match image {
                Image::Remote(_) => self.report.add("img", Why::RemoteContent),
                Image::Attached(_) => self.report.add("cid", Why::BadImage),
                Image::Data(_) => self.report.add("data", Why::BadImage),
            }
        }
        kept
    }
}

/// The address of a link as the `url` crate writes it.
///
/// # Errors
/// The scheme, or what it is otherwise, when it leads nowhere that is allowed.
fn link(value: &str) -> Result<String, String> {
    let address: String = value.chars().filter(|c| !is_invisible(*c)).collect();
    if address.len() > MAX_LINK {
        return Err(String::from("long link"));
    }
    let mut url = Url::parse(address.trim()).map_err(|_| String::from("relative link"))?;
    match url.scheme() {
        "http" | "https" => {
            // `https://bank.example@evil.example/` is read by people as bank.example.
            let bare = url.set_username("").and_then(|()| url.set_password(None));
            bare.map_err(|()| String::from("link"))?;
        }
        "mailto" => url = mail_link(&url),
        "tel" => {}
        other => return Err(other.to_owned()),
    }
    let text = String::from(url);
    // An address that reads differently when it is read again is not one to trust.
    match Url::parse(&text) {
        Ok(again) if again.as_str() == text => Ok(text),
        _ => Err(String::from("link")),
    }
}

/// `mailto:` with recipients, subject and text only: never hidden copies or files (RFC 6068).
fn mail_link(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    let wanted = |name: &str| ["to", "cc", "subject", "body"].iter().any(|n| n.eq_ignore_ascii_case(name));
    let kept: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| wanted(pair.split('=').next().unwrap_or_default()))
        .collect();
    if !kept.is_empty() {
        bare.set_query(Some(&kept.join("&")));
    }
    bare
}

/// Text of an attribute that is shown: no invisible characters, not endless.
fn text(value: &str) -> String {
    let line: String =
        value.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_invisible(*c)).collect();
    line.chars().take(MAX_TEXT).collect()
}

fn one_of(value: &str, words: &[&str]) -> Option<String> {
    let lower = value.trim().to_ascii_lowercase();
    words.contains(&lower.as_str()).then_some(lower)
}

fn matching(value: &str, most: usize, ok: impl Fn(u8) -> bool) -> Option<String> {
    let value = value.trim();
    (!value.is_empty() && value.len() <= most && value.bytes().all(ok)).then(|| value.to_owned())
}

fn number(value: &str, least: i32, most: i32) -> Option<String> {
    let n: i32 = value.trim().trim_end_matches("px").parse().ok()?;
    Some(n.clamp(least, most).to_string())
}

/// Pixels up to 4,000 or per cent up to 100.
fn length(value: &str) -> Option<String> {
    let value = value.trim();
    if let Some(percent) = value.strip_suffix('%') {
        let n: f32 = percent.trim().parse().ok()?;
        return (0.0..=100.0).contains(&n).then(|| format!("{}%", n.round()));
    }
    let n: f32 = value.trim_end_matches("px").trim().parse().ok()?;
    (0.0..=4000.0).contains(&n).then(|| n.round().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(href: &str, expect: Result<&str, &str>) {
        let found = link(href);
        assert_eq!(found.as_deref().map_err(String::as_str), expect, "{href:?}");
        if let Ok(once) = found {
            assert_eq!(link(&once).as_ref(), Ok(&once), "again: {href:?}");
        }
    }

    #[test]
    fn links_lead_to_web_mail_and_telephone() {
        check("https://a.example/x?y=1#z", Ok("https://a.example/x?y=1#z"));
        check(" HTTP://A.example ", Ok("http://a.example/"));
        check("https://bank.example@evil.example/", Ok("https://evil.example/"));
        check("https://user:pass@evil.example/", Ok("https://evil.example/"));
        check("https://аpple.com", Ok("https://xn--pple-43d.com/"));
        check("mailto:a@b.example?subject=x&bcc=evil@e&attach=/etc/passwd", Ok("mailto:a@b.example?subject=x"));
        check("mailto:a@b.example?bcc=evil@e", Ok("mailto:a@b.example"));
        check("tel:+49-30-1234", Ok("tel:+49-30-1234"));
        check("ht\ntps://a.example/\u{202E}x", Ok("https://a.example/x"));
        check("java\u{0}script:alert(1)", Err("javascript"));
        check(" \u{1}javascript:alert(1)", Err("javascript"));
        check("JaVaScRiPt:alert(1)", Err("javascript"));
        check("vbscript:x", Err("vbscript"));
        check("data:text/html,<script>", Err("data"));
        check("file:///etc/passwd", Err("file"));
        check("blob:https://a.example/x", Err("blob"));
        check("//evil.example/x", Err("relative link"));
        check("#top", Err("relative link"));
        check("", Err("relative link"));
        check("https://", Err("relative link"));
    }
}
