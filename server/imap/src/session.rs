//! Signed in. Runs one command at a time, within its deadline, and knows whether the connection can
//! still be trusted afterwards. What the commands are is in the files named after what they do.

use crate::answer::{Answer, Outcome};
use crate::command::Command;
use crate::fetch_value::Fetch;
use crate::imap_error::ImapError;
use crate::select::Opened;
use crate::server::Server;
use crate::splitter::OverLimit;
use crate::tap::Tap;
use async_imap::imap_proto::{RequestId, Response};
use std::collections::HashSet;
use std::io;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

/// A signed-in connection.
#[derive(Debug)]
pub struct Session {
    pub(crate) inner: async_imap::Session<Tap>,
    pub(crate) server: Server,
    capabilities: HashSet<String>,
    health: Health,
    pub(crate) news: News,
    pub(crate) opened: Option<Opened>,
    /// NOOP was the last command.
    pub(crate) looked: bool,
}

/// Whether the next answer on the line belongs to the next command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    Sound,
    /// A command was begun and its end was not read: failed, timed out or dropped.
    Broken,
}

/// What a response means to whoever waits for the end of a command.
pub(crate) enum Step {
    /// The end.
    End(Outcome),
    /// The server asks for what comes next.
    GoOn,
    /// Data, noted in the answer.
    Told,
}

/// What the server told of the open mailbox without being asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The last message count that was told.
    pub exists: Option<u32>,
    /// Messages that were removed: sequence numbers seen before are no longer true.
    pub expunged: u32,
    /// Messages whose marks were told.
    pub marked: u32,
}

impl News {
    /// Whether nothing was told.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl Session {
    pub(crate) fn new(inner: async_imap::Session<Tap>, server: Server) -> Self {
        let (capabilities, news) = (HashSet::new(), News::default());
        Self { inner, server, capabilities, health: Health::Sound, news, opened: None, looked: false }
    }

    pub(crate) fn set_capabilities(&mut self, capabilities: HashSet<String>) {
        self.capabilities = capabilities;
    }

    pub(crate) fn offered(&self) -> &HashSet<String> {
        &self.capabilities
    }

    /// Whether the server offers an extension, named in capitals.
    pub(crate) fn offers(&self, capability: &str) -> bool {
        self.capabilities.contains(capability)
    }

    /// Whether another command may be run. A session that had an error on the line, a timeout or a
    /// dropped command never may.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.health == Health::Sound
    }

    /// What has been told unasked since the last call.
    pub fn take_news(&mut self) -> News {
        std::mem::take(&mut self.news)
    }

    /// Keeps the connection alive and brings news.
    ///
    /// # Errors
    /// `Lost`.
    pub async fn noop(&mut self) -> Result<News, ImapError> {
        let answer = self.run(Command::looking("NOOP")).await?;
        self.note_marked(&answer);
        Ok(self.take_news())
    }

    /// Says goodbye.
    ///
    /// # Errors
    /// `Lost`: the server is gone already.
    pub async fn logout(mut self) -> Result<(), ImapError> {
        self.run(Command::new("LOGOUT")).await.map(drop)
    }

    /// Runs one command to its tagged end.
    pub(crate) async fn run(&mut self, command: Command) -> Result<Answer, ImapError> {
        if !self.is_sound() {
            return Err(ImapError::Lost);
        }
        let deadlines = self.server.deadlines;
        let wait = if command.is_long() { deadlines.transfer } else { deadlines.command };
        self.run_within(command, wait).await
    }

    /// Runs one command whose answer carries a message.
    pub(crate) async fn run_long(&mut self, command: Command) -> Result<Answer, ImapError> {
        let wait = self.server.deadlines.transfer;
        self.run_within(command, wait).await
    }

    async fn run_within(&mut self, command: Command, wait: std::time::Duration) -> Result<Answer, ImapError> {
        if !self.is_sound() {
            return Err(ImapError::Lost);
        }
        if !command.only_looks() {
            self.note_change();
        }
        self.begin();
        let mut answer = Answer::default();
        let ended = timeout(wait, self.converse(command, &mut answer)).await;
        self.end(ended.unwrap_or(Err(ImapError::Lost)), answer)
    }

    /// Before a command: sound again only at its tagged end; if its future is dropped it stays broken.
    pub(crate) fn begin(&mut self) {
        self.health = Health::Broken;
        self.looked = false;
        self.inner.get_mut().take_kept();
    }

    /// What came of a command, and whether another may follow.
    pub(crate) fn end(&mut self, ended: Result<Outcome, ImapError>, answer: Answer) -> Result<Answer, ImapError> {
        let answer = self.take_in(ended, answer);
        match &answer {
            Ok(answer) if !answer.casts_doubt() && !answer.tells_of_change() => {}
            Ok(answer) if !answer.casts_doubt() => self.note_change(),
            Ok(_) | Err(_) => self.doubt_opened(),
        }
        answer
    }

    fn take_in(&mut self, ended: Result<Outcome, ImapError>, mut answer: Answer) -> Result<Answer, ImapError> {
        let outcome = match (ended, &answer.goodbye) {
            (Ok(outcome), _) => outcome,
            // A server that leaves says why; that it left is no surprise then.
            (Err(_), Some(words)) => return Err(words.clone().farewell()),
            (Err(error), None) => return Err(error),
        };
        if answer.goodbye.is_none() {
            self.health = Health::Sound;
        }
        answer.note_kept(self.inner.get_mut().take_kept());
        self.news.exists = answer.exists.or(self.news.exists);
        self.news.expunged += answer.expunged;
        match outcome {
            Outcome::Ok => Ok(answer),
            Outcome::No(words) => Err(words.refusal()),
            Outcome::Bad => Err(ImapError::Protocol("the server does not understand a command")),
        }
    }

    /// FETCH answers to a command that asked for none.
    pub(crate) fn note_marked(&mut self, answer: &Answer) {
        let marked = answer.fetched.iter().filter(|response| Fetch::parse(response).is_some()).count();
        if marked > 0 {
            self.note_change();
        }
        self.news.marked += u32::try_from(marked).unwrap_or(u32::MAX);
    }

    /// Takes in the next response that the tap lets through. Dropped before it is ready, it has taken none.
    pub(crate) async fn step(&mut self, id: &RequestId, answer: &mut Answer) -> Result<Step, ImapError> {
        let response = self.inner.read_response().await.map_err(|error| self.line_error(&error))?;
        let Some(response) = response else { return Err(ImapError::Lost) };
        Ok(match response.parsed() {
            Response::Done { tag, status, outcome } if tag == id => Step::End(answer.end(status, outcome)),
            Response::Continue(_) => Step::GoOn,
            other => {
                answer.note(other);
                Step::Told
            }
        })
    }

    /// Writes the parts of a command, each literal when the server asks for it, and reads up to the
    /// tagged end. A refused literal ends the command early.
    async fn converse(&mut self, command: Command, answer: &mut Answer) -> Result<Outcome, ImapError> {
        let (before, last) = command.into_parts();
        let mut literals = before.into_iter();
        let mut next = literals.next();
        let first = next.as_ref().map_or(&last, |(line, _)| line);
        let id = self.inner.run_command(first).await.map_err(|_| ImapError::Lost)?;
        loop {
            match self.step(&id, answer).await? {
                Step::End(outcome) => return Ok(outcome),
                Step::GoOn => {
                    let Some((_, literal)) = next.take() else {
                        return Err(ImapError::Protocol("the server asks for more than was announced"));
                    };
                    next = literals.next();
                    let line = next.as_ref().map_or(&last, |(line, _)| line);
                    self.write(&literal, line).await.map_err(|_| ImapError::Lost)?;
                }
                Step::Told => {}
            }
        }
    }

    async fn write(&mut self, literal: &[u8], line: &str) -> io::Result<()> {
        let tap = self.inner.get_mut();
        tap.write_all(literal).await?;
        tap.write_all(line.as_bytes()).await?;
        tap.write_all(b"\r\n").await?;
        tap.flush().await
    }

    /// The text of these errors is thrown away: async-imap puts the receive buffer into it.
    fn line_error(&self, error: &io::Error) -> ImapError {
        let over = error.get_ref().is_some_and(|inner| inner.is::<OverLimit>());
        if over {
            ImapError::TooLarge { size: 0, limit: u64::from(self.server.limits.message) }
        } else if error.kind() == io::ErrorKind::Other {
            ImapError::Protocol("the server sends what is no IMAP")
        } else {
            ImapError::Lost
        }
    }
}

impl From<crate::BadText> for ImapError {
    fn from(_: crate::BadText) -> Self {
        Self::BadText
    }
}
