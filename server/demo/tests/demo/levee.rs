//! What Postfix asks Levee: people and lists by socketmap, consent by milter. Stood in for by a few
//! lines that answer socketmap_table(5), and by nobody.

use crate::folder;
use crate::wire::Wire;
use levee_demo::{LARGEST_MESSAGE, PeopleSource, Stack, StackAccount, StackConfig, WrongPassword};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;

const LETTER: &str = "From: ann@northmoor.example\nSubject: To all\n\nHello.";

fn config(folder: &Path, levee: SocketAddr) -> StackConfig {
    let account = |local: &str| StackAccount { local: local.into(), password: "x".into() };
    StackConfig {
        folder: folder.into(),
        domains: vec!["northmoor.example".into()],
        accounts: vec![account("ann"), account("bob")],
        shared: Vec::new(),
        releaser: None,
        milter: None,
        people: PeopleSource::Levee(levee),
        largest_message: LARGEST_MESSAGE,
        wrong_password: WrongPassword::AnsweredAtOnce,
        ports: None,
    }
}

/// Answers until the process ends: `everybody` is two chunks that only the map knows, of 600 each;
/// bob is the last.
fn answer_socketmap() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("bound");
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            std::thread::spawn(move || converse(connection));
        }
    });
    address
}

fn converse(connection: TcpStream) -> Option<()> {
    let mut reader = BufReader::new(connection);
    loop {
        let mut size = Vec::new();
        reader.read_until(b':', &mut size).ok()?;
        let size: usize = std::str::from_utf8(size.strip_suffix(b":")?).ok()?.parse().ok()?;
        let mut request = vec![0; size + 1];
        reader.read_exact(&mut request).ok()?;
        let request = String::from_utf8(request).ok()?;
        let answer = answer(request.strip_suffix(',')?).map_or("NOTFOUND ".to_owned(), |value| format!("OK {value}"));
        reader.get_mut().write_all(format!("{}:{answer},", answer.len()).as_bytes()).ok()?;
    }
}

fn answer(request: &str) -> Option<String> {
    let (map, key) = request.split_once(' ')?;
    let local = key.strip_suffix("@northmoor.example")?;
    let at = |local: String| local + "@northmoor.example";
    let chunk = |from: u32| (from..from + 600).map(|n| at(format!("p{n}"))).collect::<Vec<_>>().join(",");
    match (map, local) {
        ("lists", "everybody") => Some([at("chunk-1".into()), at("chunk-2".into())].join(",")),
        ("lists", "chunk-1") => Some(chunk(1)),
        ("lists", "chunk-2") => Some(format!("{},{}", chunk(601), at("bob".into()))),
        ("people", "ann" | "bob") => Some("ok".into()),
        ("people", person) => person.strip_prefix('p')?.parse::<u32>().ok().map(|_| "ok".into()),
        _ => None,
    }
}

#[test]
fn a_list_from_levee_reaches_its_last_member() {
    let Some(folder) = folder() else { return };
    let stack = Stack::start(&config(folder.path(), answer_socketmap())).expect("starts");
    let mut smtp = Wire::open(stack.submission());
    assert!(smtp.smtp_auth("ann@northmoor.example", "x").starts_with("235"));
    let nobody = smtp.smtp_send("ann@northmoor.example", &["q7@northmoor.example"], LETTER);
    assert!(nobody.starts_with("550 5.1.1"), "{nobody}");
    assert!(smtp.smtp("RSET").starts_with("250"));
    let reply = smtp.smtp_send("ann@northmoor.example", &["everybody@northmoor.example"], LETTER);
    assert!(reply.starts_with("250"), "{reply}");
    let mut imap = Wire::open(stack.imap());
    imap.imap_ok("LOGIN bob@northmoor.example x");
    imap.await_messages("INBOX", 1);
    stack.stop().expect("stops");
}

#[test]
fn nothing_passes_while_the_guard_does_not_answer() {
    let Some(folder) = folder() else { return };
    let guard = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a port that was free");
    let config = StackConfig { milter: Some(guard), ..config(folder.path(), answer_socketmap()) };
    let stack = Stack::start(&config).expect("starts");
    // Postfix asks the guard as soon as somebody connects, so signing in already has to wait.
    let reply = Wire::open(stack.submission()).smtp_auth("ann@northmoor.example", "x");
    assert!(reply.starts_with("454 4.") || reply.starts_with("451 4."), "{reply}");
    stack.stop().expect("stops");
}
