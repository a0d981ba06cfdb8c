//! What `levee guard judge` prints, printed by a browser: the same engine as WebAssembly.

use wasm_bindgen::prelude::wasm_bindgen;

/// The verdicts on all cases of a file in a world, both as TOML: a JSON array.
///
/// # Errors
/// What is wrong with them, in words.
#[wasm_bindgen]
pub fn judge(world: &str, cases: &str) -> Result<String, String> {
    levee_world::judge_text(world, cases).map(|judged| judged.output).map_err(|wrong| wrong.to_string())
}
