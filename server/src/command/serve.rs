//! `levee serve`: everything a node does, until it is told to stop.

use super::Done;
use crate::config::Config;
use crate::log;
use crate::notify::{self, State};
use crate::run::{self, Listeners, Mta};
use std::path::Path;
use std::process::ExitCode;

/// Runs a node with the settings of a file.
pub(crate) fn run(config: &Path, mta: Mta) -> Done {
    let config = Config::load(config)?;
    log::begin(config.log_format, config.log_level);
    run::runtime()?.block_on(async {
        let listeners = Listeners::bind(&config, mta).await?;
        let (address, ..) = listeners.addresses()?;
        let node = run::start(&config, listeners).await?;
        tracing::info!(%address, "serving");
        notify::tell(State::Ready);
        run::told_to_stop().await;
        notify::tell(State::Stopping);
        node.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}
