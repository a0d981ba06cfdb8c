//! RECALL_FANOUT: taking a message back from many would be one more mass mail (section 6).

use crate::code::Code;
use crate::kind::Kind;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let most = s.limit(Parameter::RecallMax);
    if let (Kind::Recall, Some(people)) = (s.kind, s.people_from(most)) {
        found.push(Finding::new(Code::RecallFanout, Ruling::Block, people).from(most));
    }
}
