//! What a submitted message says, as far as rules look at it.

use crate::headers::Headers;
use crate::pass::split;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) has_quote: bool,
    pub(crate) attachments: u32,
    pub(crate) calendar_method: bool,
    pub(crate) report: bool,
}

impl Words {
    pub(crate) fn of(bytes: &[u8], headers: &Headers) -> Self {
        let kind = headers.first("content-type").unwrap_or("text/plain").to_ascii_lowercase();
        let body = split(bytes).1;
        let decoded = match headers.first("content-transfer-encoding").map(str::to_ascii_lowercase).as_deref() {
            Some("base64") => {
                let packed: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
                STANDARD.decode(packed).unwrap_or_default()
            }
            _ => body.to_vec(),
        };
        let text = String::from_utf8_lossy(&decoded).into_owned();
        Self {
            subject: headers.first("subject").unwrap_or_default().to_owned(),
            has_quote: text.lines().any(|line| line.starts_with('>')),
            text,
            attachments: 0,
            calendar_method: kind.starts_with("text/calendar") && kind.contains("method="),
            report: kind.starts_with("multipart/report"),
        }
    }
}
