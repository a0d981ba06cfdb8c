//! What a browser is told to be careful with, route by route, and whose a message is.

use levee_contract::{AppError, HeaderLine, Opens};
use levee_tests::{House, MailProgram};
use serde_json::json;

const HTML: &str = "From: Bob <bob@hosp.example>\nTo: alice@hosp.example\nSubject: Formatted\nMIME-Version: 1.0\n\
    Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n\
    <p onclick=\"alert(1)\">Seen <script>alert(2)</script><img src=\"http://tracker.example/x.png\"></p>\n\
    --b\nContent-Type: text/html\nContent-Disposition: attachment; filename=\"page.html\"\n\n<script>alert(3)</script>\n--b--\n";

#[test]
fn every_route_tells_browsers_to_be_careful() {
    let Some(house) = House::shared() else { return };
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    assert_eq!(program.send(&["alice@hosp.example"], HTML).code, 250);
    house.await_letter("alice", "Formatted");
    let alice = house.browser("alice");
    let message = alice.open("INBOX", "Formatted").expect("her message");
    let particulars = alice.particulars(&message.message).expect("hers");
    let attachment = &particulars.attachments[0].url;

    // Path, what Sec-Fetch-Dest says, the state, and what its policy has to hold and must not hold.
    let nothing = "default-src 'none'";
    let table: [(&str, &str, u16, &str, &str); 9] = [
        ("/sign-in", "document", 200, "script-src 'nonce-", "unsafe-inline"),
        ("/mail/INBOX", "document", 200, "frame-ancestors 'none'", "unsafe-inline"),
        ("/nowhere", "document", 404, nothing, "allow-"),
        (&message.body_url, "iframe", 200, "script-src 'none'", "allow-scripts"),
        (&message.body_url, "document", 403, nothing, "allow-"),
        (&message.body_url, "script", 403, nothing, "allow-"),
        (attachment, "document", 200, "default-src 'none'; sandbox", "allow-"),
        ("/body/forged", "iframe", 404, nothing, "allow-"),
        ("/assets/nothing.js", "script", 404, nothing, "allow-"),
    ];
    for (path, destination, status, holds, lacks) in table {
        let page = alice.get(path, &[("sec-fetch-dest", destination)]);
        assert_eq!(page.status, status, "{path} as {destination}: {}", page.body);
        let policy = page.header("content-security-policy");
        assert!(policy.contains(holds) && !policy.contains(lacks), "{path}: {policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")]
        {
            assert_eq!(page.header(name), value, "{path}: {name}");
        }
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}: each may be shown as a document");
        assert!(page.header("permissions-policy").contains("camera=()"), "{path}");
    }
    let body = alice.get(&message.body_url, &[("sec-fetch-dest", "iframe")]).body;
    assert!(body.contains("Seen"), "{body}");
    for harm in ["script", "onclick", "tracker.example"] {
        assert!(!body.to_lowercase().contains(harm), "{harm} in {body}");
    }
    let file = alice.get(attachment, &[]);
    assert!(file.header("content-disposition").starts_with("attachment"), "{:?}", file.headers);
    assert_ne!(file.header("content-type"), "text/html", "never shown as a page of ours");
}

#[test]
fn a_message_is_shown_to_its_own_account_alone() {
    let Some(house) = House::shared() else { return };
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let letter = "From: bob@hosp.example\nTo: alice@hosp.example\nSubject: For Alice alone\n\nHello.\n";
    assert_eq!(program.send(&["alice@hosp.example"], letter).code, 250);
    house.await_letter("alice", "For Alice alone");
    let (alice, carol) = (house.browser("alice"), house.browser("carol"));
    let message = alice.open("INBOX", "For Alice alone").expect("her message");
    let frame = [("sec-fetch-dest", "iframe")];
    assert_eq!(alice.get(&message.body_url, &frame).status, 200);
    assert_eq!(carol.get(&message.body_url, &frame).status, 404, "another account's capability");
    assert_eq!(house.browser("alice").get(&message.body_url, &frame).status, 404, "another session's capability");
    assert_eq!(house.stranger().get(&message.body_url, &frame).status, 404, "nobody's session");
    let opened = carol.call::<serde_json::Value>("open_message", &json!({ "message": message.message }));
    assert_eq!(opened, Err(AppError::Gone), "the same numbers mean nothing in her mailbox");
}

#[test]
fn another_host_is_not_ours() {
    let Some(house) = House::shared() else { return };
    let page = house.browser("alice").get("/mail/INBOX", &[("host", "levee.evil.example")]);
    assert_eq!(page.status, 421, "{}", page.body);
}

#[test]
fn a_source_is_text_and_a_message_inside_is_read_behind_the_same_walls() {
    let Some(house) = House::shared() else { return };
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let letter = "From: Bob <bob@hosp.example>\nTo: alice@hosp.example\nSubject: <b>Enclosed</b>\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n\
        --b\nContent-Type: message/rfc822\n\nFrom: Eve <eve@evil.example>\nTo: bob@hosp.example\nSubject: Inside\n\
        Content-Type: text/html\n\n<p onclick=\"alert(1)\">Within <script>alert(2)</script></p>\n--b--\n";
    assert_eq!(program.send(&["alice@hosp.example"], letter).code, 250);
    house.await_letter("alice", "Enclosed");
    let (alice, carol) = (house.browser("alice"), house.browser("carol"));
    let message = alice.open("INBOX", "<b>Enclosed</b>").expect("her message").message;
    let particulars = alice.particulars(&message).expect("hers");

    let source = alice.get(&particulars.source_url, &[("sec-fetch-dest", "document")]);
    assert_eq!((source.status, source.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert_eq!(source.header("content-security-policy"), "default-src 'none'; sandbox");
    assert!(source.body.contains("Subject: <b>Enclosed</b>") && source.body.contains("onclick"), "as it came");
    let saved = alice.get(&particulars.save_url, &[]);
    assert!(saved.header("content-disposition").starts_with("attachment"), "{:?}", saved.headers);
    assert!(saved.header("content-disposition").contains(".eml"), "{:?}", saved.headers);
    let headers: Vec<HeaderLine> = alice.call("read_headers", &json!({ "message": message })).expect("hers");
    assert!(headers.iter().any(|line| line.name == "Subject" && line.value == "<b>Enclosed</b>"), "{headers:?}");

    let [attachment] = particulars.attachments.as_slice() else { panic!("{particulars:?}") };
    let Opens::Message(inside) = &attachment.opens else { panic!("{attachment:?}") };
    assert_eq!(
        (inside.subject.as_str(), inside.from[0].address.to_string()),
        ("Inside", "eve@evil.example".to_owned())
    );
    let frame = [("sec-fetch-dest", "iframe")];
    let body = alice.get(&inside.body_url, &frame);
    assert!(body.status == 200 && body.body.contains("Within"), "{}", body.body);
    assert!(!body.body.contains("onclick") && !body.body.contains("<script"), "{}", body.body);
    assert!(body.header("content-security-policy").contains("script-src 'none'"));
    assert_eq!(alice.get(&inside.body_url, &[("sec-fetch-dest", "document")]).status, 403);
    for path in [&particulars.source_url, &particulars.save_url, &inside.body_url] {
        assert_eq!(carol.get(path, &frame).status, 404, "another account's capability: {path}");
    }
    // A path serves what it was given for: a body is no file, a file no body.
    let wrong = inside.body_url.replace("/body/", "/part/");
    assert_eq!(alice.get(&wrong, &[]).status, 404);
    assert_eq!(alice.get(&particulars.source_url.replace("/part/", "/body/"), &frame).status, 404);
}

#[test]
fn a_subject_is_text_wherever_it_stands_in_a_page() {
    let Some(house) = House::shared() else { return };
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let subject = "</title><meta http-equiv=refresh content=0;url=//evil.example><b>";
    let letter = format!("From: bob@hosp.example\nTo: alice@hosp.example\nSubject: {subject}\n\nHello.\n");
    assert_eq!(program.send(&["alice@hosp.example"], &letter).code, 250);
    let alice = house.browser("alice");
    house.await_letter("alice", "evil.example");
    let message = alice.open("INBOX", subject).expect("her message").message;
    let page = alice.get(&format!("/mail/INBOX/{}/{}", message.uid_validity, message.uid), &[]).body;
    let title = page.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).expect("a title").0;
    // Behind the number of unread messages, while others of these tests write to her.
    assert!(title.contains("&lt;/title>&lt;meta http-equiv=refresh"), "the title names it: {title}");
    assert!(!page.contains("<meta http-equiv"), "nothing of it is a tag");
}
