//! Who decides on a held message, and what an approval covers (guard specification, section 11).

use levee_contract::UnixSeconds;
use levee_directory::{Directory, Expansion, PersonId, Principal, Role};
use levee_guard::{Approvers, Code, Parameter, Policy, Ruling, Verdict};
use levee_mail::{Address, Contact};
use levee_store::{Content, Decider, Hold};

/// A list that owns another may have very many members; more than this are not named.
const MEMBERS: usize = 50;

/// On what terms a message is held: owners and moderators of its top-level lists other than the
/// sender decide, or whoever has the role where there are too few of them.
pub(crate) fn terms(
    directory: &Directory,
    expansion: &Expansion,
    verdict: &Verdict,
    policy: &Policy,
    now: UnixSeconds,
) -> Hold {
    let needed = if verdict.approvers == Approvers::One { 1 } else { 2 };
    let mut people: Vec<PersonId> = Vec::new();
    for entered in expansion.top_lists() {
        for principal in entered.list.owners().iter().chain(entered.list.moderators()) {
            match principal {
                Principal::Person(id) => people.push(*id),
                Principal::List(id) => {
                    let members = directory.list(*id).map(|list| list.everybody().iter().take(MEMBERS));
                    people.extend(members.into_iter().flatten());
                }
            }
        }
    }
    people.sort_unstable();
    people.dedup();
    people.retain(|id| *id != expansion.sender);
    let named = people.into_iter().filter_map(|id| directory.person(id));
    let approvers: Vec<String> = named.map(|person| person.address().to_string()).collect();
    let enough = approvers.len() >= needed;
    Hold {
        expires: now.saturating_add(i64::try_from(policy.get(Parameter::HoldExpiry)).unwrap_or(i64::MAX)),
        needed: u32::try_from(needed).unwrap_or(2),
        approvers: if enough { approvers } else { Vec::new() },
        decider: if enough { Decider::Named } else { Decider::Role },
        content: content(verdict),
    }
}

/// Where only load or an unreadable list holds it, what it says is nobody's business.
fn content(verdict: &Verdict) -> Content {
    let mut holding = verdict.findings.iter().filter(|finding| finding.ruling == Ruling::Hold);
    let by_load = |code| matches!(code, Code::RateDay | Code::VolHold | Code::AudUnavailable | Code::AudStale);
    if holding.all(|finding| by_load(finding.code)) { Content::Withheld } else { Content::Shown }
}

/// Who can decide, for people to read.
pub(crate) fn contacts(directory: &Directory, sender: PersonId, hold: &Hold) -> Vec<Contact> {
    let ids: Vec<PersonId> = match hold.decider {
        Decider::Role => directory.holders(Role::Approver),
        Decider::Sender => Vec::new(),
        Decider::Named => {
            let parsed = hold.approvers.iter().filter_map(|address| Address::parse(address).ok());
            parsed.filter_map(|address| Some(directory.person_by_address(&address)?.id)).collect()
        }
    };
    ids.into_iter().filter(|id| *id != sender).filter_map(|id| contact(directory, id)).collect()
}

/// Name and address of a person.
pub(crate) fn contact(directory: &Directory, id: PersonId) -> Option<Contact> {
    let person = directory.person(id)?;
    Some(Contact { name: (!person.name.is_empty()).then(|| person.name.to_owned()), address: person.address() })
}

/// A verdict on something that nobody can be asked about any more: what was approved and what would
/// be asked count as warnings. Anything new or stricter stands.
pub(crate) fn settled(mut verdict: Verdict, approved: &[Verdict]) -> Verdict {
    for finding in &mut verdict.findings {
        let covered = approved.iter().flat_map(|verdict| &verdict.findings).any(|before| {
            before.code == finding.code
                && before.subject == finding.subject
                && before.ruling >= finding.ruling
                // As releasing acknowledges a list's size: up to a tenth more is the same thing.
                && finding.value <= before.value.saturating_add(before.value / 10)
        });
        if finding.ruling == Ruling::Confirm || (covered && finding.ruling == Ruling::Hold) {
            finding.ruling = Ruling::Warn;
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::Finding;

    fn verdict(code: Code, ruling: Ruling, value: u64) -> Verdict {
        let finding = Finding { code, ruling, subject: None, value, threshold: None, remedies: Vec::new() };
        Verdict { findings: vec![finding], ..Verdict::default() }
    }

    #[track_caller]
    fn check(now: (Code, Ruling, u64), approved: &[(Code, Ruling, u64)], expected: Ruling) {
        let approved: Vec<_> = approved.iter().map(|(code, ruling, value)| verdict(*code, *ruling, *value)).collect();
        assert_eq!(settled(verdict(now.0, now.1, now.2), &approved).ruling(), expected, "{now:?} {approved:?}");
    }

    #[test]
    fn an_approval_covers_what_was_seen_and_nothing_stricter() {
        use Ruling::{Block, Confirm, Hold, Warn};
        check((Code::AudHold, Hold, 600), &[], Hold);
        check((Code::AudHold, Hold, 600), &[(Code::AudHold, Hold, 600)], Warn);
        check((Code::AudHold, Hold, 660), &[(Code::AudHold, Hold, 600)], Warn);
        check((Code::AudHold, Hold, 661), &[(Code::AudHold, Hold, 600)], Hold);
        check((Code::ListSizeJump, Hold, 600), &[(Code::AudHold, Hold, 600)], Hold);
        check((Code::AudMax, Block, 600), &[(Code::AudHold, Hold, 600)], Block);
        check((Code::Storm, Block, 600), &[(Code::Storm, Block, 600)], Block);
        check((Code::AudConfirm, Confirm, 200), &[], Warn);
    }

    #[test]
    fn content_is_withheld_where_only_load_holds() {
        assert_eq!(content(&verdict(Code::RateDay, Ruling::Hold, 9)), Content::Withheld);
        assert_eq!(content(&verdict(Code::AudHold, Ruling::Hold, 9)), Content::Shown);
        let mut both = verdict(Code::RateDay, Ruling::Hold, 9);
        both.findings.extend(verdict(Code::AudHold, Ruling::Hold, 9).findings);
        assert_eq!(content(&both), Content::Shown);
    }
}
