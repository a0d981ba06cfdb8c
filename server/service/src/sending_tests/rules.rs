//! Lists made here by a rule: looked at, approved by others, put in place for as many as were seen, followed.

use super::ward::{NOW, Ward, address, open, request, ward};
use crate::Service;
use levee_contract::{
    AppError, Audit as _, AuditQuery, Caller, Lists as _, Outcome, Role, RuleDraft, RuleFinding, RuleState, Rules as _,
};
use levee_directory::source::{List, Person, Record};
use levee_guard::Code;

fn draft(rule: &str, declared: &str) -> RuleDraft {
    RuleDraft {
        address: "Crew@hosp.example".into(),
        name: "The crew".into(),
        rule: rule.into(),
        used: "group".into(),
        owners: "bob@hosp.example".into(),
        scope: "trust/ward".into(),
        declared: declared.into(),
        senders: "alice@hosp.example, team@hosp.example".into(),
    }
}

fn size(service: &Service) -> Option<u64> {
    service.directory().list_by_address(&address("crew")).map(|list| list.size())
}

fn night(local: &str) -> Record {
    Record::Person(Person {
        address: address(local),
        aliases: Vec::new(),
        name: local.to_owned(),
        title: String::new(),
        unit: "trust/night".into(),
        site: String::new(),
        roles: Vec::new(),
        shared: false,
    })
}

async fn people(ward: &Ward) -> (Caller, Caller, Caller) {
    let grace = ward.signed_in("p99", &[Role::Administrator]).await;
    (grace, ward.signed_in("carol", &[Role::Approver]).await, ward.signed_in("alice", &[]).await)
}

/// The fields that are refused, each with its problem.
fn wrong<T: std::fmt::Debug>(done: Result<T, AppError>) -> Vec<(String, String)> {
    let Err(AppError::Invalid { fields }) = done else { panic!("{done:?}") };
    fields.into_iter().map(|field| (field.name, field.problem)).collect()
}

#[tokio::test]
async fn a_draft_is_told_what_is_wrong_with_it_and_whom_it_reaches() {
    let ward = ward().await;
    let (grace, carol, _) = people(&ward).await;
    ward.service.import_directory("other", vec![night("nora")]).await.unwrap();
    for who in [&carol] {
        assert_eq!(ward.service.preview_rule(who, &draft("everybody", "9")).await, Err(AppError::Forbidden));
    }
    let look = async |draft: RuleDraft| ward.service.preview_rule(&grace, &draft).await.unwrap();
    let seen = look(draft("unit under \"trust\" and tittle = \"x\"", "9")).await;
    assert_eq!((seen.problems.len(), seen.reached), (1, None));
    let detail = seen.problems[0].detail.clone().unwrap();
    assert!(detail.starts_with("24\nunit, title, ") && detail.ends_with("\n`tittle`"), "{detail:?}");

    let faults = RuleDraft {
        address: "team@hosp.example".into(),
        used: "other".into(),
        owners: "eve@hosp.example".into(),
        scope: "trust/cellar".into(),
        declared: "many".into(),
        senders: String::new(),
        ..draft("unit under \"trust\"", "")
    };
    let problems: Vec<_> = look(faults).await.problems.into_iter().map(|field| field.problem).collect();
    let all = ["taken", "not_offered", "unknown_address", "no_such_unit", "not_a_value", "senders_required"];
    assert_eq!(problems, all);
    for (typed, problem) in
        [("alice@hosp.example", "taken"), ("crew@else.example", "not_ours"), ("crew", "not_an_address")]
    {
        let seen = look(RuleDraft { address: typed.into(), ..draft("name = \"bob\"", "1") }).await;
        assert_eq!(seen.problems[0].problem, problem, "{typed}");
    }

    let seen = look(draft("unit under \"trust\"", "100")).await;
    assert_eq!(seen.problems, []);
    let reached = seen.reached.unwrap();
    assert_eq!((reached.people, reached.needed, reached.sample.len()), (1_001, 1, 20));
    assert_eq!(reached.units, [("trust/ward".to_owned(), 1_000), ("trust/night".to_owned(), 1)]);
    let found = [RuleFinding::Outside(1), RuleFinding::NotDeclared(100), RuleFinding::New(86_400)];
    assert_eq!(reached.findings, found);
    let empty = look(draft(" ", "1001")).await.reached.unwrap();
    assert_eq!(empty.findings[0], RuleFinding::Unlimited);
    assert_eq!(size(&ward.service), None, "nothing is kept by looking");
}

#[tokio::test]
async fn a_large_one_waits_for_somebody_else_and_holds_mail_for_a_day() {
    let ward = ward().await;
    let (grace, carol, alice) = people(&ward).await;
    let service = &ward.service;
    let wide = draft("unit under \"trust\"", "1000");
    assert_eq!(service.propose_rule(&carol, &wide, 1_000, "x").await, Err(AppError::Forbidden));
    assert_eq!(wrong(service.propose_rule(&grace, &wide, 1_000, " ").await), [("reason".into(), "empty".into())]);
    assert_eq!(service.propose_rule(&grace, &wide, 999, "It grew").await, Err(AppError::Conflict));
    let id = service.propose_rule(&grace, &wide, 1_000, "For the rota").await.unwrap();
    assert_eq!(service.propose_rule(&grace, &wide, 1_000, "Twice").await, Err(AppError::Conflict));

    let early = service.activate_rule(&grace, id, 1_000, "1,000").await;
    assert_eq!(wrong(early), [("people".into(), "not_approved".into())]);
    assert_eq!(wrong(service.approve_rule(&grace, id, 1_000).await), [("people".into(), "own".into())]);
    assert_eq!(service.approve_rule(&alice, id, 1_000).await, Err(AppError::Forbidden));
    assert_eq!(service.rule(&alice, id).await.map(drop), Err(AppError::Forbidden));
    assert_eq!(service.approve_rule(&carol, id, 999).await, Err(AppError::Conflict), "fewer than there are");
    service.approve_rule(&carol, id, 1_000).await.unwrap();
    assert!(service.rule(&carol, id).await.unwrap().agreed);

    // It grows beyond what was approved: what was agreed to says nothing of so many.
    let more: Vec<Record> = (0..200).map(|n| night(&format!("n{n}"))).collect();
    service.import_directory("other", more).await.unwrap();
    assert_eq!(service.activate_rule(&grace, id, 1_000, "1000").await, Err(AppError::Conflict));
    let stale = service.activate_rule(&grace, id, 1_200, "1200").await;
    assert_eq!(wrong(stale), [("people".into(), "not_approved".into())]);
    service.import_directory("other", vec![night("n1")]).await.unwrap();
    let mistyped = service.activate_rule(&grace, id, 1_001, "1010").await;
    assert_eq!(wrong(mistyped), [("typed".into(), "other_number".into())]);
    assert_eq!(size(service), None);
    service.activate_rule(&grace, id, 1_001, "1,001").await.unwrap();
    assert_eq!(size(service), Some(1_001));

    let Outcome::Held { verdict, .. } = ward.send(&alice, &request(1, &["crew"])).await else { panic!("not held") };
    assert!(verdict.findings.iter().any(|finding| finding.code == Code::ListNew), "{verdict:?}");
    let view = service.list_view(&grace, &address("crew")).await.unwrap();
    assert_eq!((view.row.changed, view.declared, view.senders.len()), (Some(NOW), Some(1_000), 2));
    let acts = service.audit(&grace, &AuditQuery { act: "rule.".into(), ..AuditQuery::default() }, 9).await.unwrap();
    let acts: Vec<_> = acts.rows.iter().map(|line| (line.act.as_str(), line.acting.as_str())).collect();
    let told = [("rule.activate", "administrator"), ("rule.approve", "approver"), ("rule.propose", "administrator")];
    assert_eq!(acts, told);
}

#[tokio::test]
async fn it_follows_the_directory_stands_beside_imports_and_gives_way_to_a_list_of_a_source() {
    let ward = ward().await;
    let (grace, ..) = people(&ward).await;
    let other = open(&ward.folder, &ward.clock).await;
    let service = &ward.service;
    let few = |rule: &str| RuleDraft { scope: String::new(), ..draft(rule, "3") };
    let id = service.propose_rule(&grace, &few("unit under \"trust/night\""), 0, "Nights").await.unwrap();
    service.activate_rule(&grace, id, 0, "").await.unwrap();
    let both = async |expected: Option<u64>| {
        other.follow_directory().await.unwrap();
        assert_eq!((size(service), size(&other)), (expected, expected));
    };
    both(Some(0)).await;
    service.import_directory("other", vec![night("nora"), night("omar")]).await.unwrap();
    both(Some(2)).await;
    ward.people_know(&[("team", 60)]).await;
    both(Some(2)).await;

    let imported = List { members: vec![address("alice")], ..List::new(address("crew")) };
    let records = vec![night("nora"), night("omar"), Record::List(imported)];
    service.import_directory("other", records).await.unwrap();
    both(Some(1)).await;
    let row = service.rules(&grace).await.unwrap().remove(0);
    assert!(row.shadowed && row.state == RuleState::Active, "{row:?}");
    let again = service.propose_rule(&grace, &few("name = \"nora\""), 1, "x").await;
    assert_eq!(wrong(again), [("address".into(), "taken".into())]);
    service.import_directory("other", vec![night("nora"), night("omar")]).await.unwrap();
    both(Some(2)).await;

    let second = service.propose_rule(&grace, &few("name = \"nora\""), 1, "Only her").await.unwrap();
    let seen = service.rule(&grace, second).await.unwrap();
    assert_eq!(seen.preview.before, Some(("unit under \"trust/night\"".to_owned(), 2)));
    service.activate_rule(&grace, second, 1, "").await.unwrap();
    both(Some(1)).await;
    let third = service.propose_rule(&grace, &few("name = \"omar\""), 1, "Or him").await.unwrap();
    service.withdraw_rule(&grace, third, "No").await.unwrap();
    assert_eq!(service.activate_rule(&grace, third, 1, "").await, Err(AppError::Conflict));
    assert_eq!(service.remove_rule(&grace, third, "x").await, Err(AppError::Conflict));
    service.remove_rule(&grace, second, "Nobody needs it").await.unwrap();
    both(None).await;
    let states: Vec<_> = service.rules(&grace).await.unwrap().into_iter().map(|row| row.state).collect();
    assert_eq!(states, [RuleState::Withdrawn, RuleState::Removed, RuleState::Replaced]);
}
