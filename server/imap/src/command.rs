//! The only place where commands are written. Text from outside becomes a quoted string or a
//! literal counted in bytes (RFC 3501 section 4.3); nothing else of it can reach the line.

use crate::mailbox_name::MailboxName;
use std::fmt::Display;

/// The text holds NUL, which no IMAP string can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a NUL character cannot be sent")]
pub struct BadText;

/// A command without its tag: lines, and a literal between each two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// The last line. Earlier ones are in `before`, each ending with the announcement of a literal.
    line: String,
    before: Vec<(String, Vec<u8>)>,
    effect: Effect,
}

/// What a command may do to the mailboxes of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Nothing.
    None,
    /// It may change or close the one that is open.
    Change,
}

/// What makes a quoted string too long for old servers.
const QUOTED_LIMIT: usize = 1000;

impl Command {
    /// Begins with words of our own.
    pub(crate) fn new(words: &'static str) -> Self {
        Self { line: words.to_owned(), before: Vec::new(), effect: Effect::Change }
    }

    /// Begins a command that changes nothing in any mailbox and leaves open which one is.
    pub(crate) fn looking(words: &'static str) -> Self {
        Self { effect: Effect::None, ..Self::new(words) }
    }

    /// Adds words of our own.
    pub(crate) fn words(mut self, words: &'static str) -> Self {
        self.line.push(' ');
        self.line.push_str(words);
        self
    }

    /// Adds one of our own types, whose `Display` is IMAP syntax.
    pub(crate) fn value(mut self, value: impl Syntax) -> Self {
        self.line.push_str(&format!(" {value}"));
        self
    }

    /// Adds a range of sequence numbers.
    pub(crate) fn range(mut self, low: u32, high: u32) -> Self {
        self.line.push_str(&format!(" {low}:{high}"));
        self
    }

    /// Adds the name of a mailbox.
    pub(crate) fn mailbox(self, name: &MailboxName) -> Result<Self, BadText> {
        self.text(name.raw())
    }

    /// Adds any text: quoted if it is short and printable ASCII, else as a literal.
    pub(crate) fn text(mut self, text: &str) -> Result<Self, BadText> {
        if text.len() > QUOTED_LIMIT || !text.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return self.literal(text.as_bytes().to_vec());
        }
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        self.line.push_str(&format!(" \"{escaped}\""));
        Ok(self)
    }

    /// Adds bytes as a synchronising literal.
    pub(crate) fn literal(mut self, bytes: Vec<u8>) -> Result<Self, BadText> {
        if bytes.contains(&0) {
            return Err(BadText);
        }
        let line = format!("{} {{{}}}", self.line, bytes.len());
        self.before.push((line, bytes));
        self.line = String::new();
        Ok(self)
    }

    /// Lines, each but the last followed by a literal.
    pub(crate) fn into_parts(self) -> (Vec<(String, Vec<u8>)>, String) {
        (self.before, self.line)
    }

    /// Whether it changes nothing.
    pub(crate) fn only_looks(&self) -> bool {
        self.effect == Effect::None
    }

    /// Whether a literal announces content that takes its time.
    pub(crate) fn is_long(&self) -> bool {
        self.before.iter().any(|(_, bytes)| bytes.len() > 64 * 1024)
    }
}

/// Types whose `Display` is IMAP syntax and cannot be made to hold anything else.
pub(crate) trait Syntax: Display {}
impl Syntax for &crate::uid_set::UidSet {}
impl Syntax for &crate::flags::FlagSet {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let command = Command::new("X").text(text).unwrap().words("END");
        let (before, line) = command.into_parts();
        let literals: String =
            before.iter().map(|(line, bytes)| format!("{line}\r\n{}", String::from_utf8_lossy(bytes))).collect();
        assert_eq!(format!("{literals}{line}"), expected, "{text:?}");
    }

    #[test]
    fn no_text_leaves_its_string() {
        check("plain", "X \"plain\" END");
        check("", "X \"\" END");
        check("a\"b\\c", "X \"a\\\"b\\\\c\" END");
        check("{5}", "X \"{5}\" END");
        check("{5+}", "X \"{5+}\" END");
        check("a\r\nA1 LOGOUT", "X {12}\r\na\r\nA1 LOGOUT END");
        check("ü", "X {2}\r\nü END");
        assert_eq!(Command::new("X").text("a\0b"), Err(BadText));
        assert_eq!(Command::new("X").literal(vec![0]), Err(BadText));
    }
}
