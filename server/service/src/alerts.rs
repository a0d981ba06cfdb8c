//! What programs outside are told of: storms, the emergency stop, important mail that waits, lists that jumped.
//! Numbers and addresses of lists; nobody's name or address, no subject, no word of a message.

use crate::Service;
use crate::service_error::from_store;
use levee_alert::{Delivery, Failed, Line, Severity, Syslog, Webhook};
use levee_contract::{AppError, UnixSeconds};
use levee_directory::{Directory, List};
use levee_guard::{Baseline, StopScope, size_covers, size_jump};
use levee_mail::Address;
use levee_store::{Acceptance, AlertRow, ClaimedAlert, StoreError};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::time::sleep;

/// How often the queue is looked at: other processes raise alerts too.
const OFTEN: Duration = Duration::from_secs(2);
/// How long one attempt has an alert to itself.
const CLAIM: UnixSeconds = 60;
/// Seconds before the first repetition; doubled with each, up to an hour.
const FIRST_PAUSE: UnixSeconds = 5;
const LONGEST_PAUSE: UnixSeconds = 3_600;
/// What nobody took is given up after so long.
const KEPT: UnixSeconds = 7 * 86_400;
/// How often what is over is forgotten.
const SWEEP: UnixSeconds = 3_600;
/// Lists named in one alert.
const NAMED: usize = 5;

/// Who is told, and in which words.
#[derive(Clone, Debug)]
pub struct Alerts {
    /// Told by HTTP.
    pub webhook: Option<Webhook>,
    /// Told by syslog.
    pub syslog: Option<Syslog>,
    /// Name of this machine, in lines of syslog.
    pub host: String,
    /// Says it in a sentence.
    pub words: fn(&Occasion) -> String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum Occasion {
    /// A conversation was frozen.
    #[serde(rename = "storm.tripped")]
    Storm {
        /// Top-level lists that it went to; none where people were written to singly.
        lists: Vec<Address>,
        /// Whom the message reaches that tripped it.
        people: u64,
        /// Counted replies.
        replies: u64,
        /// People who had sent them.
        senders: u64,
        /// Until when it is frozen.
        until: UnixSeconds,
    },
    /// Mail to many was stopped by hand.
    #[serde(rename = "stop.set")]
    Stopped {
        /// What is stopped.
        scope: StopScope,
    },
    /// It goes again.
    #[serde(rename = "stop.lifted")]
    Lifted,
    /// A message that its author marked important waits for somebody else.
    #[serde(rename = "important.held")]
    ImportantHeld {
        /// What people quote.
        reference: String,
        /// Top-level lists that it goes to.
        lists: Vec<Address>,
        /// Whom it reaches.
        people: u64,
        /// When it goes back to its author if nobody decides.
        expires: UnixSeconds,
    },
    /// A list is suddenly much bigger than it usually is, or than was declared.
    #[serde(rename = "list.jumped")]
    Jumped {
        /// The list.
        list: Address,
        /// People on it now.
        people: u64,
        /// People on it usually, or as declared.
        usual: u64,
    },
}

impl Occasion {
    fn severity(&self) -> Severity {
        match self {
            Self::Storm { .. } | Self::Stopped { .. } | Self::Jumped { .. } => Severity::Warning,
            Self::Lifted | Self::ImportantHeld { .. } => Severity::Notice,
        }
    }
}

/// Who is told.
#[derive(Clone, Copy)]
enum Receiver<'a> {
    Webhook(&'a Webhook),
    Syslog(&'a Syslog),
}

impl Receiver<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::Webhook(_) => "webhook",
            Self::Syslog(_) => "syslog",
        }
    }
}

/// As it is told: what happened, when and where, and the same in a sentence.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    at: String,
    organisation: &'a str,
    text: String,
    #[serde(flatten)]
    occasion: &'a Occasion,
}

/// Lists as an alert names them.
pub(crate) fn few(lists: impl IntoIterator<Item = Address>) -> Vec<Address> {
    lists.into_iter().take(NAMED).collect()
}

impl Service {
    /// Rows for everybody who is told; none where nobody is. `id` is the same for the same occasion.
    pub(crate) fn alerts_of(&self, id: &str, occasion: &Occasion, at: UnixSeconds) -> Vec<AlertRow> {
        let Some(alerts) = &self.alerts else { return Vec::new() };
        let receivers = [("webhook", alerts.webhook.is_some()), ("syslog", alerts.syslog.is_some())];
        // Plain structs of numbers and text are written without fail; an empty text would not be read again.
        let body = serde_json::to_string(occasion).unwrap_or_default();
        let row = |receiver: &str| AlertRow { receiver: receiver.into(), occasion: id.into(), at, body: body.clone() };
        receivers.into_iter().filter(|(_, told)| *told).map(|(receiver, _)| row(receiver)).collect()
    }

    /// Raises it with what it tells of.
    pub(crate) async fn raise(
        &self,
        acceptance: &mut Acceptance,
        (id, occasion): (&str, &Occasion),
        at: UnixSeconds,
    ) -> Result<(), AppError> {
        acceptance.raise(&self.alerts_of(id, occasion, at)).await.map_err(from_store)
    }

    /// Tells of lists that have jumped since an earlier state of the directory.
    pub(crate) async fn tell_of_jumps(&self, before: &Directory, after: &Directory) -> Result<(), StoreError> {
        if self.alerts.is_none() {
            return Ok(());
        }
        let now = self.clock.now();
        let mut rows = Vec::new();
        for list in after.lists() {
            let Some(usual) = jumped(list) else { continue };
            if before.list(list.id()).is_some_and(|old| jumped(old).is_some() && old.size() == list.size()) {
                continue;
            }
            let (people, id) =
                (list.size(), format!("list:{}:{}:{}", list.id(), list.size(), self.organisation.time_zone.day(now)));
            rows.extend(self.alerts_of(&id, &Occasion::Jumped { list: list.address().clone(), people, usual }, now));
        }
        if rows.is_empty() { Ok(()) } else { self.store.raise(&rows).await }
    }

    /// Tells whoever is to be told, until told to stop.
    pub async fn send_alerts_until(self: Arc<Self>, told: impl Future<Output = ()> + Send) {
        let Some(alerts) = &self.alerts else { return };
        let webhook = async {
            if let Some(hook) = &alerts.webhook {
                self.empty(alerts, Receiver::Webhook(hook)).await;
            }
        };
        let syslog = async {
            if let Some(syslog) = &alerts.syslog {
                self.empty(alerts, Receiver::Syslog(syslog)).await;
            }
        };
        tokio::select! {
            () = told => {}
            ((), ()) = async { tokio::join!(webhook, syslog) } => {}
        }
    }

    /// Empties the queue of one receiver, again and again.
    async fn empty(&self, alerts: &Alerts, receiver: Receiver<'_>) {
        let mut swept = 0;
        loop {
            if let Err(error) = self.empty_once(alerts, receiver, &mut swept).await {
                tracing::error!(%error, receiver = receiver.name(), "the queue of alerts cannot be used");
            }
            sleep(OFTEN).await;
        }
    }

    async fn empty_once(
        &self,
        alerts: &Alerts,
        receiver: Receiver<'_>,
        swept: &mut UnixSeconds,
    ) -> Result<(), StoreError> {
        let name = receiver.name();
        let now = self.clock.now();
        if now - *swept >= SWEEP {
            *swept = now;
            let lost = self.store.forget_alerts(now - KEPT).await?;
            if lost > 0 {
                tracing::error!(lost, "alerts were given up: nobody took them in a week");
            }
        }
        loop {
            let now = self.clock.now();
            let Some(alert) = self.store.claim_alert(name, now, now + CLAIM).await? else { return Ok(()) };
            let Ok(occasion) = serde_json::from_str::<Occasion>(&alert.body) else {
                // Written by another version: nobody here can say what it means.
                tracing::error!(alert.id, name, "an alert cannot be read and is not told");
                self.store.alert_taken(alert.id, now).await?;
                continue;
            };
            match self.tell(alerts, receiver, &alert, &occasion).await {
                Ok(()) => self.store.alert_taken(alert.id, self.clock.now()).await?,
                Err(error) => {
                    tracing::warn!(%error, name, alert.attempts, "an alert was not taken; it is tried again");
                    self.store.alert_later(alert.id, self.clock.now() + pause(alert.attempts)).await?;
                }
            }
        }
    }

    async fn tell(
        &self,
        alerts: &Alerts,
        receiver: Receiver<'_>,
        alert: &ClaimedAlert,
        occasion: &Occasion,
    ) -> Result<(), Failed> {
        let body = self.written(alerts, &alert.occasion, alert.at, occasion);
        let (id, event, body) = (alert.occasion.as_str(), event(occasion), body.as_str());
        match receiver {
            Receiver::Webhook(hook) => hook.post(&Delivery { id, event, at: self.clock.now(), body }).await,
            Receiver::Syslog(syslog) => {
                let (severity, host) = (occasion.severity(), alerts.host.as_str());
                syslog.send(&Line { severity, at: alert.at, host, event, body }).await
            }
        }
    }

    fn written(&self, alerts: &Alerts, id: &str, at: UnixSeconds, occasion: &Occasion) -> String {
        let moment = OffsetDateTime::from_unix_timestamp(at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let at = moment.format(&Rfc3339).unwrap_or_default();
        let text = (alerts.words)(occasion);
        let told = Told { id, at, organisation: &self.organisation.name, text, occasion };
        serde_json::to_string(&told).unwrap_or_default()
    }
}

/// The name of what happened, as it stands in the body.
fn event(occasion: &Occasion) -> &'static str {
    match occasion {
        Occasion::Storm { .. } => "storm.tripped",
        Occasion::Stopped { .. } => "stop.set",
        Occasion::Lifted => "stop.lifted",
        Occasion::ImportantHeld { .. } => "important.held",
        Occasion::Jumped { .. } => "list.jumped",
    }
}

/// The usual size of a list that jumped from it, and of which nobody said that it is meant so.
fn jumped(list: &List) -> Option<u64> {
    let facts = list.facts();
    let daily: Vec<u64> = facts.daily.iter().map(|size| u64::from(*size)).collect();
    let usual = Baseline::from_sizes(&daily, facts.declared)?;
    let known = [facts.acknowledged, facts.released].into_iter().flatten().any(|at| size_covers(at, list.size()));
    (!known && size_jump(list.size(), usual).is_some()).then(|| usual.people())
}

/// Seconds before the next attempt.
fn pause(attempts: u32) -> UnixSeconds {
    (FIRST_PAUSE << attempts.saturating_sub(1).min(16)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        let pauses: Vec<_> = [1, 2, 3, 10, 11, 400].into_iter().map(pause).collect();
        assert_eq!(pauses, [5, 10, 20, 2_560, 3_600, 3_600]);
    }

    #[test]
    fn an_event_is_named_in_the_body_as_in_the_header() {
        for occasion in [
            Occasion::Storm { lists: Vec::new(), people: 600, replies: 5, senders: 3, until: 0 },
            Occasion::Stopped { scope: StopScope::Replies },
            Occasion::Lifted,
            Occasion::ImportantHeld { reference: "LV-1".into(), lists: Vec::new(), people: 600, expires: 0 },
            Occasion::Jumped { list: Address::parse("a@hosp.example").unwrap(), people: 840_000, usual: 60 },
        ] {
            let body = serde_json::to_value(&occasion).unwrap();
            assert_eq!(body["event"], event(&occasion));
            assert_eq!(serde_json::from_value::<Occasion>(body).unwrap(), occasion);
        }
    }
}
