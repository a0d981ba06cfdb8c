//! The laws of section 18 that concern the engine alone, on random facts and policies.

use levee_guard::*;
use levee_mail::Address;
use proptest::prelude::*;

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

fn near(limits: &'static [u64]) -> impl Strategy<Value = u64> + Clone {
    (proptest::sample::select(limits), 0..3_u64).prop_map(|(limit, step)| (limit + step).saturating_sub(1))
}

fn people() -> impl Strategy<Value = u64> + Clone {
    near(&[0, 2, 10, 25, 50, 100, 500, 5_000, 50_000])
}

fn tally() -> impl Strategy<Value = Tally> {
    (0..40_u64, 0..20_u64, 0..30_000_u64).prop_map(|(messages, senders, deliveries)| Tally {
        messages,
        senders,
        senders_with_this: senders + 1,
        deliveries,
    })
}

fn history() -> impl Strategy<Value = History> {
    let union = proptest::option::of(people());
    (near(&[0, 4_950]), near(&[0, 30]), union, any::<bool>(), tally(), tally(), tally()).prop_map(
        |(deliveries_day, messages_minute, split_union, duplicate, thread, participants, list)| History {
            deliveries_day,
            messages_minute,
            split_union,
            duplicate: duplicate.then(|| address("list0@hosp.example")),
            thread,
            participants,
            list_subjects: vec![list],
        },
    )
}

fn list(number: usize) -> impl Strategy<Value = ListFacts> {
    let kind = prop_oneof![Just(ListKind::Group), Just(ListKind::Announce), Just(ListKind::Discussion)];
    let state = prop_oneof![
        5 => people().prop_map(|size| ListState::Expanded { size }),
        1 => people().prop_map(|size| ListState::Stale { size }),
        1 => Just(ListState::Unavailable),
    ];
    let scope = prop_oneof![4 => Just(Scope::Kept), 1 => Just(Scope::NoRule), 1 => Just(Scope::Left { members: 1 })];
    let at = || proptest::option::of(people());
    let suspended = proptest::bool::weighted(0.1);
    (kind, any::<bool>(), state, at(), at(), scope, at(), at(), people(), suspended).prop_map(
        move |(kind, named, state, declared, age, scope, acknowledged, released, mta, suspended)| ListFacts {
            kind: Fact::Known(if suspended { ListKind::Announce } else { kind }),
            named_sender: Fact::Known(named && !suspended),
            suspended: Fact::Known(suspended),
            state: Fact::Known(state),
            baseline: Fact::Known(Baseline::from_sizes(&[], declared)),
            changed_age: Fact::Known(age),
            scope: Fact::Known(scope),
            acknowledged: Fact::Known(acknowledged),
            released: Fact::Known(released),
            mta_size: Fact::Known(mta),
            ..ListFacts::new(address(&format!("list{number}@hosp.example")), Level::Top)
        },
    )
}

fn received() -> impl Strategy<Value = Received> {
    (0..900_000_u64, people(), 0..110_u64, any::<bool>(), any::<bool>()).prop_map(
        |(age, people, percent, referred_to, quoted)| Received {
            age,
            people,
            shared: people * percent.min(100) / 100,
            referred_to,
            quoted,
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    let lists = prop_oneof![Just(0_usize), 1..3_usize].prop_flat_map(|count| (0..count).map(list).collect::<Vec<_>>());
    let known = || any::<bool>().prop_map(Fact::Known);
    let sender = (known(), known(), prop_oneof![Just(0_u64), people()], 0..5_u64);
    let parent = (known(), known(), known());
    let stop = prop_oneof![Just(StopScope::Nothing), Just(StopScope::Replies), Just(StopScope::Everything)];
    let rest = (proptest::collection::vec(received(), 0..2), 0..4_u64, history(), known(), stop, 0..8_000_u64);
    let reach = (people(), any::<bool>(), 0..30_u64, near(&[0, 15, 25]));
    (reach, lists, sender, parent, rest, near(&[20_000, 3_000_000]), any::<bool>(), any::<bool>()).prop_map(
        |((people, outside, beside, shown), lists, sender, parent, rest, size, outside_list, alike)| Facts {
            audience: Fact::Known(Audience {
                people,
                external: if outside { people } else { 0 },
                beside_lists: if lists.is_empty() { people } else { beside.min(people) },
                digest: Digest::default(),
            }),
            disclosed: Fact::Known(shown),
            lists,
            outside_lists: if outside_list && people > 0 {
                vec![OutsideList { address: address("far@lists.example"), level: Level::Top }]
            } else {
                Vec::new()
            },
            size: Fact::Known(size),
            lookalikes: Fact::Known(if alike { vec![address("x@h0sp.example")] } else { Vec::new() }),
            sender: SenderFacts {
                mass_sender: sender.0,
                incident: sender.1,
                permit: Fact::Known(sender.2),
                glass_broken_today: Fact::Known(sender.3),
            },
            parent: ParentFacts { beyond_author: parent.0, reply_to_widened: parent.1, only_by_bcc: parent.2 },
            received: Fact::Known(rest.0),
            habit: Fact::Known(rest.1),
            history: Fact::Known(rest.2),
            frozen: rest.3,
            stop: Fact::Known(StopState { scope: rest.4, age_ms: rest.5 }),
            ..Facts::default()
        },
    )
}

fn message() -> impl Strategy<Value = Message> {
    let kinds = ["new", "reply", "reply_all", "forward", "resend", "invitation", "recall", "automatic"];
    let button =
        proptest::sample::select(kinds.to_vec()).prop_map(|kind| Origin::Button(Kind::parse(kind).expect("a kind")));
    let headers = any::<bool>().prop_map(|refers| Origin::Headers(KindHeaders { refers, ..KindHeaders::default() }));
    let text = proptest::sample::select(vec!["", "test", "see attached", "hello there"]);
    let subject = proptest::sample::select(vec!["", "Re: Keys", "Keys"]);
    let confirmed = proptest::option::of(any::<bool>());
    (prop_oneof![button, headers], text, subject, any::<bool>(), confirmed, any::<bool>(), 0..2_u32).prop_map(
        |(origin, text, subject, glass, confirmed, has_quote, attachments)| Message {
            origin,
            subject: subject.to_owned(),
            text: text.to_owned(),
            has_quote,
            has_references: has_quote,
            attachments,
            break_glass: glass.then(|| "reason".to_owned()),
            confirmation: confirmed.map(|same| Confirmation {
                draft: Digest::default(),
                audience: if same { Digest::default() } else { Digest::from_bytes([1; 32]) },
                policy: 0,
                codes: vec![Code::AudConfirm, Code::RaLarge, Code::Disclose],
            }),
            ..Message::default()
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    let preset = proptest::sample::select(Preset::ALL.to_vec());
    let changed = proptest::collection::vec((proptest::sample::select(Parameter::ALL.to_vec()), 1..20_u64), 0..4);
    (preset, changed).prop_map(|(preset, changed)| {
        let mut policy = Policy::preset(preset);
        for (parameter, tenths) in changed {
            let row = parameter.row();
            policy.set(parameter, (row.default * tenths / 10).clamp(row.min, row.max));
        }
        policy
    })
}

/// What A, E, D, V, s, n, u, d or a rate has to reach. Upper bounds (`break_glass.*`), windows, ages,
/// leases and `handmade.*` are no such numbers.
fn reached() -> Vec<Parameter> {
    let left_out = ["handmade", "break_glass", "undo", "hold", "confirm."];
    Parameter::ALL
        .iter()
        .copied()
        .filter(|p| !matches!(p.row().unit, Unit::Seconds | Unit::Ratio | Unit::Switch))
        .filter(|p| !left_out.iter().any(|start| p.name().starts_with(start)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(2_000), max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_3_lower_thresholds_never_lower_a_ruling(
        message in message(), facts in facts(), policy in policy(),
        parameter in proptest::sample::select(reached()), tenths in 1..10_u64,
    ) {
        let mut lower = policy.clone();
        lower.set(parameter, policy.get(parameter) / 10 * tenths);
        prop_assume!(validate(&policy, None).is_empty() && validate(&lower, None).is_empty());
        let (before, after) = (judge(&message, &facts, &policy), judge(&message, &facts, &lower));
        prop_assert!(after.ruling() >= before.ruling(), "{parameter}: {before:#?} then {after:#?}");
    }

    #[test]
    fn law_4_fewer_facts_never_raise_a_ruling(
        message in message(), facts in facts(), policy in policy(),
        topics in proptest::collection::vec(proptest::sample::select(Topic::ALL.map(|(t, _)| t).to_vec()), 1..5),
    ) {
        let more = judge(&message, &facts, &policy);
        let fewer = topics.iter().fold(facts, |facts, topic| facts.without(*topic));
        let less = judge(&message, &fewer, &policy);
        prop_assert!(less.ruling() <= more.ruling(), "{topics:?}: {more:#?} then {less:#?}");
        let nothing = judge(&message, &Facts::default(), &policy);
        prop_assert!(nothing.ruling() <= more.ruling());
    }

    #[test]
    fn laws_6_and_7_every_finding_has_a_way_out_and_none_is_stricter(
        message in message(), facts in facts(), others in proptest::collection::vec(facts(), 3), policy in policy(),
    ) {
        let mut facts = facts;
        let remedies = [Remedy::ReplyToSender, Remedy::MoveToBcc, Remedy::Remove(address("list0@hosp.example"))];
        let alternatives = remedies.into_iter().zip(others).map(|(remedy, facts)| Alternative { remedy, facts });
        facts.alternatives = alternatives.collect();
        let verdict = judge(&message, &facts, &policy);
        for finding in verdict.findings.iter().filter(|f| f.ruling > Ruling::Allow) {
            prop_assert!(!finding.remedies.is_empty(), "{finding:?}");
            for offered in &finding.remedies {
                prop_assert!(offered.leads_to <= verdict.ruling(), "{offered:?} {verdict:#?}");
            }
        }
    }

    #[test]
    fn observed_rules_are_words_at_most(message in message(), facts in facts(), policy in policy()) {
        let mut policy = policy;
        policy.observe = Observe::All;
        // That somebody suspended a list is no rule on trial.
        let is_suspended = |finding: &Finding| {
            let subject = |list: &ListFacts| Some(&list.address) == finding.subject.as_ref();
            matches!(finding.code, Code::ListRestricted | Code::ListAnnounce)
                && facts.lists.iter().any(|list| subject(list) && list.suspended == Fact::Known(true))
        };
        for finding in &judge(&message, &facts, &policy).findings {
            let expected = if is_suspended(finding) { Ruling::Block } else { Ruling::Warn };
            prop_assert!(finding.ruling <= expected && (!is_suspended(finding) || finding.ruling == expected));
        }
    }

    /// Section 17: where administrators set no bounds, what units set makes nothing softer for their people, and changes
    /// nothing for others.
    #[test]
    fn a_units_numbers_never_soften_by_themselves(
        message in message(), facts in facts(), policy in policy(),
        own in proptest::collection::vec((proptest::sample::select(OF_UNITS), 1..40_u64, any::<bool>()), 1..6),
    ) {
        let mut with_units = policy.clone();
        for (parameter, tenths, above) in own {
            let unit = if above { "North" } else { "North/Ward 4" };
            let key = PolicyKey::parse(&format!("{parameter}@{unit}"));
            let row = parameter.row();
            let value = (row.default / 10 * tenths).clamp(row.min, row.max);
            if let Some(key) = key {
                with_units.put(&key, Some(value));
            }
        }
        prop_assume!(validate(&with_units, None).is_empty());
        let before = judge(&message, &facts, &policy);
        let after = judge(&message, &facts, &with_units.for_unit("North/Ward 4"));
        prop_assert!(after.ruling() >= before.ruling(), "{before:#?} then {after:#?}");
        prop_assert_eq!(with_units.for_unit("South"), policy);
    }

    /// A suspended list takes nothing, whatever else is so.
    #[test]
    fn nothing_opens_a_suspended_list(message in message(), facts in facts(), policy in policy()) {
        let suspended = facts.lists.iter().any(|list| list.suspended == Fact::Known(true));
        prop_assert!(!suspended || judge(&message, &facts, &policy).ruling() == Ruling::Block);
    }
}
