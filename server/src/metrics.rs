//! Figures in Prometheus's text format, on an address of their own. No label names anybody.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use levee_service::{Figures, Service};
use metrics::{describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use std::sync::Arc;
use std::time::Instant;

const DURATIONS: &str = "levee_http_request_duration_seconds";
/// Seconds: a page from memory, a page with mail, a slow mail server.
const BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What there is, each told when it is asked for.
const GAUGES: [(&str, &str); 9] = [
    ("levee_sessions", "Browsers signed in"),
    ("levee_queue_messages", "Messages handed over that have not left, undo windows included"),
    ("levee_queue_oldest_seconds", "How long the oldest message has waited for its delivery"),
    ("levee_holds", "Messages that wait for approvers"),
    ("levee_unclear_messages", "Messages of which nobody knows whether they went"),
    ("levee_directory_people", "People of the organisation"),
    ("levee_directory_lists", "Lists"),
    ("levee_directory_age_seconds", "Since the directory in memory was read from the store"),
    ("levee_imap_connections", "IMAP connections, in use and kept"),
];

/// Begins to count, for the whole process.
///
/// # Errors
/// When something counts already.
pub(crate) fn begin() -> Result<PrometheusHandle, BuildError> {
    let exact = metrics_exporter_prometheus::Matcher::Full(DURATIONS.to_owned());
    let handle = PrometheusBuilder::new().set_buckets_for_metric(exact, &BUCKETS)?.install_recorder()?;
    describe_histogram!(DURATIONS, "Requests by route and status");
    describe_counter!("levee_judgements_total", "Messages judged, by ruling and channel");
    describe_counter!("levee_deliveries_total", "Attempts to hand a message to the mail server, by outcome");
    describe_counter!("levee_sign_ins_total", "Attempts to sign in, by outcome");
    for (name, about) in GAUGES {
        describe_gauge!(name, about);
    }
    Ok(handle)
}

/// What is served at the address of the settings.
pub(crate) fn router(handle: PrometheusHandle, service: Arc<Service>) -> Router {
    Router::new().route("/metrics", get(told)).with_state((handle, service))
}

async fn told(State((handle, service)): State<(PrometheusHandle, Arc<Service>)>) -> Response {
    let Ok(figures) = service.figures().await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read\n").into_response();
    };
    for (name, value) in values(&figures) {
        // Exact to 2^53.
        gauge!(name).set(value as f64);
    }
    handle.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}

/// In the order of [`GAUGES`].
fn values(figures: &Figures) -> impl Iterator<Item = (&'static str, u64)> {
    let Figures { store, queue_age, people, lists, directory_age, imap_connections } = *figures;
    let values = [
        store.sessions,
        store.queue,
        queue_age,
        store.holds,
        store.unclear,
        people,
        lists,
        directory_age,
        imap_connections,
    ];
    GAUGES.into_iter().map(|(name, _)| name).zip(values)
}

/// Measures a request by its route, never by its path, which may name a folder.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = match response.status().as_u16() / 100 {
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        5 => "5xx",
        _ => "other",
    };
    histogram!(DURATIONS, "route" => route, "status" => status).record(began.elapsed().as_secs_f64());
    response
}
