//! RA_ON_BCC: answering all would tell everybody who had a hidden copy (section 6).

use crate::code::Code;
use crate::kind::Kind;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    if s.kind == Kind::ReplyAll && s.facts.parent.only_by_bcc.is_known_and(|only| only) {
        found.push(Finding::new(Code::RaOnBcc, Ruling::Confirm, s.people_or_none()));
    }
}
