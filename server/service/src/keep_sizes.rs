//! Records how large every list is, once a day: what a list's usual size is told from (guard specification,
//! section 6, LIST_SIZE_JUMP) does not depend on a source that knows it.

use crate::Service;
use crate::service_error::OpenError;
use levee_directory::{Availability, List};
use levee_store::DayRecorded;
use std::sync::Arc;
use std::time::Duration;

/// How often it is asked whether a day has begun. Of several nodes the first records it.
const EVERY: Duration = Duration::from_secs(300);

impl Service {
    /// Records the sizes of each day until told to stop.
    pub async fn keep_sizes_until(self: Arc<Self>, told: impl Future<Output = ()> + Send) {
        let mut told = std::pin::pin!(told);
        loop {
            if let Err(error) = self.keep_sizes().await {
                tracing::error!(%error, "the sizes of lists could not be recorded; it is tried again in five minutes");
            }
            tokio::select! {
                () = &mut told => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Records today's size of every list, if nobody did. A list that cannot be read now has none today.
    pub(crate) async fn keep_sizes(&self) -> Result<(), OpenError> {
        let now = self.clock.now();
        let day = self.organisation.time_zone.day(now);
        if self.store.is_day_recorded(day).await? {
            return Ok(());
        }
        let directory = self.directory();
        let known = |list: &&Arc<List>| list.availability() == Availability::Live;
        let sizes: Vec<(u32, u64)> = directory.lists().filter(known).map(|list| (list.id(), list.size())).collect();
        if sizes.is_empty() {
            return Ok(());
        }
        if self.store.record_day(day, &sizes, now).await? == DayRecorded::Now {
            tracing::info!(lists = sizes.len(), "the sizes of today's lists are recorded");
            self.see_change().await;
        }
        Ok(())
    }
}
