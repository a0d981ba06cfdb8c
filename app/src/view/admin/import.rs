//! A policy from a file: what is wrong with its lines, or what it changes, and the way to the thresholds and to a
//! replay. What was pasted stands in the address: nothing is saved by looking.

use super::failed::Failed;
use super::proposal::Proposal;
use super::versions::Differences;
use crate::api::read_policy_file;
use crate::view::frame::SignedIn;
use crate::view::part::{Glyph, Icon, InfoBar, Tone};
use crate::words::en::{counted, file_problem};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{AppError, FileProblem, ProposedPolicy, Role};

/// Characters of a policy at most: three times what one has with every number in it, and what fits into an address.
const LONGEST: u32 = 8_000;

/// `/admin/import`, and `?text=` what was pasted.
#[component]
pub(super) fn ImportPage() -> impl IntoView {
    let signed_in = expect_context::<SignedIn>();
    let query = use_query_map();
    let text = Memo::new(move |_| query.with(|query| query.get("text")).unwrap_or_default());
    let read = Resource::new(
        move || text.get(),
        async |text| {
            if text.trim().is_empty() { None } else { Some(read_policy_file(text).await) }
        },
    );
    let area = NodeRef::<Textarea>::new();
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    view! {
        <Title text="Import a policy" />
        <div class="page">
            <header class="page-head">
                <p class="crumb"><a href="/admin/policy">"Thresholds"</a> " / "</p>
                <h1>"Import a policy"</h1>
                <p class="caption">"Nothing is saved before you have seen what changes and given a reason."</p>
            </header>
            <form method="get" action="/admin/import" class="card panel import">
                <label for="policy-text"><b>"Policy as TOML"</b></label>
                <p class="caption" id="policy-text-about">"Paste it, or choose a file. What it leaves out stays as it is in force; " <a href="/admin/policy.toml" rel="external" download="">"export the policy in force"</a> " to begin with."</p>
                {move || alive.get().then(|| view! {
                    <label class="choose-file">"File " <input type="file" accept=".toml,text/plain,application/toml" on:change=move |event| take(&event, area) /></label>
                })}
                <textarea
                    id="policy-text"
                    name="text"
                    rows="16"
                    maxlength=LONGEST.to_string()
                    spellcheck="false"
                    aria-describedby="policy-text-about"
                    required
                    node_ref=area
                >{text.get_untracked()}</textarea>
                <p class="buttons"><button type="submit" class="button">"Read it"</button></p>
            </form>
            <Transition>
                {move || Suspend::new(async move {
                    let account = signed_in.account().await;
                    match read.await {
                        None if account.is_ok_and(|account| account.has(Role::Administrator)) => ().into_any(),
                        None => view! { <Failed error=AppError::Forbidden.into() /> }.into_any(),
                        Some(Err(error)) => view! { <Failed error /> }.into_any(),
                        Some(Ok(Err(problems))) => view! { <Problems problems /> }.into_any(),
                        Some(Ok(Ok(proposed))) => view! { <Proposed proposed /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Puts the text of a file where it would be pasted.
fn take(event: &leptos::ev::Event, area: NodeRef<Textarea>) {
    let field = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlInputElement>().ok());
    let Some(file) = field.and_then(|field| field.files()).and_then(|files| files.get(0)) else { return };
    let told = Closure::once(move |text: JsValue| {
        if let (Some(text), Some(area)) = (text.as_string(), area.get_untracked()) {
            area.set_value(&text);
            let _ = area.focus();
        }
    });
    let _ = file.text().then(&told);
    // It is called once, when the file was read, and lets go of itself.
    told.forget();
}

#[component]
fn Problems(problems: Vec<FileProblem>) -> impl IntoView {
    let number = counted(problems.len() as u64, "problem");
    let lines = problems.iter().map(|problem| view! { <li>{file_problem(problem)}</li> }).collect_view();
    view! {
        <section class="card panel file-read" aria-labelledby="file-problems" role="alert">
            <h2 id="file-problems" class="iconed"><Icon glyph=Glyph::Block class="small" />{number} ". Nothing was taken from it."</h2>
            <ul class="file-problems">{lines}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Proposed(proposed: ProposedPolicy) -> impl IntoView {
    let ProposedPolicy { in_force, proposed } = proposed;
    let version = in_force.version;
    let proposal = Proposal::of(&in_force.policy, &proposed, version);
    if in_force.policy == proposed {
        return view! {
            <InfoBar tone=Tone::Quiet glyph=Glyph::Info>"This is the policy in force: nothing would change."</InfoBar>
        }
        .into_any();
    }
    view! {
        <section class="card file-read" aria-labelledby="file-changes">
            <header class="card-head"><h2 id="file-changes">"What it changes"</h2></header>
            <Differences before=in_force.policy after=proposed heads=(format!("v{version}"), "File".to_owned()) />
        </section>
        <div class="action-bar">
            <p><b>"Not saved yet"</b><span class="caption">"the thresholds show it beside what is in force"</span></p>
            <span class="buttons">
                <a class="button" href=proposal.replay("/admin/replay", 30)>"Replay"</a>
                <a class="button primary" href=proposal.form() rel="external">"Put it into the thresholds"</a>
            </span>
        </div>
    }
    .into_any()
}
