//! How large a message may be: what the mail server says, told before anybody attaches a file, and the same
//! words where it changed its mind meanwhile.

use levee_contract::{AppError, Outcome, Returned, Start};
use levee_mail::{Draft, DraftFile};
use levee_tests::{Browser, House, await_until, draft, fresh_id, program};
use std::process::{Command, Stdio};
use ureq::http::Method;

/// What the mail server takes at first, octets: less than Levee's own bound.
const MUCH: u32 = 4_000_000;
/// And later.
const LITTLE: u32 = 1_000_000;

/// Bytes that files may hold together, as the composer is told.
fn room(browser: &Browser) -> u64 {
    browser.start(&Start::New { to: String::new() }).expect("begun").room
}

/// The answer to a file of this many bytes.
fn attach(browser: &Browser, id: &str, bytes: u64) -> Result<DraftFile, AppError> {
    let body = "x".repeat(usize::try_from(bytes).expect("small"));
    let path = format!("/upload/{id}?name=figures.csv");
    let page = browser.request(Method::POST, &path, &[("content-type", "text/csv")], &body).expect("an answer");
    serde_json::from_str(&page.body).expect("JSON")
}

#[test]
fn the_mail_servers_limit_is_told_before_and_meant_afterwards() {
    let Some(house) = House::start() else { return };
    let browser = house.browser("p310");
    house.stop_mail();
    house.start_mail_taking(MUCH);
    let unasked = room(&browser);
    assert!(unasked > u64::from(MUCH), "the setting alone: the server has not been spoken to since");

    // The first message on its way learns it.
    let outcome = browser.send(&draft(&["p311"], "On the way", "x")).expect("accepted");
    assert!(matches!(outcome, Outcome::Pending { .. }), "{outcome:?}");
    house.await_letter("p311", "On the way");
    let much = room(&browser);
    assert!(much < u64::from(MUCH) * 3 / 4 && much > u64::from(MUCH) / 2, "{much}");
    let id = fresh_id();
    let refused = attach(&browser, id.as_str(), much + 1).expect_err("more than fits");
    assert!(
        matches!(&refused, AppError::Invalid { fields } if fields[0].problem == "too_large"
            && fields[0].detail == Some(much.to_string())),
        "{refused:?}"
    );
    // What is said to fit does, to the last byte.
    let file = attach(&browser, id.as_str(), much).expect("kept");
    let full = Draft { files: vec![file], ..draft(&["p311"], "Full", "x") };
    browser.send_as(&id, &full, None).expect("accepted");
    house.await_letter("p311", "Full");

    // It takes less from now on, and nobody has told Levee: refused on the way, in words that help.
    house.stop_mail();
    house.start_mail_taking(LITTLE);
    let id = fresh_id();
    let file = attach(&browser, id.as_str(), 2_000_000).expect("kept");
    let large = Draft { files: vec![file], ..draft(&["p311"], "Too large", "x") };
    browser.send_as(&id, &large, None).expect("accepted");
    let returned = await_until("it comes back", || {
        browser.drafts().expect("drafts").into_iter().find(|row| row.id == id)?.returned
    });
    assert!(matches!(returned, Returned::TooLarge { size } if size > 2_000_000), "{returned:?}");
    let page = browser.get(&format!("/compose/{}", id.as_str()), &[]);
    assert!(page.body.contains("does not take a message as large as this one"), "{}", page.body);
    let little = room(&browser);
    assert!(little < u64::from(LITTLE) * 3 / 4, "{little}");
    let again = browser.send_as(&id, &large, None).expect_err("known now");
    assert!(matches!(&again, AppError::Invalid { fields } if fields[0].problem == "too_large"), "{again:?}");

    // A node that starts asks by itself.
    house.kill_levee();
    house.serve();
    await_until("it is asked at the start", || (room(&browser) == little).then_some(()));

    let mut check = Command::new(program());
    check.arg("check-config").arg("--config").arg(house.settings()).stdin(Stdio::null());
    let said = String::from_utf8_lossy(&check.output().expect("levee runs").stdout).into_owned();
    assert!(said.contains("takes messages of up to 1.0 MB, which is what holds; largest_message is 25.0 MB"), "{said}");
}
