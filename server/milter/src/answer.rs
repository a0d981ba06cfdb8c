//! What the MTA tells its client: a pure table from answer to reply lines.

/// The judge's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Let it pass, without the headers named: those that were meant for us only.
    Accept {
        /// Names of headers to strip, all occurrences.
        strip: Vec<String>,
    },
    /// It is somewhere else, durably: the client is told that it was accepted, and nobody gets it from here.
    Keep,
    /// Refuse the whole message.
    Refuse(Reply),
}

/// An SMTP reply (RFC 5321 section 4.2, RFC 3463).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 450, 451 or 550.
    pub code: u16,
    /// Enhanced status code, e.g. `5.7.1`.
    pub enhanced: String,
    /// The sentence, the code and the reference; one line, any length.
    pub text: String,
}

/// Longest reply text per line: RFC 5321 section 4.5.3.1.5 allows 512 octets with codes and CRLF.
const LINE: usize = 400;
/// More lines than this no client shows.
const LINES: usize = 12;

impl Reply {
    /// The text in lines that SMTP can carry: printable ASCII (other characters become `?`), cut
    /// between words.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in self.text.split_whitespace() {
            let word: String = word.chars().map(|c| if c.is_ascii_graphic() { c } else { '?' }).take(LINE).collect();
            let line = lines.last_mut().filter(|line| line.is_empty() || line.len() + 1 + word.len() <= LINE);
            match line {
                Some(line) if line.is_empty() => line.push_str(&word),
                Some(line) => {
                    line.push(' ');
                    line.push_str(&word);
                }
                None => lines.push(word),
            }
        }
        lines.truncate(LINES);
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let reply = Reply { code: 550, enhanced: "5.7.1".to_owned(), text: text.to_owned() };
        assert_eq!(reply.lines(), expected);
    }

    #[test]
    fn replies_fit_smtp() {
        check("Not sent: this goes to 840,000 people.", &["Not sent: this goes to 840,000 people."]);
        check("one\r\n250 two", &["one 250 two"]);
        check("caf\u{e9} \u{2019}s", &["caf? ?s"]);
        check("", &[""]);
        let long = "word ".repeat(100);
        let first = ["word"; 80].join(" ");
        let second = ["word"; 20].join(" ");
        check(&long, &[&first, &second]);
    }
}
