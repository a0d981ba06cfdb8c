//! Finds where one server response ends: lines, and literals counted by their announced length
//! (RFC 3501 section 4.3). Pure; refuses a response over its limit before its bytes have come.

/// A response over the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a response over the limit")]
pub(crate) struct OverLimit;

/// Where in the first response of a buffer we are.
#[derive(Debug)]
pub(crate) struct Splitter {
    limit: usize,
    /// Offset of the current line, behind the last literal; may lie beyond what has come.
    line: usize,
    /// Nothing up to here ends the line.
    searched: usize,
}

impl Splitter {
    /// Responses may have `limit` bytes, literals included.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, line: 0, searched: 0 }
    }

    /// The end of the first response in `bytes`, or `None` if more must come. Once it has been
    /// found, the next call must be given what follows it.
    pub(crate) fn end(&mut self, bytes: &[u8]) -> Result<Option<usize>, OverLimit> {
        loop {
            let from = self.searched.max(self.line);
            let Some(unread) = bytes.get(from..) else { return Ok(None) };
            let Some(feed) = unread.iter().position(|b| *b == b'\n') else {
                self.searched = bytes.len();
                return if bytes.len() > self.limit { Err(OverLimit) } else { Ok(None) };
            };
            let end = from + feed + 1;
            let literal = if holds_literals(bytes) { announced(&bytes[self.line..end]) } else { None };
            match literal {
                Some(length) => {
                    let next = usize::try_from(length).ok().and_then(|l| end.checked_add(l));
                    self.line = next.filter(|next| *next <= self.limit).ok_or(OverLimit)?;
                }
                None if end > self.limit => return Err(OverLimit),
                None => {
                    (self.line, self.searched) = (0, 0);
                    return Ok(Some(end));
                }
            }
        }
    }
}

/// Words of a status response are free text and may end like an announcement.
fn holds_literals(response: &[u8]) -> bool {
    response.strip_prefix(b"* ").is_some_and(|rest| !is_status(rest))
}

/// Whether an untagged response is OK, NO, BAD, BYE or PREAUTH.
pub(crate) fn is_status(after_star: &[u8]) -> bool {
    let word = after_star.split(|b| b" \r\n".contains(b)).next().unwrap_or_default();
    [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"].iter().any(|s| word.eq_ignore_ascii_case(s))
}

/// The length of the literal that a line announces at its end.
fn announced(line: &[u8]) -> Option<u64> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line).strip_suffix(b"}")?;
    let open = line.iter().rposition(|b| *b == b'{')?;
    let digits = std::str::from_utf8(&line[open + 1..]).ok()?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // A number too long to parse is over every limit.
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds all prefixes in turn, as a slow network would, and gives the responses found.
    fn split(bytes: &str) -> Result<Vec<&str>, OverLimit> {
        let (mut splitter, mut start, mut found) = (Splitter::new(100), 0, Vec::new());
        for come in 0..=bytes.len() {
            while let Some(end) = splitter.end(&bytes.as_bytes()[start..come])? {
                found.push(&bytes[start..start + end]);
                start += end;
            }
        }
        Ok(found)
    }

    #[track_caller]
    fn check(bytes: &str, expected: Result<&[&str], OverLimit>) {
        assert_eq!(split(bytes), expected.map(<[_]>::to_vec), "{bytes:?}");
    }

    #[test]
    fn splits_at_lines_and_counts_literals() {
        check("* 1 EXISTS\r\nA1 OK\r\n", Ok(&["* 1 EXISTS\r\n", "A1 OK\r\n"]));
        check(
            "* 1 FETCH (BODY[] {4}\r\n\r\n\r\n)\r\nA OK\r\n",
            Ok(&["* 1 FETCH (BODY[] {4}\r\n\r\n\r\n)\r\n", "A OK\r\n"]),
        );
        check("* LIST () \"/\" {3}\r\na\nb\r\n", Ok(&["* LIST () \"/\" {3}\r\na\nb\r\n"]));
        check("* 1 FETCH (A {1}\r\n{ B {2}\r\n\r\n)\r\n", Ok(&["* 1 FETCH (A {1}\r\n{ B {2}\r\n\r\n)\r\n"]));
        check("* OK see {5}\r\nA1 NO {9}\r\n+ {3}\r\n", Ok(&["* OK see {5}\r\n", "A1 NO {9}\r\n", "+ {3}\r\n"]));
        check("* 1 FETCH (BODY[] {}\r\n", Ok(&["* 1 FETCH (BODY[] {}\r\n"]));
        check("* 1 FETCH (BODY[] {80}\r\nabc", Err(OverLimit));
        check("* 1 FETCH (BODY[] {4294967295}\r\n", Err(OverLimit));
        check("* 1 FETCH (BODY[] {99999999999999999999999}\r\n", Err(OverLimit));
        check(&"x".repeat(101), Err(OverLimit));
        check(&format!("* 1 FETCH ({}\r\n", "{9}\r\n123456789".repeat(9)), Err(OverLimit));
    }
}
