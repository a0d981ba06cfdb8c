//! What is written is what was meant, on lines that no server can read in two ways.

use levee_mail::{Address, Contact, Importance, MessageId};
use levee_mime::compose::{Attachment, BuildError, Field, Html, Outgoing, build, normalise_crlf, sent_copy};
use levee_mime::{Message, Placing};
use proptest::prelude::*;

fn contact(name: &str, address: &str) -> Contact {
    let name = (!name.is_empty()).then(|| name.to_owned());
    Contact { name, address: Address::parse(address).expect(address) }
}

fn message() -> Outgoing {
    Outgoing {
        from: contact("Alice Böhm", "alice@a.example"),
        reply_to: vec![],
        to: vec![contact("Ash, Bob \"B\"", "bob@b.example"), contact("", "eve@b.example")],
        cc: vec![],
        bcc: vec![contact("", "hidden@c.example")],
        subject: "Grüße aus dem Haus, in dem dieser Betreff so lang ist, dass er auf einer Zeile nicht steht".into(),
        date: 1_751_359_957,
        message_id: MessageId::parse("m1@a.example").unwrap(),
        in_reply_to: MessageId::parse("m0@a.example"),
        references: (0..60).filter_map(|n| MessageId::parse(&format!("r{n}@a.example"))).collect(),
        importance: Importance::Normal,
        text: "Hello,\nthis is text.\n".into(),
        html: None,
        attachments: vec![],
    }
}

/// Asserts what holds for everything that is sent, and gives it as text.
#[track_caller]
fn built(message: &Outgoing) -> String {
    let bytes = build(message).expect("built");
    assert!(bytes.is_ascii() && !bytes.contains(&0));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "bare CR or LF");
    assert!(text.split("\r\n").all(|line| line.len() <= 998), "long line");
    assert!(!text.to_ascii_lowercase().contains("\r\nbcc:"), "{text}");
    text
}

#[test]
fn says_what_was_meant() {
    let outgoing = message();
    let text = built(&outgoing);
    assert!(text.starts_with("Date: Tue, 01 Jul 2025 08:52:37 +0000\r\nFrom: "), "{text}");
    let head = text.split("\r\n\r\n").next().unwrap();
    assert!(head.split("\r\n").all(|line| line.len() <= 78), "{head}");
    let read = Message::parse(text.as_bytes());
    let headers = read.headers();
    assert_eq!(headers.subject, outgoing.subject);
    assert_eq!(headers.from[0].contact().as_ref(), Some(&outgoing.from));
    assert_eq!(headers.to.iter().filter_map(|c| c.contact()).collect::<Vec<_>>(), outgoing.to);
    assert_eq!(headers.date, Some(outgoing.date));
    assert_eq!(headers.message_id.as_ref(), Some(&outgoing.message_id));
    assert_eq!(headers.in_reply_to, outgoing.in_reply_to.into_iter().collect::<Vec<_>>());
    assert_eq!(
        (headers.references.len(), &headers.references[0], &headers.references[50]),
        (51, &outgoing.references[0], &outgoing.references[59])
    );
    assert_eq!(read.plain().as_deref(), Some("Hello,\nthis is text.\n"));
}

#[test]
fn importance_is_written_as_programs_read_it() {
    for (importance, fields) in [
        (Importance::High, "Importance: high\r\nX-Priority: 1\r\n"),
        (Importance::Low, "Importance: low\r\nX-Priority: 5\r\n"),
    ] {
        let text = built(&Outgoing { importance, ..message() });
        assert!(text.contains(fields), "{text}");
        assert_eq!(Message::parse(text.as_bytes()).headers().importance, importance);
    }
    assert!(!built(&message()).to_ascii_lowercase().contains("importance"));
}

#[test]
fn hidden_copies_are_only_in_the_kept_one() {
    let outgoing = message();
    let kept = String::from_utf8(sent_copy(&outgoing).unwrap()).unwrap();
    assert_eq!(kept.replace("Bcc: hidden@c.example\r\n", ""), built(&outgoing));
    assert_ne!(kept, built(&outgoing));
    let only_hidden = Outgoing { to: vec![], ..message() };
    assert!(built(&only_hidden).contains("\r\nTo: undisclosed-recipients:;\r\n"));
    let only_copies = Outgoing { to: vec![], cc: message().to, ..message() };
    assert!(!built(&only_copies).contains("\r\nTo:"));
}

/// Writes a bad value into one field.
type Spoil<'a> = Box<dyn Fn(&mut Outgoing) + 'a>;

#[test]
fn a_value_that_could_end_a_line_is_refused() {
    for bad in ["\r", "\n", "\r\n", "\0", "\u{2028}", "\u{2029}", "\u{85}", "\u{7}", "\u{7f}"] {
        let value = format!("x{bad}Bcc: evil@e.example");
        let named = |field: &mut Vec<Contact>| *field = vec![contact(&value, "a@b.example")];
        let file =
            |name: &str, kind: &str| vec![Attachment { name: name.into(), content_type: kind.into(), bytes: vec![] }];
        let cases: Vec<(Field, Spoil<'_>)> = vec![
            (Field::Subject, Box::new(|m| m.subject = value.clone())),
            (Field::From, Box::new(|m| m.from = contact(&value, "a@b.example"))),
            (Field::ReplyTo, Box::new(|m| named(&mut m.reply_to))),
            (Field::To, Box::new(|m| named(&mut m.to))),
            (Field::Cc, Box::new(|m| named(&mut m.cc))),
            (Field::Bcc, Box::new(|m| named(&mut m.bcc))),
            (Field::AttachmentName, Box::new(|m| m.attachments = file(&value, "text/plain"))),
            (Field::AttachmentType, Box::new(|m| m.attachments = file("a", &value))),
        ];
        for (field, change) in cases {
            let mut outgoing = message();
            change(&mut outgoing);
            assert_eq!(build(&outgoing), Err(BuildError::ForbiddenCharacter(field)), "{bad:?}");
            assert_eq!(sent_copy(&outgoing), Err(BuildError::ForbiddenCharacter(field)), "{bad:?}");
        }
        assert_eq!(MessageId::parse(&value), None, "{bad:?}");
        assert!(Address::parse(&format!("x{bad}@b.example")).is_err(), "{bad:?}");
    }
}

#[test]
fn addresses_are_written_in_ascii() {
    let idn = Outgoing { to: vec![contact("", "x@bücher.example")], ..message() };
    assert!(built(&idn).contains("\r\nTo: x@xn--bcher-kva.example\r\n"));
    let local = Outgoing { to: vec![contact("", "jürgen@a.example")], ..message() };
    assert_eq!(build(&local), Err(BuildError::NeedsUtf8(Field::To)));
    let id = Outgoing { message_id: MessageId::parse("ü@a").unwrap(), ..message() };
    assert_eq!(build(&id), Err(BuildError::Malformed(Field::MessageId)));
    let far = Outgoing { date: i64::MAX, ..message() };
    assert_eq!(build(&far), Err(BuildError::Malformed(Field::Date)));
}

#[test]
fn texts_arrive_as_written() {
    for text in [
        "plain\n",
        "no end",
        "",
        "Ümläute\n\n",
        "From here\nFrom there",
        ".\n..\n",
        "trailing \nblanks\t\n",
        "= equals =3D",
        "--=_levee_m1\n",
        "bare\rcr",
        "crlf\r\nlf\n",
        "long ".repeat(400).as_str(),
        "界".repeat(500).as_str(),
        "a\u{2028}b\u{85}c",
        "emoji 👩‍⚕️",
    ] {
        let outgoing = Outgoing { text: text.into(), ..message() };
        let sent = built(&outgoing);
        let body = sent.split_once("\r\n\r\n").unwrap().1;
        assert!(
            !body.split("\r\n").any(|l| l.starts_with("From ") || l == "." || l.ends_with([' ', '\t']) || l.len() > 78),
            "{body}"
        );
        let expect = text.replace("\r\n", "\n").replace('\r', "\n");
        let read = Message::parse(sent.as_bytes()).plain().unwrap();
        assert_eq!(read.trim_end_matches('\n'), expect.trim_end_matches('\n'), "{text:?}");
    }
}

#[test]
fn files_arrive_as_they_were() {
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    let file =
        |name: &str, kind: &str| Attachment { name: name.into(), content_type: kind.into(), bytes: bytes.clone() };
    let outgoing = Outgoing {
        attachments: vec![file("Übersicht; 1.pdf", "application/pdf"), file("x.eml", "message/rfc822")],
        ..message()
    };
    let sent = built(&outgoing);
    let read = Message::parse(sent.as_bytes());
    let found: Vec<_> = read
        .attachments()
        .map(|p| (p.download_name(), p.content_type.clone(), read.decoded(p.id).unwrap().into_owned()))
        .collect();
    let expect = [
        ("Übersicht; 1.pdf".to_owned(), "application/pdf".to_owned(), bytes.clone()),
        ("x.eml".to_owned(), "application/octet-stream".to_owned(), bytes.clone()),
    ];
    assert!(found == expect, "{:?}", found.iter().map(|(n, t, b)| (n, t, b.len())).collect::<Vec<_>>());
    assert_eq!(read.plain().as_deref().map(str::trim_end), Some("Hello,\nthis is text."));
    for wrong in ["pdf", "a/b; x=y", "multipart/mixed", "", "a/b\"c"] {
        let outgoing = Outgoing { attachments: vec![file("a", wrong)], ..message() };
        assert_eq!(build(&outgoing), Err(BuildError::Malformed(Field::AttachmentType)), "{wrong}");
    }
}

#[test]
fn lines_end_with_crlf_only() {
    let check = |bytes: &[u8], expect: &[u8]| assert_eq!(normalise_crlf(bytes), expect, "{bytes:?}");
    check(b"a\r\nb\nc\rd", b"a\r\nb\r\nc\r\nd");
    check(b"\n.\n", b"\r\n.\r\n");
    check(b"\r.\r", b"\r\n.\r\n");
    check(b"\r\r\n\n", b"\r\n\r\n\r\n");
    check(b"", b"");
    assert_eq!(normalise_crlf("x\n".repeat(1_000_000).as_bytes()).len(), 3_000_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_are_read_back(subject in "\\PC{0,120}", name in "\\PC{1,60}", text in "(?s).{0,300}") {
        let outgoing = Outgoing { subject: subject.clone(), text: text.clone(), to: vec![contact(name.trim(), "a@b.example")], ..message() };
        if build(&outgoing).is_ok() {
            let sent = built(&outgoing);
            let read = Message::parse(sent.as_bytes());
            prop_assert_eq!(&read.headers().subject, &levee_mime::safe_line(&subject));
            prop_assert_eq!(&read.headers().to[0].address, "a@b.example");
            prop_assert_eq!(read.headers().to.len(), 1);
        }
    }
}

fn picture() -> Attachment {
    Attachment {
        name: "Plan der Halle.png".into(),
        content_type: "image/png".into(),
        bytes: b"\x89PNG\r\n\x1a\n..".to_vec(),
    }
}

#[test]
fn a_formatted_text_goes_along_with_its_plain_form() {
    let html =
        Html { document: "<html><body><p>Hello, <b>this</b> is text.</p></body></html>".into(), pictures: vec![] };
    let outgoing = Outgoing { html: Some(html.clone()), ..message() };
    let text = built(&outgoing);
    assert!(text.contains("\r\nContent-Type: multipart/alternative;"), "{text}");
    assert!(!text.contains("multipart/mixed") && !text.contains("multipart/related"), "{text}");
    let read = Message::parse(text.as_bytes());
    assert_eq!(read.html().unwrap().trim_end(), html.document);
    assert_eq!(read.plain().as_deref(), Some("Hello,\nthis is text."));
    assert_eq!(read.attachments().count(), 0);
}

#[test]
fn pictures_stand_in_the_text_and_files_beside_it() {
    let html = Html {
        document: "<p><img src=\"cid:0123456789abcdef0123456789abcdef@levee\"></p>".into(),
        pictures: vec![("0123456789abcdef0123456789abcdef@levee".into(), picture())],
    };
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let names = ["Übersicht – Ablösung.pdf", "График дежурств.xlsx", "物理治療.docx", "a \"b\"; c.txt"];
    let file =
        |name: &str| Attachment { name: name.into(), content_type: "application/pdf".into(), bytes: bytes.clone() };
    let attachments = names.iter().map(|name| file(name)).collect();
    let text = built(&Outgoing { html: Some(html), attachments, ..message() });
    let read = Message::parse(text.as_bytes());
    let inline = read.part_by_content_id("0123456789abcdef0123456789abcdef@levee").expect("the picture");
    assert_eq!((inline.placing, inline.content_type.as_str()), (Placing::Inline, "image/png"));
    assert_eq!(read.decoded(inline.id).unwrap().as_ref(), picture().bytes);
    let found: Vec<_> = read.attachments().map(|part| part.download_name()).collect();
    assert_eq!(found, ["Übersicht – Ablösung.pdf", "График дежурств.xlsx", "物理治療.docx", "a _b_; c.txt"]);
    assert!(read.attachments().all(|part| read.decoded(part.id).unwrap().as_ref() == bytes));
    assert!(read.html().is_some_and(|html| html.contains("cid:")) && read.plain().is_some());
}

#[test]
fn no_line_of_a_formatted_text_ends_a_part() {
    for line in ["--=_levee_alternative_m1aexample--", "--=_levee_mixed_m1aexample", ".", "From x"] {
        let document = format!("<pre>\n{line}\n</pre>");
        let html = Html { document: document.clone(), pictures: vec![] };
        let text = built(&Outgoing { html: Some(html), text: line.into(), attachments: vec![picture()], ..message() });
        let read = Message::parse(text.as_bytes());
        assert_eq!(read.html().map(|html| html.replace("\r\n", "\n").trim_end().to_owned()), Some(document), "{line}");
        assert_eq!(read.plain().map(|text| text.trim_end().to_owned()).as_deref(), Some(line));
        assert_eq!(read.attachments().count(), 1, "{line}");
    }
}

#[test]
fn a_content_id_that_could_end_its_line_is_refused() {
    for id in ["", "a>\r\nBcc: x@y.example", "a b", "<a>", "ü@levee"] {
        let html = Html { document: String::new(), pictures: vec![(id.into(), picture())] };
        let found = build(&Outgoing { html: Some(html), ..message() });
        assert_eq!(found, Err(BuildError::Malformed(Field::ContentId)), "{id:?}");
    }
}
