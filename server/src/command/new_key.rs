//! `levee new-key`: the key file that the store was used with is lost.

use super::Done;
use crate::config::Config;
use levee_service::Service;
use std::path::Path;
use std::process::ExitCode;

/// Goes on with the key file of the settings.
pub(crate) fn run(config: &Path) -> Done {
    let config = Config::load(config)?;
    crate::run::runtime()?.block_on(Service::change_key(&config.store, &config.key_file))?;
    println!("the store is used with {} from now on; everybody signs in again", config.key_file.display());
    Ok(ExitCode::SUCCESS)
}
