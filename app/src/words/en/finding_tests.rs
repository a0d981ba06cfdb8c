//! Every code has its sentence, and the sentences of the design stand as they were written there.

use super::finding::sentence;
use crate::words::{Context, ListNote};
use levee_guard::{Code, Finding, Ruling, Scope, Tally};
use levee_mail::{Address, AddressError, Contact};

fn list(local: &str, size: u64, usual: u64) -> Result<ListNote, AddressError> {
    let address = Address::parse(&format!("{local}@northmoor.example"))?;
    Ok(ListNote {
        address,
        size: Some(size),
        usual: Some(usual),
        changed: Some(10_900),
        scope: Some(Scope::NoRule),
        owners: Vec::new(),
        suspended: false,
    })
}

fn context() -> Result<Context, AddressError> {
    let imran =
        Contact { name: Some("Dr Imran Qureshi".to_owned()), address: Address::parse("i.qureshi@northmoor.example")? };
    let lists = [
        list("croydon-practices", 840_000, 60)?,
        list("theatres-night", 640, 600)?,
        list("outpatients", 18, 18)?,
        list("knee-class", 64, 64)?,
    ];
    Ok(Context {
        organisation: "Northmoor Health".to_owned(),
        names: vec![imran],
        lists: lists.to_vec(),
        ..Context::default()
    })
}

fn finding(code: Code, ruling: Ruling, value: u64, subject: &str) -> Finding {
    let subject = Address::parse(&format!("{subject}@northmoor.example")).ok();
    Finding { code, ruling, subject, value, threshold: None, remedies: Vec::new() }
}

#[track_caller]
fn check(finding: &Finding, context: &Context, expected: &str) {
    assert_eq!(sentence(finding, context).to_string(), expected, "{}", finding.code);
}

#[test]
fn the_words_of_the_design() -> Result<(), AddressError> {
    use Ruling::{Block, Confirm, Hold, Warn};
    let none = Context { lists: Vec::new(), ..context()? };
    let of = |people: u64, external: u64| Context { people, external, ..none.clone() };
    let listed = |people: u64| Context { people, ..context().unwrap_or_default() };
    check(&finding(Code::AudLarge, Warn, 60, ""), &of(60, 0), "This goes to 60 people.");
    check(
        &finding(Code::AudConfirm, Confirm, 4_248, ""),
        &of(4_248, 1),
        "This goes to 4,248 people; 1 is outside Northmoor Health.",
    );
    check(&finding(Code::AudHold, Hold, 1_850, ""), &of(1_850, 0), "This goes to 1,850 people and waits for approval.");
    check(
        &finding(Code::AudMax, Block, 840_000, ""),
        &listed(840_000),
        "Not sent: this goes to 840,000 people. The last message to croydon-practices reached 60.",
    );
    check(
        &finding(Code::ListSizeJump, Hold, 840_000, "croydon-practices"),
        &listed(840_000),
        "croydon-practices has grown from 60 to 840,000, 14,000 times its usual size.",
    );
    check(
        &finding(Code::ListRuleUnscoped, Hold, 840_000, "croydon-practices"),
        &listed(840_000),
        "The rule of croydon-practices is empty, so it takes in all 840,000 accounts.",
    );
    check(
        &finding(Code::ListNew, Hold, 640, "theatres-night"),
        &listed(640),
        "theatres-night was made or changed 3 hours ago and already holds 640 people.",
    );
    let unknown = Context { at_least: true, ..listed(120) };
    check(
        &finding(Code::AudUnknown, Warn, 1, "outpatients"),
        &unknown,
        "This goes to at least 120 people; the size of outpatients is not known.",
    );
    check(
        &finding(Code::AudUnavailable, Hold, 0, "outpatients"),
        &listed(12),
        "The members of outpatients cannot be counted now; the other 12 people wait with it.",
    );
    let tomasz = Context { author: Some("Tomasz Zielinski".to_owned()), ..of(4_200, 0) };
    check(
        &finding(Code::RaMass, Block, 4_200, ""),
        &tomasz,
        "Your reply would reach 4,200 people and is stopped. Reply goes to Tomasz Zielinski only.",
    );
    check(
        &finding(Code::RaOnBcc, Confirm, 38, ""),
        &of(38, 0),
        "You were a Bcc; your reply would show that to 38 people.",
    );
    let imran = Context { author: Some("Dr Imran Qureshi".to_owned()), ..listed(64) };
    check(
        &finding(Code::ReplytoList, Confirm, 64, "knee-class"),
        &imran,
        "Reply goes to knee-class here, 64 people, and not to Dr Imran Qureshi alone.",
    );
    let thread = Tally { messages: 5, senders: 4, senders_with_this: 5, deliveries: 21_000 };
    check(
        &finding(Code::Storm, Block, 5, ""),
        &Context { thread: Some(thread), ..of(4_200, 0) },
        "Replies to everyone are stopped here for now: 5 replies by 4 people made 21,000 messages.",
    );
    check(
        &finding(Code::VolConfirm, Confirm, 1_062_000_000, ""),
        &Context { size: Some(250_000), ..of(4_248, 0) },
        "This makes 1.1 GB of mail: 250 KB for each of 4,248 people.",
    );
    check(
        &finding(Code::Disclose, Confirm, 27, ""),
        &of(31, 6),
        "27 addresses are in To and Cc, and the 6 people outside Northmoor Health will see them all.",
    );
    check(
        &finding(Code::LooksLikeTest, Confirm, 840_000, ""),
        &Context { own_words: Some(" test ".to_owned()), ..of(840_000, 0) },
        "Subject and text say only \u{201C}test\u{201D}, to 840,000 people.",
    );
    check(
        &finding(Code::RateMinute, Block, 30, ""),
        &of(1, 0),
        "You have sent 30 messages in the last minute. Sending works again within a minute.",
    );
    Ok(())
}

#[test]
fn every_code_has_a_whole_calm_sentence_with_its_number() -> Result<(), AddressError> {
    // These two speak of nothing that is counted.
    const WITHOUT_NUMBER: [Code; 2] = [Code::AttachMissing, Code::NoEffectiveRecipient];
    let know_much = Context { people: 120, external: 2, ..context()? };
    let know_little =
        Context { people: 120, external: 2, organisation: "Northmoor Health".to_owned(), ..Context::default() };
    for context in [&know_much, &know_little] {
        for &code in Code::ALL {
            for ruling in Ruling::ALL {
                for subject in ["", "croydon-practices"] {
                    let said = sentence(&finding(code, ruling, 840_000, subject), context).to_string();
                    assert!(said.ends_with('.') && !said.contains("  ") && !said.contains(".."), "{code}: {said}");
                    let lower = said.to_lowercase();
                    for never in [
                        "!",
                        "are you sure",
                        "oops",
                        "split",
                        "smaller messages",
                        "several messages",
                        code.as_str(),
                        "please",
                    ] {
                        assert!(!lower.contains(&never.to_lowercase()), "{code}: {said}");
                    }
                    let counted = said.chars().any(|c| c.is_ascii_digit());
                    let nameless =
                        matches!(code, Code::ListEmpty | Code::ListRestricted | Code::ListAnnounce | Code::AutoToList);
                    assert!(counted || nameless || WITHOUT_NUMBER.contains(&code), "{code}: {said}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn of_a_suspended_list_it_is_said_so_and_whom_to_ask() -> Result<(), AddressError> {
    let suspended = |by: &[&str]| -> Result<Context, AddressError> {
        let owners: Result<_, _> =
            by.iter().map(|local| Address::parse(&format!("{local}@northmoor.example"))).collect();
        let note = ListNote { suspended: true, owners: owners?, ..list("knee-class", 64, 64)? };
        Ok(Context { lists: vec![note], ..context()? })
    };
    let said = "knee-class, 64 people, is suspended: nobody can write to it now.";
    for code in [Code::ListRestricted, Code::ListAnnounce] {
        let finding = finding(code, Ruling::Block, 64, "knee-class");
        check(
            &finding,
            &suspended(&["i.qureshi"])?,
            &format!("{said} Ask Dr Imran Qureshi (i.qureshi@northmoor.example)."),
        );
        check(&finding, &suspended(&["p1"])?, &format!("{said} Ask p1@northmoor.example."));
        check(&finding, &suspended(&[])?, said);
    }
    Ok(())
}
