//! Measures the directory on the demo's organisation, padded to 1,200,000 people, and prints JSON lines
//! `{name, size, value, unit}`. Run it in release.

use levee_demo::cast::DOMAIN;
use levee_demo::organisation;
use levee_directory::source::{Filed, Registrar};
use levee_directory::{
    Asking, Changes, Directory, DirectoryBuilder, Field, MailboxUse, PersonRecord, Recipient, deliver,
};
use levee_mail::{Address, Domains};
use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const PADDED: u32 = 1_200_000;
const ROUNDS: usize = 2_000;

fn main() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs() as i64);
    let start = Instant::now();
    let records = organisation::records(now).count();
    print("generate the organisation", records, millis(start.elapsed()), "ms");

    let (people, lists, domains) = numbered(now);
    let (persons, listed) = (people.len(), lists.len());
    let before = resident();
    let (start, worked) = (Instant::now(), processor());
    let mut builder = DirectoryBuilder::new(&domains);
    people.iter().for_each(|person| builder.person(person));
    lists.into_iter().for_each(|list| builder.list(list));
    let directory = builder.build();
    print("load the directory", persons + listed, millis(start.elapsed()), "ms");
    print("load the directory, processor time", persons + listed, processor() - worked, "ms");
    print("memory of the directory (growth of the process)", persons + listed, resident() - before, "MB");
    drop(people);
    measure(&directory, now);
}

fn numbered(now: i64) -> (Vec<PersonRecord>, Vec<levee_directory::ListRecord>, Domains) {
    let domains = Domains { accepted: vec![DOMAIN.to_owned()], aliases: Vec::new(), sub_address: Some('+') };
    let mut registrar = Registrar::new(&domains, []);
    let mut people: Vec<PersonRecord> = organisation::records(now)
        .filter_map(|record| match registrar.take(record) {
            Some(Filed::Person(person)) => Some(person),
            _ => None,
        })
        .collect();
    let leftover = registrar.finish();
    people.extend(leftover.people);
    let next = people.iter().map(|person| person.id + 1).max().unwrap_or(0);
    people.extend((next..PADDED).filter_map(|id| {
        Some(PersonRecord {
            id,
            address: Address::from_parts(&format!("someone.else{id}"), DOMAIN).ok()?,
            aliases: Vec::new(),
            name: format!("Someone Else{}", id % 9_000),
            title: "Pharmacist".to_owned(),
            unit: format!("Elsewhere/Unit {}", id % 3_000),
            site: "Elsewhere".to_owned(),
            roles: Vec::new(),
            mailbox: MailboxUse::Personal,
        })
    }));
    (people, leftover.lists, domains)
}

fn measure(directory: &Directory, now: i64) {
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
    each("expand 10 lists", reached, |round| directory.expand(&ten(round), &asking).reach.people);
    let expansion = directory.expand(&ten(0), &asking);
    each("audience without one of 10 lists", reached, |round| expansion.without(&largest[round % 10]).people);
    each("digest of an audience", reached, |_| u64::from(expansion.digest().bytes()[0]));

    let typed =
        ["a", "sm", "smi", "mohammed k", "jo s", "olivia.smith", "croydon", "a b", "x", "zielinski to", "ward 3", "e"];
    each("complete a name", directory.own_people().len(), |round| {
        directory.complete(typed[round % typed.len()], 8).len() as u64
    });

    let changed = directory.list_by_address(&largest[3]).map(|list| list.record().clone());
    let start = Instant::now();
    let after = directory.with(Changes { lists: changed.into_iter().collect(), ..Changes::default() });
    print("change one list", after.lists().count(), millis(start.elapsed()), "ms");

    let key = [7; 32];
    let delivering = deliver::Delivering { now, max_stale: 86_400, key: &key };
    let start = Instant::now();
    let answer = deliver::lookup(directory, deliver::Map::Lists, &largest[0].to_string(), &delivering);
    let length = match answer {
        deliver::Answer::Found(addresses) => addresses.len(),
        deliver::Answer::NotFound | deliver::Answer::Later(_) => 0,
    };
    print("answer the MTA for the largest list", length, millis(start.elapsed()), "ms");
}

/// Asks many questions. Each is asked three times and its quickest answer counts, so that what is
/// measured is the question and not what else the machine does.
fn each(name: &str, size: u64, ask: impl Fn(usize) -> u64) {
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
    print(&format!("{name}, median"), size as usize, millis(times[ROUNDS / 2]), "ms");
    print(&format!("{name}, p99"), size as usize, millis(times[ROUNDS * 99 / 100]), "ms");
}

fn print(name: &str, size: usize, value: f64, unit: &str) {
    println!("{{\"name\":\"directory: {name}\",\"size\":{size},\"value\":{value:.3},\"unit\":\"{unit}\"}}");
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

/// Resident memory in MB, from /proc; 0 where there is none.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split_whitespace().nth(1).and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4_096.0 / 1e6
}
