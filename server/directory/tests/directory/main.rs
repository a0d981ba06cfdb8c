//! The directory from outside: records in, answers out. One binary, so that it links once.

mod canonical;
mod changes;
mod complete;
mod deliver;
mod expand;
mod follow;
mod membership;
mod naive;
mod rules;
mod source;
mod suspended;
mod world;
