//! Reads one FETCH answer, or another that async-imap would lose, into a tree of values (RFC 3501 section
//! 7.4.2). Knows nothing of what the
//! items mean, so that an odd BODYSTRUCTURE or an unknown item never costs more than itself.

use std::borrow::Cow;

/// A value of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Nil,
    /// A number, a flag, anything without quotes.
    Atom(&'a [u8]),
    /// A quoted string, unescaped, or a literal.
    Text(Cow<'a, [u8]>),
    List(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    /// The bytes of a text or atom.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Atom(bytes) => Some(bytes),
            Self::Text(bytes) => Some(bytes),
            Self::Nil | Self::List(_) => None,
        }
    }

    /// A number.
    pub(crate) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        std::str::from_utf8(self.bytes()?).ok()?.parse().ok()
    }

    /// The members of a list.
    pub(crate) fn list(&self) -> Option<&[Value<'a>]> {
        match self {
            Self::List(members) => Some(members),
            _ => None,
        }
    }

    /// Whether it is this word, in any case.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.bytes().is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()))
    }
}

/// One FETCH answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fetch<'a> {
    pub(crate) seq: u32,
    items: Vec<(&'a [u8], Value<'a>)>,
}

impl<'a> Fetch<'a> {
    /// Reads `* n FETCH (...)`; `None` when it is not of that form.
    pub(crate) fn parse(response: &'a [u8]) -> Option<Self> {
        let rest = response.strip_prefix(b"* ")?;
        let space = rest.iter().position(|b| *b == b' ')?;
        let seq = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let open = rest.iter().position(|b| *b == b'(')?;
        let mut reader = Reader { rest: &rest[open + 1..] };
        let mut items = Vec::new();
        while !reader.skip(b')') {
            let name = reader.item_name()?;
            items.push((name, reader.value(0)?));
        }
        Some(Self { seq, items })
    }

    /// The value of an item, whose name is compared up to a `[`.
    pub(crate) fn item(&self, name: &str) -> Option<&Value<'a>> {
        let named = |item: &[u8]| {
            let bare = item.split(|b| *b == b'[').next().unwrap_or_default();
            bare.eq_ignore_ascii_case(name.as_bytes())
        };
        self.items.iter().find(|(item, _)| named(item)).map(|(_, value)| value)
    }
}

/// The values of another untagged response, `* NAME value value`; `None` when it is not of that form.
pub(crate) fn values<'a>(response: &'a [u8], name: &str) -> Option<Vec<Value<'a>>> {
    let (found, rest) = response.strip_prefix(b"* ")?.split_at_checked(name.len())?;
    if !found.eq_ignore_ascii_case(name.as_bytes()) || !rest.starts_with(b" ") {
        return None;
    }
    let mut reader = Reader { rest };
    let mut values = Vec::new();
    while !reader.at_end() {
        values.push(reader.value(0)?);
    }
    Some(values)
}

/// Lists nested deeper than this come from a message made to exhaust a stack. Dovecot stops at 100
/// MIME levels, each of which is one list.
const DEPTH_LIMIT: usize = 250;

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Skips spaces; takes the byte if it is next.
    fn skip(&mut self, byte: u8) -> bool {
        self.rest = self.rest.trim_ascii_start();
        match self.rest.strip_prefix(&[byte]) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn at_end(&mut self) -> bool {
        self.rest = self.rest.trim_ascii_start();
        self.rest.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// `BODY[HEADER.FIELDS (FROM TO)]<0>` is one name.
    fn item_name(&mut self) -> Option<&'a [u8]> {
        let mut bracket = false;
        let end = self.rest.iter().position(|b| {
            match b {
                b'[' => bracket = true,
                b']' => bracket = false,
                _ => {}
            }
            !bracket && b" \r\n)".contains(b)
        })?;
        self.take(end).filter(|name| !name.is_empty())
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        if self.skip(b'(') {
            let mut members = Vec::new();
            while !self.skip(b')') {
                members.push(self.value(depth + 1)?);
            }
            return Some(Value::List(members));
        }
        match self.rest.first()? {
            b'"' => self.quoted().map(Value::Text),
            b'{' => self.literal().map(|bytes| Value::Text(Cow::Borrowed(bytes))),
            _ => {
                let end = self.rest.iter().position(|b| b" \r\n()".contains(b))?;
                let atom = self.take(end).filter(|atom| !atom.is_empty())?;
                Some(if atom.eq_ignore_ascii_case(b"NIL") { Value::Nil } else { Value::Atom(atom) })
            }
        }
    }

    fn quoted(&mut self) -> Option<Cow<'a, [u8]>> {
        let inner = &self.rest[1..];
        let mut unescaped = Vec::new();
        // Behind the last escaped character: from here on the bytes are still to be copied.
        let (mut copied, mut i) = (0, 0);
        while *inner.get(i)? != b'"' {
            if inner[i] == b'\\' {
                unescaped.extend_from_slice(&inner[copied..i]);
                unescaped.push(*inner.get(i + 1)?);
                copied = i + 2;
                i += 1;
            }
            i += 1;
        }
        self.rest = &inner[i + 1..];
        if copied == 0 {
            return Some(Cow::Borrowed(&inner[..i]));
        }
        unescaped.extend_from_slice(&inner[copied..i]);
        Some(Cow::Owned(unescaped))
    }

    fn literal(&mut self) -> Option<&'a [u8]> {
        let close = self.rest.iter().position(|b| *b == b'}')?;
        let length = std::str::from_utf8(&self.rest[1..close]).ok()?.parse().ok()?;
        self.rest = self.rest[close + 1..].strip_prefix(b"\r\n")?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &Value<'_>) -> String {
        match value {
            Value::Nil => "nil".into(),
            Value::Atom(a) => String::from_utf8_lossy(a).into(),
            Value::Text(t) => format!("<{}>", String::from_utf8_lossy(t)),
            Value::List(l) => format!("({})", l.iter().map(shown).collect::<Vec<_>>().join(" ")),
        }
    }

    #[track_caller]
    fn check(response: &str, item: &str, expected: Option<&str>) {
        let found = Fetch::parse(response.as_bytes()).and_then(|f| f.item(item).map(shown));
        assert_eq!(found.as_deref(), expected, "{response:?}");
    }

    #[test]
    fn reads_values_of_every_form() {
        let all = "* 7 FETCH (UID 12 FLAGS (\\Seen $Forwarded) PREVIEW \"a \\\"b\\\" \\\\c\" X (FUZZY {3}\r\n)(\") BODY[HEADER.FIELDS (FROM TO)]<0> {4}\r\n\r\n\r\n Y nil Z ((\"a\" NIL)(\"b\" 2) \"mixed\") E \"\")\r\n";
        check(all, "UID", Some("12"));
        check(all, "flags", Some("(\\Seen $Forwarded)"));
        check(all, "PREVIEW", Some("<a \"b\" \\c>"));
        check(all, "X", Some("(FUZZY <)(\">)"));
        check(all, "BODY", Some("<\r\n\r\n>"));
        check(all, "Y", Some("nil"));
        check(all, "Z", Some("((<a> nil) (<b> 2) <mixed>)"));
        check(all, "E", Some("<>"));
        check(all, "W", None);
    }

    #[test]
    fn refuses_what_is_cut_or_endless() {
        check("* 7 FETCH (UID", "UID", None);
        check("* 7 FETCH (UID 12", "UID", None);
        check("* 7 FETCH (UID \"12", "UID", None);
        check("* 7 FETCH (UID \"1\\", "UID", None);
        check("* 7 FETCH (UID {9}\r\n12)\r\n", "UID", None);
        check("* 7 FETCH (UID {99999999999999999999}\r\n", "UID", None);
        check("* x FETCH (UID 1)\r\n", "UID", None);
        check(&format!("* 7 FETCH (X {}{})\r\n", "(".repeat(100_000), ")".repeat(100_000)), "X", None);
    }
}
