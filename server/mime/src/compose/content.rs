//! The content of a message: its text in one or two forms, pictures in it, files (RFC 2046, 2183, 2387).
//!
//! ```text
//! multipart/mixed             when there are files
//!   multipart/alternative     when the text is formatted
//!     text/plain
//!     multipart/related       when there are pictures in it
//!       text/html
//!       image/png ...
//!   application/pdf ...
//! ```

use super::encode::{Word, base64_lines, normalise_crlf, quoted_printable, write_field};
use super::{Attachment, BuildError, Field, Html, Outgoing, checked};
use crate::file_name::{content_disposition, inline_disposition};

/// Everything from Content-Type on.
pub(super) fn write(message: &Outgoing, out: &mut String) -> Result<(), BuildError> {
    // Neither quoted-printable nor base64 can hold `=_` (RFC 2045 section 6.7), so no content holds a boundary.
    let letters = message.message_id.as_str().chars().filter(char::is_ascii_alphanumeric).take(40);
    let seed: String = letters.collect();
    if message.attachments.is_empty() {
        return write_words(message, &seed, out);
    }
    let boundary = begin("mixed", &seed, &[], out);
    next(&boundary, out);
    write_words(message, &seed, out)?;
    for file in &message.attachments {
        next(&boundary, out);
        write_file(file, &content_disposition(&file.name), None, out)?;
    }
    end(&boundary, out);
    Ok(())
}

/// The text, the plain form first: a program shows the last one that it understands.
fn write_words(message: &Outgoing, seed: &str, out: &mut String) -> Result<(), BuildError> {
    let Some(html) = &message.html else {
        write_text("plain", &message.text, out);
        return Ok(());
    };
    let boundary = begin("alternative", seed, &[], out);
    next(&boundary, out);
    write_text("plain", &message.text, out);
    next(&boundary, out);
    write_html(html, seed, out)?;
    end(&boundary, out);
    Ok(())
}

fn write_html(html: &Html, seed: &str, out: &mut String) -> Result<(), BuildError> {
    if html.pictures.is_empty() {
        write_text("html", &html.document, out);
        return Ok(());
    }
    // RFC 2387 section 3.1: the type of the root has to be said.
    let boundary = begin("related", seed, &["type=\"text/html\";"], out);
    next(&boundary, out);
    write_text("html", &html.document, out);
    for (id, picture) in &html.pictures {
        next(&boundary, out);
        write_file(picture, &inline_disposition(&picture.name), Some(id), out)?;
    }
    end(&boundary, out);
    Ok(())
}

/// Opens a multipart and gives its boundary, which names its subtype: one inside another has its own.
fn begin(subtype: &str, seed: &str, parameters: &[&str], out: &mut String) -> String {
    let boundary = format!("=_levee_{subtype}_{seed}");
    let mut words = vec![Word::plain(&format!("multipart/{subtype};"))];
    words.extend(parameters.iter().map(|parameter| Word::plain(parameter)));
    words.push(Word::plain(&format!("boundary=\"{boundary}\"")));
    write_field("Content-Type", &words, out);
    out.push_str("\r\n");
    boundary
}

fn next(boundary: &str, out: &mut String) {
    out.push_str(&format!("--{boundary}\r\n"));
}

fn end(boundary: &str, out: &mut String) {
    out.push_str(&format!("--{boundary}--\r\n"));
}

fn write_file(file: &Attachment, disposition: &str, id: Option<&str>, out: &mut String) -> Result<(), BuildError> {
    checked(&file.name, Field::AttachmentName)?;
    let kind = media_type(&file.content_type)?;
    out.push_str(&format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"));
    if let Some(id) = id {
        write_field("Content-ID", &[Word::plain(&format!("<{}>", content_id(id)?))], out);
    }
    let words: Vec<Word> = disposition.split("; ").map(|p| p.to_owned() + ";").map(|p| Word::plain(&p)).collect();
    write_field("Content-Disposition", &without_last_semicolon(words), out);
    out.push_str("\r\n");
    base64_lines(&file.bytes, out);
    Ok(())
}

fn without_last_semicolon(mut words: Vec<Word>) -> Vec<Word> {
    if let Some(last) = words.last_mut() {
        last.trim_end_matches(';');
    }
    words
}

fn write_text(subtype: &str, text: &str, out: &mut String) {
    let text = String::from_utf8_lossy(&normalise_crlf(text.as_bytes())).into_owned();
    let simple = |line: &str| {
        let printable = line.len() <= 78 && line.bytes().all(|b| (b' '..=b'~').contains(&b));
        // What programs on the way like to change, and what could be our boundary.
        let fragile = line.ends_with(' ') || line.starts_with("From ") || line == "." || line.starts_with("--=_");
        printable && !fragile
    };
    out.push_str(&format!("Content-Type: text/{subtype}; charset=utf-8\r\n"));
    if text.split("\r\n").all(simple) {
        out.push_str("Content-Transfer-Encoding: 7bit\r\n\r\n");
        out.push_str(&text);
        if !text.is_empty() && !text.ends_with("\r\n") {
            out.push_str("\r\n");
        }
    } else {
        out.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        quoted_printable(&text, out);
    }
}

/// An id that stands between brackets as it is (RFC 2045 section 7).
fn content_id(id: &str) -> Result<&str, BuildError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$&'*+-/=?^_`{|}~.@%".contains(&b);
    let ok = !id.is_empty() && id.len() <= 200 && id.bytes().all(plain);
    ok.then_some(id).ok_or(BuildError::Malformed(Field::ContentId))
}

fn media_type(value: &str) -> Result<&str, BuildError> {
    let token = |t: &str| {
        !t.is_empty() && t.len() <= 100 && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    checked(value, Field::AttachmentType)?;
    match value.split_once('/') {
        // A multipart or message may not be in base64 (RFC 2045 section 6.4).
        Some((kind, sub)) if token(kind) && token(sub) && !["multipart", "message"].contains(&kind) => Ok(value),
        Some(("message", _)) => Ok("application/octet-stream"),
        _ => Err(BuildError::Malformed(Field::AttachmentType)),
    }
}
