//! What the server answers, read as the page reads it.

use levee_contract::{AppError, MessageView, Particulars};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::http::HeaderMap;

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// The HTTP state.
    pub status: u16,
    /// The header lines.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Page {
    /// A header line, empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What a function that failed says.
#[derive(Deserialize)]
enum Failed {
    App(AppError),
    Unreachable,
}

/// An answer with the server's clock.
#[derive(Deserialize)]
pub(super) struct Timed<T> {
    pub(super) value: T,
}

/// A message as `open_message` answers it: text, for the program that shows it.
#[derive(Deserialize)]
pub(super) struct Opened {
    pub(super) letter: String,
}

/// What the text holds, with the answers to it that are not looked at here.
#[derive(Deserialize)]
pub(super) struct Letter {
    pub(super) message: MessageView,
    pub(super) particulars: Particulars,
}

/// What a function answered.
pub(super) fn answer<T: DeserializeOwned>(page: &Page) -> Result<T, AppError> {
    if page.status == 200 {
        return Ok(serde_json::from_str(&page.body).unwrap_or_else(|error| panic!("{error}: {}", page.body)));
    }
    match serde_json::from_str(&page.body) {
        Ok(Failed::App(error)) => Err(error),
        Ok(Failed::Unreachable) => Err(no_answer()),
        Err(_) => Err(AppError::Internal { reference: format!("{} {}", page.status, page.body) }),
    }
}

pub(super) fn no_answer() -> AppError {
    AppError::Internal { reference: "no answer".to_owned() }
}
