//! The head of a message or part: where its fields are, and what single fields mean.
//! Decoding of words, names and parameters is mail-parser's, one field at a time and bounded.

use crate::safe_text::safe_line;
use crate::transfer::text_of;
use levee_mail::{Address, Contact, MessageId};
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};
use serde::Serialize;
use std::borrow::Cow;

/// Bytes of one message's head that are read; more is flagged.
pub(crate) const MAX_HEAD: usize = 256 * 1024;
/// Bytes read of a field with parameters: mail-parser compares each parameter with all others.
const MAX_PARAMETERS: usize = 8 * 1024;
/// The longest encoded word that is decoded. RFC 2047 allows 75; what never ends would be searched
/// to the end of the field from each beginning.
const MAX_WORD: usize = 1000;
/// Message ids kept of one field.
const MAX_IDS: usize = 500;

/// A field as it stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field<'b> {
    pub(crate) name: &'b str,
    /// Everything after the colon, folded as it is.
    pub(crate) value: &'b [u8],
}

/// Splits the head from the body; returns the fields and where the body begins. A line that is no
/// field ends the head, as it does for a mail server.
pub(crate) fn split(raw: &[u8]) -> (Vec<Field<'_>>, usize) {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let end = line_end(raw, at);
        let line = trim_line(&raw[at..end]);
        if line.is_empty() {
            return (fields, end);
        }
        let field = field(line);
        let mbox = at == 0 && (line.starts_with(b"From ") || line.starts_with(b">From "));
        if field.is_none() && !mbox {
            return (fields, at);
        }
        // Continuation lines belong to the field, whatever stands in them.
        let mut next = end;
        while raw.get(next).is_some_and(|b| matches!(b, b' ' | b'\t')) && !mbox {
            let folded = line_end(raw, next);
            if trim_line(&raw[next..folded]).iter().all(|b| matches!(b, b' ' | b'\t')) {
                break;
            }
            next = folded;
        }
        if let Some((name, colon)) = field.filter(|_| next <= MAX_HEAD) {
            fields.push(Field { name, value: &raw[at + colon + 1..next] });
        }
        at = next;
        if next == end && raw.get(at).is_some_and(|b| matches!(b, b' ' | b'\t')) {
            // A line of nothing but blanks: as good as an empty one.
            return (fields, line_end(raw, at));
        }
    }
    (fields, raw.len())
}

/// Where the next line begins.
pub(crate) fn line_end(raw: &[u8], at: usize) -> usize {
    raw[at..].iter().position(|b| *b == b'\n').map_or(raw.len(), |n| at + n + 1)
}

/// A line without its end.
pub(crate) fn trim_line(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The name of the field on a line and where its colon is.
fn field(line: &[u8]) -> Option<(&str, usize)> {
    let colon = line.iter().position(|b| *b == b':')?;
    let name = line[..colon].trim_ascii_end();
    // A boundary may hold a colon.
    let ok = !name.is_empty() && !name.starts_with(b"--") && name.iter().all(|b| (b'!'..=b'~').contains(b));
    std::str::from_utf8(name).ok().filter(|_| ok).map(|name| (name, colon))
}

/// Decodes an unstructured field (a subject, RFC 2047) to one safe line.
#[must_use]
pub fn decode_header(value: &[u8]) -> String {
    let source = prepared(value, Words::Anywhere);
    match MessageStream::new(&source).parse_unstructured() {
        HeaderValue::Text(text) => safe_line(&text),
        _ => String::new(),
    }
}

/// Who stands in an address field of a received message. What stands there need not be an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correspondent {
    /// Display name on one safe line; `None` when there is none.
    pub name: Option<String>,
    /// The address as written, on one safe line; empty when only a name stands there.
    pub address: String,
}

impl Correspondent {
    /// As a contact, when the address is one.
    #[must_use]
    pub fn contact(&self) -> Option<Contact> {
        Some(Contact { name: self.name.clone(), address: Address::parse(&self.address).ok()? })
    }
}

/// Decodes an address field (From, To, …; RFC 5322 section 3.4), groups flattened. An encoded word
/// never becomes an address.
#[must_use]
pub fn decode_addresses(value: &[u8]) -> Vec<Correspondent> {
    let source = prepared(value, Words::OutsideBrackets);
    let HeaderValue::Address(found) = MessageStream::new(&source).parse_address() else { return Vec::new() };
    let one = |a: &mail_parser::Addr<'_>| Correspondent {
        name: a.name().map(safe_line).filter(|n| !n.is_empty()),
        address: a.address().map(safe_line).unwrap_or_default(),
    };
    found.iter().map(one).filter(|c| c.name.is_some() || !c.address.is_empty()).collect()
}

/// Seconds since 1970 of a date field; `None` when it is no date.
#[must_use]
pub fn decode_date(value: &[u8]) -> Option<i64> {
    let source = prepared(value, Words::Anywhere);
    match MessageStream::new(&source).parse_date() {
        HeaderValue::DateTime(date) if date.is_valid() => Some(date.to_timestamp()),
        _ => None,
    }
}

/// The message ids of a field, in order; of very many the last, which are the nearest.
#[must_use]
pub fn decode_ids(value: &[u8]) -> Vec<MessageId> {
    let text = String::from_utf8_lossy(value);
    let parts = text.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let unfolded = |id: &str| id.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut ids: Vec<MessageId> = parts.filter_map(|(id, _)| MessageId::parse(&unfolded(id))).collect();
    ids.drain(..ids.len().saturating_sub(MAX_IDS));
    ids
}

/// Type and parameters of a Content-Type or Content-Disposition field (RFC 2045, 2231).
pub(crate) fn parameters(value: &[u8]) -> Option<ContentType<'static>> {
    let source = prepared(&value[..value.len().min(MAX_PARAMETERS)], Words::Anywhere);
    match MessageStream::new(&source).parse_content_type().into_owned() {
        HeaderValue::ContentType(found) => Some(found),
        _ => None,
    }
}

/// Where an encoded word may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Anywhere,
    OutsideBrackets,
}

/// The field as the parser wants it: valid UTF-8, ended, and without beginnings of encoded words
/// that have no end or may not stand where they are.
fn prepared(value: &[u8], words: Words) -> Vec<u8> {
    let text: Cow<'_, str> = text_of(value, None);
    let mut out = text.trim_end().as_bytes().to_vec();
    let (mut quoted, mut angle) = (false, false);
    let mut at = 0;
    while at < out.len() {
        match out[at] {
            b'"' if at == 0 || out[at - 1] != b'\\' => quoted = !quoted,
            b'<' if !quoted => angle = true,
            b'>' if !quoted => angle = false,
            b'=' if out.get(at + 1) == Some(&b'?') => match encoded_word(&out[at..]) {
                Some(length) if !(angle && words == Words::OutsideBrackets) => at += length - 1,
                _ => out[at] = b'_',
            },
            _ => {}
        }
        at += 1;
    }
    out.push(b'\n');
    out
}

/// The length of the encoded word at the start of `text`: `=?charset?q?data?=`.
fn encoded_word(text: &[u8]) -> Option<usize> {
    let window = &text[..text.len().min(MAX_WORD)];
    let charset = window.get(2..)?.iter().position(|b| *b == b'?')?;
    let data = charset + 5;
    let ends = window.get(data..)?.windows(2).position(|pair| pair == b"?=")?;
    (window[data - 1] == b'?').then_some(data + ends + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn subject(value: &str, expect: &str) {
        assert_eq!(decode_header(value.as_bytes()), expect, "{value}");
    }

    #[test]
    fn decodes_words() {
        subject(" Hello world\r\n", "Hello world");
        subject(" =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße");
        subject(" =?iso-8859-1?q?a?= =?utf-8?b?w6Q=?= c", "aä c");
        subject(" folded\r\n line", "folded line");
        subject(" =?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x");
        subject(" =?utf-8?q?=E2=80=AEgpj.exe?=", "\u{FFFD}gpj.exe");
        subject(" =?utf-7?q?+ADw-b+AD4-?=", "<b>");
        subject(" =?nonsense?q?x?=", "x");
        subject(" =?utf-8?q?never ends", "_?utf-8?q?never ends");
        subject("", "");
        assert_eq!(decode_header(b" caf\xe9"), "café");
        assert!(decode_header(" =?ab?q?z".repeat(30_000).as_bytes()).len() > 1000);
    }

    #[track_caller]
    fn people(value: &str, expect: &[(&str, &str)]) {
        let found = decode_addresses(value.as_bytes());
        let found: Vec<(&str, &str)> =
            found.iter().map(|c| (c.name.as_deref().unwrap_or(""), c.address.as_str())).collect();
        assert_eq!(found, expect, "{value}");
    }

    #[test]
    fn reads_addresses() {
        people(" Bob Ash <bob@a.example>, eve@b.example\r\n", &[("Bob Ash", "bob@a.example"), ("", "eve@b.example")]);
        people(" \"Ash, Bob\" <bob@a.example>", &[("Ash, Bob", "bob@a.example")]);
        people(" Team: a@x.example, b@x.example;", &[("", "a@x.example"), ("", "b@x.example")]);
        people(" undisclosed-recipients:;", &[]);
        people(" =?utf-8?q?boss=40bank.example?= <eve@evil.example>", &[("boss@bank.example", "eve@evil.example")]);
        people(" =?utf-8?q?boss=40bank.example?=", &[("boss@bank.example", "")]);
        people(" a@evil.example <b@good.example>", &[("a@evil.example", "b@good.example")]);
        people(" =?utf-8?q?x=0D=0A?= <a@b.example>", &[("x", "a@b.example")]);
        let hidden = decode_addresses(b" <=?utf-8?q?boss=40bank.example?=>");
        assert!(hidden.iter().all(|c| c.contact().is_none()), "{hidden:?}");
        assert!(decode_addresses("x <a@b.example>, =?ab?q?z".repeat(10_000).as_bytes()).len() > 100);
    }

    #[test]
    fn reads_ids_and_dates() {
        let ids = |v: &str| decode_ids(v.as_bytes()).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ids(" <a@x>\r\n <b@x> junk <c\r\n @x>"), ["<a@x>", "<b@x>", "<c@x>"]);
        assert_eq!(ids(" nothing, <>, <<a>, <never"), ["<a>"]);
        assert_eq!(decode_date(b" Thu, 01 Jan 1970 00:01:00 +0000"), Some(60));
        assert_eq!(decode_date(b" Thu, 01 Jan 1970 01:00:00 +0100"), Some(0));
        assert_eq!(decode_date(b" yesterday"), None);
    }

    #[test]
    fn finds_the_body() {
        let check = |raw: &str, names: &[&str], body: &str| {
            let (fields, at) = split(raw.as_bytes());
            assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), names, "{raw:?}");
            assert_eq!(&raw[at..], body, "{raw:?}");
        };
        check("A: 1\r\nB : 2\r\n\tmore\r\n\r\nbody", &["A", "B"], "body");
        check("A: 1\nno field\nbody", &["A"], "no field\nbody");
        check("From x Thu\nA: 1\n\nbody", &["A"], "body");
        check("A: 1\n \nbody", &["A"], "body");
        check("\nbody", &[], "body");
        check("A: 1", &["A"], "");
        check("", &[], "");
    }
}
