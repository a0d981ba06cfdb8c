//! Keeps the stack in a process of its own: the only one that needs root. It stops the stack when the
//! pipe to its parent closes, so that nothing stays behind a parent that was killed.

use crate::cast::ACCOUNTS;
use crate::{Ports, Stack, StackConfig, StackError, seed};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;

/// What the keeper is asked for: one line of JSON on its standard input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// The stack to start.
    pub config: StackConfig,
    /// What is in its mailboxes.
    pub mail: Mail,
    /// Inboxes that are filled with so many messages instead, for benches.
    #[serde(default)]
    pub bulk: Vec<Bulk>,
}

/// A mailbox filled for a bench: the account's local part, and how many messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Whose.
    pub local: String,
    /// How many.
    pub messages: u32,
}

impl FromStr for Bulk {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (local, messages) = text.split_once('=').ok_or("write it as ravi.menon=1000")?;
        let messages = messages.parse().map_err(|_| "the number of messages is no number")?;
        let known = ACCOUNTS.iter().any(|account| account.local == local);
        if known { Ok(Self { local: local.to_owned(), messages }) } else { Err("the demo has no such account") }
    }
}

/// What the mailboxes hold at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mail {
    /// The people and mail of the story, told from this moment (unix seconds).
    Story {
        /// Now.
        now: i64,
        /// How much of it.
        amount: seed::Amount,
    },
    /// Whatever is there, nothing at first.
    AsFound,
}

/// What the keeper answers: one line of JSON on its standard output.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Started(Ports),
    Failed(String),
}

/// Why no keeper holds a stack.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// `sudo` did not let us, or is not there.
    #[error("Postfix needs root: run this as root, or as a user whom sudo lets run {program}")]
    NoRights {
        /// The program that was to run as root.
        program: String,
    },
    /// The stack did not start; the text is that of a [`StackError`].
    #[error("{0}")]
    Stack(String),
    /// The keeper itself could not be started, or broke off.
    #[error("the process that keeps the mail stack broke off: {0}")]
    Pipe(#[from] io::Error),
}

/// A stack that runs as long as this value, or this process, lives.
#[derive(Debug)]
#[must_use = "the stack ends when this is dropped"]
pub struct KeptStack {
    child: Child,
    ports: Ports,
}

/// The keeper's whole life: reads an [`Order`], starts the stack, answers, waits for the end of
/// `input`, stops the stack. Run it as root, with the pipes that [`KeptStack::start`] gives it.
///
/// # Errors
/// Of reading and writing; a stack that does not start is an answer.
pub fn keep(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let order: Order = serde_json::from_str(&line)?;
    let (stack, answer) = match start(&order) {
        Ok(stack) => (Some(stack), None),
        Err(error) => (None, Some(Answer::Failed(error.to_string()))),
    };
    let answer = answer.or_else(|| stack.as_ref().map(|stack| Answer::Started(stack.ports())));
    serde_json::to_writer(&mut output, &answer)?;
    output.write_all(b"\n")?;
    output.flush()?;
    if let Some(stack) = &stack {
        let warming = stack.warm();
        input.read_to_end(&mut Vec::new())?;
        // Half a cache is a cache: what is missing is read when it is asked for.
        warming.map_or(Ok(()), |mut warming| warming.kill().and_then(|()| warming.wait().map(drop)))?;
    }
    stack.map_or(Ok(()), Stack::stop).map_err(io::Error::other)
}

fn start(order: &Order) -> Result<Stack, StackError> {
    if let Mail::Story { now, amount } = order.mail {
        seed::fill(&order.config.folder, now, amount)?;
        for Bulk { local, messages } in &order.bulk {
            seed::bulk(&order.config.folder, local, *messages, now)?;
        }
    }
    Stack::start(&order.config)
}

/// Whether a stack could be kept here, asked before anything that takes long: as root, or by sudo, which
/// asks for the password now.
///
/// # Errors
/// `NoRights`.
pub fn check_rights(program: &Path) -> Result<(), KeeperError> {
    as_root(program).map(drop)
}

impl KeptStack {
    /// Runs `program arguments`, which must call [`keep`], as root (by `sudo` when we are not) and
    /// waits until the stack greets. Asks for a password on the terminal where sudo wants one.
    ///
    /// # Errors
    /// A [`KeeperError`]; nothing is left running then.
    pub fn start(program: &Path, arguments: &[&str], order: &Order) -> Result<Self, KeeperError> {
        let mut command = as_root(program)?;
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        // Ctrl-C is for the parent: it closes the pipe, and the keeper stops the stack in peace.
        command.process_group(0);
        let mut child = command.spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.as_mut(), child.stdout.take()) else {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
        };
        serde_json::to_writer(&mut *stdin, order).map_err(io::Error::from)?;
        stdin.write_all(b"\n")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        match serde_json::from_str(&line) {
            Ok(Answer::Started(ports)) => Ok(Self { child, ports }),
            Ok(Answer::Failed(said)) => {
                child.wait()?;
                Err(KeeperError::Stack(said))
            }
            Err(_) => {
                drop(child.stdin.take());
                let status = child.wait()?;
                Err(io::Error::other(format!("no answer, {status}")).into())
            }
        }
    }

    /// Where IMAP listens.
    #[must_use]
    pub fn imap(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.ports.imap).into()
    }

    /// Where submission listens.
    #[must_use]
    pub fn submission(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.ports.submission).into()
    }

    /// Stops the stack and waits until it is gone.
    ///
    /// # Errors
    /// `Pipe`, with the keeper's status when it could not stop everything.
    pub fn stop(mut self) -> Result<(), KeeperError> {
        drop(self.child.stdin.take());
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string()).into()) }
    }
}

impl Drop for KeptStack {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Waited for, so that the ports are free when the parent has ended.
        let _already_waited_for = self.child.wait();
    }
}

/// The program by itself when we are root, else behind sudo, whose password is asked for first:
/// later, in a process group of its own, it could not read the terminal.
fn as_root(program: &Path) -> Result<Command, KeeperError> {
    if rustix::process::geteuid().is_root() {
        return Ok(Command::new(program));
    }
    let refused = || KeeperError::NoRights { program: program.display().to_string() };
    let asked = Command::new("sudo").arg("--validate").status();
    if !asked.is_ok_and(|status| status.success()) {
        return Err(refused());
    }
    let mut command = Command::new("sudo");
    command.arg("--non-interactive").arg("--").arg(program);
    Ok(command)
}
