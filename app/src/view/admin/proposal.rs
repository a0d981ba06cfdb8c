//! A proposed policy as it stands in an address: as the form of the thresholds sends it, and as that form takes it
//! again.

use super::pager::link;
use crate::words::en::counted;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use levee_contract::PolicyChange;
use levee_guard::{Code, Observe, Parameter, Policy, PolicyKey, Ruling};

/// A version, and what is to differ from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Proposal {
    /// The version in force when it was begun; 0 when that is not known.
    pub(super) base: u64,
    /// Keys of numbers and what was typed.
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
        let value = |place: usize| {
            let (key, typed) = (get(&format!("values[{place}][0]"))?, get(&format!("values[{place}][1]"))?);
            // What is empty is left out of an address.
            let by_itself = PolicyKey::parse(&key).is_some_and(|key| key.is_by_itself(&typed));
            Some((key, if by_itself { PolicyKey::BY_ITSELF.to_owned() } else { typed }))
        };
        Self {
            base: get("base").and_then(|base| base.parse().ok()).unwrap_or_default(),
            values: (0..PolicyChange::MOST).map_while(value).collect(),
            days: get("days").and_then(|days| days.parse().ok()).unwrap_or(30),
            rule: get("rule").and_then(|code| Code::parse(&code)),
            newly: get("newly").and_then(|ruling| Ruling::parse(&ruling)),
            ..Self::modes_of(query)
        }
    }

    /// What an address says besides the organisation's numbers.
    pub(super) fn modes_of(query: &ParamsMap) -> Self {
        let word = |key: &str| query.get(key).unwrap_or_default();
        let observed = query.get_all("observed[]").or_else(|| query.get_all("observed")).unwrap_or_default();
        let of_units = |key: &str| PolicyKey::parse(key).is_some_and(|key| !matches!(key, PolicyKey::Organisation(_)));
        let pairs = query.into_iter().filter(|(key, _)| of_units(key));
        Self {
            values: pairs.map(|(key, typed)| (key.to_string(), typed.to_owned())).collect(),
            approvers: word("approvers"),
            mode: word("mode"),
            observed,
            from: word("from"),
            ..Self::default()
        }
    }

    /// What a file proposes: what differs from the policy in force.
    pub(super) fn of(in_force: &Policy, proposed: &Policy, base: u64) -> Self {
        let value = |key: &PolicyKey| {
            let value = proposed.value(key).map(|value| crate::words::en::written(key.parameter().row().unit, value));
            (key.to_string(), value.unwrap_or_else(|| PolicyKey::BY_ITSELF.to_owned()))
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
            values: in_force.differences(proposed).iter().map(value).collect(),
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

    /// Hidden fields for what the form of the thresholds does not show: numbers of units, and which rules are observed.
    pub(super) fn other_fields(&self) -> AnyView {
        view! { {self.value_fields(Parameter::ALL.len())} {self.mode_fields()} }.into_any()
    }

    /// Hidden fields of its numbers, the first of them the so-manieth of a form.
    pub(super) fn value_fields(&self, first: usize) -> AnyView {
        let fields = self.values.iter().enumerate().map(|(after, (key, typed))| {
            let place = first + after;
            view! {
                <input type="hidden" name=format!("values[{place}][0]") value=key.clone() />
                <input type="hidden" name=format!("values[{place}][1]") value=typed.clone() />
            }
        });
        fields.collect_view().into_any()
    }

    /// Hidden fields of which rules are observed.
    pub(super) fn mode_fields(&self) -> AnyView {
        let codes =
            self.observed.iter().map(|code| view! { <input type="hidden" name="observed[]" value=code.clone() /> });
        let mode = (!self.mode.is_empty()).then(|| {
            view! {
                <input type="hidden" name="mode" value=self.mode.clone() />
                {codes.collect_view()}
            }
        });
        mode.into_any()
    }

    /// "every rule enforces, 2 numbers of units": what those fields change; `None` when they change nothing.
    pub(super) fn others_said(&self) -> Option<String> {
        let mode = match self.mode.as_str() {
            "enforce" => Some("every rule enforces".to_owned()),
            "observe" => Some("every rule is only observed".to_owned()),
            "some" => Some(format!("only observed: {}", self.observed.join(", "))),
            _ => None,
        };
        let of_units = self.values.iter().filter(|(key, _)| Parameter::parse(key).is_none()).count();
        let of_units = (of_units > 0).then(|| format!("{} of units", counted(of_units as u64, "number")));
        let said: Vec<String> = mode.into_iter().chain(of_units).collect();
        (!said.is_empty()).then(|| said.join(", "))
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
        assert_eq!(found.others_said().as_deref(), Some("only observed: AUD_HOLD"));
        let replay = found.replay("/admin/replay", 90);
        assert!(replay.ends_with("&mode=some&observed=AUD_HOLD&days=90"), "{replay}");
        let behind = found.behind(Some(Code::AudHold), None);
        assert!(behind.ends_with("&days=30&rule=AUD_HOLD#would-change"), "{behind}");
        assert_eq!(Proposal::of(&in_force, &in_force, 4).form(), "/admin/policy");
    }

    #[test]
    fn numbers_of_units_go_along() {
        let in_force = Policy::default();
        let mut proposed = in_force.clone();
        proposed.put(&PolicyKey::Unit(Parameter::AudienceHold, "North & South".to_owned()), Some(250));
        let found = Proposal::of(&in_force, &proposed, 4);
        assert_eq!(found.others_said().as_deref(), Some("1 number of units"));
        assert!(found.form().contains("audience.hold%40North%20%26%20South=250"), "{}", found.form());
    }
}
