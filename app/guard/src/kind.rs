//! Kinds of messages, and how headers tell them (the guard's specification, section 4).

use crate::fact::Fact;
use serde::{Deserialize, Serialize};

/// What a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Written from nothing.
    #[default]
    New,
    /// An answer to the author.
    Reply,
    /// An answer to everybody.
    ReplyAll,
    /// Another message passed on.
    Forward,
    /// Another message sent once more (Resent-*).
    Resend,
    /// An invitation, its update or its cancellation.
    Invitation,
    /// An attempt to take a message back.
    Recall,
    /// An answer that no human wrote.
    Automatic,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::New,
        Self::Reply,
        Self::ReplyAll,
        Self::Forward,
        Self::Resend,
        Self::Invitation,
        Self::Recall,
        Self::Automatic,
    ];

    /// The word of the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reply => "reply",
            Self::ReplyAll => "reply_all",
            Self::Forward => "forward",
            Self::Resend => "resend",
            Self::Invitation => "invitation",
            Self::Recall => "recall",
            Self::Automatic => "automatic",
        }
    }

    /// Reads the word of the specification.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// The headers and circumstances that decide the kind on SMTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindHeaders {
    /// Value of Auto-Submitted, if there is one (RFC 3834).
    pub auto_submitted: Option<String>,
    /// The envelope's return path is `<>`.
    pub null_return_path: bool,
    /// multipart/report: a delivery status or a read receipt (RFC 3461, RFC 8098).
    pub report: bool,
    /// There are Resent-* headers.
    pub resent: bool,
    /// There is a text/calendar part with METHOD.
    pub calendar_method: bool,
    /// There is an In-Reply-To or a References.
    pub refers: bool,
}

impl KindHeaders {
    /// The first match of the table. `beyond_author`: whether the recipients go beyond the parent's
    /// author. `Unknown` when that would decide between a reply and a reply to all.
    #[must_use]
    pub fn kind(&self, beyond_author: Fact<bool>) -> Fact<Kind> {
        Fact::Known(if self.is_automatic() {
            Kind::Automatic
        } else if self.resent {
            Kind::Resend
        } else if self.calendar_method {
            Kind::Invitation
        } else if self.refers {
            return beyond_author.map(|beyond| if beyond { Kind::ReplyAll } else { Kind::Reply });
        } else {
            Kind::New
        })
    }

    /// `auto-generated` is not among them: a laboratory's notice is mail like any other.
    fn is_automatic(&self) -> bool {
        let answered = self.auto_submitted.as_deref().is_some_and(|value| {
            // The keyword ends at a parameter or comment: `auto-replied; owner-email="..."`.
            let keyword = value.split([';', '(', ' ', '\t']).find(|part| !part.is_empty()).unwrap_or_default();
            keyword.eq_ignore_ascii_case("auto-replied") || keyword.eq_ignore_ascii_case("auto-notified")
        });
        answered || self.null_return_path || self.report
    }
}
