//! LIST_RESTRICTED and LIST_ANNOUNCE: an announcement list takes messages of its named senders only,
//! and answers no more than others (section 6). The role `mass_sender` does not replace being named.

use crate::code::Code;
use crate::list_facts::ListKind;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let code = if s.conversational { Code::ListAnnounce } else { Code::ListRestricted };
    for list in &s.facts.lists {
        let announces = list.kind.is_known_and(|kind| kind == ListKind::Announce);
        if announces && list.named_sender.is_known_and(|named| !named) {
            found.push(Finding::new(code, Ruling::Block, s.people_or_none()).about(&list.address));
        }
    }
}
