//! Arrow keys in the list. Until the script is there every row is reached by Tab; then one is, and
//! the arrows move on from it. Followed by UID: rows come and go, the place stays with its message.

use super::row_states::RowStates;
use crate::view::part::keys::{DOWN, END, HOME, UP};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

/// Which row Tab leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roving {
    at: RwSignal<Option<u32>>,
    /// The rows, as they stand.
    rows: StoredValue<Vec<u32>>,
    states: RowStates,
}

impl Roving {
    pub(crate) fn new(states: RowStates) -> Self {
        Self { at: RwSignal::new(None), rows: StoredValue::new(Vec::new()), states }
    }

    /// These rows are shown now. Where its row has gone, the one in its place is next.
    pub(crate) fn settle(self, rows: Vec<u32>) {
        let before = self.rows.get_value();
        let first = rows.first().copied();
        let (place, kept) = (self.place(), self.at().is_some_and(|at| rows.contains(&at)));
        let next = place.and_then(|place| before.get(place..)?.iter().find(|uid| rows.contains(uid)).copied());
        self.rows.set_value(rows);
        // Effects run in the browser only: the rows that the server renders are all reached by Tab.
        Effect::new(move |_| {
            if !kept {
                self.at.try_set(next.or(first));
            }
        });
    }

    pub(crate) fn tabindex(self, uid: u32) -> Option<&'static str> {
        self.at.get().map(|at| if at == uid { "0" } else { "-1" })
    }

    pub(crate) fn focused(self, uid: u32) {
        self.at.set(Some(uid));
    }

    /// The row that Tab leads to.
    pub(crate) fn at(self) -> Option<u32> {
        self.at.get_untracked()
    }

    /// The rows as they stand, but for those on their way out.
    pub(crate) fn rows(self) -> Vec<u32> {
        self.rows.with_value(|rows| rows.iter().copied().filter(|uid| !self.states.is_gone(*uid)).collect())
    }

    fn place(self) -> Option<usize> {
        let at = self.at();
        self.rows.with_value(|rows| rows.iter().position(|uid| Some(*uid) == at))
    }

    /// Moves the focus: one up or down, or to the first or last row.
    pub(crate) fn move_by_key(self, event: &KeyboardEvent) {
        let rows = self.rows();
        let place = rows.iter().position(|uid| Some(*uid) == self.at()).unwrap_or(0);
        let to = match event.key().as_str() {
            DOWN => rows.get(place + 1),
            UP => place.checked_sub(1).and_then(|place| rows.get(place)),
            HOME => rows.first(),
            END => rows.last(),
            _ => return,
        };
        event.prevent_default();
        if let Some(uid) = to {
            focus_row(*uid);
        }
    }
}

/// Takes the focus to a row, if it is there.
pub(crate) fn focus_row(uid: u32) {
    let row = document().get_element_by_id(&row_id(uid)).and_then(|row| row.dyn_into::<HtmlElement>().ok());
    if let Some(row) = row {
        let _ = row.focus();
    }
}

/// The id of a row's link.
pub(crate) fn row_id(uid: u32) -> String {
    format!("m{uid}")
}
