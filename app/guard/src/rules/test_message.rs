//! LOOKS_LIKE_TEST: an empty message or a test, to many (section 6).

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

/// From so many people on; the specification gives the number no name.
const LEAST: u64 = 25;

/// What a test says; nothing says it too.
const WORDS: [&str; 7] = ["", "test", "testing", "test mail", "test email", "test message", "this is a test"];

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let Some(people) = s.people_from(LEAST) else { return };
    let says_nothing = [&s.message.subject, &s.message.text].into_iter().all(|text| is_test(text));
    if s.message.attachments == 0 && says_nothing {
        found.push(Finding::new(Code::LooksLikeTest, Ruling::Confirm, people).from(LEAST));
    }
}

fn is_test(text: &str) -> bool {
    let text = text.trim();
    // Nothing longer can be one of the words, so that a long text is not folded for nothing.
    text.len() <= 64 && WORDS.contains(&text.to_lowercase().as_str())
}
