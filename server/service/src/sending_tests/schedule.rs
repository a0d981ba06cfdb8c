//! A version of the policy that comes into force by itself, and one that is withdrawn before it does.

use super::ward::{NOW, Ward, request, ward};
use levee_contract::{
    AppError, Audit as _, AuditQuery, Caller, Outcome, Policies as _, PolicyChange, PolicyVersion, Role,
};
use levee_guard::Parameter;

fn change(base: u64, hold: &str, from: Option<i64>) -> PolicyChange {
    PolicyChange {
        base,
        values: vec![("audience.hold".to_owned(), hold.to_owned())],
        reason: "for the winter".into(),
        above_biggest_list: true,
        from,
        ..PolicyChange::default()
    }
}

async fn in_force(ward: &Ward) -> (u64, u64) {
    let policy = ward.service.policy().await.unwrap();
    (policy.version, policy.get(Parameter::AudienceHold))
}

async fn newest_act(ward: &Ward, who: &Caller) -> (String, String) {
    let page = ward.service.audit(who, &AuditQuery::default(), 1).await.unwrap();
    page.rows.into_iter().next().map(|line| (line.act, line.object)).unwrap()
}

#[tokio::test]
async fn a_version_comes_into_force_at_its_time_and_no_sooner() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    let alice = ward.signed_in("alice", &[]).await;
    assert_eq!(ward.service.change_policy(&grace, &change(1, "110", Some(NOW + 3_600))).await, Ok(2));
    let act = ("policy.schedule".to_owned(), "v2 from 2027-01-15T09:00:00Z".to_owned());
    assert_eq!(newest_act(&ward, &grace).await, act);
    ward.wait(3_599);
    assert_eq!(in_force(&ward).await, (1, 500));
    assert!(matches!(ward.send(&alice, &request(1, &["ward"])).await, Outcome::Ask { .. }));
    ward.wait(1);
    assert_eq!(in_force(&ward).await, (2, 110));
    assert!(matches!(ward.send(&alice, &request(2, &["ward"])).await, Outcome::Held { .. }));
    let late = ward.service.withdraw_policy(&grace, 2, "Too late").await;
    assert_eq!(late, Err(AppError::Conflict), "it holds already");
}

#[tokio::test]
async fn what_is_saved_meanwhile_holds_until_the_scheduled_one_does() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    ward.service.change_policy(&grace, &change(1, "110", Some(NOW + 60))).await.unwrap();
    assert_eq!(ward.service.change_policy(&grace, &change(1, "300", None)).await, Ok(3), "v1 is in force, v2 is not");
    assert_eq!(in_force(&ward).await, (3, 300));
    assert_eq!(ward.service.standing(&grace).await.unwrap().next, 4);
    ward.wait(60);
    assert_eq!(in_force(&ward).await, (2, 110));
    assert_eq!(ward.service.standing(&grace).await.unwrap().since, NOW + 60);
    assert_eq!(ward.service.change_policy(&grace, &change(2, "400", None)).await, Ok(4));
    assert_eq!(in_force(&ward).await, (4, 400));
}

#[tokio::test]
async fn a_withdrawn_version_never_holds() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    let alice = ward.signed_in("alice", &[]).await;
    ward.service.change_policy(&grace, &change(1, "110", Some(NOW + 60))).await.unwrap();
    assert_eq!(ward.service.withdraw_policy(&alice, 2, "No").await, Err(AppError::Forbidden));
    assert!(matches!(ward.service.withdraw_policy(&grace, 2, " ").await, Err(AppError::Invalid { .. })));
    ward.service.withdraw_policy(&grace, 2, "Winter is mild").await.unwrap();
    assert_eq!(newest_act(&ward, &grace).await, ("policy.withdraw".to_owned(), "v2".to_owned()));
    assert_eq!(ward.service.withdraw_policy(&grace, 2, "Again").await, Err(AppError::Conflict));
    ward.wait(61);
    assert_eq!(in_force(&ward).await, (1, 500));
    let versions = ward.service.policy_versions(&grace).await.unwrap();
    assert_eq!(PolicyVersion::in_force_at(&versions, NOW + 61).map(|v| v.in_force.version), Some(1));
    assert_eq!(versions.iter().map(|v| v.withdrawn).collect::<Vec<_>>(), [Some(NOW), None]);
}

#[tokio::test]
async fn a_moment_that_has_passed_is_refused() {
    let ward = ward().await;
    let grace = ward.signed_in("grace", &[Role::Administrator]).await;
    for (from, problem) in [(NOW, "has_passed"), (NOW - 5, "has_passed"), (NOW + 400 * 86_400, "too_far_ahead")] {
        let refused = ward.service.change_policy(&grace, &change(1, "110", Some(from))).await;
        let Err(AppError::Invalid { fields }) = refused else { panic!("{refused:?}") };
        assert_eq!((fields[0].name.as_str(), fields[0].problem.as_str()), ("from", problem));
    }
    assert_eq!(ward.service.policy_versions(&grace).await.unwrap().len(), 1);
}
