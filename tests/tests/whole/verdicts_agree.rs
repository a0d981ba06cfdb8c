//! The guard by itself, the page with the server's facts, and the milter: one message, one verdict, except for
//! what the guard's specification (section 13) says of channels.

use levee_contract::OutboxState;
use levee_guard::{Message, judge};
use levee_tests::{House, MailProgram, address, draft, world};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// How far a message can go here: the mail server of the tests sends nothing outside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ways {
    Page,
    PageAndSmtp,
}

/// A message: its name (its subject, unless it is given), sender, recipients (ranges too), text, ways.
type Case = (&'static str, &'static str, &'static [&'static str], &'static str, Ways);

use Ways::{Page, PageAndSmtp};
const CASES: [Case; 17] = [
    ("three colleagues", "p351", &["alice", "bob", "carol"], "Hello.", PageAndSmtp),
    ("24 colleagues", "p352", &["p100..123"], "Hello.", PageAndSmtp),
    ("25 colleagues", "p353", &["p100..124"], "Hello.", PageAndSmtp),
    ("a team and one of its members", "p354", &["team", "p3"], "Hello.", PageAndSmtp),
    ("a team, by one of its members", "p7", &["team"], "Hello.", PageAndSmtp),
    ("a department", "p355", &["department"], "Hello.", PageAndSmtp),
    ("a department, by a mass sender", "dora", &["department"], "Hello all.", PageAndSmtp),
    ("a department, by its owner", "heidi", &["department"], "Hello there.", PageAndSmtp),
    ("a wing", "p356", &["wing"], "Hello.", PageAndSmtp),
    ("a wing, by a mass sender", "dora", &["wing"], "Hello wing.", PageAndSmtp),
    ("everybody", "p357", &["everybody"], "Hello.", PageAndSmtp),
    ("everybody, by a mass sender", "dora", &["everybody"], "Hello everybody.", PageAndSmtp),
    ("news, by anybody", "p358", &["news", "alice"], "Hello.", PageAndSmtp),
    ("news, by its named sender", "carol", &["news"], "Hello readers.", PageAndSmtp),
    ("an attachment forgotten", "p359", &["alice"], "See the attachment.", PageAndSmtp),
    (
        "outside, visible to all",
        "p360",
        &["p100..118", "members@lists.partner.example", "gp@h0sp.example"],
        "Hello.",
        Page,
    ),
    ("a list of nobody", "p361", &["vacant"], "Hello.", Page),
];

#[test]
fn one_message_has_one_verdict() {
    let Some(house) = House::shared() else { return };
    let [page_alone, smtp_alone] = ["web", "smtp"].map(|channel| judged_alone(&house.path(""), channel));
    let mut rulings = BTreeSet::new();
    for (n, (name, sender, to, text, ways)) in CASES.iter().enumerate() {
        let to = recipients(to);
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let draft = draft(&to, name, text);
        let audience = house.browser(sender).audience(&draft).expect("counted");
        let message = Message { subject: draft.subject, text: draft.text, ..Message::default() };
        let verdict = judge(&message, &audience.facts, &audience.policy.policy);
        let findings: BTreeSet<String> = verdict
            .findings
            .iter()
            .map(|f| json!([f.code, f.ruling, f.subject, f.value, f.threshold]).to_string())
            .collect();
        assert_eq!(findings, told(&page_alone[n]), "{name}: the page and the guard by itself");
        assert_eq!(audience.people, page_alone[n]["audience"]["people"], "{name}");
        rulings.insert(verdict.ruling());

        if *ways == PageAndSmtp {
            let own = address(sender).to_string();
            let mut program = MailProgram::sign_in(house.submission(), &own, house.password());
            let whole: Vec<String> = to.iter().map(|to| address(to).to_string()).collect();
            let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
            let visible = whole.join(",\n ");
            let reply = program.send(&whole, &format!("From: {own}\nTo: {visible}\nSubject: {name}\n\n{text}\n"));
            let said = (reply.code != 250)
                .then(|| reply.text.rsplit_once(" [").expect("a code").1.split(' ').next().expect("a code"));
            assert_eq!(said, refused_for(&smtp_alone[n]), "{name}: by SMTP {reply:?}");
            let rows = house.browser(sender).outbox().expect("the outbox");
            let state = rows.iter().find(|row| row.subject == *name).map(|row| &row.state);
            match smtp_alone[n]["ruling"].as_str() {
                Some("confirm") => assert!(matches!(state, Some(OutboxState::Asks { .. })), "{name}: {state:?}"),
                Some("hold") => assert!(matches!(state, Some(OutboxState::Held { .. })), "{name}: {state:?}"),
                _ => assert_eq!(state, None, "{name}"),
            }
        }
    }
    assert_eq!(rulings.len(), 5, "the cases show every ruling: {rulings:?}");
}

/// The code that a mail program is told, when the message is refused (section 13: what would ask or hold is
/// accepted, and kept).
fn refused_for(alone: &Value) -> Option<&str> {
    let ruling = alone["ruling"].as_str().expect("a ruling");
    let findings = alone["findings"].as_array().expect("findings");
    let strictest = findings.iter().find(|finding| finding["ruling"] == ruling);
    (ruling == "block").then(|| strictest.and_then(|f| f["code"].as_str()).expect("a finding"))
}

/// Code, ruling, subject, value and threshold of each finding.
fn told(alone: &Value) -> BTreeSet<String> {
    let findings = alone["findings"].as_array().expect("findings");
    let one = |f: &Value| json!([f["code"], f["ruling"], f["subject"], f["value"], f["threshold"]]).to_string();
    findings.iter().map(one).collect()
}

/// Every case as the guard judges it in the world of the house, without any server.
fn judged_alone(folder: &Path, channel: &str) -> Vec<Value> {
    let (world_file, case_file) = (folder.join("world.toml"), folder.join(format!("cases-{channel}.toml")));
    std::fs::write(&world_file, world()).expect("written");
    let case = |(name, sender, to, text, _): &Case| {
        let fields = [
            ("name", json!(name)),
            ("sender", json!(sender)),
            ("to", json!(to)),
            ("subject", json!(name)),
            ("text", json!(text)),
        ];
        let lines: Vec<String> = fields.iter().map(|(field, value)| format!("{field} = {value}\n")).collect();
        format!("[[case]]\n{}channel = \"{channel}\"\nexpect = {{}}\n", lines.concat())
    };
    std::fs::write(&case_file, CASES.iter().map(case).collect::<String>()).expect("written");
    let results = levee_world::run(Some(&world_file), &[case_file]).unwrap_or_else(|error| panic!("{error}"));
    results.into_iter().map(|result| result.answer).collect()
}

/// `p100..124` stands for 25 people.
fn recipients(to: &[&str]) -> Vec<String> {
    let each = |text: &&str| match text.strip_prefix('p').and_then(|range| range.split_once("..")) {
        Some((first, last)) => {
            let number = |text: &str| text.parse::<u32>().expect("a number");
            (number(first)..=number(last)).map(|n| format!("p{n}")).collect()
        }
        None => vec![(*text).to_owned()],
    };
    to.iter().flat_map(each).collect()
}
