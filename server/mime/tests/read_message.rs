//! Any bytes are a message: ordinary ones are read as meant, odd and hostile ones as far as they go.

use levee_mail::Importance;
use levee_mime::facts::{self, Report};
use levee_mime::html::Why;
use levee_mime::inspect::inspect;
use levee_mime::{Message, PartId, Placing, Warning};
use proptest::prelude::*;

/// One line for each part: section, type, name, size, placing.
fn outline(message: &Message<'_>) -> Vec<String> {
    let one = |p: &levee_mime::Part| {
        format!("{} {} {} {} {:?}", p.section, p.content_type, p.file_name.as_deref().unwrap_or("-"), p.size, p.placing)
    };
    message.parts().iter().map(one).collect()
}

#[track_caller]
fn check(raw: &str, expect: &[&str]) {
    let crlf = raw.replace('\n', "\r\n");
    assert_eq!(outline(&Message::parse(crlf.as_bytes())), expect, "{raw}");
    let bare = Message::parse(raw.as_bytes());
    let kinds = |lines: Vec<String>| lines.iter().map(|l| l.split(' ').next().map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!(kinds(outline(&bare)).len(), expect.len(), "with bare LF: {raw}");
}

const NEWSLETTER: &str = "From: =?utf-8?q?B=C3=B6b?= <bob@a.example>\nTo: eve@b.example, Team: ivy@c.example;\nSubject: =?utf-8?q?a=0D=0ABcc:_b?=\n\
Date: Tue, 01 Jul 2025 10:52:37 +0200\nMessage-ID: <m1@a.example>\nIn-Reply-To: <m0@a.example>\nReferences: <r@a.example> <m0@a.example>\n\
List-Id: News <news.a.example>\nAuto-Submitted: auto-generated; x=y\nContent-Type: multipart/mixed; boundary=M\n\n\
preamble\n--M\nContent-Type: multipart/alternative; boundary=\"A\"\n\n--A\n\nplain\n--A\nContent-Type: multipart/related; boundary=R\n\n\
--R\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>caf=E9 <img src=cid:l@x>\n\
--R\nContent-Type: image/png; name=logo.png\nContent-ID: <l@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\
--R--\n--A--\n--M\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%C3%9Cber%2Fsicht.pdf\n\n%PDF\n\
--M\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=M2\n\n--M2\n\nx\n--M2--\n--M--\nepilogue\n";

#[test]
fn an_ordinary_message_is_read() {
    check(
        NEWSLETTER,
        &[
            "1.1 text/plain - 5 Body",
            "1.2.1 text/html - 25 Body",
            "1.2.2 image/png logo.png 8 Inline",
            "2 application/pdf sicht.pdf 4 Attachment",
            "3 message/rfc822 - 79 Attachment",
        ],
    );
    let message = Message::parse(NEWSLETTER.as_bytes());
    let headers = message.headers();
    assert_eq!(headers.subject, "a Bcc: b");
    assert_eq!((headers.from[0].name.as_deref(), headers.from[0].address.as_str()), (Some("Böb"), "bob@a.example"));
    assert_eq!(headers.to.iter().map(|c| c.address.as_str()).collect::<Vec<_>>(), ["eve@b.example", "ivy@c.example"]);
    assert_eq!(headers.date, Some(1_751_359_957));
    assert_eq!(headers.message_id.as_ref().map(|i| i.as_str()), Some("m1@a.example"));
    assert_eq!(headers.references.len(), 2);
    assert_eq!(headers.auto_submitted.as_deref(), Some("auto-generated"));
    assert_eq!(headers.list_id.as_deref(), Some("News <news.a.example>"));
    assert_eq!(message.html().as_deref(), Some("<p>café <img src=cid:l@x>"));
    assert_eq!(message.plain().as_deref(), Some("plain"));
    assert_eq!(message.decoded(PartId(3)).as_deref(), Some(&b"\x89PNG\r\n\x1a\n"[..]));
    assert_eq!(message.part_by_content_id("l@x").map(|p| p.id), Some(PartId(3)));
    assert_eq!(Message::parse(&message.decoded(PartId(5)).unwrap()).headers().subject, "inner");
    assert!(message.warnings().is_empty(), "{:?}", message.warnings());
}

#[test]
fn odd_messages_are_read_as_far_as_they_go() {
    check("", &["1 text/plain - 0 Body"]);
    check("no head at all", &["1 text/plain - 14 Body"]);
    check("Subject: x\n\nhi\n", &["1 text/plain - 4 Body"]);
    check("Content-Type: text/html\n\n<p>", &["1 text/html - 3 Body"]);
    check("Content-Type: application/pdf\n\nx", &["1 application/pdf - 1 Attachment"]);
    check("Content-Type: multipart/mixed\n\nno boundary", &["1 text/plain - 11 Body"]);
    check("Content-Type: multipart/mixed; boundary=x\n\nnever comes", &["1 text/plain - 11 Body"]);
    check("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nnot closed", &["1 text/plain - 10 Body"]);
    check(
        "Content-Type: multipart/mixed; boundary=\"a:b\"\n\n--a:b\n--a:b\n\ny\n--a:b--",
        &["1 text/plain - 0 Body", "2 text/plain - 1 Body"],
    );
    check("Content-Type : text/html\n\n<p>", &["1 text/html - 3 Body"]);
    check("Content-Type: text/html\nContent-Type: text/plain\n\n<p>", &["1 text/html - 3 Body"]);
    check("Content-Type: garbage\n\nx", &["1 garbage/x-unknown - 1 Attachment"]);
    check("Content-Transfer-Encoding: base64\n\naGk=!!", &["1 text/plain - 2 Body"]);
    check(
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nx\n--a--",
        &["1.1 text/plain - 1 Body"],
    );
    check(
        "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\nx\n--d--",
        &["1 message/rfc822 - 17 Attachment"],
    );
    check(
        "Content-Type: text/plain; name=\"../../a\\\\b.txt\"\nContent-Disposition: attachment\n\nx",
        &["1 text/plain b.txt 1 Attachment"],
    );
    check(
        "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nmine\n--m\nContent-Disposition: attachment; filename=a.txt\n\nfile\n--m\n\nlist foot\n--m--",
        &["1 text/plain - 4 Body", "2 text/plain a.txt 4 Attachment", "3 text/plain - 9 Body"],
    );
}

#[track_caller]
fn check_warning(raw: &str, expect: Warning) {
    let message = Message::parse(raw.as_bytes());
    assert!(message.warnings().contains(&expect), "{:?}: {:?}", &raw[..raw.len().min(60)], message.warnings());
}

#[test]
fn says_what_is_odd() {
    check_warning("From: a@x.example\nFrom: b@y.example\n\n", Warning::FromTwice);
    check_warning("Subject: a\nsubject: b\n\n", Warning::FieldTwice);
    check_warning(&format!("X: {}\n\n", "y".repeat(300_000)), Warning::LongHead);
    check_warning("Content-Type: multipart/mixed; boundary=x\n\n", Warning::NoBoundary);
    let first = Message::parse(b"From: a@x.example\nFrom: b@y.example\n\n");
    assert_eq!(first.headers().from[0].address, "a@x.example");
}

#[test]
fn hostile_structure_is_bounded() {
    let parts = format!("Content-Type: multipart/mixed; boundary=b\n\n{}--b--", "--b\n\nx\n".repeat(10_000));
    let message = Message::parse(parts.as_bytes());
    assert_eq!(message.parts().len(), 200);
    assert!(message.warnings().contains(&Warning::TooManyParts));

    let nested: String =
        (0..20_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    let message = Message::parse(nested.as_bytes());
    assert!(message.warnings().contains(&Warning::TooDeep) && message.parts().len() == 1);

    // Each part opens a boundary that never comes.
    let astray: String =
        (0..20_000).map(|n| format!("--b\nContent-Type: multipart/mixed; boundary=c{n}\n\n")).collect();
    let message = format!("Content-Type: multipart/mixed; boundary=b\n\n{astray}");
    assert!(Message::parse(message.as_bytes()).parts().len() <= 200);

    let messages = "Content-Type: message/rfc822\n\n".repeat(50_000);
    assert_eq!(Message::parse(messages.as_bytes()).parts().len(), 1);

    for field in [
        "To: a@b.example, ",
        "To: =?ab?q?z",
        "To: ((((",
        "To: <",
        "To: \"\\",
        "References: <a@b> ",
        "Subject: =?utf-8?b?",
        "Content-Type: a/b; ",
    ] {
        let (name, value) = field.split_once(": ").unwrap();
        let raw = format!("{name}: {}\n\nbody", value.repeat(240_000 / value.len()));
        let message = Message::parse(raw.as_bytes());
        assert_eq!(message.plain().as_deref().unwrap_or("body"), "body", "{field}");
    }
    let parameters: String = (0..60_000).map(|n| format!("; p{n}*{n}=x")).collect();
    assert_eq!(
        Message::parse(format!("Content-Type: text/plain{parameters}\n\nx").as_bytes()).plain().as_deref(),
        Some("x")
    );
    let dashes = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--\n".repeat(300_000));
    assert_eq!(Message::parse(dashes.as_bytes()).parts().len(), 1);
}

#[test]
fn charsets_become_utf8_and_stay_text() {
    let check = |charset: &str, body: &[u8], expect: &str| {
        let raw = [format!("Content-Type: text/html; charset={charset}\n\n").as_bytes(), body].concat();
        assert_eq!(Message::parse(&raw).html().as_deref(), Some(expect), "{charset}");
    };
    check("utf-7", b"+ADw-script+AD4-alert(1)", "<script>alert(1)");
    check("\"iso-8859-15\"", b"\xa4", "€");
    check("shift_jis", b"\x83n", "ハ");
    check("utf-16le", b"a\0b\0", "ab");
    check("x-unknown", "ü".as_bytes(), "ü");
    let inspection = inspect(b"Content-Type: text/html; charset=utf-7\n\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-x");
    let html = inspection.html.unwrap();
    assert_eq!(html.html, "x");
    assert!(html.removed.iter().any(|r| r.why == Why::Script));
}

#[test]
fn facts_are_found() {
    let raw = "Subject: Re: x\nMessage-ID: <a@b>\nIn-Reply-To: <c@d>\nResent-From: bob@a.example\nResent-To: eve@b.example\nPrecedence: bulk\n\
Content-Type: multipart/mixed; boundary=m\n\n--m\n\nYes\n\n> no\n--m\nContent-Type: text/calendar; method=request\n\nBEGIN\n--m\nContent-Type: application/pdf; name=a.pdf\n\n1234\n--m--";
    let facts = facts::of(&Message::parse(raw.as_bytes()));
    assert_eq!((facts.own_text.as_str(), facts.quoted_text.as_str()), ("Yes", "> no"));
    assert_eq!(facts.attachments, ["part-2.ics", "a.pdf"]);
    assert_eq!(facts.attachment_bytes, 9);
    assert_eq!(facts.calendar_method.as_deref(), Some("REQUEST"));
    assert_eq!(facts.precedence.as_deref(), Some("bulk"));
    assert_eq!(
        facts.resent.map(|r| (r.from, r.to)),
        Some((vec!["bob@a.example".into()], vec!["eve@b.example".into()]))
    );
    assert_eq!((facts.report, facts.auto_submitted), (None, None));
    let report = |kind: &str| {
        let raw = format!("Content-Type: multipart/report; report-type={kind}; boundary=b\n\n--b\n\nx\n--b--");
        facts::of(&Message::parse(raw.as_bytes())).report
    };
    assert_eq!(report("delivery-status"), Some(Report::DeliveryStatus));
    assert_eq!(report("Disposition-Notification"), Some(Report::DispositionNotification));
    assert_eq!(report("feedback-report"), Some(Report::Other));
    let in_body = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:reply\n";
    assert_eq!(facts::of(&Message::parse(in_body.as_bytes())).calendar_method.as_deref(), Some("REPLY"));
}

#[test]
fn inspection_names_differences() {
    let raw = "Content-Type: multipart/alternative; boundary=a\n\n--a\n\nTake 5 mg\n--a\nContent-Type: text/html\n\n<p>Take 50 mg\n--a--";
    assert_eq!(inspect(raw.as_bytes()).differences, ["5", "50"]);
}

fn pieces() -> impl Strategy<Value = String> {
    let pieces = vec![
        "Content-Type: ",
        "multipart/mixed; ",
        "multipart/alternative; ",
        "boundary=b",
        "boundary=\"c\"",
        "text/html",
        "text/plain; charset=utf-7",
        "message/rfc822",
        "\n",
        "\r\n",
        "\n\n",
        "--b",
        "--b--",
        "--c",
        "--c--",
        "From: ",
        "a@b.example",
        "<",
        ">",
        "\"",
        "(",
        "=?utf-8?q?",
        "?=",
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename*0*=utf-8''%",
        " ",
        "\t",
        ":",
        ";",
        "\0",
        "é",
        "x",
        "=",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..80).prop_map(|v| v.concat())
}

/// What holds for every message.
fn check_sound(raw: &[u8]) {
    let inspection = inspect(raw);
    let lines = [&inspection.headers.subject].into_iter().chain(inspection.headers.all.iter().map(|h| &h.value));
    for line in lines.chain(inspection.parts.iter().filter_map(|p| p.file_name.as_ref())) {
        assert!(!line.chars().any(|c| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c)), "{line:?}");
    }
    let message = Message::parse(raw);
    for part in message.parts() {
        assert_eq!(message.decoded(part.id).map(|b| b.len()), Some(part.size), "{part:?}");
        assert!(part.placing != Placing::Body || message.text(part.id).is_some());
    }
    let _ = facts::of(&message);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_message(raw in prop::collection::vec(any::<u8>(), 0..400)) {
        check_sound(&raw);
    }

    #[test]
    fn any_pieces_are_a_message(raw in pieces()) {
        check_sound(raw.as_bytes());
    }
}

#[test]
fn importance_is_read_in_every_programs_words() {
    for (fields, expected) in [
        ("Importance: High\r\n", Importance::High),
        ("X-Priority: 1 (Highest)\r\n", Importance::High),
        ("X-Priority: 3\r\n", Importance::Normal),
        ("X-Priority: 5\r\n", Importance::Low),
        ("Priority: urgent\r\n", Importance::High),
        ("Priority: normal\r\nX-Priority: 2\r\n", Importance::High),
        ("Importance: normal\r\nX-Priority: 1\r\n", Importance::Normal),
        ("Importance: very\r\n", Importance::Normal),
        ("", Importance::Normal),
    ] {
        let bytes = format!("{fields}Subject: Rota\r\n\r\ntext\r\n");
        assert_eq!(Message::parse(bytes.as_bytes()).headers().importance, expected, "{fields}");
    }
}
