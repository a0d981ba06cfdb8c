//! What happens in the mailboxes while a page is open, as server-sent events (HTML standard, section 9.2).
//! Each is one JSON value; none holds content.

use super::Shared;
use super::session::Recognised;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use levee_contract::{AppError, Following, LiveEvent};
use std::convert::Infallible;
use std::time::Duration;

/// A comment now and then: proxies end what says nothing, and a page that is gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Proxies that collect an answer before they pass it on (nginx) are asked not to.
const UNBUFFERED: [(HeaderName, &str); 1] = [(HeaderName::from_static("x-accel-buffering"), "no")];

/// What a page shows.
#[derive(serde::Deserialize)]
pub(super) struct Shown {
    /// Its mailbox, decoded.
    mailbox: String,
}

/// Tells a page what happens until it is left, or its session ends. Signed out is an event, not a state: a
/// browser does not show its script the state of such an answer.
pub(super) async fn events(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Query(Shown { mailbox }): Query<Shown>,
) -> Response {
    let following = match caller {
        Ok(who) => shared.levee.follow(&who, &mailbox).await,
        Err(error) => Err(error),
    };
    match following {
        Ok(following) => told(stream::unfold(following, next)),
        Err(AppError::SignedOut) => told(stream::iter([said(&LiveEvent::SignedOut)])),
        Err(AppError::Gone) => {
            (StatusCode::NOT_FOUND, "There is no such mailbox; follow another one.\n").into_response()
        }
        Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "Nothing can be followed now. Try again in a moment.\n").into_response()
        }
    }
}

fn told(events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    (UNBUFFERED, Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))).into_response()
}

async fn next(mut following: Box<dyn Following>) -> Option<(Result<Event, Infallible>, Box<dyn Following>)> {
    let event = following.next().await?;
    Some((said(&event), following))
}

fn said(event: &LiveEvent) -> Result<Event, Infallible> {
    Ok(Event::default().json_data(event).unwrap_or_default())
}
