//! What a composer needs besides pages and server functions: the frame in which text is formatted, files
//! on their way in, and the pictures among them on their way back.

use super::Shared;
use super::parts::served;
use super::session::Recognised;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use levee_contract::{AppError, Caller, Upload};
use levee_mail::{DraftFile, DraftId, FileId, Placing};
use serde::Deserialize;

/// Formatting is written as style attributes, which our pages' policy forbids; this document allows them,
/// and nothing that runs or loads from elsewhere. The editor's script runs in the page around it.
const FRAME_POLICY: &str = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// Size and colours are those of the page around it (style/tokens.css), so that the frame has no edge.
const FRAME: &str = "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
<meta name=\"color-scheme\" content=\"light dark\"><title>Text</title><style>\
html{height:100%;cursor:text;overflow-wrap:anywhere}\
body{margin:0;font:14px/20px 'Segoe UI','Segoe UI Web (West European)',-apple-system,BlinkMacSystemFont,Roboto,'Open Sans','Helvetica Neue',sans-serif;color:#242424;background:#fff}\
img{max-width:100%;height:auto}\
ul,ol{margin:0;padding-left:28px}\
blockquote{margin:0 0 0 4px;padding:0 0 0 12px;border-left:3px solid #b6bdc6}\
a{color:#0b57a4}\
@media (max-width:639px){body{font-size:16px;line-height:24px}}\
@media (prefers-color-scheme:dark){body{color:#fff;background:#292929}a{color:#8ab8f0}}\
[data-editor]{outline:0}\
</style></head><body><div data-editor role=\"textbox\" aria-multiline=\"true\" aria-label=\"Text\"></div></body></html>";

/// The document that the editor writes in. The same for everybody, so that a browser keeps it for an hour.
pub(super) async fn frame(headers: HeaderMap) -> Response {
    if headers.get("sec-fetch-dest").is_some_and(|dest| dest != "iframe") {
        return (StatusCode::FORBIDDEN, "Text is written inside Levee only.\n").into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, FRAME_POLICY),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    (headers, FRAME).into_response()
}

/// How a file is named and placed.
#[derive(Deserialize)]
pub(super) struct About {
    name: String,
    #[serde(default)]
    placing: Placing,
}

/// Takes a file for a draft: its bytes are the body. Answers `Result<DraftFile, AppError>` as JSON.
pub(super) async fn upload(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Path(draft): Path<String>,
    Query(about): Query<About>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let hint = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let upload =
        Upload { name: about.name, content_type: hint.to_owned(), placing: about.placing, bytes: bytes.into() };
    let kept = match caller {
        Ok(who) => keep(&shared, &who, &draft, upload).await,
        Err(error) => Err(error),
    };
    let status = match &kept {
        Ok(_) => StatusCode::OK,
        Err(AppError::SignedOut) => StatusCode::UNAUTHORIZED,
        Err(AppError::Invalid { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
        Err(AppError::Gone) => StatusCode::NOT_FOUND,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(kept)).into_response()
}

async fn keep(shared: &Shared, who: &Caller, draft: &str, upload: Upload) -> Result<DraftFile, AppError> {
    let draft = DraftId::parse(draft).ok_or(AppError::Gone)?;
    shared.levee.attach(who, &draft, upload).await
}

/// A file of a draft, for its author.
pub(super) async fn file(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Path((draft, file)): Path<(String, String)>,
) -> Response {
    served(match (caller, DraftId::parse(&draft).zip(FileId::parse(&file))) {
        (Ok(who), Some((draft, file))) => shared.levee.draft_file(&who, &draft, &file).await,
        (Ok(_), None) => Err(AppError::Gone),
        (Err(error), _) => Err(error),
    })
}
