//! What the browser downloads: hydrate() and nothing else.

// Views are types as deep as the document that they draw.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered. Called once by the script in the shell.
#[wasm_bindgen]
pub fn hydrate() {
    wasm_bindgen_futures::spawn_local(async {
        let location = leptos::prelude::window().location();
        let (path, query) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
        levee_app::fetch_parts_of(&path, query.trim_start_matches('?')).await;
        leptos::mount::hydrate_lazy(levee_app::App);
    });
}
