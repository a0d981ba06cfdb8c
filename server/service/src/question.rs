//! The question put to an author before sending, signed, so that the answer can be checked without
//! state: for this draft, this audience, under this policy, these findings (guard specification, section 10).

use crate::keys::{Keys, Purpose};
use levee_contract::{Confirmed, UnixSeconds};
use levee_guard::{Code, Confirmation, Digest, Parameter, Policy, Verdict};
use levee_mail::{Address, DraftId};
use serde::{Deserialize, Serialize};

/// A question is answered within the hour, or asked anew.
const GOOD_FOR: UnixSeconds = 3600;

/// What was asked, of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) id: DraftId,
    pub(crate) account: Address,
    pub(crate) draft: Digest,
    pub(crate) audience: Digest,
    pub(crate) policy: u64,
    pub(crate) codes: Vec<Code>,
    /// The number that has to be typed.
    pub(crate) number: Option<u64>,
    expires: UnixSeconds,
}

impl Question {
    /// What this verdict asks of the author.
    pub(crate) fn new(
        (id, account): (&DraftId, &Address),
        (draft, audience): (Digest, Digest),
        (verdict, people): (&Verdict, u64),
        policy: &Policy,
        now: UnixSeconds,
    ) -> Self {
        Self {
            id: id.clone(),
            account: account.clone(),
            draft,
            audience,
            policy: policy.version,
            codes: verdict.to_confirm(),
            number: (people >= policy.get(Parameter::ConfirmTypeNumber)).then_some(people),
            expires: now + GOOD_FOR,
        }
    }

    /// As one word for the page.
    pub(crate) fn signed(&self, keys: &Keys) -> String {
        // Made of texts and numbers alone, which are always written.
        keys.sign(Purpose::Question, &serde_json::to_vec(self).unwrap_or_default())
    }
}

/// What an answer confirms: nothing when it was not our question, not about this draft, not put to
/// this account, too old, or when the number typed is another.
pub(crate) fn confirmation(
    keys: &Keys,
    answer: &Confirmed,
    (id, account): (&DraftId, &Address),
    now: UnixSeconds,
) -> Option<Confirmation> {
    let text = keys.verify(Purpose::Question, &answer.question)?;
    let question: Question = serde_json::from_slice(&text).ok()?;
    let ours = question.id == *id && question.account == *account && now < question.expires;
    let typed = question.number.is_none_or(|number| answer.typed == Some(number));
    (ours && typed).then_some(Confirmation {
        draft: question.draft,
        audience: question.audience,
        policy: question.policy,
        codes: question.codes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::{Finding, Ruling};

    const NOW: UnixSeconds = 1_800_000_000;

    fn question(keys: &Keys, people: u64) -> Confirmed {
        let finding = Finding {
            code: Code::AudConfirm,
            ruling: Ruling::Confirm,
            subject: None,
            value: people,
            threshold: None,
            remedies: Vec::new(),
        };
        let verdict = Verdict { findings: vec![finding], ..Verdict::default() };
        let digests = (Digest::from_bytes([1; 32]), Digest::from_bytes([2; 32]));
        let mut policy = Policy::default();
        policy.version = 3;
        let question = Question::new((&id(1), &account("ann")), digests, (&verdict, people), &policy, NOW);
        Confirmed { question: question.signed(keys), typed: None }
    }

    fn id(n: u8) -> DraftId {
        DraftId::from_random([n; 16])
    }

    fn account(local: &str) -> Address {
        Address::from_parts(local, "hosp.example").unwrap()
    }

    #[track_caller]
    fn check(answer: &Confirmed, who: (&DraftId, &Address), now: UnixSeconds, covers: bool) {
        let found = confirmation(&Keys::from_bytes([7; 32]), answer, who, now);
        let expected = Confirmation {
            draft: Digest::from_bytes([1; 32]),
            audience: Digest::from_bytes([2; 32]),
            policy: 3,
            codes: vec![Code::AudConfirm],
        };
        assert_eq!(found, covers.then_some(expected));
    }

    #[test]
    fn an_answer_covers_what_was_asked_of_this_author_and_nothing_else() {
        let keys = Keys::from_bytes([7; 32]);
        let small = question(&keys, 120);
        check(&small, (&id(1), &account("ann")), NOW, true);
        check(&small, (&id(2), &account("ann")), NOW, false);
        check(&small, (&id(1), &account("bob")), NOW, false);
        check(&small, (&id(1), &account("ann")), NOW + GOOD_FOR, false);
        check(&question(&Keys::from_bytes([8; 32]), 120), (&id(1), &account("ann")), NOW, false);
        check(&Confirmed { question: "forged".into(), typed: None }, (&id(1), &account("ann")), NOW, false);
    }

    #[test]
    fn a_big_number_has_to_be_typed() {
        let asked = question(&Keys::from_bytes([7; 32]), 840_000);
        let typed = |typed| Confirmed { typed, ..asked.clone() };
        check(&typed(None), (&id(1), &account("ann")), NOW, false);
        check(&typed(Some(840)), (&id(1), &account("ann")), NOW, false);
        check(&typed(Some(840_000)), (&id(1), &account("ann")), NOW, true);
    }
}
