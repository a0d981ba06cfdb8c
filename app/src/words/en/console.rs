//! The words of the console: acts of the audit, roles, lints, and what became of a judgement.

use levee_contract::{ListLint, ListMade, ListOrder, Role};
use levee_guard::{Code, ListKind, Ruling};

/// What became of a message, in one word.
#[must_use]
pub fn ruled(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Allow => "Allowed",
        Ruling::Warn => "Warned",
        Ruling::Confirm => "Asked",
        Ruling::Hold => "Held",
        Ruling::Block => "Blocked",
    }
}

/// What a rule looks at, in a few words.
#[must_use]
pub fn about(code: Code) -> &'static str {
    match code {
        Code::AudLarge => "many people",
        Code::AudConfirm => "so many that the sender is asked",
        Code::AudHold => "so many that somebody else releases it",
        Code::AudMax => "more than may be reached",
        Code::RaLarge => "a reply to many",
        Code::RaMass => "a reply to more than may be replied to",
        Code::RaOnBcc => "a reply to all by a hidden recipient",
        Code::ReplytoList => "a plain reply that goes to many",
        Code::RaHandmade => "a reply to all made by hand",
        Code::ListAnnounce => "an answer to an announcement list",
        Code::ListRestricted => "an announcement list, no named sender",
        Code::ListSizeJump => "a list suddenly much bigger",
        Code::ListNew => "a big list that is new",
        Code::ListRuleUnscoped => "a rule beyond its owner's scope",
        Code::ListEmpty => "a list of nobody",
        Code::AudUnknown => "an outside list",
        Code::AudUnavailable => "a list that cannot be expanded",
        Code::AudStale => "a list from a snapshot",
        Code::AudDrift => "the mail server would reach more",
        Code::NoEffectiveRecipient => "nobody is reached",
        Code::VolConfirm => "much mail in all",
        Code::VolHold => "very much mail in all",
        Code::VolMax => "more mail than may be sent",
        Code::Disclose => "addresses shown outside",
        Code::LookalikeDomain => "a domain that looks like ours",
        Code::RateDay => "many copies in a day",
        Code::RateMinute => "many messages in a minute",
        Code::SplitSend => "one message in parts",
        Code::DupBroadcast => "the same text again",
        Code::LooksLikeTest => "a test to many",
        Code::AutoToList => "an automatic answer to a list",
        Code::RecallFanout => "a recall to many",
        Code::AttachMissing => "an attachment is missing",
        Code::Storm => "a storm of replies",
        Code::Estop => "an emergency stop",
        Code::EstopUnsure => "an emergency stop, not known here",
        Code::BreakGlass => "the glass was broken",
        Code::AudChanged => "another audience than confirmed",
    }
}

/// What became of a judged message.
#[must_use]
pub fn became(outcome: &str) -> &str {
    match outcome {
        "accepted" => "accepted",
        "asked" => "its sender was asked",
        "held" => "waits for approval",
        "blocked" => "nobody received it",
        "sent" => "sent",
        "undone" => "taken back by its sender",
        "released" => "released by an approver",
        "rejected" => "rejected by an approver",
        "expired" => "nobody decided in time",
        "stopped" => "stopped when it was about to leave",
        "refused" => "refused by the mail server",
        "given up" => "the mail server never took it",
        "imported" => "sent before Levee was there",
        other => other,
    }
}

/// A kind of message.
#[must_use]
pub fn kind(kind: &str) -> &str {
    match kind {
        "reply_all" => "reply all",
        other => other,
    }
}

/// How a list gets its members.
#[must_use]
pub fn made(made: ListMade) -> &'static str {
    match made {
        ListMade::Static => "Static",
        ListMade::Dynamic => "Dynamic",
        ListMade::Nested => "Nested",
    }
}

/// How a list is used.
#[must_use]
pub fn used(kind: ListKind) -> &'static str {
    match kind {
        ListKind::Group => "Group",
        ListKind::Announce => "Announcements",
        ListKind::Discussion => "Discussion",
    }
}

/// A finding about a list, short.
#[must_use]
pub fn lint(lint: ListLint) -> &'static str {
    match lint {
        ListLint::NoSenders => "No named senders",
        ListLint::Cycle => "Contains itself",
        ListLint::Unscoped => "Rule unscoped",
        ListLint::New => "New",
        ListLint::Grown => "Grown",
        ListLint::Unavailable => "Unavailable",
        ListLint::Suspended => "Suspended",
    }
}

/// By what lists are sorted.
#[must_use]
pub fn order(order: ListOrder) -> &'static str {
    match order {
        ListOrder::Size => "size",
        ListOrder::Name => "name",
        ListOrder::Changed => "last change",
    }
}

/// A role.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "Administrator",
        Role::Approver => "Approver",
        Role::MassSender => "Mass sender",
        Role::Incident => "Incident",
        Role::OnCall => "On call",
        Role::Auditor => "Auditor",
        Role::UnitAdministrator => "Unit administrator",
    }
}

/// What a role may do.
#[must_use]
pub fn may(role: Role) -> &'static str {
    match role {
        Role::Administrator => "Changes thresholds and roles, sees lists, verdicts and the audit. Reads no held mail.",
        Role::Approver => "Reads, releases and rejects held messages that name no other approver.",
        Role::MassSender => "Writes to many; judged by the numbers for authorised senders.",
        Role::Incident => "May break the glass for larger audiences.",
        Role::Auditor => "Sees everything that administrators see, and changes nothing. Reads no held mail.",
        Role::UnitAdministrator => {
            "Sees the lists of a unit and verdicts on its people; acknowledges jumps of its lists and suspends them."
        }
        Role::OnCall => "Is told when important mail has been held for 20 minutes.",
    }
}

/// In which role somebody acted, as it is written down.
#[must_use]
pub fn acting(acting: &str) -> &str {
    match acting {
        "administrator" => "Administrator",
        "approver" => "Approver",
        "auditor" => "Auditor",
        "unit_administrator" => "Unit administrator",
        "author" => "Author",
        "command line" => "Command line",
        "levee" => "Levee",
        other => other,
    }
}

/// An act in words.
#[must_use]
pub fn act(act: &str) -> &str {
    match act {
        "policy.save" => "Policy saved",
        "policy.restore" => "Policy restored",
        "policy.schedule" => "Policy scheduled",
        "policy.withdraw" => "Scheduled policy withdrawn",
        "policy.mode" => "Mode changed",
        "role.grant" => "Role granted",
        "role.withdraw" => "Role withdrawn",
        "list.acknowledge" => "List's size acknowledged",
        "list.suspend" => "List suspended",
        "list.resume" => "List let go again",
        "rule.propose" => "List by a rule proposed",
        "rule.approve" => "List by a rule approved",
        "rule.activate" => "List by a rule put in place",
        "rule.withdraw" => "List by a rule taken back",
        "rule.remove" => "List by a rule removed",
        "message.approve" => "Message approved",
        "message.reject" => "Message rejected",
        "glass.break" => "Glass broken",
        "directory.import" => "Directory imported",
        "stop.replies" => "Replies to all stopped",
        "stop.everything" => "Everything stopped",
        "stop.release" => "Stop released",
        "storm.release" => "Frozen thread released",
        "storm.prolong" => "Frozen thread prolonged",
        "permit.grant" => "Permit given",
        "permit.withdraw" => "Permit withdrawn",
        other => other,
    }
}
