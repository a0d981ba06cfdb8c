//! A small hospital, written down by name: `p3` is a person, `l2` a list.

use levee_directory::{
    Availability, Directory, DirectoryBuilder, Dynamic, Field, ListFacts, ListKind, ListRecord, MailboxUse,
    OutsideListRecord, PersonId, PersonRecord, Recipient,
};
use levee_mail::{Address, Domains};
use roaring::RoaringBitmap;
use std::sync::Arc;

pub(crate) const NOW: i64 = 1_772_445_600;

pub(crate) fn domains() -> Domains {
    Domains {
        accepted: vec!["hosp.example".into()],
        aliases: vec![("hosp-alias.example".into(), "hosp.example".into())],
        sub_address: Some('+'),
    }
}

pub(crate) fn address(text: &str) -> Address {
    let text = if text.contains('@') { text.to_owned() } else { format!("{text}@hosp.example") };
    Address::parse(&text).expect(&text)
}

pub(crate) fn person(id: PersonId, written: &str) -> PersonRecord {
    PersonRecord {
        id,
        address: address(written),
        aliases: Vec::new(),
        name: String::new(),
        title: String::new(),
        unit: String::new(),
        site: String::new(),
        roles: Vec::new(),
        mailbox: MailboxUse::Personal,
    }
}

pub(crate) fn list(id: u32, written: &str, members: impl IntoIterator<Item = PersonId>) -> ListRecord {
    ListRecord {
        id,
        address: address(written),
        aliases: Vec::new(),
        name: String::new(),
        kind: ListKind::Group,
        members: Arc::new(members.into_iter().collect::<RoaringBitmap>()),
        nested: Vec::new(),
        dynamic: None,
        scope: None,
        departure: None,
        senders: Vec::new(),
        owners: Vec::new(),
        moderators: Vec::new(),
        facts: ListFacts::default(),
        availability: Availability::Live,
    }
}

pub(crate) fn ruled(id: u32, written: &str, rule: &str) -> ListRecord {
    ListRecord { dynamic: Some(Dynamic::Rule(rule.to_owned())), ..list(id, written, []) }
}

pub(crate) fn build(people: &[PersonRecord], lists: &[ListRecord], outside_lists: &[OutsideListRecord]) -> Directory {
    let mut builder = DirectoryBuilder::new(&domains());
    people.iter().for_each(|person| builder.person(person));
    lists.iter().for_each(|list| builder.list(list.clone()));
    outside_lists.iter().for_each(|list| builder.outside_list(list));
    builder.build()
}

pub(crate) fn to(written: &str) -> Vec<Recipient> {
    written.split_whitespace().map(|one| Recipient { field: Field::To, address: address(one) }).collect()
}
