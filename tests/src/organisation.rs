//! A small hospital: eight people with names, 6,000 with numbers, and lists of every sort. Told once, as
//! JSON Lines for the directory and as a world for the guard by itself.

use levee_mail::{Address, Contact};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Its mail domain.
pub const DOMAIN: &str = "hosp.example";
/// Its name, as pages say it.
pub const ORGANISATION: &str = "Hospital";
/// How many people have numbers: `p1` to `p6000`.
pub const PEOPLE: u32 = 6_000;

/// People with names: local part, name, roles.
pub(crate) const CAST: [(&str, &str, &[&str]); 8] = [
    ("alice", "Alice Ash", &[]),
    ("bob", "Bob Birch", &[]),
    ("carol", "Carol Cedar", &[]),
    ("dora", "Dora Doyle", &["mass_sender"]),
    ("erin", "Erin Elm", &["approver"]),
    ("frank", "Frank Fir", &["approver"]),
    ("grace", "Grace Gorse", &["administrator"]),
    ("heidi", "Heidi Holm", &[]),
];

/// A list as both tell it: local part, kind, numbered people, other members, named senders, owners, and
/// who decides about its members.
struct List {
    local: &'static str,
    kind: &'static str,
    numbered: std::ops::RangeInclusive<u32>,
    others: &'static [&'static str],
    senders: &'static [&'static str],
    owners: &'static [&'static str],
    made: Made,
}

/// How a list gets its members.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    ByHand,
    ByARuleWithoutACondition,
}

const NOBODY: std::ops::RangeInclusive<u32> = std::ops::RangeInclusive::new(1, 0);
const GROUP: List = List {
    local: "",
    kind: "group",
    numbered: NOBODY,
    others: &[],
    senders: &[],
    owners: &["heidi"],
    made: Made::ByHand,
};

const LISTS: [List; 7] = [
    List { local: "team", numbered: 1..=18, ..GROUP },
    // 110 people: a team of 18 in it, and 92 of its own.
    List { local: "department", numbered: 19..=110, others: &["team"], ..GROUP },
    List { local: "news", kind: "announce", numbered: 200..=259, others: &["bob"], senders: &["carol"], ..GROUP },
    // Nobody owns it: whoever has the role decides on what is held for it.
    List { local: "wing", numbered: 1_001..=1_600, owners: &[], ..GROUP },
    List { local: "talk", kind: "discussion", numbered: 120..=179, others: &["bob"], ..GROUP },
    List { local: "vacant", ..GROUP },
    List { local: "everybody", made: Made::ByARuleWithoutACondition, ..GROUP },
];

/// A list elsewhere.
const OUTSIDE_LIST: &str = "members@lists.partner.example";

/// An address of the hospital, or a whole one as it is.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn address(text: &str) -> Address {
    let whole = if text.contains('@') { text.to_owned() } else { format!("{text}@{DOMAIN}") };
    Address::parse(&whole).expect("an address")
}

/// The same as a recipient.
#[must_use]
pub fn contact(text: &str) -> Contact {
    Contact { name: None, address: address(text) }
}

/// What `levee directory import` reads.
#[must_use]
pub fn json_lines() -> String {
    let cast = CAST.iter().map(|(local, name, roles)| {
        json!({ "type": "person", "address": address(local), "name": name, "unit": "hospital/offices", "roles": roles })
    });
    let numbered = (1..=PEOPLE).map(|n| {
        json!({ "type": "person", "address": address(&format!("p{n}")), "name": format!("Person {n}"), "unit": "hospital/wards" })
    });
    let outside = json!({ "type": "outside_list", "address": OUTSIDE_LIST });
    let records = cast.chain(numbered).chain([outside]).chain(LISTS.iter().map(list_record));
    records.map(|record| format!("{record}\n")).collect()
}

fn list_record(list: &List) -> Value {
    let numbered = list.numbered.clone().map(|n| format!("p{n}"));
    let members: Vec<Address> =
        numbered.chain(list.others.iter().map(|other| (*other).to_owned())).map(|text| address(&text)).collect();
    let people = |named: &[&str]| named.iter().map(|local| address(local)).collect::<Vec<_>>();
    let mut record = json!({
        "type": "list", "address": address(list.local), "name": list.local, "kind": list.kind,
        "members": members, "senders": people(list.senders), "owners": people(list.owners),
    });
    if list.made == Made::ByARuleWithoutACondition {
        record["rule"] = json!("");
    }
    record
}

/// The same as a world of the guard (TOML), so that the guard can be asked by itself.
#[must_use]
pub fn world() -> String {
    let mut text =
        format!("domain = \"{DOMAIN}\"\nnow = 2026-03-02T10:00:00Z\naccepted = [\"{DOMAIN}\"]\nsub_address = \"+\"\n");
    let mut tell = |line: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    };
    tell(format!("[[people]]\nrange = \"p1..{PEOPLE}\"\nunit = \"hospital/wards\""));
    for (local, _, roles) in CAST {
        tell(format!("[[person]]\naddress = \"{local}\"\nunit = \"hospital/offices\"\nroles = {}", json!(roles)));
    }
    tell(format!("[[outside_list]]\naddress = \"{OUTSIDE_LIST}\""));
    for list in &LISTS {
        let mut members: Vec<String> = list.others.iter().map(|other| (*other).to_owned()).collect();
        if !list.numbered.is_empty() {
            members.push(format!("p{}..{}", list.numbered.start(), list.numbered.end()));
        }
        if list.made == Made::ByARuleWithoutACondition {
            members.push(format!("p1..{PEOPLE}"));
            members.extend(CAST.iter().map(|(local, _, _)| (*local).to_owned()));
        }
        let List { local, kind, senders, owners, .. } = list;
        tell(format!("[[list]]\naddress = \"{local}\"\nkind = \"{kind}\"\nmembers = {}", json!(members)));
        tell(format!("senders = {}\nowners = {}", json!(senders), json!(owners)));
        if list.made == Made::ByARuleWithoutACondition {
            tell("dynamic = true\nrule = \"empty\"".to_owned());
        }
    }
    text
}
