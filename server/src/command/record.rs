//! `levee record import`: mail of the past, so that a replay says something on the first day.

use super::Done;
use crate::config::Config;
use crate::config::defaults::settings_file;
use crate::past::{self, Unread, Where};
use crate::run;
use clap::Subcommand;
use flate2::read::MultiGzDecoder;
use levee_service::{Filed, Past, Service};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::runtime::Runtime;

/// Messages filed in one transaction.
const BATCH: usize = 500;
/// Lines named that could not be read; the others are counted.
const NAMED: u64 = 20;

/// The record of judgements.
#[derive(Subcommand)]
pub(crate) enum Record {
    /// Read logs of Postfix, or message traces of Exchange Online (CSV); either may be compressed (gzip). Reading
    /// one twice files nothing twice.
    Import {
        /// Logs, oldest first.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// The settings.
        #[arg(long, value_name = "FILE", default_value_os_t = settings_file())]
        config: PathBuf,
    },
}

/// Runs the tool.
pub(crate) fn run(record: &Record) -> Done {
    let Record::Import { files, config } = record;
    let config = Config::load(config)?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let place = Where { zone: config.zone()?, now: i64::try_from(since.as_secs()).unwrap_or(i64::MAX) };
    let runtime = run::runtime()?;
    let mut filing = Filing {
        service: runtime.block_on(run::open(&config))?,
        runtime,
        waiting: Vec::with_capacity(BATCH),
        filed: Filed::default(),
    };
    let mut unread = 0;
    for file in files {
        let told = |Unread { line, why }: Unread| {
            unread += 1;
            if unread <= NAMED {
                eprintln!("levee: {}, line {line}: {why}", file.display());
            }
        };
        let failed = |error: io::Error| format!("{}: {error}", file.display());
        past::read(opened(file).map_err(failed)?, place, |past| filing.take(past), told).map_err(failed)?;
    }
    filing.flush().map_err(|error| error.to_string())?;
    if unread > NAMED {
        eprintln!("levee: {} more lines could not be read", unread - NAMED);
    }
    let Filed { new, known, from_outside, small, old } = filing.filed;
    println!("{new} messages filed, {known} were filed before");
    println!("passed over: {small} to fewer than 3 people, {from_outside} from outside, {old} older than 90 days");
    Ok(ExitCode::SUCCESS)
}

/// The file as text, whether it is compressed or not.
fn opened(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(File::open(path)?);
    let compressed = file.fill_buf()?.starts_with(&[0x1F, 0x8B]);
    let text: Box<dyn Read> = if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    Ok(Box::new(BufReader::new(text)))
}

/// Files messages in batches, so that memory stays small.
struct Filing {
    service: Arc<Service>,
    runtime: Runtime,
    waiting: Vec<Past>,
    filed: Filed,
}

impl Filing {
    fn take(&mut self, past: Past) -> io::Result<()> {
        self.waiting.push(past);
        if self.waiting.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.runtime.block_on(self.service.import_record(&self.waiting, &mut self.filed));
        self.waiting.clear();
        done.map_err(io::Error::other)
    }
}
