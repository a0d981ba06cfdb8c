//! Bytes to message and back, and hostile HTML to harmless HTML. No network.
//! [`Message::parse`] reads, [`html::clean`] and [`plain::to_html`] show, [`compose`] writes.

pub mod calendar;
pub mod compose;
pub mod content_type;
mod difference;
pub mod facts;
pub mod file_name;
mod header_field;
mod headers;
pub mod html;
pub mod inspect;
mod mailing_list;
mod message;
mod part;
pub mod plain;
mod safe_text;
mod structure;
mod transfer;

pub use difference::differing_numbers;
pub use header_field::{Correspondent, decode_addresses, decode_date, decode_header, decode_ids};
pub use headers::{HeaderLine, Headers};
pub use mailing_list::{MailingList, Unsubscribe};
pub use message::{Body, Content, MAX_PARTS, Message, Warning};
pub use part::{Part, PartId, Placing};
pub use safe_text::{MARK, is_invisible, safe_line, without_invisible};
pub use transfer::{Encoding, text_of};
