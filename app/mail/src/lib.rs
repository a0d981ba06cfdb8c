//! The words of mail that every room shares: addresses, message ids, drafts.
//! No I/O, no async, no tables of Unicode: those live in `server/directory`.

mod address;
mod address_list;
mod canonical;
mod draft;
mod message_id;

pub use address::{Address, AddressError, Contact};
pub use address_list::{Written, parse_address_list};
pub use canonical::Domains;
pub use draft::{Draft, DraftId, ParentRef, ReplyKind};
pub use message_id::MessageId;
