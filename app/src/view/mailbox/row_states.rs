//! What is being done to rows and the server has not said yet: shown at once, and taken back if it refuses.

use leptos::prelude::*;
use levee_contract::Marks;

/// How a row differs from what the server last said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RowState {
    /// It is on its way out of the list.
    pub(crate) gone: bool,
    /// Its marks as they will be.
    pub(crate) marks: Option<Marks>,
}

/// The rows that differ, by UID.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowStates(RwSignal<Vec<(u32, RowState)>>);

impl RowStates {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// How this row differs; followed.
    pub(crate) fn of(self, uid: u32) -> RowState {
        self.0.with(|all| all.iter().find(|(one, _)| *one == uid).map(|(_, state)| *state)).unwrap_or_default()
    }

    /// Whether it is on its way out; not followed.
    pub(crate) fn is_gone(self, uid: u32) -> bool {
        untrack(|| self.of(uid).gone)
    }

    /// Shows a row as it will be.
    pub(crate) fn set(self, uid: u32, state: RowState) {
        self.0.update(|all| {
            all.retain(|(one, _)| *one != uid);
            all.push((uid, state));
        });
    }

    /// Shows every row as the server says: UIDs mean other messages in another mailbox.
    pub(crate) fn forget(self) {
        self.0.set(Vec::new());
    }

    /// Shows these rows as the server says again.
    pub(crate) fn clear(self, uids: &[u32]) {
        self.0.try_update(|all| all.retain(|(one, _)| !uids.contains(one)));
    }
}
