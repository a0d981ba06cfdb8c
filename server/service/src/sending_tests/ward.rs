//! A ward of people and lists over a real store, with a clock that is set.

use super::servers::Servers;
use crate::keys::{Purpose, sha256};
use crate::{Clock, Login, NoticeWords, Organisation, Release, Service, Settings, SystemChance, TimeZone, Told};
use levee_contract::{
    Account, Caller, Compose as _, Confirmed, Outbox as _, OutboxState, Outcome, Returned, Role, Send as _,
    SendRequest, SessionToken, UnixSeconds,
};
use levee_directory::source::{List, Person, Record};
use levee_mail::{Address, Contact, Domains, Draft, DraftId};
use levee_store::SessionRow;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(super) const NOW: UnixSeconds = 1_800_000_000;
pub(super) const LEASE: i64 = 45;
/// People of the organisation; the first three are alice, bob and carol.
pub(super) const PEOPLE: u32 = 1000;

pub(super) struct TestClock(pub(super) AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> UnixSeconds {
        self.0.load(Ordering::SeqCst)
    }
}

pub(super) struct Ward {
    pub(super) folder: tempfile::TempDir,
    pub(super) service: Arc<Service>,
    pub(super) clock: Arc<TestClock>,
}

pub(super) fn address(local: &str) -> Address {
    Address::from_parts(local, "hosp.example").unwrap()
}

pub(super) async fn ward() -> Ward {
    let clock = Arc::new(TestClock(AtomicI64::new(NOW)));
    let folder = tempfile::tempdir().unwrap();
    let service = open(&folder, &clock).await;
    service.begin_enforcing().await.unwrap();
    let ward = Ward { folder, service, clock };
    ward.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
    ward
}

pub(super) async fn open(folder: &tempfile::TempDir, clock: &Arc<TestClock>) -> Arc<Service> {
    open_as(folder, clock, None).await
}

/// The words of notices, which are not looked at here.
struct NoWords;

impl NoticeWords for NoWords {
    fn write(&self, told: &Told<'_>) -> (String, String) {
        (format!("{:?}", told.reason), told.link.clone())
    }
}

/// The same ward where Levee may hand over in its own name.
pub(super) async fn with_release(ward: Ward) -> Ward {
    ward.service.store.close().await;
    let release = Release {
        relay: levee_smtp::Relay::new("127.0.0.1", 9, levee_smtp::Security::PlainOnLoopback).unwrap(),
        login: Some(Login { user: "levee".into(), password: "own".into() }),
        from: address("levee"),
        origin: "https://mail.hosp.example".into(),
        words: Arc::new(NoWords),
    };
    let service = open_as(&ward.folder, &ward.clock, Some(release)).await;
    let ward = Ward { service, ..ward };
    ward.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
    ward
}

async fn open_as(folder: &tempfile::TempDir, clock: &Arc<TestClock>, release: Option<Release>) -> Arc<Service> {
    let domains = Domains { accepted: vec!["hosp.example".into()], ..Domains::default() };
    let settings = Settings {
        organisation: Organisation {
            name: "Hospital".into(),
            domains,
            role_lists: Vec::new(),
            time_zone: TimeZone::default(),
        },
        store: folder.path().join("levee.db").into(),
        key_file: folder.path().join("levee.key"),
        imap: levee_imap::Server::new("127.0.0.1", 9, levee_imap::Security::PlainOnLoopback).unwrap(),
        relay: levee_smtp::Relay::new("127.0.0.1", 9, levee_smtp::Security::PlainOnLoopback).unwrap(),
        largest_message: 1_000_000,
        release,
        alerts: None,
    };
    Service::open(settings, clock.clone(), Arc::new(SystemChance)).await.unwrap()
}

pub(super) fn local(n: u32) -> String {
    match n {
        0 => "alice".into(),
        1 => "bob".into(),
        2 => "carol".into(),
        n => format!("p{n}"),
    }
}

impl Ward {
    /// Lists of the first so many people each; bob owns them all. Carol has the role of an approver, and
    /// p3 is on call.
    pub(super) async fn people_know(&self, lists: &[(&str, u32)]) {
        self.people_with(lists, None, None).await;
    }

    /// The same, their owner having declared a size, made at a time.
    pub(super) async fn people_with(&self, lists: &[(&str, u32)], declared: Option<u64>, created: Option<UnixSeconds>) {
        let person = |n: u32| {
            Record::Person(Person {
                address: address(&local(n)),
                aliases: Vec::new(),
                name: local(n),
                title: String::new(),
                unit: "trust/ward".into(),
                site: String::new(),
                roles: match n {
                    2 => vec![levee_directory::Role::Approver],
                    3 => vec![levee_directory::Role::OnCall],
                    _ => Vec::new(),
                },
                shared: false,
            })
        };
        let list = |(name, size): &(&str, u32)| {
            Record::List(List {
                members: (0..*size).map(|n| address(&local(n))).collect(),
                owners: vec![address("bob")],
                declared,
                created,
                ..List::new(address(name))
            })
        };
        let records = (0..PEOPLE).map(person).chain(lists.iter().map(list));
        self.service.import_directory("test", records).await.unwrap();
    }

    pub(super) async fn signed_in(&self, name: &str, roles: &[Role]) -> Caller {
        let token = format!("token of {name} {}", self.clock.now());
        let account = address(name);
        let text = account.to_string();
        let keys = &self.service.keys;
        let credential =
            keys.seal(Purpose::SessionCredential, token.as_bytes(), text.as_bytes(), b"secret", &SystemChance);
        let now = self.clock.now();
        let token_hash = sha256(token.as_bytes()).to_vec();
        let session =
            SessionRow { token_hash, account: text, credential, created: now, seen: now, expires: now + 99_999 };
        self.service.store.open_session(&session).await.unwrap();
        let account =
            Account { address: account, name: name.to_owned(), organisation: "Hospital".into(), roles: roles.to_vec() };
        Caller { token: SessionToken::new(token), account }
    }

    pub(super) fn wait(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(super) async fn send(&self, who: &Caller, request: &SendRequest) -> Outcome {
        self.service.send(who, request).await.unwrap()
    }

    /// Everything that is due, by one worker.
    pub(super) async fn work(&self, servers: &Servers) {
        self.service.settle_overdue(self.clock.now()).await.unwrap();
        while let Some(claim) = self.service.store.claim(self.clock.now(), LEASE).await.unwrap() {
            self.service.work(&claim, servers).await;
        }
    }

    pub(super) async fn state(&self, who: &Caller) -> Vec<OutboxState> {
        self.service.outbox(who).await.unwrap().into_iter().map(|row| row.state).collect()
    }

    pub(super) async fn returned(&self, who: &Caller) -> Vec<Option<Returned>> {
        self.service.drafts(who).await.unwrap().into_iter().map(|row| row.returned).collect()
    }

    /// Another node on the same file, after this one was lost.
    pub(super) async fn lost(self) -> Self {
        self.service.store.close().await;
        let service = open(&self.folder, &self.clock).await;
        let ward = Self { service, ..self };
        ward.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
        ward
    }
}

pub(super) fn to(names: &[&str]) -> Vec<Contact> {
    names.iter().map(|name| Contact { name: None, address: address(name) }).collect()
}

pub(super) fn request(n: u8, names: &[&str]) -> SendRequest {
    let draft = Draft {
        to: to(names),
        subject: format!("Rota {n}"),
        text: format!("Please see the rota for week {n}."),
        ..Draft::default()
    };
    SendRequest {
        id: DraftId::from_random([n; 16]),
        version: 0,
        draft,
        confirmation: None,
        emergency: None,
        wrong: None,
    }
}

pub(super) fn answered(request: &SendRequest, asked: &Outcome, typed: Option<u64>) -> SendRequest {
    let Outcome::Ask { question, .. } = asked else { panic!("nothing was asked: {asked:?}") };
    SendRequest { confirmation: Some(Confirmed { question: question.clone(), typed }), ..request.clone() }
}
