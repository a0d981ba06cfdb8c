//! A sentence of the words, set: names and numbers semibold.

use crate::words::{Run, Sentence};
use leptos::prelude::*;

/// The sentence's runs.
#[component]
pub(crate) fn Said(sentence: Sentence) -> impl IntoView {
    let set = |run: &Run| match run {
        Run::Plain(text) => text.clone().into_any(),
        Run::Strong(text) => view! { <b>{text.clone()}</b> }.into_any(),
    };
    sentence.runs().iter().map(set).collect_view()
}
