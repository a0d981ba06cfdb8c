//! A relay and a mailbox that can be lost at any step.

use crate::carrier::{Carrier, NotFiled, Stages};
use async_trait::async_trait;
use levee_contract::UnixSeconds;
use levee_imap::Credentials;
use levee_mail::MessageId;
use levee_smtp::{
    Attempt, Envelope, Phase, Proceed, RecipientReply, Refusal, Reply, SignIn, Stage, Submission, WhyLater, WhyUnclear,
};
use std::sync::Mutex;
use tokio::sync::Notify;

/// How the relay behaves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Script {
    #[default]
    Takes,
    /// Never comes back after this stage, as when the machine stops there.
    Stops(Stage),
    RefusesRecipient,
    TooLarge,
    Later,
    WrongPassword,
    SilentAfterDot,
}

#[derive(Default)]
pub(super) struct Servers {
    pub(super) script: Mutex<Script>,
    pub(super) here: Notify,
    pub(super) delivered: Mutex<Vec<(SignIn, Envelope)>>,
    pub(super) filed: Mutex<Vec<(MessageId, Vec<u8>)>>,
}

impl Servers {
    pub(super) fn that(script: Script) -> Self {
        Self { script: Mutex::new(script), ..Self::default() }
    }

    pub(super) fn counts(&self) -> (usize, usize) {
        (self.delivered.lock().unwrap().len(), self.filed.lock().unwrap().len())
    }
}

pub(super) fn reply(code: u16) -> Reply {
    Reply::new(code, ["so be it"])
}

#[async_trait]
impl Carrier for Servers {
    async fn hand_over(&self, sign_in: &SignIn, submission: &Submission, stages: &dyn Stages) -> Attempt {
        let script = self.script.lock().unwrap().clone();
        let to = submission.envelope().to().to_vec();
        for stage in [Stage::Connecting, Stage::BeforeData, Stage::DataSent] {
            if stages.reached(stage.clone()).await == Proceed::Stop {
                return Attempt::TryLater { why: WhyLater::Stopped };
            }
            if script == Script::Stops(stage.clone()) {
                self.here.notify_one();
                std::future::pending::<()>().await;
            }
            match (&script, stage) {
                (Script::RefusesRecipient, Stage::Connecting) => {
                    let refused = to.into_iter().take(1).map(|address| RecipientReply { address, reply: reply(550) });
                    return Attempt::Refused(Refusal::Recipients(refused.collect()));
                }
                (Script::TooLarge, Stage::Connecting) => return Attempt::Refused(Refusal::TooLarge(reply(552))),
                (Script::Later, Stage::Connecting) => {
                    return Attempt::TryLater { why: WhyLater::Lost(Phase::Greeting) };
                }
                (Script::WrongPassword, Stage::Connecting) => return Attempt::NeedsSignIn { reply: reply(535) },
                _ => {}
            }
        }
        self.delivered.lock().unwrap().push((sign_in.clone(), submission.envelope().clone()));
        match script {
            Script::SilentAfterDot => Attempt::Unclear { why: WhyUnclear::Silent },
            _ => Attempt::Accepted { reply: reply(250) },
        }
    }

    async fn file(&self, _: &Credentials, id: &MessageId, bytes: Vec<u8>, _: UnixSeconds) -> Result<(), NotFiled> {
        self.filed.lock().unwrap().push((id.clone(), bytes));
        Ok(())
    }
}
