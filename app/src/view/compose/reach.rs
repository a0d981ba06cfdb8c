//! "Reaches 12 people": the quiet line under the wells while nothing stands against sending.

use super::composing::{Composing, Judged};
use super::why::Why;
use crate::view::part::{Glyph, Icon};
use crate::words::en::{count, people};
use leptos::prelude::*;

/// Whom it reaches, how many are outside, and what is not finished in the wells.
#[component]
pub(crate) fn Reach(judged: Option<Judged>) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let checking = Memo::new(move |_| !composing.is_checked());
    let unfinished = Memo::new(move |_| composing.wells.with(super::entries::Wells::unfinished));
    let nobody = Memo::new(move |_| composing.nobody());
    let organisation = composing.account.with_value(|account| account.organisation.clone());
    let known = judged.clone().map(|judged| {
        let context = judged.context;
        let before = if context.at_least { "Reaches at least " } else { "Reaches " };
        let (number, noun) = match context.people {
            0 => ("nobody".to_owned(), ""),
            1 => ("1".to_owned(), " person"),
            n => (count(n), " people"),
        };
        view! {
            <span>{before} <b>{number}</b> {noun}</span>
            {(context.external > 0).then(|| view! { <span><b>{count(context.external)}</b> " outside " {organisation}</span> })}
        }
    });
    let incomplete = move || match unfinished.get() as u64 {
        0 => None,
        1 => Some("1 address is not complete".to_owned()),
        n => Some(format!("{} addresses are not complete", count(n))),
    };
    let strangers = move || {
        let nobody = nobody.get();
        match nobody.as_slice() {
            [] => None,
            [one] => Some(format!("Nobody here has the address {one}")),
            all => Some(format!("Nobody here has {} of the addresses", count(all.len() as u64))),
        }
    };
    view! {
        <div class="reach">
            <Icon glyph=Glyph::Group class="small" />
            {known}
            {move || checking.get().then(|| view! { <span class="checking">"Checking…"</span> })}
            {move || incomplete().map(|text| view! { <span class="bad">{text}</span> })}
            {move || strangers().map(|text| view! { <span class="bad">{text}</span> })}
            {judged.map(|judged| {
                let short = format!("Why {}?", if judged.context.people == 0 { people(0) } else { count(judged.context.people) });
                view! { <Why judged short /> }
            })}
        </div>
    }
}
