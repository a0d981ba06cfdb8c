//! Tries whoever is told of what happens: finds them and protects the line, and tells them nothing.

use super::Report;
use crate::config::Config;

pub(super) async fn check(config: &Config, report: &mut Report) {
    let Some(settings) = &config.alerts else {
        report.ok("alerts", "nobody is told of storms and stops; set alerts for a webhook or syslog");
        return;
    };
    if let Some(hook) = &settings.webhook {
        // The settings were checked: it opens.
        let Ok(hook) = hook.open() else { return };
        match hook.try_line().await {
            Ok(()) => report.ok("alerts.webhook", format!("{} answers, and nothing was posted", hook.host())),
            Err(error) => report.wrong("alerts.webhook", format!("{}: {error}", hook.host())),
        }
    }
    if let (Some(place), Ok(Some(syslog))) = (&settings.syslog, settings.syslog()) {
        match syslog.try_line().await {
            Ok(()) => report.ok("alerts.syslog", format!("{place} is there, and nothing was said")),
            Err(error) => report.wrong("alerts.syslog", format!("{place}: {error}")),
        }
    }
}
