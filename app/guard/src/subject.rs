//! Subjects without the prefixes that replies and forwards put before them (section 7).

/// Prefixes of replies, lower case.
const REPLY: [&str; 4] = ["re", "aw", "sv", "antw"];
/// Prefixes of forwards, lower case.
const FORWARD: [&str; 3] = ["fwd", "fw", "wg"];

/// The subject as written, without the reply and forward prefixes before it.
#[must_use]
pub fn without_prefixes(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((_, after)) = split_prefix(rest) {
        rest = after;
    }
    rest
}

/// The subject without reply and forward prefixes, case-folded, white space collapsed: what storm
/// keys compare.
#[must_use]
pub fn bare_subject(subject: &str) -> String {
    without_prefixes(subject).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether one of the prefixes before the subject is that of a reply.
#[must_use]
pub fn has_reply_prefix(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    while let Some((prefix, after)) = split_prefix(rest) {
        if is_one_of(prefix, &REPLY) {
            return true;
        }
        rest = after;
    }
    false
}

/// Cuts one prefix, with a count like `[2]` before its colon, and the white space around.
fn split_prefix(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once(':')?;
    let before = before.trim_end();
    let prefix = match before.strip_suffix(']').and_then(|b| b.rsplit_once('[')) {
        Some((name, count)) if !count.is_empty() && count.chars().all(|c| c.is_ascii_digit()) => name.trim_end(),
        _ => before,
    };
    (is_one_of(prefix, &REPLY) || is_one_of(prefix, &FORWARD)).then(|| (prefix, after.trim_start()))
}

fn is_one_of(prefix: &str, known: &[&str]) -> bool {
    known.iter().any(|k| k.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(subject: &str, bare: &str, is_reply: bool) {
        assert_eq!((bare_subject(subject).as_str(), has_reply_prefix(subject)), (bare, is_reply), "{subject}");
    }

    #[test]
    fn takes_prefixes_away() {
        check("Keys", "keys", false);
        check("  RE: AW:  Sv: antw: The   Keys ", "the keys", true);
        check("Re[2]: Re [13] : Keys", "keys", true);
        check("Fwd: Fw: WG: Keys", "keys", false);
        check("Fwd: Re: Keys", "keys", true);
        check("Re:", "", true);
        check("Report: Keys", "report: keys", false);
        check("Re[x]: Keys", "re[x]: keys", false);
        check("Rest of it", "rest of it", false);
    }
}
