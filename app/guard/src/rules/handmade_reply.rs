//! RA_HANDMADE: a reply to all put together by hand (section 6). Value and threshold are the people
//! of the received message who are addressed again.

use crate::code::Code;
use crate::parameter::{Parameter, RATIO_ONE};
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    if let Some(handmade) = s.handmade().known().flatten() {
        let part = u128::from(s.limit(Parameter::HandmadeOverlap)) * u128::from(handmade.people);
        let least = u64::try_from(part.div_ceil(u128::from(RATIO_ONE))).unwrap_or(u64::MAX);
        found.push(Finding::new(Code::RaHandmade, Ruling::Confirm, handmade.shared).from(least));
    }
}
