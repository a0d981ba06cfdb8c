//! Where each tier and rule begins: one below, and at it.

use levee_guard::*;
use levee_mail::Address;

#[derive(Clone, Copy)]
enum Column {
    Ordinary,
    Authorised,
    Permitted,
    Discussion,
}

/// Facts of an ordinary day: nothing is unknown, nothing is the matter.
fn facts(people: u64) -> Facts {
    Facts {
        audience: Fact::Known(Audience { people, beside_lists: people, ..Audience::default() }),
        disclosed: Fact::Known(0),
        size: Fact::Known(1),
        lookalikes: Fact::Known(Vec::new()),
        sender: SenderFacts {
            mass_sender: Fact::Known(false),
            incident: Fact::Known(false),
            permit: Fact::Known(0),
            glass_broken_today: Fact::Known(0),
        },
        parent: ParentFacts {
            beyond_author: Fact::Known(true),
            reply_to_widened: Fact::Known(false),
            only_by_bcc: Fact::Known(false),
        },
        received: Fact::Known(Vec::new()),
        habit: Fact::Known(0),
        history: Fact::Known(History::default()),
        frozen: Fact::Known(false),
        stop: Fact::Known(StopState::default()),
        ..Facts::default()
    }
}

fn list(kind: ListKind, size: u64) -> ListFacts {
    ListFacts {
        kind: Fact::Known(kind),
        named_sender: Fact::Known(false),
        state: Fact::Known(ListState::Expanded { size }),
        baseline: Fact::Known(None),
        changed_age: Fact::Known(None),
        scope: Fact::Known(Scope::Kept),
        acknowledged: Fact::Known(None),
        released: Fact::Known(None),
        ..ListFacts::new(Address::parse("list@hosp.example").expect("an address"), Level::Top)
    }
}

fn message(kind: Kind) -> Message {
    Message { origin: Origin::Button(kind), subject: "Rota".into(), text: "As agreed.".into(), ..Message::default() }
}

/// The findings as `CODE ruling >=threshold`.
fn found(message: &Message, facts: &Facts) -> Vec<String> {
    let verdict = judge(message, facts, &Policy::default());
    let shown = |f: &Finding| {
        let threshold = f.threshold.map_or_else(String::new, |t| format!(" >={t}"));
        format!("{} {}{threshold}", f.code, f.ruling.as_str())
    };
    verdict.findings.iter().map(shown).collect()
}

#[track_caller]
fn check_tier(kind: Kind, column: Column, people: u64, expected: &str) {
    let mut facts = facts(people);
    match column {
        Column::Ordinary => {}
        Column::Authorised => facts.sender.mass_sender = Fact::Known(true),
        Column::Permitted => {
            facts.sender.mass_sender = Fact::Known(true);
            facts.sender.permit = Fact::Known(people);
        }
        Column::Discussion => {
            facts.lists = vec![list(ListKind::Discussion, people)];
            facts.audience = Fact::Known(Audience { people, ..Audience::default() });
        }
    }
    let tiers: Vec<String> = found(&message(kind), &facts)
        .into_iter()
        .filter(|f| ["AUD_LARGE", "AUD_CONFIRM", "AUD_HOLD", "AUD_MAX", "RA_"].iter().any(|code| f.starts_with(code)))
        .collect();
    assert_eq!(tiers.join(", "), expected, "{people} people");
}

#[test]
fn audience_tiers() {
    use Column::{Authorised, Ordinary, Permitted};
    let check = |column, people, expected| check_tier(Kind::New, column, people, expected);
    check(Ordinary, 24, "");
    check(Ordinary, 25, "AUD_LARGE warn >=25");
    check(Ordinary, 99, "AUD_LARGE warn >=25");
    check(Ordinary, 100, "AUD_CONFIRM confirm >=100");
    check(Ordinary, 500, "AUD_HOLD hold >=500");
    check(Ordinary, 5_000, "AUD_MAX block >=5000");
    check(Ordinary, 60_000, "AUD_MAX block >=5000");
    check(Authorised, 99, "");
    check(Authorised, 100, "AUD_LARGE warn >=100");
    check(Authorised, 500, "AUD_CONFIRM confirm >=500");
    check(Authorised, 5_000, "AUD_HOLD hold >=5000");
    check(Authorised, 50_000, "AUD_MAX block >=50000");
    check(Permitted, 50_000, "AUD_HOLD hold >=50000");
}

#[test]
fn reply_tiers() {
    use Column::{Authorised, Discussion, Ordinary, Permitted};
    let check = |column, people, expected| check_tier(Kind::ReplyAll, column, people, expected);
    check(Ordinary, 9, "");
    check(Ordinary, 10, "RA_LARGE warn >=10");
    check(Ordinary, 25, "RA_LARGE confirm >=25");
    check(Ordinary, 99, "RA_LARGE confirm >=25");
    check(Ordinary, 100, "RA_MASS block >=100");
    check(Ordinary, 4_200, "RA_MASS block >=100");
    check(Authorised, 99, "");
    check(Authorised, 100, "RA_LARGE confirm >=100");
    check(Authorised, 5_000, "RA_LARGE hold >=5000");
    check(Authorised, 50_000, "RA_MASS block >=50000");
    check(Permitted, 50_000, "RA_LARGE hold >=50000");
    check(Discussion, 99, "");
    check(Discussion, 100, "RA_LARGE warn >=100");
    check(Discussion, 500, "RA_LARGE confirm >=500");
    check(Discussion, 5_000, "RA_LARGE hold >=5000");
    check(Discussion, 50_000, "RA_MASS block >=50000");
}

#[test]
fn list_size_jumps() {
    #[track_caller]
    fn check(size: u64, daily: &[u64], declared: Option<u64>, expected: &str) {
        let mut one = list(ListKind::Group, size);
        one.baseline = Fact::Known(Baseline::from_sizes(daily, declared));
        let facts = Facts { lists: vec![one], ..facts(1) };
        assert_eq!(found(&message(Kind::New), &facts).join(", "), expected, "{size} after {daily:?} or {declared:?}");
    }
    check(120, &[60, 60, 60], None, "LIST_SIZE_JUMP warn >=60");
    check(119, &[60, 60, 60], None, "");
    check(560, &[60, 60, 60], None, "LIST_SIZE_JUMP hold >=60");
    check(559, &[60, 60, 60], None, "LIST_SIZE_JUMP warn >=60");
    check(99, &[2, 2, 2], None, "LIST_SIZE_JUMP warn >=2");
    check(100, &[10, 10, 10], None, "LIST_SIZE_JUMP hold >=10");
    check(26, &[1, 1, 1], None, "LIST_SIZE_JUMP warn >=1");
    check(25, &[1, 1, 1], None, "");
    check(1_500, &[], Some(1_000), "LIST_SIZE_JUMP hold >=1000");
    check(1_499, &[], Some(1_000), "");
    check(900, &[60, 60], None, "");
    check(900, &[60, 60], Some(900), "");
}

#[test]
fn storms() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut History), storms: bool) {
        let mut history = History::default();
        change(&mut history);
        let facts = Facts { history: Fact::Known(history), ..facts(10) };
        assert_eq!(
            found(&message(Kind::ReplyAll), &facts).contains(&"STORM block >=10".to_owned()),
            storms,
            "{history:?}",
            history = facts.history
        );
    }
    let tally = |messages, senders| Tally { messages, senders, senders_with_this: senders + 1, deliveries: 0 };
    let budget = |deliveries, people| Tally { messages: 1, senders: 1, senders_with_this: people, deliveries };
    check(|h| h.thread = tally(5, 3), true);
    check(|h| h.thread = tally(4, 3), false);
    check(|h| h.thread = tally(5, 2), false);
    check(|h| h.participants = tally(10, 6), true);
    check(|h| h.participants = tally(9, 6), false);
    check(|h| h.list_subjects = vec![tally(10, 5), tally(10, 6)], true);
    check(|h| h.thread = budget(24_990, 2), true);
    check(|h| h.thread = budget(24_989, 2), false);
    check(|h| h.thread = budget(24_990, 1), false);
    check(|h| h.participants = budget(24_990, 2), false);
}

#[test]
fn kinds_by_headers() {
    #[track_caller]
    fn check(headers: KindHeaders, expected: &str) {
        let kind = headers.kind(Fact::Known(true)).known().map_or("unknown", Kind::as_str);
        assert_eq!(kind, expected, "{headers:?}");
    }
    let none = KindHeaders::default;
    let submitted = |value: &str| KindHeaders { auto_submitted: Some(value.into()), refers: true, ..none() };
    check(none(), "new");
    check(KindHeaders { refers: true, ..none() }, "reply_all");
    check(KindHeaders { refers: true, calendar_method: true, ..none() }, "invitation");
    check(KindHeaders { calendar_method: true, resent: true, ..none() }, "resend");
    check(KindHeaders { report: true, resent: true, ..none() }, "automatic");
    check(KindHeaders { null_return_path: true, ..none() }, "automatic");
    check(submitted("Auto-Replied (vacation)"), "automatic");
    check(submitted("auto-notified; owner-email=x"), "automatic");
    check(submitted("auto-generated"), "reply_all");
    check(submitted("no"), "reply_all");
}

#[test]
fn policies_are_refused() {
    #[track_caller]
    fn check(set: &[(Parameter, u64)], biggest: Option<u64>, expected: &[&str]) {
        let mut policy = Policy::default();
        set.iter().for_each(|(parameter, value)| policy.set(*parameter, *value));
        let errors: Vec<String> = validate(&policy, biggest).iter().map(ToString::to_string).collect();
        assert_eq!(errors, expected);
    }
    check(&[], None, &[]);
    check(
        &[(Parameter::AudienceWarn, 4)],
        None,
        &["audience.warn = 4 is outside 5..500", "reply_all.warn is above audience.warn"],
    );
    check(&[(Parameter::AudiencePermit, NEVER)], None, &[]);
    check(&[(Parameter::AudienceConfirm, 501)], None, &["audience.confirm is above audience.hold"]);
    check(&[(Parameter::StormReplies, 0)], None, &["storm.replies = 0 is outside 1..50"]);
    check(&[], Some(4_999), &["audience.block is above the biggest list (4999)"]);
    for preset in Preset::ALL {
        assert_eq!(validate(&Policy::preset(preset), None), [], "{preset:?}");
    }
}

#[test]
fn names_are_read_as_they_are_written() {
    for parameter in Parameter::ALL {
        assert_eq!(Parameter::parse(parameter.name()), Some(*parameter));
        let row = parameter.row();
        assert!((row.min..=row.max).contains(&row.default), "{row:?}");
    }
    for code in Code::ALL {
        assert_eq!(Code::parse(code.as_str()), Some(*code));
    }
    for name in ["reply_to_sender", "remove:x@y.example", "contact:x@y.example", "move_to_bcc", "wait", "attach"] {
        assert_eq!(Remedy::parse(name).expect(name).to_string(), name);
    }
    assert_eq!(Remedy::parse("remove:nobody"), Err(NoRemedy));
    let digest = Digest::from_bytes([0xA5; 32]);
    assert_eq!(Digest::parse(&digest.to_string()), Ok(digest));
    assert_eq!(Digest::parse("a5"), Err(NoDigest));
}

#[test]
fn a_suspended_list_takes_nothing_whoever_writes_whatever_the_hurry_and_while_rules_are_tried() {
    let suspended = ListFacts { suspended: Fact::Known(true), ..list(ListKind::Announce, 30) };
    let mut given = facts(30);
    given.sender.mass_sender = Fact::Known(true);
    given.lists = vec![suspended];
    let urgent = Message { break_glass: Some("crash call".into()), ..message(Kind::New) };
    assert_eq!(found(&urgent, &given), ["LIST_RESTRICTED block"]);
    let mut observing = Policy::default();
    observing.observe = Observe::All;
    assert_eq!(judge(&message(Kind::New), &given, &observing).ruling(), Ruling::Block);

    given.audience = Fact::Known(Audience { people: 60_000, beside_lists: 0, ..Audience::default() });
    let both = found(&message(Kind::New), &given);
    assert_eq!(both, ["LIST_RESTRICTED block", "AUD_MAX block >=50000"], "no permit would help");

    given.lists[0].suspended = Fact::Known(false);
    given.audience = Fact::Known(Audience { people: 30, ..Audience::default() });
    assert_eq!(judge(&urgent, &given, &Policy::default()).ruling(), Ruling::Allow, "any other list is opened by it");
    assert_eq!(judge(&message(Kind::New), &given, &observing).ruling(), Ruling::Warn);
}
