//! What must not go out: refused on the page and by SMTP with the same words, and nobody receives anything.

use levee_contract::{Outcome, Start};
use levee_guard::{Code, Ruling};
use levee_tests::{Browser, House, MailProgram, Reply, draft, fresh_id};
use ureq::http::Method;

/// Everybody but the sender.
const OTHERS: u64 = 6_007;

#[test]
fn a_test_to_everybody_reaches_nobody_whichever_way_it_comes() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p340");
    let outcome = browser.send(&draft(&["everybody"], "test", "test")).expect("judged");
    let Outcome::Blocked { verdict, audience, reference } = outcome else { panic!("{outcome:?}") };
    assert_eq!((audience.people, audience.exact), (OTHERS, true));
    let strictest = verdict.strictest().expect("a finding");
    assert_eq!((strictest.code, strictest.ruling, strictest.value), (Code::AudMax, Ruling::Block, OTHERS));
    let codes: Vec<_> = verdict.findings.iter().map(|finding| finding.code).collect();
    for also in [Code::ListRuleUnscoped, Code::LooksLikeTest] {
        assert!(codes.contains(&also), "{also} beside: {codes:?}");
    }
    assert!(
        verdict.findings.iter().all(|finding| !finding.remedies.is_empty()),
        "something can always be done: {verdict:?}"
    );
    assert!(is_reference(&reference), "{reference}");

    let reply = submit(&house, "p340", &["everybody"], "Subject: test\n\ntest\n");
    assert_eq!(reply.code, 550, "{reply:?}");
    let (sentence, named) =
        reply.text.strip_prefix("5.7.1 ").and_then(|text| text.rsplit_once(" [")).expect("its parts");
    let named = named.trim_end_matches(']').split(' ').collect::<Vec<_>>();
    assert!(named[0] == "AUD_MAX" && is_reference(named[1]), "{reply:?}");
    assert!(sentence.contains("6,007"), "{sentence}");
    let page = sent_without_script(&browser, "everybody@hosp.example", "test", "test");
    assert!(page.contains(sentence), "the page says what the mail program was told, {sentence:?}: {page}");

    assert_eq!(house.queued_from("p340@hosp.example"), 0, "refused before it was queued");
    house.await_quiet("quiet after everybody");
    assert_eq!(house.in_the_sink("test"), 0);
    for reader in ["alice", "bob", "p1", "p400"] {
        assert_eq!(house.letters(reader, "INBOX", "test").len(), 0, "{reader}");
    }
    assert_eq!(house.letters("p340", "Sent", "test").len(), 0);
}

#[test]
fn an_announcement_is_answered_to_its_author_alone() {
    let Some(house) = House::shared() else { return };
    let (carol, bob) = (house.browser("carol"), house.browser("bob"));
    let outcome = carol.send(&draft(&["news"], "Car park closed", "Level 2 is closed on Friday.")).expect("judged");
    assert!(matches!(outcome, Outcome::Pending { people: 61, .. }), "a named sender is not asked: {outcome:?}");
    let announcement = house.await_letter("bob", "Car park closed");
    let message = bob.open("INBOX", "Car park closed").expect("his copy").message;

    let to_all = bob.start(&Start::ReplyAll { message: message.clone() }).expect("a draft").draft;
    assert_eq!(bob.audience(&to_all).expect("counted").people, 61, "60 others and carol");
    let outcome = bob.send(&to_all).expect("judged");
    let Outcome::Blocked { verdict, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(verdict.strictest().map(|finding| finding.code), Some(Code::ListAnnounce));
    let offered: Vec<_> =
        verdict.findings.iter().flat_map(|f| &f.remedies).map(|offer| offer.remedy.to_string()).collect();
    assert!(offered.iter().any(|remedy| remedy == "reply_to_sender"), "{offered:?}");
    let answer =
        format!("Subject: Re: Car park closed\nIn-Reply-To: {}\n\nMe too!\n", announcement.header("Message-ID"));
    let reply = submit(&house, "bob", &["carol", "news"], &answer);
    assert!(
        reply.code == 550 && reply.text.starts_with("5.7.2 ") && reply.text.contains("[LIST_ANNOUNCE "),
        "{reply:?}"
    );

    let to_author = bob.start(&Start::Reply { message }).expect("a draft").draft;
    assert!(matches!(bob.send(&to_author), Ok(Outcome::Pending { people: 1, .. })));
    let letter = house.await_letter("carol", "Re: Car park closed");
    assert_eq!(letter.header("In-Reply-To"), announcement.header("Message-ID"));
    house.await_quiet("quiet after the announcement");
    for n in 200..=259 {
        assert_eq!(house.letters(&format!("p{n}"), "INBOX", "Re: Car park closed").len(), 0, "p{n}");
    }
}

#[test]
fn mail_programs_are_told_why() {
    let Some(house) = House::shared() else { return };
    let forty: Vec<String> = (40..80).map(|n| format!("p{n}")).collect();
    let forty: Vec<&str> = forty.iter().map(String::as_str).collect();
    let hidden = |subject: &str| format!("To: undisclosed-recipients:;\nSubject: {subject}\n\nFor you all.\n");
    // Sender, recipients, header and text, and what the answer begins with and names.
    let table: [(&str, &[&str], String, &str, &str); 3] = [
        ("p341", &["news"], hidden("Not a named sender"), "550 5.7.2 ", "[LIST_RESTRICTED "),
        ("p341", &["nobody"], hidden("Unknown"), "550 5.1.1 ", "nobody@hosp.example"),
        ("p341", &forty, hidden("To forty"), "250 ", ""),
    ];
    for (sender, to, message, begins, names) in &table {
        let reply = submit(&house, sender, to, message);
        let said = format!("{} {}", reply.code, reply.text);
        assert!(said.starts_with(begins) && said.contains(names), "{message}: {said}");
    }
    house.await_quiet("quiet after the table");
    let copies = |n: u32, subject: &str| house.letters(&format!("p{n}"), "INBOX", subject).len();
    for n in 40..80 {
        assert_eq!(copies(n, "To forty"), 1, "p{n}");
    }
    let subject = "Not a named sender";
    assert_eq!((copies(210, subject), house.in_the_sink(subject)), (0, 0));
}

#[test]
fn thirty_messages_a_minute_are_enough() {
    let Some(house) = House::shared() else { return };
    let mut program = MailProgram::sign_in(house.submission(), "p342@hosp.example", house.password());
    let mut send = |n: u32| {
        program.send(&["p343@hosp.example"], &format!("From: p342@hosp.example\nSubject: Burst {n}\n\nNumber {n}.\n"))
    };
    for n in 1..=30 {
        let reply = send(n);
        assert_eq!(reply.code, 250, "{n}: {reply:?}");
    }
    let reply = send(31);
    assert!(reply.code == 450 && reply.text.starts_with("4.7.1 ") && reply.text.contains("[RATE_MINUTE "), "{reply:?}");
    house.await_letter("p343", "Burst 30");
    assert_eq!(house.letters("p343", "INBOX", "Burst 31").len(), 0);
}

/// Submits as a mail program does: the author's line is added, addresses are completed.
fn submit(house: &House, sender: &str, to: &[&str], message: &str) -> Reply {
    let whole = |local: &str| format!("{local}@hosp.example");
    let to: Vec<String> = to.iter().map(|local| whole(local)).collect();
    let to: Vec<&str> = to.iter().map(String::as_str).collect();
    let mut program = MailProgram::sign_in(house.submission(), &whole(sender), house.password());
    program.send(&to, &format!("From: {}\n{message}", whole(sender)))
}

/// `LV-7K3F-20QD`.
fn is_reference(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let letters = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    matches!(parts[..], ["LV", one, two] if letters(one) && letters(two))
}

/// What the page shows, as text, after *Send* was pressed in a browser that runs no script.
fn sent_without_script(browser: &Browser, to: &str, subject: &str, text: &str) -> String {
    let id = fresh_id();
    let fields = [
        ("id", id.as_str()),
        ("version", "0"),
        ("kind", "new"),
        ("to", to),
        ("subject", subject),
        ("text", text),
        ("act", "send"),
    ];
    let form: Vec<String> = fields.iter().map(|(name, value)| format!("form[{name}]={value}")).collect();
    let headers = [("accept", "text/html"), ("content-type", "application/x-www-form-urlencoded")];
    let answer = browser.request(Method::POST, "/api/submit_compose", &headers, &form.join("&")).expect("an answer");
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = browser.get(answer.header("location"), &[("accept", "text/html")]);
    assert_eq!(page.status, 200, "{}", page.body);
    as_text(&page.body)
}

/// The text of a page without its tags, white space collapsed.
fn as_text(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text: String = pieces.collect::<String>().replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
