//! Formatted text and files: what is written arrives as it was meant, and nothing else does.

use levee_contract::{AppError, Outcome, Signature, Start};
use levee_mail::{Draft, DraftFile, FileSource, Placing};
use levee_mime::Message;
use levee_tests::{Browser, House, draft, fresh_id};
use ureq::http::Method;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a picture";

fn accepted(outcome: &Outcome) {
    assert!(matches!(outcome, Outcome::Pending { .. }), "{outcome:?}");
}

/// Uploads text as a file for a draft.
#[track_caller]
fn attached(browser: &Browser, id: &str, name: &str, body: &str) -> DraftFile {
    let page = browser
        .request(Method::POST, &format!("/upload/{id}?name={name}"), &[("content-type", "text/plain")], body)
        .expect("an answer");
    let kept: Result<DraftFile, AppError> = serde_json::from_str(&page.body).expect("JSON");
    kept.expect("kept")
}

#[test]
fn a_formatted_letter_with_a_file_arrives_in_both_forms() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p310");
    let id = fresh_id();
    let file = attached(&browser, id.as_str(), "%C3%9Cbersicht%20%E7%89%A9%E7%90%86.txt", "Monday\nTuesday\n");
    assert_eq!((file.size, file.placing, file.content_type.as_str()), (15, Placing::Attached, "text/plain"));
    let html = "<div>Dear <b>Bob</b>,</div><ul><li>one</li><li>two</li></ul><script>alert(1)</script>\
        <div onclick=\"x()\" style=\"color:red;position:fixed\">Bye<img src=\"https://e.example/t.gif\"></div>";
    let letter =
        Draft { html: html.into(), files: vec![file], ..draft(&["p311"], "Formatted", "is made by the server") };
    accepted(&browser.send_as(&id, &letter, None).expect("accepted"));

    let arrived = house.await_letter("p311", "Formatted");
    let read = Message::parse(arrived.0.as_bytes());
    let html = read.html().expect("a formatted text");
    assert!(html.contains("Dear <b>Bob</b>") && html.contains("<li>one</li>"), "{html}");
    for hostile in ["script", "onclick", "e.example", "position", "alert"] {
        assert!(!html.contains(hostile), "{hostile}: {html}");
    }
    let plain = read.plain().expect("a plain form");
    assert!(plain.contains("Dear Bob,") && plain.contains("one") && !plain.contains('<'), "{plain}");
    assert!(!plain.contains("is made by the server"), "{plain}");
    let files: Vec<_> = read.attachments().map(|part| (part.download_name(), read.decoded(part.id).unwrap())).collect();
    assert_eq!(files.len(), 1);
    assert_eq!((files[0].0.as_str(), files[0].1.as_ref()), ("Übersicht 物理.txt", b"Monday\nTuesday\n".as_slice()));
}

#[test]
fn files_of_a_message_go_along_when_it_is_passed_on() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p312");
    let id = fresh_id();
    let file = attached(&browser, id.as_str(), "rota.txt", "Monday: Ann\n");
    let letter = Draft { files: vec![file], ..draft(&["p313"], "To be passed on", "See the file.") };
    accepted(&browser.send_as(&id, &letter, None).expect("accepted"));
    house.await_letter("p313", "To be passed on");

    let reader = house.browser("p313");
    let message = reader.open("INBOX", "To be passed on").expect("opened").message;
    let opened = reader.start(&Start::Forward { message }).expect("begun");
    let files = &opened.draft.files;
    assert!(matches!(files.as_slice(), [DraftFile { source: FileSource::Part(..), .. }]), "{files:?}");
    let passed_on = Draft { html: "<div>As promised</div>".into(), ..opened.draft.clone() };
    let passed_on = Draft { to: draft(&["p314"], "", "").to, ..passed_on };
    accepted(&reader.send_as(&opened.id, &passed_on, None).expect("accepted"));
    let arrived = house.await_letter("p314", "Fwd: To be passed on");
    let read = Message::parse(arrived.0.as_bytes());
    let part = read.attachments().next().expect("the file");
    assert_eq!(read.decoded(part.id).unwrap().as_ref(), b"Monday: Ann\n");
    assert!(read.html().unwrap().contains("Original message"), "{}", arrived.0);

    // Somebody else's message is nobody's source.
    let stranger = house.browser("p315");
    let stolen = Draft { files: opened.draft.files, ..draft(&["p316"], "Stolen", "x") };
    let refused = stranger.send_as(&fresh_id(), &stolen, None);
    assert!(matches!(&refused, Err(AppError::Invalid { fields }) if fields[0].problem == "gone"), "{refused:?}");
}

#[test]
fn a_file_belongs_to_its_account_and_must_fit() {
    let Some(house) = House::shared() else { return };
    let (browser, other) = (house.browser("p317"), house.browser("p318"));
    let id = fresh_id();
    let picture = String::from_utf8_lossy(PNG).into_owned();
    let file = attached(&browser, id.as_str(), "plan.txt", &picture);
    let path = format!("/draft-file/{}/{}", id.as_str(), file.kept().expect("kept").as_str());
    let page = browser.get(&path, &[]);
    assert_eq!((page.status, page.header("content-disposition").starts_with("attachment")), (200, true));
    assert_eq!(page.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(other.get(&path, &[]).status, 404);

    let stolen = Draft { files: vec![file], ..draft(&["p319"], "Not mine", "x") };
    assert!(matches!(other.send_as(&id, &stolen, None), Err(AppError::Invalid { .. })));

    let opened = browser.start(&Start::New { to: String::new() }).expect("begun");
    let large = "x".repeat(usize::try_from(opened.room).unwrap() + 1);
    let path = format!("/upload/{}?name=large.txt", opened.id.as_str());
    let page = browser.request(Method::POST, &path, &[], &large).expect("an answer");
    assert_eq!(page.status, 413);
    assert!(page.body.contains("too_large"), "{}", page.body);
    let page = browser.request(Method::POST, &path, &[("sec-fetch-site", "cross-site")], "x").expect("an answer");
    assert_eq!(page.status, 403);
}

#[test]
fn volume_is_judged_with_the_files() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p320");
    let id = fresh_id();
    let light = draft(&["department"], "Weighed", "x");
    let weight = |draft: &Draft| browser.audience(draft).expect("counted").facts.size;
    let file = attached(&browser, id.as_str(), "weight.txt", &"x".repeat(3_000_000));
    let heavy = Draft { files: vec![file], ..light.clone() };
    assert!(weight(&light).known().is_some_and(|size| size < 10_000));
    assert!(weight(&heavy).known().is_some_and(|size| size > 4_000_000));
}

#[test]
fn a_signature_is_kept_clean_and_put_under_new_messages() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p321");
    let html = "<b>P. Three</b><script>x</script>".to_owned();
    let written = Signature { html, in_new: true, ..Signature::default() };
    let kept: Signature = browser.call("change_signature", &serde_json::json!({ "signature": written })).expect("kept");
    assert_eq!((kept.html.as_str(), kept.text.as_str()), ("<b>P. Three</b>", "P. Three"));
    let opened = browser.start(&Start::New { to: String::new() }).expect("begun").draft;
    assert!(opened.html.contains("<b>P. Three</b>") && opened.text.ends_with("-- \nP. Three"), "{opened:?}");
    assert_eq!(opened.words().trim(), "");
}

#[test]
fn the_editors_frame_runs_nothing_and_is_shown_in_our_pages_only() {
    let Some(house) = House::shared() else { return };
    let page = house.browser("p322").get("/editor/frame", &[("sec-fetch-dest", "iframe")]);
    let policy = page.header("content-security-policy");
    assert_eq!(page.status, 200);
    assert!(
        policy.contains("default-src 'none'; script-src 'none'") && policy.contains("frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(!page.body.contains("<script"), "{}", page.body);
    assert_eq!(house.browser("p322").get("/editor/frame", &[("sec-fetch-dest", "document")]).status, 403);
}

#[test]
fn drafts_are_in_the_mailbox_too_and_go_with_the_message() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p323");
    let id = fresh_id();
    let words = |text: &str| Draft { html: format!("<div>{text}</div>"), ..draft(&["p324"], "Filed", "") };
    let save = |base: u32, text: &str| {
        let arguments = serde_json::json!({ "id": id, "base": base, "draft": words(text) });
        browser.call::<serde_json::Value>("save_draft", &arguments).expect("saved");
        browser.call::<()>("file_draft", &serde_json::json!({ "id": id })).expect("filed");
    };
    save(0, "first words");
    save(1, "second words");
    let copies = house.letters("p323", "Drafts", "Filed");
    assert_eq!(copies.len(), 1, "the older copy is gone");
    assert!(copies[0].0.contains("second words"), "{}", copies[0].0);
    let rows = browser.drafts().expect("drafts");
    assert_eq!(rows.iter().map(|row| (&row.id, row.elsewhere.is_some())).collect::<Vec<_>>(), [(&id, false)]);
    let request = serde_json::json!({ "request": { "id": id, "version": 2, "draft": words("third words"), "confirmation": null } });
    let sent: serde_json::Value = browser.call("send", &request).expect("accepted");
    assert_eq!(sent["value"]["outcome"], "pending", "{sent}");
    assert_eq!(house.letters("p323", "Drafts", "Filed").len(), 0, "gone with the message");
    house.await_letter("p324", "Filed");
}

#[test]
fn a_draft_of_another_program_is_gone_on_with_here() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p325");
    let letter = "From: p325@hosp.example\r\nTo: p326@hosp.example\r\nSubject: Begun elsewhere\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\
        <p onclick=x()>Half a <b>letter</b></p>\r\n--b\r\nContent-Type: text/plain\r\n\
        Content-Disposition: attachment; filename=list.txt\r\n\r\none\r\n--b--\r\n";
    house.leave_draft("p325", letter);
    let rows = browser.drafts().expect("drafts");
    let place =
        rows.into_iter().find_map(|row| row.elsewhere.filter(|_| row.subject == "Begun elsewhere")).expect("listed");
    let opened = browser.start(&Start::Elsewhere { message: place.clone() }).expect("opened");
    assert_eq!(opened.draft.html.trim(), "<p>Half a <b>letter</b></p>");
    assert_eq!(opened.draft.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["list.txt"]);
    let again = browser.start(&Start::Elsewhere { message: place }).expect("opened");
    assert_eq!(again.id, opened.id, "two windows, one draft");
    accepted(&browser.send_as(&opened.id, &opened.draft, None).expect("accepted"));
    let arrived = house.await_letter("p326", "Begun elsewhere");
    assert!(arrived.0.contains("list.txt"), "{}", arrived.0);
    assert_eq!(house.letters("p325", "Drafts", "Begun elsewhere").len(), 0, "gone with the message");
}
