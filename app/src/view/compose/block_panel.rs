//! Not sent: what stopped it, everything else that was seen, what can be done, and whom to ask.

use super::call_wrong::CallWrong;
use super::composing::{Composing, Judged};
use super::keep::save;
use super::remedies::{Rank, Remedies};
use crate::path::{LocalPath, compose};
use crate::view::part::{Glyph, Icon, Said};
use crate::words::en::{explanation, headline, reason, ruling};
use crate::words::{Context, Sentence};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::Start;
use levee_guard::{Finding, Offered, Remedy, Ruling};
use levee_mail::Address;

/// The panel. Without a reference it is what the page knows already; with one, what the server said.
#[component]
pub(crate) fn BlockPanel(judged: Judged, reference: Option<String>) -> impl IntoView {
    let Judged { verdict, context, .. } = judged;
    let offered = remedies(&verdict.findings, &context);
    let first = verdict.findings.first().cloned();
    let head = first.as_ref().map(|f| headline(f, &context)).unwrap_or_default();
    let more = first.as_ref().and_then(|f| explanation(f, &context)).unwrap_or_default();
    let more = more.then(Sentence::from("Nobody has received anything."));
    view! {
        <section class="block" role="alert">
            <div class="top">
                <Icon glyph=Glyph::Block class="large" />
                <div>
                    <h2><Said sentence=head /></h2>
                    <p><Said sentence=more /></p>
                </div>
            </div>
            <Reasons findings=verdict.findings context=context.clone() />
            <Remedies offered=offered.clone() ruling=Ruling::Block context=context.clone() rank=Rank::Prominent>
                <KeepAsDraft class="button subtle" />
            </Remedies>
            <Foot offered context reference=reference.clone() />
            <CallWrong reference />
        </section>
    }
}

/// Every finding, strictest first, with what it does by itself.
#[component]
pub(crate) fn Reasons(findings: Vec<Finding>, context: Context) -> impl IntoView {
    let lines = findings.into_iter().map(|finding| {
        let class = match finding.ruling {
            Ruling::Block => "ruling blocks",
            Ruling::Hold => "ruling holds",
            Ruling::Confirm => "ruling asks",
            Ruling::Warn | Ruling::Allow => "ruling warns",
        };
        view! {
            <li>
                <span class=class>{ruling(finding.ruling)}</span>
                <span><Said sentence=reason(&finding, &context) /></span>
            </li>
        }
    });
    view! { <ul class="reasons">{lines.collect_view()}</ul> }
}

/// The remedies of all findings, each once: what changes the draft, then owners, then who can help.
fn remedies(findings: &[Finding], context: &Context) -> Vec<Offered> {
    let mut all: Vec<Offered> = Vec::new();
    for offered in findings.iter().flat_map(|finding| &finding.remedies) {
        if all.iter().all(|known| known.remedy != offered.remedy) {
            all.push(offered.clone());
        }
    }
    let owns = |address: &Address| context.lists.iter().any(|list| list.owners.contains(address));
    all.sort_by_key(|offered| match &offered.remedy {
        Remedy::Contact(address) if owns(address) => 1,
        Remedy::Contact(_) => 2,
        _ => 0,
    });
    all
}

/// Leaves it as it is, for later.
#[component]
pub(crate) fn KeepAsDraft(class: &'static str) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let navigate = use_navigate();
    let keep = move |event: MouseEvent| {
        event.prevent_default();
        save(composing);
        navigate(&String::from(LocalPath::drafts()), NavigateOptions::default());
    };
    view! {
        <button type="submit" class=class name="form[act]" value="save" on:click=keep>"Keep as draft"</button>
    }
}

/// Who owns the list or can help, and the reference to name.
#[component]
fn Foot(offered: Vec<Offered>, context: Context, reference: Option<String>) -> impl IntoView {
    let asked: Vec<Address> = offered
        .into_iter()
        .filter_map(|offered| match offered.remedy {
            Remedy::Contact(address) => Some(address),
            _ => None,
        })
        .collect();
    let list = |address: &Address| context.lists.iter().find(|list| list.owners.contains(address));
    let people = asked.into_iter().map(|address| {
        let role = match list(&address) {
            Some(list) if list.suspended => "Suspended the list: ",
            Some(_) => "Owner of the list: ",
            None => "Can help: ",
        };
        let href = compose(&Start::New { to: address.to_string() });
        view! { <span>{role} <a href=href>{context.name(&address)}</a></span> }
    });
    let people = people.collect_view();
    view! {
        <div class="foot">
            {people}
            {reference.map(|reference| view! { <span class="reference">"Reference " <code>{reference}</code></span> })}
        </div>
    }
}
