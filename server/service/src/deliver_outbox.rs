//! The worker of the outbox: claim, judge again, deliver stage by stage, settle, file the copy. Each
//! step is committed before the next; what may have gone is never sent again by itself.

use crate::Service;
use crate::carrier::{Carrier, MailServers, NotFiled, Stages};
use crate::facts::{Judged, judge_all};
use crate::figures;
use crate::handed::Handed;
use crate::hold;
use crate::keys::Purpose;
use crate::pass;
use crate::release::Release;
use crate::retry::{self, Retry};
use crate::send::Desk;
use async_trait::async_trait;
use levee_contract::{AppError, Returned, UnixSeconds};
use levee_directory::Directory;
use levee_guard::{Confirmation, Policy, Ruling};
use levee_imap::Credentials;
use levee_mail::Address;
use levee_smtp::{Attempt, Envelope, Proceed, Refusal, Relay, SignIn, Stage, Submission};
use levee_store::{Cargo, Claim, History, RecipientRow, StoreError, SubmissionRow, Via, Work};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long a claim holds without being renewed: a lost worker is noticed within a minute.
const LEASE: i64 = 45;
/// How often a worker that waits for a server renews its claim.
const RENEW: Duration = Duration::from_secs(15);
/// Submissions worked on at once.
const AT_ONCE: usize = 16;
/// A worker without anything due looks again after this long, should it have missed a wake-up.
const LONGEST_SLEEP: i64 = 60;
/// What has begun is given so long to come to an end when the node stops.
const FAREWELL: Duration = Duration::from_secs(20);
/// Seconds between two sweeps of what has had its time.
const SWEEP: i64 = 3600;
/// How often a commit that must not be lost is tried.
const COMMITS: u32 = 20;

/// A submission judged again.
pub(crate) struct Again {
    pub(crate) directory: Arc<Directory>,
    pub(crate) policy: Policy,
    pub(crate) handed: Handed,
    pub(crate) judged: Judged,
}

impl Service {
    /// Works the outbox until told to stop. Sleeps until something is due or handed over.
    pub async fn deliver_until(self: Arc<Self>, told: impl Future<Output = ()> + Send) {
        let mut told = std::pin::pin!(told);
        let mut working = JoinSet::new();
        let mut swept = 0;
        loop {
            let now = self.clock.now();
            if now - swept >= SWEEP {
                swept = now;
                if let Err(error) = self.store.sweep(now).await {
                    tracing::warn!(%error, "what has had its time was not forgotten yet");
                }
            }
            let sleep = match self.begin_due(&mut working).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read");
                    Duration::from_secs(5)
                }
            };
            tokio::select! {
                () = &mut told => break,
                () = self.wake.notified() => {}
                () = tokio::time::sleep(sleep) => {}
                Some(_) = working.join_next() => {}
            }
        }
        let finished = async { while working.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, finished).await.is_err() {
            tracing::warn!("deliveries under way were left; they go on from their last step");
        }
    }

    /// Begins everything that is due, and says how long nothing else is.
    async fn begin_due(self: &Arc<Self>, working: &mut JoinSet<()>) -> Result<Duration, StoreError> {
        let now = self.clock.now();
        self.settle_overdue(now).await?;
        while working.len() < AT_ONCE {
            let Some(claim) = self.store.claim(now, LEASE).await? else { break };
            let service = Arc::clone(self);
            working.spawn(async move {
                let servers = MailServers { relay: service.relay_of(&claim), imap: &service.imap };
                service.work(&claim, &servers).await;
            });
        }
        let due = self.store.next_due().await?.unwrap_or(now + LONGEST_SLEEP);
        let wait = if working.len() < AT_ONCE { (due - now).clamp(1, LONGEST_SLEEP) } else { LONGEST_SLEEP };
        Ok(Duration::from_secs(wait.unsigned_abs()))
    }

    /// What time alone settles: lost workers, holds that nobody decided on.
    pub(crate) async fn settle_overdue(&self, now: UnixSeconds) -> Result<(), StoreError> {
        let lost = self.store.lose_track(now).await?;
        if lost > 0 {
            tracing::error!(lost, "messages may have gone when a worker was lost; their authors are asked");
        }
        let returned = serde_json::to_string(&Returned::Expired).map_err(|_| StoreError::Corrupt("reason"))?;
        for (_, id) in self.store.expire_holds(&returned, now).await? {
            tracing::info!(submission = id.as_str(), "nobody decided in time; it went back to its author");
        }
        Ok(())
    }

    /// Does what one claim is for. Errors end here: the claim runs out and the work is done again.
    pub(crate) async fn work(&self, claim: &Claim, servers: &dyn Carrier) {
        let renewing = async {
            loop {
                tokio::time::sleep(RENEW).await;
                if self.store.renew(claim, self.clock.now() + LEASE).await.is_err() {
                    // Lost or unreachable: the next step will be refused, and that is where it is handled.
                    tracing::warn!(submission = claim.row.id.as_str(), "a claim was not renewed");
                }
            }
        };
        let doing = async {
            match claim.work {
                Work::Leave => self.leave(claim, servers).await,
                Work::Send => self.deliver(claim, servers).await,
                Work::File => self.file_copy(claim, servers).await,
            }
        };
        let done = tokio::select! { done = doing => done, () = renewing => Ok(()) };
        if let Err(error) = done {
            tracing::error!(submission = claim.row.id.as_str(), %error, "a step of a delivery was not taken");
        }
        self.wake.notify_one();
    }

    /// Its undo window is over. What can have changed is judged again; then it goes.
    async fn leave(&self, claim: &Claim, servers: &dyn Carrier) -> Result<(), StoreError> {
        let row = &claim.row;
        let mut acceptance = self.store.begin_acceptance().await?;
        let again = self.judge_again(row, &mut acceptance.history()).await?;
        let verdict = hold::settled(again.judged.verdict.clone(), &row.approved);
        let now = self.clock.now();
        let desk = Desk { service: self, directory: &again.directory, policy: &again.policy, now };
        match verdict.ruling() {
            Ruling::Allow | Ruling::Warn | Ruling::Confirm => {
                drop(acceptance);
                self.store.begin_sending(claim).await?;
                self.deliver(claim, servers).await
            }
            Ruling::Hold => {
                let reference = desk.file(&mut acceptance, &again.handed, &again.judged).await.map_err(unfiled)?;
                let terms = hold::terms(&again.directory, &again.judged.expansion, &verdict, &again.policy, now);
                acceptance.hold_again(row, &terms, &again.judged.verdict, &reference).await?;
                let told = desk.tell_again(&mut acceptance, row, &again.judged, &terms, &reference).await;
                told.map_err(unfiled)?;
                acceptance.commit().await
            }
            Ruling::Block => {
                desk.file(&mut acceptance, &again.handed, &again.judged).await.map_err(unfiled)?;
                acceptance.commit().await?;
                self.give_back(claim, &Returned::Stopped { verdict }, "stopped").await
            }
        }
    }

    /// Judges a submission again, by what its author wrote then and by whom it reaches now.
    pub(crate) async fn judge_again(
        &self,
        row: &SubmissionRow,
        history: &mut History<'_>,
    ) -> Result<Again, StoreError> {
        self.judge_again_as(row, None, history).await
    }

    /// The same with what its author has confirmed meanwhile.
    pub(crate) async fn judge_again_as(
        &self,
        row: &SubmissionRow,
        confirmed: Option<Confirmation>,
        history: &mut History<'_>,
    ) -> Result<Again, StoreError> {
        let mut handed: Handed =
            serde_json::from_str(&row.judged).map_err(|_| StoreError::Corrupt("judged message"))?;
        if confirmed.is_some() {
            handed.message.confirmation = confirmed;
        }
        let directory = self.directory();
        let circumstances = self.circumstances(&directory, &handed.sender).await?;
        // Everybody was numbered at submission; who left the directory since keeps that number.
        let numbered = self.numbers_of_everybody(&directory, &handed).await?;
        let context = self.context(&circumstances, &directory, &numbered, row.id.as_str());
        let judged = judge_all(history, &handed, &context).await?;
        Ok(Again { policy: circumstances.policy, handed, judged, directory: Arc::clone(&directory) })
    }

    /// One attempt, and what comes of it.
    async fn deliver(&self, claim: &Claim, servers: &dyn Carrier) -> Result<(), StoreError> {
        let cargo = self.store.cargo(claim).await?;
        let sign_in = match claim.row.via {
            Via::Page => {
                self.credentials_of(claim, &cargo).map(|c| SignIn::Password { user: c.user, password: c.password })
            }
            Via::MailProgram | Via::Levee => self.release.as_ref().map(Release::sign_in),
        };
        let Some(sign_in) = sign_in else { return self.not_signed_in(claim, "").await };
        let Some(submission) = self.submission(claim, &cargo) else {
            return self.give_back(claim, &refused(vec![(None, "the message cannot be sent".into())]), "refused").await;
        };
        let outcome = servers.hand_over(&sign_in, &submission, &Steps { service: self, claim }).await;
        self.settle_attempt(claim, cargo.bytes.len() as u64, outcome).await
    }

    async fn settle_attempt(&self, claim: &Claim, size: u64, outcome: Attempt) -> Result<(), StoreError> {
        let now = self.clock.now();
        figures::delivered(match &outcome {
            Attempt::Accepted { .. } => "accepted",
            Attempt::Unclear { .. } => "unclear",
            Attempt::NeedsSignIn { .. } => "sign_in",
            Attempt::Refused(_) => "refused",
            Attempt::TryLater { .. } => "later",
        });
        match outcome {
            Attempt::Accepted { reply } => {
                let said = retry::said(&reply);
                self.insist(|| self.store.accepted(claim, &said, now)).await
            }
            Attempt::Unclear { why } => {
                let said = retry::why_unclear(&why);
                self.insist(|| self.store.unclear(claim, &said)).await
            }
            Attempt::NeedsSignIn { reply } => self.not_signed_in(claim, &retry::said(&reply)).await,
            Attempt::Refused(Refusal::TooLarge(_)) => {
                self.give_back(claim, &Returned::TooLarge { size }, "refused").await
            }
            Attempt::Refused(refusal) => {
                let said = retry::refusal(&refusal);
                if let Refusal::Recipients(_) = refusal {
                    self.store.note_recipients(claim, &notes(&said)).await?;
                }
                self.give_back(claim, &refused(said), "refused").await
            }
            Attempt::TryLater { why } => self.try_later(claim, &retry::why_later(&why)).await,
        }
    }

    async fn try_later(&self, claim: &Claim, said: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        let chance = crate::clock::random::<4>(&*self.chance);
        match retry::after(claim.row.attempts, now - claim.row.submitted, u32::from_le_bytes(chance)) {
            Retry::In(seconds) => self.store.try_later(claim, said, now + seconds).await,
            Retry::Never => self.give_back(claim, &refused(vec![(None, said.to_owned())]), "given up").await,
        }
    }

    /// Its author signs in again; for what goes out in our own name, whoever runs the server sees to it.
    async fn not_signed_in(&self, claim: &Claim, said: &str) -> Result<(), StoreError> {
        if claim.row.via == Via::Page {
            return self.store.wait_for_sign_in(claim, said).await;
        }
        tracing::error!(
            submission = claim.row.id.as_str(),
            "the relay does not let Levee in; see release in the settings"
        );
        self.try_later(claim, said).await
    }

    /// Where it is handed over.
    fn relay_of(&self, claim: &Claim) -> &Relay {
        match (&self.release, claim.row.via) {
            (Some(release), Via::MailProgram | Via::Levee) => &release.relay,
            _ => &self.relay,
        }
    }

    /// The relay has it; the copy in Sent is missing. Whatever happens here, it is not sent again.
    async fn file_copy(&self, claim: &Claim, servers: &dyn Carrier) -> Result<(), StoreError> {
        // A mail program has filed its own.
        if claim.row.via != Via::Page {
            return self.store.done(claim).await;
        }
        let cargo = self.store.cargo(claim).await?;
        let Some(credentials) = self.credentials_of(claim, &cargo) else {
            return self.store.file_later(claim, self.clock.now() + retry::LONGEST).await;
        };
        let copy = with_bcc(&cargo.bytes, &cargo.bcc);
        let filed = servers.file(&credentials, &claim.row.message_id, copy, claim.row.settled).await;
        let now = self.clock.now();
        let wait = match filed {
            Ok(()) => return self.store.done(claim).await,
            // A new password wakes it before.
            Err(NotFiled::SignIn) => retry::LONGEST,
            Err(NotFiled::Later(why)) => {
                tracing::warn!(submission = claim.row.id.as_str(), why, "the copy in Sent is not filed yet");
                let chance = crate::clock::random::<4>(&*self.chance);
                match retry::after(claim.row.attempts, now - claim.row.settled, u32::from_le_bytes(chance)) {
                    Retry::In(seconds) => seconds,
                    Retry::Never => retry::LONGEST,
                }
            }
        };
        self.store.file_later(claim, now + wait).await
    }

    fn credentials_of(&self, claim: &Claim, cargo: &Cargo) -> Option<Credentials> {
        let about = claim.row.id.as_str().as_bytes();
        let opened = self.keys.open(Purpose::SubmissionCredential, b"", about, &cargo.credential)?;
        let password = String::from_utf8(opened.to_vec()).ok()?;
        Some(Credentials { user: claim.row.account.to_string(), password })
    }

    /// The bytes as they go out: with the pass for our own milter, for this attempt.
    fn submission(&self, claim: &Claim, cargo: &Cargo) -> Option<Submission> {
        let recipients: Vec<String> = cargo.recipients.iter().map(|r| r.address.clone()).collect();
        let row = &claim.row;
        let header = pass::header(&self.keys, (&row.id, row.attempts), (&row.return_path, &recipients), &cargo.bytes);
        let to: Result<Vec<Address>, _> = recipients.iter().map(|address| Address::parse(address)).collect();
        let envelope = Envelope::new(Address::parse(&row.return_path).ok(), to.ok()?)?;
        Submission::new(envelope, [header.as_bytes(), &cargo.bytes].concat()).ok()
    }

    async fn give_back(&self, claim: &Claim, returned: &Returned, outcome: &str) -> Result<(), StoreError> {
        let text = serde_json::to_string(returned).map_err(|_| StoreError::Corrupt("reason"))?;
        self.store.give_back(claim, &text, outcome, self.clock.now()).await
    }

    /// Tries a commit again that tells what the relay said: without it, a message that went would be unclear.
    async fn insist<F, Fut>(&self, commit: F) -> Result<(), StoreError>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<(), StoreError>>,
    {
        let mut tries = 0;
        loop {
            match commit().await {
                Err(StoreError::Unavailable(why)) if tries < COMMITS => {
                    tracing::error!(why, "what the relay said is not on the disk yet");
                    tries += 1;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                settled => return settled,
            }
        }
    }
}

/// Commits the stages of one attempt.
struct Steps<'a> {
    service: &'a Service,
    claim: &'a Claim,
}

#[async_trait]
impl Stages for Steps<'_> {
    async fn reached(&self, stage: Stage) -> Proceed {
        if stage != Stage::DataSent {
            return Proceed::Go;
        }
        match self.service.store.data_sent(self.claim).await {
            Ok(()) => Proceed::Go,
            Err(error) => {
                tracing::warn!(submission = self.claim.row.id.as_str(), %error, "the final dot was not written");
                Proceed::Stop
            }
        }
    }
}

/// The copy for Sent: the same bytes, Bcc kept.
pub(crate) fn with_bcc(bytes: &[u8], bcc: &str) -> Vec<u8> {
    let (header, rest) = pass::split(bytes);
    [header, bcc.as_bytes(), rest].concat()
}

fn refused(said: Vec<(Option<Address>, String)>) -> Returned {
    Returned::Refused { recipients: said }
}

fn notes(said: &[(Option<Address>, String)]) -> Vec<RecipientRow> {
    let note = |(address, said): &(Option<Address>, String)| {
        Some(RecipientRow { address: address.as_ref()?.to_string(), state: "refused".into(), said: said.clone() })
    };
    said.iter().filter_map(note).collect()
}

/// A judgement that could not be filed: nothing was decided, and the claim runs out.
fn unfiled(error: AppError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
