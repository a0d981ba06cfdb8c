//! What a server answered: code, enhanced code (RFC 3463) and text.

use lettre::transport::smtp::{Error, response::Response};
use levee_mail::Address;
use std::error::Error as _;
use std::fmt;

/// An enhanced status code, as 5.7.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enhanced(pub u8, pub u16, pub u16);

/// A reply of the server. The text is its own words: for a log or a detail line, not for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// The enhanced code at the start of the text, if the server gives one.
    pub enhanced: Option<Enhanced>,
    /// All lines, joined, without the codes, cut at 500 characters, control characters taken out.
    pub text: String,
}

/// What the server said of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientReply {
    /// Whom.
    pub address: Address,
    /// What.
    pub reply: Reply,
}

/// A reply kept longer than this says nothing more.
const TEXT_LIMIT: usize = 500;

impl Reply {
    /// Reads the text of a reply, lines without their three digits.
    #[must_use]
    pub fn new<'a>(code: u16, lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut enhanced = None;
        let mut words: Vec<&str> = Vec::new();
        for line in lines {
            let (found, rest) = split_enhanced(line.trim());
            enhanced = enhanced.or(found);
            words.push(rest);
        }
        let text = words.join(" ");
        let text = text.chars().filter(|c| !c.is_control()).take(TEXT_LIMIT).collect();
        Self { code, enhanced, text }
    }

    pub(crate) fn of(response: &Response) -> Self {
        Self::new(response.code().into(), response.message())
    }

    /// The reply inside an error of lettre; `None` when the error is no reply.
    pub(crate) fn of_error(error: &Error) -> Option<Self> {
        let code = error.status()?;
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        Some(Self::new(code.into(), [text.as_str()]))
    }
}

impl fmt::Display for Enhanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        write!(f, " {}", self.text)
    }
}

fn split_enhanced(line: &str) -> (Option<Enhanced>, &str) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let mut numbers = word.split('.');
    let (Some(class), Some(subject), Some(detail), None) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next())
    else {
        return (None, line);
    };
    match (class, subject.parse(), detail.parse()) {
        ("2", Ok(s), Ok(d)) => (Some(Enhanced(2, s, d)), rest.trim_start()),
        ("4", Ok(s), Ok(d)) => (Some(Enhanced(4, s, d)), rest.trim_start()),
        ("5", Ok(s), Ok(d)) => (Some(Enhanced(5, s, d)), rest.trim_start()),
        _ => (None, line),
    }
}
