//! What the sender says of the verdict on a message: that it was wrong, in one press. A form, so that it needs no script.

use super::Outbox;
use leptos::form::ActionForm;
use leptos::prelude::*;
use levee_contract::ToldWrong;
use levee_mail::DraftId;

/// Under the facts of a message about which a rule said something.
#[component]
pub(super) fn OwnTold(id: DraftId, reference: String) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let wanted = id.clone();
    let told = Memo::new(move |_| {
        let of = |row: &levee_contract::OutboxRow| row.verdict.as_ref().and_then(|verdict| verdict.told.clone());
        outbox.rows.with(|rows| rows.iter().find(|row| row.id == wanted).and_then(of))
    });
    let is_told = move || told.with(Option::is_some);
    let telling = move || if is_told() { "take_back" } else { "wrong" };
    let said = move || {
        match told.get() {
        None => "If what Levee said about this message was wrong, say so: whoever tunes the rules sees it. It changes nothing for this message.".to_owned(),
        Some(ToldWrong { why, .. }) if why.is_empty() => "You said that this was wrong. Whoever tunes the rules sees it.".to_owned(),
        Some(ToldWrong { why, .. }) => format!("You said that this was wrong: {why}"),
    }
    };
    view! {
        <ActionForm action=outbox.tell attr:class="call-wrong">
            <input type="hidden" name="reference" value=reference />
            <input type="hidden" name="open" value=id.as_str().to_owned() />
            <input type="hidden" name="telling" value=telling />
            <button type="submit" class="button">{move || if is_told() { "Take back" } else { "This was wrong" }}</button>
            <input
                type="text"
                name="why"
                class:unseen=is_told
                tabindex=move || is_told().then_some("-1")
                aria-hidden=move || is_told().then_some("true")
                maxlength=ToldWrong::LONGEST.to_string()
                autocomplete="off"
                aria-label="Why it was wrong, if you like to say"
                placeholder="Why, if you like"
            />
            <p class="caption" role="status">{said}</p>
        </ActionForm>
    }
    .into_any()
}
