//! Files of worlds and cases with mistakes in them: each is judged or refused in words, none panics.

use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The lines of every case file of the guard, each file as one; its cases are kept few.
static FILES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../app/guard/cases");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml") && !path.ends_with("world.toml"));
    paths.sort();
    let lines = |path: &PathBuf| std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
    paths.iter().map(lines).collect()
});

/// A small world for them.
const WORLD: &str = r#"
[world]
now = 2026-03-02T10:00:00Z
accepted = ["hosp.example"]
sub_address = "+"
[world.alias_domains]
"hosp-alias.example" = "hosp.example"
[world.policy]
storm.min_audience = 50
[[world.people]]
range = "p1..200"
unit = "trust"
[[world.person]]
address = "dora"
roles = ["mass_sender"]
[[world.list]]
address = "physio"
members = ["p14..73", "dept"]
daily = "60*30"
[[world.list]]
address = "dept"
dynamic = true
scope = "trust"
members = ["physio", "p1..30"]
owners = ["bob"]
created = "-3h"
"#;

/// What takes the place of a value.
const VALUES: [&str; 28] = [
    "0",
    "1",
    "-1",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "-9223372036854775808",
    "4294967295",
    "0.5",
    "1e300",
    "nan",
    "true",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "\"p1..4294967295\"",
    "[\"p1..4294967295\"]",
    "\"-99999999999999999d\"",
    "\"106751991167d\"",
    "\"-106751991167d\"",
    "\"60*4294967295\"",
    "\"@\"",
    "\"a@b@c\"",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:60+23:59",
    "\"\\u0000\"",
    "\"never\"",
];

#[derive(Clone, Debug)]
enum Change {
    LeaveOut,
    Twice,
    Value(&'static str),
    Character(usize, char),
    Number(u64),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::LeaveOut),
        Just(Change::Twice),
        proptest::sample::select(VALUES.to_vec()).prop_map(Change::Value),
        (any::<usize>(), any::<char>()).prop_map(|(at, c)| Change::Character(at, c)),
        prop_oneof![0..30_u64, any::<u64>(), Just(u64::MAX)].prop_map(Change::Number),
    ]
}

/// The line with a change in it.
fn changed(line: &str, change: &Change) -> String {
    match change {
        Change::LeaveOut => String::new(),
        Change::Twice => format!("{line}\n{line}"),
        Change::Value(value) => match line.split_once(" = ") {
            Some((key, _)) => format!("{key} = {value}"),
            None => line.to_owned(),
        },
        Change::Character(at, c) => {
            let mut all: Vec<char> = line.chars().collect();
            if !all.is_empty() {
                let at = at % all.len();
                all[at] = *c;
            }
            all.into_iter().collect()
        }
        Change::Number(number) => {
            let start = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
            let rest = line[start..].trim_start_matches(|c: char| c.is_ascii_digit());
            if start == line.len() { line.to_owned() } else { format!("{}{number}{rest}", &line[..start]) }
        }
    }
}

/// One case of a file, from its heading to the next.
fn one_case(lines: &[String], at: usize) -> Vec<String> {
    let heads: Vec<usize> = (0..lines.len()).filter(|n| lines[*n] == "[[case]]").collect();
    let head = at % heads.len();
    let end = heads.get(head + 1).copied().unwrap_or(lines.len());
    lines[heads[head]..end].to_vec()
}

/// Judges a text twice; what was said, or why it was refused.
fn judged(text: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.toml");
    std::fs::write(&path, text).unwrap();
    let once = || {
        let judged = levee_world::judge_command(None, &path).map_err(|e| e.to_string())?;
        if judged.wrong.is_empty() { Ok(judged.output) } else { Err(judged.wrong.join("; ")) }
    };
    let said = once();
    assert_eq!(said, once(), "{text}");
    said
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.div_ceil(4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_file_with_mistakes_is_judged_or_refused(
        file in any::<usize>(), case in any::<usize>(),
        changes in proptest::collection::vec((any::<usize>(), change()), 1..4),
    ) {
        let lines = &FILES[file % FILES.len()];
        let mut text: Vec<String> = WORLD.lines().map(str::to_owned).collect();
        text.extend(one_case(lines, case));
        for (at, change) in &changes {
            let at = at % text.len();
            text[at] = changed(&text[at], change);
        }
        let text = text.join("\n");
        if let Err(problem) = judged(&text) {
            prop_assert!(problem.contains("cases.toml"), "{problem}");
            prop_assert!(problem.len() < 10_000, "{problem}");
        }
    }
}
