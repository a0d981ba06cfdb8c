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

/// What the account may do, from the first moment on: the server says it with the page; a console that was come to from
/// the mailbox learns it with the account. Screens find it in their context.
#[derive(Clone, Copy)]
pub(super) struct Rights(RwSignal<Vec<Role>>);

impl Rights {
    /// Of whoever is signed in.
    pub(super) fn new(signed_in: SignedIn) -> Self {
        let roles = RwSignal::new(SharedValue::new(told).into_inner());
        Effect::new(move |_| {
            if let Some(known) = signed_in.roles().filter(|known| *known != roles.get_untracked()) {
                roles.set(known);
            }
        });
        Self(roles)
    }

    /// Whether the account is an administrator's; followed.
    fn administers(self) -> bool {
        self.0.with(|roles| roles.contains(&Role::Administrator))
    }

    /// Whether the account sees no more than its units; followed.
    pub(super) fn ends_at_units(self) -> bool {
        self.0.with(|roles| {
            let sees_all = roles.contains(&Role::Administrator) || roles.contains(&Role::Auditor);
            roles.contains(&Role::UnitAdministrator) && !sees_all
        })
    }
}

/// The roles of whoever asked for the page.
#[cfg(feature = "ssr")]
fn told() -> Vec<Role> {
    use_context::<Option<levee_contract::Caller>>().flatten().map(|caller| caller.account.roles).unwrap_or_default()
}

/// Here they come with the page.
#[cfg(not(feature = "ssr"))]
fn told() -> Vec<Role> {
    Vec::new()
}

/// What only administrators are shown: a control that changes something. Made once, with what is typed in it. It awaits
/// nothing: a `Suspend` around a part of what another one shows does not come alive.
#[component]
pub(super) fn ForAdministrators(children: ChildrenFn) -> impl IntoView {
    let rights = expect_context::<Rights>();
    let shown = Memo::new(move |_| rights.administers());
    move || shown.get().then(|| children())
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
                    "You see what concerns your units: their lists, their numbers, and verdicts on messages of their people. The organisation's policy, roles and the emergency stop are with administrators."
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
