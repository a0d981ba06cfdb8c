//! What the browser downloads: hydrate() and nothing else.
