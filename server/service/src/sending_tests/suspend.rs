//! A list that somebody suspended: nothing goes to it, by no way and for no reason, until it is let go.

use super::servers::Servers;
use super::ward::{Ward, address, open, request, ward};
use crate::{SmtpAnswer, SmtpSubmission};
use levee_contract::{
    AppError, Approvals as _, Audit as _, AuditQuery, Caller, ListLint, ListQuery, ListSuspension, Lists as _,
    OutboxState, Outcome, Policies as _, PolicyChange, Returned, Role, SendRequest,
};
use levee_guard::{Code, Observe, Remedy, Ruling, Verdict};
use levee_mail::Address;

fn suspension(list: &str, size: u64, typed: &str) -> ListSuspension {
    ListSuspension { address: address(list), size, typed: typed.into(), reason: "It has grown".into() }
}

async fn suspend(ward: &Ward, who: &Caller, list: &str, size: u64) {
    ward.service.suspend_list(who, &suspension(list, size, &size.to_string())).await.unwrap();
}

fn restricted(verdict: &Verdict) {
    let first = verdict.strictest().expect("a finding");
    assert_eq!((first.code, first.ruling), (Code::ListRestricted, Ruling::Block));
    let asked: Vec<&Address> = first
        .remedies
        .iter()
        .filter_map(|offered| match &offered.remedy {
            Remedy::Contact(who) => Some(who),
            _ => None,
        })
        .collect();
    assert_eq!(asked, [&address("p99")], "who suspended it is asked, and not its owner");
}

#[tokio::test]
async fn neither_page_nor_mail_program_nor_emergency_nor_observing_opens_it() {
    let ward = ward().await;
    let grace = ward.signed_in("p99", &[Role::Administrator]).await;
    let (alice, bob) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[]).await);
    ward.people_know(&[("team", 40)]).await;
    suspend(&ward, &grace, "team", 40).await;
    let urgent = SendRequest { emergency: Some("crash call".into()), ..request(3, &["team"]) };
    for (who, request) in [(&alice, request(1, &["team"])), (&bob, request(2, &["team"])), (&alice, urgent)] {
        let Outcome::Blocked { verdict, .. } = ward.send(who, &request).await else { panic!("it went") };
        restricted(&verdict);
    }
    let submission = SmtpSubmission {
        sasl_user: Some("bob".into()),
        return_path: Some("bob@hosp.example".into()),
        recipients: vec!["team@hosp.example".into()],
        bytes: b"From: bob@hosp.example\r\nTo: team@hosp.example\r\nSubject: Rota\r\n\r\nSee it.\r\n".to_vec(),
    };
    let SmtpAnswer::Refuse { code: 550, enhanced: "5.7.2", verdict, .. } =
        ward.service.judge_submission(&submission).await
    else {
        panic!("not refused")
    };
    restricted(&verdict);
    let change = PolicyChange { base: 1, observe: Some(Observe::All), reason: "x".into(), ..Default::default() };
    ward.service.change_policy(&grace, &change).await.unwrap();
    assert!(
        matches!(ward.send(&alice, &request(4, &["team"])).await, Outcome::Blocked { .. }),
        "it is no rule on trial"
    );

    // The source says of it what it always said.
    ward.people_know(&[("team", 41)]).await;
    assert!(matches!(ward.send(&alice, &request(5, &["team"])).await, Outcome::Blocked { .. }));
    ward.service.resume_list(&grace, &address("team"), "Put right").await.unwrap();
    assert!(matches!(ward.send(&alice, &request(6, &["team"])).await, Outcome::Pending { people: 40, .. }));
}

#[tokio::test]
async fn what_waits_for_it_comes_back_when_its_time_comes() {
    let ward = ward().await;
    let grace = ward.signed_in("p99", &[Role::Administrator]).await;
    let (alice, bob) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[]).await);
    let servers = Servers::default();
    // One within its undo window, one for an approver.
    assert!(matches!(ward.send(&bob, &request(1, &["team"])).await, Outcome::Pending { .. }));
    let held = request(2, &["all"]);
    assert!(matches!(ward.send(&alice, &held).await, Outcome::Held { .. }));
    suspend(&ward, &grace, "team", 60).await;
    suspend(&ward, &grace, "all", 701).await;
    ward.service.release(&bob, &held.id).await.unwrap();
    ward.wait(60);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (0, 0));
    for who in [&alice, &bob] {
        let [Some(Returned::Stopped { verdict })] = &ward.returned(who).await[..] else { panic!("not back") };
        restricted(verdict);
        assert_eq!(ward.state(who).await, [] as [OutboxState; 0]);
    }
}

#[tokio::test]
async fn it_takes_the_number_a_reason_and_the_right_and_other_nodes_follow() {
    let ward = ward().await;
    let (grace, alice) = (ward.signed_in("p99", &[Role::Administrator]).await, ward.signed_in("alice", &[]).await);
    let other = open(&ward.folder, &ward.clock).await;
    let service = &ward.service;
    assert_eq!(service.suspend_list(&alice, &suspension("all", 701, "701")).await, Err(AppError::Forbidden));
    assert_eq!(service.resume_list(&alice, &address("all"), "x").await, Err(AppError::Forbidden));
    let unsaid = ListSuspension { reason: " ".into(), ..suspension("all", 701, "70") };
    let Err(AppError::Invalid { fields }) = service.suspend_list(&grace, &unsaid).await else { panic!("taken") };
    assert_eq!(fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["reason", "typed"]);
    assert_eq!(service.suspend_list(&grace, &suspension("all", 700, "700")).await, Err(AppError::Conflict));
    assert_eq!(service.suspend_list(&grace, &suspension("none", 1, "1")).await, Err(AppError::Gone));
    service.suspend_list(&grace, &suspension("all", 701, " 7,01")).await.unwrap();
    assert_eq!(service.suspend_list(&grace, &suspension("all", 701, "701")).await, Err(AppError::Conflict));

    other.follow_directory().await.unwrap();
    let view = other.list_view(&grace, &address("all")).await.unwrap();
    assert_eq!(view.row.lint[0], ListLint::Suspended);
    let suspended = view.row.suspended.unwrap();
    assert_eq!((suspended.by.label().as_str(), suspended.reason.as_str()), ("p99", "It has grown"));
    let query = ListQuery::read(|key| (key == "lint").then(|| "suspended".to_owned()));
    assert_eq!(other.lists(&grace, &query, 9).await.unwrap().found, 1);
    other.resume_list(&grace, &address("all"), "Put right").await.unwrap();
    assert_eq!(other.resume_list(&grace, &address("all"), "Again").await, Err(AppError::Conflict));
    service.follow_directory().await.unwrap();
    assert_eq!(service.list_view(&grace, &address("all")).await.unwrap().row.suspended, None);
    let acts = service.audit(&grace, &AuditQuery { act: "list.".into(), ..AuditQuery::default() }, 9).await.unwrap();
    let acts: Vec<_> = acts.rows.iter().map(|line| (line.act.as_str(), line.detail.as_str())).collect();
    assert_eq!(acts, [("list.resume", "701 people"), ("list.suspend", "701 people")]);
}
