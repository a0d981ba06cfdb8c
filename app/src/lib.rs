//! What people see: screens, their words, and what a browser may ask.
