//! STORM: a wide thread that is frozen, or that this message would freeze (section 7).

use crate::code::Code;
use crate::fact::Fact;
use crate::facts::History;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

/// Where the column *discussion* applies, so many replies of so many people are a storm.
const DISCUSSION: (u64, u64) = (15, 8);

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let quiet = s.limit(Parameter::StormQuiet);
    let Some(people) = s.people_from(quiet) else { return };
    let frozen = s.facts.frozen.is_known_and(|frozen| frozen);
    let trips = || s.facts.history.as_ref().is_known_and(|history| trips(s, history, people));
    if frozen || trips() {
        let ruling = if s.is_authorised() { Ruling::Confirm } else { Ruling::Block };
        found.push(Finding::new(Code::Storm, ruling, people).from(quiet));
    }
}

fn trips(s: &Situation<'_>, history: &History, people: u64) -> bool {
    let usual = (s.limit(Parameter::StormReplies), s.limit(Parameter::StormSenders));
    let (replies, senders) = match s.discussion() {
        Fact::Known(true) => DISCUSSION,
        Fact::Known(false) => usual,
        // Not known: what is softer, whatever the policy says.
        Fact::Unknown => (DISCUSSION.0.max(usual.0), DISCUSSION.1.max(usual.1)),
    };
    let thread = &history.thread;
    let lively = thread.messages >= replies && thread.senders >= senders;
    let spent =
        thread.deliveries.saturating_add(people) >= s.limit(Parameter::StormBudget) && thread.senders_with_this >= 2;
    // The other keys may join what is no one thread, so they need twice the number.
    let (replies, senders) = (replies.saturating_mul(2), senders.saturating_mul(2));
    let mut others = std::iter::once(&history.participants).chain(&history.list_subjects);
    lively || spent || others.any(|tally| tally.messages >= replies && tally.senders >= senders)
}
