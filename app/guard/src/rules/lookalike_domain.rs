//! LOOKALIKE_DOMAIN: a recipient whose domain only looks like ours (sections 2 and 6).

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    for address in s.facts.lookalikes.as_ref().known().into_iter().flatten() {
        found.push(Finding::new(Code::LookalikeDomain, Ruling::Confirm, s.people_or_none()).about(address));
    }
}
