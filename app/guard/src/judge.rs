//! The engine: every rule, then what softens their findings, then what can be done about them.

use crate::break_glass::break_glass;
use crate::confirmation::confirm;
use crate::facts::Facts;
use crate::message::Message;
use crate::policy::Policy;
use crate::remedies::offer;
use crate::rules::RULES;
use crate::ruling::Ruling;
use crate::situation::Situation;
use crate::verdict::{Finding, Verdict};
use std::cmp::Reverse;

/// May this message go out? Total and pure: the same input gives the same verdict everywhere. What is
/// unknown fires no rule and softens where it can, so knowing less is never stricter (section 14).
#[must_use]
pub fn judge(message: &Message, facts: &Facts, policy: &Policy) -> Verdict {
    let mut verdict = rule(message, facts, policy);
    offer(&mut verdict, message, facts, policy);
    verdict
}

/// Whether the message is judged as a conversation (section 4): what it counts as in the history.
#[must_use]
pub fn is_conversation(message: &Message, facts: &Facts, policy: &Policy) -> bool {
    softest(message, facts, policy).is_some_and(|(situation, _)| situation.conversational)
}

/// The verdict without remedies.
pub(crate) fn rule(message: &Message, facts: &Facts, policy: &Policy) -> Verdict {
    softest(message, facts, policy).map(|(_, verdict)| verdict).unwrap_or_default()
}

/// Where unknown facts leave two readings, the softer one counts, of equals the first.
fn softest<'a>(message: &'a Message, facts: &'a Facts, policy: &'a Policy) -> Option<(Situation<'a>, Verdict)> {
    Situation::readings(message, facts, policy)
        .into_iter()
        .map(|situation| (situation, apply(&situation)))
        .min_by_key(|(_, verdict)| verdict.ruling())
}

fn apply(situation: &Situation<'_>) -> Verdict {
    let mut findings = Vec::new();
    for rule in RULES {
        rule(situation, &mut findings);
    }
    confirm(situation, &mut findings);
    break_glass(situation, &mut findings);
    for finding in &mut findings {
        if situation.policy.observes(finding.code) && !situation.is_suspended(finding) {
            finding.ruling = finding.ruling.min(Ruling::Warn);
        }
    }
    // Of equals a suspension is said first: no number that is met opens the list.
    let other = |finding: &Finding| !situation.is_suspended(finding);
    findings.sort_by_key(|finding| (Reverse(finding.ruling), other(finding), finding.code));
    Verdict { findings, approvers: situation.approvers() }
}
