//! A version of the policy as a file.

use super::Shared;
use super::csv::refusal;
use super::session::Recognised;
use axum::extract::{Extension, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use levee_contract::AppError;
use serde::Deserialize;

/// Which version; the one in force where none is named.
#[derive(Deserialize)]
pub(super) struct Asked {
    version: Option<u64>,
}

/// `/admin/policy.toml?version=38`.
pub(super) async fn export(
    State(shared): State<Shared>,
    Extension(Recognised(who)): Extension<Recognised>,
    Query(Asked { version }): Query<Asked>,
) -> Response {
    let file = match who {
        Ok(who) => shared.levee.policy_file(&who, version).await,
        Err(why) => Err(why),
    };
    match file {
        Ok((version, text)) => {
            let name = format!("attachment; filename=\"levee-policy-v{version}.toml\"");
            let headers = [
                (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, text).into_response()
        }
        Err(AppError::Gone) => (StatusCode::NOT_FOUND, "There is no such version.\n").into_response(),
        Err(why) => refusal(&why),
    }
}
