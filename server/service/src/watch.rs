//! What happens now, and what an administrator stops, releases or prolongs.

use crate::Service;
use crate::alerts::Occasion;
use crate::audit::given;
use crate::policy::administrator;
use crate::rights::reader;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Field, HeldLine, Lately, Role, Stop, StopChange, Storm, StormChange, Traffic, UnixSeconds, Watch,
    Watching,
};
use levee_directory::Directory;
use levee_guard::{Parameter, Policy, Ruling, StopScope};
use levee_mail::{Address, Contact};
use levee_store::{AuditEntry, StopRow, Stopped, StoreError, StormRow, SubmissionRow};

const MINUTE: UnixSeconds = 60;
const HOUR: UnixSeconds = 60 * MINUTE;

#[async_trait]
impl Watching for Service {
    async fn watch(&self, who: &Caller, hours: u32) -> Result<Watch, AppError> {
        reader(who)?;
        self.look(hours).await.map_err(from_store)
    }

    async fn set_stop(&self, who: &Caller, change: &StopChange) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(&change.reason)?;
        if let Some(words) = StopChange::words(change.scope).filter(|words| change.typed.trim() != *words) {
            let detail = Some(words.to_owned());
            return Err(AppError::Invalid {
                fields: vec![Field { name: "typed".into(), problem: "other_words".into(), detail }],
            });
        }
        let (what, act) = match change.scope {
            StopScope::Nothing => (Stopped::Nothing, "stop.release"),
            StopScope::Replies => (Stopped::Replies, "stop.replies"),
            StopScope::Everything => (Stopped::Everything, "stop.everything"),
        };
        let entry = AuditEntry { reason, ..self.act(who, Role::Administrator, act, "") };
        let occasion = match change.scope {
            StopScope::Nothing => Occasion::Lifted,
            scope => Occasion::Stopped { scope },
        };
        let alerts = self.alerts_of(&format!("{act}:{}", entry.at), &occasion, entry.at);
        self.store.set_stopped(what, &entry, &alerts).await.map_err(from_store)?;
        tracing::warn!(act, "the emergency stop was changed");
        Ok(())
    }

    async fn change_storm(&self, who: &Caller, change: &StormChange) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(&change.reason)?;
        let object = format!("storm {}", change.id);
        match change.hours {
            None => {
                let entry = AuditEntry { reason, ..self.act(who, Role::Administrator, "storm.release", object) };
                self.store.release_storm(change.id, &entry).await.map_err(from_store)
            }
            Some(hours) if StormChange::HOURS.contains(&hours) => {
                let act = self.act(who, Role::Administrator, "storm.prolong", object);
                let entry = AuditEntry { detail: format!("{hours} h from now"), reason, ..act };
                let until = entry.at + i64::from(hours) * HOUR;
                self.store.prolong_storm(change.id, until, &entry).await.map_err(from_store)
            }
            Some(_) => Err(AppError::Invalid {
                fields: vec![Field { name: "hours".into(), problem: "not_offered".into(), detail: None }],
            }),
        }
    }
}

/// The emergency stop as people are told of it, while it is on.
pub(crate) fn told_stop(row: StopRow, policy: &Policy) -> Option<Stop> {
    let StopRow { what, by, name, at, reason } = row;
    let scope = scope(what);
    let by = if name.is_empty() { by } else { name };
    let from = policy.get(Parameter::StopMinAudience);
    (scope != StopScope::Nothing).then_some(Stop { scope, by, at, reason, from })
}

impl Service {
    /// The emergency stop as people are told of it, while it is on.
    pub(crate) async fn stop_in_force(&self, policy: &Policy) -> Result<Option<Stop>, StoreError> {
        Ok(told_stop(self.store.emergency_stop().await?, policy))
    }

    async fn look(&self, hours: u32) -> Result<Watch, StoreError> {
        let hours = Watch::HOURS.into_iter().find(|offered| *offered == hours).unwrap_or(6);
        let period = i64::from(Watch::period(hours));
        let now = self.clock.now();
        let last = now.div_euclid(period);
        let first = last - i64::from(hours) * HOUR / period + 1;
        let since = first * period;
        let policy = self.policy().await?;
        let stop_from = policy.get(Parameter::StopMinAudience);
        let (traffic, rulings) = self.periods(first, last, period).await?;
        let ten = self.store.accepted_by_period(now - 10 * MINUTE, HOUR).await?;
        let (replies_to_many, to_many) = self.store.accepted_to_many(now - 10 * MINUTE, stop_from).await?;
        let directory = self.directory();
        let mut storms = Vec::new();
        for row in self.store.storms(since).await? {
            let stopped = self.store.stopped_in_thread(&row.thread, row.tripped).await?;
            storms.push(storm(&directory, row, stopped));
        }
        let held = self.store.all_held().await?;
        Ok(Watch {
            period: Watch::period(hours),
            traffic,
            rulings,
            lately: Lately {
                messages: ten.iter().map(|period| period.messages).sum(),
                copies: ten.iter().map(|period| period.deliveries).sum(),
                replies_to_many,
                to_many,
            },
            refused: self.store.not_delivered(now - 24 * HOUR).await?,
            storms,
            held: held.iter().map(|(row, agreed)| held_line(&directory, row, *agreed)).collect(),
            stop: self.stop_in_force(&policy).await?,
            stop_from,
        })
    }

    /// Traffic and rulings of the periods with these numbers; those in which nothing happened are there too.
    async fn periods(
        &self,
        first: i64,
        last: i64,
        length: i64,
    ) -> Result<(Vec<Traffic>, Vec<(Ruling, Vec<u64>)>), StoreError> {
        let mut traffic: Vec<Traffic> =
            (first..=last).map(|number| Traffic { at: number * length, ..Traffic::default() }).collect();
        let place = |number: i64| usize::try_from(number - first).ok();
        for accepted in self.store.accepted_by_period(first * length, length).await? {
            if let Some(period) = place(accepted.period).and_then(|place| traffic.get_mut(place)) {
                (period.messages, period.copies) = (accepted.messages, accepted.deliveries);
            }
        }
        let shown = [Ruling::Warn, Ruling::Confirm, Ruling::Hold, Ruling::Block];
        let mut rulings: Vec<(Ruling, Vec<u64>)> =
            shown.into_iter().map(|ruling| (ruling, vec![0; traffic.len()])).collect();
        for ruled in self.store.ruled_by_period(first * length, length).await? {
            let Some(place) = place(ruled.period) else { continue };
            if let Some((_, counts)) = rulings.iter_mut().find(|(ruling, _)| *ruling == ruled.ruling)
                && let Some(count) = counts.get_mut(place)
            {
                *count = ruled.messages;
            }
            if let (Ruling::Block, Some(period)) = (ruled.ruling, traffic.get_mut(place)) {
                period.refused = ruled.people;
            }
        }
        Ok((traffic, rulings))
    }
}

/// The stop in the guard's words.
pub(crate) fn scope(stopped: Stopped) -> StopScope {
    match stopped {
        Stopped::Nothing => StopScope::Nothing,
        Stopped::Replies => StopScope::Replies,
        Stopped::Everything => StopScope::Everything,
    }
}

fn storm(directory: &Directory, row: StormRow, stopped: u64) -> Storm {
    let named = |address: &Address| Contact {
        name: directory.list_by_address(address).map(|list| list.name().to_owned()),
        address: address.clone(),
    };
    Storm {
        id: row.id,
        lists: row.lists.iter().map(named).collect(),
        people: row.people,
        tripped: row.tripped,
        until: row.until,
        released: (row.released > 0).then_some(row.released),
        replies: row.replies,
        senders: row.senders,
        stopped,
    }
}

fn held_line(directory: &Directory, row: &SubmissionRow, agreed: u32) -> HeldLine {
    let written = row.draft.to.iter().chain(&row.draft.cc).chain(&row.draft.bcc);
    let lists = written.filter_map(|contact| directory.list_by_address(&contact.address));
    HeldLine {
        list: lists.max_by_key(|list| list.size()).map(|list| list.name().to_owned()).unwrap_or_default(),
        people: row.people,
        agreed,
        needed: row.approvers,
        expires: row.due,
    }
}
