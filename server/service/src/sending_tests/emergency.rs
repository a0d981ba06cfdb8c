//! The emergency stop, and the glass that is broken where somebody cannot wait.

use super::ward::{request, ward};
use levee_contract::{AppError, AuditQuery, Outcome, Role, Send as _, SendRequest, StopChange, Watching as _};
use levee_guard::{Code, StopScope};

fn stop(scope: StopScope, typed: &str) -> StopChange {
    StopChange { scope, typed: typed.into(), reason: "a drill".into() }
}

#[tokio::test]
async fn a_stop_is_asked_for_by_its_words_and_lifted_with_a_reason() {
    let ward = ward().await;
    let (alice, boss) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[Role::Administrator]).await);
    assert_eq!(ward.service.set_stop(&alice, &stop(StopScope::Nothing, "")).await, Err(AppError::Forbidden));
    let wrong = ward.service.set_stop(&boss, &stop(StopScope::Everything, "STOP REPLIES")).await;
    assert!(matches!(wrong, Err(AppError::Invalid { .. })));
    ward.people_know(&[("team", 40)]).await;
    assert!(matches!(ward.send(&alice, &request(1, &["team"])).await, Outcome::Pending { .. }));
    ward.service.set_stop(&boss, &stop(StopScope::Everything, "STOP EVERYTHING")).await.unwrap();
    let Outcome::Blocked { verdict, audience, .. } = ward.send(&alice, &request(2, &["team"])).await else {
        panic!("it went through the stop")
    };
    assert_eq!(verdict.strictest().map(|finding| finding.code), Some(Code::Estop));
    assert_eq!(audience.stop.map(|stop| stop.reason).as_deref(), Some("a drill"));
    assert!(matches!(ward.send(&alice, &request(3, &["carol"])).await, Outcome::Pending { .. }), "small mail flows");
    let seen = ward.service.watch(&boss, 1).await.unwrap();
    assert_eq!((seen.stop.map(|stop| stop.scope), seen.lately.to_many), (Some(StopScope::Everything), 1));
    assert_eq!(seen.refused, [(Code::Estop, 39)]);
    ward.service.set_stop(&boss, &stop(StopScope::Nothing, "")).await.unwrap();
    assert!(matches!(ward.send(&alice, &request(4, &["team"])).await, Outcome::Pending { .. }));
}

#[tokio::test]
async fn the_glass_is_broken_for_few_three_times_a_day_and_each_time_on_record() {
    let ward = ward().await;
    let (alice, boss) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[Role::Administrator]).await);
    ward.people_know(&[("team", 40), ("ward", 121)]).await;
    ward.service.set_stop(&boss, &stop(StopScope::Everything, "STOP EVERYTHING")).await.unwrap();
    let urgent = |n: u8, list: &str| SendRequest { emergency: Some("crash call, bay 4".into()), ..request(n, &[list]) };
    let empty = SendRequest { emergency: Some(" ".into()), ..request(9, &["team"]) };
    assert!(matches!(ward.service.send(&alice, &empty).await, Err(AppError::Invalid { .. })));
    for n in 1..=3 {
        let Outcome::Pending { window, people, .. } = ward.send(&alice, &urgent(n, "team")).await else {
            panic!("it had to wait")
        };
        assert_eq!((window, people), (10, 39));
    }
    assert!(matches!(ward.send(&alice, &urgent(4, "team")).await, Outcome::Blocked { .. }), "the fourth of the day");
    assert!(matches!(ward.send(&alice, &urgent(5, "ward")).await, Outcome::Blocked { .. }), "too many people");
    let query = AuditQuery { act: "glass.break".into(), ..AuditQuery::default() };
    let written = levee_contract::Audit::audit(&*ward.service, &boss, &query, 9).await.unwrap();
    let lines: Vec<_> = written.rows.iter().map(|row| (row.reason.as_str(), row.detail.as_str())).collect();
    assert_eq!(lines, [("crash call, bay 4", "39 people"); 3]);
    ward.wait(86_400);
    assert!(matches!(ward.send(&alice, &urgent(6, "team")).await, Outcome::Pending { .. }), "another day");
}
