//! Who is behind one address, for people who look after the directory; and what is noted of a list.

use crate::Service;
use crate::service_error::OpenError;
use levee_contract::UnixSeconds;
use levee_directory::{Asking, Field, Recipient};
use levee_mail::Address;
use levee_store::{ListGovernance, StoreError};
use std::collections::BTreeMap;

/// Members shown as a sample.
const SAMPLE: usize = 20;
/// A day: snapshots of lists count as long.
const MAX_STALE: u64 = 86_400;

/// Who is behind an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Distinct people.
    pub people: u64,
    /// Those outside the organisation.
    pub external: u64,
    /// Lists entered, with their own full size; `None` when it cannot be counted now.
    pub lists: Vec<(Address, Option<u64>)>,
    /// Some of the people, by name or address.
    pub sample: Vec<String>,
}

impl Service {
    /// Expands one address, for nobody in particular.
    #[must_use]
    pub fn expand_address(&self, address: &Address) -> Behind {
        let directory = self.directory();
        let recipients = [Recipient { field: Field::To, address: address.clone() }];
        // Nobody sends: an address that is nobody's is left out of no count.
        let nobody = Address::from_parts("nobody", "invalid").unwrap_or_else(|_| address.clone());
        let numbered = BTreeMap::new();
        let asking = Asking {
            sender: &nobody,
            sending_as: None,
            now: self.clock.now(),
            max_stale: MAX_STALE,
            numbered: &numbered,
        };
        let found = directory.expand(&recipients, &asking);
        let named = |id: u32| {
            let person = directory.person(id)?;
            Some(if person.name.is_empty() { person.address().to_string() } else { person.name.to_owned() })
        };
        Behind {
            people: found.reach.people,
            external: found.reach.external,
            lists: found.entered.iter().map(|entered| (entered.list.address().clone(), entered.size)).collect(),
            sample: found.audience.iter().take(SAMPLE).filter_map(named).collect(),
        }
    }

    /// Notes when the rule of a list was changed.
    ///
    /// # Errors
    /// `OpenError` when there is no such list or the store cannot be written.
    pub async fn record_rule_change(&self, list: &Address, at: UnixSeconds) -> Result<(), OpenError> {
        let directory = self.directory();
        let list = directory.list_by_address(list).ok_or(StoreError::Gone)?;
        let facts = list.facts();
        let governance = ListGovernance {
            declared: facts.declared,
            created: facts.created,
            rule_changed: Some(at),
            acknowledged: facts.acknowledged,
            released: facts.released,
            mta_size: facts.mta_size,
            daily: facts.daily.clone(),
        };
        self.store.govern_list(list.id(), &governance).await?;
        self.follow_directory().await
    }
}
