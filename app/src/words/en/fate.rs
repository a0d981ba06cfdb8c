//! What became of the messages in which a rule fired, in words.

use levee_contract::RuleOrder;

/// Over a column, and what it counts.
#[must_use]
pub fn fate(number: RuleOrder) -> (&'static str, &'static str) {
    match number {
        RuleOrder::Fired => ("Fired", "Messages in which the rule fired"),
        RuleOrder::Ignored => ("Sent as it was", "Sent all the same: after a warning, or confirmed by its sender"),
        RuleOrder::Changed => {
            ("Changed", "Edited after it was stopped, asked about or taken back, so that the rule fired no more")
        }
        RuleOrder::Overridden => ("Overridden", "Released by an approver, or sent by breaking the glass"),
        RuleOrder::Undone => ("Undone", "Taken back by its sender within the undo window"),
        RuleOrder::Cancelled => {
            ("Given up", "Asked about and not confirmed, or taken back by its sender while it was held")
        }
        RuleOrder::Blocked => ("Blocked", "Blocked, and not sent in another form from the same draft"),
        RuleOrder::TurnedDown => ("Turned down", "Held, and rejected by an approver or not decided on in time"),
        RuleOrder::Waiting => ("Held still", "Waits for an approver or for its sender"),
        RuleOrder::Told => ("Told wrong", "Its sender said that the verdict was wrong"),
    }
}
