//! What programs outside are told, at real receivers: signed, again after a crash, and without a word of anybody.

use hmac::{Hmac, Mac as _};
use levee_contract::AppError;
use levee_tests::{House, MailProgram, json_lines};
use serde_json::Value;
use sha2::Sha256;
use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

const SECRET: &str = "heron-under-glass-0123456789abcdef";

/// What a receiver of webhooks got, and whether it answered.
struct Posted {
    headers: HashMap<String, String>,
    body: String,
}

impl Posted {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    fn id(&self) -> &str {
        &self.headers["levee-delivery"]
    }
}

/// Takes requests one after the other; the first ones get these answers (nothing: it hangs up), the others 204.
fn receiver(answers: &'static [&'static str]) -> (SocketAddr, Receiver<Posted>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("a port");
    let (hand_on, received) = channel();
    thread::spawn(move || {
        let mut answers = answers.iter().copied();
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            // A look whether anybody is there asks for nothing.
            let Some(posted) = read(&mut stream) else { continue };
            match answers.next().unwrap_or("204 No Content") {
                "" => drop(stream),
                status => write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").expect("an answer"),
            }
            if hand_on.send(posted).is_err() {
                return;
            }
        }
    });
    (address, received)
}

/// One whole request; nothing when it ends before.
fn read(stream: &mut TcpStream) -> Option<Posted> {
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let octets = stream.read(&mut part).ok().filter(|octets| *octets > 0)?;
        read.extend_from_slice(&part[..octets]);
        let text = String::from_utf8_lossy(&read);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        let headers: HashMap<_, _> = head.lines().skip(1).filter_map(header).collect();
        if body.len() == headers["content-length"].parse::<usize>().expect("a number") {
            return Some(Posted { headers, body: body.to_owned() });
        }
    }
}

fn next(received: &Receiver<Posted>) -> Posted {
    received.recv_timeout(Duration::from_secs(90)).expect("an alert comes")
}

fn signature(posted: &Posted) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(format!("{}.{}", posted.headers["levee-timestamp"], posted.body).as_bytes());
    mac.finalize().into_bytes().iter().fold("v1=".to_owned(), |text, octet| format!("{text}{octet:02x}"))
}

/// A house that tells this webhook and this collector of lines.
fn house(webhook: SocketAddr, syslog: SocketAddr) -> Option<House> {
    let house = House::start()?;
    let secret = house.path("webhook.secret");
    fs::write(&secret, format!("{SECRET}\n")).expect("a secret");
    fs::set_permissions(&secret, Permissions::from_mode(0o600)).expect("its owner's");
    let settings = fs::read_to_string(house.settings()).expect("settings");
    let alerts = format!(
        "alerts = {{ webhook = {{ url = \"http://{webhook}/levee\", secret_file = {secret:?} }}, syslog = \"udp://{syslog}\" }}\n"
    );
    fs::write(house.settings(), settings + &alerts).expect("settings");
    house.kill_levee();
    house.serve();
    Some(house)
}

fn stop(house: &House, scope: &str, typed: &str) {
    let fields = [("scope", scope), ("typed", typed), ("reason", "Ravi Menon asked for it")];
    house.browser("grace").form::<()>("set_stop", &fields).expect("hers to do");
}

#[test]
fn an_alert_is_signed_and_comes_again_until_it_is_taken_even_after_a_crash() {
    let (webhook, received) = receiver(&["500 Oops", ""]);
    let collector = UdpSocket::bind("127.0.0.1:0").expect("a port");
    collector.set_read_timeout(Some(Duration::from_secs(90))).expect("a limit");
    let Some(house) = house(webhook, collector.local_addr().expect("a port")) else { return };
    let checked = String::from_utf8_lossy(&house.run(&["check-config"]).stdout).into_owned();
    for line in ["alerts.webhook", "alerts.syslog"] {
        assert!(checked.lines().any(|found| found.starts_with("ok") && found.contains(line)), "{checked}");
    }
    stop(&house, "replies", "STOP REPLIES");
    let first = next(&received);
    assert_eq!(
        (first.headers["levee-event"].as_str(), first.headers["content-type"].as_str()),
        ("stop.set", "application/json")
    );
    assert_eq!(first.headers["levee-signature"], signature(&first));
    let told = first.json();
    assert_eq!((told["event"].as_str(), told["scope"].as_str()), (Some("stop.set"), Some("replies")));
    assert_eq!(told["organisation"].as_str(), Some("Hospital"));
    assert_eq!(told["text"].as_str(), Some("Replies to all were stopped by an administrator."));
    // It refused the first, and hangs up on the second: nobody knows whether that one was taken.
    let second = next(&received);
    assert_eq!((second.id(), &second.body), (first.id(), &first.body));
    house.kill_levee();
    house.serve();
    let third = next(&received);
    assert_eq!(third.id(), first.id(), "a crash loses none");
    assert_eq!(third.headers["levee-signature"], signature(&third));
    stop(&house, "nothing", "");
    let lifted = next(&received);
    assert_eq!(lifted.json()["event"].as_str(), Some("stop.lifted"), "what was taken does not come again");

    let mut line = [0; 2048];
    let mut said = || {
        let octets = collector.recv(&mut line).expect("a line");
        String::from_utf8_lossy(&line[..octets]).into_owned()
    };
    let (set, let_go) = (said(), said());
    assert!(set.starts_with("<20>1 20") && set.contains(" stop.set - @cee: {"), "{set}");
    assert!(let_go.starts_with("<21>1 20") && let_go.contains(" stop.lifted - @cee: {"), "{let_go}");
    for text in [&first.body, &set] {
        for word in ["Grace", "grace@", "Ravi"] {
            assert!(!text.contains(word), "{text} names {word}");
        }
    }
}

#[test]
fn important_mail_that_waits_and_a_list_that_jumps_are_told_without_a_word_of_them() {
    let (webhook, received) = receiver(&[]);
    let collector = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let Some(house) = house(webhook, collector.local_addr().expect("a port")) else { return };
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let message =
        "From: bob@hosp.example\nImportance: high\nTo: wing@hosp.example\nSubject: Heating\n\nOff until noon.\n";
    assert_eq!(program.send(&["wing@hosp.example"], message).code, 250);
    let held = next(&received);
    let told = held.json();
    assert_eq!((told["event"].as_str(), told["people"].as_u64()), (Some("important.held"), Some(600)));
    assert_eq!(told["lists"], serde_json::json!(["wing@hosp.example"]));

    let with = |members: u32| {
        let members: Vec<String> = (1..=members).map(|n| format!("p{n}@hosp.example")).collect();
        let list = serde_json::json!({
            "type": "list", "address": "practices@hosp.example", "name": "Practices", "declared": 60, "members": members,
        });
        let file = house.path("people.jsonl");
        fs::write(&file, format!("{}{list}\n", json_lines())).expect("people and lists");
        let imported = house.run(&["directory", "import", &file.display().to_string()]);
        assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    };
    with(60);
    with(5_000);
    // Imported again as it is: known already.
    with(5_000);
    stop(&house, "everything", "STOP EVERYTHING");
    let (jumped, stopped) = (next(&received), next(&received));
    let told = jumped.json();
    assert_eq!((told["event"].as_str(), told["list"].as_str()), (Some("list.jumped"), Some("practices@hosp.example")));
    assert_eq!((told["people"].as_u64(), told["usual"].as_u64()), (Some(5_000), Some(60)));
    assert_eq!(stopped.json()["event"].as_str(), Some("stop.set"), "the jump was told once");
    for body in [&held.body, &jumped.body] {
        for word in ["Heating", "noon", "bob", "Birch"] {
            assert!(!body.contains(word), "{body} holds {word}");
        }
    }
    assert_eq!(
        house.browser("bob").form::<()>("set_stop", &[("scope", "nothing"), ("reason", "x")]),
        Err(AppError::Forbidden)
    );
}
