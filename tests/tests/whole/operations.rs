//! What whoever runs the server sees: checks of the settings, figures, health, and a log that names nobody.

use levee_contract::{AppError, Outcome};
use levee_tests::{Browser, House, await_until, draft, program};
use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// `levee check-config --json` with a password on its standard input.
fn check(house: &House, password: &str) -> (Output, Vec<Value>) {
    let mut command = Command::new(program());
    command.args(["check-config", "--json", "--account", "alice", "--postfix"]).arg(house.path("mail/postfix/etc"));
    command.arg("--config").arg(house.settings());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("levee runs");
    writeln!(child.stdin.take().expect("a pipe"), "{password}").expect("written");
    let output = child.wait_with_output().expect("it ends");
    let lines = serde_json::from_slice(&output.stdout).expect("JSON");
    (output, lines)
}

/// What is said of a check, by outcome.
fn says<'r>(report: &'r [Value], check: &str, outcome: &str) -> Vec<&'r str> {
    let of_it = report.iter().filter(|line| line["check"] == check && line["outcome"] == outcome);
    of_it.filter_map(|line| line["says"].as_str()).collect()
}

#[test]
fn a_house_in_order_passes_its_check() {
    let Some(house) = House::shared() else { return };
    let (output, report) = check(&house, house.password());
    assert!(output.status.success(), "{report:#?}");
    for check in ["imap", "imap sign-in", "smtp", "smtp sign-in", "release", "store", "key_file", "directory"] {
        assert!(!says(&report, check, "ok").is_empty(), "{check}: {report:#?}");
        assert!(says(&report, check, "wrong").is_empty(), "{check}: {report:#?}");
    }
    assert_eq!(!says(&report, "disk", "ok").is_empty(), house.has_store_file(), "{report:#?}");
    // Postfix asks Levee for its lists, so that both must say the same.
    assert!(says(&report, "lists", "ok")[0].contains("as many members in socketmap:inet:"), "{report:#?}");
    assert_eq!(says(&report, "lists", "warning"), Vec::<&str>::new());
    assert!(says(&report, "listen", "warning")[0].contains("is in use"), "{report:#?}");

    let (output, report) = check(&house, "wrong");
    assert_eq!(output.status.code(), Some(1));
    assert!(says(&report, "imap sign-in", "wrong")[0].contains("does not accept"), "{report:#?}");
    assert!(says(&report, "smtp sign-in", "wrong")[0].contains("refused"), "{report:#?}");
    assert!(!says(&report, "imap", "ok").is_empty(), "the rest is tried all the same");
}

#[test]
fn a_list_that_the_mta_delivers_to_others_is_named() {
    let Some(house) = House::shared() else { return };
    let etc = house.path("another-postfix");
    std::fs::create_dir_all(&etc).expect("a folder");
    let lists = etc.join("lists");
    let main = format!("compatibility_level = 3.6\nvirtual_alias_maps = texthash:{}\n", lists.display());
    std::fs::write(etc.join("main.cf"), main).expect("written");
    // Nested, and two people short of what the directory says of it.
    std::fs::write(
        &lists,
        "department@hosp.example half@hosp.example, bob@hosp.example\nhalf@hosp.example alice@hosp.example\n",
    )
    .expect("written");
    let mut command = Command::new(program());
    command.args(["check-config", "--json", "--postfix"]).arg(&etc).arg("--config").arg(house.settings());
    let output = command.stdin(Stdio::null()).output().expect("levee runs");
    let report: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(output.status.code(), Some(1));
    let wrong = says(&report, "lists", "wrong");
    assert!(wrong[0].starts_with("department@hosp.example: Levee counts "), "{report:#?}");
    assert!(wrong[0].ends_with(", the MTA delivers to 2"), "{report:#?}");
    assert!(says(&report, "lists", "warning")[0].contains("lists are not in texthash:"), "{report:#?}");
}

/// The value of a figure with all of its labels, 0 where it was not counted yet.
fn figure(house: &House, name: &str) -> f64 {
    let page = Browser::new(&format!("http://{}", house.metrics())).try_get("/metrics", &[]).expect("figures");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.body.contains('@'), "figures name nobody: {}", page.body);
    let line = page.body.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    line.unwrap_or(0.0)
}

#[test]
fn figures_follow_what_happens() {
    let Some(house) = House::start() else { return };
    let judged = "levee_judgements_total{ruling=\"allow\",channel=\"web\"}";
    let (blocked, delivered) =
        ("levee_judgements_total{ruling=\"block\",channel=\"web\"}", "levee_deliveries_total{outcome=\"accepted\"}");
    assert_eq!([judged, blocked, delivered].map(|name| figure(&house, name)), [0.0; 3]);
    let browser = house.browser("alice");
    let outcome = browser.send(&draft(&["bob"], "Counted", "One.")).expect("accepted");
    assert!(matches!(outcome, Outcome::Pending { .. }), "{outcome:?}");
    assert!(matches!(browser.send(&draft(&["everybody"], "test", "")), Ok(Outcome::Blocked { .. })));
    await_until("the delivery is counted", || (figure(&house, delivered) == 1.0).then_some(()));
    assert_eq!([judged, blocked].map(|name| figure(&house, name)), [1.0, 1.0]);
    assert_eq!(figure(&house, "levee_sessions"), 2.0, "the administrator's and hers");
    assert_eq!(figure(&house, "levee_queue_messages"), 0.0);
    assert!(figure(&house, "levee_directory_people") > 100.0);
    assert!(matches!(house.stranger().sign_in("alice", "wrong"), Err(AppError::WrongPassword)));
    assert_eq!(figure(&house, "levee_sign_ins_total{outcome=\"wrong_password\"}"), 1.0);
    let requests = "levee_http_request_duration_seconds_count{route=\"/api/send\",status=\"2xx\"}";
    assert!(figure(&house, requests) >= 2.0, "by route, not by path");
    // Nothing of it where browsers connect.
    assert_eq!(house.stranger().try_get("/metrics", &[]).expect("an answer").status, 404);
}

#[test]
fn health_says_what_is_lacking() {
    let Some(house) = House::start() else { return };
    let ready = || {
        let page = house.stranger().try_get("/health/ready", &[]).expect("an answer");
        (page.status, serde_json::from_str::<Value>(&page.body).expect("JSON"))
    };
    let (status, answer) = ready();
    assert_eq!((status, &answer["ready"], &answer["checks"]["imap"]), (200, &true.into(), &"ok".into()));
    house.stop_mail();
    let (_, answer) = await_until("the mail server is missed", || Some(ready()).filter(|(status, _)| *status == 503));
    assert_eq!(answer["ready"], false);
    assert!(answer["checks"]["imap"].as_str().expect("why").contains("nothing listens"), "{answer}");
    assert_eq!(answer["checks"]["store"], "ok");
    assert_eq!(house.stranger().try_get("/health/live", &[]).expect("an answer").status, 200, "it lives");
    house.start_mail();
    await_until("ready again", || Some(ready()).filter(|(status, _)| *status == 200));
}

#[test]
fn the_log_names_nobody_and_quotes_nothing() {
    let Some(house) = House::start() else { return };
    let browser = house.browser("alice");
    let message = draft(&["bob", "carol"], "Heron seen from bay C", "It stood on one leg beside the pond.");
    browser.send(&message).expect("accepted");
    house.await_letter("bob", "Heron seen from bay C");
    house.await_quiet("it is filed, too");
    assert!(matches!(house.stranger().sign_in("alice", "Osprey over water"), Err(AppError::WrongPassword)));
    assert!(matches!(house.stranger().sign_in("mallory@elsewhere.example", "x"), Err(AppError::WrongPassword)));
    house.stop_mail();
    assert!(matches!(house.stranger().sign_in("carol", "Osprey over water"), Err(AppError::MailServerDown)));
    let log = house.log();
    assert!(log.contains("the mail server cannot be used"), "all of it is there: {log}");
    for secret in [
        "hosp.example",
        "elsewhere.example",
        "alice",
        "carol",
        "mallory",
        "Heron",
        "one leg",
        "Osprey",
        house.password(),
    ] {
        let told = log.lines().find(|line| line.contains(secret));
        assert_eq!(told, None, "{secret}");
    }
}
