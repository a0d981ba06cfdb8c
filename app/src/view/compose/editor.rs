//! Formatted writing. The text area stays the form's field; where there is a script, a frame with an
//! editor stands in its place, and the area holds the plain form of what is written in it.

mod format_bar;
mod mark;
mod port;
mod written;

pub(crate) use format_bar::FormatBar;
pub(crate) use mark::{Mark, MarkIcon};
pub(crate) use port::{Editor, open};
pub(crate) use written::{Written, as_html, show_plain};

use serde::Deserialize;

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// In the text area.
    Plain,
    /// In the editor, once it is there.
    Formatted,
}

/// What holds where the cursor is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Cursor {
    /// Names of the elements around it, of those that the bar has a button for.
    pub(crate) on: Vec<String>,
    /// Size of the letters, as CSS has it.
    pub(crate) size: String,
    /// Their colour, as CSS has it.
    pub(crate) colour: String,
    /// Address of the link, empty: none.
    pub(crate) link: String,
}
