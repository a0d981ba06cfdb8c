//! The whole system as people use it. Needs root and the mail packages, as the demo does; says so and passes
//! where they are missing.

mod body_and_headers;
mod commands;
mod console;
mod crash;
mod csrf;
mod held;
mod policy;
mod processes;
mod refused;
mod send;
mod sign_in;
mod verdicts_agree;
