//! The whole system against real servers: a house (an organisation, its mail server, `levee serve`) and
//! what people use there: a browser, a mail program, a mailbox. Nothing here is mocked.

mod await_until;
mod browser;
mod download;
mod follow;
mod house;
mod mail_program;
mod mailbox;
mod organisation;
mod program;

pub use await_until::await_until;
pub use browser::{Browser, Page, draft, fresh_id};
pub use follow::Followed;
pub use house::{House, POLICY, SecondNode, Serving};
pub use mail_program::{MailProgram, Reply};
pub use mailbox::Letter;
pub use organisation::{DOMAIN, ORGANISATION, PEOPLE, address, contact, json_lines, world};
pub use program::program;
