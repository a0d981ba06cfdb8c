//! The whole system against real servers: a stack, and the people who use it.
