//! Held messages: another person decides, once, and what was held is delivered once or goes back.

use levee_contract::{AppError, Outcome, Returned};
use levee_tests::{House, await_until, contact, draft, fresh_id};

#[test]
fn of_two_approvers_one_releases_and_it_is_delivered_once() {
    let Some(house) = House::shared() else { return };
    let sender = house.browser("p330");
    let (id, message) = (fresh_id(), draft(&["wing"], "Water is off", "In the whole wing, from 14:00."));
    let outcome = sender.send_as(&id, &message, None).expect("judged");
    let Outcome::Held { approvers, .. } = outcome else { panic!("{outcome:?}") };
    let approvers: Vec<_> = approvers.into_iter().map(|contact| contact.address).collect();
    assert_eq!(approvers, [contact("erin").address, contact("frank").address]);

    let [erin, frank, grace] = ["erin", "frank", "grace"].map(|local| house.browser(local));
    for approver in [&erin, &frank] {
        let held = approver.held(&id).expect("his to decide");
        assert_eq!((held.row.people, held.text.as_deref()), (600, Some("In the whole wing, from 14:00.")));
    }
    assert_eq!(grace.held(&id), Err(AppError::Gone), "an administrator as such reads no held mail");
    assert_eq!(grace.release(&id), Err(AppError::Gone));
    assert_eq!(sender.release(&id), Err(AppError::Gone), "nor does its sender release it");

    let [one, other] = std::thread::scope(|scope| {
        let threads = [&erin, &frank].map(|approver| scope.spawn(|| approver.release(&id)));
        threads.map(|thread| thread.join().expect("an answer"))
    });
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {other:?}");
    assert!([one, other].contains(&Err(AppError::Conflict)), "the other one is told that it was decided");
    assert_eq!(frank.reject(&id, "too late"), Err(AppError::Conflict));

    await_until("the whole wing", || (house.in_the_sink("Water is off") >= 600).then_some(()));
    house.await_quiet("quiet after the wing");
    assert_eq!(house.in_the_sink("Water is off"), 600);
    await_until("one copy in Sent", || (house.letters("p330", "Sent", "Water is off").len() == 1).then_some(()));
}

#[test]
fn what_is_rejected_goes_back_with_its_reason() {
    let Some(house) = House::shared() else { return };
    let (sender, erin) = (house.browser("p331"), house.browser("erin"));
    let (id, message) = (fresh_id(), draft(&["wing"], "Cake in the kitchen", "Come and get it."));
    assert!(matches!(sender.send_as(&id, &message, None), Ok(Outcome::Held { .. })));
    assert!(erin.waiting().expect("hers").iter().any(|row| row.id == id));
    assert!(matches!(erin.reject(&id, "  "), Err(AppError::Invalid { .. })), "its sender is told why");
    erin.reject(&id, "Not for 600 people.").expect("rejected");
    assert!(!erin.waiting().expect("hers").iter().any(|row| row.id == id));

    let drafts = sender.drafts().expect("drafts");
    let returned = Returned::Rejected { by: "Erin Elm".to_owned(), reason: "Not for 600 people.".to_owned() };
    assert_eq!(drafts.iter().map(|row| (&row.id, &row.returned)).collect::<Vec<_>>(), [(&id, &Some(returned))]);
    assert_eq!(drafts[0].subject, "Cake in the kitchen");
    assert_eq!(sender.outbox().expect("the outbox"), []);
    house.await_quiet("quiet after the cake");
    assert_eq!(house.in_the_sink("Cake in the kitchen"), 0);
}
