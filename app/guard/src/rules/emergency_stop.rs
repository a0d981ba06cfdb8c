//! ESTOP and ESTOP_UNSURE: an administrator has stopped such mail, or this node has not heard for so
//! long that it cannot know (section 8).

use crate::code::Code;
use crate::facts::StopScope;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let least = s.limit(Parameter::StopMinAudience);
    let (Some(stop), Some(people)) = (s.facts.stop.known(), s.people_from(least)) else { return };
    let stopped = match stop.scope {
        StopScope::Nothing => false,
        StopScope::Replies => s.conversational,
        StopScope::Everything => true,
    };
    if stop.age_ms > s.limit(Parameter::StopLease).saturating_mul(1_000) {
        found.push(Finding::new(Code::EstopUnsure, Ruling::Hold, people).from(least));
    } else if stopped {
        found.push(Finding::new(Code::Estop, Ruling::Block, people).from(least));
    }
}
