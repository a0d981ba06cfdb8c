//! Writes text and header words in the charset a letter asks for (RFC 2047, RFC 2045 section 6).
//! Reads nothing; `mime` does that for real mail.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, UTF_8};

/// Text in this charset. What it lacks becomes a numeric character reference.
fn encode(text: &str, charset: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
    encoding.encode(text).0.into_owned()
}

/// A header value: as it is when ASCII, else as encoded words of at most 75 characters each.
pub(super) fn header(text: &str, charset: &str) -> String {
    if text.is_ascii() {
        return fold(text);
    }
    let mut words: Vec<String> = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        let grown = format!("{piece}{c}");
        if word(&grown, charset).len() > 75 {
            words.push(word(&piece, charset));
            piece = c.to_string();
        } else {
            piece = grown;
        }
    }
    words.push(word(&piece, charset));
    words.join("\r\n ")
}

/// Q where most octets are ASCII, as mail programs do for Latin scripts; else B.
fn word(text: &str, charset: &str) -> String {
    let octets = encode(text, charset);
    let ascii = octets.iter().filter(|octet| octet.is_ascii()).count();
    if charset.starts_with("iso-2022") || ascii * 3 < octets.len() * 2 {
        return format!("=?{charset}?B?{}?=", STANDARD.encode(octets));
    }
    let q: String = octets
        .iter()
        .map(|octet| match octet {
            b' ' => "_".to_owned(),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(*octet).to_string(),
            _ => format!("={octet:02X}"),
        })
        .collect();
    format!("=?{charset}?Q?{q}?=")
}

/// Breaks a long ASCII value at spaces (RFC 5322 section 2.2.3).
fn fold(text: &str) -> String {
    let (mut folded, mut length) = (String::new(), 10);
    for (number, part) in text.split(' ').enumerate() {
        if number > 0 {
            if length + part.len() > 76 {
                folded.push_str("\r\n");
                length = 0;
            }
            folded.push(' ');
        }
        folded.push_str(part);
        length += part.len() + 1;
    }
    folded
}

/// A text body and the name of the transfer encoding it is in.
pub(super) fn body(text: &str, charset: &str) -> (&'static str, Vec<u8>) {
    let octets = encode(&text.replace('\n', "\r\n"), charset);
    let short = octets.split(|octet| *octet == b'\n').all(|line| line.len() < 990);
    if octets.is_ascii() && short {
        return ("7bit", octets);
    }
    // Scripts without Latin letters would only grow under quoted-printable.
    if octets.iter().filter(|octet| !octet.is_ascii()).count() * 4 > octets.len() {
        return ("base64", base64_lines(&octets).into_bytes());
    }
    ("quoted-printable", quoted_printable(&octets).into_bytes())
}

/// Base64 in lines of 76.
pub(super) fn base64_lines(octets: &[u8]) -> String {
    octets.chunks(57).map(|line| STANDARD.encode(line)).collect::<Vec<_>>().join("\r\n")
}

fn quoted_printable(octets: &[u8]) -> String {
    let mut out = String::new();
    for (number, line) in octets.split(|octet| *octet == b'\n').enumerate() {
        if number > 0 {
            out.push_str("\r\n");
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut length = 0;
        for (at, octet) in line.iter().enumerate() {
            let last = at + 1 == line.len();
            let piece = match octet {
                b'=' => "=3D".to_owned(),
                b' ' | b'\t' if last => format!("={octet:02X}"),
                b' '..=b'~' | b'\t' => char::from(*octet).to_string(),
                _ => format!("={octet:02X}"),
            };
            if length + piece.len() > 75 {
                out.push_str("=\r\n");
                length = 0;
            }
            length += piece.len();
            out.push_str(&piece);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_words_are_written_in_their_charset() {
        let check = |text: &str, charset: &str, expect: &str| assert_eq!(header(text, charset), expect, "{charset}");
        check("Rota", "utf-8", "Rota");
        check("Siân Gŵynne", "utf-8", "=?utf-8?Q?Si=C3=A2n_G=C5=B5ynne?=");
        check("Bestätigung", "iso-8859-1", "=?iso-8859-1?Q?Best=E4tigung?=");
        check("Новые книги", "koi8-r", "=?koi8-r?B?7s/X2cUgy87Jx8k=?=");
        check("佐藤", "iso-2022-jp", "=?iso-2022-jp?B?GyRCOjRGIxsoQg==?=");
    }

    #[test]
    fn no_line_of_a_header_or_body_is_too_long() {
        let long = "Dzięki za pomoc przy podnośniku i za klucz = ".repeat(20);
        assert!(header(&long, "utf-8").lines().all(|line| line.len() <= 76));
        let (encoding, octets) = body(&long, "utf-8");
        assert_eq!(encoding, "quoted-printable");
        assert!(octets.split(|octet| *octet == b'\n').all(|line| line.len() <= 77));
        assert!(header(&"word ".repeat(200), "utf-8").lines().all(|line| line.len() <= 78));
    }
}
