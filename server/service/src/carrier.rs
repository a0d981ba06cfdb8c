//! Where the worker's messages go: the relay and the Sent mailbox, behind a trait so that a test can
//! stand in for both and lose the line wherever it likes.

use crate::accounts::from_sign_in;
use crate::mailboxes::{from_imap, with_role};
use async_trait::async_trait;
use levee_contract::{AppError, UnixSeconds};
use levee_imap::{Credentials, Flag, FlagSet, Pool, Role};
use levee_mail::MessageId;
use levee_smtp::{Attempt, Proceed, Relay, SignIn, Stage, Submission, attempt};

/// Told how far an attempt has come, and asked whether to go on.
#[async_trait]
pub(crate) trait Stages: Send + Sync {
    async fn reached(&self, stage: Stage) -> Proceed;
}

/// Why there is no copy in Sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotFiled {
    /// The password no longer works.
    SignIn,
    /// Try again in a while.
    Later(String),
}

impl From<AppError> for NotFiled {
    fn from(error: AppError) -> Self {
        match error {
            AppError::WrongPassword | AppError::SignedOut => Self::SignIn,
            other => Self::Later(other.to_string()),
        }
    }
}

/// The mail servers, as the worker needs them.
#[async_trait]
pub(crate) trait Carrier: Send + Sync {
    /// One attempt to hand over one submission.
    async fn hand_over(&self, sign_in: &SignIn, submission: &Submission, stages: &dyn Stages) -> Attempt;
    /// Puts the copy into Sent, unless it is there already.
    async fn file(&self, who: &Credentials, id: &MessageId, bytes: Vec<u8>, date: UnixSeconds) -> Result<(), NotFiled>;
}

/// The organisation's mail servers.
pub(crate) struct MailServers<'a> {
    pub(crate) relay: &'a Relay,
    pub(crate) imap: &'a Pool,
}

#[async_trait]
impl Carrier for MailServers<'_> {
    async fn hand_over(&self, sign_in: &SignIn, submission: &Submission, stages: &dyn Stages) -> Attempt {
        attempt(self.relay, sign_in, submission, |stage| stages.reached(stage)).await
    }

    async fn file(&self, who: &Credentials, id: &MessageId, bytes: Vec<u8>, date: UnixSeconds) -> Result<(), NotFiled> {
        let mut session = self.imap.checkout(who).await.map_err(from_sign_in)?;
        let sent = with_role(&mut session, Role::Sent, "Sent").await?;
        let flags = FlagSet::from([Flag::Seen]);
        session.append_once(&sent, id, bytes, &flags, Some(date)).await.map_err(from_imap)?;
        Ok(())
    }
}
