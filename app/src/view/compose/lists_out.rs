//! What taking out one list would do about a number of people. The guard offers it for findings that
//! are about a list; here it stands beside the number that the list makes.

use levee_guard::{Code, Facts, Message, Offered, Policy, Remedy, Ruling, Verdict, judge};

/// Adds to each finding about the audience as a whole the list whose removal softens that finding
/// most and leaves most people, and whom to ask about that list.
pub(crate) fn offer_lists_out(verdict: &mut Verdict, message: &Message, facts: &Facts, policy: &Policy) {
    let ruling = verdict.ruling();
    if ruling < Ruling::Confirm {
        return;
    }
    let Some(best) = best(verdict, message, facts, policy) else { return };
    let owners = facts.lists.iter().filter(|list| best.remedy == Remedy::Remove(list.address.clone()));
    let owners: Vec<_> = owners.flat_map(|list| list.owners.iter().cloned().map(Remedy::Contact)).collect();
    for finding in verdict.findings.iter_mut().filter(|finding| is_about_all(finding.code)) {
        finding.remedies.insert(0, best.clone());
        for remedy in &owners {
            if finding.remedies.iter().all(|known| known.remedy != *remedy) {
                finding.remedies.push(Offered { remedy: remedy.clone(), leads_to: ruling, leaves: None });
            }
        }
    }
}

fn is_about_all(code: Code) -> bool {
    matches!(code, Code::AudLarge | Code::AudConfirm | Code::AudHold | Code::AudMax | Code::RaLarge | Code::RaMass)
}

/// What a verdict says of the number of people alone.
fn about_all(verdict: &Verdict) -> Ruling {
    verdict.findings.iter().filter(|f| is_about_all(f.code)).map(|f| f.ruling).max().unwrap_or_default()
}

fn best(now: &Verdict, message: &Message, facts: &Facts, policy: &Policy) -> Option<Offered> {
    let removals = facts.alternatives.iter().filter(|other| matches!(other.remedy, Remedy::Remove(_)));
    let offered = removals.filter_map(|other| {
        let after = judge(message, &other.facts, policy);
        let leaves = other.facts.audience.as_ref().known().map(|audience| audience.people);
        let softer = about_all(&after) < about_all(now) && after.ruling() <= now.ruling() && leaves != Some(0);
        softer.then(|| Offered { remedy: other.remedy.clone(), leads_to: after.ruling(), leaves })
    });
    offered.min_by_key(|offered| (offered.leads_to, std::cmp::Reverse(offered.leaves)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::{Alternative, Audience, Fact, SenderFacts};
    use levee_mail::{Address, AddressError};

    fn reaching(people: u64) -> Facts {
        Facts {
            sender: SenderFacts { mass_sender: Fact::Known(false), ..SenderFacts::default() },
            audience: Fact::Known(Audience { people, beside_lists: people, ..Audience::default() }),
            habit: Fact::Known(0),
            ..Facts::default()
        }
    }

    #[track_caller]
    fn check(all: u64, without: &[(&str, u64)], expected: Option<&str>) -> Result<(), AddressError> {
        let mut facts = reaching(all);
        for (list, people) in without {
            let remedy = Remedy::Remove(Address::parse(list)?);
            facts.alternatives.push(Alternative { remedy, facts: reaching(*people) });
        }
        let (message, policy) = (
            Message { subject: "Rota".to_owned(), text: "New rota".to_owned(), ..Message::default() },
            Policy::default(),
        );
        let mut verdict = judge(&message, &facts, &policy);
        offer_lists_out(&mut verdict, &message, &facts, &policy);
        let removals = verdict.findings.iter().flat_map(|f| &f.remedies).map(|o| o.remedy.to_string());
        let found = removals.into_iter().find(|remedy| remedy.starts_with("remove:"));
        assert_eq!(found.as_deref(), expected, "{all} without {without:?}");
        Ok(())
    }

    #[test]
    fn the_list_that_softens_most_and_leaves_most_is_offered() -> Result<(), AddressError> {
        check(700, &[("big@x.example", 61), ("small@x.example", 640)], Some("remove:big@x.example"))?;
        check(200, &[("a@x.example", 10), ("b@x.example", 20)], Some("remove:b@x.example"))?;
        check(700, &[("small@x.example", 640)], None)?;
        check(60, &[("a@x.example", 1)], None)
    }
}
