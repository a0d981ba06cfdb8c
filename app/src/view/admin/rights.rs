//! Who may change what they see. The server refuses whoever may not; here the controls are left out, and a bar over
//! every page says why.

use crate::view::frame::SignedIn;
use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;
use levee_contract::Role;

/// Whether the account is an administrator's, once it is known.
pub(super) async fn administers(signed_in: SignedIn) -> bool {
    signed_in.account().await.is_ok_and(|account| account.has(Role::Administrator))
}

/// Whether the account governs the lists that it sees: an auditor sees all and governs none.
pub(super) async fn governs(signed_in: SignedIn) -> bool {
    signed_in.account().await.is_ok_and(|account| {
        let of_units = account.has(Role::UnitAdministrator) && !account.has(Role::Auditor);
        account.has(Role::Administrator) || of_units
    })
}

/// What only administrators are shown: a control that changes something.
#[component]
pub(super) fn ForAdministrators(children: ChildrenFn) -> impl IntoView {
    let signed_in = expect_context::<SignedIn>();
    let children = StoredValue::new(children);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                administers(signed_in).await.then(|| children.with_value(|children| children()))
            })}
        </Transition>
    }
    .into_any()
}

/// Over every page of somebody who sees and changes less than administrators: how far they see and what they may do.
#[component]
pub(super) fn ReachBar(signed_in: SignedIn) -> impl IntoView {
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let account = signed_in.account().await.ok()?;
                let says = if account.has(Role::Administrator) {
                    return None;
                } else if account.has(Role::Auditor) {
                    "You see everything here as an auditor, and change nothing. What can be changed is changed by administrators."
                } else if account.has(Role::UnitAdministrator) {
                    "You see what concerns your units: their lists, and verdicts on messages of their people. Policy, roles and the emergency stop are with administrators."
                } else {
                    return None;
                };
                Some(view! {
                    <div class="observe-bar reach-bar" role="note">
                        <Icon glyph=Glyph::Info />
                        <p>{says}</p>
                    </div>
                })
            })}
        </Transition>
    }
    .into_any()
}
