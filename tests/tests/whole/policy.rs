//! What the administrator sets holds for the next question, on the page and for mail programs.

use levee_contract::{AppError, OutboxRow, OutboxState};
use levee_guard::{Code, Message, Ruling, judge};
use levee_tests::{Browser, House, MailProgram, draft};

#[test]
fn a_change_is_in_force_for_the_next_message() {
    let Some(house) = House::start() else { return };
    let (grace, alice) = (house.browser("grace"), house.browser("alice"));
    let six: Vec<String> = (1..=6).map(|n| format!("p{n}")).collect();
    let six: Vec<&str> = six.iter().map(String::as_str).collect();
    let thirty: Vec<String> = (1..=30).map(|n| format!("p{n}@hosp.example")).collect();
    let thirty: Vec<&str> = thirty.iter().map(String::as_str).collect();
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let mut submit =
        |subject: &str| program.send(&thirty, &format!("From: bob@hosp.example\nSubject: {subject}\n\n{subject}.\n"));

    let version = grace.policy().expect("the policy").version;
    assert_eq!(shown(&alice, &six), (version, Vec::new()));
    assert_eq!(submit("Before").code, 250);
    let changed = [("audience.warn", "5"), ("audience.confirm", "30"), ("reply_all.warn", "5")];
    let new = grace.change_policy(&changed).expect("within the ranges");
    assert_eq!(new, version + 1);
    assert_eq!(shown(&alice, &six), (new, vec![(Code::AudLarge, Ruling::Warn, 6, Some(5))]));
    assert_eq!(submit("After").code, 250);
    let rows = house.browser("bob").outbox().expect("the outbox");
    assert!(matches!(rows[..], [OutboxRow { state: OutboxState::Asks { .. }, .. }]), "bob is asked first: {rows:?}");

    // What is refused, field by field, and changes nothing.
    let check = |values: &[(&str, &str)], expected: &[(&str, &str)]| {
        let Err(AppError::Invalid { fields }) = grace.change_policy(values) else { panic!("{values:?} was accepted") };
        let found: Vec<_> = fields.iter().map(|field| (field.name.as_str(), field.problem.as_str())).collect();
        assert_eq!(found, expected, "{values:?}");
    };
    check(&[("audience.warn", "4")], &[("audience.warn", "out_of_range"), ("reply_all.warn", "order")]);
    check(&[("audience.warn", "31")], &[("audience.warn", "order")]);
    check(&[("audience.hold", "many")], &[("audience.hold", "not_a_value")]);
    check(
        &[("audience.wran", "30"), ("undo.short", "1h")],
        &[("audience.wran", "unknown"), ("undo.short", "out_of_range")],
    );
    check(&[("audience.block", "7000")], &[("audience.block", "above_biggest_list")]);
    assert_eq!(alice.change_policy(&[("audience.warn", "500")]), Err(AppError::Forbidden));
    let old = version.to_string();
    let stale = [("base", old.as_str()), ("reason", "x"), ("values[0][0]", "audience.warn"), ("values[0][1]", "6")];
    assert_eq!(grace.form::<u64>("change_policy", &stale), Err(AppError::Conflict), "somebody changed it meanwhile");
    assert_eq!(grace.policy().expect("the policy").version, new);
}

/// A finding: its code, ruling, value and threshold.
type Shown = (Code, Ruling, u64, Option<u64>);

/// The policy's number and what a page makes of a message to these people.
fn shown(browser: &Browser, to: &[&str]) -> (u64, Vec<Shown>) {
    let audience = browser.audience(&draft(to, "Rota", "On the board.")).expect("counted");
    let message = Message { subject: "Rota".into(), text: "On the board.".into(), ..Message::default() };
    let verdict = judge(&message, &audience.facts, &audience.policy.policy);
    let findings = verdict.findings.iter().map(|f| (f.code, f.ruling, f.value, f.threshold));
    (audience.policy.version, findings.collect())
}
