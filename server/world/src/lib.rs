//! Worlds and cases of the guard, as TOML, judged through the product's own directory.
