//! Tells programs outside of what happens: one signed HTTP request, or one line of syslog. One call is one attempt;
//! who calls keeps what was not taken, and tries again.

mod failed;
mod syslog;
mod webhook;

pub use failed::Failed;
pub use syslog::{Line, Severity, Syslog, SyslogError};
pub use webhook::{Delivery, SECRET_OCTETS, Webhook, WebhookError};
