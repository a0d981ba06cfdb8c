//! A message while it is written: what its parts share. Nothing here asks the server.

use super::editor::{Cursor, Editor, Form};
use super::entries::Wells;
use super::files::Uploading;
use super::lists_out::offer_lists_out;
use crate::api::ApiError;
use crate::path::LocalPath;
use crate::words::Context;
use leptos::prelude::*;
use levee_contract::{Account, Audience, Chip, Confirmed, OpenDraft, PolicyInForce, Returned, Stop, UnixSeconds, Who};
use levee_guard::{Code, Fact, Facts, Kind, Message, Origin, Parameter, Ruling, Verdict, judge};
use levee_mail::{Address, Contact, Draft, DraftFile, DraftId, Importance, ParentRef, ReplyKind, without_signature};
use send_wrapper::SendWrapper;

/// The parts of a message being written, and what is known of it.
#[derive(Clone, Copy)]
pub(crate) struct Composing {
    /// Who writes.
    pub(crate) account: StoredValue<Account>,
    /// Its id and parent, which do not change while one writes.
    opened: StoredValue<OpenDraft>,
    /// The button that it comes from; *Reply to the author only* changes it.
    pub(crate) kind: RwSignal<ReplyKind>,
    pub(crate) wells: RwSignal<Wells>,
    pub(crate) subject: RwSignal<String>,
    pub(crate) text: RwSignal<String>,
    /// The text with its formatting; empty: it has none.
    pub(crate) html: RwSignal<String>,
    /// The quoted original; taken out, or made part of the text.
    pub(crate) quote: RwSignal<String>,
    pub(crate) files: RwSignal<Vec<DraftFile>>,
    pub(crate) importance: RwSignal<Importance>,
    /// Files on their way in.
    pub(crate) uploads: RwSignal<Vec<Uploading>>,
    /// Whether files are being dragged over it.
    pub(crate) dragging: RwSignal<bool>,
    pub(crate) form: RwSignal<Form>,
    /// Where the editor's cursor is; `None` while there is no editor.
    pub(crate) cursor: RwSignal<Option<Cursor>>,
    /// Whether the address of a link is asked for.
    pub(crate) linking: RwSignal<bool>,
    /// Whether the signature is being changed.
    pub(crate) signing: RwSignal<bool>,
    /// Where one goes as soon as everything is kept.
    pub(crate) leaving: RwSignal<Option<LocalPath>>,
    /// Of this page alone: the server has none.
    pub(crate) editor: StoredValue<Option<SendWrapper<Editor>>>,
    pub(crate) saving: RwSignal<Saving>,
    /// What the server said last of whom it reaches.
    pub(crate) told: RwSignal<Option<Told>>,
    /// Newer than the policy in `told`, when it was changed meanwhile.
    pub(crate) in_force: RwSignal<Option<PolicyInForce>>,
    pub(crate) phase: RwSignal<Phase>,
    /// The number typed as an answer to the question.
    pub(crate) typed: RwSignal<String>,
    /// The verdict on the draft as it stands that was called wrong, by its reference.
    pub(crate) called_wrong: RwSignal<Option<String>>,
    /// The warning shown is called wrong, and why: goes along when it is sent.
    pub(crate) wrong: RwSignal<Option<String>>,
    /// How the guard sees it now; `None` while nothing is known or there is nobody to reach.
    pub(crate) judged: Memo<Option<Judged>>,
}

/// An answer about recipients, and to which it belongs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) recipients: Vec<Address>,
    pub(crate) audience: Audience,
}

/// A verdict and what its sentences need.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    pub(crate) context: Context,
    /// What each recipient brings.
    pub(crate) chips: Vec<Chip>,
}

/// Where the draft stands in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Saving {
    /// The version that the store has; 0: none.
    pub(crate) version: u32,
    pub(crate) at: Option<UnixSeconds>,
    /// What was saved, or nothing was typed since it was opened.
    pub(crate) draft: Draft,
    pub(crate) state: SaveState,
}

/// What the last attempt to save did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SaveState {
    /// Nothing to do, or nothing tried yet.
    Rest,
    /// On its way.
    Busy,
    /// Not saved; tried again with the next change.
    Failed(ApiError),
}

/// How it was sent: by the button alone, with an answer, or with a reason why it cannot wait.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sent {
    pub(crate) confirmation: Option<Confirmed>,
    pub(crate) emergency: Option<String>,
}

/// Where handing it over stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phase {
    /// One writes.
    Writing,
    /// *Send* was pressed; a save is still on its way.
    Waiting(Sent),
    /// The server decides.
    Sending,
    /// The server asks.
    Asked { judged: Judged, question: String, type_number: Option<u64>, reference: String },
    /// The server said no, under this reference.
    Blocked { judged: Judged, reference: String },
    /// It did not work.
    Failed(ApiError),
    /// Accepted; one is on the way out.
    Gone,
}

impl Composing {
    /// Opens a draft, with what the server has said of it already.
    pub(crate) fn new(account: Account, opened: OpenDraft, audience: Option<Audience>) -> Self {
        let draft = opened.draft.clone();
        let wells = RwSignal::new(Wells::of(&draft));
        let told = audience.map(|audience| Told { recipients: wells.with_untracked(Wells::recipients), audience });
        let saving = Saving { version: opened.version, at: opened.saved, draft: draft.clone(), state: SaveState::Rest };
        let mut composing = Self {
            account: StoredValue::new(account),
            kind: RwSignal::new(draft.kind),
            wells,
            subject: RwSignal::new(draft.subject),
            text: RwSignal::new(draft.text),
            html: RwSignal::new(draft.html),
            quote: RwSignal::new(draft.quote),
            files: RwSignal::new(draft.files),
            importance: RwSignal::new(draft.importance),
            uploads: RwSignal::new(Vec::new()),
            dragging: RwSignal::new(false),
            form: RwSignal::new(Form::Plain),
            cursor: RwSignal::new(None),
            linking: RwSignal::new(false),
            signing: RwSignal::new(false),
            leaving: RwSignal::new(None),
            editor: StoredValue::new(None),
            saving: RwSignal::new(saving),
            told: RwSignal::new(told),
            in_force: RwSignal::new(None),
            phase: RwSignal::new(Phase::Writing),
            typed: RwSignal::new(String::new()),
            called_wrong: RwSignal::new(None),
            wrong: RwSignal::new(None),
            judged: Memo::new(|_| None),
            opened: StoredValue::new(opened),
        };
        composing.judged = Memo::new(move |_| composing.judge());
        composing
    }

    pub(crate) fn id(self) -> DraftId {
        self.opened.with_value(|opened| opened.id.clone())
    }

    pub(crate) fn parent(self) -> Option<ParentRef> {
        self.opened.with_value(|opened| opened.draft.parent.clone())
    }

    /// The quoted original as it looks, for a frame.
    pub(crate) fn quote_url(self) -> Option<String> {
        self.opened.with_value(|opened| opened.quote_url.clone())
    }

    /// Bytes that all files may hold together.
    pub(crate) fn room(self) -> u64 {
        self.opened.with_value(|opened| opened.room)
    }

    /// The emergency stop, as the server said last.
    pub(crate) fn stop(self) -> Option<Stop> {
        let told = self.told.with(|told| told.as_ref().map(|t| t.audience.stop.clone()));
        told.unwrap_or_else(|| self.opened.with_value(|opened| opened.stop.clone()))
    }

    /// Where another program left it, as the form carries it.
    pub(crate) fn taken_from(self) -> String {
        self.opened.with_value(|opened| serde_json::to_string(&opened.draft.taken_from).unwrap_or_default())
    }

    /// Where pictures of this draft are served.
    pub(crate) fn files_path(self) -> String {
        self.opened.with_value(|opened| format!("/draft-file/{}/", opened.id.as_str()))
    }

    /// How one begins to write: what was plain when it was saved stays plain.
    pub(crate) fn first_form(self) -> Form {
        let fresh = self.opened.with_value(|opened| opened.version == 0);
        let formatted = fresh || self.html.with_untracked(|html| !html.is_empty());
        if formatted { Form::Formatted } else { Form::Plain }
    }

    /// The editor, when it is there.
    pub(crate) fn editor(self) -> Option<Editor> {
        self.editor.try_with_value(|editor| editor.as_ref().map(|editor| (**editor).clone())).flatten()
    }

    /// Puts another text in the place of the plain one, on screen as well.
    pub(crate) fn write_plain_text(self, text: String) {
        super::editor::show_plain(&text);
        self.html.set(String::new());
        self.text.set(text);
    }

    /// Whether a file is still on its way in. One that failed is not.
    pub(crate) fn is_uploading(self) -> bool {
        self.uploads.with(|uploads| uploads.iter().any(|upload| upload.failed.get().is_none()))
    }

    /// Why it came back, if it did.
    pub(crate) fn returned(self) -> Option<Returned> {
        self.opened.with_value(|opened| opened.returned.clone())
    }

    /// The author of the message answered: the first recipient when it was opened.
    pub(crate) fn author(self) -> Option<Contact> {
        self.opened.with_value(|opened| match opened.draft.kind {
            ReplyKind::Reply | ReplyKind::ReplyAll => opened.draft.to.first().cloned(),
            ReplyKind::New | ReplyKind::Forward => None,
        })
    }

    /// The draft as it stands on screen. Follows all of its parts.
    pub(crate) fn draft(self) -> Draft {
        let mut draft = Draft {
            kind: self.kind.get(),
            parent: self.parent(),
            subject: self.subject.get(),
            text: self.text.get(),
            quote: self.quote.get(),
            html: self.html.get(),
            files: self.files.get(),
            importance: self.importance.get(),
            taken_from: self.opened.with_value(|opened| opened.draft.taken_from.clone()),
            ..Draft::default()
        };
        self.wells.with(|wells| wells.fill(&mut draft));
        draft
    }

    /// Whether the store has what is on screen.
    pub(crate) fn is_saved(self) -> bool {
        let draft = self.draft();
        self.saving.with(|saving| saving.draft == draft)
    }

    /// What the guard would say if the glass were broken; nothing where that would not let the message go.
    pub(crate) fn as_emergency(self) -> Option<Verdict> {
        let told = self.told.get()?;
        let message = Message { break_glass: Some("-".to_owned()), ..self.message() };
        let facts = Facts { size: Fact::Known(self.draft().weight()), ..told.audience.facts };
        Some(judge(&message, &facts, &told.audience.policy.policy)).filter(|verdict| verdict.ruling() <= Ruling::Warn)
    }

    /// Whether the server has answered about these recipients.
    pub(crate) fn is_checked(self) -> bool {
        let recipients = self.wells.with(Wells::recipients);
        recipients.is_empty() || self.told.with(|told| told.as_ref().is_some_and(|t| t.recipients == recipients))
    }

    /// What is known of an address.
    pub(crate) fn chip(self, address: &Address) -> Option<Chip> {
        self.told.with(|told| {
            let chips = &told.as_ref()?.audience.chips;
            chips.iter().find(|chip| chip.address == *address).cloned()
        })
    }

    /// The policy in force, as far as this page knows.
    pub(crate) fn policy(self) -> Option<PolicyInForce> {
        let told = self.told.with(|told| told.as_ref().map(|t| t.audience.policy.clone()));
        [told, self.in_force.get()].into_iter().flatten().max_by_key(|policy| policy.version)
    }

    /// A verdict with what its sentences need.
    pub(crate) fn judged_by(self, mut verdict: Verdict, audience: &Audience) -> Judged {
        offer_lists_out(&mut verdict, &self.message(), &audience.facts, &audience.policy.policy);
        let organisation = self.account.with_value(|account| account.organisation.clone());
        // Only this rule speaks of the words; with any other, the sentences stay while one types.
        let speaks_of_words = verdict.findings.iter().any(|finding| finding.code == Code::LooksLikeTest);
        let context = Context {
            author: self.author().map(|author| author.label()),
            own_words: speaks_of_words.then(|| own_words(&self.subject.get(), without_signature(&self.text.get()))),
            ..Context::of_audience(audience, &organisation)
        };
        Judged { verdict, context, chips: audience.chips.clone() }
    }

    /// Whether the people of this list make the message wide, or stop it.
    pub(crate) fn weight(self, size: u64) -> Weight {
        let Some((judged, in_force)) = self.judged.get().zip(self.policy()) else { return Weight::Light };
        let at = |parameter| size >= in_force.policy.get(parameter);
        match judged.verdict.ruling() {
            Ruling::Block if at(Parameter::AudienceBlock) => Weight::Stopped,
            Ruling::Block | Ruling::Hold | Ruling::Confirm if at(Parameter::ReplyAllBlock) => Weight::Wide,
            _ => Weight::Light,
        }
    }

    /// Addresses of our own domain that nobody knows, among those written.
    pub(crate) fn nobody(self) -> Vec<Address> {
        let wells = self.wells.get();
        let unknown = |address: &&Address| self.chip(address).is_some_and(|chip| chip.who == Who::Nobody);
        wells.recipients().iter().filter(unknown).cloned().collect()
    }

    /// What the guard is told of the words.
    fn message(self) -> Message {
        Message {
            origin: Origin::Button(kind(self.kind.get())),
            subject: self.subject.get(),
            text: self.text.with(|text| without_signature(text).to_owned()),
            has_quote: self.quote.with(|quote| !quote.is_empty()),
            attachments: u32::try_from(self.draft().sent_files().count()).unwrap_or(u32::MAX),
            has_references: self.parent().is_some() && self.kind.get() != ReplyKind::Forward,
            ..Message::default()
        }
    }

    fn judge(self) -> Option<Judged> {
        let told = self.told.get()?;
        let recipients = self.wells.with(Wells::recipients);
        // An answer about fewer recipients is a lower bound; one about others says nothing.
        if recipients.is_empty() || told.recipients.iter().any(|told| !recipients.contains(told)) {
            return None;
        }
        let in_force = self.policy()?;
        // What it weighs is known here first.
        let facts = Facts { size: Fact::Known(self.draft().weight()), ..told.audience.facts.clone() };
        let verdict = judge(&self.message(), &facts, &in_force.policy);
        let mut judged = self.judged_by(verdict, &told.audience);
        judged.context.at_least |= told.recipients.len() < recipients.len();
        Some(judged)
    }
}

/// How much a list weighs in the verdict; shown on its chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Light,
    Wide,
    Stopped,
}

/// The kind that the guard knows for a button.
pub(crate) fn kind(kind: ReplyKind) -> Kind {
    match kind {
        ReplyKind::New => Kind::New,
        ReplyKind::Reply => Kind::Reply,
        ReplyKind::ReplyAll => Kind::ReplyAll,
        ReplyKind::Forward => Kind::Forward,
    }
}

/// Subject and text as one phrase, once when they say the same.
fn own_words(subject: &str, text: &str) -> String {
    match (subject.trim(), text.trim()) {
        (subject, text) if subject == text || text.is_empty() => subject.to_owned(),
        ("", text) => text.to_owned(),
        (subject, text) => format!("{subject} {text}"),
    }
}
