//! What lies in people's mailboxes, read by IMAP.

use crate::await_until::await_until;
use crate::house::House;
use crate::mail_program::MailProgram;
use crate::organisation::address;
use levee_imap::{Client, Flag, FlagChange, FlagSet, Flags, MailboxName, SearchKey, Security, Server, Session, UidSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message as it lies in a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter(pub String);

impl Letter {
    /// A header line, unfolded; empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let head = self.0.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map_or_else(String::new, |(_, value)| value.to_owned())
    }
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
});

fn named(mailbox: &str) -> MailboxName {
    MailboxName::parse(mailbox).expect("a name")
}

impl House {
    /// The messages with this subject in a mailbox; none when the mailbox is not there yet.
    ///
    /// # Panics
    /// When the mail server does not answer.
    #[must_use]
    pub fn letters(&self, local: &str, mailbox: &str, subject: &str) -> Vec<Letter> {
        RUNTIME.block_on(self.read(local, mailbox, subject))
    }

    /// Marks the messages with this subject, as another mail program does.
    ///
    /// # Panics
    /// When there is none, or the mail server does not answer.
    pub fn mark(&self, local: &str, mailbox: &str, subject: &str, change: FlagChange, flag: Flag) {
        RUNTIME.block_on(async {
            let mut session = self.session(local).await;
            let mailbox = MailboxName::parse(mailbox).expect("a name");
            let subject = SearchKey::Subject(subject.to_owned());
            let (validity, uids) = session.search(&mailbox, &[subject]).await.expect("an answer");
            let uids = UidSet::new(uids).expect("such a message");
            let flags = FlagSet::from([flag]);
            session.set_flags(&mailbox, validity, &uids, change, &flags).await.expect("marked");
            drop(session.logout().await);
        });
    }

    /// Puts a message into a mailbox, which is made if it is not there yet.
    ///
    /// # Panics
    /// When the mail server does not take it.
    pub fn put(&self, local: &str, mailbox: &str, message: &str, flags: &[Flag]) {
        RUNTIME.block_on(async {
            let mut session = self.session(local).await;
            let mailbox = named(mailbox);
            let flags: FlagSet = flags.iter().copied().collect();
            // One that is there already is refused.
            drop(session.create(&mailbox).await);
            session.append(&mailbox, message.replace('\n', "\r\n").into_bytes(), &flags, None).await.expect("stored");
            drop(session.logout().await);
        });
    }

    /// How often somebody has signed in by IMAP so far.
    #[must_use]
    pub fn imap_logins(&self, local: &str) -> usize {
        let log = std::fs::read_to_string(self.path("mail/log/dovecot.log")).unwrap_or_default();
        let who = format!("user=<{local}");
        log.lines().filter(|line| line.contains("imap-login: ") && line.contains(&who)).count()
    }

    /// The marks of each message with this subject in a mailbox, newest first.
    ///
    /// # Panics
    /// When the mail server does not answer, or there is no such mailbox.
    #[must_use]
    pub fn flags(&self, local: &str, mailbox: &str, subject: &str) -> Vec<Flags> {
        RUNTIME.block_on(async {
            let mut session = self.session(local).await;
            let mailbox = named(mailbox);
            let found = session.search(&mailbox, &[SearchKey::Subject(subject.to_owned())]).await;
            let (validity, uids) = found.expect("a mailbox");
            let mut flags = match UidSet::new(uids) {
                Some(uids) => session.flags_of(&mailbox, validity, &uids).await.expect("their marks"),
                None => Vec::new(),
            };
            flags.sort_unstable_by_key(|(uid, _)| std::cmp::Reverse(*uid));
            drop(session.logout().await);
            flags.into_iter().map(|(_, flags)| flags).collect()
        })
    }

    /// Gives the mail server these commands, as another mail program does.
    ///
    /// # Panics
    /// When it does not do one of them.
    pub fn command(&self, local: &str, commands: &[&str]) {
        let stream = TcpStream::connect(self.imap()).expect("the mail server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut stream = BufReader::new(stream);
        let sign_in = format!("LOGIN {} \"{}\"", address(local), self.password());
        for command in [&*sign_in].iter().chain(commands).chain(&["LOGOUT"]) {
            stream.get_mut().write_all(format!("a {command}\r\n").as_bytes()).expect("written");
            let mut line = String::new();
            while !line.starts_with("a ") {
                line.clear();
                assert!(stream.read_line(&mut line).expect("an answer in time") > 0, "no answer to {command}");
            }
            assert!(line.starts_with("a OK"), "{command}: {line}");
        }
    }

    async fn session(&self, local: &str) -> Session {
        let server =
            Server::new("127.0.0.1", self.imap().port(), Security::PlainOnLoopback).expect("a loopback address");
        let client = Client::connect(&server).await.expect("the mail server greets");
        client.login(&address(local).to_string(), self.password()).await.expect("the password is right")
    }

    async fn read(&self, local: &str, mailbox: &str, subject: &str) -> Vec<Letter> {
        let mut session = self.session(local).await;
        let mailbox = named(mailbox);
        let mut letters = Vec::new();
        if let Ok((validity, uids)) = session.search(&mailbox, &[SearchKey::Subject(subject.to_owned())]).await {
            for uid in uids {
                let raw = session.message(&mailbox, validity, uid).await.expect("a message that was just found");
                letters.push(Letter(String::from_utf8_lossy(&raw.bytes).into_owned()));
            }
        }
        drop(session.logout().await);
        letters
    }

    /// Leaves a draft in a person's mailbox of drafts, as another mail program does.
    ///
    /// # Panics
    /// When the mail server does not take it.
    pub fn leave_draft(&self, local: &str, letter: &str) {
        RUNTIME.block_on(async {
            let mut session = self.session(local).await;
            let drafts = MailboxName::parse("Drafts").expect("a name");
            // It may be there already.
            drop(session.create(&drafts).await);
            let flags = FlagSet::from([Flag::Draft, Flag::Seen]);
            session.append(&drafts, letter.as_bytes().to_vec(), &flags, None).await.expect("the draft is taken");
            drop(session.logout().await);
        });
    }

    /// Waits until the message with this subject has come to this person's inbox.
    #[track_caller]
    pub fn await_letter(&self, local: &str, subject: &str) -> Letter {
        await_until(&format!("\"{subject}\" to {local}"), || self.letters(local, "INBOX", subject).pop())
    }

    /// Waits until everything that was handed over has been delivered: a message submitted now, named by
    /// `marker`, has come, and nothing is queued.
    #[track_caller]
    pub fn await_quiet(&self, marker: &str) {
        let [from, to] = ["p399", "p400"].map(|local| address(local).to_string());
        let mut program = MailProgram::sign_in(self.submission(), &from, self.password());
        let reply = program.send(&[&to], &format!("From: {from}\nTo: {to}\nSubject: {marker}\n\n{marker}\n"));
        assert_eq!(reply.code, 250, "{reply:?}");
        self.await_letter("p400", marker);
        await_until("an empty queue", || (self.queued() == 0).then_some(()));
    }
}
