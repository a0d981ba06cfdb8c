//! Bytes to message, and hostile HTML to harmless HTML. No network.

pub mod html;
pub mod plain;
mod safe_text;

pub use safe_text::{MARK, is_invisible, safe_line, without_invisible};
