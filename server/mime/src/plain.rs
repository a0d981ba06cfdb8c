//! Plain text to HTML: everything is escaped, addresses become links, quotes are nested.
//! A tokenizer of our own that emits text and links only; no placeholders, no second look.

use crate::html::escape_into;
use url::Url;

/// A run of characters over this many bytes is text, not a link.
const MAX_RUN: usize = 2048;
/// Links made in one message; after that addresses are text.
const MAX_LINKS: usize = 2000;
/// Deepest quoting that is shown as such.
const MAX_QUOTES: usize = 12;

/// The text as HTML. Line ends are kept, lines marked with `>` stand in nested quotes.
#[must_use]
pub fn to_html(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut budget = MAX_LINKS;
    let mut depth = 0;
    let mut first = true;
    for line in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
        let (quotes, line) = quote_marks(line);
        if quotes == depth && !first {
            out.push_str("<br>");
        }
        while depth < quotes {
            out.push_str("<blockquote>");
            depth += 1;
        }
        while depth > quotes {
            out.push_str("</blockquote>");
            depth -= 1;
        }
        self::line(line, &mut budget, &mut out);
        first = false;
    }
    for _ in 0..depth {
        out.push_str("</blockquote>");
    }
    out
}

/// How often a line is quoted, and the line without the marks.
fn quote_marks(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while depth < MAX_QUOTES {
        let Some(inner) = rest.strip_prefix('>').or_else(|| (depth > 0).then(|| rest.strip_prefix(" >")).flatten())
        else {
            break;
        };
        rest = inner;
        depth += 1;
    }
    (depth, if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest })
}

/// One line: runs of characters that may be an address, and what is between them.
fn line(line: &str, budget: &mut usize, out: &mut String) {
    let mut rest = line;
    // Leading blanks carry meaning in text; HTML would swallow them.
    while let Some(tail) = rest.strip_prefix(' ') {
        out.push_str("&nbsp;");
        rest = tail;
    }
    while !rest.is_empty() {
        let length = rest.find(ends_run).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(length);
        self::run(run, budget, out);
        let gap = tail.find(|c| !ends_run(c)).unwrap_or(tail.len());
        blanks(&tail[..gap], out);
        rest = &tail[gap..];
    }
}

/// Characters that no address holds in running text.
fn ends_run(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '{' | '}' | '|' | '\\' | '^')
}

/// White space as it is seen: every second blank of several must not collapse.
fn blanks(text: &str, out: &mut String) {
    let mut before = ' ';
    for (i, c) in text.chars().enumerate() {
        match c {
            ' ' if i > 0 && before == ' ' => out.push_str("&nbsp;"),
            '\t' => out.push_str("&nbsp;&nbsp;&nbsp; "),
            c if c.is_control() => {}
            c => escape_into(c.encode_utf8(&mut [0; 4]), out),
        }
        before = c;
    }
}

fn run(run: &str, budget: &mut usize, out: &mut String) {
    let found = if run.len() <= MAX_RUN && *budget > 0 { address(run) } else { None };
    let Some((before, shown, after, href)) = found else { return escape_into(run, out) };
    *budget -= 1;
    escape_into(before, out);
    out.push_str("<a href=\"");
    escape_into(&href, out);
    out.push_str("\" target=\"_blank\" rel=\"noopener noreferrer\">");
    escape_into(shown, out);
    out.push_str("</a>");
    escape_into(after, out);
}

/// Cuts a run into what is before an address, the address, what is after, and where it leads.
fn address(run: &str) -> Option<(&str, &str, &str, String)> {
    let lower = run.to_ascii_lowercase();
    let web = ["https://", "http://", "www."].iter().filter_map(|mark| lower.find(mark)).min();
    if let Some(start) = web {
        let starts_word = run[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let shown = without_tail(&run[start..]);
        let address = if lower[start..].starts_with("www.") { format!("https://{shown}") } else { shown.to_owned() };
        let url =
            Url::parse(&address).ok().filter(|u| u.host_str().is_some_and(|h| h.contains('.') || h == "localhost"))?;
        let honest = url.username().is_empty() && url.password().is_none();
        return (starts_word && honest).then(|| (&run[..start], shown, &run[start + shown.len()..], String::from(url)));
    }
    mail_address(run)
}

fn mail_address(run: &str) -> Option<(&str, &str, &str, String)> {
    let at = run.find('@')?;
    let in_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?_~.".contains(c);
    let local = run[..at].rfind(|c| !in_local(c)).map_or(0, |i| i + run[i..].chars().next().map_or(1, char::len_utf8));
    let local = local + run[local..at].find(|c: char| c.is_ascii_alphanumeric())?;
    let domain = &run[at + 1..];
    let end = domain.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.')).unwrap_or(domain.len());
    let end = at + 1 + domain[..end].trim_end_matches(['.', '-']).len();
    let shown = &run[local..end];
    let parsed = levee_mail::Address::parse(shown).ok().filter(|a| a.domain().contains('.'))?;
    let url = Url::parse(&format!("mailto:{}", percent(&parsed.to_string()))).ok()?;
    Some((&run[..local], shown, &run[end..], String::from(url)))
}

/// Characters that would end the address part of `mailto:`.
fn percent(address: &str) -> String {
    address.replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace('&', "%26")
}

/// Without the punctuation that ends the sentence and not the address.
fn without_tail(run: &str) -> &str {
    let mut shown = run;
    // A closing bracket belongs to the address when it was opened in it.
    let mut unmatched = shown.matches(')').count() as isize - shown.matches('(').count() as isize;
    while let Some(last) = shown.chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' => {}
            ')' if unmatched > 0 => unmatched -= 1,
            _ => break,
        }
        shown = &shown[..shown.len() - last.len_utf8()];
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    const REL: &str = "target=\"_blank\" rel=\"noopener noreferrer\"";

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(to_html(text), expect.replace("REL", REL), "{text:?}");
    }

    /// Everything but our own links and quotes is escaped text.
    #[track_caller]
    fn check_no_markup(text: &str) {
        let html = to_html(text);
        let bare =
            html.replace("</a>", "").replace("<br>", "").replace("<blockquote>", "").replace("</blockquote>", "");
        let mut rest = bare.as_str();
        while let Some((_, tail)) = rest.split_once('<') {
            let (tag, tail) = tail.split_once('>').expect("closed");
            let href = tag.strip_prefix("a href=\"").and_then(|t| t.strip_suffix(&format!("\" {REL}"))).expect(tag);
            assert!(["https://", "http://", "mailto:"].iter().any(|s| href.starts_with(s)), "{href}");
            assert!(!href.contains(['"', '<', '\n']), "{href}");
            rest = tail;
        }
    }

    #[test]
    fn keeps_lines_and_quotes() {
        check("a\nb\r\n\r\nc\n", "a<br>b<br><br>c");
        check("> a\n> b\n>> c\nd", "<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d");
        check("> > a", "<blockquote><blockquote>a</blockquote></blockquote>");
        check("  a  b", "&nbsp;&nbsp;a &nbsp;b");
        check("", "");
        check("1 < 2 & \"3\" > 0", "1 &lt; 2 &amp; &quot;3&quot; &gt; 0");
    }

    #[test]
    fn links_addresses() {
        check(
            "see https://a.example/x?y=1&z=2.",
            "see <a href=\"https://a.example/x?y=1&amp;z=2\" REL>https://a.example/x?y=1&amp;z=2</a>.",
        );
        check("(http://a.example/b_(c))", "(<a href=\"http://a.example/b_(c)\" REL>http://a.example/b_(c)</a>)");
        check("<https://a.example>", "&lt;<a href=\"https://a.example/\" REL>https://a.example</a>&gt;");
        check("www.a.example!", "<a href=\"https://www.a.example/\" REL>www.a.example</a>!");
        check("to bob@a.example, please", "to <a href=\"mailto:bob@a.example\" REL>bob@a.example</a>, please");
        check("mailto:bob@a.example", "mailto:<a href=\"mailto:bob@a.example\" REL>bob@a.example</a>");
        for text in [
            "a@b",
            "@b.example",
            "javascript:alert(1)",
            "https://",
            "xhttps://a.example",
            "https://u:p@a.example",
            "ftp://a.example",
        ] {
            check(text, &text.replace('&', "&amp;"));
        }
    }

    #[test]
    fn attacks_stay_text() {
        for text in [
            "[<script>evil</script>]:##str_replacement_0##",
            "[<script>evil</script>] https://google.com",
            "a@a.co?]<img/src=\"x\"/onerror=alert(document.domain)>",
            "https://a.example/\"onmouseover=\"alert(1)",
            "https://a.example/'><svg/onload=alert(1)>",
            "https://a.example/\u{202E}x javascript:alert(1)//https://b.example",
            "www.a.example\"onclick=alert(1)",
            "\"<img src=x>\"@a.example",
            "x&lt;script&gt;@a.example?subject=<b>",
        ] {
            check_no_markup(text);
        }
    }

    #[test]
    fn time_and_links_are_bounded() {
        for piece in [
            "https://",
            "a@a.a.",
            "www.",
            "@",
            ">",
            "> ",
            "(",
            "a.",
            "http://a.example ",
            "a@b.example\n",
            "https://a.example/((((",
            " ",
        ] {
            let text = piece.repeat(1_000_000 / piece.len());
            let html = to_html(&text);
            assert!(html.matches("<a ").count() <= MAX_LINKS, "{piece}");
            assert!(html.len() < text.len() * 7 + 400_000, "{piece}: {}", html.len());
        }
        check(&format!("https://a.example/{}", "x".repeat(3000)), &format!("https://a.example/{}", "x".repeat(3000)));
    }
}
