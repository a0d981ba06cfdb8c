//! VOL_CONFIRM, VOL_HOLD, VOL_MAX: people times bytes, the highest reached (section 6).

use crate::code::Code;
use crate::parameter::Parameter;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;

/// Highest first.
const STEPS: [(Parameter, Code, Ruling); 3] = [
    (Parameter::VolumeMax, Code::VolMax, Ruling::Block),
    (Parameter::VolumeHold, Code::VolHold, Ruling::Hold),
    (Parameter::VolumeConfirm, Code::VolConfirm, Ruling::Confirm),
];

pub(super) fn check(s: &Situation<'_>, found: &mut Vec<Finding>) {
    let Some(volume) = s.volume() else { return };
    if let Some((parameter, code, ruling)) = STEPS.into_iter().find(|(least, ..)| volume >= s.limit(*least)) {
        found.push(Finding::new(code, ruling, volume).from(s.limit(parameter)));
    }
}
