//! Whom a draft reaches, as pages show it and judge by: chips, facts, names.

use crate::Service;
use crate::circumstances::Circumstances;
use crate::facts::{Judged, judge_all};
use crate::handed::Handed;
use crate::hold::contact;
use crate::service_error::from_store;
use levee_contract::{AppError, Audience, Caller, Chip, PolicyInForce, Who};
use levee_directory::{Directory, Expansion, Field, PersonId, Recipient, Target};
use levee_guard::{Policy, Remedy};
use levee_mail::{Address, Contact, Draft};
use levee_store::StoreError;
use std::collections::BTreeMap;

impl Service {
    /// Whom the draft's recipients reach, judged as it stands.
    pub(crate) async fn audience_of(&self, who: &Caller, draft: &Draft) -> Result<Audience, AppError> {
        let parent = self.parent_of(who, draft).await?;
        let mut handed = Handed::from_draft(&who.account.address, draft, parent);
        handed.size = draft.weight();
        let directory = self.directory();
        let circumstances = self.circumstances(&directory, &handed.sender).await.map_err(from_store)?;
        let numbered = BTreeMap::new();
        let judged = self.judge_now(&handed, &directory, &circumstances, &numbered, "").await.map_err(from_store)?;
        Ok(describe(&directory, draft, &judged, &circumstances.policy))
    }

    /// Judges outside an acceptance: for showing, not for accepting.
    pub(crate) async fn judge_now(
        &self,
        handed: &Handed,
        directory: &Directory,
        circumstances: &Circumstances,
        numbered: &BTreeMap<Address, PersonId>,
        but: &str,
    ) -> Result<Judged, StoreError> {
        let context = self.context(circumstances, directory, numbered, but);
        let mut snapshot = self.store.snapshot().await?;
        judge_all(&mut snapshot.history(), handed, &context).await
    }

    /// Numbers for everybody in this message whom the directory does not know, the sender included.
    pub(crate) async fn number_everybody(
        &self,
        directory: &Directory,
        handed: &Handed,
    ) -> Result<BTreeMap<Address, PersonId>, StoreError> {
        let strangers = strangers(directory, handed);
        let texts: Vec<String> = strangers.iter().map(Address::to_string).collect();
        let numbers = self.store.number_outside(&texts).await?;
        Ok(strangers.into_iter().zip(numbers).collect())
    }

    /// The numbers that they have already; writes nothing.
    pub(crate) async fn numbers_of_everybody(
        &self,
        directory: &Directory,
        handed: &Handed,
    ) -> Result<BTreeMap<Address, PersonId>, StoreError> {
        let strangers = strangers(directory, handed);
        let texts: Vec<String> = strangers.iter().map(Address::to_string).collect();
        let numbers = self.store.numbers_outside(&texts).await?;
        Ok(strangers.into_iter().zip(numbers).filter_map(|(address, id)| Some((address, id?))).collect())
    }
}

/// Canonical addresses of everybody in this message whom the directory does not know.
fn strangers(directory: &Directory, handed: &Handed) -> Vec<Address> {
    let mut everybody = handed.recipients();
    everybody.push(Recipient { field: Field::Bcc, address: handed.sender.clone() });
    directory.strangers(&everybody)
}

/// A judged draft as pages show it.
pub(crate) fn describe(directory: &Directory, draft: &Draft, judged: &Judged, policy: &Policy) -> Audience {
    let expansion = &judged.expansion;
    let written = draft.to.iter().chain(&draft.cc).chain(&draft.bcc);
    Audience {
        people: expansion.reach.people,
        exact: expansion.unknown.is_empty() && !expansion.has_unavailable(),
        external: expansion.reach.external,
        chips: written.map(|contact| chip(directory, expansion, &contact.address)).collect(),
        facts: judged.facts.clone(),
        policy: PolicyInForce { version: policy.version, policy: policy.clone() },
        names: names(directory, judged),
        stop: judged.stop.clone(),
    }
}

fn chip(directory: &Directory, expansion: &Expansion, written: &Address) -> Chip {
    let canonical = directory.canonical().address(written);
    let part = expansion.parts.iter().find(|part| part.address == canonical);
    let (name, who) = match part.map(|part| &part.target) {
        Some(Target::List(id)) => {
            let size = expansion.entered.iter().find(|entered| entered.list.id() == *id).and_then(|e| e.size);
            (directory.list(*id).map(|list| list.name().to_owned()), Who::List { size })
        }
        Some(Target::OutsideList(_)) => (None, Who::OutsideList),
        Some(Target::Person(id)) => {
            let name = directory.person(*id).map(|person| person.name.to_owned()).filter(|name| !name.is_empty());
            let who = match (directory.canonical().is_own(canonical.domain()), directory.person(*id)) {
                (false, _) => Who::Outside,
                (true, Some(_)) => Who::Person,
                (true, None) => Who::Nobody,
            };
            (name, who)
        }
        None => (None, Who::Nobody),
    };
    Chip { address: written.clone(), name, who, adds: part.map(|part| part.new) }
}

/// Names for the sentences: lists, their owners, whom to ask.
fn names(directory: &Directory, judged: &Judged) -> Vec<Contact> {
    let lists = judged
        .expansion
        .entered
        .iter()
        .map(|entered| Contact { name: Some(entered.list.name().to_owned()), address: entered.list.address().clone() });
    let asked = judged.verdict.findings.iter().flat_map(|f| &f.remedies).filter_map(|offered| match &offered.remedy {
        Remedy::Contact(address) => contact(directory, directory.person_by_address(address)?.id),
        _ => None,
    });
    let mut names: Vec<Contact> = Vec::new();
    for contact in lists.chain(asked) {
        if names.iter().all(|known| known.address != contact.address) {
            names.push(contact);
        }
    }
    names
}
