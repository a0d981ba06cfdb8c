//! The whole system as people use it. Needs root and the mail packages, as the demo does; says so and passes
//! where they are missing.

mod alerts;
mod archive;
mod body_and_headers;
mod commands;
mod console;
mod crash;
mod csrf;
mod feedback;
mod held;
mod ignored;
mod kept;
mod list;
mod live;
mod nodes;
mod operations;
mod policy;
mod processes;
mod record;
mod refused;
mod removed;
mod roles;
mod rules;
mod send;
mod sign_in;
mod size_limit;
mod storm;
mod suspend;
mod tuning;
mod units;
mod verdicts_agree;
mod why;
mod writing;
