//! AUD_UNAVAILABLE and AUD_STALE: a list that cannot be expanded now, without and with a snapshot
//! that is young enough to stand in (section 6). Never "0 people".

use crate::code::Code;
use crate::fact::Fact;
use crate::list_facts::ListState;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let many = s.limit(Parameter::AudienceConfirm);
    for list in &s.facts.lists {
        let finding = match list.state {
            Fact::Known(ListState::Unavailable) => Finding::new(Code::AudUnavailable, Ruling::Hold, s.people_or_none()),
            Fact::Known(ListState::Stale { .. }) => match s.people_from(many) {
                Some(people) => Finding::new(Code::AudStale, Ruling::Hold, people).from(many),
                None => Finding::new(Code::AudStale, Ruling::Warn, s.people_or_none()),
            },
            Fact::Known(ListState::Expanded { .. }) | Fact::Unknown => continue,
        };
        found.push(finding.about(&list.address));
    }
}
