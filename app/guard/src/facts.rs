//! What has to be looked up before a message can be judged: numbers and facts, no sets of people.
//! Serialisable and small, so that a server can send them to the page, which judges as one types.

use crate::digest::Digest;
use crate::fact::Fact;
use crate::list_facts::{ListFacts, OutsideList};
use crate::remedy::Remedy;
use levee_mail::Address;
use serde::{Deserialize, Serialize};

/// Everything the guard is told about a message besides its words. `default()` knows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Who is reached.
    pub audience: Fact<Audience>,
    /// D: distinct canonical addresses in To and Cc, those of the sender left out.
    pub disclosed: Fact<u64>,
    /// Every list entered, top level or nested.
    pub lists: Vec<ListFacts>,
    /// Lists of other organisations among those reached.
    pub outside_lists: Vec<OutsideList>,
    /// Encoded size of the message in bytes.
    pub size: Fact<u64>,
    /// Recipients as written whose domain looks like one of ours (section 2), canonical, each once.
    pub lookalikes: Fact<Vec<Address>>,
    /// What the sender may do.
    pub sender: SenderFacts,
    /// The message replied to.
    pub parent: ParentFacts,
    /// Messages the sender received that this one's recipients are compared with (RA_HANDMADE).
    pub received: Fact<Vec<Received>>,
    /// How often she sent to these participants (Jaccard at least 0.9) in the last 60 days.
    pub habit: Fact<u64>,
    /// What was accepted before.
    pub history: Fact<History>,
    /// Whether one of the message's storm keys is frozen now.
    pub frozen: Fact<bool>,
    /// The emergency stop, as this node knows it.
    pub stop: Fact<StopState>,
    /// The facts of the changed draft, for remedies that change who is reached or shown.
    pub alternatives: Vec<Alternative>,
    /// Whom to ask where no list has an owner: approvers, administrators.
    pub contacts: Vec<Address>,
}

/// Who is reached (section 3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// A: distinct people, the sender and the shared mailbox she sends as not counted.
    pub people: u64,
    /// E: those of them outside the accepted domains.
    pub external: u64,
    /// Those of them whom none of the lists reaches. An outside list counts as one.
    pub beside_lists: u64,
    /// Stable hash of participants, visible lists and their sizes.
    pub digest: Digest,
}

/// What the human who sends may do. Rights of a shared mailbox are not hers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SenderFacts {
    /// She has the role `mass_sender`.
    pub mass_sender: Fact<bool>,
    /// She has the role `incident`.
    pub incident: Fact<bool>,
    /// People for whom she has a broadcast permit valid now; 0 without one.
    pub permit: Fact<u64>,
    /// How often she broke the glass today.
    pub glass_broken_today: Fact<u64>,
}

/// The message replied to, where there is one; without one all are known and false.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ParentFacts {
    /// The recipients, the sender left out, go beyond the parent's author (section 4).
    pub beyond_author: Fact<bool>,
    /// Among the recipients is a list of the parent's Reply-To, or are two or more of its addresses.
    pub reply_to_widened: Fact<bool>,
    /// The sender was among the parent's recipients by Bcc and by nothing else.
    pub only_by_bcc: Fact<bool>,
}

/// A received message P, compared with the people S whom no list of this message reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// Seconds since it was received.
    pub age: u64,
    /// |P|: its author and audience without the sender.
    pub people: u64,
    /// |S∩P|.
    pub shared: u64,
    /// In-Reply-To or References name it, or the button was pressed on it.
    pub referred_to: bool,
    /// This message quotes it.
    pub quoted: bool,
}

/// What was accepted before, in the windows of the policy, this message itself left out (section 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Deliveries accepted from the sender in the last 24 hours.
    pub deliveries_day: u64,
    /// Messages accepted from the sender in the last 60 seconds.
    pub messages_minute: u64,
    /// U: people of this message and of those it is a part of; `None` when there are no such.
    pub split_union: Option<u64>,
    /// The same text went to one of the same top-level lists before: that list.
    pub duplicate: Option<Address>,
    /// What lies under this message's thread root: storm key (a).
    pub thread: Tally,
    /// Under its participants: storm key (b).
    pub participants: Tally,
    /// Under each of its top-level lists with its subject: storm key (c).
    pub list_subjects: Vec<Tally>,
}

/// Counted messages under one storm key in the window (section 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// n: messages.
    pub messages: u64,
    /// u: different people who sent them.
    pub senders: u64,
    /// The same together with the sender of this message.
    pub senders_with_this: u64,
    /// d: deliveries.
    pub deliveries: u64,
}

/// The emergency stop (section 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopState {
    /// What is stopped.
    pub scope: StopScope,
    /// Milliseconds since this node's knowledge of it was renewed.
    pub age_ms: u64,
}

/// What an administrator has stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopScope {
    /// Nothing.
    #[default]
    Nothing,
    /// Conversational messages.
    Replies,
    /// Every message.
    Everything,
}

/// The facts of the draft as a remedy would leave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// The change: `ReplyToSender`, `Remove` or `MoveToBcc`.
    pub remedy: Remedy,
    /// What is so after it. Its own alternatives are not looked at.
    pub facts: Facts,
}
