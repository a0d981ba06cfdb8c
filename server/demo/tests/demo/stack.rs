//! Mail goes round, stays over restarts, and no process outlives its stop.

use crate::folder;
use crate::wire::Wire;
use levee_demo::{LARGEST_MESSAGE, PeopleSource, Stack, StackAccount, StackConfig, StackError, WrongPassword};
use std::path::Path;
use std::process::Command;

const PASSWORD: &str = "a:b c%d";

fn config(folder: &Path) -> StackConfig {
    let account = |local: &str| StackAccount { local: local.into(), password: PASSWORD.into() };
    StackConfig {
        folder: folder.into(),
        domains: vec!["northmoor.example".into(), "nmh.example".into()],
        accounts: ["ann", "bob", "carol", "dora"].map(account).into(),
        shared: Vec::new(),
        releaser: Some(account("releaser")),
        milter: None,
        people: PeopleSource::AccountsOnly {
            lists: vec![("team".into(), vec!["bob@northmoor.example".into(), "carol@northmoor.example".into()])],
        },
        largest_message: LARGEST_MESSAGE,
        wrong_password: WrongPassword::AnsweredAtOnce,
        ports: None,
    }
}

fn reader(stack: &Stack, user: &str) -> Wire {
    let mut imap = Wire::open(stack.imap());
    imap.imap_ok(&format!("LOGIN {user}@northmoor.example \"{PASSWORD}\""));
    imap
}

fn writer(stack: &Stack, user: &str) -> Wire {
    let mut smtp = Wire::open(stack.submission());
    let reply = smtp.smtp_auth(&format!("{user}@northmoor.example"), PASSWORD);
    assert!(reply.starts_with("235"), "{reply}");
    smtp
}

const LETTER: &str = "From: Ann <ann@northmoor.example>\nSubject: Rota\n\nThe rota is on the board.";

#[test]
fn a_message_to_three_colleagues_arrives_three_times() {
    let Some(folder) = folder() else { return };
    let stack = Stack::start(&config(folder.path())).expect("starts");
    // A person is the same in every domain, a detail after `+` makes no difference, a list is expanded.
    let to = ["dora+rota@northmoor.example", "ann@nmh.example", "team@northmoor.example"];
    let mut readers: Vec<Wire> = ["ann", "bob", "carol", "dora"].iter().map(|user| reader(&stack, user)).collect();
    let reply = writer(&stack, "ann").smtp_send("ann@northmoor.example", &to, LETTER);
    assert!(reply.starts_with("250"), "{reply}");
    for reader in &mut readers {
        reader.await_messages("INBOX", 1);
        let fetched = reader.imap_ok("FETCH 1 BODY[TEXT]").join("\n");
        assert!(fetched.contains("The rota is on the board."), "{fetched}");
    }
    stack.stop().expect("stops");
}

#[test]
fn what_may_not_be_sent_is_refused() {
    let Some(folder) = folder() else { return };
    let stack = Stack::start(&config(folder.path())).expect("starts");
    let check = |user: &str, from: &str, to: &str, expect: &str| {
        let reply = writer(&stack, user).smtp_send(from, &[to], LETTER);
        assert!(reply.starts_with(expect), "{user}, {from} to {to}: {reply}");
    };
    check("ann", "ann@northmoor.example", "somebody@elsewhere.example", "550 5.7.1");
    check("ann", "ann@northmoor.example", "nobody@northmoor.example", "550 5.1.1");
    check("ann", "bob@northmoor.example", "bob@northmoor.example", "553 5.7.1");
    check("ann", "ann+post@nmh.example", "bob@northmoor.example", "250");
    check("releaser", "bob@northmoor.example", "ann@northmoor.example", "250");
    let mut stranger = Wire::open(stack.submission());
    assert!(stranger.smtp_auth("ann@northmoor.example", "wrong").starts_with("535"));
    let reply = stranger.smtp_send("ann@northmoor.example", &["bob@northmoor.example"], LETTER);
    assert!(reply.starts_with("554 5.7.1"), "{reply}");
    let mut imap = Wire::open(stack.imap());
    assert!(imap.imap("LOGIN ann@northmoor.example wrong").concat().contains("AUTHENTICATIONFAILED"));
    stack.stop().expect("stops");
}

#[test]
fn mail_and_ports_stay_and_no_process_does() {
    let Some(folder) = folder() else { return };
    let stack = Stack::start(&config(folder.path())).expect("starts");
    let ports = stack.ports();
    let mut smtp = writer(&stack, "ann");
    assert!(smtp.smtp_send("ann@northmoor.example", &["bob@northmoor.example"], LETTER).starts_with("250"));
    reader(&stack, "bob").await_messages("INBOX", 1);
    let pids = stack.pids();
    assert!(pids.len() > 4, "both servers with their children: {pids:?}");
    // Connections are open, as they are when somebody presses Ctrl-C.
    stack.stop().expect("stops");
    let alive: Vec<_> = pids.iter().filter(|pid| Path::new(&format!("/proc/{pid}/exe")).read_link().is_ok()).collect();
    assert!(alive.is_empty(), "still there: {alive:?}");

    let again = Stack::start(&config(folder.path())).expect("starts again");
    assert_eq!(again.ports(), ports);
    reader(&again, "bob").await_messages("INBOX", 1);
    again.stop().expect("stops");
}

#[test]
fn after_kill_9_the_next_start_works() {
    let Some(folder) = folder() else { return };
    let killed = Stack::start(&config(folder.path())).expect("starts");
    let ports = killed.ports();
    // A connected smtpd would hold the port for minutes after its master is gone.
    let _held_open = writer(&killed, "ann");
    let masters: Vec<String> = ["dovecot/run/master.pid", "postfix/queue/pid/master.pid"]
        .iter()
        .map(|file| std::fs::read_to_string(folder.path().join(file)).expect("pid file").trim().to_owned())
        .collect();
    assert!(Command::new("kill").arg("-9").args(&masters).status().expect("kill runs").success());
    // As if this program had been killed, too.
    std::mem::forget(killed);
    let stack = Stack::start(&config(folder.path())).expect("starts again");
    assert_eq!(stack.ports(), ports, "the ports are free again");
    let mut smtp = writer(&stack, "ann");
    assert!(smtp.smtp_send("ann@northmoor.example", &["bob@northmoor.example"], LETTER).starts_with("250"));
    reader(&stack, "bob").await_messages("INBOX", 1);
    std::mem::forget(stack);
    Stack::stop_leftover(folder.path()).expect("stops");
    Stack::stop_leftover(folder.path()).expect("nothing left to stop");
}

#[test]
fn names_that_would_change_the_configuration_are_refused() {
    let Some(folder) = folder() else { return };
    for (domain, local) in [("a.example\nrelay_domains=x", "ann"), ("a.example", "ann:x"), ("a.example", "../ann")] {
        let mut config = config(folder.path());
        config.domains = vec![domain.into()];
        config.accounts = vec![StackAccount { local: local.into(), password: PASSWORD.into() }];
        assert!(matches!(Stack::start(&config), Err(StackError::BadName { .. })), "{domain:?} {local:?}");
    }
}
