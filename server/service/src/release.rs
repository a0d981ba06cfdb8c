//! How Levee hands over in its own name: what other mail programs sent and was released, and notices. Nobody's
//! password is behind these.

use crate::alerts::{Occasion, few};
use crate::audience::describe;
use crate::clock::random;
use crate::facts::Judged;
use crate::hold::contact;
use crate::keep::names_of;
use crate::send::Desk;
use crate::service_error::from_store;
use levee_contract::{AppError, Audience, UnixSeconds};
use levee_directory::{PersonId, Role};
use levee_guard::Verdict;
use levee_mail::{Address, Contact, Draft, DraftId, Importance, MessageId};
use levee_mime::compose::{self, Outgoing};
use levee_smtp::{Relay, SignIn};
use levee_store::{Acceptance, Decider, Hold, Notice, SubmissionRow};
use std::sync::Arc;

/// Most people told of one held message.
const TOLD: usize = 50;
/// Seconds after which deputies are told of important mail that still waits (guard specification, section 11).
const DEPUTIES: UnixSeconds = 600;
/// Seconds after which those on call are.
const ON_CALL: UnixSeconds = 1_200;

/// How Levee hands over in its own name.
#[derive(Clone)]
pub struct Release {
    /// Where.
    pub relay: Relay,
    /// With which account; that relay knows us by where we come from when there is none.
    pub login: Option<Login>,
    /// Whom notices are from.
    pub from: Address,
    /// The address that people type, scheme and host.
    pub origin: String,
    /// What notices say.
    pub words: Arc<dyn NoticeWords>,
}

/// An account of Levee's own.
#[derive(Clone)]
pub struct Login {
    /// Its name.
    pub user: String,
    /// Its password.
    pub password: String,
}

/// What notices say, in a language.
pub trait NoticeWords: Send + Sync {
    /// Subject and text.
    fn write(&self, told: &Told<'_>) -> (String, String);
}

/// What a notice tells of a held message. Never what it says.
pub struct Told<'a> {
    /// Why it is written.
    pub reason: Reason,
    /// The held message's subject, for its sender; empty for everybody else.
    pub subject: &'a str,
    /// Who sends it.
    pub sender: Contact,
    /// Whom it reaches.
    pub audience: &'a Audience,
    /// Names of the lists it is written to.
    pub lists: Vec<String>,
    /// Why it is held.
    pub verdict: &'a Verdict,
    /// Who can decide; none named: whoever has the role.
    pub deciders: Vec<Contact>,
    /// Seconds until it is not sent.
    pub left: UnixSeconds,
    /// Under which it is recorded.
    pub reference: &'a str,
    /// Where it is decided or read; empty for those who cannot.
    pub link: String,
}

/// Why somebody gets a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// His message waits until he has said that he means it.
    Yours,
    /// His message waits for somebody else.
    YoursForOthers,
    /// He decides on it.
    Decide,
    /// Nobody has decided on important mail, and he stands in.
    Deputy,
    /// Nobody has, and he is on call.
    OnCall,
}

impl Release {
    pub(crate) fn sign_in(&self) -> SignIn {
        match &self.login {
            Some(Login { user, password }) => SignIn::Password { user: user.clone(), password: password.clone() },
            None => SignIn::Anonymous,
        }
    }
}

/// A message that has just been held.
pub(crate) struct HeldNow<'a> {
    pub(crate) id: &'a DraftId,
    pub(crate) subject: &'a str,
    pub(crate) sender: PersonId,
    pub(crate) account: &'a Address,
    pub(crate) urgent: bool,
    pub(crate) verdict: &'a Verdict,
    pub(crate) audience: &'a Audience,
    pub(crate) lists: Vec<String>,
    /// Addresses of its top-level lists.
    pub(crate) addresses: &'a [Address],
    pub(crate) terms: &'a Hold,
    pub(crate) reference: &'a str,
}

impl Desk<'_> {
    /// Tells its sender that a message waits, which no mail program can show.
    pub(crate) async fn tell_sender(&self, acceptance: &mut Acceptance, held: &HeldNow<'_>) -> Result<(), AppError> {
        let Some(release) = &self.service.release else { return Ok(()) };
        let reason = if held.terms.decider == Decider::Sender { Reason::Yours } else { Reason::YoursForOthers };
        let link = format!("{}/outbox?open={}", release.origin, held.id.as_str());
        let told = Told { subject: held.subject, link, ..self.told(held, reason) };
        self.notify(acceptance, held, release, self.sender(held), &told, self.now).await
    }

    /// Tells everybody who decides on a held message, once each; of important mail that still waits, deputies
    /// and those on call later. Deputies are those with the role of an approver who do not decide anyway.
    pub(crate) async fn tell_approvers(&self, acceptance: &mut Acceptance, held: &HeldNow<'_>) -> Result<(), AppError> {
        self.tell_of_important(acceptance, held).await?;
        let Some(release) = &self.service.release else { return Ok(()) };
        let deciders = crate::hold::contacts(self.directory, held.sender, held.terms);
        let mut known: Vec<Address> = deciders.iter().map(|contact| contact.address.clone()).collect();
        known.push(held.account.clone());
        let link = format!("{}/approvals/{}", release.origin, held.id.as_str());
        let told = Told { link, ..self.told(held, Reason::Decide) };
        for decider in deciders.into_iter().take(TOLD) {
            self.notify(acceptance, held, release, decider, &told, self.now).await?;
        }
        if !held.urgent {
            return Ok(());
        }
        for (role, reason, after) in
            [(Role::Approver, Reason::Deputy, DEPUTIES), (Role::OnCall, Reason::OnCall, ON_CALL)]
        {
            let holders = self.directory.holders(role).into_iter().filter(|id| *id != held.sender);
            let others: Vec<Contact> = holders
                .filter_map(|id| contact(self.directory, id))
                .filter(|contact| !known.contains(&contact.address))
                .take(TOLD)
                .collect();
            let told = self.told(held, reason);
            for other in others {
                known.push(other.address.clone());
                self.notify(acceptance, held, release, other, &told, self.now + after).await?;
            }
        }
        Ok(())
    }

    /// Tells programs outside that important mail waits for somebody else.
    async fn tell_of_important(&self, acceptance: &mut Acceptance, held: &HeldNow<'_>) -> Result<(), AppError> {
        if !held.urgent || held.terms.decider == Decider::Sender {
            return Ok(());
        }
        let occasion = Occasion::ImportantHeld {
            reference: held.reference.to_owned(),
            lists: few(held.addresses.iter().cloned()),
            people: held.audience.people,
            expires: held.terms.expires,
        };
        self.service.raise(acceptance, (&format!("held:{}", held.reference), &occasion), self.now).await
    }

    /// The same of one that is held once more.
    pub(crate) async fn tell_again(
        &self,
        acceptance: &mut Acceptance,
        row: &SubmissionRow,
        judged: &Judged,
        terms: &Hold,
        reference: &str,
    ) -> Result<(), AppError> {
        let held = HeldNow {
            id: &row.id,
            subject: &row.draft.subject,
            sender: row.sender,
            account: &row.account,
            urgent: row.urgent,
            verdict: &judged.verdict,
            audience: &describe(self.directory, &Draft::default(), judged, self.policy),
            lists: names_of(&judged.expansion),
            addresses: &judged.memory.lists,
            terms,
            reference,
        };
        self.tell_approvers(acceptance, &held).await
    }

    fn sender(&self, held: &HeldNow<'_>) -> Contact {
        let name = contact(self.directory, held.sender).and_then(|contact| contact.name);
        Contact { name, address: held.account.clone() }
    }

    fn told<'a>(&self, held: &'a HeldNow<'a>, reason: Reason) -> Told<'a> {
        Told {
            reason,
            subject: "",
            sender: self.sender(held),
            audience: held.audience,
            lists: held.lists.clone(),
            verdict: held.verdict,
            deciders: crate::hold::contacts(self.directory, held.sender, held.terms),
            left: held.terms.expires - self.now,
            reference: held.reference,
            link: String::new(),
        }
    }

    async fn notify(
        &self,
        acceptance: &mut Acceptance,
        held: &HeldNow<'_>,
        release: &Release,
        to: Contact,
        told: &Told<'_>,
        due: UnixSeconds,
    ) -> Result<(), AppError> {
        let chance = &*self.service.chance;
        let id = DraftId::from_random(random(chance));
        let unwritable = || AppError::Internal { reference: held.reference.to_owned() };
        let message_id =
            MessageId::parse(&format!("{}@{}", id.as_str(), release.from.domain())).ok_or_else(unwritable)?;
        let (subject, text) = release.words.write(told);
        let message = Outgoing {
            from: Contact { name: Some(self.service.organisation.name.clone()), address: release.from.clone() },
            reply_to: Vec::new(),
            to: vec![to.clone()],
            cc: Vec::new(),
            bcc: Vec::new(),
            subject,
            date: due,
            message_id: message_id.clone(),
            in_reply_to: None,
            references: Vec::new(),
            importance: Importance::Normal,
            text,
            html: None,
            attachments: Vec::new(),
        };
        let bytes = compose::build(&message).map_err(|_| unwritable())?;
        let notice = Notice {
            id,
            about: held.id.clone(),
            from: release.from.to_string(),
            to: to.address.to_string(),
            message_id,
            // RFC 3834: nobody's absence is told to it, and the guard does not count it as somebody's.
            bytes: [b"Auto-Submitted: auto-generated\r\n", &bytes[..]].concat(),
            at: self.now,
            due,
        };
        acceptance.notify(&notice).await.map_err(from_store)
    }
}
