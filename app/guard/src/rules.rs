//! The table of rules. Each says by itself whether it fires; none knows of another, none suppresses
//! another, and their order means nothing.

use crate::situation::Situation;
use crate::verdict::Finding;

mod announcement_list;
mod attachment_missing;
mod audience_tier;
mod automatic_to_list;
mod disclosure;
mod duplicate_broadcast;
mod emergency_stop;
mod handmade_reply;
mod list_away;
mod list_drift;
mod list_empty;
mod list_new;
mod list_size_jump;
mod list_unscoped;
mod lookalike_domain;
mod nobody_reached;
mod outside_list;
mod rate_day;
mod rate_minute;
mod recall;
mod reply_on_bcc;
mod reply_to_list;
mod split_send;
mod storm;
mod test_message;
mod volume;

pub use list_size_jump::{jump as size_jump, size_covers};

/// One rule: looks at the message and adds what it finds.
type Rule = fn(&Situation<'_>, &mut Vec<Finding>);

/// Every rule of sections 5 to 8.
pub(crate) const RULES: [Rule; 26] = [
    audience_tier::check,
    reply_on_bcc::check,
    reply_to_list::check,
    handmade_reply::check,
    announcement_list::check,
    list_size_jump::check,
    list_new::check,
    list_unscoped::check,
    list_empty::check,
    outside_list::check,
    list_away::check,
    list_drift::check,
    nobody_reached::check,
    volume::check,
    disclosure::check,
    lookalike_domain::check,
    rate_day::check,
    rate_minute::check,
    split_send::check,
    duplicate_broadcast::check,
    test_message::check,
    automatic_to_list::check,
    recall::check,
    attachment_missing::check,
    storm::check,
    emergency_stop::check,
];
