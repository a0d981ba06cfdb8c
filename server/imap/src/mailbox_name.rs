//! The name of a mailbox: what people read, and what the server is told (RFC 3501 section 5.1.3,
//! modified UTF-7).

use std::fmt;

/// A mailbox as the server names it. `Display` gives what people read.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MailboxName(String);

/// The name holds a control character or is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mailbox needs a name without control characters")]
pub struct BadMailboxName;

impl MailboxName {
    /// The mailbox that every account has.
    #[must_use]
    pub fn inbox() -> Self {
        Self("INBOX".to_owned())
    }

    /// From the name that people read.
    ///
    /// # Errors
    /// [`BadMailboxName`].
    pub fn parse(name: &str) -> Result<Self, BadMailboxName> {
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(BadMailboxName);
        }
        Ok(Self(if name.eq_ignore_ascii_case("INBOX") { "INBOX".to_owned() } else { encode(name) }))
    }

    /// From a server's own words, kept as they are.
    pub(crate) fn from_server(raw: &str) -> Self {
        Self(raw.to_owned())
    }

    /// The server's own words: the key of the mailbox.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// What people read. A name that is no proper modified UTF-7 is shown as the server gives it.
    #[must_use]
    pub fn decoded(&self) -> String {
        decode(&self.0).unwrap_or_else(|| self.0.clone())
    }
}

impl fmt::Display for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.decoded())
    }
}

impl fmt::Debug for MailboxName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Base64 with `,` for `/`, without padding.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

fn is_direct(c: char) -> bool {
    matches!(c, ' '..='~') && c != '&'
}

fn encode(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        if first == '&' {
            out.push_str("&-");
            rest = &rest[1..];
            continue;
        }
        let shifts = !is_direct(first);
        let end = rest.find(|c| is_direct(c) == shifts || c == '&').unwrap_or(rest.len());
        if shifts {
            encode_run(&rest[..end], &mut out);
        } else {
            out.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    out
}

fn encode_run(run: &str, out: &mut String) {
    let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
    out.push('&');
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..=group.len() {
            out.push(char::from(ALPHABET[(bits >> (18 - 6 * i) & 63) as usize]));
        }
    }
    out.push('-');
}

/// `None` when it is no modified UTF-7: an unclosed run, bits left over, half a surrogate pair, or
/// a character that had to be written otherwise (two names would look the same).
fn decode(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find('&') {
        let (direct, run) = (&rest[..start], &rest[start + 1..]);
        let end = run.find('-')?;
        out.push_str(direct);
        if end == 0 {
            out.push('&');
        } else {
            decode_run(&run[..end], &mut out)?;
        }
        rest = &run[end + 1..];
    }
    out.push_str(rest);
    (encode(&out) == raw && !out.chars().any(char::is_control)).then_some(out)
}

fn decode_run(run: &str, out: &mut String) -> Option<()> {
    let (mut bits, mut held, mut units) = (0_u32, 0_u32, Vec::new());
    for byte in run.bytes() {
        let six = ALPHABET.iter().position(|a| *a == byte)?;
        bits = bits << 6 | u32::try_from(six).ok()?;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push((bits >> held & 0xFFFF) as u16);
        }
    }
    for c in char::decode_utf16(units) {
        out.push(c.ok()?);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(decoded: &str, raw: &str) {
        assert_eq!(MailboxName::parse(decoded).unwrap().raw(), raw);
        assert_eq!(MailboxName::from_server(raw).decoded(), decoded);
    }

    #[test]
    fn writes_modified_utf7() {
        // The vector of RFC 3501 section 5.1.3.
        check("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        check("INBOX", "INBOX");
        check("Entwürfe", "Entw&APw-rfe");
        check("A & B", "A &- B");
        check("&ü&", "&-&APw-&-");
        check("Smile 😀", "Smile &2D3eAA-");
        check("\"q\" \\ {5}", "\"q\" \\ {5}");
    }

    #[test]
    fn shows_improper_names_as_they_are() {
        // The last two are of RFC 3501 section 5.1.3: superfluous shifts.
        for raw in ["a&b", "&", "&A-", "&2D0-", "&AGE-", "&!-", "&AAo-", "&U,BTFw-&ZeVnLIqe-"] {
            assert_eq!(MailboxName::from_server(raw).decoded(), raw);
        }
    }

    #[test]
    fn refuses_control_characters() {
        for name in ["", "a\r\nb", "a\0", "\u{85}"] {
            assert_eq!(MailboxName::parse(name), Err(BadMailboxName), "{name:?}");
        }
        assert_eq!(MailboxName::parse("inbox").unwrap(), MailboxName::inbox());
    }
}
