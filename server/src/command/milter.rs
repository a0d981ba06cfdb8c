//! `levee milter`: what an MTA asks, in a process of its own: mail from other programs is judged while
//! the pages are restarted, and the other way round.

use super::Done;
use crate::config::Config;
use crate::log;
use crate::notify::{self, State};
use crate::run::{self, MtaListeners};
use std::path::Path;
use std::process::ExitCode;

/// Answers the MTA with the settings of a file.
pub(crate) fn run(config: &Path) -> Done {
    let config = Config::load(config)?;
    if config.milter.is_none() {
        return Err("the settings have no milter; add for example: milter = \"127.0.0.1:3025\"".into());
    }
    log::begin(config.log_format, config.log_level);
    run::runtime()?.block_on(async {
        let node = run::answer_mta(&config, MtaListeners::bind(&config).await?).await?;
        tracing::info!("answering the MTA");
        notify::tell(State::Ready);
        run::told_to_stop().await;
        notify::tell(State::Stopping);
        node.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}
