//! The node in two processes: pages in one, what the MTA asks in the other, one store.

use levee_contract::{AppError, OutboxState};
use levee_tests::{House, MailProgram, await_until, draft};

#[test]
fn mail_programs_are_judged_while_no_pages_are_served() {
    let Some(house) = House::start() else { return };
    house.kill_levee();
    let answering = house.answer_mta();
    assert!(house.stranger().try_get("/health", &[]).is_err(), "no pages");
    let mut program = MailProgram::sign_in(house.submission(), "p340@hosp.example", house.password());
    let reply = program.send(&["everybody@hosp.example"], "Subject: test\n\ntest\n");
    assert!(reply.code == 550 && reply.text.contains("[AUD_MAX "), "{reply:?}");
    let reply = program.send(&["alice@hosp.example"], "From: p340@hosp.example\nSubject: Rota\n\nOn the board.\n");
    assert_eq!(reply.code, 250, "{reply:?}");
    house.await_letter("alice", "Rota");

    // Pages beside it: what is changed there holds here.
    house.serve_as(&["serve", "--without-milter"]);
    let (grace, bob) = (house.browser("grace"), house.browser("bob"));
    let stricter = [("audience.warn", "5"), ("audience.confirm", "30"), ("reply_all.warn", "5")];
    grace.change_policy(&stricter).expect("within the ranges");
    let thirty: Vec<String> = (1..=30).map(|n| format!("p{n}@hosp.example")).collect();
    let thirty: Vec<&str> = thirty.iter().map(String::as_str).collect();
    let reply = program.send(&thirty, "From: p340@hosp.example\nSubject: Rota\n\nOn the board.\n");
    assert_eq!(reply.code, 250, "{reply:?}");
    let rows = house.browser("p340").outbox().expect("the outbox");
    assert!(matches!(rows[0].state, OutboxState::Asks { .. }), "judged by the new policy, and kept: {rows:?}");

    // What is changed on the command line holds in both without a restart.
    assert_eq!(bob.change_policy(&[("audience.warn", "6")]), Err(AppError::Forbidden));
    let granted = house.run(&["role", "grant", "bob@hosp.example", "administrator"]);
    assert!(granted.status.success(), "{granted:?}");
    await_until("bob administers", || bob.change_policy(&[("audience.warn", "6")]).ok());

    // A list is made, filled and gone, each time in one go, while both go on with all other people and lists.
    let everybody = std::fs::read_to_string(house.path("people.jsonl")).expect("the records");
    let import = |night: Option<&str>| {
        let list = night.map(|members| {
            format!("{{\"type\":\"list\",\"address\":\"night@hosp.example\",\"members\":[{members}]}}\n")
        });
        let file = house.path("night.jsonl");
        std::fs::write(&file, format!("{everybody}{}", list.unwrap_or_default())).expect("written");
        let imported = house.run(&["directory", "import", &file.display().to_string()]);
        assert!(imported.status.success(), "{imported:?}");
    };
    let night = draft(&["night"], "Night", "Tonight as always.");
    let pages_count = |people: u64| {
        await_until("pages know the list", || (bob.audience(&night).ok()?.people == people).then_some(()));
    };
    let mut write = |subject: &str| {
        program.send(&["night@hosp.example"], &format!("From: p340@hosp.example\nSubject: {subject}\n\nAs always.\n"))
    };
    import(Some("\"alice@hosp.example\""));
    pages_count(1);
    await_until("the MTA's side knows it", || (write("First night").code == 250).then_some(()));
    house.await_letter("alice", "First night");
    import(Some("\"alice@hosp.example\",\"p7@hosp.example\",\"p8@hosp.example\""));
    pages_count(3);
    import(None);
    await_until("the list is gone", || (write("Last night").code == 550).then_some(()));
    drop(answering);
}

#[test]
fn levee_milter_says_that_it_needs_an_address() {
    let Some(house) = House::shared() else { return };
    let settings = std::fs::read_to_string(house.settings()).expect("settings");
    let without: String =
        settings.lines().filter(|line| !line.starts_with("milter")).map(|line| format!("{line}\n")).collect();
    let file = house.path("without.toml");
    std::fs::write(&file, without).expect("written");
    let program = levee_tests::program();
    let said =
        std::process::Command::new(program).arg("milter").arg("--config").arg(file).output().expect("levee runs");
    let line = String::from_utf8_lossy(&said.stderr);
    assert!(!said.status.success() && line.lines().count() == 1 && line.contains("milter ="), "{line}");
}
