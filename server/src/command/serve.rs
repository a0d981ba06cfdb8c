//! `levee serve`: everything a node does, until it is told to stop.

use super::Done;
use crate::config::Config;
use crate::run::{self, Listeners};
use std::path::Path;
use std::process::ExitCode;

/// Runs a node with the settings of a file.
pub(crate) fn run(config: &Path) -> Done {
    let config = Config::load(config)?;
    run::log_to_stderr();
    run::runtime()?.block_on(async {
        let node = run::start(&config, Listeners::bind(&config).await?).await?;
        tracing::info!(address = %node.address(), "serving");
        run::told_to_stop().await;
        node.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}
