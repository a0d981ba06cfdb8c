//! A judgement that can be made again under another policy (section 16): what was looked up, and of the message
//! what says nothing of its content.

use crate::code::Code;
use crate::facts::Facts;
use crate::judge::rule;
use crate::message::Message;
use crate::policy::{Observe, Policy};
use crate::subject::has_reply_prefix;
use crate::verdict::{Finding, Verdict};
use serde::{Deserialize, Serialize};

/// Rules that look at words: what they found is kept as it is, for no number of the policy changes it.
const OF_WORDS: [Code; 2] = [Code::LooksLikeTest, Code::AttachMissing];

/// Neither empty nor a word of a test.
const NO_WORD: &str = "-";

/// One judgement without content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    message: Message,
    facts: Facts,
    of_words: Vec<Finding>,
}

impl Record {
    /// Of a message, what was known about it, and its verdict when nothing is only observed.
    #[must_use]
    pub fn new(message: &Message, facts: &Facts, enforced: &Verdict) -> Self {
        let prefix = if has_reply_prefix(&message.subject) { "Re: " } else { "" };
        let of_words = enforced.findings.iter().filter(|finding| OF_WORDS.contains(&finding.code));
        Self {
            message: Message {
                subject: format!("{prefix}{NO_WORD}"),
                text: NO_WORD.to_owned(),
                break_glass: message.break_glass.as_ref().map(|_| NO_WORD.to_owned()),
                // What was confirmed stays asked about: that it asks is what is counted.
                confirmation: None,
                ..message.clone()
            },
            facts: Facts { alternatives: Vec::new(), contacts: Vec::new(), ..facts.clone() },
            of_words: of_words.map(|finding| Finding { remedies: Vec::new(), ..finding.clone() }).collect(),
        }
    }

    /// The verdict under a policy, as if nothing were only observed. Windows and ages are those under which the
    /// facts were looked up.
    #[must_use]
    pub fn judge(&self, policy: &Policy) -> Verdict {
        let mut enforcing = policy.clone();
        enforcing.observe = Observe::Nothing;
        let mut verdict = rule(&self.message, &self.facts, &enforcing);
        verdict.findings.extend(self.of_words.iter().cloned());
        verdict.findings.sort_by(|a, b| b.ruling.cmp(&a.ruling).then_with(|| a.code.cmp(&b.code)));
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Fact;
    use crate::facts::{Audience, SenderFacts};
    use crate::judge::judge;
    use crate::parameter::Parameter;
    use crate::ruling::Ruling;

    fn facts(people: u64) -> Facts {
        // Known, so that nothing softer is assumed.
        Facts {
            audience: Fact::Known(Audience { people, beside_lists: people, ..Audience::default() }),
            sender: SenderFacts { mass_sender: Fact::Known(false), ..SenderFacts::default() },
            habit: Fact::Known(0),
            ..Facts::default()
        }
    }

    #[test]
    fn a_record_is_judged_as_the_message_was_and_holds_none_of_its_words() {
        let message = Message { subject: "test".into(), text: String::new(), ..Message::default() };
        let policy = Policy::default();
        let verdict = judge(&message, &facts(120), &policy);
        let record = Record::new(&message, &facts(120), &verdict);
        let again = record.judge(&policy);
        let said = |verdict: &Verdict| -> Vec<_> { verdict.findings.iter().map(|f| (f.code, f.ruling)).collect() };
        assert_eq!(said(&again), said(&verdict));
        assert!(said(&again).contains(&(Code::LooksLikeTest, Ruling::Confirm)));
        let kept = format!("{record:?}");
        assert!(!kept.contains("\"test\""), "{kept}");
    }

    #[test]
    fn another_number_gives_another_ruling() {
        let message = Message { subject: "Rota".into(), text: "The rota is out.".into(), ..Message::default() };
        let policy = Policy::default();
        let record = Record::new(&message, &facts(300), &judge(&message, &facts(300), &policy));
        assert_eq!(record.judge(&policy).ruling(), Ruling::Confirm);
        let mut proposed = policy;
        proposed.set(Parameter::AudienceHold, 250);
        assert_eq!(record.judge(&proposed).ruling(), Ruling::Hold);
    }
}
