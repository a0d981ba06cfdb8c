//! `levee serve`: everything a node does, until it is told to stop.

use super::Done;
use crate::config::Config;
use crate::run::{self, Listeners, Mta};
use std::path::Path;
use std::process::ExitCode;

/// Runs a node with the settings of a file.
pub(crate) fn run(config: &Path, mta: Mta) -> Done {
    let config = Config::load(config)?;
    run::log_to_stderr();
    run::runtime()?.block_on(async {
        let listeners = Listeners::bind(&config, mta).await?;
        let (address, ..) = listeners.addresses()?;
        let node = run::start(&config, listeners).await?;
        tracing::info!(%address, "serving");
        run::told_to_stop().await;
        node.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}
