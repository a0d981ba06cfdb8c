//! What has to be said about the draft itself: it came back, it was changed elsewhere, it did not go.

use super::composing::{Composing, Phase, SaveState};
use super::keep::{is_conflict, keep_both};
use crate::path::LocalPath;
use crate::view::part::{Glyph, Icon, Said, sentence};
use crate::words::Sentence;
use crate::words::en::{returned, stopped};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::Stop;

/// Each note that applies.
#[component]
pub(crate) fn Notes() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let came_back = composing.returned();
    let stop = Memo::new(move |_| composing.stop());
    let failed = Memo::new(move |_| match &*composing.phase.read() {
        Phase::Failed(error) => Some(error.clone()),
        _ => None,
    });
    let conflict = Memo::new(move |_| is_conflict(&composing.saving.read().state));
    let not_saved = Memo::new(move |_| match &composing.saving.read().state {
        SaveState::Failed(error) if !is_conflict(&SaveState::Failed(error.clone())) => Some(error.clone()),
        _ => None,
    });
    view! {
        {move || stop.get().map(|stop| view! { <Stopped stop /> })}
        {came_back.map(|why| view! {
            <div class="composer-note">
                <Icon glyph=Glyph::Undo />
                <p><Said sentence=returned(&why) /></p>
            </div>
        })}
        <div role="alert">
            {move || failed.get().map(|error| view! { <Failed sentence=Sentence::from("Not sent.").then(sentence(&error)) /> })}
            {move || not_saved.get().map(|error| view! { <Failed sentence=Sentence::from("Not saved.").then(sentence(&error)) /> })}
            {move || conflict.get().then(|| view! { <Conflict composing /> })}
        </div>
    }
}

/// Before anybody has written a word for nothing.
#[component]
fn Stopped(stop: Stop) -> impl IntoView {
    view! {
        <div class="composer-note failed" role="status">
            <Icon glyph=Glyph::Block />
            <p><Said sentence=stopped(&stop) /></p>
        </div>
    }
}

#[component]
fn Failed(sentence: Sentence) -> impl IntoView {
    view! {
        <div class="composer-note failed">
            <Icon glyph=Glyph::Block />
            <p><Said sentence /></p>
        </div>
    }
}

/// Both versions are there; nothing is overwritten.
#[component]
fn Conflict(composing: Composing) -> impl IntoView {
    let navigate = use_navigate();
    let other = LocalPath::draft(&composing.id());
    let both = move |_| {
        let navigate = navigate.clone();
        keep_both(composing, move |id| navigate(LocalPath::draft(&id).as_str(), NavigateOptions::default()));
    };
    view! {
        <div class="composer-note failed">
            <Icon glyph=Glyph::Warn />
            <p>"This draft was changed in another window. What you see here is not saved yet; nothing is lost."</p>
            <button type="button" class="button small" on:click=both>"Keep this as a draft of its own"</button>
            <a class="button small" href=String::from(other) target="_blank" rel="external noopener">"See the other"</a>
        </div>
    }
}
