//! Another site's page can make a browser send requests with our cookie: none of them does anything.

use levee_tests::{House, draft, fresh_id};
use std::fs;
use std::path::Path;
use ureq::http::Method;

/// Paths of all functions, as `app/src/api` declares them.
fn functions() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/api");
    let files = fs::read_dir(folder).expect("the functions").flatten();
    let texts = files.map(|file| fs::read_to_string(file.path()).expect("a file of ours"));
    let endpoint = |text: String| Some(text.split_once("endpoint = \"")?.1.split_once('"')?.0.to_owned());
    texts.filter_map(endpoint).map(|name| format!("/api/{name}")).collect()
}

#[test]
fn nothing_is_done_for_another_site_and_nothing_by_get() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p380");
    let id = fresh_id();
    let kept = draft(&["alice"], "Kept", "As it was.");
    browser
        .call::<serde_json::Value>("save_draft", &serde_json::json!({ "id": id, "base": 0, "draft": kept }))
        .expect("saved");
    let before = browser.drafts().expect("drafts");
    assert_eq!(before.len(), 1);

    let functions = functions();
    assert!(functions.len() >= 25, "{functions:?}");
    let form = format!("id={}&act=send&reason=x&how=send_again", id.as_str());
    let json = serde_json::json!({ "id": id, "base": 1, "draft": draft(&["bob"], "Changed", "") }).to_string();
    for path in &functions {
        for (content_type, body) in
            [("application/x-www-form-urlencoded", &form), ("application/json", &json), ("text/plain", &json)]
        {
            for from in [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
                ("origin", "https://evil.example"),
                ("origin", "null"),
            ] {
                let page = browser
                    .request(Method::POST, path, &[("content-type", content_type), from], body)
                    .expect("an answer");
                assert_eq!(page.status, 403, "{path} {content_type} {from:?}: {}", page.body);
            }
        }
        let page = browser.get(&format!("{path}?{form}"), &[("accept", "text/html")]);
        assert!(matches!(page.status, 404 | 405), "{path} by GET: {}", page.status);
    }
    for path in ["/compose", "/compose?start=new&to=bob@hosp.example", "/drafts", "/outbox", "/mail/INBOX", "/sign-in"]
    {
        assert!(browser.get(path, &[]).status < 400, "{path}");
    }
    assert_eq!(browser.drafts(), Ok(before), "neither discarded, changed, sent nor joined by another");
    assert_eq!(browser.outbox(), Ok(Vec::new()));
}
