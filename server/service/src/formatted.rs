//! Formatted text on its way out: what an author wrote is cleaned as strictly as what strangers send,
//! and its plain form is made from what is left, so that the guard and the readers see the same words.

use crate::Service;
use crate::draft_files::Gathered;
use levee_contract::{AppError, Caller};
use levee_mail::{Draft, FileId, ReplyKind};
use levee_mime::compose::{Attachment, Html};
use levee_mime::html::{clean, raster_type, to_text};
use levee_mime::{Message, plain};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Around the author's words: a mail program without a font of its own takes its oldest.
const FONT: &str = "font-family:'Segoe UI',Arial,sans-serif;font-size:11pt";
/// Beside an answer's quote.
const QUOTE: &str = "margin:0 0 0 4px;padding:0 0 0 12px;border-left:3px solid #b6bdc6";

/// The quoted original as HTML, and the pictures in it by the Content-IDs that they get here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quote {
    html: String,
    pictures: Vec<(String, Attachment)>,
}

impl Service {
    /// The draft as it may be kept and judged: its HTML cleaned, its text made from that.
    pub(crate) async fn settled(&self, draft: &Draft) -> Result<Draft, AppError> {
        if draft.html.is_empty() {
            return Ok(draft.clone());
        }
        let written = draft.html.clone();
        let (html, text) = self.aside(move || formatted(&written)).await?;
        Ok(Draft { html, text, ..draft.clone() })
    }

    /// The quote of a formatted draft: the original as it looks when it is still there, else its text.
    pub(crate) async fn quote_of(&self, who: &Caller, draft: &Draft) -> Result<Quote, AppError> {
        if draft.html.is_empty() || draft.quote.is_empty() {
            return Ok(Quote::default());
        }
        let original = match &draft.parent {
            Some(parent) => match self.bytes(who, parent).await {
                Ok(bytes) => Some(bytes),
                Err(AppError::Gone) => None,
                Err(error) => return Err(error),
            },
            None => None,
        };
        let (quote, kind) = (draft.quote.clone(), draft.kind);
        self.aside(move || original.and_then(|bytes| quoted(&bytes, &quote, kind)).unwrap_or_else(|| as_text(&quote)))
            .await
    }

    /// The quote for the editor: pictures of the original do not come along.
    pub(crate) async fn editable_quote(&self, who: &Caller, draft: &Draft) -> Result<String, AppError> {
        let formatted = Draft { html: "<br>".to_owned(), ..draft.clone() };
        let quote = self.quote_of(who, &formatted).await?;
        self.aside(move || clean(&quote.html, &|_| None).html).await
    }
}

/// Cleans what was written, and makes its plain form.
pub(crate) fn formatted(written: &str) -> (String, String) {
    let ours = |id: &str| FileId::of_content_id(id).map(|file| format!("cid:{}", file.content_id()));
    let html = clean(written, &ours).html;
    let text = to_text(&html);
    (html, text)
}

/// The document that goes out, with all pictures in it.
pub(crate) fn document(draft: &Draft, quote: Quote, files: &[Gathered]) -> Option<Html> {
    if draft.html.is_empty() {
        return None;
    }
    let mut document = String::from("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>");
    // Writing to a String does not fail.
    let _ = write!(document, "<div style=\"{FONT}\">{}</div>{}</body></html>", draft.html, quote.html);
    let own = files.iter().filter_map(|gathered| Some((gathered.content_id.clone()?, gathered.file.clone())));
    Some(Html { document, pictures: own.chain(quote.pictures).collect() })
}

/// The head of the quote as text, under it the original with its formatting; `None` when it has none.
fn quoted(bytes: &[u8], quote: &str, kind: ReplyKind) -> Option<Quote> {
    let parsed = Message::parse(bytes);
    let original = parsed.html()?;
    let head = match kind {
        ReplyKind::Forward => quote.split_once("\n\n").map_or(quote, |(head, _)| head),
        _ => quote.lines().next().unwrap_or_default(),
    };
    let pictures = RefCell::new(BTreeMap::new());
    let named = |id: &str| {
        let part = parsed.part_by_content_id(id)?;
        let bytes = parsed.decoded(part.id)?;
        let content_type = raster_type(&bytes)?.to_owned();
        let id = format!("quoted-{}@levee", part.id.0);
        let picture = || Attachment { name: part.download_name(), content_type, bytes: bytes.into_owned() };
        pictures.borrow_mut().entry(id.clone()).or_insert_with(picture);
        Some(format!("cid:{id}"))
    };
    let body = clean(&original, &named).html;
    let head = plain::to_html(head);
    let html = match kind {
        ReplyKind::Forward => format!("<div>{head}</div><br><div>{body}</div>"),
        _ => format!("<div>{head}</div><blockquote type=\"cite\" style=\"{QUOTE}\">{body}</blockquote>"),
    };
    Some(Quote { html: format!("<br>{html}"), pictures: pictures.into_inner().into_iter().collect() })
}

fn as_text(quote: &str) -> Quote {
    Quote { html: format!("<br><div>{}</div>", plain::to_html(quote)), pictures: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &[u8] = b"From: bob@hosp.example\r\nSubject: Rota\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\
        <p onclick=alert(1)>Hello <b>Ann</b><img src=\"cid:x@y\"><img src=\"https://e.example/t.gif\"></p>\r\n\
        --b\r\nContent-Type: image/gif\r\nContent-ID: <x@y>\r\n\r\nGIF89a\r\n--b--\r\n";

    #[track_caller]
    fn check(written: &str, html: &str, text: &str) {
        let (cleaned, plain) = formatted(written);
        assert_eq!((cleaned.as_str(), plain.trim_end()), (html, text));
        assert_eq!(formatted(&cleaned).0, html, "again");
    }

    #[test]
    fn hostile_html_does_not_go_out() {
        check("<p>Hi<script>alert(1)</script></p>", "<p>Hi</p>", "Hi");
        check("<b onmouseover=\"x()\">Hi</b>", "<b>Hi</b>", "Hi");
        check("<img src=\"https://e.example/t.gif\">Hi", "<img>Hi", "Hi");
        check("<div>a</div><div><br></div><div>b</div>", "<div>a</div><div><br></div><div>b</div>", "a\n\nb");
    }

    #[test]
    fn a_picture_of_the_draft_stays_and_no_other() {
        let id = FileId::from_random([1; 16]).content_id();
        let own = format!("<img src=\"cid:{id}\">");
        assert_eq!(formatted(&own).0, own);
        assert!(!formatted("<img src=\"cid:x@y\">").0.contains("cid"));
    }

    #[test]
    fn the_original_keeps_its_form_in_the_quote() {
        let quote = quoted(ORIGINAL, "On Monday, Bob wrote:\n> Hello Ann", ReplyKind::Reply).unwrap_or_default();
        assert!(quote.html.contains("On Monday, Bob wrote:</div><blockquote type=\"cite\""), "{}", quote.html);
        assert!(quote.html.contains("Hello <b>Ann</b>") && quote.html.contains("cid:quoted-2@levee"), "{}", quote.html);
        assert!(!quote.html.contains("onclick") && !quote.html.contains("e.example"), "{}", quote.html);
        assert_eq!(quote.pictures.len(), 1);
        assert_eq!(quote.pictures[0].1.content_type, "image/gif");
    }

    #[test]
    fn an_original_without_form_is_quoted_as_text() {
        assert!(quoted(b"Subject: x\r\n\r\nHello\r\n", "On Monday, Bob wrote:\n> Hello", ReplyKind::Reply).is_none());
        let html = as_text("On Monday, Bob wrote:\n> Hello <b>").html;
        assert!(html.contains("<blockquote>Hello &lt;b&gt;</blockquote>"), "{html}");
    }
}
