//! Memos that may be read from everywhere.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A memo that has its value from the start. The server renders a page on several threads, and a memo that two of
/// them read for the first time has none for one of them (reactive_graph 0.2.16).
pub(crate) fn settled<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let memo = Memo::new(compute);
    memo.with_untracked(|_| ());
    memo
}

/// The same for where we are. To be called before anything waits for an answer.
pub(crate) fn settle_location() {
    let here = use_location();
    here.pathname.with_untracked(|_| ());
    here.search.with_untracked(|_| ());
    here.query.with_untracked(|_| ());
}
