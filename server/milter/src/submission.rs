//! One message as another mail program submitted it, put together again from what the MTA tells.

use crate::Answer;
use async_trait::async_trait;

/// A message at its end, before the MTA has answered for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// Who signed in (SASL), from the macro `{auth_authen}`; `None` when nobody did.
    pub sasl_user: Option<String>,
    /// Return path without brackets; `None` for the null return path (RFC 5321 section 4.5.5).
    pub return_path: Option<String>,
    /// Recipients of the envelope, without brackets, as the client gave them.
    pub recipients: Vec<String>,
    /// Header and body, lines ended by CRLF.
    pub bytes: Vec<u8>,
}

/// Who decides. The milter knows neither directory nor store.
#[async_trait]
pub trait Judge: Send + Sync {
    /// Answers for a whole message. An answer is always given; what is unreachable is part of it.
    async fn judge(&self, submission: Submission) -> Answer;
}

impl Submission {
    /// Adds a header as the milter protocol gives it: no space after the colon, folds as bare LF.
    pub(crate) fn add_header(&mut self, name: &[u8], value: &[u8]) {
        self.bytes.extend_from_slice(name);
        self.bytes.push(b':');
        if !value.starts_with(b" ") && !value.starts_with(b"\t") {
            self.bytes.push(b' ');
        }
        let mut last = 0;
        for byte in value.iter().copied() {
            if byte == b'\n' && last != b'\r' {
                self.bytes.push(b'\r');
            }
            self.bytes.push(byte);
            last = byte;
        }
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// Ends the header.
    pub(crate) fn end_header(&mut self) {
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// Forgets the message, keeps who signed in: the next one on the same connection begins.
    pub(crate) fn begin(&mut self, sasl_user: Option<String>, return_path: &[u8]) {
        let path = without_brackets(return_path);
        *self = Self { sasl_user, return_path: (!path.is_empty()).then_some(path), ..Self::default() };
    }
}

/// `<local@domain>` as MAIL and RCPT give it, without the brackets and a source route.
pub(crate) fn without_brackets(argument: &[u8]) -> String {
    let text = String::from_utf8_lossy(argument);
    let text = text.trim();
    let text = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text);
    let routed = text.starts_with('@').then(|| text.split_once(':')).flatten();
    routed.map_or(text, |(_, address)| address).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_header(name: &str, value: &str, expected: &str) {
        let mut submission = Submission::default();
        submission.add_header(name.as_bytes(), value.as_bytes());
        assert_eq!(String::from_utf8(submission.bytes).unwrap(), expected);
    }

    #[test]
    fn headers_come_back_as_they_were_sent() {
        check_header("Subject", "test", "Subject: test\r\n");
        check_header("Subject", " test", "Subject: test\r\n");
        check_header("References", "<a@x>\n <b@x>", "References: <a@x>\r\n <b@x>\r\n");
        check_header("References", "<a@x>\r\n\t<b@x>", "References: <a@x>\r\n\t<b@x>\r\n");
        check_header("X-Empty", "", "X-Empty: \r\n");
    }

    #[test]
    fn envelope_addresses_lose_their_brackets() {
        for (given, expected) in [
            ("<a@x.example>", "a@x.example"),
            ("a@x.example", "a@x.example"),
            ("<>", ""),
            ("<@r.example:a@x.example>", "a@x.example"),
        ] {
            assert_eq!(without_brackets(given.as_bytes()), expected);
        }
    }
}
