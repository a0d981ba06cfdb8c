//! What a page meets when it asks the server: the contract's error, or no server at all.

use super::json::JsonText;
use levee_contract::AppError;
use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// Why an answer did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// Levee answered, and this is what it said.
    App(AppError),
    /// Levee did not answer: whether it did what was asked is not known.
    Unreachable,
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // The request left and nothing, or something that is not ours (a proxy's page), came back.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => Self::Unreachable,
            other => Self::App(AppError::Internal { reference: other.to_string() }),
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::App(error) => error.fmt(f),
            Self::Unreachable => f.write_str("no answer"),
        }
    }
}

impl std::error::Error for ApiError {}
