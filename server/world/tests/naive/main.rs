//! The guard against a second implementation, written from the specification alone: sets of addresses
//! instead of bitmaps, each rule as the page says it. Both judge the same files; a difference is a
//! mistake of one of them.

mod audience;
mod case;
mod dice;
mod laws;
mod lists;
mod make_case;
mod make_change;
mod make_past;
mod make_world;
mod notation;
mod rules;
mod storms;
mod tiers;
mod verdict;
mod world;

use case::Case;
use dice::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml::Table;
use verdict::{Finding, ruling};
use world::World;

/// What both must agree on, as text that can be compared and read.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    ruling: String,
    findings: BTreeSet<String>,
    numbers: String,
    lists: BTreeMap<String, Option<i64>>,
}

/// The answers of the naive implementation to a file of cases.
fn naive(world: Option<&Table>, file: &Table) -> Vec<(String, Answer)> {
    let base = file.get("world").and_then(toml::Value::as_table).or(world).expect("a world");
    let shared = World::read(base);
    let mut answers = Vec::new();
    for table in notation::tables(file, "case") {
        let own = table.contains_key("world").then(|| changed_world(base, table));
        let world = own.as_ref().unwrap_or(&shared);
        let case = Case::read(table, world);
        let findings = verdict::verdict(world, &case);
        answers.push((case.name.clone(), answer(world, &case, &findings)));
    }
    answers
}

fn answer(world: &World, case: &Case, findings: &[Finding]) -> Answer {
    let known = case.knows("audience");
    let people = known.then_some(case.audience.len() as i64);
    let external = case.audience.iter().filter(|one| !world.is_inside(one)).count() as i64;
    let volume = people.filter(|_| case.knows("size")).map(|people| people * case.size);
    Answer {
        ruling: format!("{:?}", ruling(findings)).to_lowercase(),
        findings: findings
            .iter()
            .map(|f| {
                shown(f.code, &format!("{:?}", f.ruling).to_lowercase(), f.subject.as_deref(), f.value.or(Some(0)))
            })
            .collect(),
        numbers: format!(
            "A {people:?} E {:?} D {} V {volume:?} unknown {}",
            known.then_some(external),
            case.disclosed,
            case.outside_lists()
        ),
        lists: if known { case.reached.lists.clone() } else { BTreeMap::new() },
    }
}

fn shown(code: &str, ruling: &str, subject: Option<&str>, value: Option<i64>) -> String {
    // The page gives these two no subject, and this one no single number.
    let subject = subject.filter(|_| !["AUTO_TO_LIST", "DUP_BROADCAST"].contains(&code));
    let value = value.filter(|_| code != "RA_HANDMADE");
    format!("{code} {ruling} {} {value:?}", subject.unwrap_or("-"))
}

/// The product's answers to the same file.
fn product(world: Option<&Path>, file: &Path) -> Vec<(String, Answer)> {
    let results = levee_world::run(world, &[file.to_owned()]).unwrap_or_else(|e| panic!("{e}"));
    results
        .iter()
        .map(|result| {
            assert_eq!(result.wrong, None);
            let json = &result.answer;
            let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
            let finding = |f: &serde_json::Value| {
                shown(
                    f["code"].as_str().unwrap(),
                    f["ruling"].as_str().unwrap(),
                    f["subject"].as_str(),
                    f["value"].as_i64(),
                )
            };
            let audience = &json["audience"];
            let findings: BTreeSet<String> = json["findings"].as_array().unwrap().iter().map(finding).collect();
            let numbers = format!(
                "A {:?} E {:?} D {} V {:?} unknown {}",
                audience["people"].as_i64(),
                audience["external"].as_i64(),
                audience["disclosed"],
                audience["volume"].as_i64(),
                audience["unknown"]
            );
            let lists = audience["lists"].as_array().unwrap();
            let lists = lists.iter().map(|l| (text(&l["address"]), l["size"].as_i64())).collect();
            (result.name.clone(), Answer { ruling: text(&json["ruling"]), findings, numbers, lists })
        })
        .collect()
}

/// Where the two differ, as text; empty when they agree.
fn differences(world: Option<(&Path, &Table)>, path: &Path, text: &str) -> Vec<String> {
    let table: Table = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
    let naive = naive(world.map(|w| w.1), &table);
    let product = product(world.map(|w| w.0), path);
    assert_eq!(naive.len(), product.len());
    let pairs = naive.into_iter().zip(product).filter(|(n, p)| n.1 != p.1);
    pairs.map(|(n, p)| format!("{}\n  naive   {:?}\n  product {:?}", n.0, n.1, p.1)).collect()
}

#[test]
fn they_agree_on_every_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/guard/cases");
    let scratch = tempfile::tempdir().unwrap();
    // Fewer people are enough here, and quick.
    let smaller =
        |path: &Path| std::fs::read_to_string(path).unwrap().replace("840000", "8400").replace("22000", "6000");
    let world_path = scratch.path().join("world.toml");
    let world_text = smaller(&folder.join("world.toml"));
    std::fs::write(&world_path, &world_text).unwrap();
    let world: Table = world_text.parse().unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml") && !path.ends_with("world.toml"));
    let mut all = Vec::new();
    for file in files {
        let path = scratch.path().join(file.file_name().unwrap());
        let text = smaller(&file);
        std::fs::write(&path, &text).unwrap();
        all.extend(differences(Some((&world_path, &world)), &path, &text));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// A file of one random world and its cases.
fn made(seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut text = make_world::world(&mut dice);
    let table: Table = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
    let world = World::read(table["world"].as_table().unwrap());
    for number in 0..8 {
        text.push_str(&make_case::case(&mut dice, &world, number));
    }
    text
}

/// Where the two differ on a text, if it is a file of cases at all.
fn differ(text: &str) -> Vec<String> {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("cases.toml");
    std::fs::write(&path, text).unwrap();
    differences(None, &path, text)
}

/// Leaves out every line that the difference does not need.
fn shrunk(text: &str) -> String {
    let still = |lines: &[&str]| {
        let text = lines.join("\n");
        std::panic::catch_unwind(|| !differ(&text).is_empty()).unwrap_or(false)
    };
    let mut lines: Vec<&str> = text.lines().collect();
    let mut chunk = lines.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        while at < lines.len() {
            let mut fewer = lines.clone();
            fewer.drain(at..(at + chunk).min(lines.len()));
            if still(&fewer) {
                lines = fewer;
            } else {
                at += chunk;
            }
        }
        chunk /= 2;
    }
    lines.join("\n")
}

/// The world in which one case stands.
fn changed_world(base: &Table, case: &Table) -> World {
    match case.get("world") {
        Some(over) => World::read(&world::laid_over(base, over.as_table().unwrap())),
        None => World::read(base),
    }
}

/// Seeds of the files to make; other ones and more of them as proptest is told, by `PROPTEST_RNG_SEED`
/// and `PROPTEST_CASES`.
fn seeds(files: u64) -> std::ops::Range<u64> {
    let told = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let first = told("PROPTEST_RNG_SEED").unwrap_or(0);
    first..first + told("PROPTEST_CASES").unwrap_or(files)
}

/// Files of eight cases.
const FILES: u64 = 60;

#[test]
fn they_agree_on_random_worlds() {
    let mut wrong = Vec::new();
    for seed in seeds(FILES) {
        let text = made(seed);
        if !differ(&text).is_empty() {
            // Shrinking tries much that is no file of cases.
            let hook = std::panic::take_hook();
            std::panic::set_hook(Box::new(|_| {}));
            let text = shrunk(&text);
            std::panic::set_hook(hook);
            wrong.push(format!("seed {seed}\n{text}\n{}", differ(&text).join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_fires_often() {
    let mut seen: BTreeMap<String, usize> = CODES.iter().map(|code| ((*code).to_owned(), 0)).collect();
    for seed in 0..FILES {
        for (_, answer) in naive(None, &made(seed).parse().unwrap()) {
            for finding in answer.findings {
                let code = finding.split(' ').next().unwrap();
                *seen.get_mut(code).unwrap_or_else(|| panic!("{code} is no code")) += 1;
            }
        }
    }
    let rare: Vec<_> = seen.iter().filter(|(_, times)| **times < 3).collect();
    assert!(rare.is_empty(), "{rare:?}");
}

/// Every code of the specification that a judgement can give.
const CODES: [&str; 38] = [
    "AUD_LARGE",
    "AUD_CONFIRM",
    "AUD_HOLD",
    "AUD_MAX",
    "RA_LARGE",
    "RA_MASS",
    "RA_ON_BCC",
    "REPLYTO_LIST",
    "RA_HANDMADE",
    "LIST_ANNOUNCE",
    "LIST_RESTRICTED",
    "LIST_SIZE_JUMP",
    "LIST_NEW",
    "LIST_RULE_UNSCOPED",
    "LIST_EMPTY",
    "AUD_UNKNOWN",
    "AUD_UNAVAILABLE",
    "AUD_STALE",
    "AUD_DRIFT",
    "NO_EFFECTIVE_RECIPIENT",
    "VOL_CONFIRM",
    "VOL_HOLD",
    "VOL_MAX",
    "DISCLOSE",
    "LOOKALIKE_DOMAIN",
    "RATE_DAY",
    "RATE_MINUTE",
    "SPLIT_SEND",
    "DUP_BROADCAST",
    "LOOKS_LIKE_TEST",
    "AUTO_TO_LIST",
    "RECALL_FANOUT",
    "ATTACH_MISSING",
    "STORM",
    "ESTOP",
    "ESTOP_UNSURE",
    "BREAK_GLASS",
    "AUD_CHANGED",
];
