//! How large a message may be: the setting, or less where the relay says so. Known before anybody attaches
//! a file, so that nothing is written that cannot go out.

use crate::Service;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// The relay is asked again after this long; each delivery learns the same on its way.
const REFRESH: Duration = Duration::from_secs(3_600);
/// A relay that could not be asked is asked again sooner.
const RETRY: Duration = Duration::from_secs(60);
/// Bytes that are put in front of a message when it is handed over: the pass for our own milter.
const FOR_THE_PASS: u64 = 1_000;

impl Service {
    /// Bytes of the largest message that may be handed over. While the relay has not been reached, or names no
    /// limit, the setting alone.
    pub(crate) fn largest_message(&self) -> u64 {
        let taken = self.relay.largest_message().map(|limit| limit.saturating_sub(FOR_THE_PASS));
        taken.map_or(self.most_bytes, |taken| taken.min(self.most_bytes))
    }

    /// Asks the relay how large a message may be, at once and then from time to time, until told to stop.
    pub async fn learn_size_limit_until(self: Arc<Self>, told: impl Future<Output = ()> + Send) {
        let mut told = std::pin::pin!(told);
        let asking = async {
            loop {
                let wait = match self.relay.probe().await {
                    Ok(_) => REFRESH,
                    Err(error) => {
                        // Whoever delivers says so louder.
                        tracing::debug!(%error, "the relay did not say how large a message may be");
                        RETRY
                    }
                };
                tokio::time::sleep(wait).await;
            }
        };
        tokio::select! { () = &mut told => {}, () = asking => {} }
    }
}
