//! Several nodes on one store, a file and a PostgreSQL: what is sent through all of them at once is judged as if it
//! had been sent one after the other; and what happens when the store goes away.

use levee_contract::{AppError, OutboxState, Outcome, StopChange};
use levee_guard::{Code, StopScope};
use levee_mail::Draft;
use levee_postgres::Postgres;
use levee_tests::{Browser, House, MailProgram, SecondNode, await_until, draft};
use std::sync::Barrier;

/// Letters of one person within a minute; fifteen are let through.
const LETTERS: usize = 21;
/// Replies to one conversation of twenty; it trips at the fifth.
const REPLIES: usize = 12;

#[test]
fn on_one_file_mail_through_two_nodes_is_judged_one_after_the_other() {
    let Some(house) = House::start() else { return };
    judged_one_after_the_other(&house);
}

#[test]
fn on_one_postgres_mail_through_two_nodes_is_judged_one_after_the_other() {
    let Some((_server, house)) = on_postgres() else { return };
    judged_one_after_the_other(&house);
}

fn on_postgres() -> Option<(Postgres, House)> {
    let server = Postgres::start()?;
    let house = House::start_on(server.database())?;
    Some((server, house))
}

fn judged_one_after_the_other(house: &House) {
    let second = house.join();
    let grace = second.browser("grace");
    grace.change_policy(&[("rate.minute", "15"), ("storm.min_audience", "10")]).expect("within their ranges");

    let alone = answers(letters(house, &second, "p310"), Order::OneByOne);
    let at_once = answers(letters(house, &second, "p311"), Order::AtOnce);
    assert_eq!(at_once, alone);
    assert_eq!(at_once.iter().filter(|answer| answer.is_empty()).count(), 15, "{at_once:?}");

    let alone = answers(replies(house, &second, "Rota of May", 320), Order::OneByOne);
    let at_once = answers(replies(house, &second, "Rota of June", 350), Order::AtOnce);
    assert_eq!(at_once, alone);
    assert!(at_once.contains(&"STORM".to_owned()) && at_once.contains(&String::new()), "{at_once:?}");

    // What one node stops, the other stops at once.
    let bob = house.browser("bob");
    let many: Vec<String> = (1..=30).map(|n| format!("p{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let written = draft(&many, "Stopped?", "Is it?");
    assert_eq!(code(&bob.send(&written)), "");
    stop(&grace, StopScope::Everything);
    assert_eq!(code(&bob.send(&draft(&many, "Stopped!", "It is."))), "ESTOP");
    stop(&house.browser("grace"), StopScope::Nothing);
    assert_eq!(code(&second.browser("bob").send(&draft(&many, "Going on", "It goes on."))), "");
}

/// Something that is sent, and the code for which it is not: empty for what goes.
type Sending<'a> = Box<dyn FnOnce() -> String + Send + 'a>;

#[derive(PartialEq)]
enum Order {
    OneByOne,
    AtOnce,
}

/// What becomes of each, sorted: which of them is refused depends on their order, how many does not.
fn answers(sendings: Vec<Sending<'_>>, order: Order) -> Vec<String> {
    let mut answers: Vec<String> = if order == Order::OneByOne {
        sendings.into_iter().map(|send| send()).collect()
    } else {
        let together = Barrier::new(sendings.len());
        let begin = &|send: Sending<'_>| {
            together.wait();
            send()
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = sendings.into_iter().map(|send| scope.spawn(move || begin(send))).collect();
            threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
        })
    };
    answers.sort_unstable();
    answers
}

/// Letters of one person, from a page of each node and from a mail program in turn.
fn letters<'a>(house: &'a House, second: &SecondNode, local: &'a str) -> Vec<Sending<'a>> {
    let one = |n: usize| -> Sending<'a> {
        let subject = format!("Letter {n} of {local}");
        match n % 3 {
            0 => by_page(house.browser(local), draft(&["p343"], &subject, &format!("Number {n}."))),
            1 => by_page(second.browser(local), draft(&["p343"], &subject, &format!("Number {n}."))),
            _ => by_program(house, local, &["p343"], format!("Subject: {subject}\n\nNumber {n}.\n")),
        }
    };
    (0..LETTERS).map(one).collect()
}

/// Replies to everybody of a conversation of twenty, each of somebody else.
fn replies<'a>(house: &'a House, second: &SecondNode, subject: &'a str, from: usize) -> Vec<Sending<'a>> {
    let all: Vec<String> = (from..from + 20).map(|n| format!("p{n}")).collect();
    let whole: Vec<String> = all.iter().map(|local| format!("{local}@hosp.example")).collect();
    let to: Vec<&str> = all.iter().map(String::as_str).collect();
    let root = format!("<rota-{from}@ward.example>");
    let first = format!("Message-ID: {root}\nTo: {}\nSubject: {subject}\n\nWho swaps?\n", whole.join(", "));
    assert_eq!(by_program(house, "bob", &to, first)(), "");
    let one = |n: usize| -> Sending<'a> {
        let local = &all[n];
        let node = if n % 3 == 1 { second.browser(local) } else { house.browser(local) };
        if n % 3 == 2 {
            let letter = format!(
                "To: {}, bob@hosp.example\nSubject: Re: {subject}\nIn-Reply-To: {root}\nReferences: {root}\n\nNot I, {n}.\n",
                whole.join(", ")
            );
            return by_program(house, local, &[&to[..], &["bob"]].concat(), letter);
        }
        house.await_letter(local, subject);
        let rows = node.list("INBOX").expect("the inbox").rows;
        let message = rows.into_iter().find(|row| row.subject == subject).expect("the first message").message;
        let opened = node.start(&levee_contract::Start::ReplyAll { message }).expect("a draft").draft;
        by_page(node, Draft { text: format!("Nor I, {n}."), ..opened })
    };
    (0..REPLIES).map(one).collect()
}

fn by_page<'a>(browser: Browser, draft: Draft) -> Sending<'a> {
    Box::new(move || code(&browser.send(&draft)))
}

fn by_program<'a>(house: &'a House, local: &str, to: &[&str], message: String) -> Sending<'a> {
    let sender = format!("{local}@hosp.example");
    let to: Vec<String> = to.iter().map(|local| format!("{local}@hosp.example")).collect();
    Box::new(move || {
        let mut program = MailProgram::sign_in(house.submission(), &sender, house.password());
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let reply = program.send(&to, &format!("From: {sender}\n{message}"));
        let named = reply.text.split_once('[').and_then(|(_, code)| code.split(' ').next());
        if reply.code == 250 { String::new() } else { named.unwrap_or(&reply.text).to_owned() }
    })
}

fn stop(grace: &Browser, scope: StopScope) {
    let typed = StopChange::words(scope).unwrap_or_default();
    let scope = if scope == StopScope::Nothing { "nothing" } else { "everything" };
    let fields = [("scope", scope), ("typed", typed), ("reason", "A drill")];
    grace.form::<()>("set_stop", &fields).expect("an administrator may");
}

/// The code of the strictest finding of what did not go.
fn code(outcome: &Result<Outcome, AppError>) -> String {
    match outcome {
        Ok(Outcome::Pending { .. }) => String::new(),
        Ok(Outcome::Blocked { verdict, .. } | Outcome::Held { verdict, .. } | Outcome::Ask { verdict, .. }) => {
            verdict.strictest().map_or("", |finding| Code::as_str(finding.code)).to_owned()
        }
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn while_postgres_is_away_only_small_mail_is_accepted_and_nothing_is_lost() {
    let Some((server, house)) = on_postgres() else { return };
    let (bob, alice) = (house.browser("bob"), house.browser("alice"));
    let sent = bob.send(&draft(&["p301"], "Before", "It waits for its undo window."));
    assert_eq!(code(&sent), "");
    server.stop();
    let refused = alice.send(&draft(&["p301"], "Meanwhile", "By page."));
    assert_eq!(refused, Err(AppError::StoreDown));
    let by_smtp = |subject: &str, to: &[&str]| {
        by_program(&house, "alice", to, format!("Subject: {subject}\n\nBy another program.\n"))()
    };
    // Small mail flows (guard specification, section 13); whoever writes to a list is told to try again.
    assert_eq!(by_smtp("To one", &["p301"]), "");
    let told = by_smtp("To a list", &["team"]);
    assert!(told.starts_with("4."), "{told}");
    server.run_again();
    await_until("lists are written to again", || by_smtp("To the same list", &["team"]).is_empty().then_some(()));
    for (local, subject) in [("p301", "Before"), ("p301", "To one"), ("p1", "To the same list")] {
        house.await_letter(local, subject);
    }
    house.await_quiet("quiet after the store came back");
    assert_eq!(house.letters("p301", "INBOX", "Before").len(), 1);
    assert_eq!(house.letters("p301", "INBOX", "Meanwhile").len(), 0);
    assert_eq!(house.letters("p1", "INBOX", "To a list").len(), 0);
    assert!(bob.outbox().expect("the outbox").iter().all(|row| matches!(row.state, OutboxState::Sent { .. })));
}

#[test]
fn a_node_with_another_key_does_not_start() {
    let Some(house) = House::start() else { return };
    house.kill_levee();
    let lost = house.path("levee.key");
    std::fs::rename(&lost, house.path("kept.key")).expect("moved away");
    let refused = house.run(&["serve"]);
    assert!(!refused.status.success(), "{refused:?}");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("is not the key file that this store is used with"), "{said}");
    assert!(house.run(&["new-key"]).status.success());
    house.serve();
    assert_eq!(code(&house.browser("bob").send(&draft(&["p302"], "Under a new key", "Signed in anew."))), "");
}
