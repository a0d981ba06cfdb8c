//! Speaks IMAP to the mail server: sign in, folders, windows, one message, marks.
