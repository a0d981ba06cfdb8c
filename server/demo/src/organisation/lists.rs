//! 35,000 lists around the people: wards in departments in hospitals, practices in districts, rules by
//! unit and title, notice boards, project groups; and what goes wrong in real directories: a cycle, an
//! empty list, addresses outside.

use super::Organisation;
use super::chance::Chance;
use super::people::plain;
use super::words::{THINGS, TOPICS};
use super::workplaces::{Department, District, Hospital, REGIONS, ROOTS};
use crate::cast::DOMAIN;
use levee_directory::ListKind;
use levee_directory::source::List;
use levee_mail::Address;
use std::collections::BTreeSet;
use std::ops::Range;

/// Lists from which on daily sizes are on record.
const RECORDED: u64 = 100;
const PARTNERS: [&str; 6] = [
    "brightwellmedical.example",
    "hollytreesurgery.example",
    "millroadpractice.example",
    "council-social-care.example",
    "university-research.example",
    "hospice-friends.example",
];

/// All lists but those of the story, `count` of them.
pub(super) fn lists(organisation: &Organisation, count: usize, chance: &mut Chance) -> Vec<List> {
    let mut lists = Vec::with_capacity(count);
    for hospital in &organisation.workplaces.hospitals {
        hospital_lists(organisation, hospital, &mut lists);
    }
    for district in &organisation.workplaces.districts {
        district_lists(organisation, district, &mut lists);
    }
    by_title(organisation, &mut lists);
    lists.extend(everybody(organisation));
    lists.extend(knot());
    lists.extend(group("leavers-2019", "Leavers 2019"));
    let mut number = 0;
    while lists.len() < count {
        lists.extend(project(organisation, number, chance));
        number += 1;
    }
    lists.truncate(count);
    lists
}

/// Every ward a list, in its department's list, in the hospital's list: three deep.
fn hospital_lists(organisation: &Organisation, hospital: &Hospital, lists: &mut Vec<List>) {
    let slug = plain(&hospital.name);
    let owners = organisation.people.addresses([hospital.people.start]);
    let mut departments = Vec::new();
    for department in &hospital.departments {
        let local = format!("{slug}-{}", plain(department.name));
        let name = format!("{}, {}", department.name, hospital.name);
        let Some(list) = department_list(organisation, department, &local, &name, lists) else { continue };
        departments.push(list.address.clone());
        lists.push(list);
        let title = department.titles.split(';').next().unwrap_or_default();
        if let Some(mut list) = group(&format!("{local}-{}s", plain(title)), &format!("{title}, {name}")) {
            list.rule = Some(format!("unit under \"{}/{}\" and title = \"{title}\"", hospital.unit, department.name));
            list.scope = Some(hospital.unit.clone());
            list.owners = owners.clone();
            lists.push(list);
        }
    }
    if let Some(mut list) = group(&format!("{slug}-everybody"), &format!("Everybody at {}", hospital.name)) {
        (list.kind, list.members) = (ListKind::Announce, departments);
        (list.senders, list.owners) = (owners.clone(), owners.clone());
        let size = u64::from(hospital.people.end - hospital.people.start);
        record_size(&mut list, size);
        lists.push(list);
    }
    // The notice board of the story's hospital is one of the story's lists.
    if let Some(mut list) = group(&format!("{slug}-small-ads"), &format!("Small ads, {}", hospital.name)) {
        list.kind = ListKind::Discussion;
        list.rule = Some(format!("unit under \"{}\" and not title contains \"consultant\"", hospital.unit));
        list.scope = Some(hospital.unit.clone());
        list.owners = owners;
        lists.push(list);
    }
}

fn department_list(
    organisation: &Organisation,
    department: &Department,
    local: &str,
    name: &str,
    lists: &mut Vec<List>,
) -> Option<List> {
    let wards = &organisation.workplaces.all[department.workplaces.clone()];
    let mut list = group(local, name)?;
    if let [only] = wards {
        fill(organisation, &mut list, only.people.clone());
        return Some(list);
    }
    let mut size = 0;
    for (number, ward) in (1..).zip(wards) {
        let Some(mut nested) = group(&format!("{local}-ward-{number}"), &format!("Ward {number}, {name}")) else {
            continue;
        };
        fill(organisation, &mut nested, ward.people.clone());
        size += nested.declared.unwrap_or(0);
        list.members.push(nested.address.clone());
        lists.push(nested);
    }
    record_size(&mut list, size);
    Some(list)
}

/// Every team or practice a list, all of them in the district's list.
fn district_lists(organisation: &Organisation, district: &District, lists: &mut Vec<List>) {
    let slug = plain(&district.unit);
    let Some(mut whole) = group(&slug, &district.name) else { return };
    let mut size = 0;
    for (number, workplace) in (1..).zip(&organisation.workplaces.all[district.workplaces.clone()]) {
        let name = workplace.unit.rsplit('/').next().unwrap_or_default();
        let Some(mut list) = group(&format!("{slug}-{number}"), &format!("{name}, {}", workplace.site)) else {
            continue;
        };
        fill(organisation, &mut list, workplace.people.clone());
        size += list.declared.unwrap_or(0);
        whole.members.push(list.address.clone());
        lists.push(list);
    }
    record_size(&mut whole, size);
    lists.push(whole);
}

/// For each region, everybody of a title.
fn by_title(organisation: &Organisation, lists: &mut Vec<List>) {
    let owners = organisation.cast(&["helen.marsh"]);
    let titles: BTreeSet<&str> = organisation
        .workplaces
        .hospitals
        .iter()
        .flat_map(|h| &h.departments)
        .flat_map(|d| d.titles.split(';'))
        .collect();
    for region in REGIONS {
        for title in &titles {
            let Some(mut list) = group(&plain(&format!("{region}-{title}s")), &format!("{title}, {region}")) else {
                continue;
            };
            list.kind = ListKind::Announce;
            list.rule = Some(format!("unit under \"{region}\" and title = \"{title}\""));
            list.scope = Some(region.to_owned());
            (list.senders, list.owners) = (owners.clone(), owners.clone());
            lists.push(list);
        }
    }
}

/// The list that is meant to be large.
fn everybody(organisation: &Organisation) -> Option<List> {
    let mut list = group("all-staff", "All staff of Northmoor Health")?;
    let rule: Vec<String> = ROOTS.iter().map(|root| format!("unit under \"{root}\"")).collect();
    list.kind = ListKind::Announce;
    list.rule = Some(rule.join(" or "));
    list.senders = organisation.cast(&["claire.adeyemi"]);
    list.owners = organisation.cast(&["claire.adeyemi"]);
    record_size(&mut list, u64::from(organisation.people.len()));
    Some(list)
}

/// Two lists that hold each other.
fn knot() -> impl Iterator<Item = List> {
    let (rota, cover) = (group("weekend-rota", "Weekend rota"), group("weekend-cover", "Weekend cover"));
    let mut pair: Vec<List> = rota.into_iter().chain(cover).collect();
    if let [rota, cover] = pair.as_mut_slice() {
        rota.members.extend([cover.address.clone()].into_iter().chain(address("owen.tate")));
        cover.members.extend([rota.address.clone()].into_iter().chain(address("peter.lund")));
    }
    pair.into_iter()
}

/// A handful of people of one hospital and its neighbour, now and then somebody outside.
fn project(organisation: &Organisation, number: usize, chance: &mut Chance) -> Option<List> {
    let hospitals = &organisation.workplaces.hospitals;
    let hospital = &hospitals[number % hospitals.len()];
    let round = number / hospitals.len();
    let (topic, thing) = (TOPICS[round % TOPICS.len()], THINGS[round / TOPICS.len() % THINGS.len()]);
    let mut list = group(
        &format!("{}-{topic}-{thing}", plain(&hospital.name)),
        &format!("{} {thing}, {}", capitalised(topic), hospital.name).replace('-', " "),
    )?;
    let size = 6 + chance.below(34);
    let span = (hospital.people.end - hospital.people.start) as usize;
    let members: BTreeSet<u32> = (0..size).map(|_| hospital.people.start + chance.below(span) as u32).collect();
    list.owners = organisation.people.addresses(members.iter().next().copied());
    list.members = organisation.people.addresses(members);
    if number % 20 == 3 {
        let outside = (0..=chance.below(4))
            .filter_map(|i| Address::from_parts(&format!("contact{}", number + i), chance.of(&PARTNERS)?).ok());
        list.members.extend(outside.collect::<Vec<_>>());
    }
    if number % 10 == 4 {
        list.aliases.extend(address(&format!("{topic}-{thing}-{number}")));
    }
    if number % 8 == 5 {
        list.kind = ListKind::Discussion;
    }
    list.declared = Some(list.members.len() as u64);
    Some(list)
}

fn fill(organisation: &Organisation, list: &mut List, people: Range<u32>) {
    record_size(list, u64::from(people.end - people.start));
    list.owners = organisation.people.addresses(people.clone().take(1));
    list.members = organisation.people.addresses(people);
}

fn record_size(list: &mut List, size: u64) {
    list.declared = Some(size);
    if size >= RECORDED {
        list.daily = vec![size as u32; 30];
    }
}

/// An empty group at the organisation's domain.
pub(super) fn group(local: &str, name: &str) -> Option<List> {
    let mut list = List::new(address(local)?);
    name.clone_into(&mut list.name);
    Some(list)
}

fn address(local: &str) -> Option<Address> {
    Address::from_parts(local, DOMAIN).ok()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
