//! Files of held messages, for their approvers: bytes from somebody else, served as those of any message.

use super::Shared;
use super::parts::served;
use super::session::Recognised;
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use levee_contract::AppError;
use levee_mail::DraftId;

/// A file of a message that waits for the caller's decision; to everybody else there is none.
pub(super) async fn file(
    State(shared): State<Shared>,
    Extension(Recognised(caller)): Extension<Recognised>,
    Path((id, part)): Path<(String, String)>,
) -> Response {
    served(match (caller, DraftId::parse(&id).zip(part.parse().ok())) {
        (Ok(who), Some((id, part))) => shared.levee.held_file(&who, &id, part).await,
        (Ok(_), None) => Err(AppError::Gone),
        (Err(error), _) => Err(error),
    })
}
