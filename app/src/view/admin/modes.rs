//! Which rules enforce and which only observe. Two forms in one: all of them, or rule by rule.

use super::failed::Failed;
use super::observe_bar::would_have;
use super::refused::{Reason, Told};
use crate::api::{ChangePolicy, Timed, read_standing};
use crate::view::frame::{MailChanges, SignedIn};
use crate::words::en::{about, count};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{AppError, GuardStanding, Role};
use levee_guard::{Code, Observe};
use server_fn::ServerFn as _;
use std::collections::BTreeSet;

/// `/admin/modes`.
#[component]
pub(crate) fn ModesPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let standing = Resource::new(move || changes.follow(), |_| read_standing());
    view! {
        <Title text="Observe and enforce" />
        <div class="page">
            <header class="page-head">
                <h1>"Observe and enforce"</h1>
                <p class="caption">"An observed rule is recorded and shown beside the recipients; it stops nothing."</p>
            </header>
            <Told done="The new mode is in force." />
            <Transition>
                {move || Suspend::new(async move {
                    let account = signed_in.account().await;
                    let standing = standing.await;
                    let has = |role| account.as_ref().is_ok_and(|account| account.has(role));
                    match standing {
                        Ok(_) if !has(Role::Administrator) && !has(Role::Auditor) => {
                            view! { <Failed error=AppError::Forbidden.into() /> }.into_any()
                        }
                        Ok(Timed { value, .. }) => view! { <Modes standing=value changes=has(Role::Administrator) /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Modes(standing: GuardStanding, changes: bool) -> impl IntoView {
    let query = use_query_map();
    let typed = query.with_untracked(|query| {
        let codes = query.get_all("observed").unwrap_or_default();
        let codes: BTreeSet<Code> = codes.iter().filter_map(|code| Code::parse(code)).collect();
        match query.get("mode").as_deref() {
            Some("enforce") => Some(Observe::Nothing),
            Some("observe") => Some(Observe::All),
            Some("some") => Some(Observe::Codes(codes)),
            _ => None,
        }
    });
    // Whoever comes to a house that observes mostly comes to end it.
    let offered = typed.unwrap_or_else(|| match &standing.observe {
        Observe::All => Observe::Nothing,
        observe => observe.clone(),
    });
    let observed: BTreeSet<Code> = match &offered {
        Observe::Codes(codes) => codes.clone(),
        _ => BTreeSet::new(),
    };
    let some = matches!(offered, Observe::Codes(_));
    let now = match &standing.observe {
        Observe::Nothing => "Every rule enforces.",
        Observe::Codes(_) => "Some rules are only observed.",
        Observe::All => "Every rule is only observed.",
    };
    let choice = |value: &'static str, title: &'static str, text: &'static str, checked: bool| {
        let id = format!("mode-{value}");
        view! {
            <div class="choice">
                <input type="radio" name="mode" id=id.clone() value=value checked=checked />
                <label for=id><b>{title}</b><span class="caption">{text}</span></label>
            </div>
        }
    };
    let rules = Code::ALL.iter().map(|code| {
        view! {
            <label class="rule">
                <input type="checkbox" name="observed[]" value=code.as_str() checked=observed.contains(code) />
                <code>{code.as_str()}</code>
                <span class="caption">{about(*code)}</span>
            </label>
        }
    });
    view! {
        <form method="post" action=changes.then(ChangePolicy::url) class="modes">
            <input type="hidden" name="base" value=standing.version.to_string() />
            <section class="card">
                <h2>"In force now"</h2>
                <p>{now} " " {would_have(&standing)}</p>
            </section>
            <fieldset class="card" disabled=!changes>
                <legend>"From now on"</legend>
                {choice("enforce", "Enforce every rule", "Messages are asked about, held and blocked as the thresholds say.", offered == Observe::Nothing)}
                {choice("some", "Observe the rules marked below, enforce the others", "For one rule at a time, while its number is being found.", some)}
                {choice("observe", "Observe every rule", "Nothing is stopped any more. Verdicts go on being recorded.", offered == Observe::All)}
                <details class="rules-marked" open=some>
                    <summary>"Rules one by one"</summary>
                    <div class="rules">{rules.collect_view()}</div>
                </details>
            </fieldset>
            {changes.then(|| view! {
                <div class="action-bar">
                    <p><b>"Changes what is stopped"</b><span class="caption">"for everybody, within seconds"</span></p>
                    <Reason id="mode-reason" />
                    <button type="submit" class="button primary">"Save as v" {count(standing.next)}</button>
                </div>
            })}
        </form>
    }
}
