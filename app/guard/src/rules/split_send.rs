//! SPLIT_SEND: a message in parts, each of which is in a lower tier than the whole (section 6). A habit
//! softens part and whole alike, so that lowering a threshold cannot hide the difference.

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let Some(whole) = s.facts.history.as_ref().known().and_then(|h| h.split_union) else { return };
    let (Some(part), Some(tier)) = (s.people(), s.own_tier(whole)) else { return };
    if tier.cell.ruling > s.own_tier(part).map_or(Ruling::Allow, |t| t.cell.ruling) {
        found.push(Finding::new(Code::SplitSend, tier.cell.ruling, whole).from(tier.begins));
    }
}
