//! Measures the directory on the demo's organisation, in a small size and with 1,200,000 people, and prints JSON
//! lines `{name, size, value, unit, bound}`. Run it in release.

use levee_demo::cast::DOMAIN;
use levee_demo::organisation::resized;
use levee_directory::source::{Filed, Registrar};
use levee_directory::{Asking, Changes, Directory, DirectoryBuilder, Field, PersonRecord, Recipient, deliver};
use levee_mail::{Address, Domains};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const SMALL: usize = 12_000;
const LARGE: usize = 1_200_000;
const ROUNDS: usize = 2_000;

/// What was measured at one size: name, size, value, unit and bound of each.
type Figures = Vec<(String, usize, f64, &'static str, Option<f64>)>;

fn main() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs() as i64);
    let (mut small, mut large) = (Figures::new(), Figures::new());
    measure(&mut small, SMALL, now);
    measure(&mut large, LARGE, now);
    let growth = small.iter().zip(&large).map(|(small, large)| {
        (format!("{}, large to small", large.0), large.1, large.2 / small.2.max(0.001), "times", None)
    });
    let growth: Figures = growth.collect();
    for (name, size, value, unit, bound) in small.iter().chain(&large).chain(&growth) {
        let bound = bound.map_or("null".to_owned(), |bound| bound.to_string());
        println!(
            "{{\"name\":\"directory: {name}\",\"size\":{size},\"value\":{value:.3},\"unit\":\"{unit}\",\"bound\":{bound}}}"
        );
    }
}

fn measure(figures: &mut Figures, people: usize, now: i64) {
    let (persons, lists, domains) = numbered(people, now);
    let size = persons.len() + lists.len();
    let (start, worked) = (Instant::now(), processor());
    let mut builder = DirectoryBuilder::new(&domains);
    persons.iter().for_each(|person| builder.person(person));
    lists.into_iter().for_each(|list| builder.list(list));
    let directory = builder.build();
    figures.push(("count everybody and every list".into(), size, millis(start.elapsed()), "ms", None));
    figures.push(("the same, processor time".into(), size, processor() - worked, "ms", None));
    ask(figures, &directory, now);
    change(figures, &directory, &persons[people / 2]);
}

fn numbered(people: usize, now: i64) -> (Vec<PersonRecord>, Vec<levee_directory::ListRecord>, Domains) {
    let domains = Domains { accepted: vec![DOMAIN.to_owned()], aliases: Vec::new(), sub_address: Some('+') };
    let mut registrar = Registrar::new(&domains, []);
    let mut persons: Vec<PersonRecord> = resized(people, now)
        .into_iter()
        .filter_map(|record| match registrar.take(record) {
            Some(Filed::Person(person)) => Some(person),
            _ => None,
        })
        .collect();
    let leftover = registrar.finish();
    persons.extend(leftover.people);
    (persons, leftover.lists, domains)
}

fn ask(figures: &mut Figures, directory: &Directory, now: i64) {
    let sizes: BTreeMap<u64, Address> = directory.lists().map(|list| (list.size(), list.address().clone())).collect();
    let largest: Vec<Address> = sizes.values().rev().take(10).cloned().collect();
    let every: Vec<Address> = directory.lists().map(|list| list.address().clone()).collect();
    let sender = Address::from_parts("ravi.menon", DOMAIN).expect("a fixed address");
    let numbered = BTreeMap::new();
    let asking = Asking { sender: &sender, sending_as: None, now, max_stale: 86_400, numbered: &numbered };
    let ten = |round: usize| -> Vec<Recipient> {
        // Half of the rounds take the largest ten there are.
        let chosen = (0..10).map(|i| match round % 2 {
            0 => largest[i].clone(),
            _ => every[(round * 7_919 + i * 3_571) % every.len()].clone(),
        });
        chosen.map(|address| Recipient { field: Field::To, address }).collect()
    };
    let reached = directory.expand(&ten(0), &asking).reach.people;
    let bound = Some(1.0);
    each(figures, ("expand 10 lists", reached, bound), |round| directory.expand(&ten(round), &asking).reach.people);
    let expansion = directory.expand(&ten(0), &asking);
    let without = |round: usize| expansion.without(&largest[round % 10]).people;
    each(figures, ("audience without one of 10 lists", reached, None), without);
    each(figures, ("digest of an audience", reached, None), |_| u64::from(expansion.digest().bytes()[0]));

    let typed =
        ["a", "sm", "smi", "mohammed k", "jo s", "olivia.smith", "croydon", "a b", "x", "zielinski to", "ward 3", "e"];
    let everybody = directory.own_people().len();
    each(figures, ("complete a name", everybody, Some(5.0)), |round| {
        1 + directory.complete(typed[round % typed.len()], 8).len() as u64
    });

    let key = [7; 32];
    let delivering = deliver::Delivering { now, max_stale: 86_400, key: &key };
    let start = Instant::now();
    let answer = deliver::lookup(directory, deliver::Map::Lists, &largest[0].to_string(), &delivering);
    let length = match answer {
        deliver::Answer::Found(addresses) => addresses.len(),
        deliver::Answer::NotFound | deliver::Answer::Later(_) => 0,
    };
    figures.push(("answer the MTA for the largest list".into(), length, millis(start.elapsed()), "ms", None));
}

/// One list gets a member, one person another unit.
fn change(figures: &mut Figures, directory: &Directory, person: &PersonRecord) {
    let lists = directory.lists().count();
    let Some(list) = directory.lists().find(|list| list.rule().is_none() && !list.nested().is_empty()) else { return };
    let mut record = list.record().clone();
    record.members = Arc::new(record.members.iter().chain([person.id]).collect());
    let start = Instant::now();
    let after = directory.with(Changes { lists: vec![record], ..Changes::default() });
    figures.push(("change one list".into(), lists, millis(start.elapsed()), "ms", None));
    let moved = PersonRecord { unit: "Elsewhere".into(), ..person.clone() };
    let start = Instant::now();
    let after = after.with(Changes { people: vec![moved], ..Changes::default() });
    figures.push(("change one person".into(), lists, millis(start.elapsed()), "ms", None));
    assert_eq!(after.changed_people(), 1, "the person was changed");
}

/// Asks many questions. Each is asked three times and its quickest answer counts, so that what is
/// measured is the question and not what else the machine does.
fn each(figures: &mut Figures, about: (&str, u64, Option<f64>), ask: impl Fn(usize) -> u64) {
    let (name, size, bound) = about;
    let mut times: Vec<Duration> = Vec::with_capacity(ROUNDS);
    let mut answers = 0_u64;
    for round in 0..ROUNDS {
        let quickest = (0..3).map(|_| {
            let start = Instant::now();
            answers = answers.wrapping_add(ask(round));
            start.elapsed()
        });
        times.extend(quickest.min());
    }
    // Keeps the answers alive, so that no question is optimised away.
    assert!(answers > 0, "{name} found nothing");
    times.sort_unstable();
    figures.push((format!("{name}, median"), size as usize, millis(times[ROUNDS / 2]), "ms", None));
    figures.push((format!("{name}, p99"), size as usize, millis(times[ROUNDS * 99 / 100]), "ms", bound));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Processor time of this process in ms, in steps of 10, from /proc; 0 where there is none. On a busy
/// machine it says more than the clock.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap_or("").split_whitespace().filter_map(|f| f.parse().ok()).collect();
    // After the name and the state: utime and stime are the fields 14 and 15 of proc(5).
    fields.get(10).zip(fields.get(11)).map_or(0.0, |(user, system)| (user + system) * 10.0)
}
