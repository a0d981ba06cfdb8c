//! Acts when one has stopped typing for a moment.

use leptos::prelude::*;
use levee_contract::UnixSeconds;
use std::time::Duration;

/// Calls `act` with what `watched` gives, once it has not changed for so long. Not for its first value.
pub(crate) fn after_pause<T: PartialEq + Clone + 'static>(
    pause: Duration,
    watched: impl Fn() -> T + 'static,
    act: impl Fn(T) + Clone + 'static,
) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(running) = timer.try_update_value(Option::take).flatten() {
            running.clear();
        }
    };
    Effect::new(move |before: Option<T>| {
        let now = watched();
        if before.is_some_and(|before| before != now) {
            stop();
            let (act, seen) = (act.clone(), now.clone());
            timer.set_value(set_timeout_with_handle(move || act(seen), pause).ok());
        }
        now
    });
    on_cleanup(stop);
}

/// Calls `act` again and again, as long as the page shows what asked for it.
pub(crate) fn every(period: Duration, act: impl Fn() + 'static) {
    Effect::new({
        let act = std::rc::Rc::new(act);
        move |_| {
            let act = act.clone();
            if let Ok(running) = set_interval_with_handle(move || act(), period) {
                on_cleanup(move || running.clear());
            }
        }
    });
}

/// Seconds since 1970 by this browser's clock.
pub(crate) fn seconds_now() -> i64 {
    // Precise to the millisecond, and far from the bounds of either type.
    (js_sys::Date::now() / 1000.0) as i64
}

/// The server's clock, going on from what it said; it stands still until the script is there.
pub(crate) fn ticking(now: UnixSeconds) -> Signal<UnixSeconds> {
    let clock = RwSignal::new(now);
    let begun = StoredValue::new(None::<i64>);
    Effect::new(move |_| begun.set_value(Some(seconds_now())));
    every(Duration::from_secs(1), move || {
        if let Some(begun) = begun.try_get_value().flatten() {
            clock.try_set(now + seconds_now() - begun);
        }
    });
    clock.into()
}
