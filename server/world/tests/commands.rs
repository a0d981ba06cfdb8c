//! What `levee guard test` and `levee guard judge` print, and what they say of files that are wrong.

use levee_world::{judge_command, test_command};
use std::path::PathBuf;

const WORLD: &str = r#"
[world]
now = 2026-03-02T10:00:00Z
accepted = ["hosp.example"]
[[world.list]]
address = "Physio"
members = ["p1..26"]
owners = ["bob"]
daily = "26*30"
"#;

/// A folder with one case file in it.
fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cases.toml");
    std::fs::write(&path, text).expect("a file");
    (folder, path)
}

#[test]
fn judge_prints_one_object_for_each_case() {
    let case = r#"
[[case]]
name = "26 colleagues"
sender = "ann"
to = "physio"
[[case]]
name = "not known yet"
sender = "ann"
to = "physio"
unknown = ["audience"]
"#;
    let (_folder, path) = file(&format!("{WORLD}{case}"));
    let printed = judge_command(None, &path).expect("an answer").output;
    let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let expected = serde_json::json!([
        {
            "name": "26 colleagues", "ruling": "warn",
            "findings": [{
                "code": "AUD_LARGE", "ruling": "warn", "subject": null, "value": 26, "threshold": 25,
                "remedies": ["ask_approval"]
            }],
            "audience": {
                "people": 26, "external": 0, "disclosed": 1, "volume": 520_000, "unknown": 0,
                "lists": [{ "address": "physio@hosp.example", "size": 26 }]
            }
        },
        {
            "name": "not known yet", "ruling": "allow", "findings": [],
            "audience": {
                "people": null, "external": null, "disclosed": 1, "volume": null, "unknown": 0, "lists": []
            }
        }
    ]);
    assert_eq!(printed, expected);
}

#[test]
fn test_says_what_was_expected_and_what_came() {
    let cases = r#"
[[case]]
name = "right"
sender = "ann"
to = "bob"
expect = { ruling = "allow", codes = [], A = 1, lists = {} }
[[case]]
name = "wrong"
sender = "ann"
to = "physio"
expect = { ruling = "allow", codes = [], A = 25, lists = { physio = 26 }, remedies = ["wait"] }
"#;
    let (_folder, path) = file(&format!("{WORLD}{cases}"));
    let tested = test_command(None, &[path]).expect("cases");
    assert_eq!(
        tested.output,
        "ok right\n\
         FAILED wrong: expected ruling allow; codes []; A 25; remedy wait, \
         got ruling warn; codes [AUD_LARGE]; A 26; remedies [ask_approval]\n\
         1 passed, 1 failed\n"
    );
    assert_eq!((tested.passed, tested.failed), (1, 1));
}

#[test]
fn what_is_wrong_is_named() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (_folder, path) = file(text);
        let error = test_command(None, &[path]).expect_err("something is wrong").to_string();
        assert!(error.contains(expected), "{error}");
    }
    let case = "[[case]]\nname = \"c\"\nsender = \"ann\"\n";
    check(case, "no world; give one with --world");
    check(&format!("{WORLD}{case}colour = 1"), "unknown field `colour`");
    check(&format!("{WORLD}{case}colour = 1"), "line 13");
    check(
        &format!("{WORLD}[world.policy]\naudience.wran = 3\n{case}"),
        "world.policy.audience.wran: no such parameter",
    );
    check(&format!("{WORLD}[world.policy]\naudience.warn = \"3m\"\n{case}"), "no number of people");
    check(&format!("{WORLD}[[world.list]]\naddress = \"x\"\nkind = \"loud\"\n{case}"), "world.list x: kind: `loud`");
}

#[test]
fn a_case_that_cannot_be_judged_fails_alone() {
    let cases = r#"
[[case]]
name = "no address"
sender = "ann"
to = "a b@"
[[case]]
name = "no fact"
sender = "ann"
to = "bob"
unknown = ["weather"]
[[case]]
name = "right"
sender = "ann"
to = "bob"
expect = { ruling = "allow" }
"#;
    let (_folder, path) = file(&format!("{WORLD}{cases}"));
    let tested = test_command(None, std::slice::from_ref(&path)).expect("cases");
    let lines: Vec<&str> = tested.output.lines().collect();
    assert!(lines[0].starts_with("FAILED no address: expected a verdict, got "), "{}", lines[0]);
    assert!(lines[0].contains("case \"no address\".to: `a b@`"), "{}", lines[0]);
    assert!(lines[1].contains("case \"no fact\".unknown: `weather`"), "{}", lines[1]);
    assert_eq!(lines[2..], ["ok right", "1 passed, 2 failed"]);
    let judged = judge_command(None, &path).expect("cases");
    let answers: serde_json::Value = serde_json::from_str(&judged.output).expect("JSON");
    assert_eq!((answers[0]["name"].as_str(), answers[2]["ruling"].as_str()), (Some("no address"), Some("allow")));
    assert!(answers[1]["error"].as_str().is_some_and(|error| error.contains("weather")), "{answers}");
    assert_eq!(judged.wrong.len(), 2);
}
