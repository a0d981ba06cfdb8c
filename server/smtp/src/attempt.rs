//! One attempt to hand one submission to the relay, command by command. Sends to everybody or to
//! nobody, and never leaves open which of the two without saying so.

use crate::classify::{Heard, Phase, Step, classify};
use crate::connect::connect;
use crate::envelope::{Envelope, Submission};
use crate::gate::Gate;
use crate::relay::{Relay, SignIn};
use crate::reply::{Enhanced, RecipientReply, Reply};
use crate::size::Size;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::Extension;
use lettre::transport::smtp::{Error, response::Response};
use std::fmt::Display;
use std::future::Future;
use std::time::Duration;
use tokio::time::timeout;

/// How far an attempt has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has been done yet.
    Connecting,
    /// Every recipient was taken; content follows. A crash from here on is still harmless.
    BeforeData,
    /// The content is out and the final dot is not. Commit this before answering: a crash after the
    /// answer leaves the outcome unknown.
    DataSent,
    /// The relay has taken responsibility.
    Accepted {
        /// Its words.
        reply: Reply,
    },
}

/// The observer's answer to a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proceed {
    /// Go on.
    Go,
    /// Break off, as when the stage could not be committed. After `Accepted` it has no effect.
    Stop,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The relay is responsible now.
    Accepted {
        /// Its words, with the queue id if it gives one.
        reply: Reply,
    },
    /// Nobody has got it. Trying again later is safe.
    TryLater {
        /// What stood in the way.
        why: WhyLater,
    },
    /// Nobody has got it, and trying the same again is of no use.
    Refused(Refusal),
    /// Nobody has got it; the credential was not accepted or is missing.
    NeedsSignIn {
        /// The relay's words.
        reply: Reply,
    },
    /// The final dot was begun and no answer was understood: it may have gone. Never tried again by
    /// itself.
    Unclear {
        /// What was heard.
        why: WhyUnclear,
    },
}

/// What was refused for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// These recipients; for their sake nobody got it.
    Recipients(Vec<RecipientReply>),
    /// The message or its sender.
    Message(Reply),
    /// The message, because it is larger than the relay takes.
    TooLarge(Reply),
    /// The relay lacks an extension that this submission cannot do without.
    Unsendable(Unsendable),
}

/// An extension that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsendable {
    /// SMTPUTF8 (RFC 6531): an address is not ASCII.
    NeedsUtf8Addresses,
    /// 8BITMIME (RFC 6152): the bytes are not ASCII.
    NeedsEightBit,
}

/// Why nothing was sent for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyLater {
    /// No connection: name, network or deadline.
    Unreachable,
    /// TLS was wanted and could not be had, or its certificate is not trusted.
    NoTls,
    /// The relay said so, or said what makes no sense there.
    Reply(Reply),
    /// The relay put these recipients off.
    Recipients(Vec<RecipientReply>),
    /// The connection ended, or what came was no SMTP.
    Lost(Phase),
    /// No reply within the deadline.
    Silent(Phase),
    /// The relay offers no way to sign in that we know.
    NoSignInOffered,
    /// The observer said stop.
    Stopped,
}

/// What was heard after the final dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyUnclear {
    /// The connection ended, or what came was no SMTP.
    Lost,
    /// No reply within the deadline.
    Silent,
    /// A reply that makes no sense there.
    Reply(Reply),
}

/// Hands over one submission. `observer` is awaited at each stage, so that the store can commit it;
/// at `DataSent` the content is out and the final dot still waits for the answer.
pub async fn attempt<F, Fut>(relay: &Relay, sign_in: &SignIn, submission: &Submission, mut observer: F) -> Attempt
where
    F: FnMut(Stage) -> Fut + Send,
    Fut: Future<Output = Proceed> + Send,
{
    match hand_over(relay, sign_in, submission, &mut observer).await {
        Ok(reply) => {
            observer(Stage::Accepted { reply: reply.clone() }).await;
            Attempt::Accepted { reply }
        }
        Err(ended) => ended,
    }
}

async fn hand_over<F, Fut>(
    relay: &Relay,
    sign_in: &SignIn,
    submission: &Submission,
    observer: &mut F,
) -> Result<Reply, Attempt>
where
    F: FnMut(Stage) -> Fut + Send,
    Fut: Future<Output = Proceed> + Send,
{
    ask(observer, Stage::Connecting).await?;
    let gate = Gate::default();
    let (connection, size) = connect(relay, &gate).await.map_err(later)?;
    let mut talk = Talk { connection, relay, gate, size };
    let outcome = talk.run(sign_in, submission, observer).await;
    if !talk.connection.has_broken() && !matches!(outcome, Err(ref e) if lost_the_line(e)) {
        talk.quit().await;
    }
    outcome
}

async fn ask<F, Fut>(observer: &mut F, stage: Stage) -> Result<(), Attempt>
where
    F: FnMut(Stage) -> Fut + Send,
    Fut: Future<Output = Proceed> + Send,
{
    match observer(stage).await {
        Proceed::Go => Ok(()),
        Proceed::Stop => Err(later(WhyLater::Stopped)),
    }
}

fn later(why: WhyLater) -> Attempt {
    Attempt::TryLater { why }
}

/// Whether a farewell would go into a dead line, or behind content that has no end.
fn lost_the_line(attempt: &Attempt) -> bool {
    matches!(
        attempt,
        Attempt::Unclear { .. }
            | Attempt::TryLater { why: WhyLater::Lost(_) | WhyLater::Silent(_) | WhyLater::Stopped }
    )
}

/// A connection on which one message is handed over.
struct Talk<'a> {
    connection: AsyncSmtpConnection,
    relay: &'a Relay,
    gate: Gate,
    /// What it said of SIZE.
    size: Option<Size>,
}

impl Talk<'_> {
    async fn run<F, Fut>(
        &mut self,
        sign_in: &SignIn,
        submission: &Submission,
        observer: &mut F,
    ) -> Result<Reply, Attempt>
    where
        F: FnMut(Stage) -> Fut + Send,
        Fut: Future<Output = Proceed> + Send,
    {
        if let SignIn::Password { user, password } = sign_in {
            self.sign_in(user, password).await?;
        }
        let parameters = self.parameters(submission)?;
        let envelope = submission.envelope();
        let from = envelope.from().map(ToString::to_string).unwrap_or_default();
        self.say(Phase::Sender, format!("MAIL FROM:<{from}>{parameters}\r\n")).await?;
        self.recipients(envelope).await?;
        ask(observer, Stage::BeforeData).await?;
        self.say(Phase::Start, "DATA\r\n").await?;
        self.content(submission.unended(), observer).await
    }

    async fn sign_in(&mut self, user: &str, password: &str) -> Result<(), Attempt> {
        let credentials = Credentials::new(user.to_owned(), password.to_owned());
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        if self.connection.server_info().get_auth_mechanism(&mechanisms).is_none() {
            return Err(later(WhyLater::NoSignInOffered));
        }
        let heard = timeout(self.relay.deadlines.command, self.connection.auth(&mechanisms, &credentials)).await;
        judge(Phase::SignIn, heard.map_err(|_| Silence)).map(drop)
    }

    /// What MAIL has to announce of the addresses and the bytes.
    fn parameters(&self, submission: &Submission) -> Result<String, Attempt> {
        let server = self.connection.server_info();
        let mut parameters = String::new();
        if submission.envelope().needs_utf8() {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                return Err(Attempt::Refused(Refusal::Unsendable(Unsendable::NeedsUtf8Addresses)));
            }
            parameters.push_str(" SMTPUTF8");
        }
        if !submission.unended().is_ascii() {
            if !server.supports_feature(Extension::EightBitMime) {
                return Err(Attempt::Refused(Refusal::Unsendable(Unsendable::NeedsEightBit)));
            }
            parameters.push_str(" BODY=8BITMIME");
        }
        // What is too large is refused before its content travels (RFC 1870 section 6.1).
        if self.size.is_some() {
            parameters.push_str(&format!(" SIZE={}", submission.unended().len() + "\r\n".len()));
        }
        Ok(parameters)
    }

    /// Names every recipient, so that a refusal tells all of them at once. Content follows only if
    /// all were taken.
    async fn recipients(&mut self, envelope: &Envelope) -> Result<(), Attempt> {
        let (mut refused, mut put_off) = (Vec::new(), Vec::new());
        for address in envelope.to() {
            match self.say(Phase::Recipient, format!("RCPT TO:<{address}>\r\n")).await {
                Ok(_) => {}
                Err(Attempt::Refused(Refusal::Message(reply))) => {
                    refused.push(RecipientReply { address: address.clone(), reply });
                }
                // 421 closes the line: there is nobody left to name the others to.
                Err(Attempt::TryLater { why: WhyLater::Reply(reply) }) if reply.code != 421 => {
                    put_off.push(RecipientReply { address: address.clone(), reply });
                }
                Err(_) if !refused.is_empty() => break,
                Err(ended) => return Err(ended),
            }
        }
        match (refused.is_empty(), put_off.is_empty()) {
            (false, _) => Err(Attempt::Refused(Refusal::Recipients(refused))),
            (true, false) => Err(later(WhyLater::Recipients(put_off))),
            (true, true) => Ok(()),
        }
    }

    /// Writes the content, has the observer commit, writes the final dot, reads the outcome.
    async fn content<F, Fut>(&mut self, bytes: &[u8], observer: &mut F) -> Result<Reply, Attempt>
    where
        F: FnMut(Stage) -> Fut + Send,
        Fut: Future<Output = Proceed> + Send,
    {
        let gate = self.gate.clone();
        // lettre asks for more content once the last piece has been flushed; the dot comes next.
        let shut_after = std::iter::once(bytes).chain(std::iter::from_fn(|| {
            gate.shut();
            None
        }));
        let blocks = u32::try_from(bytes.len() >> 20).unwrap_or(u32::MAX).saturating_add(1);
        let mut sending = std::pin::pin!(self.connection.message_iter(shut_after));
        let before_dot = async {
            tokio::select! {
                ended = &mut sending => Some(ended),
                () = gate.reached() => None,
            }
        };
        match timeout(self.relay.deadlines.block.saturating_mul(blocks), before_dot).await {
            Err(_) => return Err(later(WhyLater::Silent(Phase::Content))),
            Ok(Some(ended)) => return judge(Phase::Content, Ok(ended)),
            Ok(None) => {}
        }
        ask(observer, Stage::DataSent).await?;
        gate.open();
        let heard = timeout(self.relay.deadlines.after_dot, sending).await;
        judge(Phase::Dot, heard.map_err(|_| Silence))
    }

    async fn say(&mut self, phase: Phase, command: impl Display) -> Result<Reply, Attempt> {
        let wait: Duration =
            if phase == Phase::Start { self.relay.deadlines.data } else { self.relay.deadlines.command };
        let heard = timeout(wait, self.connection.command(command)).await;
        judge(phase, heard.map_err(|_| Silence))
    }

    async fn quit(&mut self) {
        // What the relay has taken or refused stands, however the farewell goes.
        let _farewell = timeout(self.relay.deadlines.quit, self.connection.quit()).await;
    }
}

/// No reply within the deadline.
struct Silence;

fn judge(phase: Phase, heard: Result<Result<Response, Error>, Silence>) -> Result<Reply, Attempt> {
    let reply = match &heard {
        Ok(Ok(response)) => Some(Reply::of(response)),
        Ok(Err(error)) => Reply::of_error(error),
        Err(Silence) => None,
    };
    let step = classify(phase, reply.as_ref().map_or(Heard::Nothing, Heard::Reply));
    let silent = heard.is_err();
    match (step, reply) {
        (Step::GoOn | Step::Accepted, Some(reply)) => Ok(reply),
        (Step::Refused, Some(reply)) if is_too_large(phase, &reply) => Err(Attempt::Refused(Refusal::TooLarge(reply))),
        (Step::Refused, Some(reply)) => Err(Attempt::Refused(Refusal::Message(reply))),
        (Step::NeedsSignIn, Some(reply)) => Err(Attempt::NeedsSignIn { reply }),
        (Step::Unclear, Some(reply)) => Err(Attempt::Unclear { why: WhyUnclear::Reply(reply) }),
        (Step::Unclear, None) if silent => Err(Attempt::Unclear { why: WhyUnclear::Silent }),
        (Step::Unclear, None) => Err(Attempt::Unclear { why: WhyUnclear::Lost }),
        (_, Some(reply)) => Err(later(WhyLater::Reply(reply))),
        (_, None) if silent => Err(later(WhyLater::Silent(phase))),
        (_, None) => Err(later(WhyLater::Lost(phase))),
    }
}

/// RFC 1870 section 6 and RFC 3463: 5.3.4, too big for the system; 5.2.3, larger than an administrator allows; a
/// bare 552 to anything but a recipient, whose mailbox may be meant.
fn is_too_large(phase: Phase, reply: &Reply) -> bool {
    match reply.enhanced {
        _ if phase == Phase::Recipient => false,
        Some(Enhanced(5, 3, 4) | Enhanced(5, 2, 3)) => true,
        Some(_) => false,
        None => reply.code == 552,
    }
}
