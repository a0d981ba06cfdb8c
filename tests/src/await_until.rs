//! Waiting for what another process does: looked for again and again, and for so long at most.

use std::time::{Duration, Instant};

/// Longer than anything here takes on a busy machine; a hang becomes a failure.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(40);

/// Looks until there is something.
///
/// # Panics
/// When there is nothing after two minutes, saying what was waited for.
#[track_caller]
pub fn await_until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(PAUSE);
    }
}
