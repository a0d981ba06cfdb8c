//! What the browser downloads: hydrate() and nothing else.

// Views are types as deep as the document that they draw.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered. Called once by the script in the shell.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_lazy(levee_app::App);
}
