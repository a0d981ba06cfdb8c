//! What is said of lists made here by a rule.

use super::number::{count, length, people};
use levee_contract::{RuleFinding, RuleState};

/// How a proposal stands, in one or two words.
#[must_use]
pub fn rule_state(state: RuleState) -> &'static str {
    match state {
        RuleState::Waiting => "Proposed",
        RuleState::Active => "In place",
        RuleState::Replaced => "Replaced",
        RuleState::Withdrawn => "Taken back",
        RuleState::Removed => "Removed",
    }
}

/// A finding, short.
#[must_use]
pub fn rule_finding(finding: RuleFinding) -> &'static str {
    match finding {
        RuleFinding::Unlimited | RuleFinding::Outside(_) => "Rule unscoped",
        RuleFinding::NotDeclared(_) => "Not as declared",
        RuleFinding::New(_) => "New",
        RuleFinding::Empty => "Empty",
    }
}

/// What a finding means here.
#[must_use]
pub fn rule_meaning(finding: RuleFinding) -> String {
    match finding {
        RuleFinding::Unlimited => "The rule limits nobody. Each message to it would be held.".to_owned(),
        RuleFinding::Outside(members) => {
            format!("{} lie outside its owner's scope. Each message to it would be held.", people(members))
        }
        RuleFinding::NotDeclared(declared) => {
            format!("Far more than the {} declared. Each message to it would be held.", count(declared))
        }
        RuleFinding::New(age) => {
            format!("Messages to it are held for {} after it is put in place.", length(age))
        }
        RuleFinding::Empty => "It names nobody now.".to_owned(),
    }
}

/// How many others have to approve.
#[must_use]
pub fn rule_needs(needed: u32) -> &'static str {
    match needed {
        0 => "Nobody else has to approve of so few.",
        1 => "One other administrator or approver has to approve of so many.",
        _ => "Two other administrators or approvers have to approve of so many.",
    }
}
