//! What a part is served as. The sender's Content-Type is a hint, never a header of ours.

use crate::html::raster_type;
use serde::Serialize;

/// Whether a browser may show a part in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// Shown: pictures made of points, and PDF.
    Inline,
    /// Saved.
    Attachment,
}

/// The headers that a part is served with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Served {
    /// One of a fixed list.
    pub content_type: &'static str,
    /// Whether it may be shown.
    pub placement: Placement,
}

/// Types that only say what to open a saved file with. None of them is run by a browser.
#[rustfmt::skip]
const SAVED: [&str; 22] = [
    "application/gzip", "application/json", "application/msword", "application/pdf", "application/rtf",
    "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", "audio/mpeg",
    "image/bmp", "image/tiff", "message/rfc822", "text/calendar", "text/csv", "text/vcard", "video/mp4",
];

/// Decides from the first bytes what may be shown; from the declared type, what a saved file is called.
#[must_use]
pub fn for_download(declared: &str, bytes: &[u8]) -> Served {
    let shown = raster_type(bytes).or_else(|| is_pdf(bytes).then_some("application/pdf"));
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let alike = shown.filter(|found| *found == declared || (*found == "image/jpeg" && declared == "image/jpg"));
    if let Some(content_type) = alike.or_else(|| shown.filter(|_| is_vague(&declared))) {
        return Served { content_type, placement: Placement::Inline };
    }
    let known = SAVED.iter().find(|known| **known == declared);
    // What is declared as something else than it is gets no name at all.
    let content_type = known.filter(|_| shown.is_none()).copied().unwrap_or("application/octet-stream");
    Served { content_type, placement: Placement::Attachment }
}

/// The type that a file is sent under: one of the same list, or text.
#[must_use]
pub fn for_sending(declared: &str, bytes: &[u8]) -> &'static str {
    let text = declared.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/plain");
    match for_download(declared, bytes).content_type {
        "application/octet-stream" if text && !bytes.contains(&0) => "text/plain",
        found => found,
    }
}

fn is_vague(declared: &str) -> bool {
    matches!(declared, "" | "application/octet-stream" | "application/x-pdf" | "binary/octet-stream")
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";

    #[track_caller]
    fn check(declared: &str, bytes: &[u8], content_type: &str, placement: Placement) {
        let found = for_download(declared, bytes);
        assert_eq!((found.content_type, found.placement), (content_type, placement), "{declared}");
    }

    #[test]
    fn a_file_is_sent_as_what_it_is() {
        for (declared, bytes, expected) in [
            ("text/plain", b"x".as_slice(), "text/plain"),
            ("text/plain;charset=utf-8", b"x", "text/plain"),
            ("text/plain", b"\0\x01", "application/octet-stream"),
            ("", PNG, "image/png"),
            ("text/html", b"<script>", "application/octet-stream"),
            ("text/csv", b"a;b", "text/csv"),
        ] {
            assert_eq!(for_sending(declared, bytes), expected, "{declared}");
        }
    }

    #[test]
    fn shows_only_what_it_is_and_says_it_is() {
        use Placement::{Attachment, Inline};
        let octets = "application/octet-stream";
        check("image/png", PNG, "image/png", Inline);
        check("IMAGE/PNG; name=\"x\"", PNG, "image/png", Inline);
        check("image/jpg", b"\xff\xd8\xff\xe0", "image/jpeg", Inline);
        check("image/gif", b"GIF89a", "image/gif", Inline);
        check("image/webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", Inline);
        check("application/pdf", b"%PDF-1.7", "application/pdf", Inline);
        check(octets, b"%PDF-1.7", "application/pdf", Inline);
        check("text/html", PNG, octets, Attachment);
        check("image/gif", PNG, octets, Attachment);
        check("image/png", b"<svg onload=alert(1)>", octets, Attachment);
        check("application/pdf", b"<html>", "application/pdf", Attachment);
        check("image/svg+xml", b"<svg>", octets, Attachment);
        check("text/html", b"<script>", octets, Attachment);
        check("application/xhtml+xml", b"<html>", octets, Attachment);
        check("text/xml", b"<?xml", octets, Attachment);
        check("image/png\"><script>", b"", octets, Attachment);
        check("text/plain", b"x", octets, Attachment);
        check("text/csv; charset=utf-7", b"x", "text/csv", Attachment);
        check("", b"", octets, Attachment);
    }
}
