//! Judging is total: whatever facts, messages and policies arrive from elsewhere, there is a verdict,
//! each time the same, and it survives the way to the page and back.

use levee_guard::*;
use levee_mail::Address;
use proptest::prelude::*;
use serde_json::{Value, json};

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

/// Facts in which everything is there, so that every place can be changed.
fn full() -> Facts {
    let nested = Level::Nested { through: address("list0@hosp.example") };
    let list = |number: u32, level: Level, state: ListState| ListFacts {
        kind: Fact::Known(ListKind::Discussion),
        named_sender: Fact::Known(false),
        state: Fact::Known(state),
        baseline: Fact::Known(Baseline::from_sizes(&[60, 61, 62], Some(3))),
        changed_age: Fact::Known(Some(5)),
        scope: Fact::Known(Scope::Left { members: 1 }),
        acknowledged: Fact::Known(Some(1)),
        released: Fact::Known(Some(1)),
        mta_size: Fact::Known(90),
        owners: vec![address("bob@hosp.example")],
        ..ListFacts::new(address(&format!("list{number}@hosp.example")), level)
    };
    let tally = Tally { messages: 5, senders: 3, senders_with_this: 4, deliveries: 300 };
    let facts = Facts {
        audience: Fact::Known(Audience { people: 120, external: 3, beside_lists: 9, digest: Digest::default() }),
        disclosed: Fact::Known(20),
        lists: vec![
            list(0, Level::Top, ListState::Expanded { size: 120 }),
            list(1, nested.clone(), ListState::Stale { size: 60 }),
            list(2, Level::Top, ListState::Unavailable),
        ],
        outside_lists: vec![OutsideList { address: address("far@lists.example"), level: nested }],
        size: Fact::Known(20_000),
        lookalikes: Fact::Known(vec![address("x@h0sp.example")]),
        sender: SenderFacts {
            mass_sender: Fact::Known(false),
            incident: Fact::Known(true),
            permit: Fact::Known(50_000),
            glass_broken_today: Fact::Known(1),
        },
        parent: ParentFacts {
            beyond_author: Fact::Known(true),
            reply_to_widened: Fact::Known(true),
            only_by_bcc: Fact::Known(true),
        },
        received: Fact::Known(vec![Received { age: 9, people: 60, shared: 50, referred_to: true, quoted: false }]),
        habit: Fact::Known(1),
        history: Fact::Known(History {
            deliveries_day: 4_000,
            messages_minute: 20,
            split_union: Some(600),
            duplicate: Some(address("list0@hosp.example")),
            thread: tally,
            participants: tally,
            list_subjects: vec![tally],
        }),
        frozen: Fact::Known(true),
        stop: Fact::Known(StopState { scope: StopScope::Replies, age_ms: 4_000 }),
        alternatives: Vec::new(),
        contacts: vec![address("eve@hosp.example")],
    };
    let alternative = |remedy| Alternative { remedy, facts: facts.clone() };
    let alternatives = [Remedy::ReplyToSender, Remedy::MoveToBcc, Remedy::Remove(address("x@h0sp.example"))];
    Facts { alternatives: alternatives.into_iter().map(alternative).collect(), ..facts.clone() }
}

fn message() -> Message {
    Message {
        subject: "Re: Keys".to_owned(),
        text: "see attached".to_owned(),
        has_quote: true,
        has_references: true,
        break_glass: Some("beds".to_owned()),
        confirmation: Some(Confirmation {
            draft: Digest::default(),
            audience: Digest::default(),
            policy: 0,
            codes: vec![Code::AudConfirm],
        }),
        ..Message::default()
    }
}

/// Every place in a value where something stands that holds nothing else.
fn places(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::Object(all) if !all.is_empty() => {
            found.push(path.clone());
            all.iter().for_each(|(key, inner)| places(inner, format!("{path}/{key}"), found));
        }
        Value::Array(all) if !all.is_empty() => {
            found.push(path.clone());
            all.iter().enumerate().for_each(|(n, inner)| places(inner, format!("{path}/{n}"), found));
        }
        _ => found.push(path),
    }
}

/// The value with some of its places changed.
fn changed(mut value: Value, changes: &[(usize, Value)]) -> Value {
    for (at, new) in changes {
        let mut all = Vec::new();
        places(&value, String::new(), &mut all);
        if let Some(place) = all.get(at % all.len()).and_then(|path| value.pointer_mut(path)) {
            *place = new.clone();
        }
    }
    value
}

fn changes() -> impl Strategy<Value = Vec<(usize, Value)>> {
    let numbers = [0, 1, 9, 10, 25, 99, 100, 499, 500, 5_000, 50_000, 1 << 32, 1 << 63, u64::MAX - 1, u64::MAX];
    let new = prop_oneof![
        6 => proptest::sample::select(numbers.to_vec()).prop_map(Value::from),
        2 => any::<bool>().prop_map(Value::from),
        2 => Just(json!("Unknown")),
        1 => Just(Value::Null),
        1 => Just(json!([])),
        1 => any::<u64>().prop_map(|n| json!({ "Known": n })),
        1 => ".{0,12}".prop_map(Value::from),
    ];
    proptest::collection::vec((any::<usize>(), new), 0..6)
}

fn policy() -> impl Strategy<Value = Policy> {
    let number = prop_oneof![0..100_u64, any::<u64>(), Just(u64::MAX)];
    let set = proptest::collection::vec((proptest::sample::select(Parameter::ALL.to_vec()), number), 0..6);
    set.prop_map(|set| {
        let mut policy = Policy::default();
        set.into_iter().for_each(|(parameter, value)| policy.set(parameter, value));
        policy
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(3_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_has_one_verdict(facts in changes(), said in changes(), policy in policy()) {
        let message_value = changed(serde_json::to_value(message()).expect("a message"), &said);
        let message: Message = serde_json::from_value(message_value).unwrap_or_else(|_| message());
        let facts_value = changed(serde_json::to_value(full()).expect("facts"), &facts);
        let facts: Facts = serde_json::from_value(facts_value).unwrap_or_else(|_| full());
        let verdict = judge(&message, &facts, &policy);
        prop_assert_eq!(&verdict, &judge(&message, &facts, &policy));
        let sent = serde_json::to_string(&verdict).expect("a verdict");
        prop_assert_eq!(verdict, serde_json::from_str(&sent).expect("a verdict"));
    }
}

#[test]
fn the_changes_reach_facts_that_are_read() {
    let mut all = Vec::new();
    places(&serde_json::to_value(full()).expect("facts"), String::new(), &mut all);
    assert!(all.len() > 200, "{}", all.len());
    let unknown = changed(serde_json::to_value(full()).expect("facts"), &[(0, json!("Unknown"))]);
    assert!(serde_json::from_value::<Facts>(unknown).is_err());
}
