//! Speaks IMAP to the mail server: sign in, folders, windows, one message, marks, news, quota.
//! async-imap is the client; a tap under it bounds what a server may send and takes FETCH answers
//! out, and above it only typed commands are written. None of its types leave this room.

mod answer;
mod arrange;
mod client;
mod command;
mod fetch_value;
mod flags;
mod folders;
mod header_summary;
mod idle;
mod imap_error;
mod mailbox_name;
mod message;
mod pool;
mod probe;
mod quota;
mod search;
mod select;
mod server;
mod session;
mod splitter;
mod status;
mod tap;
mod uid_set;
mod window;
mod with_files;

pub use arrange::{Appended, Moved};
pub use client::Client;
pub use command::BadText;
pub use flags::{Flag, FlagChange, FlagSet, Flags};
pub use folders::{Folder, Role};
pub use imap_error::{ImapError, LoginError};
pub use mailbox_name::{BadMailboxName, MailboxName};
pub use message::RawMessage;
pub use pool::{Credentials, Lease, Pool, PoolLimits};
pub use probe::{Offer, ProbeError};
pub use quota::Quota;
pub use search::SearchKey;
pub use select::Selected;
pub use server::{Deadlines, Limits, Security, Server, ServerError};
pub use session::{News, Session};
pub use uid_set::UidSet;
pub use window::{Page, Row, Window};
pub use with_files::WithFiles;
