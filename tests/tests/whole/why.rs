//! Why a message came, and leaving the list that brought it: in every count, for every process, after every
//! import, and taken back.

use levee_contract::{AppError, Because, Leaving, MessageRef, OwnerNote, Start, Why};
use levee_mail::ReplyKind;
use levee_tests::{Browser, House, MailProgram, address, await_until, contact, draft};
use std::fs;
use ureq::http::Method;

/// Sends a letter of Carol's whose header says `head` to one person, and returns where it lies.
fn letter(house: &House, local: &str, subject: &str, head: &str) -> MessageRef {
    let mut program = MailProgram::sign_in(house.submission(), "carol@hosp.example", house.password());
    let text =
        format!("From: carol@hosp.example\nSubject: {subject}\nMessage-ID: <one@hosp.example>\n{head}\n\nHello.\n");
    assert_eq!(program.send(&[&format!("{local}@hosp.example")], &text).code, 250);
    house.await_letter(local, subject);
    house.browser(local).open("INBOX", subject).expect("the letter").message
}

fn why(browser: &Browser, message: &MessageRef) -> Option<Why> {
    browser.particulars(message).expect("opened").why
}

fn page(message: &MessageRef) -> String {
    format!("/mail/{}/{}/{}", message.mailbox, message.uid_validity, message.uid)
}

fn change(browser: &Browser, function: &str, message: &MessageRef, list: &str) -> Result<Option<Why>, AppError> {
    let list = address(list).to_string();
    browser.form(function, &[("page", &page(message)), ("list", &list)])
}

fn people(browser: &Browser, list: &str) -> u64 {
    browser.audience(&draft(&[list], "x", "x")).expect("counted").people
}

#[test]
fn a_list_is_left_by_oneself_until_one_comes_back() {
    let Some(house) = House::start() else { return };
    let (member, other) = (house.browser("p5"), house.browser("alice"));
    let message = letter(&house, "p5", "Rota", "To: department@hosp.example");

    let told = why(&member, &message).expect("it came by a list");
    assert!(!told.named && told.elsewhere.is_none(), "{told:?}");
    let [department] = told.lists.as_slice() else { panic!("{told:?}") };
    assert_eq!((department.people, &department.owners), (110, &vec![named("heidi", "Heidi Holm")]));
    let [way] = department.ways.as_slice() else { panic!("{department:?}") };
    assert_eq!(way.path, [named("team", "team"), named("department", "department")]);
    assert_eq!((&way.because, way.leaving), (&Because::Named, Leaving::Open));
    assert_eq!((people(&other, "team"), people(&other, "department")), (18, 110));

    let told = change(&member, "leave_list", &message, "team").expect("left").expect("the list is remembered");
    assert!(matches!(told.lists[0].ways[0].leaving, Leaving::Left(_)), "{told:?}");
    assert_eq!((people(&other, "team"), people(&other, "department")), (17, 109), "counted without, nested too");
    assert!(change(&member, "leave_list", &message, "team").is_ok(), "pressed twice");

    // What the source says again does not bring anybody back.
    let everybody = house.path("people.jsonl");
    let more = r#"{"type":"list","address":"fresh@hosp.example","members":["alice@hosp.example","bob@hosp.example"]}"#;
    let records = fs::read_to_string(&everybody).expect("the records");
    fs::write(&everybody, format!("{records}{more}\n")).expect("written");
    let imported = house.run(&["directory", "import", &everybody.display().to_string()]);
    assert!(imported.status.success(), "{imported:?}");
    let erin = house.browser("erin");
    await_until("the new list", || (erin.audience(&draft(&["fresh"], "x", "x")).ok()?.people == 2).then_some(()));
    assert_eq!((people(&other, "team"), people(&other, "department")), (17, 109));

    let told = change(&member, "come_back", &message, "team").expect("back").expect("a list again");
    assert_eq!(told.lists[0].ways[0].leaving, Leaving::Open);
    assert_eq!((people(&other, "team"), people(&other, "department")), (18, 110));
    assert!(!house.log().contains("p5@hosp.example"), "who left is not in the log");
}

#[test]
fn nobody_leaves_what_its_owner_decides_or_what_he_is_not_in() {
    let Some(house) = House::shared() else { return };
    let bob = house.browser("bob");
    let message =
        letter(&house, "bob", "To all of you", "To: news@hosp.example, everybody@hosp.example, team@hosp.example");
    let told = why(&bob, &message).expect("by lists");
    let lists: Vec<_> = told.lists.iter().map(|list| list.list.address.to_string()).collect();
    assert_eq!(lists, ["news@hosp.example", "everybody@hosp.example"], "a list that does not hold him is no reason");
    assert_eq!(told.lists[1].ways[0].because, Because::Everybody);
    for (list, refusal) in [
        ("news", AppError::Forbidden),
        ("everybody", AppError::Forbidden),
        ("team", AppError::Gone),
        ("nowhere", AppError::Gone),
    ] {
        assert_eq!(change(&bob, "leave_list", &message, list), Err(refusal), "{list}");
    }
    for list in &told.lists {
        assert!(list.ways.iter().all(|way| way.leaving == Leaving::Ask), "{list:?}");
    }
}

#[test]
fn what_is_told_to_the_owner_goes_to_the_owner_alone() {
    let Some(house) = House::shared() else { return };
    let bob = house.browser("bob");
    let message = letter(&house, "bob", "Again and again", "To: news@hosp.example");
    for note in [OwnerNote::Tell, OwnerNote::Leave] {
        let draft =
            bob.start(&Start::ToOwner { message: message.clone(), list: address("news"), note }).expect("a draft");
        let draft = draft.draft;
        assert_eq!((&draft.to, &draft.cc, &draft.bcc), (&vec![named("heidi", "Heidi Holm")], &vec![], &vec![]));
        assert_eq!((draft.kind, &draft.parent), (ReplyKind::New, &None), "no answer to the list");
        assert!(draft.text.contains("Again and again") && draft.text.contains("<one@hosp.example>"), "{}", draft.text);
    }
    let unowned = Start::ToOwner { message, list: address("wing"), note: OwnerNote::Tell };
    assert_eq!(bob.start(&unowned).map(drop), Err(AppError::Gone));
}

#[test]
fn mail_of_other_lists_blind_copies_and_letters_are_told_apart() {
    let Some(house) = House::shared() else { return };
    let bob = house.browser("bob");
    let letter = |subject: &str, head: &str| letter(&house, "bob", subject, head);
    let plain = letter("Only you", "To: bob@hosp.example");
    assert_eq!(why(&bob, &plain), None);
    let blind = letter("Not named", "To: alice@hosp.example");
    assert_eq!(why(&bob, &blind), Some(Why { named: false, lists: Vec::new(), elsewhere: None }));

    let head = "To: bob@hosp.example\nList-Id: Physio Network <members.physio.example>\n\
        List-Unsubscribe: <https://physio.example/off>, <mailto:off@physio.example?subject=off&bcc=eve@evil.example>";
    let elsewhere = letter("Newsletter", head);
    let list = why(&bob, &elsewhere).and_then(|why| why.elsewhere).expect("a list elsewhere");
    assert_eq!((list.name.as_str(), list.unsubscribe), ("Physio Network", Some(address("off@physio.example"))));
    let draft = bob.start(&Start::Unsubscribe { message: elsewhere }).expect("a draft").draft;
    assert_eq!((draft.to, draft.subject.as_str()), (vec![contact("off@physio.example")], "off"));
    assert!(draft.cc.is_empty() && draft.bcc.is_empty());
    assert_eq!(bob.start(&Start::Unsubscribe { message: plain }).map(drop), Err(AppError::Gone));
}

#[test]
fn without_script_the_form_leads_back_to_the_answer() {
    let Some(house) = House::shared() else { return };
    let bob = house.browser("bob");
    let message = letter(&house, "bob", "By form", "To: news@hosp.example");
    let path = page(&message);
    let unfolded = |page: &str| {
        let mut tags = page.split("<details").map(|rest| rest.split('>').next().unwrap_or_default());
        tags.any(|tag| tag.contains("reached") && tag.contains(" open"))
    };
    let shown = bob.get(&format!("{path}?why="), &[]).body;
    assert!(unfolded(&shown) && shown.contains("Heidi Holm"), "with its owner");
    assert!(!unfolded(&bob.get(&path, &[]).body), "folded by itself");
    let fields = format!("page={path}&list=news@hosp.example").replace('/', "%2F").replace('@', "%40");
    let headers = [("accept", "text/html"), ("content-type", "application/x-www-form-urlencoded")];
    let answer = bob.request(Method::POST, "/api/leave_list", &headers, &fields).expect("an answer");
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), format!("{path}?why=&problem=forbidden"));
    assert_ne!(bob.get("/api/leave_list?list=news", &[]).status, 200, "nothing is changed by a GET");
}

fn named(local: &str, name: &str) -> levee_mail::Contact {
    levee_mail::Contact { name: Some(name.to_owned()), ..contact(local) }
}
