//! Use cases: the one room that sees store, IMAP, SMTP, directory and guard together.
//! Knows neither leptos nor axum; what screens ask is in `levee-contract`.

mod clock;
mod keys;

pub use clock::{Chance, Clock, SystemChance, SystemClock, random};
pub use keys::{KeyError, Keys, Purpose};

use levee_directory::Directory;
use levee_mail::Domains;
use std::sync::{Arc, RwLock};

/// The organisation that this server serves.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its name, for the header and the sentences.
    pub name: String,
    /// Its mail domains.
    pub domains: Domains,
}

/// Everything that use cases work with.
pub struct Service {
    pub(crate) organisation: Organisation,
    /// Replaced as a whole when the directory changes; readers keep the one they took.
    pub(crate) directory: RwLock<Arc<Directory>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
}
