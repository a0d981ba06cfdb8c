//! RATE_MINUTE: many messages of one sender within a minute (section 6).

use crate::code::Code;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let most = s.limit(Parameter::RateMinute);
    if let Some(history) = s.facts.history.as_ref().known().filter(|h| h.messages_minute >= most) {
        found.push(Finding::new(Code::RateMinute, Ruling::Block, history.messages_minute).from(most));
    }
}
