//! A sentence as runs of plain and emphasised text: the page sets numbers and names semibold, SMTP
//! and the API take the same words as one line. Knows no language.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Run {
    /// Set as it is.
    Plain(String),
    /// A number or a name that carries the sentence: set semibold.
    Strong(String),
}

impl Run {
    /// Its text, however it is set.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Strong(text) => text,
        }
    }
}

/// Makes an emphasised run.
#[must_use]
pub fn strong(text: impl Into<String>) -> Run {
    Run::Strong(text.into())
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

/// One or more whole sentences of plain English (or another language), made of runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence(Vec<Run>);

impl Sentence {
    /// Joins runs; neighbouring plain ones become one.
    pub fn of(runs: impl IntoIterator<Item = Run>) -> Self {
        let mut joined: Vec<Run> = Vec::new();
        for run in runs.into_iter().filter(|run| !run.text().is_empty()) {
            match (joined.last_mut(), run) {
                (Some(Run::Plain(before)), Run::Plain(text)) => before.push_str(&text),
                (_, run) => joined.push(run),
            }
        }
        Self(joined)
    }

    /// The runs in order.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.0
    }

    /// The same with another sentence after it.
    #[must_use]
    pub fn then(self, next: impl Into<Self>) -> Self {
        let next = next.into();
        if self.0.is_empty() {
            return next;
        }
        Self::of(self.0.into_iter().chain([Run::from(" ")]).chain(next.0))
    }

    /// The same with plain text directly after it.
    #[must_use]
    pub fn and(self, text: &str) -> Self {
        Self::of(self.0.into_iter().chain([Run::from(text)]))
    }

    /// One line for SMTP replies and logs that people read: ASCII only (RFC 5321 section 4.2), the
    /// code and the reference at the end, e.g. `Not sent: this goes to 840,000 people. [AUD_MAX LV-7K3F-20QD]`.
    /// Cut so that the reply stays below 512 octets.
    #[must_use]
    pub fn smtp_line(&self, code: &str, reference: &str) -> String {
        const ROOM: usize = 400;
        let mut line: String = self.to_string().chars().map(ascii).collect();
        if line.len() > ROOM {
            line.truncate(ROOM - 3);
            line.push_str("...");
        }
        line.push_str(&format!(" [{code} {reference}]"));
        line
    }
}

/// The nearest character that any mail program can show; control characters become spaces.
fn ascii(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201C}' | '\u{201D}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        '\u{A0}' | '\u{2009}' | '\u{202F}' => ' ',
        c if c.is_control() => ' ',
        c if c.is_ascii() => c,
        _ => '?',
    }
}

impl From<&str> for Sentence {
    fn from(text: &str) -> Self {
        Self::of([Run::from(text)])
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|run| f.write_str(run.text()))
    }
}

/// What can stand in [`say!`]: a text, a run, or several.
pub(crate) trait Runs {
    fn runs(self) -> impl Iterator<Item = Run>;
}

impl Runs for &str {
    fn runs(self) -> impl Iterator<Item = Run> {
        std::iter::once(self.into())
    }
}

impl Runs for String {
    fn runs(self) -> impl Iterator<Item = Run> {
        std::iter::once(self.into())
    }
}

impl Runs for Run {
    fn runs(self) -> impl Iterator<Item = Run> {
        std::iter::once(self)
    }
}

impl<const N: usize> Runs for [Run; N] {
    fn runs(self) -> impl Iterator<Item = Run> {
        self.into_iter()
    }
}

/// `say!["This goes to ", strong(people), "."]`: a [`Sentence`] of runs and texts.
macro_rules! say {
    ($($part:expr),* $(,)?) => {
        $crate::words::Sentence::of(std::iter::empty()$(.chain($crate::words::sentence::Runs::runs($part)))*)
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_for_smtp_is_ascii_and_short_and_names_code_and_reference() {
        let quoted = say!["Only \u{201C}test\u{201D}, to ", strong("840,000"), " people.\r\nBcc: x"];
        assert_eq!(
            quoted.smtp_line("LOOKS_LIKE_TEST", "LV-7K3F-20QD"),
            "Only \"test\", to 840,000 people.  Bcc: x [LOOKS_LIKE_TEST LV-7K3F-20QD]"
        );
        let long = Sentence::from("ä".repeat(2_000).as_str()).smtp_line("AUD_MAX", "LV-1");
        assert!(long.len() < 500 && long.is_ascii() && long.ends_with("... [AUD_MAX LV-1]"), "{long}");
    }
}
