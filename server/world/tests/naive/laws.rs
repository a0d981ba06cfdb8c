//! The laws of SPEC 18 on whole worlds, through the product's own directory: what they say of recipients,
//! numbers, knowledge and remedies holds for messages, not only for facts.

use crate::case::Case;
use crate::dice::Dice;
use crate::make_case::UNKNOWN;
use crate::world::World;
use crate::{changed_world, made, seeds};
use serde_json::Value as Json;
use toml::{Table, Value};

/// Files of eight cases for each law.
const FILES: u64 = 16;

const FIELDS: [&str; 4] = ["to", "cc", "bcc", "resent_to"];

/// Numbers that A, E, D, V, s, n, u, d or a rate has to reach.
const REACHED: [&str; 22] = [
    "audience.warn",
    "audience.confirm",
    "audience.hold",
    "audience.block",
    "audience.permit",
    "reply_all.warn",
    "reply_all.confirm",
    "reply_all.block",
    "discussion.confirm",
    "reply_to.confirm",
    "list.new_size",
    "volume.confirm",
    "volume.hold",
    "volume.max",
    "disclose.warn",
    "disclose.confirm",
    "rate.day",
    "rate.minute",
    "recall.max",
    "storm.min_audience",
    "storm.budget",
    "stop.min_audience",
];

/// Judges every case of every file as it is and as `change` leaves it; `change` says whether the law
/// speaks of it. Returns how many it spoke of.
fn compare(
    change: impl Fn(&mut Dice, &World, &mut Table) -> bool,
    check: impl Fn(&World, (&Table, &Json), (&Table, &Json)),
) -> usize {
    let mut spoken_of = 0;
    for seed in seeds(FILES) {
        let mut dice = Dice::new(!seed);
        let file: Table = made(seed).parse().unwrap();
        let base = file["world"].as_table().unwrap();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for case in file["case"].as_array().unwrap() {
            let case = case.as_table().unwrap();
            let mut changed = case.clone();
            if change(&mut dice, &changed_world(base, case), &mut changed) {
                before.push(case.clone());
                after.push(changed);
            }
        }
        spoken_of += before.len();
        let pairs = judged(base, &before).into_iter().zip(judged(base, &after));
        for ((one, other), (json, changed)) in before.iter().zip(&after).zip(pairs) {
            check(&changed_world(base, one), (one, &json), (other, &changed));
        }
    }
    spoken_of
}

/// What the product says of some cases in a world.
fn judged(world: &Table, cases: &[Table]) -> Vec<Json> {
    let mut file = Table::new();
    file.insert("world".to_owned(), world.clone().into());
    file.insert("case".to_owned(), cases.to_vec().into());
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("cases.toml");
    std::fs::write(&path, toml::to_string(&file).unwrap()).unwrap();
    let judged = levee_world::judge_command(None, &path).unwrap_or_else(|e| panic!("{e}"));
    assert!(judged.wrong.is_empty(), "{:?}", judged.wrong);
    serde_json::from_str(&judged.output).unwrap()
}

fn severity(json: &Json) -> usize {
    let ruling = json["ruling"].as_str().unwrap();
    ["allow", "warn", "confirm", "hold", "block"].iter().position(|one| *one == ruling).unwrap()
}

/// The findings as text, remedies left out, those of some codes too.
fn findings(json: &Json, without: &[&str]) -> Vec<String> {
    let kept = |f: &&Json| !without.contains(&f["code"].as_str().unwrap());
    let all = json["findings"].as_array().unwrap().iter().filter(kept);
    let mut all: Vec<String> =
        all.map(|f| format!("{} {} {} {}", f["code"], f["ruling"], f["subject"], f["value"])).collect();
    all.sort();
    all
}

fn has(json: &Json, code: &str) -> bool {
    json["findings"].as_array().unwrap().iter().any(|f| f["code"] == code)
}

fn entries(case: &Table, field: &str) -> Vec<String> {
    crate::notation::texts(case, field)
}

fn set(case: &mut Table, field: &str, all: Vec<String>) {
    if all.is_empty() {
        case.remove(field);
    } else {
        case.insert(field.to_owned(), all.into());
    }
}

#[test]
fn law_1_order_case_and_duplicates_change_nothing() {
    let change = |dice: &mut Dice, world: &World, case: &mut Table| {
        for field in FIELDS {
            let mut all = entries(case, field);
            all.reverse();
            for one in &mut all {
                let own = one
                    .rsplit_once('@')
                    .is_none_or(|(_, domain)| world.is_inside(&format!("x@{}", domain.to_lowercase())));
                if own && dice.once_in(2) && !one.contains(['"', '<', ':', ';']) {
                    *one = one.to_uppercase();
                }
            }
            let again: Vec<String> = all.iter().filter(|_| dice.once_in(3)).cloned().collect();
            all.extend(again);
            set(case, field, all);
        }
        true
    };
    compare(change, |_, (case, one), (changed, other)| {
        assert_eq!(findings(one, &[]), findings(other, &[]), "{case}\n\n{changed}");
        assert_eq!(one["audience"], other["audience"], "{case}\n\n{changed}");
    });
}

#[test]
fn law_1_the_field_changes_nothing_but_what_is_disclosed() {
    let change = |dice: &mut Dice, _: &World, case: &mut Table| {
        let mut fields: [Vec<String>; 3] = Default::default();
        for one in FIELDS[..3].iter().flat_map(|field| entries(case, field)) {
            fields[dice.number(0, 2) as usize].push(one);
        }
        for (field, all) in FIELDS.iter().zip(fields) {
            set(case, field, all);
        }
        // Of two readings the softer one counts, and what is disclosed may say which that is.
        !case.contains_key("unknown")
    };
    compare(change, |_, (case, one), (changed, other)| {
        assert_eq!(findings(one, &["DISCLOSE"]), findings(other, &["DISCLOSE"]), "{case}\n\n{changed}");
        assert_eq!(one["audience"]["people"], other["audience"]["people"], "{case}");
    });
}

#[test]
fn law_2_one_more_recipient_never_lowers_a_ruling() {
    let change = |dice: &mut Dice, _: &World, case: &mut Table| {
        let more =
            dice.pick(&["p333", "l1", "l2", "l3", "x@other.example", "ext@lists.partner.example", "p1..9", "bob"]);
        let field = dice.pick(&FIELDS[..3]);
        let mut all = entries(case, field);
        all.push(more.to_owned());
        set(case, field, all);
        // What was confirmed or is only observed is not what the law is about.
        !["unknown", "confirmation", "observe"].iter().any(|key| case.contains_key(*key))
    };
    let check = |world: &World, (case, one): (&Table, &Json), (changed, other): (&Table, &Json)| {
        let (before, after) = (Case::read(case, world), Case::read(changed, world));
        let columns = |case: &Case| crate::verdict::columns(world, case);
        let excepted = has(one, "NO_EFFECTIVE_RECIPIENT")
            || columns(&after).iter().zip(columns(&before)).any(|(after, before)| *after && !before)
            || after.habit() != before.habit()
            || has(one, "RA_HANDMADE")
            || has(other, "RA_HANDMADE")
            || has(one, "STORM") && !has(other, "STORM");
        assert!(excepted || severity(other) >= severity(one), "{case}\n\n{changed}\n{one}\n{other}");
    };
    compare(change, check);
}

#[test]
fn law_3_a_lower_number_never_lowers_a_ruling() {
    let change = |dice: &mut Dice, world: &World, case: &mut Table| {
        let name = dice.pick(&REACHED);
        let value = world.parameter(name);
        let lower = dice.number(value / 3, value - 1).max(1);
        let (group, key) = name.split_once('.').unwrap();
        let own = case.entry("world").or_insert_with(|| Table::new().into()).as_table_mut().unwrap();
        let untouched = !own.contains_key("policy") && !own.contains_key("preset");
        let policy: Table = format!("{group}.{key} = {lower}").parse().unwrap();
        own.insert("policy".to_owned(), policy.into());
        let after = |other: &str| if other == name { lower } else { world.parameter(other) };
        let ordered = |chain: &[&str]| chain.windows(2).all(|two| after(two[0]) <= after(two[1]));
        untouched
            && !case.contains_key("confirmation")
            && !case.contains_key("observe")
            && ordered(&REACHED[..5])
            && ordered(&[
                "reply_all.warn",
                "reply_all.confirm",
                "reply_all.block",
                "discussion.confirm",
                "audience.block",
            ])
            && after("reply_all.warn") <= after("audience.warn")
            && after("reply_all.confirm") <= after("audience.confirm")
            && after("reply_all.block") <= after("audience.hold")
    };
    let spoken_of = compare(change, |_, (case, one), (changed, other)| {
        assert!(severity(other) >= severity(one), "{case}\n\n{changed}\n{one}\n{other}");
    });
    assert!(spoken_of > 20, "{spoken_of}");
}

#[test]
fn law_4_fewer_known_facts_never_raise_a_ruling() {
    let change = |dice: &mut Dice, _: &World, case: &mut Table| {
        let mut unknown = entries(case, "unknown");
        unknown.extend((0..dice.number(1, 3)).map(|_| dice.pick(&UNKNOWN).to_owned()));
        set(case, "unknown", unknown);
        true
    };
    compare(change, |_, (case, one), (changed, other)| {
        assert!(severity(other) <= severity(one), "{case}\n\n{changed}\n{one}\n{other}");
    });
}

#[test]
fn law_5_every_channel_gives_the_same_verdict() {
    let change = |dice: &mut Dice, _: &World, case: &mut Table| {
        // Without a button the headers of SMTP say what it is.
        let kind = case.contains_key("kind") || case.get("channel").and_then(Value::as_str) != Some("smtp");
        case.entry("kind").or_insert_with(|| "new".into());
        case.insert("channel".to_owned(), dice.pick(&["web", "smtp", "api"]).into());
        kind && !case.contains_key("unknown")
    };
    compare(change, |_, (case, one), (changed, other)| {
        assert_eq!(findings(one, &["ATTACH_MISSING"]), findings(other, &["ATTACH_MISSING"]), "{case}\n\n{changed}");
    });
    compare(|_, _, _| true, |_, (_, one), (case, other)| assert_eq!(one, other, "{case}"));
}

#[test]
fn laws_6_and_7_every_finding_has_a_way_out_and_none_is_stricter() {
    let mut tried = 0;
    for seed in seeds(FILES) {
        let file: Table = made(seed).parse().unwrap();
        let base = file["world"].as_table().unwrap();
        let cases: Vec<Table> =
            file["case"].as_array().unwrap().iter().map(|c| c.as_table().unwrap().clone()).collect();
        let (mut changed, mut most) = (Vec::new(), Vec::new());
        for (case, json) in cases.iter().zip(judged(base, &cases)) {
            for finding in json["findings"].as_array().unwrap().iter().filter(|f| f["ruling"] != "allow") {
                let remedies = finding["remedies"].as_array().unwrap();
                assert!(!remedies.is_empty(), "{finding}\n{case}");
                for remedy in remedies {
                    let world = changed_world(base, case);
                    if let Some(after) = remedied(&world, case, remedy.as_str().unwrap()) {
                        changed.push(after);
                        most.push(json.clone());
                    }
                }
            }
        }
        tried += changed.len();
        for ((after, case), before) in judged(base, &changed).iter().zip(&changed).zip(most) {
            assert!(severity(after) <= severity(&before), "{case}\n{before}\n{after}");
        }
    }
    assert!(tried > 50, "{tried}");
}

/// The case as a remedy leaves it, where a case can say that.
fn remedied(world: &World, case: &Table, remedy: &str) -> Option<Table> {
    let mut case = case.clone();
    case.remove("confirmation");
    let means =
        |entry: &str, wanted: &str| !entry.contains([':', '<', ',']) && world.target(&world.short(entry)) == wanted;
    match remedy.split_once(':') {
        Some(("remove", wanted)) => {
            // Without its last Resent-To a message would not be a resent one.
            if case.contains_key("resent_to") {
                return None;
            }
            for field in FIELDS {
                let left =
                    entries(&case, field).into_iter().filter(|entry| entry.contains("..") || !means(entry, wanted));
                let left: Vec<String> = left.collect();
                if left.iter().any(|entry| entry.contains("..") || entry.contains([':', '<', ','])) {
                    return None;
                }
                set(&mut case, field, left);
            }
        }
        None if remedy == "attach" => {
            case.insert("attachments".to_owned(), vec!["a.pdf"].into());
        }
        None if remedy == "reply_to_sender" => {
            // Who does not know the parent cannot say who its author is.
            if entries(&case, "unknown").iter().any(|fact| fact == "parent") {
                return None;
            }
            let author = case.get("parent")?.get("from")?.clone();
            for field in FIELDS {
                case.remove(field);
            }
            case.insert("to".to_owned(), author);
            case.insert("kind".to_owned(), "reply".into());
        }
        None if remedy == "move_to_bcc" => {
            let mut hidden = entries(&case, "bcc");
            for field in ["to", "cc"] {
                let outside = |entry: &String| entry.ends_with("@other.example") || entry.ends_with("@outside.example");
                let (moved, left): (Vec<_>, Vec<_>) = entries(&case, field).into_iter().partition(outside);
                hidden.extend(moved);
                set(&mut case, field, left);
            }
            set(&mut case, "bcc", hidden);
        }
        _ => return None,
    }
    Some(case)
}

#[test]
fn law_8_expansion_ends_on_every_graph() {
    const LISTS: usize = 120;
    let mut text = String::from("[world]\nnow = 2026-03-02T10:00:00Z\naccepted = [\"hosp.example\"]\n");
    let all: Vec<String> = (0..LISTS).map(|n| format!("\"l{n}\"")).collect();
    for n in 0..LISTS {
        let address = &all[n];
        text.push_str(&format!("[[world.list]]\naddress = {address}\nmembers = [\"p{n}\", {}]\n", all.join(", ")));
    }
    let world: Table = text.parse().unwrap();
    let case: Table = "name = \"a knot\"\nsender = \"ann\"\nto = \"l7\"".parse().unwrap();
    let json = &judged(world["world"].as_table().unwrap(), &[case])[0];
    assert_eq!(json["audience"]["people"], LISTS);
    let lists = json["audience"]["lists"].as_array().unwrap();
    assert_eq!(lists.len(), LISTS);
    assert!(lists.iter().all(|list| list["size"] == LISTS));
}
