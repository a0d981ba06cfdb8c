//! Northmoor Health, which does not exist: 840,000 people and 35,000 lists around the cast, the same at
//! every start. Gives the records that an import would give; opens nothing, stores nothing.

mod chance;
mod lists;
mod people;
mod resized;
mod story;
mod words;
mod workplaces;

use chance::Chance;
use levee_directory::UnixSeconds;
use levee_directory::source::{OutsideList, Record};
use levee_mail::Address;
use people::People;
pub use resized::resized;
use workplaces::Workplaces;

/// People of the organisation, shared mailboxes among them.
pub const PEOPLE: u32 = 840_000;
/// Lists, those of the story among them.
pub const LISTS: usize = 35_000;
/// At the story's hospital, the cast included.
const ASHGROVE: usize = 4_200;
/// At the story's practices, the cast included.
const CROYDON: usize = 60;
const SEED: u64 = 14_112_016;

/// Lists of other organisations that people write to.
const OUTSIDE_LISTS: [&str; 4] = [
    "members@lists.physionetwork.example",
    "all-practices@lists.council-social-care.example",
    "trial-sites@lists.university-research.example",
    "friends@lists.hospice-friends.example",
];

/// Everybody and every list, people first. `now` dates what changed lately: an hour ago the list
/// croydon-practices lost its unit.
pub fn records(now: UnixSeconds) -> impl Iterator<Item = Record> {
    let organisation = Organisation::new();
    let mut chance = Chance::new(SEED ^ 1);
    let story: Vec<_> = story::lists(&organisation, now).collect();
    let lists = lists::lists(&organisation, LISTS - story.len(), &mut chance);
    let outside = people::outsiders().map(Record::Person);
    let outside_lists = OUTSIDE_LISTS.iter().filter_map(|text| {
        let address = Address::parse(text).ok()?;
        Some(Record::OutsideList(OutsideList { address }))
    });
    organisation
        .into_people()
        .map(Record::Person)
        .chain(outside)
        .chain(outside_lists)
        .chain(story.into_iter().chain(lists).map(Record::List))
}

/// The people and where they work, by number: the cast first.
struct Organisation {
    workplaces: Workplaces,
    people: People,
}

impl Organisation {
    fn new() -> Self {
        let mut chance = Chance::new(SEED);
        let cast = people::cast();
        let at = |unit: &str| cast.iter().filter(|person| levee_directory::is_within(&person.unit, unit)).count();
        let ashgrove = ASHGROVE - at("Acute North/Ashgrove Hospital");
        let croydon = CROYDON - at("Primary Care/Croydon Practices");
        let workplaces = Workplaces::new(cast.len() as u32, PEOPLE, ashgrove, croydon, &mut chance);
        let people = People::new(&workplaces, &mut chance);
        Self { workplaces, people }
    }

    /// Addresses of people of the cast.
    fn cast(&self, locals: &[&str]) -> Vec<Address> {
        self.people.addresses(locals.iter().filter_map(|local| self.people.number_of(local)))
    }

    fn into_people(self) -> impl Iterator<Item = levee_directory::source::Person> {
        let Self { workplaces, people } = self;
        (0..people.len()).filter_map(move |number| people.record(number, &workplaces.all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::{self, DOMAIN};
    use levee_directory::source::{Filed, Registrar};
    use levee_directory::{Asking, Directory, DirectoryBuilder, Field, Problem, Recipient, Role, RuleReach};
    use levee_mail::Domains;
    use std::collections::BTreeMap;

    const NOW: UnixSeconds = 1_772_445_600;

    fn load() -> Directory {
        let domains = Domains { accepted: vec![DOMAIN.to_owned()], aliases: Vec::new(), sub_address: Some('+') };
        let (mut registrar, mut builder) = (Registrar::new(&domains, []), DirectoryBuilder::new(&domains));
        for record in records(NOW) {
            match registrar.take(record) {
                Some(Filed::Person(person)) => builder.person(&person),
                Some(Filed::OutsideList(list)) => builder.outside_list(&list),
                Some(Filed::AllowedPair(pair)) => builder.allowed_pair(pair),
                None => {}
            }
        }
        let leftover = registrar.finish();
        assert_eq!(leftover.nameless, [], "every member has a record");
        leftover.people.iter().for_each(|person| builder.person(person));
        leftover.lists.into_iter().for_each(|list| builder.list(list));
        builder.build()
    }

    fn address(local: &str) -> Address {
        Address::from_parts(local, DOMAIN).expect(local)
    }

    // One test, because the organisation takes seconds to load without optimisation.
    #[test]
    fn the_organisation_is_as_the_story_needs_it() {
        let directory = load();
        assert_eq!(directory.own_people().len(), u64::from(PEOPLE));
        assert_eq!(directory.lists().count(), LISTS);
        assert!(
            matches!(directory.problems(), [Problem::Cycle { lists }] if lists.len() == 2),
            "nothing is wrong but one cycle: {:?}",
            directory.problems()
        );
        for story in cast::LISTS {
            let list = directory.list_by_address(&address(story.local)).expect(story.local);
            assert_eq!(list.size(), u64::from(story.members_now), "{}", story.local);
            for local in story.must_hold {
                let person = directory.person_by_address(&address(local)).expect(local);
                assert!(list.everybody().contains(person.id), "{} misses {local}", story.local);
            }
        }
        the_contractor_reaches_everybody(&directory);
        roles_are_given(&directory);
        wards_lie_in_departments_in_hospitals(&directory);
    }

    fn the_contractor_reaches_everybody(directory: &Directory) {
        let recipients = [Recipient { field: Field::To, address: address("croydon-practices") }];
        let (sender, numbered) = (address("ravi.menon"), BTreeMap::new());
        let asking = Asking { sender: &sender, sending_as: None, now: NOW, max_stale: 86_400, numbered: &numbered };
        let expansion = directory.expand(&recipients, &asking);
        let [entered] = expansion.entered.as_slice() else { panic!("one list: {:?}", expansion.entered) };
        assert_eq!((expansion.reach.people, entered.size), (u64::from(PEOPLE) - 1, Some(u64::from(PEOPLE))));
        assert_eq!(entered.list.rule_reach(), Some(RuleReach::Empty));
        assert_eq!(entered.outside_scope, Some(u64::from(PEOPLE) - CROYDON as u64));
        let facts = entered.list.facts();
        assert_eq!((facts.declared, facts.daily.as_slice()), (Some(60), [60; 30].as_slice()));
        assert_eq!(facts.rule_changed, Some(NOW - 3_600));
        assert!(!expansion.named_everywhere());
    }

    fn roles_are_given(directory: &Directory) {
        let roles = |local: &str| directory.person_by_address(&address(local)).expect(local).roles.to_vec();
        assert_eq!(roles("ravi.menon"), []);
        assert_eq!(roles("claire.adeyemi"), []);
        assert_eq!(roles("dawn.petrie"), [Role::Approver]);
        assert!(roles("hannah.pryce").contains(&Role::Administrator));
        assert!(!directory.holders(Role::MassSender).is_empty());
    }

    fn wards_lie_in_departments_in_hospitals(directory: &Directory) {
        let hospital = directory.list_by_address(&address("millhaven-hospital-everybody")).expect("a hospital");
        let department = directory.list_by_address(&address("millhaven-hospital-medicine")).expect("a department");
        let ward = directory.list_by_address(&address("millhaven-hospital-medicine-ward-1")).expect("a ward");
        assert!(hospital.nested().contains(&department.id()) && department.nested().contains(&ward.id()));
        assert!(ward.size() < department.size() && department.size() < hospital.size());
        assert_eq!(directory.list_by_address(&address("leavers-2019")).map(|list| list.size()), Some(0));
        assert!(directory.lists().any(|list| !list.everybody().is_disjoint(directory.outside_people())));
    }

    #[test]
    fn it_is_the_same_at_every_start() {
        let sample = || {
            let organisation = Organisation::new();
            organisation.people.addresses((0..PEOPLE).step_by(50_021))
        };
        assert_eq!(sample(), sample());
    }
}
