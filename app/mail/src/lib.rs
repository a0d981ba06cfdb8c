//! The words of mail that every room shares: addresses, message ids, drafts.
//! No I/O, no async, no tables of Unicode: those live in `server/directory`.

mod address;
mod address_list;
mod canonical;
mod draft;
mod importance;
mod message_id;

pub use address::{Address, AddressError, Contact};
pub use address_list::{Written, parse_address_list};
pub use canonical::Domains;
pub use draft::{Draft, DraftFile, DraftId, FileId, FileSource, ParentRef, Placing, ReplyKind, without_signature};
pub use importance::Importance;
pub use message_id::MessageId;
