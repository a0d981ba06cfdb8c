//! A verdict as `levee guard judge` prints it, one object for each case.

use levee_guard::{Facts, Finding, ListFacts, Verdict};
use serde_json::{Value, json};

/// The object of one case. Where the audience is unknown, what it would say is null.
pub(crate) fn answer(name: &str, facts: &Facts, verdict: &Verdict) -> Value {
    let audience = facts.audience.as_ref().known();
    let list = |list: &ListFacts| json!({ "address": list.address.to_string(), "size": list.size() });
    json!({
        "name": name,
        "ruling": verdict.ruling().as_str(),
        "findings": verdict.findings.iter().map(finding).collect::<Vec<_>>(),
        "audience": {
            "people": audience.map(|a| a.people),
            "external": audience.map(|a| a.external),
            "disclosed": facts.disclosed.known(),
            "volume": volume(facts),
            "unknown": facts.outside_lists.len(),
            "lists": lists(facts).map(list).collect::<Vec<_>>(),
        },
    })
}

/// V, where it is known.
pub(crate) fn volume(facts: &Facts) -> Option<u64> {
    Some(facts.audience.as_ref().known()?.people.saturating_mul(facts.size.known()?))
}

/// Every list entered, by address; none where the audience is unknown.
pub(crate) fn lists(facts: &Facts) -> impl Iterator<Item = &ListFacts> {
    let known = facts.audience.as_ref().known().is_some();
    let mut lists: Vec<&ListFacts> = facts.lists.iter().filter(|_| known).collect();
    lists.sort_by_key(|list| list.address.to_string());
    lists.into_iter()
}

fn finding(finding: &Finding) -> Value {
    json!({
        "code": finding.code.as_str(),
        "ruling": finding.ruling.as_str(),
        "subject": finding.subject.as_ref().map(ToString::to_string),
        "value": finding.value,
        "threshold": finding.threshold,
        "remedies": finding.remedies.iter().map(|offered| offered.remedy.to_string()).collect::<Vec<_>>(),
    })
}
