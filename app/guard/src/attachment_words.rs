//! Whether a text speaks of an attachment (section 6, ATTACH_MISSING).

/// How one language speaks of attachments; all lower case.
struct Language {
    /// Words that say it alone.
    words: &'static [&'static str],
    /// Two words in a row that say it.
    pairs: &'static [(&'static str, &'static str)],
    /// Words that say it unless the second one follows: a patient is *attached to* a monitor.
    unless_before: &'static [(&'static str, &'static str)],
}

const LANGUAGES: [Language; 1] = [Language {
    words: &["attachment", "attachments", "enclosed"],
    pairs: &[("i", "attach")],
    unless_before: &[("attached", "to")],
}];

/// Whether the text, of which the quote is no part, speaks of an attachment in any language known.
#[must_use]
pub fn speaks_of_attachment(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (word, after) = split_word(rest.get(start..).unwrap_or_default());
        // A word follows only where nothing but white space is between: "attached. To ..." is an end.
        let (next, _) = split_word(after.trim_start());
        if LANGUAGES.iter().any(|language| language.says(word, next)) {
            return true;
        }
        rest = after;
    }
    false
}

impl Language {
    fn says(&self, word: &str, next: &str) -> bool {
        self.words.contains(&word)
            || self.pairs.contains(&(word, next))
            || self.unless_before.iter().any(|(said, unless)| *said == word && *unless != next)
    }
}

/// The letters and digits at the beginning, and what comes after them.
fn split_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(speaks_of_attachment(text), expected, "{text}");
    }

    #[test]
    fn knows_the_words() {
        check("Please find the rota ATTACHED.", true);
        check("See the attachments", true);
        check("The form is enclosed, as promised", true);
        check("I attach the form", true);
        check("Please attach the form", false);
        check("The patient is attached to a monitor", false);
        check("attached  \n to a monitor", false);
        check("It is attached. To open it, click.", true);
        check("attached to a monitor; the rota is attached", true);
        check("an unattached lead", false);
        check("", false);
    }
}
