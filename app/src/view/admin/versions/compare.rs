//! Two versions side by side: who and why, and every number and mode that differs.

use crate::api::{RestorePolicy, WithdrawPolicy};
use crate::view::admin::refused::Reason;
use crate::view::admin::rights::ForAdministrators;
use crate::view::part::label;
use crate::view::part::when::full;
use crate::words::en::{counted, effect as effect_of, tuned, unit, written};
use leptos::prelude::*;
use levee_contract::{PolicyVersion, UnixSeconds};
use levee_guard::{Code, Policy, PolicyKey};
use server_fn::ServerFn as _;

/// The comparison, and under it the way back to the older one.
#[component]
pub(crate) fn Compared(
    old: PolicyVersion,
    new: PolicyVersion,
    in_force: u64,
    next: u64,
    now: UnixSeconds,
    numbers: Vec<u64>,
) -> impl IntoView {
    let (from, to) = (old.in_force.version, new.in_force.version);
    // What is still to come is withdrawn; what held before is restored.
    let to_come =
        [&new, &old].into_iter().find(|version| version.is_scheduled(now)).map(|version| version.in_force.version);
    let held = |version: &&&PolicyVersion| version.in_force.version != in_force && version.withdrawn.is_none();
    let restorable = [&old, &new].iter().find(held).map(|version| version.in_force.version);
    let restorable = restorable.filter(|_| to_come.is_none());
    let number = differences(&old.in_force.policy, &new.in_force.policy).len();
    let number = counted(number as u64, "difference");
    let options = move |chosen: u64| {
        let option = |n: &u64| view! { <option value=n.to_string() selected=*n == chosen>"v" {*n}</option> };
        numbers.iter().map(option).collect_view()
    };
    view! {
        <div class="compared">
            <div class="card two">
                <Head mark="Old" version=old.clone() now />
                <Head mark="New" version=new.clone() now />
            </div>
            <section class="card" aria-labelledby="differences">
                <header class="card-head">
                    <h2 id="differences">"v" {from} " → v" {to}</h2>
                    <span class="caption">{number}</span>
                    <form method="get" action="/admin/versions" class="filters">
                        <label>"Old " <select name="old">{options(from)}</select></label>
                        <label>"New " <select name="new">{options(to)}</select></label>
                        <button type="submit" class="button small">"Compare"</button>
                    </form>
                </header>
                <Differences before=old.in_force.policy.clone() after=new.in_force.policy.clone() heads=(format!("v{from}"), format!("v{to}")) />
            </section>
            {restorable.map(|version| view! { <ForAdministrators><Restore version in_force next /></ForAdministrators> })}
            {to_come.map(|version| view! { <ForAdministrators><Withdraw version /></ForAdministrators> })}
        </div>
    }
}

/// Every number and mode that differs, a line each.
#[component]
pub(crate) fn Differences(before: Policy, after: Policy, heads: (String, String)) -> impl IntoView {
    let rows = differences(&before, &after).into_iter().map(|Line { group, what, before, after, unit, effect }| {
        view! {
            <tr>
                <td>{group}</td>
                <td data-label="Parameter"><code>{what}</code></td>
                <td data-label="Before" class="r was">{before}</td>
                <td data-label="After" class="r"><b>{after}</b></td>
                <td data-label="Unit">{unit}</td>
                <td data-label="Effect">{(!effect.is_empty()).then(|| view! { <span class="tag">{effect}</span> })}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Differences">
            <table class="data">
                <thead><tr>
                    <th scope="col">"Group"</th>
                    <th scope="col">"Parameter"</th>
                    <th scope="col" class="r">{heads.0}</th>
                    <th scope="col" class="r">{heads.1}</th>
                    <th scope="col">"Unit"</th>
                    <th scope="col">"Effect"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Head(mark: &'static str, version: PolicyVersion, now: UnixSeconds) -> impl IntoView {
    let author = version.author.as_ref().map_or_else(|| "Levee".to_owned(), label);
    let reason = if version.reason.is_empty() { "First version".to_owned() } else { version.reason };
    view! {
        <div>
            <p><span class="tag">{mark}</span>" "<b>"v" {version.in_force.version}</b>" "<span class="caption">{author} " · " {full(version.at, now)}</span></p>
            <p class="whole">{reason}</p>
        </div>
    }
}

/// What is above it is what changes: the diff comes first.
#[component]
fn Restore(version: u64, in_force: u64, next: u64) -> impl IntoView {
    view! {
        <form method="post" action=RestorePolicy::url() class="action-bar">
            <input type="hidden" name="base" value=in_force.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <p><b>"Restore v" {version}</b><span class="caption">"makes v" {next} " with the values of v" {version}</span></p>
            <Reason id="restore-reason" />
            <button type="submit" class="button primary">"Restore v" {version} " as v" {next}</button>
        </form>
    }
}

/// It is not in force yet, and then never will be.
#[component]
fn Withdraw(version: u64) -> impl IntoView {
    view! {
        <form method="post" action=WithdrawPolicy::url() class="action-bar">
            <input type="hidden" name="version" value=version.to_string() />
            <p><b>"Withdraw v" {version}</b><span class="caption">"it does not come into force; what holds now goes on"</span></p>
            <Reason id="withdraw-reason" />
            <button type="submit" class="button primary">"Withdraw v" {version}</button>
        </form>
    }
}

/// One thing that differs.
struct Line {
    group: &'static str,
    what: String,
    before: String,
    after: String,
    unit: &'static str,
    effect: &'static str,
}

fn differences(before: &Policy, after: &Policy) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in tuned() {
        for parameter in group.parameters.iter().filter(|p| before.get(**p) != after.get(**p)) {
            let text = |policy: &Policy| written(parameter.row().unit, policy.get(*parameter));
            let effect = effect_of(*parameter, before.get(*parameter), after.get(*parameter));
            lines.push(Line {
                group: group.title,
                what: parameter.name().to_owned(),
                before: text(before),
                after: text(after),
                unit: unit(*parameter),
                effect: effect.as_str(),
            });
        }
    }
    if before.approvers_apart != after.approvers_apart {
        let of = |policy: &Policy| if policy.approvers_apart { "two organisations" } else { "anywhere" }.to_owned();
        let effect = if after.approvers_apart { "stricter" } else { "looser" };
        let (before, after) = (of(before), of(after));
        lines.push(Line {
            group: "Hold and confirmation",
            what: "two approvers".to_owned(),
            before,
            after,
            unit: "",
            effect,
        });
    }
    lines.extend(of_units(before, after));
    lines.extend(modes(before, after));
    lines
}

/// Numbers of units, and what units may have; the effect is that on the unit's people.
fn of_units(before: &Policy, after: &Policy) -> impl Iterator<Item = Line> {
    let keys = before.differences(after).into_iter().filter(|key| !matches!(key, PolicyKey::Organisation(_)));
    keys.map(|key| {
        let parameter = key.parameter();
        let text = |policy: &Policy| match policy.value(&key) {
            Some(value) => written(parameter.row().unit, value),
            None => "not set".to_owned(),
        };
        let holds = |policy: &Policy| key.unit().map(|path| policy.for_unit(path).get(parameter));
        let effect = holds(before).zip(holds(after)).filter(|(before, after)| before != after);
        let effect = effect.map_or("", |(before, after)| effect_of(parameter, before, after).as_str());
        Line {
            group: "Units",
            what: key.to_string(),
            before: text(before),
            after: text(after),
            unit: unit(parameter),
            effect,
        }
    })
}

/// Rules whose mode differs; all of them at once are one line.
fn modes(before: &Policy, after: &Policy) -> Vec<Line> {
    let mode = |observes: bool| if observes { "observe" } else { "enforce" }.to_owned();
    let line = |what: &str, group, observed: bool| Line {
        group,
        what: what.to_owned(),
        before: mode(observed),
        after: mode(!observed),
        unit: "",
        effect: if observed { "stricter" } else { "looser" },
    };
    let changed: Vec<Code> = Code::ALL.iter().copied().filter(|c| before.observes(*c) != after.observes(*c)).collect();
    match changed.first() {
        Some(first) if changed.len() == Code::ALL.len() => vec![line("every rule", "Mode", before.observes(*first))],
        _ => changed.iter().map(|code| line(code.as_str(), "Mode", before.observes(*code))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::{Observe, Parameter};

    #[test]
    fn what_differs_is_named_with_its_effect() {
        let before = Policy::default();
        let mut after = Policy::default();
        after.observe = Observe::Codes([Code::AudHold].into());
        after.set(Parameter::AudienceHold, 250);
        let found: Vec<_> = differences(&before, &after)
            .into_iter()
            .map(|line| (line.what, line.before, line.after, line.effect))
            .collect();
        let said = |what: &str, before: &str, after: &str, effect| {
            (what.to_owned(), before.to_owned(), after.to_owned(), effect)
        };
        assert_eq!(
            found,
            [said("audience.hold", "500", "250", "stricter"), said("AUD_HOLD", "enforce", "observe", "looser")]
        );
        let mut all = Policy::default();
        all.observe = Observe::All;
        let found: Vec<_> = differences(&all, &before).into_iter().map(|line| (line.what, line.effect)).collect();
        assert_eq!(found, [("every rule".to_owned(), "stricter")]);
    }

    #[test]
    fn a_number_of_a_unit_differs_by_what_it_does_to_its_people() {
        let before = Policy::default();
        let mut after = before.clone();
        after.put(&PolicyKey::Unit(Parameter::AudienceHold, "North".to_owned()), Some(250));
        let found: Vec<_> =
            differences(&before, &after).into_iter().map(|l| (l.what, l.before, l.after, l.effect)).collect();
        assert_eq!(found, [("audience.hold@North".to_owned(), "not set".to_owned(), "250".to_owned(), "stricter")]);
    }
}
