//! The program under test: the `levee` that was built beside this test.

use std::path::PathBuf;

/// Where it is: `target/debug/levee` for a test in `target/debug/deps`.
///
/// # Panics
/// When it was not built, saying how to build it.
#[must_use]
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own program");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("a test lies in target/<profile>/deps");
    let program = folder.join("levee");
    assert!(
        program.is_file(),
        "{} is missing: build it with `cargo build --package levee`, or run all tests with `make unit`",
        program.display()
    );
    program
}
