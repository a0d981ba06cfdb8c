//! A place in the frame that a part fetched later fills, so that the frame carries none of its views.

use leptos::prelude::*;

/// What stands there, if anything.
#[derive(Clone, Copy)]
pub(crate) struct Slot(RwSignal<Option<ViewFn>>);

impl Slot {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Puts it there. Nothing happens when the place is gone.
    pub(crate) fn fill(self, view: impl Fn() -> AnyView + Send + Sync + 'static) {
        self.0.try_set(Some(view.into()));
    }

    /// What stands there; followed.
    pub(crate) fn view(self) -> Option<AnyView> {
        self.0.get().map(|view| view.run())
    }
}
