//! Figures for whoever runs the server: how many, how old, what came of it; never who. What happens is
//! counted where it happens, and costs nothing where nobody asks; what there is, is looked up when asked.

use crate::{Service, StoreError};
use levee_guard::Ruling;
use levee_store::StoreFigures;

/// What there is at this moment.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Rows of the store.
    pub store: StoreFigures,
    /// Seconds that the oldest message has waited in the queue; 0 when none waits.
    pub queue_age: u64,
    /// People of the organisation.
    pub people: u64,
    /// Lists.
    pub lists: u64,
    /// Seconds since the directory in memory was last read from the store.
    pub directory_age: u64,
    /// IMAP connections, lent and kept.
    pub imap_connections: u64,
}

impl Service {
    /// Counts what there is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        let now = self.clock.now();
        let store = self.store.figures(now).await?;
        let directory = self.directory();
        let since = |then: i64| u64::try_from(now - then).unwrap_or(0);
        Ok(Figures {
            store,
            queue_age: if store.oldest == 0 { 0 } else { since(store.oldest) },
            people: directory.own_people().len(),
            lists: directory.lists().count() as u64,
            directory_age: since(self.directory_read.load(std::sync::atomic::Ordering::Relaxed)),
            imap_connections: self.imap.connections() as u64,
        })
    }
}

/// A message was judged.
pub(crate) fn judged(ruling: Ruling, channel: &str) {
    metrics::counter!("levee_judgements_total", "ruling" => ruling.as_str(), "channel" => channel.to_owned())
        .increment(1);
}

/// An attempt to hand a message over came to an end.
pub(crate) fn delivered(outcome: &'static str) {
    metrics::counter!("levee_deliveries_total", "outcome" => outcome).increment(1);
}

/// Somebody tried to sign in.
pub(crate) fn signed_in(outcome: &'static str) {
    metrics::counter!("levee_sign_ins_total", "outcome" => outcome).increment(1);
}
