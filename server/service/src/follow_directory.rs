//! Keeps the directory in memory up to the store, whoever changed it: an import on the command line, a
//! role granted, another node. What was changed is read and counted again, not the whole.

use crate::load_directory;
use crate::service_error::OpenError;
use crate::{Service, StoreError};
use levee_directory::Directory;
use levee_store::DailySizes;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often the store is asked. A change is in force everywhere within the lease of five seconds.
const EVERY: Duration = Duration::from_secs(1);
/// People who differ from the last load, from which on the whole is loaded: each further change costs them all.
const MANY: usize = 20_000;

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

    /// Brings the directory in memory up to the store: what was changed since is read, or everything where
    /// that is too much to be told one by one.
    ///
    /// # Errors
    /// `OpenError` when the store cannot be read; the directory in memory stays.
    pub async fn follow_directory(&self) -> Result<(), OpenError> {
        let _alone = self.following.lock().await;
        self.catch_up().await
    }

    /// As [`Service::follow_directory`], by whoever holds `following`.
    pub(crate) async fn catch_up(&self) -> Result<(), OpenError> {
        // Asked before reading: what changes meanwhile is seen the next time.
        let version = self.store.directory_version().await?;
        let loaded = self.loaded.load(Ordering::Acquire);
        if version == loaded {
            return Ok(());
        }
        let current = self.directory();
        let told = self.store.directory_changes(loaded, version).await?;
        let next = match told.filter(|_| current.changed_people() < MANY) {
            None => self.load_anew().await?,
            Some(told) => {
                let sizes = match told.daily_sizes {
                    DailySizes::Recorded => Some(self.store.all_daily_sizes().await?),
                    DailySizes::Same => None,
                };
                let changes = load_directory::changes(&self.store, &current, told).await?;
                let apply = move || {
                    let next = current.with(changes);
                    match sizes {
                        Some(sizes) => next.with_daily_sizes(sizes),
                        None => next,
                    }
                };
                tokio::task::spawn_blocking(apply).await.map_err(|_| StoreError::Corrupt("directory"))?
            }
        };
        self.replace_directory(next);
        self.loaded.store(version, Ordering::Release);
        Ok(())
    }

    /// The whole directory from the store: seconds of counting, away from those who answer people.
    pub(crate) async fn load_anew(&self) -> Result<Directory, OpenError> {
        let (store, organisation) = (self.store.clone(), self.organisation.clone());
        let load = move || tokio::runtime::Handle::current().block_on(load_directory::load(&store, &organisation));
        tokio::task::spawn_blocking(load).await.map_err(|_| StoreError::Corrupt("directory"))?
    }

    /// Brings the directory up to what was just written here. Where that cannot be done now, whoever follows
    /// does it.
    pub(crate) async fn see_change(&self) {
        if let Err(error) = self.follow_directory().await {
            tracing::warn!(%error, "a change of the directory could not be read at once");
        }
    }
}
