//! Hostile HTML to text for quoting in a reply and for comparing with the plain part.
//! One linear pass over the tokens; reads what a person would read, and no more.

use super::references::{Place, decode};
use super::tags::{self, Content, TagId};
use super::tokens::{StartTag, Token, Tokens};
use crate::safe_text::is_invisible;

/// Most bytes of text made of one message.
const MAX_TEXT: usize = 1024 * 1024;
/// Deepest nesting of quotes and lists that is shown as such.
const MAX_INDENT: usize = 8;

/// Text with paragraphs, list marks, quote marks (`> `) and the addresses of links.
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut page = Page::default();
    let mut tokens = Tokens::new(html);
    let mut skipping: Option<(&str, usize, Tokens<'_>)> = None;
    let mut gave_up = false;
    while page.out.len() < MAX_TEXT {
        let Some(token) = tokens.next() else {
            // An element that is never closed does not hide the rest.
            let Some((_, _, back)) = skipping.take() else { break };
            tokens = back;
            gave_up = true;
            continue;
        };
        if let Some((name, depth, _)) = &mut skipping {
            match token {
                Token::Start(tag) if tag.name.eq_ignore_ascii_case(name) && !tag.self_closing => *depth += 1,
                Token::End(end) if end.eq_ignore_ascii_case(name) => *depth -= 1,
                _ => {}
            }
            if *depth == 0 {
                skipping = None;
            }
            continue;
        }
        match token {
            Token::Text(raw) => page.text(&decode(raw, Place::Text)),
            Token::End(name) => page.end(&name.to_ascii_lowercase()),
            Token::Start(tag) => {
                let name = tag.name.to_ascii_lowercase();
                let content = if TagId::find(&name).is_some() { Content::Shown } else { tags::unwanted(&name).0 };
                match content {
                    Content::Shown => page.start(&name, &tag),
                    Content::RawText => tokens.skip_raw_text(tag.name),
                    Content::Rest => tokens.skip_rest(),
                    Content::Elements if gave_up || tag.self_closing => {}
                    Content::Elements => skipping = Some((tag.name, 1, tokens.clone())),
                }
            }
        }
    }
    page.finish()
}

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    /// Blank lines owed before the next text.
    gap: usize,
    quotes: usize,
    /// How deep the line before was quoted.
    quoted_before: usize,
    /// Open lists: the next number, or 0 for marks.
    lists: Vec<usize>,
    in_pre: usize,
    /// Address of the open link and where its text began.
    link: Option<(String, String)>,
}

impl Page {
    fn text(&mut self, text: &str) {
        if let Some((_, shown)) = self.link.as_mut().filter(|(_, shown)| shown.len() < 4096) {
            shown.push_str(text.trim());
        }
        for c in text.chars() {
            match c {
                '\n' if self.in_pre > 0 => self.end_line(),
                c if c.is_whitespace() && c != '\u{A0}' => {
                    if self.in_pre > 0 || !(self.line.is_empty() || self.line.ends_with(' ')) {
                        self.line.push(' ');
                    }
                }
                '\u{A0}' => self.line.push(' '),
                c if is_invisible(c) && !matches!(c, '\u{200C}' | '\u{200D}') => {}
                c => self.line.push(c),
            }
        }
    }

    fn start(&mut self, name: &str, tag: &StartTag<'_>) {
        let attribute = |wanted: &str| {
            let found = tag.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| decode(value, Place::Attribute).into_owned())
        };
        match name {
            "br" => self.end_line(),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" => self.paragraph(),
            "pre" => {
                self.paragraph();
                self.in_pre += 1;
            }
            "blockquote" => {
                self.paragraph();
                self.quotes += 1;
            }
            "ul" | "ol" => {
                self.break_line();
                self.lists.push(usize::from(name == "ol"));
            }
            "li" => self.item(),
            "hr" => {
                self.break_line();
                self.line.push_str("----------");
                self.end_line();
            }
            "td" | "th" if !self.line.is_empty() && !self.line.ends_with(' ') => self.line.push(' '),
            "img" => {
                if let Some(alt) = attribute("alt").filter(|alt| !alt.trim().is_empty()) {
                    self.text(&format!("[{}]", alt.trim()));
                }
            }
            "a" => self.link = attribute("href").map(|href| (href.trim().to_owned(), String::new())),
            _ if is_block(name) => self.break_line(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" => self.paragraph(),
            "pre" => {
                self.paragraph();
                self.in_pre = self.in_pre.saturating_sub(1);
            }
            "blockquote" => {
                self.paragraph();
                self.quotes = self.quotes.saturating_sub(1);
            }
            "ul" | "ol" => {
                self.break_line();
                self.lists.pop();
            }
            "a" => self.end_link(),
            "li" => self.break_line(),
            _ if is_block(name) => self.break_line(),
            _ => {}
        }
    }

    fn end_link(&mut self) {
        let Some((href, shown)) = self.link.take() else { return };
        let lower = href.to_ascii_lowercase();
        let leads = lower.starts_with("http://") || lower.starts_with("https://");
        if leads && href.len() <= 2048 && !shown.is_empty() && !shown.contains(&href) && !href.contains(&shown) {
            self.text(&format!(" <{href}>"));
        }
    }

    fn item(&mut self) {
        self.break_line();
        let depth = self.lists.len().min(MAX_INDENT);
        self.line = "  ".repeat(depth.saturating_sub(1));
        match self.lists.last_mut() {
            Some(number) if *number > 0 => {
                self.line.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.line.push_str("* "),
        }
    }

    /// Ends the line if there is anything on it.
    fn break_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
    }

    /// Ends the line and owes a blank one.
    fn paragraph(&mut self) {
        self.break_line();
        self.gap = self.gap.max(1);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if line.is_empty() {
            // More than two blank lines in a row say nothing.
            self.gap = (self.gap + 1).min(2);
            return;
        }
        let marks = "> ".repeat(self.quotes.min(MAX_INDENT));
        if !self.out.is_empty() {
            let gap_marks = "> ".repeat(self.quotes.min(self.quoted_before).min(MAX_INDENT));
            for _ in 0..self.gap {
                self.out.push_str(gap_marks.trim_end());
                self.out.push('\n');
            }
        }
        self.gap = 0;
        self.quoted_before = self.quotes;
        self.out.push_str(&marks);
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn finish(mut self) -> String {
        self.break_line();
        let end = (0..=MAX_TEXT.min(self.out.len())).rev().find(|i| self.out.is_char_boundary(*i)).unwrap_or(0);
        self.out.truncate(end);
        self.out
    }
}

fn is_block(name: &str) -> bool {
    matches!(name, "body" | "tr" | "form") || TagId::find(name).is_some_and(TagId::ends_paragraph)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expect: &str) {
        assert_eq!(to_text(html), expect, "{html}");
    }

    #[test]
    fn reads_as_a_person_would() {
        check("<p>One</p><p>Two<br>three", "One\n\nTwo\nthree\n");
        check("<div>a</div><div>b</div>", "a\nb\n");
        check("a<ul><li>x<li>y<ol><li>1st</li><li>2nd</li></ol></ul>b", "a\n* x\n* y\n  1. 1st\n  2. 2nd\nb\n");
        check(
            "<a href='https://a.example/x'>here</a> <a href='https://b.example/'>https://b.example/</a>",
            "here <https://a.example/x> https://b.example/\n",
        );
        check("x<blockquote>q<blockquote>r</blockquote></blockquote>y", "x\n\n> q\n>\n> > r\n\ny\n");
        check("<pre>a\n  b</pre>", "a\n  b\n");
        check("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc\n");
        check("&lt;b&gt; &amp;amp; a&nbsp;b &#65;", "<b> &amp; a b A\n");
        check("<style>p{}</style><script>x</script><title>t</title>y<!-- z -->", "y\n");
        check("<svg><text>hidden</text></svg>shown <math>never closed", "shown never closed\n");
        check("<img alt='a cat' src='https://e/x'><img src=x>", "[a cat]\n");
        check("a \n\t b", "a b\n");
        check("<a href='javascript:x'>t</a>", "t\n");
        check("", "");
    }
}
