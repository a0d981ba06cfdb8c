//! The answer of the guard: every finding, and of them the strictest (the guard's specification,
//! section 1).

use crate::code::Code;
use crate::remedy::Offered;
use crate::ruling::Ruling;
use levee_mail::Address;
use serde::{Deserialize, Serialize};

/// All findings of a judgement. Nothing suppresses anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What the rules saw, strictest first.
    pub findings: Vec<Finding>,
    /// How many other people have to release it, should it be held.
    pub approvers: Approvers,
}

/// What one rule saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub code: Code,
    /// What it asks for.
    pub ruling: Ruling,
    /// The list or address it is about.
    pub subject: Option<Address>,
    /// The number seen: people, bytes, messages or deliveries, as the code says.
    pub value: u64,
    /// The number from which on the rule fires.
    pub threshold: Option<u64>,
    /// What can be done about it.
    pub remedies: Vec<Offered>,
}

/// How many people release a held message (sections 5 and 11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approvers {
    /// One other person.
    #[default]
    One,
    /// Two.
    Two,
    /// Two, of different organisations (preset *national*).
    TwoOrganisations,
}

impl Verdict {
    /// The strictest finding's ruling, or `allow`.
    #[must_use]
    pub fn ruling(&self) -> Ruling {
        self.findings.iter().map(|f| f.ruling).max().unwrap_or_default()
    }

    /// The finding that is shown as a sentence: the strictest, of equals the first.
    #[must_use]
    pub fn strictest(&self) -> Option<&Finding> {
        self.findings.iter().rev().max_by_key(|f| f.ruling)
    }

    /// The codes of the findings that ask for a confirmation, each once.
    #[must_use]
    pub fn to_confirm(&self) -> Vec<Code> {
        let mut codes: Vec<_> = self.findings.iter().filter(|f| f.ruling == Ruling::Confirm).map(|f| f.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The verdict at a time when nobody can be asked, as at the end of the undo window (section 12):
    /// confirm findings and AUD_CHANGED do not count.
    #[must_use]
    pub fn when_nobody_can_be_asked(mut self) -> Self {
        for finding in &mut self.findings {
            if finding.code == Code::AudChanged {
                finding.ruling = Ruling::Allow;
            } else if finding.ruling == Ruling::Confirm {
                finding.ruling = Ruling::Warn;
            }
        }
        self
    }

    /// The verdict after somebody approved of an earlier one (section 11): a finding that was in it, at
    /// least as strict, counts as warn; anything stricter or new stays.
    #[must_use]
    pub fn after_approval(mut self, approved: &Self) -> Self {
        for finding in &mut self.findings {
            let was_approved =
                |a: &Finding| a.code == finding.code && a.subject == finding.subject && a.ruling >= finding.ruling;
            if approved.findings.iter().any(was_approved) {
                finding.ruling = finding.ruling.min(Ruling::Warn);
            }
        }
        self
    }
}

impl Finding {
    /// What a rule has seen, before anything softens it.
    pub(crate) fn new(code: Code, ruling: Ruling, value: u64) -> Self {
        Self { code, ruling, subject: None, value, threshold: None, remedies: Vec::new() }
    }

    /// From which number on the rule fires.
    pub(crate) fn from(self, threshold: u64) -> Self {
        Self { threshold: Some(threshold), ..self }
    }

    /// Which list or address it is about.
    pub(crate) fn about(self, subject: &Address) -> Self {
        Self { subject: Some(subject.clone()), ..self }
    }
}
