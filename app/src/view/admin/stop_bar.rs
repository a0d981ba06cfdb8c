//! Over every page of the console while the emergency stop is on: what is stopped, since when, by whom and why.

use super::now::stopped;
use super::rights::ForAdministrators;
use crate::api::{ApiError, Timed};
use crate::view::part::when::full;
use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;
use levee_contract::GuardStanding;

#[component]
pub(super) fn StopBar(standing: Resource<Result<Timed<GuardStanding>, ApiError>>) -> impl IntoView {
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let Timed { now, value } = standing.await.ok()?;
                let stop = value.stop?;
                Some(view! {
                    <div class="observe-bar stop-bar" role="alert">
                        <Icon glyph=Glyph::Block />
                        <p><b>{stopped(stop.scope)} "."</b> " Since " {full(stop.at, now)} ", by " {stop.by} ": " {stop.reason}</p>
                        <ForAdministrators><a class="button" href="/admin/now?stop=nothing">"Release…"</a></ForAdministrators>
                    </div>
                })
            })}
        </Transition>
    }
    .into_any()
}
