//! `levee inspect`: what Levee sees in a message, for support and for testing on corpora.

use super::Done;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Prints the inspection and how long it took as JSON.
pub(crate) fn run(file: &Path) -> Done {
    let bytes = std::fs::read(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
    let started = Instant::now();
    let inspection = levee_mime::inspect::inspect(&bytes);
    let mut report = serde_json::to_value(&inspection)?;
    if let Some(report) = report.as_object_mut() {
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        report.insert("milliseconds".to_owned(), serde_json::json!(milliseconds));
    }
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(ExitCode::SUCCESS)
}
