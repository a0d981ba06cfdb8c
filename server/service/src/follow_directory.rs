//! Keeps the directory in memory up to the store, whoever changed it: an import on the command line, a
//! role granted, another node.

use crate::load_directory;
use crate::service_error::OpenError;
use crate::{Service, StoreError};
use levee_directory::Changes;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often the store is asked. A change is in force everywhere within the lease of five seconds
/// (and the time that loading takes).
const EVERY: Duration = Duration::from_secs(2);

impl Service {
    /// Follows until told to stop.
    pub async fn follow_directory_until(self: Arc<Self>, told: impl Future<Output = ()> + Send) {
        let mut told = std::pin::pin!(told);
        loop {
            tokio::select! {
                () = &mut told => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = self.follow_directory().await {
                tracing::error!(%error, "a changed directory could not be read; the one in memory stays");
            }
        }
    }

    /// Loads the directory anew if it was changed since it was loaded; where only members left lists or
    /// came back, these lists.
    pub(crate) async fn follow_directory(self: &Arc<Self>) -> Result<(), OpenError> {
        let _alone = self.following.lock().await;
        // Asked before loading: what changes meanwhile is seen the next time.
        let version = self.store.directory_version().await?;
        let loaded = self.loaded.load(Ordering::Acquire);
        if version == loaded {
            return Ok(());
        }
        if self.follow_departures(loaded, version).await? {
            return Ok(());
        }
        let service = self.clone();
        let load = move || {
            let load = load_directory::load(&service.store, &service.organisation);
            tokio::runtime::Handle::current().block_on(load)
        };
        // Seconds of counting, away from those who answer people.
        let directory = tokio::task::spawn_blocking(load).await.map_err(|_| StoreError::Corrupt("directory"))??;
        self.replace_directory(directory);
        self.loaded.store(version, Ordering::Release);
        Ok(())
    }

    /// Counts the lists anew that members left or came back to, where nothing else was changed; false otherwise.
    /// To be called by whoever holds `following`.
    pub(crate) async fn follow_departures(&self, loaded: i64, version: i64) -> Result<bool, OpenError> {
        let Some(changed) = self.store.lists_with_departures(loaded, version).await? else { return Ok(false) };
        let rows = self.store.lists_numbered(&changed).await?;
        let lists = rows.into_iter().map(load_directory::list).collect::<Result<Vec<_>, _>>()?;
        self.replace_directory(self.directory().with(Changes { lists, ..Changes::default() }));
        self.loaded.store(version, Ordering::Release);
        Ok(true)
    }
}
