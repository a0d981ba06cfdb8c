//! Bodies for the reading frame, inline pictures and attachments: bytes from strangers, each with
//! a policy of its own. The capability in the path is the session's and runs out.

use super::Shared;
use super::session::Recognised;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use levee_contract::{AppError, Look, ServedPart};

/// No script, no remote load, no form; styles of its own; pictures of the same message only.
const BODY_POLICY: &str = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'self'; \
    sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";
pub(super) const PART_POLICY: &str = "default-src 'none'; sandbox";

/// The document for the body's frame; only a frame of our page may ask for it.
pub(super) async fn body(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Path(capability): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if headers.get("sec-fetch-dest").is_some_and(|dest| dest != "iframe") {
        return (StatusCode::FORBIDDEN, "Messages are shown inside Levee only.\n").into_response();
    }
    let document = match caller {
        Ok(who) => shared.levee.body(&who, &capability, look(query.as_deref())).await,
        Err(e) => Err(e),
    };
    match document {
        Ok(html) => {
            let headers =
                [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, BODY_POLICY)];
            (headers, html).into_response()
        }
        Err(e) => refusal(&e),
    }
}

/// The colours asked for: `?look=light`, `?look=dark`, else as the message and the reader's system have it.
fn look(query: Option<&str>) -> Look {
    match query {
        Some("look=light") => Look::Light,
        Some("look=dark") => Look::Dark,
        _ => Look::AsIs,
    }
}

/// A picture inside a message, a file of it, or its source.
pub(super) async fn part(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Path(capability): Path<String>,
) -> Response {
    served(match caller {
        Ok(who) => shared.levee.part(&who, &capability).await,
        Err(e) => Err(e),
    })
}

/// Bytes of a stranger with headers of ours, or why there are none.
pub(super) fn served(part: Result<ServedPart, AppError>) -> Response {
    match part {
        Ok(part) => {
            let headers: [(HeaderName, String); 3] = [
                (header::CONTENT_TYPE, part.content_type.to_owned()),
                (header::CONTENT_DISPOSITION, part.disposition),
                (header::CONTENT_SECURITY_POLICY, PART_POLICY.to_owned()),
            ];
            (headers, part.bytes).into_response()
        }
        Err(e) => refusal(&e),
    }
}

/// Somebody else's, run out or gone: all the same to whoever asks.
pub(super) fn refusal(error: &AppError) -> Response {
    let (status, say) = match error {
        AppError::MailServerDown | AppError::StoreDown => {
            (StatusCode::SERVICE_UNAVAILABLE, "The mail server does not answer now. Try again in a moment.\n")
        }
        _ => (StatusCode::NOT_FOUND, "This link has run out. Open the message again.\n"),
    };
    (status, say).into_response()
}
