//! REPLYTO_LIST: *Reply* was pressed, and Reply-To leads to more than one person (section 6).

use crate::code::Code;
use crate::kind::Kind;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    if s.kind != Kind::Reply || !s.facts.parent.reply_to_widened.is_known_and(|widened| widened) {
        return;
    }
    let confirm = s.limit(Parameter::ReplyToConfirm);
    found.push(match s.people_from(confirm) {
        Some(people) => Finding::new(Code::ReplytoList, Ruling::Confirm, people).from(confirm),
        None => Finding::new(Code::ReplytoList, Ruling::Warn, s.people_or_none()),
    });
}
