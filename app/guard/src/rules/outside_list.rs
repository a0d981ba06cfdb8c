//! AUD_UNKNOWN: a list of another organisation; nobody here knows how many it holds (section 6).

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let ruling = if s.conversational { Ruling::Confirm } else { Ruling::Warn };
    for list in &s.facts.outside_lists {
        found.push(Finding::new(Code::AudUnknown, ruling, s.people_or_none()).about(&list.address));
    }
}
