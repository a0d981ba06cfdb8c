//! Where lines of the log go and which are written: standard error; Levee's own at the level of the settings,
//! others from a warning on. None holds an address, a subject or content.

use crate::config::{LogFormat, LogLevel};
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Begins to log. `LEVEE_LOG` says otherwise where it is set: targets and levels, as in `levee_imap=trace`.
pub(crate) fn begin(format: LogFormat, level: LogLevel) {
    let level = match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    };
    let wanted = std::env::var("LEVEE_LOG").ok().and_then(|text| text.parse().ok());
    let wanted: Targets =
        wanted.unwrap_or_else(|| Targets::new().with_default(Level::WARN).with_target("levee", level));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(wanted)).init();
}
