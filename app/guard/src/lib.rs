//! May this message go out? One pure engine for browser, server and milter: no clock, no chance, no
//! I/O, no human text. Sections named here are those of the guard's specification.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable,
    clippy::float_arithmetic
)]

mod attachment_words;
mod break_glass;
mod code;
mod confirmation;
mod digest;
mod fact;
mod facts;
mod judge;
mod kind;
mod knowledge;
mod list_facts;
mod message;
mod parameter;
mod policy;
mod record;
mod remedies;
mod remedy;
mod rules;
mod ruling;
mod similarity;
mod situation;
mod subject;
mod tiers;
mod undo;
mod units;
mod verdict;

pub use attachment_words::speaks_of_attachment;
pub use code::Code;
pub use confirmation::Confirmation;
pub use digest::{Digest, NoDigest};
pub use fact::Fact;
pub use facts::{
    Alternative, Audience, Facts, History, ParentFacts, Received, SenderFacts, StopScope, StopState, Tally,
};
pub use judge::{is_conversation, judge};
pub use kind::{Kind, KindHeaders};
pub use knowledge::Topic;
pub use list_facts::{Baseline, Level, ListFacts, ListKind, ListState, OutsideList, Scope};
pub use message::{Channel, Message, Origin};
pub use parameter::{NEVER, Parameter, RATIO_ONE, Row, Unit};
pub use policy::{Observe, Policy, PolicyError, Preset, validate};
pub use record::Record;
pub use remedy::{NoRemedy, Offered, Remedy};
pub use rules::{size_covers, size_jump};
pub use ruling::Ruling;
pub use similarity::{TextSketch, plain_hash};
pub use subject::{bare_subject, has_reply_prefix, without_prefixes};
pub use undo::undo_window;
pub use units::{OF_UNITS, PolicyKey};
pub use verdict::{Approvers, Finding, Verdict};
