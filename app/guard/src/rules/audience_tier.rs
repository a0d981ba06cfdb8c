//! How many people: exactly one finding, of the tier reached (section 5).

use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let Some(people) = s.people() else { return };
    if let Some(tier) = s.own_tier(people) {
        found.push(Finding::new(tier.cell.code, tier.cell.ruling, people).from(tier.begins));
    }
}
