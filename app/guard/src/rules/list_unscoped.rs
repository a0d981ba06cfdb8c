//! LIST_RULE_UNSCOPED: a dynamic list whose rule names everybody, or people beyond its owner's scope
//! (section 6): the error of 14 November 2016.

use crate::code::Code;
use crate::list_facts::Scope;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    for (list, _) in s.open_lists() {
        if list.scope.is_known_and(|scope| scope != Scope::Kept) {
            found.push(Finding::new(Code::ListRuleUnscoped, Ruling::Hold, s.people_or_none()).about(&list.address));
        }
    }
}
