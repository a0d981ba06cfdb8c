//! A list that an administrator suspends: the page, other mail programs and the other node refuse alike, an import
//! takes nothing back, and let go it takes mail again.

use levee_contract::{AppError, Outcome};
use levee_guard::{Code, Fact, Ruling};
use levee_tests::{House, MailProgram, await_until, draft};

const TEAM: [(&str, &str); 4] =
    [("address", "team@hosp.example"), ("size", "18"), ("typed", "18"), ("reason", "Its members are being put right")];

#[test]
fn a_suspended_list_takes_nothing_until_it_is_let_go() {
    let Some(house) = House::start() else { return };
    let second = house.join();
    let (grace, bob, heidi) = (house.browser("grace"), house.browser("bob"), house.browser("heidi"));
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let mut submit = |to: &str, subject: &str| {
        program.send(&[to], &format!("From: bob@hosp.example\nSubject: {subject}\n\nThe rota is out.\n"))
    };
    let other = TEAM.map(|(name, value)| if name == "typed" { (name, "81") } else { (name, value) });
    assert!(matches!(grace.form::<()>("suspend_list", &other), Err(AppError::Invalid { .. })));
    assert_eq!(bob.form::<()>("suspend_list", &TEAM), Err(AppError::Forbidden));
    grace.form::<()>("suspend_list", &TEAM).expect("suspended");

    // The list, and the one that it lies in; its owner is no exception.
    for (browser, list) in [(&bob, "team"), (&bob, "department"), (&heidi, "team")] {
        let outcome = browser.send(&draft(&[list], "Suspended", "The rota is out.")).expect("judged");
        let Outcome::Blocked { verdict, .. } = outcome else { panic!("{list}: {outcome:?}") };
        let first = verdict.strictest().expect("a finding");
        assert_eq!((first.code, first.ruling), (Code::ListRestricted, Ruling::Block), "{list}");
    }
    let refused = |reply: levee_tests::Reply| {
        let said = "is suspended: nobody can write to it now. Ask Grace Gorse (grace@hosp.example). [LIST_RESTRICTED ";
        assert!(reply.code == 550 && reply.text.starts_with("5.7.2 team, 18 people, "), "{reply:?}");
        assert!(reply.text.contains(said), "{reply:?}");
    };
    refused(submit("team@hosp.example", "Suspended"));
    refused(submit("department@hosp.example", "Suspended"));
    let seen = second.browser("bob");
    await_until("the other node knows", || {
        let lists = seen.audience(&draft(&["team"], "", "")).ok()?.facts.lists;
        (lists[0].suspended == Fact::Known(true)).then_some(())
    });

    let records = house.path("people.jsonl").display().to_string();
    let imported = house.run(&["directory", "import", &records]);
    assert!(imported.status.success(), "{imported:?}");
    refused(submit("team@hosp.example", "Suspended"));
    let page = grace.get("/admin/lists/team@hosp.example", &[]).body;
    assert!(page.contains("Suspended: nobody can write to it.") && page.contains("Its members are being put right"));
    let file = grace.get("/admin/lists.csv?lint=suspended", &[]).body;
    let lines: Vec<&str> = file.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains("\"grace@hosp.example\",\"Its members"), "{lines:?}");

    let go = [("address", "team@hosp.example"), ("reason", "They are right again")];
    grace.form::<()>("resume_list", &go).expect("let go");
    assert_eq!(submit("team@hosp.example", "Let go").code, 250);
    house.await_letter("p7", "Let go");
    assert_eq!(house.letters("p7", "INBOX", "Suspended").len(), 0, "nobody received what was refused");
}
