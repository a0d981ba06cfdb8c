//! What people see: screens, their words, and what a browser may ask. Renders on the server
//! (feature `ssr`) and stays alive in the browser (feature `hydrate`). Knows no protocol and no store.
// Views are types as deep as the document that they draw.
#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "the component macro writes `pub` on the properties of every component")]

mod api;
mod path;
mod shell;
mod view;
pub mod words;

pub use api::ApiError;
#[cfg(feature = "ssr")]
pub use api::{Contract, Peer, SetSession, replay_asked};
#[cfg(feature = "ssr")]
pub use shell::shell;
pub use shell::{App, Organisation, SiteAssets};
#[cfg(feature = "hydrate")]
pub use view::lazy::fetch_parts_of;
