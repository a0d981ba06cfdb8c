//! DUP_BROADCAST: the same text to the same list once more (section 6).

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

/// From so many people on; the specification gives the number no name.
const LEAST: u64 = 100;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let duplicate = s.facts.history.as_ref().known().and_then(|h| h.duplicate.as_ref());
    if let (Some(list), Some(people)) = (duplicate, s.people_from(LEAST)) {
        found.push(Finding::new(Code::DupBroadcast, Ruling::Confirm, people).from(LEAST).about(list));
    }
}
