//! What a reply means for the submission, by how far the talk had come. Pure; no text is read,
//! because texts lie more often than codes.

use crate::reply::{Enhanced, Reply};

/// What the reply answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Our connection or EHLO.
    Greeting,
    /// AUTH.
    SignIn,
    /// MAIL FROM.
    Sender,
    /// One RCPT TO.
    Recipient,
    /// DATA: is content wanted?
    Start,
    /// The content, its final dot not begun.
    Content,
    /// The final dot.
    Dot,
}

/// What came back.
#[derive(Clone, Copy, Debug)]
pub enum Heard<'a> {
    /// A reply.
    Reply(&'a Reply),
    /// Nothing that can be read: closed, silent past the deadline, or no SMTP.
    Nothing,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next command.
    GoOn,
    /// Done: the relay is responsible now.
    Accepted,
    /// Nobody has got it; it may be tried again.
    TryLater,
    /// Nobody has got it and trying again is of no use.
    Refused,
    /// Nobody has got it until the author signs in anew.
    NeedsSignIn,
    /// It may or may not have gone; never tried again by itself.
    Unclear,
}

/// Decides by RFC 5321 section 4.2.1, with the exceptions named here.
#[must_use]
pub fn classify(phase: Phase, heard: Heard<'_>) -> Step {
    let Heard::Reply(reply) = heard else {
        return if phase == Phase::Dot { Step::Unclear } else { Step::TryLater };
    };
    match (phase, reply.code) {
        (Phase::Start, 354) | (Phase::Greeting | Phase::SignIn | Phase::Sender | Phase::Recipient, 200..=299) => {
            Step::GoOn
        }
        (Phase::Dot, 200..=299) => Step::Accepted,
        (_, 400..=499) => Step::TryLater,
        // Said at the door, it is about the relay and not about this message.
        (Phase::Greeting, 500..=599) => Step::TryLater,
        // 500 to 504 are quarrels about syntax: another password would not help.
        (Phase::SignIn, 500..=504) => Step::TryLater,
        (Phase::SignIn, 500..=599) | (_, 530 | 535) => Step::NeedsSignIn,
        // "Too many recipients" is temporary whatever its first digit (section 4.5.3.1.10).
        (Phase::Recipient, 552) if reply.enhanced == Some(Enhanced(5, 5, 3)) => Step::TryLater,
        (_, 500..=599) => Step::Refused,
        // A code that has no meaning here: 250 to DATA, 354 to the dot.
        (Phase::Dot, _) => Step::Unclear,
        _ => Step::TryLater,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phase: Phase, line: &str, expected: Step) {
        let reply = Reply::new(line[..3].parse().unwrap(), [&line[4..]]);
        assert_eq!(classify(phase, Heard::Reply(&reply)), expected, "{phase:?}: {line}");
    }

    #[test]
    fn reads_what_real_servers_say() {
        use Phase::{Content, Dot, Greeting, Recipient, Sender, SignIn, Start};
        check(Greeting, "220 mx.hosp.example ESMTP Postfix", Step::GoOn);
        check(Greeting, "421 4.7.0 mx.hosp.example Error: too many connections from 192.0.2.1", Step::TryLater);
        check(Greeting, "554 5.7.1 No SMTP service here", Step::TryLater);
        check(SignIn, "235 2.7.0 Authentication successful", Step::GoOn);
        check(SignIn, "535 5.7.8 Error: authentication failed: (reason unavailable)", Step::NeedsSignIn);
        check(SignIn, "534 5.7.9 Application-specific password required", Step::NeedsSignIn);
        check(
            SignIn,
            "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
            Step::TryLater,
        );
        check(SignIn, "503 5.5.1 Error: authentication not enabled", Step::TryLater);
        check(Sender, "250 2.1.0 Ok", Step::GoOn);
        check(Sender, "530 5.7.0 Must issue a STARTTLS command first", Step::NeedsSignIn);
        check(Sender, "553 5.7.1 <a@hosp.example>: Sender address rejected: not owned by user b", Step::Refused);
        check(Sender, "452 4.3.1 Insufficient system storage", Step::TryLater);
        check(Recipient, "250 2.1.5 Ok", Step::GoOn);
        check(Recipient, "251 User not local; will forward", Step::GoOn);
        check(Recipient, "450 4.2.0 <b@hosp.example>: Recipient address rejected: Greylisted", Step::TryLater);
        check(Recipient, "451 4.3.0 <b@hosp.example>: Temporary lookup failure", Step::TryLater);
        check(Recipient, "452 4.5.3 Error: too many recipients", Step::TryLater);
        check(Recipient, "552 5.5.3 Too many recipients", Step::TryLater);
        check(Recipient, "552 5.2.2 <b@hosp.example>: Mailbox full", Step::Refused);
        check(Recipient, "550 5.1.1 <b@hosp.example>: Recipient address rejected: User unknown", Step::Refused);
        check(Recipient, "550 5.7.1 guard: this recipient may not be written to", Step::Refused);
        check(Recipient, "554 5.7.1 <b@a.example>: Relay access denied", Step::Refused);
        check(Recipient, "421 4.7.0 mx.hosp.example Error: too many errors", Step::TryLater);
        check(Start, "354 End data with <CR><LF>.<CR><LF>", Step::GoOn);
        check(Start, "250 Ok", Step::TryLater);
        check(Start, "550 5.5.3 guard: whole message refused, 200 recipients > 100", Step::Refused);
        check(Start, "554 5.5.1 Error: no valid recipients", Step::Refused);
        check(Content, "421 4.4.2 mx.hosp.example Error: timeout exceeded", Step::TryLater);
        check(Dot, "250 2.0.0 Ok: queued as 4Q1b2C3d4E5f", Step::Accepted);
        check(Dot, "250 2.6.0 Message accepted", Step::Accepted);
        check(Dot, "451 4.7.1 Service unavailable - try again later", Step::TryLater);
        check(Dot, "421 4.3.2 Service shutting down", Step::TryLater);
        check(Dot, "552 5.3.4 Error: message file too big", Step::Refused);
        check(Dot, "550 5.7.1 guard: this conversation is frozen (reply storm)", Step::Refused);
        check(Dot, "554 5.7.1 Message rejected under suspicion of SPAM", Step::Refused);
        check(Dot, "354 go ahead", Step::Unclear);
    }

    #[test]
    fn only_silence_after_the_dot_is_unclear() {
        for phase in [Phase::Greeting, Phase::SignIn, Phase::Sender, Phase::Recipient, Phase::Start, Phase::Content] {
            assert_eq!(classify(phase, Heard::Nothing), Step::TryLater, "{phase:?}");
        }
        assert_eq!(classify(Phase::Dot, Heard::Nothing), Step::Unclear);
    }
}
