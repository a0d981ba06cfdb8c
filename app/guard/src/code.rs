//! The codes of findings. They cross rooms; sentences are made of them where a language is known.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares the codes once: variant, code, what it says.
macro_rules! codes {
    ($($variant:ident $text:literal $doc:literal)*) => {
        /// What a rule has seen (the guard's specification, sections 5 to 10). The order is the one in
        /// which the specification names them and says nothing about strictness.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $doc] #[serde(rename = $text)] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as the specification writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    AudLarge "AUD_LARGE" "Many people are reached."
    AudConfirm "AUD_CONFIRM" "So many that the sender is asked."
    AudHold "AUD_HOLD" "So many that another person releases it."
    AudMax "AUD_MAX" "More than may be reached at all."
    RaLarge "RA_LARGE" "A reply to many."
    RaMass "RA_MASS" "A reply to more than may be replied to."
    RaOnBcc "RA_ON_BCC" "A reply to all by somebody who had the message as a hidden copy only."
    ReplytoList "REPLYTO_LIST" "*Reply* was pressed and Reply-To leads to more than one person."
    RaHandmade "RA_HANDMADE" "The recipients of a received message, put together by hand."
    ListAnnounce "LIST_ANNOUNCE" "An answer to an announcement list."
    ListRestricted "LIST_RESTRICTED" "An announcement list of which the sender is no named sender."
    ListSizeJump "LIST_SIZE_JUMP" "A list is suddenly much bigger than it was."
    ListNew "LIST_NEW" "A big list that is new, or whose rule is."
    ListRuleUnscoped "LIST_RULE_UNSCOPED" "A dynamic list whose rule reaches beyond its owner's scope."
    ListEmpty "LIST_EMPTY" "A list of nobody."
    AudUnknown "AUD_UNKNOWN" "An outside list: nobody knows how many."
    AudUnavailable "AUD_UNAVAILABLE" "A list that cannot be expanded now."
    AudStale "AUD_STALE" "A list that stands as in a recent snapshot."
    AudDrift "AUD_DRIFT" "The mail server would deliver to more people than the directory names."
    NoEffectiveRecipient "NO_EFFECTIVE_RECIPIENT" "Nobody is reached."
    VolConfirm "VOL_CONFIRM" "People times bytes: much."
    VolHold "VOL_HOLD" "People times bytes: very much."
    VolMax "VOL_MAX" "People times bytes: more than may be sent."
    Disclose "DISCLOSE" "Many addresses would be shown to people outside."
    LookalikeDomain "LOOKALIKE_DOMAIN" "A domain that looks like one of ours."
    RateDay "RATE_DAY" "Many deliveries within a day."
    RateMinute "RATE_MINUTE" "Many messages within a minute."
    SplitSend "SPLIT_SEND" "One message in parts that are small only one by one."
    DupBroadcast "DUP_BROADCAST" "The same text to the same list again."
    LooksLikeTest "LOOKS_LIKE_TEST" "A test or an empty message to many."
    AutoToList "AUTO_TO_LIST" "An automatic answer to a list."
    RecallFanout "RECALL_FANOUT" "A recall that would itself be a mass mail."
    AttachMissing "ATTACH_MISSING" "The text speaks of an attachment and there is none."
    Storm "STORM" "Part of a storm of replies."
    Estop "ESTOP" "An administrator has stopped such mail."
    EstopUnsure "ESTOP_UNSURE" "Whether there is an emergency stop is not known here."
    BreakGlass "BREAK_GLASS" "The sender broke the glass; findings count as allow."
    AudChanged "AUD_CHANGED" "The audience is not the one that was confirmed."
}

impl Code {
    /// Reads a code of the specification.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
