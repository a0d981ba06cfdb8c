//! Held messages: another person decides, once, and what was held is delivered once or goes back.

use levee_contract::{AppError, Outcome, Returned};
use levee_mail::{Draft, DraftFile};
use levee_tests::{Browser, House, await_until, contact, draft, fresh_id};
use ureq::http::Method;

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

/// Uploads text as a file for a draft.
fn attached(browser: &Browser, id: &str, name: &str, kind: &str, body: &str) -> DraftFile {
    let path = format!("/upload/{id}?name={name}");
    let page = browser.request(Method::POST, &path, &[("content-type", kind)], body).expect("an answer");
    let kept: Result<DraftFile, AppError> = serde_json::from_str(&page.body).expect("JSON");
    kept.expect("kept")
}

#[test]
fn who_decides_sees_the_files_and_nobody_else_does() {
    let Some(house) = House::shared() else { return };
    let sender = house.browser("p332");
    let id = fresh_id();
    let files = vec![
        attached(&sender, id.as_str(), "%C3%9Cbersicht.csv", "text/csv", "ward;beds\n7;24\n"),
        attached(&sender, id.as_str(), "page.html", "text/html", "<script>alert(1)</script>"),
    ];
    let message = Draft { files, ..draft(&["wing"], "Beds", "See the table.") };
    let outcome = sender.send_as(&id, &message, None).expect("judged");
    assert!(matches!(outcome, Outcome::Held { .. }), "{outcome:?}");

    let [erin, grace] = ["erin", "grace"].map(|local| house.browser(local));
    let held = erin.held(&id).expect("hers to decide").files;
    let shown: Vec<_> = held.iter().map(|file| (file.name.as_str(), file.content_type.as_deref(), file.size)).collect();
    assert_eq!(shown, [("Übersicht.csv", Some("text/csv"), 15), ("page.html", Some("application/octet-stream"), 25)]);
    let page = erin.get(&format!("/approvals/{}", id.as_str()), &[]);
    for file in &held {
        assert!(page.body.contains(&format!("href=\"{}\"", file.url)), "{}", page.body);
    }
    assert!(page.body.contains("Übersicht") && page.body.contains("15 bytes, text/csv"), "{}", page.body);

    let [table, hostile] = [&held[0], &held[1]].map(|file| erin.get(&file.url, &[]));
    assert_eq!((table.status, table.body.as_str()), (200, "ward;beds\n7;24\n"));
    assert_eq!(hostile.body, "<script>alert(1)</script>");
    for page in [&table, &hostile] {
        assert!(page.header("content-disposition").starts_with("attachment; "), "{page:?}");
        assert_eq!(page.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(
        (table.header("content-type"), hostile.header("content-type")),
        ("text/csv", "application/octet-stream")
    );

    // An administrator, its sender, a recipient and somebody who has not signed in: no such file.
    let readers = [grace, sender, house.browser("p333"), house.stranger()];
    assert_eq!(readers.each_ref().map(|reader| reader.get(&held[0].url, &[]).status), [404; 4]);
    // Its text is no file, nor is what there is not.
    for part in ["1", "99", "0", "-1", "x"] {
        assert_eq!(erin.get(&format!("/held-file/{}/{part}", id.as_str()), &[]).status, 404, "{part}");
    }
    erin.reject(&id, "Not for everybody.").expect("rejected");
    assert_eq!(erin.get(&held[0].url, &[]).status, 404, "it is decided");
}
