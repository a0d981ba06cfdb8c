//! What is handed over: the addresses that SMTP uses, and the bytes, both checked once.

use levee_mail::Address;

/// Return path and recipients (RFC 5321 section 2.3.1). Always has a recipient, none of them twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    from: Option<Address>,
    to: Vec<Address>,
}

impl Envelope {
    /// An envelope; `from` is `None` for the empty return path of notices. `None` when there is
    /// nobody to send to.
    #[must_use]
    pub fn new(from: Option<Address>, recipients: impl IntoIterator<Item = Address>) -> Option<Self> {
        let mut to: Vec<Address> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for address in recipients {
            if seen.insert(address.clone()) {
                to.push(address);
            }
        }
        (!to.is_empty()).then_some(Self { from, to })
    }

    /// The return path.
    #[must_use]
    pub fn from(&self) -> Option<&Address> {
        self.from.as_ref()
    }

    /// The recipients in the order given; never empty.
    #[must_use]
    pub fn to(&self) -> &[Address] {
        &self.to
    }

    /// Whether an address needs SMTPUTF8 (RFC 6531).
    pub(crate) fn needs_utf8(&self) -> bool {
        self.from.iter().chain(&self.to).any(|a| !a.local().is_ascii() || !a.domain().is_ascii())
    }
}

/// Why bytes are not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// A CR without LF or an LF without CR: relays disagree what it ends, which lets one message
    /// pass for two (SMTP smuggling).
    #[error("a bare line end at byte {at}")]
    BareLineEnd {
        /// Offset of the byte.
        at: usize,
    },
    /// Nothing to send.
    #[error("no bytes")]
    Empty,
}

/// A message ready for the line. Its bytes are the message, final CRLF included, and go out
/// unchanged but for dot-stuffing; a header for the relay is simply among them.
#[derive(Clone, Debug)]
pub struct Submission {
    envelope: Envelope,
    bytes: Vec<u8>,
}

impl Submission {
    /// Takes a message whose lines end in CRLF. A missing last CRLF is added by the protocol.
    ///
    /// # Errors
    /// [`SubmissionError`] when a line ends otherwise or there is nothing.
    pub fn new(envelope: Envelope, bytes: Vec<u8>) -> Result<Self, SubmissionError> {
        if bytes.is_empty() {
            return Err(SubmissionError::Empty);
        }
        match bare_line_end(&bytes) {
            Some(at) => Err(SubmissionError::BareLineEnd { at }),
            None => Ok(Self { envelope, bytes }),
        }
    }

    /// To whom and from whom.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The bytes without the last line end: the protocol writes that one itself.
    pub(crate) fn unended(&self) -> &[u8] {
        self.bytes.strip_suffix(b"\r\n").unwrap_or(&self.bytes)
    }
}

fn bare_line_end(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).find(|&i| match bytes[i] {
        b'\r' => bytes.get(i + 1) != Some(&b'\n'),
        b'\n' => i == 0 || bytes[i - 1] != b'\r',
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, expected: Result<(), SubmissionError>) {
        let envelope = Envelope::new(None, [Address::parse("bob@hosp.example").unwrap()]).unwrap();
        assert_eq!(Submission::new(envelope, bytes.into()).map(|_| ()), expected, "{bytes:?}");
    }

    #[test]
    fn refuses_every_bare_line_end() {
        check("A: b\r\n\r\nc\r\n", Ok(()));
        check("A: b\r\n\r\nc", Ok(()));
        check("", Err(SubmissionError::Empty));
        check("a\n.\r\n", Err(SubmissionError::BareLineEnd { at: 1 }));
        check("a\r.\r\n", Err(SubmissionError::BareLineEnd { at: 1 }));
        check("\na", Err(SubmissionError::BareLineEnd { at: 0 }));
        check("a\r\n\r\r\n", Err(SubmissionError::BareLineEnd { at: 3 }));
        check("a\r", Err(SubmissionError::BareLineEnd { at: 1 }));
    }

    #[test]
    fn an_envelope_has_a_recipient_and_each_once() {
        let a = |s| Address::parse(s).unwrap();
        assert_eq!(Envelope::new(Some(a("x@a.example")), []), None);
        let twice = Envelope::new(None, [a("b@a.example"), a("c@a.example"), a("b@a.example")]).unwrap();
        assert_eq!(twice.to(), [a("b@a.example"), a("c@a.example")]);
    }
}
