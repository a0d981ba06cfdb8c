//! LIST_EMPTY: a list of nobody, beside people who are reached (section 6).

use crate::code::Code;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    if s.people_from(1).is_none() {
        return;
    }
    for (list, size) in s.open_lists().filter(|(_, size)| *size == 0) {
        found.push(Finding::new(Code::ListEmpty, Ruling::Warn, size).about(&list.address));
    }
}
