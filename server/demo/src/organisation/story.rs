//! The lists that the story names, filled exactly as the cast says; and the one whose rule lost its
//! unit an hour ago.

use super::Organisation;
use super::lists::group;
use crate::cast::{self, ListUse, StoryList};
use levee_directory::source::List;
use levee_directory::{ListKind, UnixSeconds};
use std::collections::BTreeSet;

const ASHGROVE: &str = "Acute North/Ashgrove Hospital";
const CROYDON: &str = "Primary Care/Croydon Practices";
const DAY: UnixSeconds = 86_400;
const HOUR: UnixSeconds = 3_600;

/// The story's lists at this moment.
pub(super) fn lists(organisation: &Organisation, now: UnixSeconds) -> impl Iterator<Item = List> {
    cast::LISTS.iter().filter_map(move |story| list(organisation, story, now))
}

fn list(organisation: &Organisation, story: &StoryList, now: UnixSeconds) -> Option<List> {
    let mut list = group(story.local, story.name)?;
    list.kind = match story.used_as {
        ListUse::Team | ListUse::Rule => ListKind::Group,
        ListUse::Announcement => ListKind::Announce,
        ListUse::Discussion => ListKind::Discussion,
    };
    list.owners = organisation.cast(story.owners);
    list.senders = organisation.cast(story.senders);
    list.declared = Some(u64::from(story.declared));
    list.daily = vec![story.declared; 30];
    list.created = Some(now - 400 * DAY);
    if story.used_as == ListUse::Rule {
        // It was: unit under "Primary Care/Croydon Practices".
        list.rule = Some(String::new());
        list.scope = Some(CROYDON.to_owned());
        list.rule_changed = Some(now - HOUR);
    } else if story.local == cast::ASHGROVE_STAFF.local {
        list.rule = Some(format!("unit under \"{ASHGROVE}\""));
        list.scope = Some(ASHGROVE.to_owned());
    } else {
        list.members = organisation.people.addresses(members(organisation, story));
    }
    Some(list)
}

/// Those whom the story needs, then whoever fits, until it is full.
fn members(organisation: &Organisation, story: &StoryList) -> BTreeSet<u32> {
    let mut members: BTreeSet<u32> =
        story.must_hold.iter().filter_map(|local| organisation.people.number_of(local)).collect();
    for number in candidates(organisation, story) {
        if members.len() as u32 >= story.members_now {
            break;
        }
        members.insert(number);
    }
    members
}

fn candidates(organisation: &Organisation, story: &StoryList) -> Box<dyn Iterator<Item = u32>> {
    let hospitals = &organisation.workplaces.hospitals;
    let department = |hospital: usize, name: &str| {
        let departments = &hospitals[hospital].departments;
        let found = departments.iter().find(|department| department.name == name).map(|d| d.workplaces.clone());
        let workplaces = &organisation.workplaces.all[found.unwrap_or(0..0)];
        workplaces.iter().flat_map(|workplace| workplace.people.clone()).collect::<Vec<u32>>()
    };
    let ashgrove = hospitals[0].people.clone();
    match story.local {
        "trust-announcements" => {
            let first = ashgrove.start;
            Box::new((first..organisation.people.len()).step_by(199))
        }
        "theatres-all" => {
            Box::new((0..hospitals.len()).flat_map(|h| department(h, "Theatres")).collect::<Vec<_>>().into_iter())
        }
        "physio-team" => Box::new(department(0, "Physiotherapy").into_iter()),
        "falls-clinic" => Box::new(department(0, "Care of the Elderly").into_iter()),
        // The hospital's people, then the cast, who are numbered before them.
        _ => Box::new(ashgrove.clone().chain(0..ashgrove.start)),
    }
}
