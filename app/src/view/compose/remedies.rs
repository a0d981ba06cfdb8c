//! What can be done about a finding, as buttons. A remedy changes the draft and never sends it.

use super::check::ask;
use super::composing::{Composing, Phase};
use super::entries::Wells;
use crate::api::start_compose;
use crate::path::compose;
use crate::words::Context;
use crate::words::en::{Label, remedy};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;
use levee_contract::{Start, Who};
use levee_guard::{Offered, Remedy, Ruling};
use levee_mail::ReplyKind;

/// How a group of buttons stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Beside its reason: *Send* is the blue one.
    Plain,
    /// The first of them is the blue one: sending is off, or asked about.
    Prominent,
}

/// The remedies that this page can carry out.
#[component]
pub(crate) fn Remedies(
    offered: Vec<Offered>,
    /// Of the whole message; hiding addresses that leaves it as strict is no help.
    ruling: Ruling,
    context: Context,
    rank: Rank,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let offered: Vec<Offered> = offered.into_iter().filter(|offered| helps(offered, ruling)).collect();
    if offered.is_empty() && children.is_none() {
        return ().into_any();
    }
    let buttons = offered.into_iter().enumerate().map(|(place, offered)| {
        let class = if rank == Rank::Prominent && place == 0 { "button primary" } else { "button" };
        let label = remedy(&offered, &context);
        view! { <RemedyButton remedy=offered.remedy label class /> }
    });
    view! { <div class="remedies">{buttons.collect_view()} {children.map(|children| children())}</div> }.into_any()
}

/// *Send for approval* is what the *Send* button does itself; files cannot be attached here.
pub(crate) fn helps(offered: &Offered, ruling: Ruling) -> bool {
    match offered.remedy {
        Remedy::Remove(_) | Remedy::ReplyToSender | Remedy::Contact(_) => true,
        Remedy::MoveToBcc => offered.leads_to < ruling,
        _ => false,
    }
}

#[component]
pub(crate) fn RemedyButton(remedy: Remedy, label: Label, class: &'static str) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let Label { act, leaves } = label;
    let leaves = leaves.map(|leaves| view! { " " <span class="to">{leaves}</span> });
    if let Remedy::Contact(address) = &remedy {
        let href = compose(&Start::New { to: address.to_string() });
        return view! { <a class=class href=href><span>{act}</span> {leaves}</a> }.into_any();
    }
    let name = remedy.to_string();
    let press = move |event: MouseEvent| {
        event.prevent_default();
        apply(composing, &remedy);
    };
    view! {
        <button type="submit" class=class name="form[act]" value=name on:click=press>
            <span>{act}</span>
            {leaves}
        </button>
    }
    .into_any()
}

/// Changes the draft; what was asked or refused was about another one.
fn apply(composing: Composing, remedy: &Remedy) {
    composing.phase.set(Phase::Writing);
    match remedy {
        Remedy::Remove(address) => composing.wells.update(|wells| wells.remove(address)),
        Remedy::MoveToBcc => {
            let chips = composing.told.with_untracked(|told| told.as_ref().map(|t| t.audience.chips.clone()));
            let outside = chips.into_iter().flatten().filter(|chip| chip.who == Who::Outside);
            let outside: Vec<_> = outside.map(|chip| chip.address).collect();
            composing.wells.update(|wells| wells.move_to_bcc(&outside));
            // The people are the same; what they see of each other is not.
            ask(composing);
        }
        Remedy::ReplyToSender => reply_to_sender(composing),
        _ => {}
    }
    // The button that was pressed is gone.
    let next = document().get_element_by_id("to-entry").and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let _ = next.map(|next| next.focus());
}

/// The recipients that *Reply* would have; the server knows where that goes.
fn reply_to_sender(composing: Composing) {
    let Some(message) = composing.parent() else { return };
    spawn_local(async move {
        let Ok(reply) = start_compose(Start::Reply { message }).await else { return };
        composing.kind.try_set(ReplyKind::Reply);
        composing.wells.try_set(Wells::of(&reply.value.draft));
    });
}
