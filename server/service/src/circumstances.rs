//! What a sender is judged under, whatever is sent: read together, once for each message.

use crate::Service;
use crate::facts::Context;
use crate::policy::read_policy;
use crate::watch::told_stop;
use levee_contract::Stop;
use levee_directory::{Directory, PersonId};
use levee_guard::Policy;
use levee_mail::Address;
use levee_store::StoreError;
use std::collections::BTreeMap;

/// What holds for a sender at a moment.
pub(crate) struct Circumstances {
    /// The policy in force, with the numbers of the sender's unit.
    pub(crate) policy: Policy,
    /// What an administrator has stopped.
    pub(crate) stop: Option<Stop>,
    /// People for whom the sender has a permit.
    pub(crate) permit: u64,
    /// How often the sender broke the glass today.
    pub(crate) glass_broken: u64,
}

impl Service {
    /// What holds now for a sender, by canonical address.
    pub(crate) async fn circumstances(
        &self,
        directory: &Directory,
        sender: &Address,
    ) -> Result<Circumstances, StoreError> {
        let now = self.clock.now();
        let today = self.organisation.time_zone.midnight(now);
        let person = directory.person_by_address(sender);
        let (number, unit) =
            (person.as_ref().map(|person| person.id), person.as_ref().map_or("", |person| person.unit));
        let found = self.store.circumstances(number, &self.pseudonym(sender), now, today).await?;
        let policy = match &found.policy {
            Some((version, text)) => read_policy(*version, text)?,
            None => self.policy().await?,
        }
        .for_unit(unit);
        let stop = told_stop(found.stop, &policy);
        Ok(Circumstances { policy, stop, permit: found.permitted, glass_broken: found.glass_broken })
    }

    /// The circumstances of one message; `but` is its submission, where it is judged again.
    pub(crate) fn context<'a>(
        &'a self,
        circumstances: &'a Circumstances,
        directory: &'a Directory,
        numbered: &'a BTreeMap<Address, PersonId>,
        but: &'a str,
    ) -> Context<'a> {
        let Circumstances { policy, stop, permit, glass_broken } = circumstances;
        Context {
            directory,
            policy,
            numbered,
            keys: &self.keys,
            stop: stop.clone(),
            permit: *permit,
            glass_broken: *glass_broken,
            now: self.clock.now(),
            but,
        }
    }
}
