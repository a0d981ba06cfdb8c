//! What other mail programs send and what would be asked about or held: accepted, delivered to nobody, and
//! released once by whoever may. Judged by the real Postfix, through the milter.

use levee_contract::{AppError, OutboxRow, OutboxState, OwnReleased, Returned, SentWith, VerdictPage, VerdictQuery};
use levee_tests::{Browser, House, MailProgram, Reply, await_until};

/// Submits as a mail program does: the author's line is added, addresses are completed.
fn submit(house: &House, sender: &str, to: &[&str], message: &str) -> Reply {
    let whole = |local: &str| format!("{local}@hosp.example");
    let to: Vec<String> = to.iter().map(|local| whole(local)).collect();
    let to: Vec<&str> = to.iter().map(String::as_str).collect();
    let mut program = MailProgram::sign_in(house.submission(), &whole(sender), house.password());
    program.send(&to, &format!("From: {}\n{message}", whole(sender)))
}

/// The row of a subject in the outbox.
fn row(browser: &Browser, subject: &str) -> Option<OutboxRow> {
    browser.outbox().expect("the outbox").into_iter().find(|row| row.subject == subject)
}

#[test]
fn what_would_be_asked_is_kept_and_released_once_by_its_sender() {
    let Some(house) = House::shared() else { return };
    let sender = house.browser("p301");
    let message = "To: department@hosp.example\nSubject: Lift works\n\nThe lift stands still on Monday.\n";
    let reply = submit(&house, "p301", &["department"], message);
    assert_eq!(reply.code, 250, "{reply:?}");
    let notice = house.await_letter("p301", "Not sent yet: it goes to 110 people");
    let kept = row(&sender, "Lift works").expect("kept for its sender");
    let OutboxState::Asks { reference, .. } = &kept.state else { panic!("{kept:?}") };
    assert_eq!((kept.people, kept.sent_with), (110, SentWith::MailProgram));
    for part in ["\"Lift works\"", "110 people", reference, &format!("/outbox?open=3D{}", kept.id.as_str())] {
        let text = notice.0.replace("=\r\n", "");
        assert!(text.contains(part) || text.contains(&part.replace("=3D", "=")), "{part}: {text}");
    }
    assert_eq!(notice.header("Auto-Submitted"), "auto-generated");
    assert_eq!(notice.header("X-Levee-Pass"), "", "nobody sees a pass");
    assert_eq!(notice.header("Return-Path"), "<>", "nobody answers it");
    house.await_quiet("quiet while the lift waits");
    assert_eq!(house.letters("p30", "INBOX", "Lift works").len(), 0, "nobody has received it");

    let other = house.browser("p302");
    assert_eq!(other.own_held(&kept.id).map(drop), Err(AppError::Gone));
    let asked = sender.own_held(&kept.id).expect("his to decide");
    assert_eq!((asked.people, asked.type_number), (110, None));
    assert!(asked.text.contains("stands still on Monday"), "{asked:?}");
    assert_eq!(other.release_own(&kept.id, &asked.question, ""), Err(AppError::Gone));
    assert_eq!(sender.release_own(&kept.id, "no question of ours", ""), Ok(OwnReleased::Asked));
    // A link sends nothing.
    let page = sender.get(&format!("/api/release_own?id={}&question={}", kept.id.as_str(), asked.question), &[]);
    assert!(page.status >= 400, "{page:?}");
    assert!(matches!(row(&sender, "Lift works").expect("there").state, OutboxState::Asks { .. }));

    let [one, two] = std::thread::scope(|scope| {
        let press = || sender.release_own(&kept.id, &asked.question, "");
        [scope.spawn(press), scope.spawn(press)].map(|thread| thread.join().expect("an answer"))
    });
    assert!([&one, &two].contains(&&Ok(OwnReleased::Leaving)), "{one:?} {two:?}");
    assert!([&one, &two].contains(&&Err(AppError::Conflict)), "once: {one:?} {two:?}");
    let letter = house.await_letter("p30", "Lift works");
    assert_eq!((letter.header("From"), letter.header("X-Levee-Pass")), ("p301@hosp.example".into(), String::new()));
    assert!(!letter.header("Message-ID").is_empty());
    house.await_quiet("quiet after the lift");
    for n in [1, 18, 19, 110] {
        assert_eq!(house.letters(&format!("p{n}"), "INBOX", "Lift works").len(), 1, "p{n}");
    }
    assert!(matches!(row(&sender, "Lift works").expect("shown").state, OutboxState::Sent { .. }));
    assert_eq!(house.letters("p301", "INBOX", "Not sent yet: it goes to 110 people").len(), 1, "one notice");
    assert_eq!(judgements(&house, reference), [("smtp".to_owned(), "sent".to_owned())], "it is not judged twice");
}

#[test]
fn what_would_be_held_waits_for_an_approver_and_goes_once() {
    let Some(house) = House::shared() else { return };
    let (sender, erin) = (house.browser("p303"), house.browser("erin"));
    let before = |local: &str| house.letters(local, "INBOX", "Decide on a message to 600 people").len();
    let told = before("erin");
    // A pass that is none of ours neither helps nor hinders.
    let message =
        "X-Levee-Pass: forged\nImportance: high\nTo: wing@hosp.example\nSubject: Heating\n\nIt is off until noon.\n";
    let reply = submit(&house, "p303", &["wing"], message);
    assert_eq!(reply.code, 250, "{reply:?}");
    house.await_letter("p303", "Waiting for approval: it goes to 600 people");
    let kept = row(&sender, "Heating").expect("kept");
    assert!(matches!(kept.state, OutboxState::Held { .. }), "{kept:?}");
    assert_eq!(sender.release_own(&kept.id, "", ""), Err(AppError::Gone), "somebody else decides");
    await_until("erin is told", || (before("erin") > told).then_some(()));
    let notices = house.letters("erin", "INBOX", "Decide on a message to 600 people");
    let link = format!("/approvals/{}", kept.id.as_str());
    let notice = notices.iter().find(|letter| letter.0.contains(&link)).expect("a notice of this one");
    assert!(notice.0.contains("Person 303 wants to send") && notice.0.contains("by wing"), "{}", notice.0);
    assert!(!notice.0.contains("Heating") && !notice.0.contains("until noon"), "never what it says: {}", notice.0);

    let held = erin.held(&kept.id).expect("hers to decide");
    assert_eq!(held.text.as_deref().map(str::trim), Some("It is off until noon."));
    erin.release(&kept.id).expect("released");
    await_until("the whole wing", || (house.in_the_sink("Heating") >= 600).then_some(()));
    house.await_quiet("quiet after the heating");
    assert_eq!(house.in_the_sink("Heating"), 600);
    let again = house.letters("erin", "INBOX", "Decide on a message to 600 people");
    assert_eq!(again.iter().filter(|letter| letter.0.contains(&link)).count(), 1, "one notice");
}

#[test]
fn what_is_rejected_or_kept_back_reaches_nobody_and_is_not_lost() {
    let Some(house) = House::shared() else { return };
    let (sender, frank) = (house.browser("p304"), house.browser("frank"));
    for subject in ["Cake on the wing", "Flowers on the wing"] {
        let message = format!("Message-ID: <{}@hosp.example>\nSubject: {subject}\n\nCome and get it.\n", subject.len());
        let reply = submit(&house, "p304", &["wing"], &message);
        assert_eq!(reply.code, 250, "{reply:?}");
    }
    let [cake, flowers] =
        ["Cake on the wing", "Flowers on the wing"].map(|subject| row(&sender, subject).expect("kept"));
    frank.reject(&cake.id, "Not for 600 people.").expect("rejected");
    let why = Returned::Rejected { by: "Frank Fir".to_owned(), reason: "Not for 600 people.".to_owned() };
    assert_eq!(row(&sender, "Cake on the wing").expect("told").state, OutboxState::Kept { why });
    assert_eq!(house.browser("p305").keep_back(&cake.id), Err(AppError::Gone), "it is its sender's");
    for kept in [&cake, &flowers] {
        sender.keep_back(&kept.id).expect("copied to the drafts");
        assert_eq!(sender.keep_back(&kept.id), Err(AppError::Conflict));
        let drafts = house.letters("p304", "Drafts", &kept.subject);
        assert_eq!(drafts.len(), 1, "{}", kept.subject);
        assert!(drafts[0].0.contains("Bcc: wing@hosp.example"), "nobody is forgotten: {}", drafts[0].0);
        assert_eq!(row(&sender, &kept.subject), None);
    }
    assert_eq!(frank.release(&flowers.id), Err(AppError::Conflict), "it was kept back");
    house.await_quiet("quiet after the cake and the flowers");
    assert_eq!(house.in_the_sink("Cake on the wing") + house.in_the_sink("Flowers on the wing"), 0);
}

#[test]
fn killed_between_keeping_and_releasing_nothing_is_lost_and_nothing_comes_twice() {
    let Some(house) = House::start() else { return };
    let message =
        "Message-ID: <scaffold@hosp.example>\nTo: department@hosp.example\nSubject: Scaffold\n\nMind your head.\n";
    let mut program = MailProgram::sign_in(house.submission(), "p306@hosp.example", house.password());
    let submit = |program: &mut MailProgram| {
        program.send(&["department@hosp.example"], &format!("From: p306@hosp.example\n{message}"))
    };
    assert_eq!(submit(&mut program).code, 250);
    house.kill_levee();
    let refused = submit(&mut program);
    assert!((400..500).contains(&refused.code), "nobody judges it now: {refused:?}");
    house.serve();
    // Its program did not hear that it was accepted, and sends it again.
    let mut program = MailProgram::sign_in(house.submission(), "p306@hosp.example", house.password());
    assert_eq!(submit(&mut program).code, 250);
    let sender = house.browser("p306");
    let rows: Vec<_> = sender.outbox().expect("the outbox");
    assert_eq!(rows.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["Scaffold"], "once");
    // Before the decision, which calls off a notice that has not left.
    house.await_letter("p306", "Not sent yet: it goes to 110 people");
    let asked = sender.own_held(&rows[0].id).expect("his to decide");
    assert_eq!(sender.release_own(&rows[0].id, &asked.question, ""), Ok(OwnReleased::Leaving));
    house.kill_levee();
    house.serve();
    house.await_letter("p30", "Scaffold");
    house.await_quiet("quiet after the scaffold");
    assert_eq!(house.letters("p30", "INBOX", "Scaffold").len(), 1);
    assert_eq!(house.letters("p306", "INBOX", "Not sent yet: it goes to 110 people").len(), 1);
}

/// Channel and outcome of each judgement with this reference, as an administrator finds it.
fn judgements(house: &House, reference: &str) -> Vec<(String, String)> {
    let query = VerdictQuery { days: 1, ..VerdictQuery::read(|key| (key == "q").then(|| reference.to_owned())) };
    let page: VerdictPage =
        house.browser("grace").timed("find_verdicts", &serde_json::json!({ "query": query })).expect("hers to read");
    page.rows.into_iter().map(|row| (row.channel, row.outcome)).collect()
}
