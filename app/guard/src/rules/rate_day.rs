//! RATE_DAY: many deliveries of one ordinary sender within a day (section 6). Small mail flows.

use crate::code::Code;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let Some(history) = s.facts.history.as_ref().known() else { return };
    let Some(people) = s.people_from(s.limit(Parameter::AudienceWarn)) else { return };
    let (sum, most) = (history.deliveries_day.saturating_add(people), s.limit(Parameter::RateDay));
    if sum >= most && !s.is_authorised() {
        found.push(Finding::new(Code::RateDay, Ruling::Hold, sum).from(most));
    }
}
