//! A proposed policy as it stands in an address: as the form of the thresholds sends it, and as that form takes it
//! again.

use super::pager::link;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use levee_guard::{Code, Observe, Parameter, Policy, Ruling};

/// A version, and what is to differ from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Proposal {
    /// The version in force when it was begun; 0 when that is not known.
    pub(super) base: u64,
    /// Names and what was typed.
    pub(super) values: Vec<(String, String)>,
    /// `apart` or `any`; empty: as it is.
    pub(super) approvers: String,
    /// `enforce`, `some` or `observe`; empty: as it is.
    pub(super) mode: String,
    /// With `some`: codes.
    pub(super) observed: Vec<String>,
    /// When it is to come into force, as typed; empty: at once.
    pub(super) from: String,
    /// Days judged again.
    pub(super) days: u32,
    /// Only messages on which this rule finds something else.
    pub(super) rule: Option<Code>,
    /// Only messages that newly get this ruling.
    pub(super) newly: Option<Ruling>,
}

impl Proposal {
    pub(super) fn read(query: &ParamsMap) -> Self {
        let get = |key: &str| query.get(key);
        let value = |place: usize| Some((get(&format!("values[{place}][0]"))?, get(&format!("values[{place}][1]"))?));
        Self {
            base: get("base").and_then(|base| base.parse().ok()).unwrap_or_default(),
            values: (0..Parameter::ALL.len()).map_while(value).collect(),
            days: get("days").and_then(|days| days.parse().ok()).unwrap_or(30),
            rule: get("rule").and_then(|code| Code::parse(&code)),
            newly: get("newly").and_then(|ruling| Ruling::parse(&ruling)),
            ..Self::modes_of(query)
        }
    }

    /// What an address says besides numbers.
    pub(super) fn modes_of(query: &ParamsMap) -> Self {
        let word = |key: &str| query.get(key).unwrap_or_default();
        let observed = query.get_all("observed[]").or_else(|| query.get_all("observed")).unwrap_or_default();
        Self { approvers: word("approvers"), mode: word("mode"), observed, from: word("from"), ..Self::default() }
    }

    /// What a file proposes: what differs from the policy in force.
    pub(super) fn of(in_force: &Policy, proposed: &Policy, base: u64) -> Self {
        let differs = |parameter: &&Parameter| in_force.get(**parameter) != proposed.get(**parameter);
        let value = |parameter: &Parameter| {
            let written = crate::words::en::written(parameter.row().unit, proposed.get(*parameter));
            (parameter.name().to_owned(), written)
        };
        let (mode, observed) = match &proposed.observe {
            same if *same == in_force.observe => ("", Vec::new()),
            Observe::Nothing => ("enforce", Vec::new()),
            Observe::All => ("observe", Vec::new()),
            Observe::Codes(codes) => ("some", codes.iter().map(|code| code.as_str().to_owned()).collect()),
        };
        let approvers = match (in_force.approvers_apart, proposed.approvers_apart) {
            (before, after) if before == after => "",
            (_, true) => "apart",
            (_, false) => "any",
        };
        Self {
            base,
            values: Parameter::ALL.iter().filter(differs).map(value).collect(),
            approvers: approvers.to_owned(),
            mode: mode.to_owned(),
            observed,
            days: 30,
            ..Self::default()
        }
    }

    /// What is no number, as pairs of an address.
    fn words(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("approvers".to_owned(), self.approvers.clone()), ("mode".to_owned(), self.mode.clone())];
        pairs.push(("from".to_owned(), self.from.clone()));
        pairs.extend(self.observed.iter().map(|code| ("observed".to_owned(), code.clone())));
        pairs
    }

    /// The pairs of the address of its replay, without the days.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("base".to_owned(), self.base.to_string())];
        for (place, (name, value)) in self.values.iter().enumerate() {
            pairs.push((format!("values[{place}][0]"), name.clone()));
            pairs.push((format!("values[{place}][1]"), value.clone()));
        }
        pairs.extend(self.words());
        pairs
    }

    /// The address of its replay on so many days, as a page or as a file.
    pub(super) fn replay(&self, path: &str, days: u32) -> String {
        let mut pairs = self.pairs();
        pairs.push(("days".to_owned(), days.to_string()));
        pairs.push(("rule".to_owned(), self.rule.map_or("", Code::as_str).to_owned()));
        pairs.push(("newly".to_owned(), self.newly.map_or("", Ruling::as_str).to_owned()));
        joined(path, &pairs)
    }

    /// The messages behind a figure of its replay: of a rule, or those that newly get a ruling; of none, all.
    pub(super) fn behind(&self, rule: Option<Code>, newly: Option<Ruling>) -> String {
        let listed = Self { rule, newly, ..self.clone() };
        format!("{}#would-change", listed.replay("/admin/replay", self.days))
    }

    /// The form of the thresholds with the same numbers in it.
    pub(super) fn form(&self) -> String {
        let pairs: Vec<_> = self.values.iter().cloned().chain(self.words()).collect();
        joined("/admin/policy", &pairs)
    }

    /// Hidden fields for what a form does not show: which rules are observed.
    pub(super) fn mode_fields(&self) -> AnyView {
        if self.mode.is_empty() {
            return ().into_any();
        }
        let codes =
            self.observed.iter().map(|code| view! { <input type="hidden" name="observed[]" value=code.clone() /> });
        view! {
            <input type="hidden" name="mode" value=self.mode.clone() />
            {codes.collect_view()}
        }
        .into_any()
    }

    /// "every rule enforces": what becomes of the modes; `None` when they stay.
    pub(super) fn mode_said(&self) -> Option<String> {
        match self.mode.as_str() {
            "enforce" => Some("every rule enforces".to_owned()),
            "observe" => Some("every rule is only observed".to_owned()),
            "some" => Some(format!("only observed: {}", self.observed.join(", "))),
            _ => None,
        }
    }
}

fn joined(path: &str, pairs: &[(String, String)]) -> String {
    let pairs: Vec<(&str, String)> = pairs.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    link(path, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_file_changes_is_proposed() {
        let in_force = Policy::default();
        let mut proposed = in_force.clone();
        proposed.set(Parameter::AudienceHold, 250);
        proposed.observe = Observe::Codes([Code::AudHold].into());
        let found = Proposal::of(&in_force, &proposed, 4);
        assert_eq!(found.form(), "/admin/policy?audience.hold=250&mode=some&observed=AUD_HOLD");
        assert_eq!(found.mode_said().as_deref(), Some("only observed: AUD_HOLD"));
        let replay = found.replay("/admin/replay", 90);
        assert!(replay.ends_with("&mode=some&observed=AUD_HOLD&days=90"), "{replay}");
        let behind = found.behind(Some(Code::AudHold), None);
        assert!(behind.ends_with("&days=30&rule=AUD_HOLD#would-change"), "{behind}");
        assert_eq!(Proposal::of(&in_force, &in_force, 4).form(), "/admin/policy");
    }
}
