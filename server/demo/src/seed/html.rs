//! Makes the HTML of a letter from its text: paragraphs, lists of `- `, `**bold**`, quotations.
//! Only for text of the story; cleans nothing.

/// HTML for a text.
pub(super) fn from_text(text: &str) -> String {
    text.split("\n\n").map(block).collect()
}

/// The text without its marks, as text/plain shows it.
pub(super) fn without_marks(text: &str) -> String {
    text.replace("**", "")
}

/// Text made safe between tags and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn block(block: &str) -> String {
    if let Some(quoted) = block.lines().map(|line| line.strip_prefix('>')).collect::<Option<Vec<_>>>() {
        let inner: Vec<&str> = quoted.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        return format!("<blockquote type=\"cite\">\n{}</blockquote>\n", from_text(&inner.join("\n")));
    }
    let mut out = String::new();
    let (mut paragraph, mut items) = (Vec::new(), Vec::new());
    for line in block.lines() {
        match line.strip_prefix("- ") {
            Some(item) => items.push(format!("<li>{}</li>\n", spans(item))),
            // Lines below a list belong to its last item only when they are indented; here none are.
            None => paragraph.push(spans(line)),
        }
    }
    if !paragraph.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", paragraph.join("<br>\n")));
    }
    if !items.is_empty() {
        out.push_str(&format!("<ul>\n{}</ul>\n", items.concat()));
    }
    out
}

/// Every second piece between `**` is bold.
fn spans(line: &str) -> String {
    let pieces = line.split("**").enumerate();
    pieces.map(|(n, piece)| if n % 2 == 1 { format!("<b>{}</b>", escape(piece)) } else { escape(piece) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_paragraphs_lists_and_quotations() {
        let check = |text: &str, expect: &str| assert_eq!(from_text(text), expect);
        check("Hello,\nall", "<p>Hello,<br>\nall</p>\n");
        check("On **Thursday**, 3 < 4", "<p>On <b>Thursday</b>, 3 &lt; 4</p>\n");
        check("She needs:\n- a key", "<p>She needs:</p>\n<ul>\n<li>a key</li>\n</ul>\n");
        check("> a\n> b", "<blockquote type=\"cite\">\n<p>a<br>\nb</p>\n</blockquote>\n");
    }
}
