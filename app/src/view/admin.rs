//! What administrators tune.

mod policy_form;
mod policy_versions;
mod typed_policy;

use crate::api::list_policies;
use crate::view::frame::{CommandBar, MailChanges};
use crate::view::part::{Glyph, InfoBar, Tone, Trouble};
use leptos::prelude::*;
use leptos_meta::Title;
use policy_form::PolicyForm;
use policy_versions::PolicyVersions;
#[cfg(feature = "ssr")]
pub(crate) use typed_policy::plain;

/// The policy in force, as a form, and all versions under it.
#[component]
pub(crate) fn PolicyPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let versions = Resource::new(move || changes.follow(), |_| list_policies());
    view! {
        <Title text="Policy" />
        <CommandBar />
        <div class="policy">
            <Transition>
                {move || Suspend::new(async move {
                    match versions.await {
                        Ok(versions) => match versions.value.first() {
                            Some(newest) => view! {
                                <PolicyForm in_force=newest.in_force.clone() />
                                <PolicyVersions versions />
                            }
                            .into_any(),
                            None => view! {
                                <InfoBar tone=Tone::Quiet glyph=Glyph::Info>"There is no policy yet."</InfoBar>
                            }
                            .into_any(),
                        },
                        Err(error) => view! { <h1 class="unseen">"Thresholds"</h1><div class="card fill"><Trouble error /></div> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}
