//! The emergency stop: how it stands, and the form that stops or lets go, in place, so that what decides stays in
//! view. It is asked for by words that have to be typed.

use crate::api::{ApiError, SetStop, Timed};
use crate::view::admin::refused::Reason;
use crate::view::admin::rights::ForAdministrators;
use crate::view::part::when::full;
use crate::view::part::{Glyph, Icon, follow_typed};
use crate::words::en::{count, counted};
use leptos::html::{A, Input};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{Lately, Stop, StopChange, UnixSeconds, Watch};
use levee_guard::StopScope;
use server_fn::ServerFn as _;

#[component]
pub(super) fn EmergencyStop(watch: Resource<Result<Timed<Watch>, ApiError>>) -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| match query.with(|query| query.get("stop")).as_deref() {
        Some("replies") => Some(StopScope::Replies),
        Some("everything") => Some(StopScope::Everything),
        Some("nothing") => Some(StopScope::Nothing),
        _ => None,
    });
    view! {
        <section class="card panel stop-card" aria-labelledby="emergency-stop">
            <Transition>
                {move || Suspend::new(async move {
                    let Timed { now, value } = watch.await.ok()?;
                    Some(view! { <Standing stop=value.stop lately=value.lately from=value.stop_from wanted now /> })
                })}
            </Transition>
            <ForAdministrators>
                {move || wanted.get().map(|scope| view! { <Form scope watch /> }.into_any())}
            </ForAdministrators>
        </section>
    }
    .into_any()
}

#[component]
fn Standing(
    stop: Option<Stop>,
    lately: Lately,
    from: u64,
    wanted: Memo<Option<StopScope>>,
    now: UnixSeconds,
) -> impl IntoView {
    let on = stop.is_some();
    let choice = move |scope: StopScope, href: &'static str, title: &'static str, lately: u64| {
        view! {
            <li hidden=move || wanted.get() == Some(scope)>
                <span><b>{title}</b><span class="caption">{count(from)} " people or more · " {count(lately)} " in the last 10 min"</span></span>
                <ForAdministrators><a class="button danger" href=href>"Stop…"<span class="unseen">" " {title}</span></a></ForAdministrators>
            </li>
        }
        .into_any()
    };
    let choices = match &stop {
        None => vec![
            choice(StopScope::Replies, "/admin/now?stop=replies", "Replies to all", lately.replies_to_many),
            choice(StopScope::Everything, "/admin/now?stop=everything", "Everything", lately.to_many),
        ],
        Some(Stop { scope: StopScope::Replies, .. }) => {
            vec![choice(StopScope::Everything, "/admin/now?stop=everything", "Everything", lately.to_many)]
        }
        Some(_) => Vec::new(),
    };
    let told = stop.map(|stop| {
        view! {
            <div class="stopped" role="status">
                <p><b>{stopped(stop.scope)} " since " {full(stop.at, now)}</b> ", by " {stop.by}</p>
                <p class="whole">{stop.reason}</p>
                <ForAdministrators>
                    <a class="button" href="/admin/now?stop=nothing" hidden=move || wanted.get() == Some(StopScope::Nothing)>"Release…"</a>
                </ForAdministrators>
            </div>
        }
        .into_any()
    });
    view! {
        <header class="card-head">
            <h2 id="emergency-stop">"Emergency stop"</h2>
            {if on {
                view! { <span class="pill blocked"><Icon glyph=Glyph::Block class="tiny" />"On"</span> }.into_any()
            } else {
                view! { <span class="pill"><Icon glyph=Glyph::Tick class="tiny" />"Off"</span> }.into_any()
            }}
        </header>
        {told}
        <ul class="stops">{choices}</ul>
        <p class="caption">"Mail to fewer than " {count(from)} " people always flows. Takes effect everywhere within 5 s."</p>
    }
    .into_any()
}

/// "Replies to all are stopped".
pub(in crate::view::admin) fn stopped(scope: StopScope) -> &'static str {
    match scope {
        StopScope::Nothing => "Nothing is stopped",
        StopScope::Replies => "Replies to all are stopped",
        StopScope::Everything => "All mail to many is stopped",
    }
}

#[component]
fn Form(scope: StopScope, watch: Resource<Result<Timed<Watch>, ApiError>>) -> impl IntoView {
    let words = StopChange::words(scope);
    let (field, typed) = (NodeRef::<Input>::new(), RwSignal::new(String::new()));
    follow_typed(field, typed);
    let (title, button) = match scope {
        StopScope::Nothing => ("Release the stop, for everybody?", "Release the stop"),
        StopScope::Replies => ("Stop replies to all, for everybody?", "Stop replies"),
        StopScope::Everything => ("Stop all mail to many, for everybody?", "Stop everything"),
    };
    let cancel = NodeRef::<A>::new();
    Effect::new(move |_| {
        let Some(cancel) = cancel.get() else { return };
        // What acts on everybody is not what the next key presses. Whoever types in the form already goes on.
        let typing = document().active_element().and_then(|focused| focused.closest(".stop-form").ok().flatten());
        if typing.is_none() {
            let _ = cancel.focus();
        }
    });
    // Until the script is there the server alone compares.
    let waits = RwSignal::new(false);
    Effect::new(move |_| waits.set(words.is_some_and(|words| typed.with(|typed| typed.trim() != words))));
    let confirmed = words.map(|words| {
        view! {
            <label class="reason" for="stop-typed">
                <span>"Type " <b>{words}</b> " to confirm"</span>
                <input
                    type="text"
                    id="stop-typed"
                    name="typed"
                    required
                    autocomplete="off"
                    autocapitalize="characters"
                    node_ref=field
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
        }
        .into_any()
    });
    view! {
        <form method="post" action=SetStop::url() class="guarded stop-form">
            <input type="hidden" name="scope" value=crate::api::scope_word(scope) />
            <div class="consequence" class:calm=scope == StopScope::Nothing>
                <Icon glyph=Glyph::Warn />
                <p>
                    <b>{title}</b>
                    " "
                    <Transition>
                        {move || Suspend::new(async move {
                            Some(consequence(scope, watch.await.ok()?.value.lately))
                        })}
                    </Transition>
                </p>
            </div>
            <Reason id="stop-reason" placeholder="Shown to everybody who writes" />
            {confirmed}
            <span class="buttons">
                <a class="button" href="/admin/now" node_ref=cancel>"Cancel"</a>
                <button type="submit" class="button" class:danger=scope != StopScope::Nothing class:primary=scope == StopScope::Nothing prop:disabled=move || waits.get()>
                    {button}
                </button>
            </span>
        </form>
    }
    .into_any()
}

fn consequence(scope: StopScope, lately: Lately) -> String {
    let such = |n: u64| format!("{} sent in the last 10 min", were(n));
    match scope {
        StopScope::Nothing => "Messages to many go again as the thresholds say.".to_owned(),
        StopScope::Replies => format!(
            "{}. From now on each is refused with the reason below, until you release it.",
            such(lately.replies_to_many)
        ),
        StopScope::Everything => {
            format!(
                "{}. From now on each is refused with the reason below, until you release it.",
                such(lately.to_many)
            )
        }
    }
}

fn were(n: u64) -> String {
    let verb = if n == 1 { "was" } else { "were" };
    format!("{} {verb}", counted(n, "such message"))
}
