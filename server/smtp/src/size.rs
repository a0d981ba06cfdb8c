//! The SIZE extension (RFC 1870): how large a message may be, told before one is sent.

/// What a server that offers SIZE says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Octets of the largest message that it takes.
    Limit(u64),
    /// It has no fixed limit, or does not name it (section 4).
    Unlimited,
}

impl Size {
    /// Reads what stands behind the word SIZE.
    #[must_use]
    pub(crate) fn parse(words: &str) -> Self {
        words.trim().parse().ok().filter(|limit| *limit > 0).map_or(Self::Unlimited, Self::Limit)
    }

    /// Looks for it in what a server has said up to its answer to EHLO, codes and line ends included.
    pub(crate) fn of_answer(heard: &[u8]) -> Option<Self> {
        heard.split(|byte| *byte == b'\n').find_map(|line| {
            let words = std::str::from_utf8(line).ok()?.strip_prefix("250")?.get(1..)?.trim();
            let rest = words.get(4..).filter(|_| words.as_bytes()[..4].eq_ignore_ascii_case(b"SIZE"))?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| Self::parse(rest))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heard: &str, expected: Option<Size>) {
        assert_eq!(Size::of_answer(heard.as_bytes()), expected, "{heard}");
    }

    #[test]
    fn reads_what_servers_say() {
        check(
            "220 mx ESMTP\r\n250-mx\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250 DSN\r\n",
            Some(Size::Limit(10_240_000)),
        );
        check("250-mx\r\n250 size 5\r\n", Some(Size::Limit(5)));
        check("250-mx\r\n250 SIZE\r\n", Some(Size::Unlimited));
        check("250-mx\r\n250 SIZE 0\r\n", Some(Size::Unlimited));
        // More than any number: whoever says that has no limit that matters.
        check("250-mx\r\n250 SIZE 99999999999999999999999\r\n", Some(Size::Unlimited));
        check("250-mx\r\n250 SIZE -1\r\n", Some(Size::Unlimited));
        check("250-mx\r\n250 SIZEABLE 7\r\n", None);
        check("250-mx\r\n250-SIZ\r\n250 \u{fc}\u{fc}\r\n", None);
        check("220 SIZE 7\r\n250 mx\r\n", None);
        check("", None);
    }
}
