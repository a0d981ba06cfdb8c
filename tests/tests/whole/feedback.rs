//! What senders say of verdicts: of their own alone, by every way that a message goes, seen by whoever tunes the rules,
//! and no ruling is another one for it.

use levee_contract::{AppError, Confirmed, OutboxRow, Outcome, RuleFigures, SendRequest, VerdictPage, VerdictView};
use levee_guard::Code;
use levee_mail::Draft;
use levee_tests::{Browser, House, MailProgram, await_until, contact, draft, fresh_id};
use serde_json::json;
use ureq::http::Method;

fn tell(browser: &Browser, reference: &str, telling: &str, why: &str) -> Result<(), AppError> {
    browser.form("tell_wrong", &[("reference", reference), ("telling", telling), ("why", why)])
}

/// References of the verdicts that were called wrong, newest first, as an administrator finds them.
fn told(house: &House) -> Vec<String> {
    let query =
        json!({ "text": "", "ruling": null, "code": null, "channel": "", "told": true, "days": 7, "before": null });
    let page: VerdictPage =
        house.browser("grace").timed("find_verdicts", &json!({ "query": query })).expect("hers to see");
    page.rows.into_iter().map(|row| row.reference).collect()
}

fn blocked(browser: &Browser, message: &Draft) -> String {
    match browser.send(message).expect("judged") {
        Outcome::Blocked { reference, .. } => reference,
        other => panic!("{other:?}"),
    }
}

/// The reference of a row of the outbox, and why its verdict was called wrong.
fn verdict(row: &OutboxRow) -> (String, Option<String>) {
    let verdict = row.verdict.clone().expect("a rule saw something");
    (verdict.reference, verdict.told.map(|told| told.why))
}

fn row(browser: &Browser, subject: &str) -> OutboxRow {
    browser.outbox().expect("the outbox").into_iter().find(|row| row.subject == subject).expect("its row")
}

#[test]
fn a_blocked_sender_says_so_once_and_stays_blocked() {
    let Some(house) = House::start() else { return };
    let [alice, bob, grace] = ["alice", "bob", "grace"].map(|local| house.browser(local));
    let message = draft(&["everybody"], "Canteen", "The canteen opens at noon.");
    let reference = blocked(&alice, &message);
    assert_eq!(tell(&bob, &reference, "wrong", "Not his"), Err(AppError::Gone));
    assert_eq!(tell(&alice, &reference, "take_back", ""), Err(AppError::Conflict));
    assert!(matches!(tell(&alice, &reference, "wrong", &"a".repeat(201)), Err(AppError::Invalid { .. })));
    tell(&alice, &reference, "wrong", "  They are all\nours ").expect("hers to say");
    assert_eq!(tell(&alice, &reference, "wrong", "Again"), Err(AppError::Conflict));
    assert_eq!(told(&house), std::slice::from_ref(&reference));
    let seen: VerdictView = grace.timed("open_verdict", &json!({ "reference": reference })).expect("recorded");
    assert_eq!(seen.row.told.map(|told| told.why).as_deref(), Some("They are all ours"));
    assert!(seen.row.outcome == "blocked" && !house.log().contains("all ours"), "it is in no log");
    let file = grace.get("/admin/verdicts.csv?told=wrong", &[]).body;
    assert!(file.contains(&reference) && file.contains("\"They are all ours\""), "{file}");
    let page = grace.get(&format!("/admin/verdicts/{reference}"), &[]).body;
    assert!(page.contains("They are all ours"), "on the page of the verdict");

    blocked(&alice, &message);
    tell(&alice, &reference, "take_back", "").expect("taken back");
    assert_eq!(told(&house), Vec::<String>::new());

    // The page knows of the stop before anything was sent, and says so by itself.
    let request = |message: &Draft| SendRequest {
        id: fresh_id(),
        version: 0,
        draft: message.clone(),
        confirmation: None,
        emergency: None,
        wrong: Some("All of them".to_owned()),
    };
    let call = |message: &Draft| {
        alice.call::<Option<String>>("call_stop_wrong", &json!({ "request": request(message) })).expect("judged")
    };
    let stopped = call(&message).expect("it is stopped");
    assert_eq!(told(&house), [stopped]);
    assert_eq!(call(&draft(&["bob"], "Canteen", "It opens at noon.")), None);
    house.await_quiet("quiet after the canteen");
    assert_eq!(house.letters("bob", "INBOX", "Canteen").len(), 0, "nothing was sent");
}

#[test]
fn what_was_asked_warned_or_held_is_called_wrong_where_it_stands() {
    let Some(house) = House::start() else { return };
    let [asked, warned, held] = ["p303", "p305", "p330"].map(|local| house.browser(local));
    let (id, message) = (fresh_id(), draft(&["department"], "Asked about", "The lift is repaired."));
    let Outcome::Ask { question, reference, .. } = asked.send_as(&id, &message, None).expect("judged") else {
        panic!("not asked")
    };
    tell(&asked, &reference, "wrong", "").expect("his to say");
    asked.send_as(&id, &message, Some(Confirmed { question, typed: None })).expect("accepted all the same");

    // A warning stops nothing: what is said of it comes with the message.
    let everybody_on = draft(&["talk"], "Warned about", "The minutes are ready.");
    let wrong = Some("It is our own list".to_owned());
    let (version, confirmation, emergency) = (0, None, None);
    let request = SendRequest { id: fresh_id(), version, draft: everybody_on, confirmation, emergency, wrong };
    let outcome = warned.timed::<Outcome>("send", &json!({ "request": request })).expect("accepted");
    assert!(matches!(outcome, Outcome::Pending { .. }), "{outcome:?}");
    let (of_warning, why) = verdict(&row(&warned, "Warned about"));
    assert_eq!(why.as_deref(), Some("It is our own list"));

    assert!(matches!(held.send(&draft(&["wing"], "Held", "No water in the wing.")), Ok(Outcome::Held { .. })));
    let waiting = row(&held, "Held");
    let (of_hold, none) = verdict(&waiting);
    assert_eq!(none, None);
    // By the form of the page, without script.
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
    let form = format!("reference={of_hold}&telling=wrong&why=Urgent&open={}", waiting.id.as_str());
    let answer = held.request(Method::POST, "/api/tell_wrong", &headers, &form).expect("an answer");
    assert_eq!(answer.status, 303, "{answer:?}");
    assert_eq!(verdict(&row(&held, "Held")).1.as_deref(), Some("Urgent"));
    let page = held.get(&format!("/outbox?open={}", waiting.id.as_str()), &[]).body;
    assert!(page.contains("You said that this was wrong: Urgent"), "the outbox says so");

    // Of another mail program.
    let mut program = MailProgram::sign_in(house.submission(), "p304@hosp.example", house.password());
    let text = "From: p304@hosp.example\nTo: department@hosp.example\nSubject: Kept\n\nMind the step there.\n";
    assert_eq!(program.send(&["department@hosp.example"], text).code, 250);
    let own = house.browser("p304");
    let (of_kept, _) = verdict(&row(&own, "Kept"));
    tell(&own, &of_kept, "wrong", "").expect("his to say");
    assert_eq!(told(&house), [of_kept, of_hold, of_warning, reference]);
}

#[test]
fn rules_are_counted_by_what_became_of_their_messages() {
    let Some(house) = House::start() else { return };
    let [alice, bob, grace] = ["alice", "bob", "grace"].map(|local| house.browser(local));
    // Asked, confirmed and sent: one message.
    let (id, message) = (fresh_id(), draft(&["department"], "Rota", "The rota for June."));
    let Outcome::Ask { question, .. } = alice.send_as(&id, &message, None).expect("judged") else {
        panic!("not asked")
    };
    alice.send_as(&id, &message, Some(Confirmed { question, typed: None })).expect("accepted");
    // Asked, and never answered; blocked, and then sent to one.
    alice.send(&draft(&["department"], "Rota again", "The other rota for June.")).expect("asked");
    let (id, message) = (fresh_id(), draft(&["everybody"], "Picnic", "The picnic is on Friday."));
    assert!(matches!(bob.send_as(&id, &message, None), Ok(Outcome::Blocked { .. })));
    let not_delivered = |code| -> u64 {
        let refused = grace.watch(6).expect("hers to see").refused;
        refused.iter().filter(|(of, _)| *of == code).map(|(_, people)| *people).sum()
    };
    let figures = |sort: &str| {
        let query = json!({ "query": { "days": 30, "order": sort } });
        grace.call::<RuleFigures>("read_rules", &query).expect("hers to see").rules
    };
    let of = |code| figures("fired").into_iter().find(|rule| rule.code == code).expect("it fired");
    assert_eq!((of(Code::AudMax).fired, of(Code::AudMax).blocked), (1, 1));
    let all = not_delivered(Code::AudMax);
    let one = Draft { to: vec![contact("carol"), contact("p7")], ..message };
    assert!(matches!(bob.send_as(&id, &one, None), Ok(Outcome::Pending { people: 2, .. })));
    assert_eq!(not_delivered(Code::AudMax), all - 2, "two of them have it now");

    let max = of(Code::AudMax);
    assert_eq!((max.fired, max.blocked, max.changed, max.told), (1, 0, 1, 0));
    let confirm = of(Code::AudConfirm);
    assert_eq!((confirm.fired, confirm.ignored, confirm.cancelled), (2, 1, 1));
    for rule in figures("told") {
        let fates = [
            rule.ignored,
            rule.changed,
            rule.overridden,
            rule.undone,
            rule.cancelled,
            rule.blocked,
            rule.turned_down,
            rule.waiting,
        ];
        assert_eq!(fates.iter().sum::<u64>(), rule.fired, "{rule:?}");
    }
    let file = grace.get("/admin/figures.csv?days=90", &[]).body;
    assert!(file.contains("\"AUD_CONFIRM\",\"2\",\"1\""), "{file}");
    let page = grace.get("/admin/figures?days=90&sort=cancelled", &[]).body;
    assert!(page.contains("/admin/verdicts?code=AUD_CONFIRM&amp;days=90"), "it leads to the verdicts");
    await_until("it is delivered", || house.letters("carol", "INBOX", "Picnic").pop());
}
