//! DISCLOSE: addresses of many shown to people outside (section 6).

use crate::code::Code;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let outside = s.facts.audience.as_ref().is_known_and(|audience| audience.external >= 1);
    let (true, Some(shown)) = (outside, s.facts.disclosed.known()) else { return };
    let (warn, confirm) = (s.limit(Parameter::DiscloseWarn), s.limit(Parameter::DiscloseConfirm));
    if shown >= confirm {
        let ruling = if s.has_habit() { Ruling::Warn } else { Ruling::Confirm };
        found.push(Finding::new(Code::Disclose, ruling, shown).from(confirm));
    } else if shown >= warn {
        found.push(Finding::new(Code::Disclose, Ruling::Warn, shown).from(warn));
    }
}
