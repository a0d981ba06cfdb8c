//! Where people work: regions, hospitals, departments, wards, teams and practices, each with a number
//! of posts. People are numbered through them, so that every unit is one run of numbers.

use super::chance::Chance;
use super::words::{
    AMBULANCE_TITLES, COMMUNITY_TITLES, DEPARTMENTS, MENTAL_HEALTH_TITLES, PRACTICE_TITLES, SHARED_SERVICES, TOWNS,
};
use std::ops::Range;

/// A unit that holds people directly.
#[derive(Clone, Debug)]
pub(super) struct Workplace {
    pub(super) unit: String,
    pub(super) site: String,
    /// Titles found here, separated by `;`.
    pub(super) titles: &'static str,
    /// Numbers of the people.
    pub(super) people: Range<u32>,
}

/// Part of a hospital; its wards, or one workplace when it has none.
#[derive(Clone, Debug)]
pub(super) struct Department {
    pub(super) name: &'static str,
    pub(super) titles: &'static str,
    pub(super) workplaces: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Hospital {
    pub(super) unit: String,
    pub(super) name: String,
    pub(super) departments: Vec<Department>,
    pub(super) people: Range<u32>,
}

/// Several teams or practices under one unit.
#[derive(Clone, Debug)]
pub(super) struct District {
    pub(super) unit: String,
    pub(super) name: String,
    pub(super) workplaces: Range<usize>,
}

/// The whole tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Workplaces {
    pub(super) all: Vec<Workplace>,
    pub(super) hospitals: Vec<Hospital>,
    pub(super) districts: Vec<District>,
    next: u32,
}

pub(super) const REGIONS: [&str; 5] = ["Acute North", "Acute South", "Acute East", "Acute West", "Acute Central"];
/// Every first part of a unit's path.
pub(super) const ROOTS: [&str; 10] = [
    "Acute North",
    "Acute South",
    "Acute East",
    "Acute West",
    "Acute Central",
    "Community",
    "Mental Health",
    "Ambulance",
    "Primary Care",
    "Shared Services",
];
const HOSPITALS_IN_REGION: usize = 24;
/// Departments that nurse and are of this weight or more are divided into wards.
const WITH_WARDS: usize = 5;
const WARD: usize = 45;
const ROADS: [&str; 14] = [
    "Mill", "Church", "Station", "Orchard", "Park", "Bridge", "Castle", "Meadow", "Abbey", "Priory", "Manor",
    "Victoria", "Market", "Chapel",
];
const WAYS: [&str; 14] = [
    "Road", "Lane", "Street", "Hill", "Green", "Gate", "Row", "Place", "Court", "Square", "Terrace", "Walk", "Grove",
    "Way",
];

impl Workplaces {
    /// Lays out posts for the numbers `first..total`. `ashgrove` and `croydon` are the posts left at
    /// the hospital and at the practices of the story, whose other people are numbered before.
    pub(super) fn new(first: u32, total: u32, ashgrove: usize, croydon: usize, chance: &mut Chance) -> Self {
        let mut tree = Self { next: first, ..Self::default() };
        for (number, town) in (0..REGIONS.len() * HOSPITALS_IN_REGION).zip(towns().cycle()) {
            let region = REGIONS[number / HOSPITALS_IN_REGION];
            let kind = if number < towns().count() { "Hospital" } else { "Infirmary" };
            let posts = if number == 0 { ashgrove } else { 3_600 + chance.below(2_400) };
            tree.hospital(region, format!("{town} {kind}"), posts);
        }
        for (name, posts, titles) in SHARED_SERVICES {
            tree.workplace(format!("Shared Services/{name}"), "Northmoor House".to_owned(), titles, posts);
        }
        for town in towns().take(40) {
            tree.teams(format!("Community/{town} District"), &town, COMMUNITY_TITLES, 1_500, chance);
        }
        for town in towns().skip(20).take(20) {
            tree.teams(format!("Mental Health/{town} Centre"), &town, MENTAL_HEALTH_TITLES, 1_800, chance);
        }
        for town in towns().take(12) {
            tree.teams(format!("Ambulance/{town} Station"), &town, AMBULANCE_TITLES, 2_000, chance);
        }
        tree.workplace("Primary Care/Croydon Practices".to_owned(), "Croydon".to_owned(), PRACTICE_TITLES, croydon);
        tree.practices(total, chance);
        tree
    }

    fn hospital(&mut self, region: &str, name: String, posts: usize) {
        let unit = format!("{region}/{name}");
        let weights: usize = DEPARTMENTS.iter().map(|(_, weight, _)| weight).sum();
        let start = self.next;
        let mut left = posts;
        let mut departments = Vec::new();
        for (index, (department, weight, titles)) in DEPARTMENTS.into_iter().enumerate() {
            let last = index + 1 == DEPARTMENTS.len();
            let posts = if last { left } else { (posts * weight / weights).min(left) };
            left -= posts;
            let first = self.all.len();
            let unit = format!("{unit}/{department}");
            let nursed = titles.contains("nurse") || titles.contains("Midwife");
            let wards = if nursed && weight >= WITH_WARDS { posts.div_ceil(WARD) } else { 1 };
            for ward in 0..wards {
                let unit = if wards > 1 { format!("{unit}/Ward {}", ward + 1) } else { unit.clone() };
                let share = posts / wards + usize::from(ward < posts % wards);
                self.workplace(unit, name.clone(), titles, share);
            }
            departments.push(Department { name: department, titles, workplaces: first..self.all.len() });
        }
        self.hospitals.push(Hospital { unit, name, departments, people: start..self.next });
    }

    fn teams(&mut self, unit: String, town: &str, titles: &'static str, posts: usize, chance: &mut Chance) {
        let first = self.all.len();
        let mut left = posts;
        while left > 0 {
            let size = (30 + chance.below(40)).min(left);
            left -= size;
            let team = self.all.len() - first + 1;
            self.workplace(format!("{unit}/Team {team}"), town.to_owned(), titles, size);
        }
        let name = unit.rsplit('/').next().unwrap_or(town).to_owned();
        self.districts.push(District { unit, name, workplaces: first..self.all.len() });
    }

    /// General practices in all towns, as many as there are people left.
    fn practices(&mut self, total: u32, chance: &mut Chance) {
        let left = total.saturating_sub(self.next) as usize;
        let count = towns().count();
        for (number, town) in towns().enumerate() {
            let unit = format!("Primary Care/{town} Practices");
            let first = self.all.len();
            let mut posts = left / count + usize::from(number < left % count);
            while posts > 0 {
                let size = (8 + chance.below(16)).min(posts);
                posts -= size;
                let index = self.all.len() - first;
                let (road, way) = (ROADS[index % ROADS.len()], WAYS[index / ROADS.len() % WAYS.len()]);
                let name = format!("{road} {way} Practice");
                self.workplace(format!("{unit}/{name}"), town.clone(), PRACTICE_TITLES, size);
            }
            self.districts.push(District {
                unit,
                name: format!("{town} practices"),
                workplaces: first..self.all.len(),
            });
        }
    }

    fn workplace(&mut self, unit: String, site: String, titles: &'static str, posts: usize) {
        let people = self.next..self.next + posts as u32;
        self.next = people.end;
        self.all.push(Workplace { unit, site, titles, people });
    }
}

fn towns() -> impl Iterator<Item = String> + Clone {
    TOWNS.split_whitespace().map(|town| town.replace('_', " "))
}
