//! The bar at the foot of whatever screen one has gone on to: what was just done, and how to undo it.

use leptos::prelude::*;

/// What the bar shows, if anything. Whoever puts something there brings its view along, so that the
/// frame carries none of them.
#[derive(Clone, Copy)]
pub(crate) struct Toast(RwSignal<Option<ViewFn>>);

impl Toast {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Shows it in place of what is there.
    pub(crate) fn show(self, view: impl Fn() -> AnyView + Send + Sync + 'static) {
        self.0.set(Some(view.into()));
    }

    /// Takes away what is there.
    pub(crate) fn close(self) {
        self.0.try_set(None);
    }
}

/// Where the toast stands.
#[component]
pub(crate) fn ToastBar(toast: Toast) -> impl IntoView {
    // A live region has to be there before what it says.
    view! { <div role="status">{move || toast.0.get().map(|view| view.run())}</div> }.into_any()
}
