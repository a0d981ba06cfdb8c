//! Use cases: the one room that sees store, imap, smtp, directory and guard together.
