//! Measures what the directory costs together with the store, on the demo's organisation in two sizes, and
//! prints JSON lines `{name, size, value, unit, bound}`. Run it in release.

use levee_contract::Role;
use levee_demo::cast::DOMAIN;
use levee_demo::organisation::resized;
use levee_directory::Directory;
use levee_mail::{Address, Domains};
use levee_service::{
    ImapSecurity, ImapServer, OpenError, Organisation, Relay, Service, Settings, SmtpSecurity, SystemChance,
    SystemClock, TimeZone,
};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const SMALL: usize = 12_000;
const LARGE: usize = 1_200_000;
/// How often one list is changed.
const ROUNDS: i64 = 15;
/// Given one after the other.
const GIVEN: [Role; 3] = [Role::Approver, Role::OnCall, Role::Incident];

fn main() -> Result<(), Box<dyn Error>> {
    // Memory is that of a process that did nothing else, so each size has one of its own.
    match std::env::args().nth(1) {
        None => measure_all(),
        Some(task) => {
            let folder = std::env::args().nth(2).ok_or("which folder?")?;
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            match task.parse() {
                Ok(people) => runtime.block_on(fill(Path::new(&folder), people)),
                Err(_) => runtime.block_on(measure(Path::new(&folder))),
            }
        }
    }
}

fn measure_all() -> Result<(), Box<dyn Error>> {
    for people in [SMALL, LARGE] {
        let folder = tempfile::tempdir()?;
        for task in [people.to_string(), "measure".to_owned()] {
            let me = std::env::current_exe()?;
            let done = std::process::Command::new(me).arg(&task).arg(folder.path()).status()?;
            if !done.success() {
                return Err(format!("{task} ended with {done}").into());
            }
        }
    }
    Ok(())
}

async fn open(folder: &Path) -> Result<Arc<Service>, OpenError> {
    let domains = Domains { accepted: vec![DOMAIN.to_owned()], aliases: Vec::new(), sub_address: Some('+') };
    let settings = Settings {
        organisation: Organisation {
            name: "Northmoor Health".to_owned(),
            domains,
            role_lists: Vec::new(),
            time_zone: TimeZone::default(),
        },
        store: folder.join("levee.db").into(),
        alerts: None,
        key_file: folder.join("levee.key"),
        imap: ImapServer::new("127.0.0.1", 9, ImapSecurity::PlainOnLoopback).expect("an address"),
        relay: Relay::new("127.0.0.1", 9, SmtpSecurity::PlainOnLoopback).expect("an address"),
        largest_message: 1_000_000,
        release: None,
    };
    Service::open(settings, Arc::new(SystemClock), Arc::new(SystemChance)).await
}

async fn fill(folder: &Path, people: usize) -> Result<(), Box<dyn Error>> {
    let service = open(folder).await?;
    let records = resized(people, now());
    let (size, start) = (records.len(), Instant::now());
    service.import_directory("demo", records).await?;
    print("import it into the store", size, millis(start), "ms", None);
    Ok(())
}

async fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (before, start) = (resident(), Instant::now());
    let service = open(folder).await?;
    let taken = millis(start);
    let grown = resident() - before;
    let size = all(&service.directory());
    print("load it from the store", size, taken, "ms", Some(5_000.0));
    print("memory of a process that loaded it", size, grown, "MB", Some(300.0));
    let (mut lists, mut roles) = (Vec::new(), Vec::new());
    let changed = service.directory().lists().find(|list| list.rule().is_some()).map(|list| list.address().clone());
    let changed = changed.ok_or("no list follows a rule")?;
    for round in 0..ROUNDS {
        let start = Instant::now();
        service.record_rule_change(&changed, round).await?;
        lists.push(millis(start));
        let holder = Address::from_parts("ravi.menon", DOMAIN)?;
        service.grant_role(&holder, GIVEN[usize::try_from(round)? % GIVEN.len()]).await?;
        let start = Instant::now();
        service.follow_directory().await?;
        roles.push(millis(start));
    }
    roles.truncate(GIVEN.len());
    print("change one list in the store and here", size, median(lists), "ms", Some(1_000.0));
    print("see one person's new role", size, median(roles), "ms", Some(1_000.0));
    Ok(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}

fn all(directory: &Directory) -> usize {
    directory.known_people().len() as usize + directory.lists().count()
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs() as i64)
}

fn millis(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}

fn print(name: &str, size: usize, value: f64, unit: &str, bound: Option<f64>) {
    let bound = bound.map_or("null".to_owned(), |bound| bound.to_string());
    println!(
        "{{\"name\":\"directory: {name}\",\"size\":{size},\"value\":{value:.3},\"unit\":\"{unit}\",\"bound\":{bound}}}"
    );
}

/// Resident memory in MB, from /proc; 0 where there is none.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split_whitespace().nth(1).and_then(|pages| pages.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4_096.0 / 1e6
}
