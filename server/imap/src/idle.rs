//! Waits for what the server tells of an open mailbox by itself: IDLE (RFC 2177), or NOOP now and then where
//! the server has none. IDLE is our own command through the tap: async-imap's own would lose FETCH.

use crate::answer::{Answer, Outcome};
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::select::Selected;
use crate::session::{News, Session, Step};
use async_imap::imap_proto::RequestId;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// Servers may hang up on a client that idles for 30 minutes (RFC 2177): before that IDLE is issued anew.
const LONGEST_IDLE: Duration = Duration::from_secs(28 * 60);
/// What is told within this time after the first news belongs to the same change.
const GATHER: Duration = Duration::from_millis(200);
/// How often a server without IDLE is asked.
const POLL: Duration = Duration::from_secs(60);

impl Session {
    /// Opens a mailbox only to look at it: nothing in it changes by that (RFC 3501 section 6.3.2).
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox.
    pub async fn examine(&mut self, mailbox: &MailboxName) -> Result<Selected, ImapError> {
        self.open("EXAMINE", mailbox).await
    }

    /// Waits for news of the mailbox that is open, until `enough` is ready and for 28 minutes at most. Empty
    /// news mean that there were none in this time: wait again.
    ///
    /// # Errors
    /// `Lost`, `TryLater` when the server leaves, `Protocol`. If this future is dropped, the session is lost.
    pub async fn await_news(&mut self, enough: impl Future<Output = ()>) -> Result<News, ImapError> {
        if !self.is_sound() {
            return Err(ImapError::Lost);
        }
        if !self.offers("IDLE") {
            let mut enough = pin!(enough);
            tokio::select! {
                () = &mut enough => return Ok(News::default()),
                () = sleep(POLL) => {}
            }
            return self.noop().await;
        }
        self.begin();
        let mut answer = Answer::default();
        let ended = self.idle(&mut answer, enough).await;
        let answer = self.end(ended, answer)?;
        self.note_marked(&answer);
        Ok(self.take_news())
    }

    /// From IDLE to the tagged answer that follows DONE.
    async fn idle(&mut self, answer: &mut Answer, enough: impl Future<Output = ()>) -> Result<Outcome, ImapError> {
        let wait = self.server.deadlines.command;
        let id = self.inner.run_command("IDLE").await.map_err(|_| ImapError::Lost)?;
        loop {
            match timeout(wait, self.step(&id, answer)).await.map_err(|_| ImapError::Lost)?? {
                Step::GoOn => break,
                Step::End(outcome) => return Ok(outcome),
                Step::Told => {}
            }
        }
        let mut enough = pin!(enough);
        let mut until = Instant::now() + LONGEST_IDLE;
        let mut marked = 0;
        loop {
            let news = tokio::select! {
                () = &mut enough => break,
                () = sleep_until(until) => break,
                news = self.told(&id, answer, &mut marked) => news?,
            };
            if news {
                until = until.min(Instant::now() + GATHER);
            }
        }
        self.inner.run_command_untagged("DONE").await.map_err(|_| ImapError::Lost)?;
        let end = async {
            loop {
                if let Step::End(outcome) = self.step(&id, answer).await? {
                    return Ok(outcome);
                }
            }
        };
        timeout(wait, end).await.unwrap_or(Err(ImapError::Lost))
    }

    /// Ready when the server has told something; true if it is of the mailbox. Marks come as FETCH, which the
    /// tap keeps, so that no response becomes ready for them: `marked` of those have been seen.
    async fn told(&mut self, id: &RequestId, answer: &mut Answer, marked: &mut usize) -> Result<bool, ImapError> {
        let step = poll_fn(|context| {
            let come = self.inner.get_ref().kept() > *marked;
            let step = if come { Poll::Pending } else { pin!(self.step(id, answer)).poll(context) };
            let come = self.inner.get_ref().kept();
            if step.is_pending() && come > *marked {
                *marked = come;
                return Poll::Ready(Ok(Step::Told));
            }
            step
        });
        if let Step::End(_) = step.await? {
            return Err(ImapError::Protocol("the server ends IDLE by itself"));
        }
        if answer.goodbye.is_some() {
            return Err(ImapError::Lost);
        }
        Ok(answer.exists.is_some() || answer.expunged > 0 || *marked > 0)
    }
}
