//! Who decides on a held message, and what an approval covers (guard specification, section 11).

use levee_contract::{AppError, Field, UnixSeconds};
use levee_directory::{Directory, Expansion, Person, PersonId, Principal, Role};
use levee_guard::{Approvers, Code, Parameter, Policy, Ruling, Verdict};
use levee_mail::{Address, Contact};
use levee_store::{Content, Decider, Hold};
use std::collections::HashSet;

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
    let named: Vec<Person<'_>> = people.into_iter().filter_map(|id| directory.person(id)).collect();
    let organisations: HashSet<&str> = named.iter().filter_map(|person| organisation(person.unit)).collect();
    let apart = verdict.approvers == Approvers::TwoOrganisations;
    let enough = named.len() >= needed && (!apart || organisations.len() >= needed);
    let approvers: Vec<String> = named.into_iter().map(|person| person.address().to_string()).collect();
    Hold {
        expires: now.saturating_add(i64::try_from(policy.get(Parameter::HoldExpiry)).unwrap_or(i64::MAX)),
        needed: u32::try_from(needed).unwrap_or(2),
        approvers: if enough { approvers } else { Vec::new() },
        decider: if enough { Decider::Named } else { Decider::Role },
        content: content(verdict),
    }
}

/// The organisation that a unit belongs to: the widest part of its path; `None` without a unit.
fn organisation(unit: &str) -> Option<&str> {
    unit.split('/').map(str::trim).find(|part| !part.is_empty())
}

/// Refuses an approver of the organisation of somebody who has agreed already. Of whom it is not known is not
/// known to be of another.
///
/// # Errors
/// `Invalid`, naming the field `approver` and the organisation.
pub(crate) fn of_another_organisation(
    directory: &Directory,
    approver: &Address,
    agreed: &[String],
) -> Result<(), AppError> {
    let of = |address: &Address| directory.person_by_address(address).and_then(|person| organisation(person.unit));
    let own = of(approver);
    let differs = |other: &String| {
        let other = Address::parse(other).ok().and_then(|address| of(&address));
        own.is_some() && other.is_some() && own != other
    };
    if agreed.iter().all(differs) {
        return Ok(());
    }
    let detail = own.map(str::to_owned);
    Err(AppError::Invalid {
        fields: vec![Field { name: "approver".into(), problem: "same_organisation".into(), detail }],
    })
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
    use levee_directory::{DirectoryBuilder, MailboxUse, PersonRecord};
    use levee_guard::Finding;
    use levee_mail::Domains;

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

    fn people(units: &[(&str, &str)]) -> Directory {
        let domains = Domains { accepted: vec!["hosp.example".into()], ..Domains::default() };
        let mut builder = DirectoryBuilder::new(&domains);
        for (id, (local, unit)) in (0..).zip(units) {
            builder.person(&PersonRecord {
                id,
                address: address(local),
                aliases: Vec::new(),
                name: String::new(),
                title: String::new(),
                unit: (*unit).to_owned(),
                site: String::new(),
                roles: Vec::new(),
                mailbox: MailboxUse::Personal,
            });
        }
        builder.build()
    }

    fn address(local: &str) -> Address {
        Address::parse(&format!("{local}@hosp.example")).unwrap()
    }

    #[test]
    fn a_second_approver_is_of_another_organisation() {
        let units = [("ann", "North/Wards"), ("bea", "North/Offices"), ("cay", "South"), ("dan", ""), ("eve", "")];
        let directory = people(&units);
        let check = |approver: &str, agreed: &[&str], expected: bool| {
            let agreed: Vec<String> = agreed.iter().map(|local| address(local).to_string()).collect();
            let found = of_another_organisation(&directory, &address(approver), &agreed);
            assert_eq!(found.is_ok(), expected, "{approver} after {agreed:?}: {found:?}");
        };
        check("ann", &[], true);
        check("dan", &[], true);
        check("bea", &["ann"], false);
        check("cay", &["ann"], true);
        // Of whom nobody knows where they belong.
        check("dan", &["ann"], false);
        check("cay", &["dan"], false);
        check("eve", &["dan"], false);
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
