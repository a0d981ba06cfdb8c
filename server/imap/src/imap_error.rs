//! What can go wrong, named by what a caller can do. No variant ever holds received mail: server
//! words are cut short, and parser errors, which quote the receive buffer, are thrown away.

use std::fmt;

/// Why nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// Ask for the password again.
    #[error("the server does not accept this user and password")]
    WrongPassword,
    /// Check host, port, network or certificate.
    #[error("{host}: {why}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// Text without secrets.
        why: &'static str,
    },
    /// Try again in a while; the password may be right.
    #[error("the server puts us off: {0}")]
    TryLater(String),
    /// The server does not speak IMAP as we do.
    #[error("{0}")]
    Protocol(&'static str),
}

/// Why a request of a signed-in session failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// No session could be had.
    #[error(transparent)]
    SignIn(#[from] LoginError),
    /// The connection ended or fell silent: take another session. Whether a change was made is
    /// unknown.
    #[error("the connection to the mail server ended")]
    Lost,
    /// Try again in a while.
    #[error("the server puts us off: {0}")]
    TryLater(String),
    /// The mailbox or message is not there any more, or UIDVALIDITY has changed: show anew.
    #[error("the mailbox or message is gone")]
    Gone,
    /// The server will not do it, and says why.
    #[error("the server refuses: {0}")]
    Refused(String),
    /// Larger than the configured limit.
    #[error("{size} bytes are over the limit of {limit}")]
    TooLarge {
        /// Size of the message; 0 when the server did not say before sending.
        size: u64,
        /// The limit, bytes.
        limit: u64,
    },
    /// The request holds a character that no command may hold; nothing was sent.
    #[error("a NUL character cannot be sent")]
    BadText,
    /// The server does not speak IMAP as we do.
    #[error("{0}")]
    Protocol(&'static str),
}

/// The code and words of a NO or BAD, made fit for a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerWords(String);

/// Server words beyond this say nothing more.
const WORDS_LIMIT: usize = 200;

impl ServerWords {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.chars().filter(|c| !c.is_control()).take(WORDS_LIMIT).collect())
    }

    fn has_code(&self, code: &str) -> bool {
        let inside = self.0.strip_prefix('[').and_then(|t| t.split_once(']')).map_or("", |(inside, _)| inside);
        inside.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case(code))
    }

    /// Codes of RFC 5530 that mean: not now.
    fn puts_off(&self) -> bool {
        // Dovecot: "[ALERT] Maximum number of connections from user+IP exceeded", and the code is no
        // sign by itself: Gmail sends "[ALERT] Invalid credentials".
        ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].iter().any(|code| self.has_code(code))
            || self.0.contains("number of connections")
    }

    /// A NO to a command of a session.
    pub(crate) fn refusal(self) -> ImapError {
        if self.has_code("NONEXISTENT") || self.has_code("TRYCREATE") {
            ImapError::Gone
        } else if self.puts_off() {
            ImapError::TryLater(self.0)
        } else {
            ImapError::Refused(self.0)
        }
    }

    /// A BYE to a command of a session.
    pub(crate) fn farewell(self) -> ImapError {
        // Dovecot, when the mailbox that is open was removed or renamed: to NOOP "IMAP session state is inconsistent,
        // please relogin.", to FETCH "FETCH failed: Mailbox was deleted under us".
        let removed = ["session state is inconsistent", "deleted under us"].iter().any(|said| self.0.contains(said));
        if removed { ImapError::Gone } else { ImapError::TryLater(self.0) }
    }

    /// A NO to LOGIN or AUTHENTICATE.
    pub(crate) fn login_refusal(self) -> LoginError {
        if self.puts_off() { LoginError::TryLater(self.0) } else { LoginError::WrongPassword }
    }
}

impl fmt::Display for ServerWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: ImapError, at_login: LoginError) {
        assert_eq!(ServerWords::new(words).refusal(), expected, "{words}");
        assert_eq!(ServerWords::new(words).login_refusal(), at_login, "{words}");
    }

    #[test]
    fn reads_what_real_servers_say() {
        let refused = |w: &str| ImapError::Refused(w.into());
        let later = |w: &str| (ImapError::TryLater(w.into()), LoginError::TryLater(w.into()));
        let words = "[AUTHENTICATIONFAILED] Authentication failed.";
        check(words, refused(words), LoginError::WrongPassword);
        let words = "[ALERT] Invalid credentials (Failure)";
        check(words, refused(words), LoginError::WrongPassword);
        let words = "[OVERQUOTA] Quota exceeded (mailbox for user is full)";
        check(words, refused(words), LoginError::WrongPassword);
        check("[NONEXISTENT] Mailbox doesn't exist: x", ImapError::Gone, LoginError::WrongPassword);
        check("[TRYCREATE] Mailbox doesn't exist: x", ImapError::Gone, LoginError::WrongPassword);
        for words in [
            "[UNAVAILABLE] Temporary authentication failure. [mx:2024-01-01]",
            "[INUSE] Timeout while waiting for lock",
            "[ALERT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
            "[SERVERBUG] Internal error occurred. Refer to server log for more information.",
        ] {
            let (ordinary, at_login) = later(words);
            check(words, ordinary, at_login);
        }
    }
}
