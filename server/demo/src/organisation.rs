//! Northmoor Health, which does not exist: 840,000 people and 35,000 lists around the cast, the same at
//! every start. Gives the records that an import would give; opens nothing, stores nothing.

mod chance;
mod lists;
mod people;
mod story;
mod words;
mod workplaces;

use chance::Chance;
use levee_directory::UnixSeconds;
use levee_directory::source::{OutsideList, Record};
use levee_mail::Address;
use people::People;
use workplaces::Workplaces;

/// People of the organisation, shared mailboxes among them.
pub const PEOPLE: u32 = 840_000;
/// Lists, those of the story among them.
pub const LISTS: usize = 35_000;
/// At the story's hospital, the cast included.
const ASHGROVE: usize = 4_200;
/// At the story's practices, the cast included.
const CROYDON: usize = 60;
const SEED: u64 = 14_11_2016;

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
