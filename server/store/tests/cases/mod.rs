//! What the store promises whichever database it is on; each test begins with a database of its own.

mod alerts;
mod console;
mod feedback;
mod outbox;
mod records;
mod rules;
mod spread;
mod watching;
mod writing;
