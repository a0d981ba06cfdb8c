//! What screens need from a server: the types that cross the wire, the traits, the error.
