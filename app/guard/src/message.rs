//! What the author wrote and pressed: all that a page knows by itself, without any server.
//! Who is reached, and everything else that has to be looked up, is in `Facts`.

use crate::confirmation::Confirmation;
use crate::digest::Digest;
use crate::kind::{Kind, KindHeaders};
use serde::{Deserialize, Serialize};

/// The message that is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The way it comes.
    pub channel: Channel,
    /// What says of which kind it is.
    pub origin: Origin,
    /// Subject as written, decoded.
    pub subject: String,
    /// The author's own text, plain, without the quote.
    pub text: String,
    /// Whether it repeats any other message under the own text.
    pub has_quote: bool,
    /// Whether it has an In-Reply-To or References.
    pub has_references: bool,
    /// How many files are attached.
    pub attachments: u32,
    /// Digest of the draft, compared with that of a confirmation.
    pub draft: Digest,
    /// The reason given for breaking the glass (section 9).
    pub break_glass: Option<String>,
    /// What the author has confirmed (section 10). Its signature was checked before.
    pub confirmation: Option<Confirmation>,
}

/// The way by which a message reaches us (section 13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Our own pages.
    #[default]
    Web,
    /// SMTP submission of any other program.
    Smtp,
    /// Our API.
    Api,
}

/// What says of which kind a message is: on the web the button, on SMTP the headers (section 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The author pressed a button, or a program named the kind.
    Button(Kind),
    /// Nobody said; the headers decide.
    Headers(KindHeaders),
}

impl Default for Message {
    fn default() -> Self {
        Self {
            channel: Channel::Web,
            origin: Origin::Button(Kind::New),
            subject: String::new(),
            text: String::new(),
            has_quote: false,
            has_references: false,
            attachments: 0,
            draft: Digest::default(),
            break_glass: None,
            confirmation: None,
        }
    }
}
