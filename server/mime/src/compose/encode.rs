//! How words, lines and bytes are written: folding, encoded words, quoted-printable, base64, CRLF.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Where a field is folded (RFC 5322 section 2.1.1).
const FOLD_AT: usize = 78;
/// Bytes of text in one encoded word, so that it fits on a line with the name of its field.
const WORD_BYTES: usize = 42;
/// Longest line of quoted-printable (RFC 2045 section 6.7).
const QP_LINE: usize = 76;

/// A piece of a field that is never broken.
#[derive(Clone, Debug)]
pub(super) struct Word(String);

impl Word {
    pub(super) fn plain(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(super) fn trim_end_matches(&mut self, c: char) {
        self.0.truncate(self.0.trim_end_matches(c).len());
    }
}

/// Writes a field, one blank between words, folded before the word that would not fit.
pub(super) fn write_field(name: &str, words: &[Word], out: &mut String) {
    out.push_str(name);
    out.push(':');
    let mut column = name.len() + 1;
    for (n, Word(word)) in words.iter().enumerate() {
        // A line of blanks only would end the head for some readers, so an empty word is no place to fold.
        if n > 0 && column + 1 + word.len() > FOLD_AT && !word.is_empty() {
            out.push_str("\r\n");
            column = 0;
        }
        out.push(' ');
        out.push_str(word);
        column += 1 + word.len();
    }
    out.push_str("\r\n");
}

/// Text as encoded words in UTF-8, none of them cutting a character.
pub(super) fn encoded_words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chunk = String::new();
    let word = |chunk: &str| Word(format!("=?utf-8?B?{}?=", STANDARD.encode(chunk)));
    for c in text.chars() {
        if chunk.len() + c.len_utf8() > WORD_BYTES {
            words.push(word(&chunk));
            chunk.clear();
        }
        chunk.push(c);
    }
    words.push(word(&chunk));
    words
}

/// Text whose lines end with CRLF, as quoted-printable.
pub(super) fn quoted_printable(text: &str, out: &mut String) {
    for line in text.strip_suffix("\r\n").unwrap_or(text).split("\r\n") {
        let bytes = line.as_bytes();
        let mut column = 0;
        for (n, &byte) in bytes.iter().enumerate() {
            let last = n + 1 == bytes.len();
            // Some programs change `From ` and a lone dot at the start of a line.
            let plain = match byte {
                b' ' | b'\t' => !last,
                b'.' => !(n == 0 && last),
                b'F' => !(n == 0 && line.starts_with("From ")),
                b'=' => false,
                b'!'..=b'~' => true,
                _ => false,
            };
            let length = if plain { 1 } else { 3 };
            if column + length > QP_LINE - usize::from(!last) {
                out.push_str("=\r\n");
                column = 0;
            }
            if plain {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("={byte:02X}"));
            }
            column += length;
        }
        out.push_str("\r\n");
    }
}

/// Bytes as base64 in lines of 76.
pub(super) fn base64_lines(bytes: &[u8], out: &mut String) {
    for line in bytes.chunks(57) {
        STANDARD.encode_string(line, out);
        out.push_str("\r\n");
    }
}

/// Ends every line with CRLF, whatever ended it: CRLF, LF or CR. One pass. What goes to a mail
/// server must hold no bare CR or LF, or two servers disagree where the message ends.
#[must_use]
pub fn normalise_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    let mut bytes = bytes.iter().peekable();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\r' => {
                bytes.next_if(|next| **next == b'\n');
                out.extend_from_slice(b"\r\n");
            }
            b'\n' => out.extend_from_slice(b"\r\n"),
            other => out.push(other),
        }
    }
    out
}
