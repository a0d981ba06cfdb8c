//! A world as plain maps (FORMAT 2, SPEC 2): nothing is interned, counted or remembered.

use crate::notation::{DAY, HOUR, MINUTE, duration, instant, number, range, seconds, tables, text, texts, yes};
use levee_mail::Address;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// Every named parameter of SPEC with its default; times in seconds, the overlap in hundredths.
const PARAMETERS: &[(&str, i64)] = &[
    ("audience.warn", 25),
    ("audience.confirm", 100),
    ("audience.hold", 500),
    ("audience.block", 5_000),
    ("audience.permit", 50_000),
    ("reply_all.warn", 10),
    ("reply_all.confirm", 25),
    ("reply_all.block", 100),
    ("discussion.confirm", 500),
    ("reply_to.confirm", 25),
    ("handmade.age", 7 * DAY),
    ("handmade.min", 50),
    ("handmade.overlap", 80),
    ("list.new_age", 24 * HOUR),
    ("list.new_size", 500),
    ("list.max_stale", 24 * HOUR),
    ("volume.confirm", 250_000_000),
    ("volume.hold", 2_000_000_000),
    ("volume.max", 20_000_000_000),
    ("disclose.warn", 15),
    ("disclose.confirm", 25),
    ("rate.day", 5_000),
    ("rate.minute", 30),
    ("split.window", 60 * MINUTE),
    ("duplicate.window", 30 * MINUTE),
    ("recall.max", 25),
    ("storm.min_audience", 500),
    ("storm.window", 10 * MINUTE),
    ("storm.replies", 5),
    ("storm.senders", 3),
    ("storm.budget", 25_000),
    ("storm.block", 6 * HOUR),
    ("storm.quiet", 10),
    ("stop.min_audience", 25),
    ("stop.lease", 5),
    ("break_glass.max", 50),
    ("break_glass.per_day", 3),
    ("break_glass.incident_max", 5_000),
];

const PRESETS: &[(&str, [i64; 5])] = &[
    ("small", [15, 50, 100, 500, 5_000]),
    ("medium", [25, 75, 250, 2_000, 5_000]),
    ("large", [25, 100, 500, 5_000, 50_000]),
    ("national", [25, 100, 500, 5_000, 50_000]),
];

#[derive(Clone, Default)]
pub(crate) struct List {
    pub(crate) kind: String,
    pub(crate) members: Vec<String>,
    pub(crate) senders: BTreeSet<String>,
    pub(crate) owners: BTreeSet<String>,
    pub(crate) dynamic: bool,
    pub(crate) rule: String,
    pub(crate) scope: Option<String>,
    pub(crate) declared: Option<i64>,
    pub(crate) daily: Vec<i64>,
    pub(crate) created: Option<i64>,
    pub(crate) rule_changed: Option<i64>,
    pub(crate) acknowledged: Option<i64>,
    pub(crate) released: Option<i64>,
    pub(crate) unavailable: bool,
    /// When the snapshot was made.
    pub(crate) snapshot: Option<i64>,
    pub(crate) mta_size: Option<i64>,
}

#[derive(Default)]
pub(crate) struct World {
    pub(crate) now: i64,
    /// When the message that is judged was received: snapshots grow older.
    pub(crate) at: Cell<i64>,
    pub(crate) domain: String,
    pub(crate) accepted: Vec<String>,
    pub(crate) alias_domains: BTreeMap<String, String>,
    pub(crate) sub_address: String,
    /// Other addresses of people and lists, and whose they are.
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) units: BTreeMap<String, String>,
    pub(crate) roles: BTreeMap<String, BTreeSet<String>>,
    pub(crate) lists: BTreeMap<String, List>,
    pub(crate) outside: BTreeSet<String>,
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) policy: BTreeMap<String, i64>,
}

impl World {
    pub(crate) fn read(file: &Table) -> Self {
        let accepted: Vec<String> = texts(file, "accepted").iter().map(|d| domain(d)).collect();
        let mut world = Self {
            now: instant(&file["now"], 0),
            domain: text(file, "domain").map_or_else(|| accepted[0].clone(), |d| domain(&d)),
            accepted,
            sub_address: text(file, "sub_address").unwrap_or_default(),
            ..Self::default()
        };
        world.at.set(world.now);
        for (alias, target) in file.get("alias_domains").and_then(Value::as_table).into_iter().flatten() {
            world.alias_domains.insert(domain(alias), domain(target.as_str().unwrap()));
        }
        for people in tables(file, "people") {
            for one in range(&text(people, "range").unwrap()).unwrap() {
                let one = world.short(&one);
                world.units.extend(text(people, "unit").map(|unit| (one.clone(), unit)));
                let roles: BTreeSet<String> = texts(people, "roles").into_iter().collect();
                if !roles.is_empty() || !world.roles.contains_key(&one) {
                    world.roles.insert(one, roles);
                }
            }
        }
        for person in tables(file, "person") {
            let address = world.short(&text(person, "address").unwrap());
            world.units.extend(text(person, "unit").map(|unit| (address.clone(), unit)));
            if person.contains_key("roles") || !world.roles.contains_key(&address) {
                world.roles.insert(address.clone(), texts(person, "roles").into_iter().collect());
            }
            world.name(person, &address);
        }
        for list in tables(file, "list") {
            let address = world.short(&text(list, "address").unwrap());
            world.name(list, &address);
        }
        for list in tables(file, "list") {
            let address = world.short(&text(list, "address").unwrap());
            let list = world.list(list);
            world.lists.insert(address, list);
        }
        world.outside =
            tables(file, "outside_list").iter().map(|l| world.short(&text(l, "address").unwrap())).collect();
        let pair = |p: &&Table| (text(p, "owner").unwrap(), text(p, "member").unwrap());
        world.pairs = tables(file, "allowed_pair").iter().map(pair).collect();
        world.policy = policy(file);
        world
    }

    fn name(&mut self, entry: &Table, address: &str) {
        for alias in texts(entry, "aliases") {
            let alias = self.short(&alias);
            self.aliases.insert(alias, address.to_owned());
        }
    }

    fn list(&self, file: &Table) -> List {
        let people = |key: &str| texts(file, key).iter().flat_map(|entry| self.addresses(entry)).collect::<Vec<_>>();
        let at = |key: &str| file.get(key).map(|v| instant(v, self.now));
        List {
            kind: text(file, "kind").unwrap_or_else(|| "group".to_owned()),
            members: people("members"),
            senders: people("senders").into_iter().collect(),
            owners: people("owners").into_iter().collect(),
            dynamic: yes(file, "dynamic"),
            rule: text(file, "rule").unwrap_or_else(|| "scoped".to_owned()),
            scope: text(file, "scope"),
            declared: number(file, "declared"),
            daily: daily(file),
            created: at("created"),
            rule_changed: at("rule_changed"),
            acknowledged: number(file, "acknowledged"),
            released: number(file, "released"),
            unavailable: yes(file, "unavailable"),
            snapshot: seconds(file, "snapshot_age").map(|age| self.now - age),
            mta_size: number(file, "mta_size"),
        }
    }

    /// The canonical addresses of one entry of a world: a range or an address, short or whole.
    pub(crate) fn addresses(&self, entry: &str) -> Vec<String> {
        range(entry).unwrap_or_else(|| vec![entry.to_owned()]).iter().map(|one| self.short(one)).collect()
    }

    /// An address of a world, canonical.
    pub(crate) fn short(&self, entry: &str) -> String {
        let whole = if entry.contains('@') { entry.to_owned() } else { format!("{entry}@{}", self.domain) };
        self.canonical(&Address::parse(&whole).unwrap_or_else(|e| panic!("{entry}: {e}")))
    }

    /// SPEC 2.
    pub(crate) fn canonical(&self, address: &Address) -> String {
        let written = domain(address.domain());
        let domain = self.alias_domains.get(&written).unwrap_or(&written);
        if !self.accepted.contains(domain) {
            return format!("{}@{domain}", address.local());
        }
        let local = address.local().to_lowercase().replace("e\u{301}", "é");
        let cut = if self.sub_address.is_empty() { None } else { local.find(&self.sub_address).filter(|at| *at > 0) };
        format!("{}@{domain}", &local[..cut.unwrap_or(local.len())])
    }

    /// Who or what a canonical address stands for.
    pub(crate) fn target(&self, address: &str) -> String {
        self.aliases.get(address).cloned().unwrap_or_else(|| address.to_owned())
    }

    pub(crate) fn is_inside(&self, address: &str) -> bool {
        let domain = address.rsplit_once('@').unwrap().1;
        self.accepted.iter().any(|accepted| accepted == domain)
    }

    pub(crate) fn role(&self, person: &str, role: &str) -> bool {
        self.roles.get(person).is_some_and(|roles| roles.contains(role))
    }

    pub(crate) fn parameter(&self, name: &str) -> i64 {
        self.policy[name]
    }
}

/// Labels that are not ASCII, of the generator and of the cases: Greek and Cyrillic o among them.
pub(crate) const LABELS: [(&str, &str); 3] =
    [("bücher", "xn--bcher-kva"), ("hοsp", "xn--hsp-9yc"), ("hоsp", "xn--hsp-sed")];

/// A domain in lower case, as A-label.
pub(crate) fn domain(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
        '\u{3002}' => '.',
        _ => c,
    });
    let folded = narrow.collect::<String>().to_lowercase();
    let labels = LABELS.iter().fold(folded, |text, (unicode, ascii)| text.replace(unicode, ascii));
    labels.trim_end_matches('.').to_owned()
}

fn daily(file: &Table) -> Vec<i64> {
    let runs = |text: &str| {
        text.split(',')
            .flat_map(|run| {
                let (size, days) = run.trim().split_once('*').unwrap_or((run.trim(), "1"));
                std::iter::repeat_n(size.parse().unwrap(), days.parse().unwrap())
            })
            .collect()
    };
    match file.get("daily") {
        None => Vec::new(),
        Some(Value::String(text)) => runs(text),
        Some(sizes) => sizes.as_array().unwrap().iter().map(|v| v.as_integer().unwrap()).collect(),
    }
}

fn policy(file: &Table) -> BTreeMap<String, i64> {
    let mut policy: BTreeMap<String, i64> =
        PARAMETERS.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    if let Some(preset) = text(file, "preset") {
        let sizes = PRESETS.iter().find(|(name, _)| *name == preset).unwrap().1;
        for (name, size) in ["warn", "confirm", "hold", "block", "permit"].iter().zip(sizes) {
            policy.insert(format!("audience.{name}"), size);
        }
    }
    for (group, inner) in file.get("policy").and_then(Value::as_table).into_iter().flatten() {
        for (name, value) in inner.as_table().unwrap() {
            let value = match value {
                Value::String(text) if text == "never" => i64::MAX,
                Value::String(text) => duration(text),
                Value::Float(part) => (part * 100.0).round() as i64,
                number => number.as_integer().unwrap(),
            };
            policy.insert(format!("{group}.{name}"), value);
        }
    }
    policy
}

/// A world changed for one case (FORMAT 3).
pub(crate) fn laid_over(world: &Table, over: &Table) -> Table {
    let mut file = world.clone();
    let keys = World::read(world);
    for (key, value) in over {
        match key.as_str() {
            "alias_domains" => merge(file.entry(key).or_insert_with(|| Table::new().into()), value),
            "policy" => {
                let policy = file.entry(key).or_insert_with(|| Table::new().into()).as_table_mut().unwrap();
                for (group, inner) in value.as_table().unwrap() {
                    merge(policy.entry(group).or_insert_with(|| Table::new().into()), inner);
                }
            }
            "people" | "allowed_pair" => {
                let all = file.entry(key).or_insert_with(|| Value::Array(Vec::new())).as_array_mut().unwrap();
                all.extend(value.as_array().unwrap().iter().cloned());
            }
            "person" | "list" | "outside_list" => {
                let all = file.entry(key).or_insert_with(|| Value::Array(Vec::new())).as_array_mut().unwrap();
                for entry in value.as_array().unwrap() {
                    let address = |v: &Value| keys.short(v["address"].as_str().unwrap());
                    match all.iter_mut().find(|old| address(old) == address(entry)) {
                        Some(old) => merge(old, entry),
                        None => all.push(entry.clone()),
                    }
                }
            }
            _ => {
                file.insert(key.clone(), value.clone());
            }
        }
    }
    file
}

fn merge(old: &mut Value, over: &Value) {
    old.as_table_mut().unwrap().extend(over.as_table().unwrap().clone());
}
