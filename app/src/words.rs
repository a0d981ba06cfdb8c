//! Codes become sentences here, and nowhere else: the bar, the dialog, the API's answer and the SMTP
//! text say the same words. Plain functions over codes and numbers; callable without any page.
//!
//! English is the one language so far. Another is a sibling of `en` with the same functions.

mod context;
pub mod en;
mod sentence;

pub use context::{Context, ListNote, Reader};
pub use sentence::{Run, Sentence, strong};
