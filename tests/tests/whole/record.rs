//! Mail of the past fills the record: logs are read once however often they are given, and a replay finds them.

use levee_contract::VerdictPage;
use levee_guard::Ruling;
use levee_tests::House;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// RFC 3339, so many days ago.
fn days_ago(days: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let mut date = Command::new("date");
    let out = date.args(["-u", "-Iseconds", "-d", &format!("@{}", now - days * 86_400)]).output().expect("date runs");
    String::from_utf8(out.stdout).expect("text").trim().to_owned()
}

/// A message as Postfix writes it down.
fn logged(id: &str, sender: &str, to: &[&str], days: u64) -> String {
    let at = days_ago(days);
    let mut log = format!(
        "{at} mail postfix/submission/smtpd[1]: {id}: client=ward[10.0.0.9], sasl_method=PLAIN, sasl_username={sender}@hosp.example\n\
         {at} mail postfix/cleanup[1]: {id}: message-id=<{id}@ward>\n\
         {at} mail postfix/qmgr[1]: {id}: from=<{sender}@hosp.example>, size=900, nrcpt={} (queue active)\n",
        to.len()
    );
    for one in to {
        log += &format!(
            "{at} mail postfix/lmtp[1]: {id}: to=<p1@hosp.example>, orig_to=<{one}@hosp.example>, status=sent (ok)\n"
        );
    }
    log + &format!("{at} mail postfix/qmgr[1]: {id}: removed\n")
}

#[test]
fn a_log_read_twice_is_filed_once_and_a_replay_judges_it() {
    let Some(house) = House::start() else { return };
    let log = [
        logged("4TkQ2z1b", "bob", &["wing"], 3),
        logged("4TkQ2z1c", "alice", &["team", "p500"], 2),
        logged("4TkQ2z1d", "carol", &["dora"], 2),
        logged("4TkQ2z1e", "bob", &["wing"], 120),
        "2026-13-20T10:00:00Z mail postfix/cleanup[1]: 4TkQ2z1f: message-id=<x@ward>\n".to_owned(),
    ]
    .concat();
    let file = house.path("mail.log");
    fs::write(&file, &log).expect("a log");
    let zipped = Command::new("gzip").args(["-kf", &file.display().to_string()]).status();
    assert!(zipped.expect("gzip runs").success());

    let import = |file: &str| {
        let done = house.run(&["record", "import", &house.path(file).display().to_string()]);
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        assert!(done.status.success(), "{}", text(&done.stderr));
        (text(&done.stdout), text(&done.stderr))
    };
    let (said, unread) = import("mail.log");
    assert_eq!(
        said,
        "2 messages filed, 0 were filed before\n\
         passed over: 1 to fewer than 3 people, 0 from outside, 1 older than 90 days\n"
    );
    assert!(unread.contains("mail.log, line 22: \"2026-13-20T10:00:00Z\" is no date"), "{unread}");
    assert!(import("mail.log.gz").0.starts_with("0 messages filed, 2 were filed before\n"));

    let grace = house.browser("grace");
    let query =
        json!({ "query": { "text": "", "ruling": null, "code": null, "channel": "", "days": 7, "before": null } });
    let page: VerdictPage = grace.timed("find_verdicts", &query).expect("hers to see");
    let seen: Vec<_> = page.rows.iter().map(|row| (row.people, row.enforced, row.outcome.as_str())).collect();
    assert_eq!(seen, [(19, Ruling::Allow, "imported"), (600, Ruling::Hold, "imported")]);

    let replay = json!({ "base": 2, "values": [["audience.warn", "15"]], "days": 7 });
    let replay: Value = grace.timed("replay_policy", &replay).expect("hers to see");
    assert_eq!((replay["judged"].as_u64(), replay["changed"].as_u64()), (Some(2), Some(1)), "{replay}");
}
