//! What an author has confirmed (the guard's specification, section 10). The signature over it is
//! made and checked by the server, before the guard sees it.

use crate::code::Code;
use crate::digest::Digest;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::Finding;
use serde::{Deserialize, Serialize};

/// One pressed *Send anyway*: for this draft, this audience, under this policy, these findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Digest of the draft that was confirmed.
    pub draft: Digest,
    /// Digest of the audience that was confirmed.
    pub audience: Digest,
    /// Number of the policy under which it was judged.
    pub policy: u64,
    /// The findings that were shown and confirmed.
    pub codes: Vec<Code>,
}

/// Reports what is covered as a warning, and says when another audience was confirmed than the one
/// that is reached now. Holds and blocks are never lowered.
pub(crate) fn confirm(s: &Situation<'_>, findings: &mut Vec<Finding>) {
    let Some(confirmation) = &s.message.confirmation else { return };
    if s.facts.audience.as_ref().is_known_and(|audience| audience.digest != confirmation.audience) {
        findings.push(Finding::new(Code::AudChanged, Ruling::Confirm, s.people_or_none()));
    } else if confirmation.draft == s.message.draft && confirmation.policy == s.policy.version {
        for finding in findings.iter_mut() {
            if finding.ruling == Ruling::Confirm && confirmation.codes.contains(&finding.code) {
                finding.ruling = Ruling::Warn;
            }
        }
    }
}
