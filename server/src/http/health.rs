//! Whether the node lives, and whether it can serve people: for a proxy, a service manager, a monitor.
//! Asked by anybody, so that no answer names a host or a person.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use levee_service::{Need, Service, Weight};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// An answer is good for so long: who asks often must not make us connect as often.
const FRESH: Duration = Duration::from_secs(5);

/// What is asked, and what was found last.
struct Health {
    service: Arc<Service>,
    last: Mutex<Option<(Instant, Vec<Need>)>>,
}

/// `/health/live`: the process answers. `/health/ready`: it can serve people; if not, 503 and why.
pub(super) fn router(service: Arc<Service>) -> Router {
    let health = Arc::new(Health { service, last: Mutex::new(None) });
    Router::new()
        .route("/health", get(|| async { "ok\n" }))
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(ready))
        .with_state(health)
}

async fn ready(State(health): State<Arc<Health>>) -> Response {
    // One asks, the others wait for its answer.
    let mut last = health.last.lock().await;
    let needs = match &*last {
        Some((when, needs)) if when.elapsed() < FRESH => needs.clone(),
        _ => {
            let needs = health.service.needs().await;
            *last = Some((Instant::now(), needs.clone()));
            needs
        }
    };
    drop(last);
    let (status, answer) = told(&needs);
    (status, axum::Json(answer)).into_response()
}

fn told(needs: &[Need]) -> (StatusCode, Value) {
    let ready = !needs.iter().any(|need| need.lack.is_some() && need.weight == Weight::Needed);
    let checks: Map<String, Value> =
        needs.iter().map(|need| (need.name.to_owned(), json!(need.lack.as_deref().unwrap_or("ok")))).collect();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, json!({ "ready": ready, "checks": checks }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lacking: &[&str], expected: StatusCode) {
        let need = |name: &'static str, weight| Need {
            name,
            lack: lacking.contains(&name).then(|| "gone".to_owned()),
            weight,
        };
        let needs = [need("store", Weight::Needed), need("imap", Weight::Needed), need("smtp", Weight::CanWait)];
        let (status, answer) = told(&needs);
        assert_eq!((status, &answer["ready"]), (expected, &json!(expected == StatusCode::OK)), "{lacking:?}");
        for name in ["store", "imap", "smtp"] {
            assert_eq!(answer["checks"][name], if lacking.contains(&name) { "gone" } else { "ok" });
        }
    }

    #[test]
    fn what_can_wait_does_not_take_the_node_away() {
        check(&[], StatusCode::OK);
        check(&["smtp"], StatusCode::OK);
        check(&["imap"], StatusCode::SERVICE_UNAVAILABLE);
        check(&["store", "smtp"], StatusCode::SERVICE_UNAVAILABLE);
    }
}
