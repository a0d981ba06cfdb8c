//! AUD_DRIFT: the mail server would deliver to more people than the directory names (section 6).

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    for (list, size) in s.open_lists() {
        let Some(m) = list.mta_size.known() else { continue };
        if m.saturating_mul(2) >= size.saturating_mul(3) && m >= size.saturating_add(25) {
            found.push(Finding::new(Code::AudDrift, Ruling::Hold, m).from(size).about(&list.address));
        }
    }
}
