//! What each number of the policy means to an administrator, in the groups in which it is tuned.

use levee_guard::Parameter;

/// A heading over parameters that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// What they have in common.
    pub about: &'static str,
    /// In ascending order of strictness, where they have one.
    pub parameters: &'static [Parameter],
}

/// What one parameter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// A short name: "Ask from".
    pub title: &'static str,
    /// What it does, in whole sentences.
    pub text: &'static str,
}

use Parameter as P;

/// Every parameter of the policy, grouped.
#[must_use]
pub fn tuned() -> &'static [Group] {
    const GROUPS: &[Group] = &[
        Group {
            title: "Audience, new mail",
            about: "People reached by one message, each counted once, the sender not counted.",
            parameters: &[P::AudienceWarn, P::AudienceConfirm, P::AudienceHold, P::AudienceBlock, P::AudiencePermit],
        },
        Group {
            title: "Reply to all",
            about: "People reached by one reply to everyone.",
            parameters: &[
                P::ReplyAllWarn,
                P::ReplyAllConfirm,
                P::ReplyAllBlock,
                P::DiscussionConfirm,
                P::ReplyToConfirm,
                P::ReplyAllDefault,
            ],
        },
        Group {
            title: "Hand-made reply to all",
            about: "The recipients of a message received, put together by hand.",
            parameters: &[P::HandmadeMin, P::HandmadeOverlap, P::HandmadeAge],
        },
        Group {
            title: "Lists",
            about: "Lists that are new, old, or without named senders.",
            parameters: &[P::ListNewAge, P::ListNewSize, P::ListMaxStale, P::ListRequireSenders],
        },
        Group {
            title: "Volume",
            about: "People reached times the size of the message.",
            parameters: &[P::VolumeConfirm, P::VolumeHold, P::VolumeMax],
        },
        Group {
            title: "Disclosure of addresses",
            about: "Addresses written in To and Cc, shown to people outside.",
            parameters: &[P::DiscloseWarn, P::DiscloseConfirm],
        },
        Group {
            title: "Rate per sender",
            about: "How much one sender sends in a day and in a minute.",
            parameters: &[P::RateDay, P::RateMinute],
        },
        Group {
            title: "Split and repeated sends",
            about: "One message in parts, or the same text once more.",
            parameters: &[P::SplitWindow, P::DuplicateWindow],
        },
        Group {
            title: "Recall",
            about: "Attempts to take a message back by another one.",
            parameters: &[P::RecallMax],
        },
        Group {
            title: "Storms",
            about: "When replies by many to many are frozen.",
            parameters: &[
                P::StormReplies,
                P::StormSenders,
                P::StormBudget,
                P::StormWindow,
                P::StormMinAudience,
                P::StormBlock,
                P::StormQuiet,
            ],
        },
        Group {
            title: "Emergency stop",
            about: "What an administrator's stop holds back.",
            parameters: &[P::StopMinAudience, P::StopLease],
        },
        Group {
            title: "Break-glass",
            about: "Sending in an emergency, with a reason, past most rules.",
            parameters: &[P::BreakGlassMax, P::BreakGlassPerDay, P::BreakGlassIncidentMax],
        },
        Group {
            title: "Undo",
            about: "How long a message waits before it leaves.",
            parameters: &[P::UndoShort, P::UndoLong, P::UndoLongest],
        },
        Group {
            title: "Hold and confirmation",
            about: "How long approvers have, and when a number is typed.",
            parameters: &[P::HoldExpiry, P::ConfirmTypeNumber],
        },
    ];
    GROUPS
}

/// What a parameter does.
#[must_use]
pub fn meaning(parameter: Parameter) -> Meaning {
    let (title, text) = match parameter {
        P::AudienceWarn => ("Warn from", "From this many people up, the number stands beside the recipients."),
        P::AudienceConfirm => (
            "Ask from",
            "From this many people up, an ordinary sender is asked once before it leaves. Named and mass senders see the number only.",
        ),
        P::AudienceHold => (
            "Hold from",
            "From this many people up, an ordinary sender's message waits until an owner or approver releases it. Named and mass senders are asked instead.",
        ),
        P::AudienceBlock => (
            "Block from",
            "From this many people up, an ordinary sender's message is not accepted. Named and mass senders' messages wait for approval.",
        ),
        P::AudiencePermit => (
            "Permit needed from",
            "From this many people up, nobody sends without a permit, and two people release it.",
        ),
        P::ReplyAllWarn => ("Warn from", "From this many people up, a reply to everyone shows its number."),
        P::ReplyAllConfirm => {
            ("Ask from", "From this many people up, the author of a reply to everyone is asked once.")
        }
        P::ReplyAllBlock => (
            "Block from",
            "From this many people up, a reply to everyone is stopped, except by named and mass senders and in discussion lists.",
        ),
        P::DiscussionConfirm => (
            "Ask in discussions from",
            "From this many people up, the author of a reply in a discussion list is asked once.",
        ),
        P::ReplyToConfirm => (
            "Ask on redirected replies from",
            "When a message sends its replies to this many people, the author of a plain reply is asked once.",
        ),
        P::ReplyAllDefault => {
            ("Reply all first", "On makes Reply all the first button under a message; off makes it Reply.")
        }
        P::HandmadeMin => ("Look from", "From this many people up, recipients are compared with messages received."),
        P::HandmadeOverlap => (
            "Same people from",
            "From this part of the people of a message received, a new message counts as a reply to all of them. 0.8 is four in five.",
        ),
        P::HandmadeAge => ("Look back", "Messages received are compared for so long."),
        P::ListNewAge => ("New for", "A list counts as new for so long after it was made or its rule was changed."),
        P::ListNewSize => ("Hold new lists from", "Messages to a new list of this many people wait for approval."),
        P::ListMaxStale => (
            "Snapshot valid for",
            "While a list cannot be read, its last known members count for so long; after that, mail to it is held.",
        ),
        P::ListRequireSenders => {
            ("Named senders from", "From this many people up, a list has to name who may send to it.")
        }
        P::VolumeConfirm => ("Ask from", "From this much mail in all, the sender is asked once."),
        P::VolumeHold => ("Hold from", "From this much mail in all, the message waits for approval."),
        P::VolumeMax => ("Block from", "From this much mail in all, the message is not accepted."),
        P::DiscloseWarn => ("Warn from", "From this many visible addresses up, the sender sees the number."),
        P::DiscloseConfirm => ("Ask from", "From this many visible addresses up, the sender is asked once."),
        P::RateDay => {
            ("Hold from, a day", "From this many copies within 24 hours, a sender's messages wait for approval.")
        }
        P::RateMinute => ("Block from, a minute", "From this many messages within a minute, a sender has to wait."),
        P::SplitWindow => {
            ("Count together for", "Messages of the same text to different people count together for so long.")
        }
        P::DuplicateWindow => ("Same text within", "The same text to the same list is asked about within this time."),
        P::RecallMax => {
            ("Block from", "From this many people up, a recall is blocked: it would be a mass mail itself.")
        }
        P::StormReplies => ("Replies", "A thread freezes from this many replies within the window, by enough people."),
        P::StormSenders => ("People replying", "So many different people have to reply before a thread freezes."),
        P::StormBudget => ("Copies", "A thread freezes from this many copies within the window, whoever sends them."),
        P::StormWindow => ("Window", "Replies and copies are counted over this time."),
        P::StormMinAudience => ("Count from", "Replies to fewer people than this never count towards a storm."),
        P::StormBlock => ("Frozen for", "A thread that froze stays frozen for so long."),
        P::StormQuiet => ("Always flows below", "In a frozen thread, mail to fewer people than this still goes."),
        P::StopMinAudience => ("Stops from", "An emergency stop holds back mail to this many people or more."),
        P::StopLease => {
            ("Known for", "A server that has not heard of the stop's state for so long holds mail to many.")
        }
        P::BreakGlassMax => ("Up to", "Anybody may break the glass for at most this many people."),
        P::BreakGlassPerDay => ("A day", "How often one person may do so in a day."),
        P::BreakGlassIncidentMax => {
            ("Incident role up to", "People with the incident role may do so for at most this many.")
        }
        P::UndoShort => ("Few people", "How long a message to fewer than 100 people can be taken back."),
        P::UndoLong => ("100 people or more", "How long a message to 100 people or more can be taken back."),
        P::UndoLongest => ("500 people or more", "How long a message to 500 people or more can be taken back."),
        P::HoldExpiry => {
            ("Back to its author after", "A held message that nobody decides on goes back to the drafts after so long.")
        }
        P::ConfirmTypeNumber => {
            ("Type the number from", "From this many people up, the number is typed to confirm it.")
        }
    };
    Meaning { title, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_is_offered_once_and_has_a_meaning() {
        let mut offered: Vec<Parameter> = tuned().iter().flat_map(|group| group.parameters).copied().collect();
        offered.sort_unstable();
        let mut all = Parameter::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(offered, all);
        for parameter in all {
            assert!(meaning(parameter).text.ends_with('.'), "{parameter}");
        }
    }
}
