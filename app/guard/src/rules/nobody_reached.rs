//! NO_EFFECTIVE_RECIPIENT: nobody would receive it, and that is certain (section 6).

use crate::code::Code;
use crate::fact::Fact;
use crate::list_facts::ListState;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let certain = s.facts.outside_lists.is_empty()
        && s.facts.lists.iter().all(|list| !matches!(list.state, Fact::Known(ListState::Unavailable) | Fact::Unknown));
    if certain && s.people() == Some(0) {
        found.push(Finding::new(Code::NoEffectiveRecipient, Ruling::Block, 0));
    }
}
