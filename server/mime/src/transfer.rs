//! From the bytes of a part to what they stand for: transfer encodings (RFC 2045 section 6) read
//! leniently, and charsets to UTF-8. Nothing here fails: what is broken is shown as far as it goes.

use mail_parser::decoders::charsets::map::charset_decoder;
use serde::Serialize;
use std::borrow::Cow;

/// How the bytes of a part are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// As they are: 7bit, 8bit, binary, or an encoding that is not known.
    #[default]
    Plain,
    /// Base64.
    Base64,
    /// Quoted-printable.
    QuotedPrintable,
}

impl Encoding {
    /// Reads a Content-Transfer-Encoding.
    pub(crate) fn parse(value: &str) -> Self {
        match value.trim().to_ascii_lowercase().as_str() {
            "base64" => Self::Base64,
            "quoted-printable" => Self::QuotedPrintable,
            _ => Self::Plain,
        }
    }

    /// Undoes the encoding.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Plain => Cow::Borrowed(bytes),
            Self::Base64 => Cow::Owned(base64(bytes)),
            Self::QuotedPrintable => Cow::Owned(quoted_printable(bytes)),
        }
    }

    /// How many bytes [`Encoding::decode`] gives, without giving them.
    pub(crate) fn decoded_size(self, bytes: &[u8]) -> usize {
        match self {
            Self::Plain => bytes.len(),
            Self::Base64 => bytes.iter().filter(|b| sextet(**b).is_some()).count() * 3 / 4,
            Self::QuotedPrintable => quoted_printable(bytes).len(),
        }
    }
}

/// Base64 in which everything outside the alphabet is ignored, as RFC 2045 section 6.8 asks.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for sextet in bytes.iter().filter_map(|b| sextet(*b)) {
        bits = (bits << 6) | u32::from(sextet);
        count += 1;
        if count == 4 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    match count {
        2 => out.push((bits >> 4).to_be_bytes()[3]),
        3 => out.extend_from_slice(&(bits >> 2).to_be_bytes()[2..]),
        _ => {}
    }
    out
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Quoted-printable in which a `=` that introduces nothing is itself.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'=' {
            out.push(byte);
            at += 1;
        } else if let (Some(high), Some(low)) = (hex(at + 1), hex(at + 2)) {
            out.push(high << 4 | low);
            at += 3;
        } else if let Some(end) = soft_line_end(&bytes[at + 1..]) {
            at += 1 + end;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

/// The length of blanks and a line end that a `=` makes disappear. At most 76 bytes are a line.
fn soft_line_end(rest: &[u8]) -> Option<usize> {
    let blanks = rest.iter().take(80).take_while(|b| matches!(b, b' ' | b'\t')).count();
    match &rest[blanks..] {
        [b'\r', b'\n', ..] => Some(blanks + 2),
        [b'\n', ..] => Some(blanks + 1),
        [] => Some(blanks),
        _ => None,
    }
}

/// Text in a charset, as UTF-8. Without a charset that we know: UTF-8, and what is not that is
/// read as windows-1252, which never fails.
#[must_use]
pub fn text_of<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    let named = charset.map(str::trim).filter(|name| !name.is_empty());
    let utf8 = named.is_none_or(|n| ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|u| u.eq_ignore_ascii_case(n)));
    if utf8 && let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let named_utf8 = named.is_some_and(|n| n.eq_ignore_ascii_case("utf-8") || n.eq_ignore_ascii_case("utf8"));
    if named_utf8 {
        return String::from_utf8_lossy(bytes);
    }
    let decoder = named.filter(|_| !utf8).and_then(|name| charset_decoder(name.as_bytes()));
    match decoder {
        Some(decode) => Cow::Owned(decode(bytes)),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => charset_decoder(b"windows-1252")
                .map_or_else(|| String::from_utf8_lossy(bytes), |d| Cow::Owned(d(bytes))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(encoding: Encoding, bytes: &str, expect: &str) {
        let found = encoding.decode(bytes.as_bytes());
        assert_eq!(String::from_utf8_lossy(&found), expect, "{bytes:?}");
        assert_eq!(encoding.decoded_size(bytes.as_bytes()), found.len(), "size of {bytes:?}");
    }

    #[test]
    fn undoes_encodings() {
        check(Encoding::Base64, "aGVs\r\nbG8=", "hello");
        check(Encoding::Base64, "aGVsbG8", "hello");
        check(Encoding::Base64, "a*G V!s=bG8==", "hello");
        check(Encoding::Base64, "====", "");
        check(Encoding::QuotedPrintable, "a=3Db=\r\nc=  \nd", "a=bcd");
        check(Encoding::QuotedPrintable, "100=zz =4", "100=zz =4");
        check(Encoding::QuotedPrintable, "end=", "end");
        check(Encoding::Plain, "=41", "=41");
    }

    #[track_caller]
    fn text(bytes: &[u8], charset: Option<&str>, expect: &str) {
        assert_eq!(text_of(bytes, charset), expect, "{charset:?}");
    }

    #[test]
    fn reads_charsets() {
        text("ü".as_bytes(), None, "ü");
        text(b"\xfc", None, "ü");
        text(b"\xfc", Some("utf-8"), "\u{FFFD}");
        text(b"\xfc", Some("ISO-8859-1"), "ü");
        text(b"\xfc", Some("us-ascii"), "ü");
        text("ü".as_bytes(), Some("us-ascii"), "ü");
        text(b"+ADw-script+AD4-", Some("UTF-7"), "<script>");
        text(b"\x83n\x83\x8D", Some("shift_jis"), "ハロ");
        text(b"\xc4\xe3", Some("gb2312"), "你");
        text(b"\xff\xfea\0", Some("utf-16"), "a");
        text(b"x", Some("no-such-charset"), "x");
        text(b"x", Some(""), "x");
    }
}
