//! LIST_SIZE_JUMP: a list that holds far more than it used to (section 6).

use crate::code::Code;
use crate::list_facts::{Baseline, ListFacts};
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    for (list, size) in s.open_lists() {
        let Some(baseline) = list.baseline.known().flatten() else { continue };
        let Some(ruling) = jump(size, baseline) else { continue };
        if !is_acknowledged(list, size) {
            let finding = Finding::new(Code::ListSizeJump, ruling, size);
            found.push(finding.from(baseline.people()).about(&list.address));
        }
    }
}

/// What a list calls for that holds so many people and used to hold others: *hold*, *warn*, or nothing.
/// Compared in doubled numbers, as the baseline is kept.
#[must_use]
pub fn jump(size: u64, baseline: Baseline) -> Option<Ruling> {
    let (doubled, b) = (size.saturating_mul(2), baseline.doubled());
    let half_more = doubled.saturating_mul(2) >= b.saturating_mul(3);
    if size >= 100 && (doubled >= b.saturating_mul(10) || (half_more && doubled >= b.saturating_add(1_000))) {
        Some(Ruling::Hold)
    } else if doubled >= b.saturating_mul(2) && doubled >= b.saturating_add(50) {
        Some(Ruling::Warn)
    } else {
        None
    }
}

/// An owner's acknowledgement and a release both cover it. Assumed while unknown.
fn is_acknowledged(list: &ListFacts, size: u64) -> bool {
    [list.acknowledged, list.released].into_iter().any(|at| covers(at, size))
}

/// Whether what was acknowledged at one size covers another: up to a tenth more.
pub(super) fn covers(at: crate::fact::Fact<Option<u64>>, size: u64) -> bool {
    at.is_unknown_or(|at| at.is_some_and(|at| size_covers(at, size)))
}

/// Whether a size that somebody acknowledged or released stands for another: up to a tenth more.
#[must_use]
pub fn size_covers(at: u64, size: u64) -> bool {
    size.saturating_mul(10) <= at.saturating_mul(11)
}
