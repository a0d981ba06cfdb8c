//! A second expansion, written from the specification with sets of names and nothing else, and random
//! worlds in which both have to agree. Also laws 1 and 8.

use crate::world::{NOW, address, build, list, person};
use levee_directory::{
    Asking, Availability, Directory, Expansion, Field, ListRecord, Named, OutsideListRecord, PersonRecord, Principal,
    Recipient, Standing,
};
use levee_mail::Address;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: u32 = 10;
const OUTSIDE: u32 = 4;
const OUTSIDE_LISTS: u32 = 2;
const LISTS: u32 = 6;
const MAX_STALE: u64 = 86_400;

/// Everything by address.
#[derive(Clone, Debug)]
struct World {
    people: Vec<PersonRecord>,
    outside_lists: Vec<OutsideListRecord>,
    lists: Vec<ListRecord>,
}

/// What the specification says of one message, in names.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    audience: BTreeSet<String>,
    external: usize,
    disclosed: usize,
    /// Full size of every list entered; `None` when unavailable.
    lists: BTreeMap<String, Option<usize>>,
    named: BTreeSet<String>,
    unknown: BTreeSet<String>,
    singly: BTreeSet<String>,
    beyond_named: usize,
    beyond_entered: usize,
}

impl World {
    fn name(&self, id: u32) -> String {
        let of_person = self.people.iter().find(|p| p.id == id).map(|p| &p.address);
        let of_list = self.outside_lists.iter().find(|l| l.id == id).map(|l| &l.address);
        of_person.or(of_list).expect("numbers come from the world").to_string()
    }

    fn list(&self, id: u32) -> &ListRecord {
        self.lists.iter().find(|list| list.id == id).expect("numbers come from the world")
    }

    fn available(list: &ListRecord) -> bool {
        match list.availability {
            Availability::Live => true,
            Availability::Snapshot { taken } => NOW - taken <= MAX_STALE as i64,
            Availability::Lost => false,
        }
    }

    /// Members of a list and of the lists in it, each list once.
    fn members(&self, id: u32, seen: &mut BTreeSet<u32>) -> BTreeSet<String> {
        let list = self.list(id);
        if !seen.insert(id) || !Self::available(list) {
            return BTreeSet::new();
        }
        let own = list.members.iter().map(|member| self.name(member));
        let nested: Vec<String> = list.nested.iter().flat_map(|nested| self.members(*nested, seen)).collect();
        own.chain(nested).collect()
    }

    /// Members whether or not they can be read now: who is named as sender does not change with that.
    fn on_record(&self, id: u32, seen: &mut BTreeSet<u32>) -> BTreeSet<String> {
        if !seen.insert(id) {
            return BTreeSet::new();
        }
        let list = self.list(id);
        let nested: Vec<String> = list.nested.iter().flat_map(|nested| self.on_record(*nested, seen)).collect();
        list.members.iter().map(|member| self.name(member)).chain(nested).collect()
    }

    fn entered(&self, id: u32, seen: &mut BTreeSet<u32>) {
        if seen.insert(id) && Self::available(self.list(id)) {
            self.list(id).nested.iter().for_each(|nested| self.entered(*nested, seen));
        }
    }

    fn is_named(&self, list: &ListRecord, sender: &str) -> bool {
        list.senders.iter().chain(&list.owners).any(|principal| match principal {
            Principal::Person(id) => self.name(*id) == sender,
            Principal::List(id) => self.on_record(*id, &mut BTreeSet::new()).contains(sender),
        })
    }

    /// What a written address stands for: the list, or the person under her primary address.
    fn stands_for(&self, written: &Address) -> Result<u32, String> {
        let written = plain(written);
        if let Some(list) = self.lists.iter().find(|list| list.address.to_string() == written) {
            return Ok(list.id);
        }
        let by_alias = self.people.iter().find(|p| p.aliases.iter().any(|alias| alias.to_string() == written));
        Err(by_alias.map_or(written, |person| person.address.to_string()))
    }

    fn expand(&self, recipients: &[Recipient], sender: &str) -> Said {
        let outside_lists: BTreeSet<String> = self.outside_lists.iter().map(|l| l.address.to_string()).collect();
        let (mut reached, mut by_lists, mut by_named) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let (mut entered, mut named) = (BTreeSet::new(), BTreeSet::new());
        let mut disclosed = BTreeSet::new();
        for recipient in recipients {
            let visible = matches!(recipient.field, Field::To | Field::Cc);
            match self.stands_for(&recipient.address) {
                Ok(list) => {
                    let members = self.members(list, &mut BTreeSet::new());
                    if self.is_named(self.list(list), sender) {
                        by_named.extend(members.clone());
                    }
                    by_lists.extend(members.clone());
                    reached.extend(members);
                    self.entered(list, &mut entered);
                    disclosed.extend(visible.then(|| format!("list {list}")));
                }
                Err(person) => {
                    disclosed.extend((visible && person != sender).then(|| plain(&recipient.address)));
                    reached.insert(person);
                }
            }
        }
        reached.remove(sender);
        named.extend(
            entered.iter().map(|id| self.list(*id)).filter(|l| self.is_named(l, sender)).map(|l| l.address.to_string()),
        );
        let size = |id: &u32| Self::available(self.list(*id)).then(|| self.members(*id, &mut BTreeSet::new()).len());
        Said {
            external: reached.iter().filter(|name| !name.ends_with("@hosp.example")).count(),
            disclosed: disclosed.len(),
            lists: entered.iter().map(|id| (self.list(*id).address.to_string(), size(id))).collect(),
            named,
            unknown: reached.intersection(&outside_lists).cloned().collect(),
            singly: reached.iter().filter(|n| !by_lists.contains(*n) && !outside_lists.contains(*n)).cloned().collect(),
            beyond_named: reached.difference(&by_named).count(),
            beyond_entered: reached.difference(&by_lists).count(),
            audience: reached,
        }
    }

    fn directory(&self) -> Directory {
        build(&self.people, &self.lists, &self.outside_lists)
    }
}

/// The canonical form, for the forms that these worlds use.
fn plain(address: &Address) -> String {
    let domain = address.domain().to_lowercase().replace("hosp-alias.example", "hosp.example");
    match domain.as_str() {
        "hosp.example" => format!("{}@{domain}", address.local().to_lowercase().split('+').next().unwrap_or_default()),
        _ => format!("{}@{domain}", address.local()),
    }
}

fn said(directory: &Directory, expansion: &Expansion) -> Said {
    let name = |id: u32| match directory.person(id) {
        Some(person) => person.address().to_string(),
        None => expansion.strangers[&id].to_string(),
    };
    let address = |entered: &levee_directory::Entered| entered.list.address().to_string();
    let unavailable = |e: &levee_directory::Entered| e.standing == Standing::Unavailable;
    assert!(expansion.entered.iter().all(|entered| entered.size.is_none() == unavailable(entered)));
    assert_eq!(expansion.audience.len(), expansion.reach.people);
    Said {
        audience: expansion.audience.iter().map(name).collect(),
        external: expansion.reach.external as usize,
        disclosed: expansion.reach.disclosed as usize,
        lists: expansion.entered.iter().map(|e| (address(e), e.size.map(|size| size as usize))).collect(),
        named: expansion.entered.iter().filter(|e| e.named != Named::No).map(address).collect(),
        unknown: expansion.unknown.iter().map(|unknown| unknown.address.to_string()).collect(),
        singly: expansion.singly.iter().map(name).collect(),
        beyond_named: expansion.beyond_named as usize,
        beyond_entered: expansion.beyond_entered as usize,
    }
}

fn world() -> impl Strategy<Value = World> {
    let numbers = 0..PEOPLE + OUTSIDE + OUTSIDE_LISTS;
    let principal = prop_oneof![(0..PEOPLE).prop_map(Principal::Person), (0..LISTS).prop_map(Principal::List)];
    let availability = prop_oneof![
        8 => Just(Availability::Live),
        1 => Just(Availability::Lost),
        1 => Just(Availability::Snapshot { taken: NOW - MAX_STALE as i64 }),
        1 => Just(Availability::Snapshot { taken: NOW - MAX_STALE as i64 - 1 }),
    ];
    let lists = proptest::collection::vec(
        (
            proptest::collection::vec(numbers, 0..6),
            proptest::collection::vec(0..LISTS, 0..3),
            proptest::collection::vec(principal.clone(), 0..2),
            proptest::collection::vec(principal, 0..2),
            availability,
        ),
        LISTS as usize,
    );
    lists.prop_map(|lists| World {
        people: (0..PEOPLE + OUTSIDE)
            .map(|id| match id < PEOPLE {
                true => PersonRecord { aliases: vec![address(&format!("alias{id}"))], ..person(id, &format!("p{id}")) },
                false => person(id, &format!("X{id}@other.example")),
            })
            .collect(),
        outside_lists: (PEOPLE + OUTSIDE..PEOPLE + OUTSIDE + OUTSIDE_LISTS)
            .map(|id| OutsideListRecord { id, address: address(&format!("ext{id}@lists.example")) })
            .collect(),
        lists: (0..LISTS)
            .zip(lists)
            .map(|(id, (members, nested, senders, owners, availability))| ListRecord {
                nested,
                senders,
                owners,
                availability,
                ..list(id, &format!("l{id}"), members)
            })
            .collect(),
    })
}

fn recipients() -> impl Strategy<Value = Vec<Recipient>> {
    let written = prop_oneof![
        (0..LISTS).prop_map(|id| format!("l{id}")),
        (0..PEOPLE).prop_map(|id| format!("p{id}")),
        (0..PEOPLE).prop_map(|id| format!("Alias{id}@HOSP.example")),
        (0..PEOPLE).prop_map(|id| format!("P{id}+rota@hosp-alias.example")),
        (0..3_u32).prop_map(|n| format!("stranger{n}@hosp.example")),
        (0..3_u32).prop_map(|n| format!("Stranger{n}@Other.example")),
        (PEOPLE..PEOPLE + OUTSIDE).prop_map(|id| format!("X{id}@other.example")),
        (PEOPLE + OUTSIDE..PEOPLE + OUTSIDE + OUTSIDE_LISTS).prop_map(|id| format!("ext{id}@lists.example")),
    ];
    let field = prop_oneof![Just(Field::To), Just(Field::Cc), Just(Field::Bcc), Just(Field::Resent)];
    let one = (field, written).prop_map(|(field, written)| Recipient { field, address: address(&written) });
    proptest::collection::vec(one, 0..12)
}

fn expand(directory: &Directory, recipients: &[Recipient], sender: &Address) -> Expansion {
    let numbered = BTreeMap::new();
    let asking = Asking { sender, sending_as: None, now: NOW, max_stale: MAX_STALE, numbered: &numbered };
    directory.expand(recipients, &asking)
}

proptest! {
    #[test]
    fn agrees_with_the_naive_expansion(world in world(), recipients in recipients(), sender in 0..PEOPLE) {
        let sender = address(&format!("p{sender}"));
        let directory = world.directory();
        let expansion = expand(&directory, &recipients, &sender);
        prop_assert_eq!(said(&directory, &expansion), world.expand(&recipients, &sender.to_string()));
    }

    #[test]
    fn order_case_duplicates_and_fields_change_nothing(world in world(), recipients in recipients(), turn in 0..12_usize) {
        let sender = address("p0");
        let directory = world.directory();
        let first = expand(&directory, &recipients, &sender);
        let mut other: Vec<Recipient> = recipients.iter().cycle().take(recipients.len() + turn).cloned().collect();
        other.reverse();
        for recipient in &mut other {
            recipient.field = Field::Bcc;
            if recipient.address.domain().eq_ignore_ascii_case("hosp.example") {
                recipient.address = address(&recipient.address.to_string().to_uppercase());
            }
        }
        let second = expand(&directory, &other, &sender);
        prop_assert_eq!(first.digest(), second.digest());
        let (first, mut second) = (said(&directory, &first), said(&directory, &second));
        second.disclosed = first.disclosed;
        prop_assert_eq!(first, second);
    }

    #[test]
    fn without_an_address_is_as_if_it_had_not_been_written(world in world(), recipients in recipients()) {
        let sender = address("p0");
        let directory = world.directory();
        let expansion = expand(&directory, &recipients, &sender);
        for part in &expansion.parts {
            let mut others = recipients.clone();
            others.retain(|recipient| directory.canonical().address(&recipient.address) != part.address);
            prop_assert_eq!(expansion.without(&part.address), expand(&directory, &others, &sender).reach);
        }
    }

    #[test]
    fn filing_a_list_again_is_as_good_as_loading_all(before in world(), after in world()) {
        let mut directory = before.directory();
        for list in &after.lists {
            directory = directory.with_list(list.clone());
        }
        let mixed = World { people: before.people.clone(), outside_lists: before.outside_lists.clone(), lists: after.lists };
        let loaded = mixed.directory();
        for (updated, fresh) in directory.lists().zip(loaded.lists()) {
            prop_assert_eq!(updated.everybody(), fresh.everybody());
            prop_assert_eq!(updated.members(), fresh.members());
        }
        let everything: Vec<Recipient> =
            (0..LISTS).map(|id| Recipient { field: Field::To, address: address(&format!("l{id}")) }).collect();
        let sender = address("p0");
        prop_assert_eq!(
            said(&directory, &expand(&directory, &everything, &sender)),
            said(&loaded, &expand(&loaded, &everything, &sender))
        );
    }
}

/// Law 8 on the graph that is worst for a naive walk: every list holds every other one.
#[test]
fn ends_where_everything_holds_everything() {
    const MANY: u32 = 400;
    let people: Vec<PersonRecord> = (0..MANY).map(|id| person(id, &format!("p{id}"))).collect();
    let lists: Vec<ListRecord> =
        (0..MANY).map(|id| ListRecord { nested: (0..MANY).collect(), ..list(id, &format!("l{id}"), [id]) }).collect();
    let directory = build(&people, &lists, &[]);
    let recipients = [Recipient { field: Field::To, address: address("l7") }];
    let expansion = expand(&directory, &recipients, &address("p0"));
    assert_eq!(expansion.reach.people, u64::from(MANY) - 1);
    assert_eq!(expansion.entered.len(), MANY as usize);
}

/// And on the deepest: 50,000 lists, one in the other.
#[test]
fn ends_at_the_bottom_of_the_deepest_nesting() {
    const DEEP: u32 = 50_000;
    let lists: Vec<ListRecord> = (0..DEEP)
        .map(|id| ListRecord {
            nested: (id + 1 < DEEP).then_some(id + 1).into_iter().collect(),
            ..list(id, &format!("l{id}"), [0])
        })
        .collect();
    let directory = build(&[person(0, "p0")], &lists, &[]);
    let recipients = [Recipient { field: Field::To, address: address("l0") }];
    let expansion = expand(&directory, &recipients, &address("boss"));
    assert_eq!((expansion.reach.people, expansion.entered.len()), (1, DEEP as usize));
}
