//! LIST_NEW: a big list that was just made, or whose rule was just changed (section 6).

use super::list_size_jump::covers;
use crate::code::Code;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let (young, big) = (s.limit(Parameter::ListNewAge), s.limit(Parameter::ListNewSize));
    for (list, size) in s.open_lists().filter(|(_, size)| *size >= big) {
        let is_new = list.changed_age.is_known_and(|age| age.is_some_and(|age| age < young));
        if is_new && !covers(list.released, size) {
            found.push(Finding::new(Code::ListNew, Ruling::Hold, size).from(big).about(&list.address));
        }
    }
}
