//! What was taken out of a message's HTML, counted by kind. Codes and names, no sentences.

use crate::safe_text::safe_line;
use serde::Serialize;
use std::collections::BTreeMap;

/// Kinds listed one by one; beyond that they are counted together.
const MAX_KINDS: usize = 100;

/// Why something was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It could run a program.
    Script,
    /// It would load something from elsewhere when the message is opened.
    RemoteContent,
    /// It asks for input.
    Form,
    /// It would bring in another document or format.
    Embedded,
    /// It would act on the whole page.
    PageControl,
    /// Appearance that could hide, cover or mislead, or a style that is not understood.
    Style,
    /// An address that does not lead to the web, to mail or to a telephone.
    BadLink,
    /// A picture that is not attached, or not what it says.
    BadImage,
    /// More of it than is shown: nesting, attributes, size.
    Limit,
    /// Not dangerous by itself, but not in the list of what is shown.
    Unsupported,
}

/// One kind of thing that was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// Its name: an element, an attribute, a property, a scheme.
    pub what: String,
    /// The reason.
    pub why: Why,
    /// How often.
    pub count: usize,
}

/// Counts what is taken out.
#[derive(Debug, Default)]
pub(crate) struct Report(BTreeMap<(String, Why), usize>);

impl Report {
    pub(crate) fn add(&mut self, what: &str, why: Why) {
        let key = (what.to_ascii_lowercase(), why);
        if let Some(count) = self.0.get_mut(&key) {
            *count += 1;
        } else if self.0.len() < MAX_KINDS {
            self.0.insert(key, 1);
        } else {
            *self.0.entry((String::from("…"), why)).or_default() += 1;
        }
    }

    pub(crate) fn into_list(self) -> Vec<Removed> {
        let one = |((what, why), count): ((String, Why), usize)| Removed { what: short(&what), why, count };
        self.0.into_iter().map(one).collect()
    }
}

/// A name from the mail, short and harmless enough to be shown.
fn short(name: &str) -> String {
    safe_line(name).chars().take(40).collect()
}
