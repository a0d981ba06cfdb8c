//! `levee directory import` and `levee directory expand`.

use super::Done;
use crate::config::Config;
use crate::config::defaults::settings_file;
use crate::run;
use clap::Subcommand;
use levee_directory::source::{ImportError, Record, read_csv, read_json_lines};
use levee_mail::Address;
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tools of the directory.
#[derive(Subcommand)]
pub(crate) enum DirectoryCommand {
    /// Take people and lists from a file (CSV or JSON Lines); what the file no longer names is gone.
    Import {
        /// People (`.csv`), or people and lists (`.jsonl`).
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The settings.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
    },
    /// Print who is behind an address, as JSON: the number of people, the lists entered, a sample.
    Expand {
        /// A person's or a list's.
        address: Address,
        /// The settings.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
    },
}

/// Runs the tool.
pub(crate) fn run(command: &DirectoryCommand) -> Done {
    match command {
        DirectoryCommand::Import { file, config } => import(file, &Config::load(config)?),
        DirectoryCommand::Expand { address, config } => expand(address, &Config::load(config)?),
    }
}

fn import(file: &Path, config: &Config) -> Done {
    let unreadable = |e: std::io::Error| format!("{} cannot be read: {e}", file.display());
    let records = read(BufReader::new(File::open(file).map_err(unreadable)?), file)?;
    run::runtime()?.block_on(async {
        let service = run::open(config).await?;
        let imported = service.import_directory("file", records).await?;
        println!("{} people, {} lists", imported.people, imported.lists);
        for address in imported.nameless {
            eprintln!("levee: {address} is a member, and nobody described it");
        }
        for problem in imported.problems {
            eprintln!("levee: {problem}");
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// All records of the file: a file with a mistake changes nothing.
fn read(file: impl BufRead, path: &Path) -> Result<Vec<Record>, Box<dyn std::error::Error>> {
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let records: Result<Vec<Record>, ImportError> =
        if is_csv { read_csv(file).and_then(Iterator::collect) } else { read_json_lines(file).collect() };
    records.map_err(|error| format!("{}: {error}", path.display()).into())
}

fn expand(address: &Address, config: &Config) -> Done {
    run::runtime()?.block_on(async {
        let service = run::open(config).await?;
        let found = service.expand_address(address);
        let lists: Vec<_> = found.lists.iter().map(|(list, size)| json!({ "address": list, "size": size })).collect();
        let report = json!({
            "address": address, "people": found.people, "external": found.external, "lists": lists, "sample": found.sample,
        });
        println!("{}", serde_json::to_string_pretty(&report)?);
        Ok(ExitCode::SUCCESS)
    })
}
