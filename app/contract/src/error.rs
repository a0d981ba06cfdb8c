//! The one error that screens meet, named by what the person in front of them can do.

use serde::{Deserialize, Serialize};

/// Why something asked for was not done. Confirm, hold and block are no errors: they are outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// No session, or it has ended: sign in again. Unsent text stays in the page.
    SignedOut,
    /// Address or password is wrong; which of them is not said.
    WrongPassword,
    /// Too many attempts: wait so many seconds.
    TooManyAttempts {
        /// Seconds until the next attempt is looked at.
        wait: u32,
    },
    /// The mail server cannot be reached now; nothing is lost.
    MailServerDown,
    /// Our own store or directory cannot be reached now; nothing was accepted.
    StoreDown,
    /// The message, folder, draft or submission is not there (any more), or not this account's.
    Gone,
    /// The account has no right to do this.
    Forbidden,
    /// Somebody, or another window, changed it meanwhile; both versions are kept.
    Conflict,
    /// Fields that cannot be accepted as they are.
    Invalid {
        /// Each field and what is wrong with it.
        fields: Vec<Field>,
    },
    /// The mail server refused, in its own words (text, shown as text).
    Refused {
        /// What it said, one line, cleaned of control characters.
        said: String,
    },
    /// Our mistake. The reference is in the server's log.
    Internal {
        /// Reference for support.
        reference: String,
    },
}

/// A field of a form and a code for what is wrong with it; the words are the app's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name of the field or of the policy parameter.
    pub name: String,
    /// `empty`, `not_an_address`, `control_character`, `out_of_range`, `order`, `too_long`, ...
    pub problem: String,
    /// What the words may need: a bound, the entry typed.
    pub detail: Option<String>,
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for AppError {}
