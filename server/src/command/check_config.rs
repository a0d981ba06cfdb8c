//! `levee check-config`: tries everything that the settings name, and says what to do.

use super::Done;
use crate::check::{self, MtaView, Trial};
use crate::config::Config;
use crate::config::defaults::settings_file;
use crate::run;
use clap::Args;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

/// Options of the check.
#[derive(Args)]
pub(crate) struct CheckConfig {
    /// The settings.
    #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
    config: PathBuf,
    /// Sign in as this account, too; its password is asked for, or read as a line from standard input.
    #[arg(long, value_name = "ADDRESS")]
    account: Option<String>,
    /// Folder of Postfix's main.cf, to compare lists; the system's when left out.
    #[arg(long, value_name = "FOLDER")]
    postfix: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the check: exit code 1 where something does not work.
pub(crate) fn run(asked: &CheckConfig) -> Done {
    let config = Config::load(&asked.config)?;
    let trial = match &asked.account {
        Some(account) => Some(Trial { account: account.clone(), password: password(account)? }),
        None => None,
    };
    let mta = MtaView { postfix: asked.postfix.clone() };
    let report = run::runtime()?.block_on(check::run(&config, trial.as_ref(), &mta));
    if asked.json {
        println!("{}", serde_json::to_string_pretty(report.lines())?);
    } else {
        report.lines().iter().for_each(|line| println!("{line}"));
    }
    Ok(if report.is_wrong() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A line of standard input; on a terminal asked for, and not shown.
fn password(account: &str) -> std::io::Result<String> {
    let stdin = std::io::stdin();
    let asked = stdin.is_terminal();
    if asked {
        eprint!("Password of {account}: ");
        echo("-echo");
    }
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line);
    if asked {
        echo("echo");
        eprintln!();
    }
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Has the terminal show what is typed, or not (stty(1)); where it cannot be told, it shows.
fn echo(how: &str) {
    let _shown_then = Command::new("stty").arg(how).stdin(Stdio::inherit()).status();
}
