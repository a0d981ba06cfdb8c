//! The program `levee`.
fn main() {}
