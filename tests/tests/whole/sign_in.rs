//! Signing in and out: what is refused, what is said, and where a password never stands.

use levee_contract::AppError;
use levee_tests::{Browser, House};
use std::path::Path;

#[test]
fn a_session_begins_with_the_right_password_and_ends_with_sign_out() {
    let Some(house) = House::shared() else { return };
    let mut browser = house.stranger();
    assert_eq!(browser.outbox(), Err(AppError::SignedOut));
    assert!(matches!(browser.sign_in("p392", "wrong"), Err(AppError::WrongPassword)));
    assert_eq!(browser.cookie(), None);
    assert!(
        matches!(browser.sign_in("nobody", house.password()), Err(AppError::WrongPassword)),
        "nor is it said who exists"
    );

    let page = browser.sign_in("p392", house.password()).expect("the password is right");
    let cookie = page.header("set-cookie");
    let token = browser.cookie().and_then(|pair| pair.strip_prefix("levee=")).expect("a session's cookie").to_owned();
    assert!(token.len() >= 43, "32 random bytes: {token}");
    assert_eq!(
        cookie,
        format!("levee={token}; Path=/; HttpOnly; SameSite=Strict"),
        "over loopback; with TLS also Secure"
    );
    assert_eq!(browser.outbox(), Ok(Vec::new()));

    let left_behind = browser.clone();
    browser.form::<()>("sign_out", &[]).expect("signed out");
    assert_eq!(left_behind.outbox(), Err(AppError::SignedOut), "the token is worth nothing any more");
}

#[test]
fn guessing_is_slowed_down_for_the_account_alone() {
    let Some(house) = House::shared() else { return };
    let mut guesser = house.stranger();
    for _ in 0..5 {
        assert!(matches!(guesser.sign_in("p391", "guess"), Err(AppError::WrongPassword)));
    }
    let refused = guesser.sign_in("p391", house.password()).expect_err("the sixth attempt has to wait");
    assert!(matches!(refused, AppError::TooManyAttempts { wait: 1..=5 }), "{refused:?}");
    guesser.sign_in("p390", house.password()).expect("somebody else behind the same address signs in");
}

#[test]
fn a_mail_server_that_is_down_is_said_to_be_down() {
    let Some(house) = House::start() else { return };
    let reader = house.browser("alice");
    let said = |browser: &Browser| browser.list("INBOX").map(|list| list.total);
    assert_eq!(said(&reader), Ok(0));
    house.stop_mail();
    assert!(matches!(house.stranger().sign_in("alice", house.password()), Err(AppError::MailServerDown)));
    assert_eq!(said(&reader), Err(AppError::MailServerDown), "and the session goes on");
    assert_eq!(reader.outbox(), Ok(Vec::new()), "what is ours is still there");
    house.start_mail();
    assert_eq!(said(&reader), Ok(0), "the same session reads again");
    passwords_stand_nowhere(&house);
}

/// Neither in the store (the sealed credential of a session is in it now) nor in the log, which here tells all.
fn passwords_stand_nowhere(house: &House) {
    let files: Vec<_> =
        std::fs::read_dir(house.path("")).expect("the folder").flatten().map(|entry| entry.path()).collect();
    let ours = |path: &&std::path::PathBuf| path.is_file() && name(path).starts_with("levee.");
    let looked_at: Vec<String> = files.iter().filter(ours).map(|path| name(path)).collect();
    let needed = ["levee.log", "levee.key"].into_iter().chain(house.has_store_file().then_some("levee.sqlite"));
    for needed in needed {
        assert!(looked_at.iter().any(|name| name == needed), "{needed} is looked at: {looked_at:?}");
    }
    for path in files.iter().filter(ours) {
        let bytes = std::fs::read(path).expect("readable");
        for secret in [house.password(), "Heron%20under%20glass", "Heron+under+glass", "SGVyb24gdW5kZXIg"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret:?} stands in {}", path.display());
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned()
}
