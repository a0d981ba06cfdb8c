//! `levee role grant`: the first administrator has nobody to ask.

use super::Done;
use crate::config::Config;
use crate::config::defaults::settings_file;
use crate::run;
use clap::{Subcommand, ValueEnum};
use levee_contract::Role as Right;
use levee_mail::Address;
use std::path::PathBuf;
use std::process::ExitCode;

/// Who may do what.
#[derive(Subcommand)]
pub(crate) enum Role {
    /// Give somebody a role.
    Grant {
        /// Whose.
        address: Address,
        /// Which.
        role: Named,
        /// The settings.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
    },
}

/// The roles by name.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Named {
    /// May write to many.
    MassSender,
    /// Decides on held messages.
    Approver,
    /// Changes the policy.
    Administrator,
    /// Wide break-glass.
    Incident,
    /// Told when important mail is still held.
    OnCall,
    /// Reads everything of the console and changes nothing.
    Auditor,
    /// Sees and acts on what concerns the unit they belong to.
    UnitAdministrator,
}

impl From<Named> for Right {
    fn from(named: Named) -> Self {
        match named {
            Named::MassSender => Self::MassSender,
            Named::Approver => Self::Approver,
            Named::Administrator => Self::Administrator,
            Named::Incident => Self::Incident,
            Named::OnCall => Self::OnCall,
            Named::Auditor => Self::Auditor,
            Named::UnitAdministrator => Self::UnitAdministrator,
        }
    }
}

/// Runs the tool.
pub(crate) fn run(role: &Role) -> Done {
    let Role::Grant { address, role, config } = role;
    let config = Config::load(config)?;
    run::runtime()?.block_on(async {
        let service = run::open(&config).await?;
        service.grant_role(address, (*role).into()).await?;
        Ok(ExitCode::SUCCESS)
    })
}
