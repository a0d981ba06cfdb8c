//! Everything that Levee makes of a message, to be looked at: `levee inspect FILE.eml`.

use crate::difference::differing_numbers;
use crate::headers::Headers;
use crate::html::{self, Cleaned};
use crate::message::{Body, Message, Warning};
use crate::part::Part;
use serde::Serialize;

/// A message taken apart.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// The head, decoded and made safe.
    pub headers: Headers,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Which of them are read.
    pub body: Body,
    /// The plain text, or what was made of the formatted one.
    pub text: String,
    /// The formatted text as it is shown, its links, and what was taken out and why. Attached
    /// pictures are not shown: they have no address outside the web page.
    pub html: Option<Cleaned>,
    /// Numbers that only one form of the text has. With any of them a warning is due.
    pub differences: Vec<String>,
}

/// Takes a message apart.
#[must_use]
pub fn inspect(raw: &[u8]) -> Inspection {
    let message = Message::parse(raw);
    let formatted = message.html();
    let plain = message.plain();
    let differences = match (&plain, &formatted) {
        (Some(plain), Some(formatted)) => differing_numbers(plain, &html::to_text(formatted)),
        _ => Vec::new(),
    };
    Inspection {
        headers: message.headers().clone(),
        warnings: message.warnings().to_vec(),
        parts: message.parts().to_vec(),
        body: message.body().clone(),
        text: message.readable(),
        html: formatted.map(|html| html::clean(&html, &|_| None)),
        differences,
    }
}
