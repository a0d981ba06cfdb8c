//! Alerts in sentences, and who is told them.

use crate::config::{AlertSettings, ConfigError, WebhookSettings};
use levee_app::words::en::{count, people};
use levee_guard::StopScope;
use levee_mail::Address;
use levee_service::{Alerts, Occasion};

/// Whom the settings name, and this machine's name.
///
/// # Errors
/// A [`ConfigError`] naming the setting.
pub(crate) fn alerts(settings: &AlertSettings) -> Result<Alerts, ConfigError> {
    // Where it cannot be read, a line says "-", which RFC 5424 means for it.
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    Ok(Alerts {
        webhook: settings.webhook.as_ref().map(WebhookSettings::open).transpose()?,
        syslog: settings.syslog()?,
        host: host.trim().to_owned(),
        words,
    })
}

fn words(occasion: &Occasion) -> String {
    match occasion {
        Occasion::Storm { lists, people: reached, replies, senders, .. } => format!(
            "Replies to everybody are frozen {}: {} from {}, {} each.",
            to(lists, "in a conversation of people written to singly"),
            if *replies == 1 { "1 reply".to_owned() } else { format!("{} replies", count(*replies)) },
            people(*senders),
            people(*reached),
        ),
        Occasion::Stopped { scope: StopScope::Replies } => {
            "Replies to all were stopped by an administrator.".to_owned()
        }
        Occasion::Stopped { .. } => "All mail to many was stopped by an administrator.".to_owned(),
        Occasion::Lifted => "The emergency stop was released.".to_owned(),
        Occasion::ImportantHeld { reference, lists, people: reached, .. } => format!(
            "A message marked important waits for approval: {reference}, {}, {}.",
            people(*reached),
            to(lists, "written to singly"),
        ),
        Occasion::Jumped { list, people: now, usual } => {
            format!("{list} has {} now, usually {}.", people(*now), count(*usual))
        }
    }
}

/// "to wing@hosp.example and talk@hosp.example".
fn to(lists: &[Address], singly: &str) -> String {
    let names: Vec<String> = lists.iter().map(ToString::to_string).collect();
    match names.split_last() {
        None => singly.to_owned(),
        Some((only, [])) => format!("to {only}"),
        Some((last, others)) => format!("to {} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_said_with_its_numbers() {
        let list = |local: &str| Address::parse(&format!("{local}@hosp.example")).unwrap();
        let storm = |lists| Occasion::Storm { lists, people: 4_200, replies: 5, senders: 3, until: 0 };
        for (occasion, expected) in [
            (
                storm(vec![list("wing"), list("talk")]),
                "Replies to everybody are frozen to wing@hosp.example and talk@hosp.example: 5 replies from 3 people, 4,200 people each.",
            ),
            (
                storm(Vec::new()),
                "Replies to everybody are frozen in a conversation of people written to singly: 5 replies from 3 people, 4,200 people each.",
            ),
            (
                Occasion::Jumped { list: list("practices"), people: 840_000, usual: 60 },
                "practices@hosp.example has 840,000 people now, usually 60.",
            ),
        ] {
            assert_eq!(words(&occasion), expected);
        }
    }
}
