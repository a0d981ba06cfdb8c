//! A real Dovecot and Postfix in one folder on loopback ports, with people and mail in them.

pub mod cast;
