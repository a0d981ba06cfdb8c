//! Breaking the glass (section 9): with a reason, for few people, everything counts as allow and
//! stays in the record.

use crate::code::Code;
use crate::list_facts::ListState;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

/// What no reason softens: it would reach other people than the sender means, or harm everybody.
const KEPT: [Code; 9] = [
    Code::NoEffectiveRecipient,
    Code::LookalikeDomain,
    Code::ListSizeJump,
    Code::ListRuleUnscoped,
    Code::AudUnavailable,
    Code::AudChanged,
    Code::AutoToList,
    Code::RecallFanout,
    Code::VolMax,
];

/// Lets findings count as allow where the sender may break the glass, and says that she did. What is
/// unknown does not forbid it.
pub(crate) fn break_glass(s: &Situation<'_>, findings: &mut Vec<Finding>) {
    let Some(bound) = bound(s) else { return };
    for finding in findings.iter_mut().filter(|f| !KEPT.contains(&f.code)) {
        finding.ruling = Ruling::Allow;
    }
    findings.push(Finding::new(Code::BreakGlass, Ruling::Allow, s.people_or_none()).from(bound));
}

/// For how many people she may break it, if she may.
fn bound(s: &Situation<'_>) -> Option<u64> {
    s.message.break_glass.as_deref().filter(|reason| !reason.trim().is_empty())?;
    let incident = s.facts.sender.incident.is_unknown_or(|has| has);
    let bound = s.limit(if incident { Parameter::BreakGlassIncidentMax } else { Parameter::BreakGlassMax });
    let few = s.people().is_none_or(|people| people <= bound);
    let left = s.facts.sender.glass_broken_today.is_unknown_or(|used| used < s.limit(Parameter::BreakGlassPerDay));
    let available = s.facts.lists.iter().all(|list| {
        list.state.is_unknown_or(|state| state != ListState::Unavailable)
            && list.suspended.is_unknown_or(|suspended| !suspended)
    });
    (few && left && available).then_some(bound)
}
