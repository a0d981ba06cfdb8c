//! The program `levee`: roles and tools. Each command is a file in `command/`; no logic here.

mod alert_words;
mod check;
mod command;
mod config;
mod http;
mod log;
mod metrics;
mod milter_judge;
mod notices;
mod notify;
mod past;
mod run;
mod socketmap;

use clap::{Parser, Subcommand};
use config::defaults::settings_file;
use std::path::PathBuf;
use std::process::ExitCode;

/// Webmail that cannot start a mail storm.
#[derive(Parser)]
#[command(name = "levee", version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve browsers, deliver the outbox, and answer the MTA.
    Serve {
        /// The settings.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
        /// Leave the MTA's questions to `levee milter`.
        #[arg(long)]
        without_milter: bool,
    },
    /// Judge what other mail programs send, and answer the MTA's questions about lists; no pages.
    Milter {
        /// The settings, those of `levee serve`.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
    },
    /// Try everything that the settings name, and say what to do.
    CheckConfig(command::check_config::CheckConfig),
    /// A real mail server with people and mail in it, and Levee on top, on this machine only.
    Demo(command::demo::Demo),
    /// Judge cases, or print verdicts, of the guard.
    #[command(subcommand)]
    Guard(command::guard::Guard),
    /// Import people and lists, or see who is behind an address.
    #[command(subcommand)]
    Directory(command::directory::DirectoryCommand),
    /// Fill the record with mail of the past.
    #[command(subcommand)]
    Record(command::record::Record),
    /// Give somebody a role.
    #[command(subcommand)]
    Role(command::role::Role),
    /// Go on with the key file that is here, when the one that the store was used with is lost.
    NewKey {
        /// The settings.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
    },
    /// Keep the demo's mail servers; started by `levee demo`, as root.
    #[command(hide = true)]
    KeepStack,
    /// Show what Levee sees in a message, as JSON.
    Inspect {
        /// A message as it travels (RFC 5322).
        #[arg(value_name = "FILE.eml")]
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Serve { config, without_milter } => {
            command::serve::run(&config, if without_milter { run::Mta::Elsewhere } else { run::Mta::Here })
        }
        Command::Milter { config } => command::milter::run(&config),
        Command::CheckConfig(asked) => command::check_config::run(&asked),
        Command::Demo(demo) => command::demo::run(&demo),
        Command::Guard(guard) => command::guard::run(&guard),
        Command::Directory(directory) => command::directory::run(&directory),
        Command::Record(record) => command::record::run(&record),
        Command::Role(role) => command::role::run(&role),
        Command::NewKey { config } => command::new_key::run(&config),
        Command::KeepStack => command::demo::keep_stack(),
        Command::Inspect { file } => command::inspect::run(&file),
    };
    match done {
        Ok(code) => code,
        Err(why) => {
            eprintln!("levee: {why}");
            ExitCode::FAILURE
        }
    }
}
