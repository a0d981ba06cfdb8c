//! Numbers of an organisational unit: set by who administers it within the organisation's bounds, and in force for its
//! people alone, on the page and for mail programs.

use levee_contract::{AppError, OutboxState, PolicyVersion, UnitNumbers};
use levee_guard::{Message, Parameter, Ruling, judge};
use levee_tests::{Browser, House, MailProgram, await_until, draft};
use serde_json::{Value, json};

const OFFICES: &str = "audience.confirm@hospital/offices";

/// The ruling that a page shows for a message to so many of the wards.
fn shown(browser: &Browser, people: usize) -> Ruling {
    let to: Vec<String> = (1..=people).map(|n| format!("p{n}")).collect();
    let to: Vec<&str> = to.iter().map(String::as_str).collect();
    let audience = browser.audience(&draft(&to, "Rota", "On the board.")).expect("counted");
    let message = Message { subject: "Rota".into(), text: "On the board.".into(), ..Message::default() };
    judge(&message, &audience.facts, &audience.policy.policy).ruling()
}

#[test]
fn a_units_numbers_hold_for_its_people_on_every_path() {
    let Some(house) = House::start() else { return };
    let (grace, alice) = (house.browser("grace"), house.browser("alice"));
    let (bob, ward) = (house.browser("bob"), house.browser("p380"));
    let grant = [
        ("address", "alice@hosp.example"),
        ("role", "unit_administrator"),
        ("unit", "hospital/offices"),
        ("reason", "Looks after the offices"),
    ];
    grace.form::<()>("grant_role", &grant).expect("granted");
    await_until("alice administers", || alice.call::<Value>("read_standing", &json!({})).ok());
    assert_eq!((shown(&bob, 40), shown(&ward, 40)), (Ruling::Warn, Ruling::Warn));

    // What is not hers, and what is looser than the organisation.
    let foreign: [&[(&str, &str)]; 4] = [
        &[("audience.confirm", "30")],
        &[("audience.confirm@hospital/wards", "30")],
        &[("most.audience.confirm", "200")],
        &[(OFFICES, "30"), ("audience.warn", "20")],
    ];
    for values in foreign {
        assert_eq!(alice.change_policy(values), Err(AppError::Forbidden), "{values:?}");
    }
    let base = alice.policy().expect("hers").version.to_string();
    let mode = [
        ("base", base.as_str()),
        ("reason", "x"),
        ("mode", "observe"),
        ("values[0][0]", OFFICES),
        ("values[0][1]", "30"),
    ];
    assert_eq!(alice.form::<u64>("change_policy", &mode), Err(AppError::Forbidden));
    let later = [
        ("base", base.as_str()),
        ("reason", "x"),
        ("from", "2030-01-01T08:00"),
        ("values[0][0]", OFFICES),
        ("values[0][1]", "30"),
    ];
    assert_eq!(alice.form::<u64>("change_policy", &later), Err(AppError::Forbidden), "it would hold for everybody");
    let nothing = [("base", base.as_str()), ("reason", "x")];
    assert_eq!(alice.form::<u64>("change_policy", &nothing), Err(AppError::Forbidden));
    let Err(AppError::Invalid { fields }) = alice.change_policy(&[(OFFICES, "101")]) else { panic!("it is looser") };
    let said: Vec<_> = fields.iter().map(|f| (f.name.as_str(), f.problem.as_str(), f.detail.as_deref())).collect();
    assert_eq!(said, [(OFFICES, "out_of_range", Some("25..100"))]);
    let nobody = grace.change_policy(&[("audience.confirm@hospital/ofices", "30")]);
    assert!(matches!(nobody, Err(AppError::Invalid { fields }) if fields[0].problem == "no_such_unit"));

    let version = alice.change_policy(&[(OFFICES, "30")]).expect("hers to set");
    assert_eq!((shown(&bob, 40), shown(&ward, 40)), (Ruling::Confirm, Ruling::Warn));
    let forty: Vec<String> = (1..=40).map(|n| format!("p{n}@hosp.example")).collect();
    let forty: Vec<&str> = forty.iter().map(String::as_str).collect();
    for who in ["bob", "p380"] {
        let address = format!("{who}@hosp.example");
        let mut program = MailProgram::sign_in(house.submission(), &address, house.password());
        assert_eq!(program.send(&forty, &format!("From: {address}\nSubject: Of {who}\n\nFor all of you.\n")).code, 250);
    }
    house.await_letter("p7", "Of p380");
    let rows = bob.outbox().expect("the outbox");
    assert!(matches!(rows[..], [ref row] if matches!(row.state, OutboxState::Asks { .. })), "bob is asked: {rows:?}");
    assert_eq!(house.letters("p7", "INBOX", "Of bob").len(), 0);

    // An administrator lets units go further; who made which version is known.
    grace.change_policy(&[("most.audience.confirm", "200")]).expect("hers");
    alice.change_policy(&[(OFFICES, "150")]).expect("within the bounds");
    assert_eq!((shown(&bob, 120), shown(&ward, 120)), (Ruling::Warn, Ruling::Confirm));
    let versions: Vec<PolicyVersion> = grace.timed("list_policies", &json!({})).expect("hers to see");
    let hers = versions.iter().find(|row| row.in_force.version == version).expect("it is kept");
    assert_eq!(hers.author.as_ref().map(|author| author.address.to_string()).as_deref(), Some("alice@hosp.example"));

    // Each sees the units within reach, and a sender none.
    grace.change_policy(&[("audience.hold@hospital/wards", "400")]).expect("hers");
    let units = |browser: &Browser| {
        let numbers: UnitNumbers = browser.call("read_unit_numbers", &json!({})).expect("theirs");
        numbers.units.into_iter().map(|(unit, _)| unit).collect::<Vec<_>>()
    };
    assert_eq!(units(&grace), ["hospital/offices", "hospital/wards"]);
    assert_eq!(units(&alice), ["hospital/offices"]);
    assert_eq!(bob.call::<UnitNumbers>("read_unit_numbers", &json!({})), Err(AppError::Forbidden));
    let own = bob.policy().expect("his").policy;
    assert_eq!((own.get(Parameter::AudienceConfirm), own.own_of_units().count()), (150, 0));

    // What is set above her units holds in them, and she sees it there.
    grace.change_policy(&[("audience.hold@hospital", "450")]).expect("hers");
    let numbers: UnitNumbers = alice.call("read_unit_numbers", &json!({})).expect("hers to see");
    assert_eq!(numbers.in_force.policy.for_unit("hospital/offices").get(Parameter::AudienceHold), 450);
    assert_eq!(units(&alice), ["hospital/offices"]);

    // A restored version brings its units' numbers along.
    let old = versions.iter().map(|row| row.in_force.version).max().expect("some").to_string();
    let base = grace.policy().expect("hers").version.to_string();
    let restore = [("base", base.as_str()), ("version", old.as_str()), ("reason", "back")];
    grace.form::<u64>("restore_policy", &restore).expect("restored");
    assert_eq!(units(&grace), ["hospital/offices"]);
}
