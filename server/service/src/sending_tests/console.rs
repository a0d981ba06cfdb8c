//! What administrators do and see: observing first, enforcing, restoring, roles, the audit, the record.

use super::ward::{NOW, PEOPLE, Ward, address, local, open, request, ward};
use levee_contract::{
    AppError, Audit as _, AuditQuery, ListLint, ListMade, ListQuery, Lists as _, Outcome, Policies as _, PolicyChange,
    PolicyRestore, Role, Roles as _, VerdictQuery, Verdicts as _, WhoSends,
};
use levee_guard::{Code, Observe, Parameter, Ruling};

fn nothing(_: &str) -> Option<String> {
    None
}

async fn acts(ward: &Ward) -> Vec<(String, String, String)> {
    let reader = ward.signed_in("p99", &[Role::Administrator]).await;
    let page = ward.service.audit(&reader, &AuditQuery::read(nothing), 50).await.unwrap();
    // The ward's people came by an import.
    let acts = page.rows.into_iter().filter(|line| line.act != "directory.import");
    acts.map(|line| (line.act, line.object, line.detail)).collect()
}

#[tokio::test]
async fn a_fresh_organisation_observes_until_somebody_enforces() {
    let ward = ward().await;
    // As after the installation: a store without a policy.
    let (folder, clock) = (tempfile::tempdir().unwrap(), ward.clock.clone());
    let fresh = Ward { service: open(&folder, &clock).await, folder, clock };
    fresh.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
    let grace = fresh.signed_in("grace", &[Role::Administrator]).await;
    let alice = fresh.signed_in("alice", &[]).await;
    let standing = fresh.service.standing(&grace).await.unwrap();
    assert_eq!((standing.version, standing.observe), (1, Observe::All));

    let people = (0..PEOPLE).map(|n| levee_store::PersonEntry {
        key: n.to_string(),
        address: address(&local(n)).to_string(),
        ..levee_store::PersonEntry::default()
    });
    fresh.service.store.import_people("test", &people.collect::<Vec<_>>(), NOW).await.unwrap();
    let outcome = fresh.send(&alice, &request(1, &["all"])).await;
    assert!(matches!(outcome, Outcome::Pending { people: 700, .. }), "{outcome:?}");
    let found = fresh.service.verdicts(&grace, &VerdictQuery::read(nothing), 50).await.unwrap();
    let row = &found.rows[0];
    assert_eq!((row.ruling, row.enforced, row.codes[0]), (Ruling::Warn, Ruling::Hold, Code::AudHold));
    let view = fresh.service.verdict(&grace, &row.reference).await.unwrap();
    assert_eq!(view.findings[0].ruling, Ruling::Hold, "the record says what it would have been");
    assert_eq!(fresh.service.standing(&grace).await.unwrap().rulings, [(Ruling::Hold, 1)]);

    let change =
        PolicyChange { base: 1, observe: Some(Observe::Nothing), reason: "Trial is over".into(), ..Default::default() };
    assert_eq!(fresh.service.change_policy(&grace, &change).await, Ok(2));
    let outcome = fresh.send(&alice, &request(2, &["all"])).await;
    assert!(matches!(outcome, Outcome::Held { .. }), "{outcome:?}");
    let mode = ("policy.mode".to_owned(), "v2".to_owned(), "observed everything -> nothing".to_owned());
    assert_eq!(acts(&fresh).await[0], mode);
}

#[tokio::test]
async fn one_rule_may_be_observed_while_the_others_hold() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    let alice = ward.signed_in("alice", &[]).await;
    let observe = Some(Observe::Codes([Code::AudHold].into()));
    let change = PolicyChange { base: 1, observe, reason: "Quiet start".into(), ..Default::default() };
    ward.service.change_policy(&grace, &change).await.unwrap();
    assert!(matches!(ward.send(&alice, &request(1, &["all"])).await, Outcome::Pending { .. }));
    assert!(
        matches!(ward.send(&alice, &request(2, &["ward"])).await, Outcome::Ask { .. }),
        "120 people: asked as ever"
    );
}

#[tokio::test]
async fn a_restored_version_is_a_new_one_with_its_numbers_and_modes() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    let change = |base, values: &[(&str, &str)], observe| PolicyChange {
        base,
        values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        observe,
        reason: format!("change of v{base}"),
        above_biggest_list: true,
        ..Default::default()
    };
    ward.service.change_policy(&grace, &change(1, &[("audience.hold", "250")], None)).await.unwrap();
    ward.service.change_policy(&grace, &change(2, &[("audience.hold", "700")], Some(Observe::All))).await.unwrap();
    let restore = |base, version| PolicyRestore { base, version, reason: "Holds were right".into() };
    assert_eq!(ward.service.restore_policy(&grace, &restore(2, 1)).await, Err(AppError::Conflict));
    assert_eq!(ward.service.restore_policy(&grace, &restore(3, 9)).await, Err(AppError::Gone));
    let unsaid = PolicyRestore { reason: " ".into(), ..restore(3, 2) };
    assert!(matches!(ward.service.restore_policy(&grace, &unsaid).await, Err(AppError::Invalid { .. })));
    assert_eq!(ward.service.restore_policy(&grace, &restore(3, 2)).await, Ok(4));
    let policy = ward.service.policy().await.unwrap();
    assert_eq!((policy.version, policy.get(Parameter::AudienceHold), &policy.observe), (4, 250, &Observe::Nothing));
    let detail = "audience.hold 700 -> 250, observed everything -> nothing";
    let acts = acts(&ward).await;
    assert_eq!(acts[0], ("policy.restore".to_owned(), "v2 as v4".to_owned(), detail.to_owned()));
    assert_eq!(acts.len(), 4, "and the three versions before it");
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    let (alice, bob) = (address("alice"), address("bob"));
    let service = &ward.service;
    service.give(&grace, &alice, Role::Administrator, "", "First one").await.unwrap();
    assert_eq!(service.give(&grace, &alice, Role::Administrator, "", "Again").await, Err(AppError::Conflict));
    let stranger = levee_mail::Address::parse("eve@elsewhere.example").unwrap();
    let refused = service.give(&grace, &stranger, Role::Approver, "", "Nobody knows her").await;
    assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
    let refused = service.withdraw(&grace, &alice, Role::Administrator, "", "Oops").await;
    let Err(AppError::Invalid { fields }) = refused else { panic!("{refused:?}") };
    assert_eq!(fields[0].problem, "last_administrator");
    service.give(&grace, &bob, Role::Administrator, "", "Second one").await.unwrap();
    service.withdraw(&grace, &alice, Role::Administrator, "", "Moved on").await.unwrap();
    let holders = service.role_holders(&grace).await.unwrap();
    // The ward's approver and who is on call have theirs from the source.
    let given = holders.iter().filter(|holder| holder.roles[0].by.is_some());
    let held: Vec<_> = given.map(|h| (h.person.address.clone(), h.roles[0].role, h.roles[0].by.clone())).collect();
    assert_eq!(held, [(bob, Role::Administrator, Some("grace@hosp.example".to_owned()))]);
    assert_eq!(service.withdraw(&grace, &alice, Role::Approver, "", "Never had").await, Err(AppError::Gone));
    let acts: Vec<_> = acts(&ward).await.into_iter().map(|(act, ..)| act).collect();
    assert_eq!(acts, ["role.withdraw", "role.grant", "role.grant", "policy.save"]);
}

#[tokio::test]
async fn lists_are_found_and_what_is_wrong_with_them_is_said() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    ward.people_with(&[("team", 60), ("ward", 121), ("all", 701)], Some(60), Some(NOW - 3600)).await;
    let query = |pairs: &'static [(&str, &str)]| {
        ListQuery::read(|key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned()))
    };
    let found = async |pairs, rows| {
        let page = ward.service.lists(&grace, &query(pairs), rows).await.unwrap();
        (page.rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>(), page.found, page.all)
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(found(&[], 50).await, (names(&["all", "ward", "team"]), 3, 3));
    assert_eq!(found(&[("sort", "name"), ("first", "1")], 1).await, (names(&["team"]), 3, 3));
    assert_eq!(found(&[("q", "WARD@")], 50).await, (names(&["ward"]), 1, 3));
    assert_eq!(found(&[("kind", "dynamic")], 50).await, (Vec::new(), 0, 3));
    assert_eq!(found(&[("lint", "grown")], 50).await, (names(&["all", "ward"]), 2, 3));
    assert_eq!(found(&[("lint", "no_senders")], 50).await, (names(&["all"]), 1, 3));

    let view = ward.service.list_view(&grace, &address("all")).await.unwrap();
    assert_eq!((view.row.size, view.row.made, view.row.senders), (701, ListMade::Static, WhoSends::Anyone));
    assert_eq!(view.row.lint, [ListLint::Grown, ListLint::New, ListLint::NoSenders]);
    assert_eq!((view.usual, view.sample.len(), view.owners[0].label()), (Some(60), 20, "bob".to_owned()));

    let seen = ward.service.acknowledge_list(&grace, &address("all"), 700, "Winter").await;
    assert_eq!(seen, Err(AppError::Conflict), "another size than the one on screen");
    ward.service.acknowledge_list(&grace, &address("all"), 701, "Winter crews joined").await.unwrap();
    assert_eq!(found(&[("lint", "grown")], 50).await.0, names(&["ward"]));
    assert_eq!(acts(&ward).await[0].0, "list.acknowledge");
}

#[tokio::test]
async fn whoever_is_no_administrator_is_told_nothing() {
    let ward = ward().await;
    let (alice, carol) = (ward.signed_in("alice", &[]).await, ward.signed_in("carol", &[Role::Approver]).await);
    let service = &ward.service;
    let all = address("all");
    for who in [&alice, &carol] {
        let refused = Err::<(), _>(AppError::Forbidden);
        let change = PolicyChange { base: 1, reason: "x".into(), ..Default::default() };
        assert_eq!(service.change_policy(who, &change).await.map(drop), refused);
        let restore = PolicyRestore { base: 1, version: 1, reason: "x".into() };
        assert_eq!(service.restore_policy(who, &restore).await.map(drop), refused);
        assert_eq!(service.policy_versions(who).await.map(drop), refused);
        assert_eq!(service.lists(who, &ListQuery::read(nothing), 5).await.map(drop), refused);
        assert_eq!(service.list_view(who, &all).await.map(drop), refused);
        assert_eq!(service.acknowledge_list(who, &all, 701, "x").await, refused);
        assert_eq!(service.verdicts(who, &VerdictQuery::read(nothing), 5).await.map(drop), refused);
        assert_eq!(service.verdict(who, "LV-0000-0000").await.map(drop), refused);
        assert_eq!(service.audit(who, &AuditQuery::read(nothing), 5).await.map(drop), refused);
        assert_eq!(service.audit_entry(who, 1).await.map(drop), refused);
        assert_eq!(service.role_holders(who).await.map(drop), refused);
        assert_eq!(service.give(who, &address("alice"), Role::Administrator, "", "x").await, refused);
        assert_eq!(service.withdraw(who, &address("alice"), Role::Approver, "", "x").await, refused);
    }
    assert_eq!(service.standing(&alice).await.map(drop), Err(AppError::Forbidden));
    assert!(service.standing(&carol).await.is_ok(), "approvers see whether the guard enforces");
}
