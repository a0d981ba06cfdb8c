//! AUTO_TO_LIST: an automatic answer never goes to a list, and nothing bounces (section 6).

use crate::code::Code;
use crate::kind::Kind;
use crate::list_facts::Level;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    if s.kind != Kind::Automatic {
        return;
    }
    let ours = s.facts.lists.iter().map(|list| (&list.address, &list.level));
    let theirs = s.facts.outside_lists.iter().map(|list| (&list.address, &list.level));
    for (address, _) in ours.chain(theirs).filter(|(_, level)| **level == Level::Top) {
        found.push(Finding::new(Code::AutoToList, Ruling::Block, s.people_or_none()).about(address));
    }
}
