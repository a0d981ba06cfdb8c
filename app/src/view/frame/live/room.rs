//! How much room there is for mail, at the foot of the folders. Asked when everything else is there.

use super::{Live, SignedIn};
use crate::api::read_quota;
use crate::view::part::pause::seconds_now;
use crate::view::part::{Glyph, Icon};
use crate::words::en::{self, Room};
use leptos::prelude::*;
use leptos::task::spawn_local;
use levee_contract::{Quota, UnixSeconds};

/// Room changes slowly: it is asked for once in so many seconds.
const FRESH: UnixSeconds = 300;

/// Shows it, and asks again when something has changed.
pub(super) fn show(live: Live, signed_in: SignedIn) {
    Effect::new(move |asked: Option<UnixSeconds>| {
        signed_in.0.track();
        let now = seconds_now();
        if let Some(asked) = asked.filter(|asked| now - asked < FRESH) {
            return asked;
        }
        spawn_local(async move {
            // Where there is no limit, or nobody knows, nothing is shown.
            if let Ok(Some(quota)) = read_quota().await {
                live.foot.fill(move || room(quota));
            }
        });
        now
    });
}

fn room(Quota { used, limit }: Quota) -> AnyView {
    let (room, text) = en::room(used, limit);
    let tight = room != Room::Enough;
    view! {
        <div class="room" class:tight=tight>
            <progress max=limit.to_string() value=used.min(limit).to_string() aria-label="Room used"></progress>
            <p>
                {tight.then(|| view! { <Icon glyph=Glyph::Warn class="small" /> }.into_any())}
                <span>{text}</span>
            </p>
        </div>
    }
    .into_any()
}
