//! What people see: screens, their words, and what a browser may ask. Renders on the server
//! (feature `ssr`) and stays alive in the browser (feature `hydrate`). Knows no protocol and no store.

mod api;
mod path;
mod shell;
mod view;
pub mod words;

pub use api::ApiError;
#[cfg(feature = "ssr")]
pub use api::{Contract, Peer, SetSession};
pub use shell::{App, Organisation, SiteAssets, shell};
