//! Cuts HTML into tags and text by the browser's rules (WHATWG HTML 13.2.5), in one linear pass.
//! Our own, because html5ever compares each attribute with all before it: one tag of 300,000
//! attributes costs it minutes. Security does not rest on this: what follows re-parses it all.

/// Attributes kept of one tag; those beyond are counted and not kept.
pub(crate) const MAX_ATTRIBUTES: usize = 64;

/// A piece of the source, undecoded.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Characters between tags, character references still in them.
    Text(&'a str),
    /// `<name …>`.
    Start(StartTag<'a>),
    /// `</name>`.
    End(&'a str),
}

/// A start tag with its first attributes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct StartTag<'a> {
    /// As written; compare without regard to ASCII case.
    pub(crate) name: &'a str,
    /// Name as written and undecoded value, in order.
    pub(crate) attributes: Vec<(&'a str, &'a str)>,
    /// How many more attributes the tag had.
    pub(crate) surplus: usize,
    /// Written as `<name/>`.
    pub(crate) self_closing: bool,
}

/// The reading position in one source.
#[derive(Clone)]
pub(crate) struct Tokens<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// Skips the content of a raw text element up to its end tag, which is left to be read.
    /// Without an end tag everything is content, as in a browser.
    pub(crate) fn skip_raw_text(&mut self, name: &str) {
        let rest = &self.source[self.at..];
        let end = rest.match_indices("</").find(|(i, _)| {
            let tail = &rest.as_bytes()[i + 2..];
            tail.len() > name.len()
                && tail[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && matches!(tail[name.len()], b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>')
        });
        self.at = end.map_or(self.source.len(), |(i, _)| self.at + i);
    }

    /// Skips everything that is left (`<plaintext>`).
    pub(crate) fn skip_rest(&mut self) {
        self.at = self.source.len();
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    /// The end of the run from `at` in which no byte satisfies `stop`.
    fn until(&self, at: usize, stop: impl Fn(u8) -> bool) -> usize {
        self.source.as_bytes()[at..].iter().position(|&b| stop(b)).map_or(self.source.len(), |n| at + n)
    }

    /// Skips a comment or what a browser treats as one; `self.at` is at its `<`.
    fn skip_comment(&mut self) {
        let bytes = self.source.as_bytes();
        let Some(text) = bytes[self.at..].strip_prefix(b"<!--") else {
            let end = self.until(self.at + 1, |b| b == b'>');
            self.at = (end + 1).min(self.source.len());
            return;
        };
        let open = self.at + 4;
        let end = text.iter().enumerate().find(|&(i, &b)| {
            let before = &text[..i];
            b == b'>' && (i == 0 || before == b"-" || before.ends_with(b"--") || before.ends_with(b"--!"))
        });
        self.at = end.map_or(self.source.len(), |(i, _)| open + i + 1);
    }

    /// Reads attributes from `at` to the closing `>`. `None` when the source ends before it: such a
    /// tag is dropped, as in a browser.
    fn attributes(&self, mut at: usize, tag: &mut StartTag<'a>) -> Option<usize> {
        loop {
            at = self.until(at, |b| !is_space(b) && b != b'/');
            match self.byte(at)? {
                b'>' => {
                    tag.self_closing = self.byte(at - 1) == Some(b'/');
                    return Some(at + 1);
                }
                _ => at = self.attribute(at, tag)?,
            }
        }
    }

    fn attribute(&self, start: usize, tag: &mut StartTag<'a>) -> Option<usize> {
        // A leading `=` belongs to the name.
        let name_end = self.until(start + 1, |b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        // An unusual first character may be longer than one byte; the stop bytes are all ASCII.
        let name = &self.source[start..name_end];
        let mut at = self.until(name_end, |b| !is_space(b));
        let mut value = "";
        if self.byte(at)? == b'=' {
            at = self.until(at + 1, |b| !is_space(b));
            match self.byte(at)? {
                quote @ (b'"' | b'\'') => {
                    let end = self.until(at + 1, |b| b == quote);
                    self.byte(end)?;
                    value = &self.source[at + 1..end];
                    at = end + 1;
                }
                b'>' => {}
                _ => {
                    let end = self.until(at, |b| is_space(b) || b == b'>');
                    value = &self.source[at..end];
                    at = end;
                }
            }
        } else {
            at = name_end;
        }
        if tag.attributes.len() == MAX_ATTRIBUTES {
            tag.surplus += 1;
        } else if !tag.attributes.iter().any(|(n, _)| n.eq_ignore_ascii_case(name)) {
            tag.attributes.push((name, value));
        }
        Some(at)
    }

    /// Reads the tag that begins at `self.at`; `None` when it is none that a page shows.
    fn tag(&mut self) -> Option<Token<'a>> {
        let end_tag = self.byte(self.at + 1) == Some(b'/');
        let name_start = self.at + 1 + usize::from(end_tag);
        let name_end = self.until(name_start, |b| is_space(b) || matches!(b, b'/' | b'>'));
        let mut tag = StartTag { name: &self.source[name_start..name_end], ..StartTag::default() };
        let Some(next) = self.attributes(name_end, &mut tag) else {
            self.skip_rest();
            return None;
        };
        self.at = next;
        Some(if end_tag { Token::End(tag.name) } else { Token::Start(tag) })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.source.len() {
            if self.byte(self.at) != Some(b'<') {
                let end = self.until(self.at, |b| b == b'<');
                let text = &self.source[self.at..end];
                self.at = end;
                return Some(Token::Text(text));
            }
            match (self.byte(self.at + 1), self.byte(self.at + 2)) {
                (Some(c), _) if c.is_ascii_alphabetic() => {
                    if let Some(token) = self.tag() {
                        return Some(token);
                    }
                }
                (Some(b'/'), Some(c)) if c.is_ascii_alphabetic() => {
                    if let Some(token) = self.tag() {
                        return Some(token);
                    }
                }
                (Some(b'/'), Some(b'>')) => self.at += 3,
                (Some(b'!' | b'?'), _) | (Some(b'/'), Some(_)) => self.skip_comment(),
                _ => {
                    // A `<` that opens nothing is a character.
                    let text = &self.source[self.at..=self.at];
                    self.at += 1;
                    return Some(Token::Text(text));
                }
            }
        }
        None
    }
}

/// White space between attributes (WHATWG Infra, ASCII whitespace).
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}
