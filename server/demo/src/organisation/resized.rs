//! The same organisation in another size, for measuring how what is done with it grows. A smaller one is
//! its beginning, people and lists; a larger one has more people in the same units, so that the lists
//! that follow rules grow with it.

use super::{LISTS, records};
use levee_directory::UnixSeconds;
use levee_directory::source::{List, Person, Record};
use levee_mail::Address;
use std::collections::HashSet;

/// People for each list there is, as in the whole organisation.
const PEOPLE_FOR_A_LIST: usize = 24;

/// Everybody and every list of an organisation of so many people, people first. Of lists there are at
/// most those of the whole.
#[must_use]
pub fn resized(people: usize, now: UnixSeconds) -> Vec<Record> {
    let (mut persons, mut lists, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for record in records(now) {
        match record {
            Record::Person(person) => persons.push(person),
            Record::List(list) => lists.push(list),
            Record::OutsideList(_) | Record::AllowedPair(_) => others.push(record),
        }
    }
    if people < persons.len() {
        persons.truncate(people);
        lists.truncate((people / PEOPLE_FOR_A_LIST).min(LISTS));
        keep_to(&persons, &mut lists);
    }
    let further: Vec<Person> = persons.iter().take(people - persons.len()).filter_map(like).collect();
    let everybody = persons.into_iter().chain(further).map(Record::Person);
    everybody.chain(others).chain(lists.into_iter().map(Record::List)).collect()
}

/// Takes from lists whom there is not.
fn keep_to(persons: &[Person], lists: &mut [List]) {
    let there = persons.iter().map(|person| &person.address).chain(lists.iter().map(|list| &list.address));
    let there: HashSet<Address> = there.cloned().collect();
    for list in lists {
        for named in [&mut list.members, &mut list.senders, &mut list.owners, &mut list.moderators] {
            named.retain(|address| there.contains(address));
        }
    }
}

/// Somebody of the same name in the same place, at another address.
fn like(person: &Person) -> Option<Person> {
    let local = format!("{}.further", person.address.local());
    let address = Address::from_parts(&local, person.address.domain()).ok()?;
    Some(Person { address, aliases: Vec::new(), roles: Vec::new(), ..person.clone() })
}
