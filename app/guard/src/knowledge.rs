//! What can be unknown, by name (section 14 and the notation of cases): taking knowledge away, as the
//! browser lacks it. A verdict with less knowledge is never stricter.

use crate::fact::Fact;
use crate::facts::{Facts, ParentFacts};
use crate::list_facts::Level;
use crate::remedy::Remedy;

/// A group of facts that are known or unknown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// What lists hold: A, E, V, sizes, who is a participant, what cannot be expanded.
    Audience,
    /// Role and named senders.
    Authorised,
    /// Kinds of lists.
    Kinds,
    /// Declared and daily sizes, creation, rule, scope.
    ListFacts,
    /// What was acknowledged or released.
    Acknowledged,
    /// Whether she writes to these participants often.
    Habit,
    /// What she received.
    Received,
    /// The message replied to.
    Parent,
    /// What was accepted before.
    History,
    /// What is frozen.
    Storms,
    /// The emergency stop.
    Stop,
    /// The encoded size.
    Size,
}

impl Topic {
    /// All topics with their names in cases.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Audience, "audience"),
        (Self::Authorised, "authorised"),
        (Self::Kinds, "kinds"),
        (Self::ListFacts, "list_facts"),
        (Self::Acknowledged, "acknowledged"),
        (Self::Habit, "habit"),
        (Self::Received, "received"),
        (Self::Parent, "parent"),
        (Self::History, "history"),
        (Self::Storms, "storms"),
        (Self::Stop, "stop"),
        (Self::Size, "size"),
    ];

    /// Reads the name that cases use.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == text).map(|(topic, _)| topic)
    }
}

impl Facts {
    /// The same facts without what the topic names.
    #[must_use]
    pub fn without(mut self, topic: Topic) -> Self {
        match topic {
            Topic::Audience => self.forget_audience(),
            Topic::Authorised => {
                self.sender.mass_sender = Fact::Unknown;
                self.lists.iter_mut().for_each(|list| list.named_sender = Fact::Unknown);
            }
            Topic::Kinds => self.lists.iter_mut().for_each(|list| list.kind = Fact::Unknown),
            Topic::ListFacts => self.lists.iter_mut().for_each(|list| {
                list.baseline = Fact::Unknown;
                list.changed_age = Fact::Unknown;
                list.scope = Fact::Unknown;
                list.suspended = Fact::Unknown;
            }),
            Topic::Acknowledged => self.lists.iter_mut().for_each(|list| {
                list.acknowledged = Fact::Unknown;
                list.released = Fact::Unknown;
            }),
            Topic::Habit => self.habit = Fact::Unknown,
            Topic::Received => self.received = Fact::Unknown,
            Topic::Parent => {
                self.parent = ParentFacts::default();
                self.alternatives.retain(|a| a.remedy != Remedy::ReplyToSender);
            }
            Topic::History => self.history = Fact::Unknown,
            Topic::Storms => self.frozen = Fact::Unknown,
            Topic::Stop => self.stop = Fact::Unknown,
            Topic::Size => self.size = Fact::Unknown,
        }
        for alternative in &mut self.alternatives {
            alternative.facts = std::mem::take(&mut alternative.facts).without(topic);
        }
        self
    }

    /// Without any list nothing of the audience depends on what lists hold.
    fn forget_audience(&mut self) {
        if self.lists.is_empty() {
            return;
        }
        self.audience = Fact::Unknown;
        self.lists.retain(|list| list.level == Level::Top);
        self.outside_lists.retain(|list| list.level == Level::Top);
        for list in &mut self.lists {
            list.state = Fact::Unknown;
            list.new_people = Fact::Unknown;
            list.mta_size = Fact::Unknown;
        }
        self.received = Fact::Unknown;
        self.habit = Fact::Unknown;
        if let Fact::Known(history) = &mut self.history {
            history.split_union = None;
            history.participants = Default::default();
        }
    }
}
