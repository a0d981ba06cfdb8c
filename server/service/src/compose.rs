//! Writing: opening the composer, drafts in the store, completion, and whom the recipients reach.

use crate::Service;
use crate::capability::Target;
use crate::clock::random;
use crate::filed_drafts::id_of;
use crate::mailboxes::PREVIEW;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Audience, Caller, Compose, DraftRow, MessageRef, OpenDraft, Returned, Saved, ServedPart, Signature,
    Start, Suggestion, UnixSeconds, Upload, Who,
};
use levee_directory::{Directory, Entry};
use levee_mail::{Contact, Draft, DraftFile, DraftId, FileId, ReplyKind, parse_address_list};

/// Completions shown at once.
const SUGGESTIONS: usize = 8;
/// Of these, people lately written to.
const RECENT: usize = 3;
/// Correspondents looked through.
const CORRESPONDENTS: u32 = 500;

#[async_trait]
impl Compose for Service {
    async fn start(&self, who: &Caller, start: &Start) -> Result<OpenDraft, AppError> {
        let draft = match start {
            Start::Existing { id } => return self.existing(who, id).await,
            Start::Elsewhere { message } => return self.elsewhere(who, message).await,
            Start::New { to } => Draft { to: typed_contacts(to), ..Draft::default() },
            Start::Reply { message } => self.answer(who, message, ReplyKind::Reply).await?,
            Start::ReplyAll { message } => self.answer(who, message, ReplyKind::ReplyAll).await?,
            Start::Forward { message } => self.answer(who, message, ReplyKind::Forward).await?,
            Start::ToOwner { message, list, note } => self.note_to_owner(who, message, list, *note).await?,
            Start::Unsubscribe { message } => self.unsubscribing(who, message).await?,
        };
        let id = DraftId::from_random(random(&*self.chance));
        let draft = self.signed(who, draft).await?;
        self.opened_as(who, OpenedAs { id, version: 0, saved: None, returned: None }, draft).await
    }

    async fn save(&self, who: &Caller, id: &DraftId, base: u32, draft: &Draft) -> Result<Saved, AppError> {
        let now = self.clock.now();
        let account = who.account.address.to_string();
        let draft = &self.settled(draft).await?;
        let version = self.store.save_draft(&account, id, base, draft, now).await.map_err(from_store)?;
        Ok(Saved { version, at: now })
    }

    async fn discard(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        let account = who.account.address.to_string();
        let draft = self.store.draft(&account, id).await.ok().map(|row| row.draft);
        self.store.discard_draft(&account, id).await.map_err(from_store)?;
        self.unfile_draft(who, id, draft.as_ref()).await;
        Ok(())
    }

    async fn file(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        self.file_draft(who, id).await
    }

    async fn attach(&self, who: &Caller, id: &DraftId, upload: Upload) -> Result<DraftFile, AppError> {
        self.keep_upload(who, id, upload).await
    }

    async fn detach(&self, who: &Caller, id: &DraftId, file: &FileId) -> Result<(), AppError> {
        self.store.drop_file(&who.account.address.to_string(), id, file).await.map_err(from_store)
    }

    async fn draft_file(&self, who: &Caller, id: &DraftId, file: &FileId) -> Result<ServedPart, AppError> {
        self.served_file(who, id, file).await
    }

    async fn quoted(&self, who: &Caller, draft: &Draft) -> Result<String, AppError> {
        self.editable_quote(who, draft).await
    }

    async fn signature(&self, who: &Caller) -> Result<Signature, AppError> {
        self.signature_of(who).await
    }

    async fn set_signature(&self, who: &Caller, signature: &Signature) -> Result<Signature, AppError> {
        self.keep_signature(who, signature).await
    }

    async fn draft_count(&self, who: &Caller) -> Result<u32, AppError> {
        let rows = self.store.drafts(&who.account.address.to_string()).await.map_err(from_store)?;
        Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
    }

    async fn drafts(&self, who: &Caller) -> Result<Vec<DraftRow>, AppError> {
        let rows = self.store.drafts(&who.account.address.to_string()).await.map_err(from_store)?;
        let others = self.drafts_elsewhere(who, &rows).await.unwrap_or_default();
        let shown = |row: levee_store::DraftRow| DraftRow {
            id: row.id,
            elsewhere: None,
            to: row.draft.to,
            subject: row.draft.subject,
            preview: row.draft.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(PREVIEW).collect(),
            saved: row.saved,
            returned: row.returned.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        };
        let account = who.account.address.to_string();
        let other = |(place, row): (MessageRef, levee_imap::Row)| DraftRow {
            id: id_of(&account, &place),
            elsewhere: Some(place),
            to: row.to,
            subject: row.subject,
            preview: row.preview.unwrap_or_default().chars().take(PREVIEW).collect(),
            saved: row.internal_date.or(row.date).unwrap_or_default(),
            returned: None,
        };
        let mut shown: Vec<DraftRow> = rows.into_iter().map(shown).chain(others.into_iter().map(other)).collect();
        shown.sort_by_key(|row| std::cmp::Reverse(row.saved));
        Ok(shown)
    }

    async fn complete(&self, who: &Caller, typed: &str) -> Result<Vec<Suggestion>, AppError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let directory = self.directory();
        let mut suggestions = self.recent(who, typed, &directory).await?;
        for entry in directory.complete(typed, SUGGESTIONS) {
            let suggestion = suggestion(entry);
            if suggestions.iter().all(|known| known.contact.address != suggestion.contact.address) {
                suggestions.push(suggestion);
            }
        }
        suggestions.truncate(SUGGESTIONS);
        Ok(suggestions)
    }

    async fn audience(&self, who: &Caller, draft: &Draft) -> Result<Audience, AppError> {
        self.audience_of(who, draft).await
    }
}

/// What the store knows of a draft besides its words.
struct OpenedAs {
    id: DraftId,
    version: u32,
    saved: Option<UnixSeconds>,
    returned: Option<Returned>,
}

impl Service {
    async fn existing(&self, who: &Caller, id: &DraftId) -> Result<OpenDraft, AppError> {
        let row = self.store.draft(&who.account.address.to_string(), id).await.map_err(from_store)?;
        let returned = row.returned.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let known = OpenedAs { id: row.id, version: row.version, saved: Some(row.saved), returned };
        self.opened_as(who, known, row.draft).await
    }

    /// A draft of another program; the one in the store when it was changed here already.
    async fn elsewhere(&self, who: &Caller, place: &MessageRef) -> Result<OpenDraft, AppError> {
        let id = id_of(&who.account.address.to_string(), place);
        match self.existing(who, &id).await {
            Err(AppError::Gone) => {}
            known => return known,
        }
        let draft = self.taken_over(who, place).await?;
        self.opened_as(who, OpenedAs { id, version: 0, saved: None, returned: None }, draft).await
    }

    /// A draft with what the composer needs beside it.
    async fn opened_as(&self, who: &Caller, known: OpenedAs, draft: Draft) -> Result<OpenDraft, AppError> {
        let OpenedAs { id, version, saved, returned } = known;
        let original = draft.parent.as_ref().filter(|_| !draft.quote.is_empty());
        let quote_url = original.map(|message| format!("/body/{}", self.grant(who, message, Target::Body)));
        let policy = self.policy().await.map_err(from_store)?;
        let stop = self.stop_in_force(&policy).await.map_err(from_store)?;
        Ok(OpenDraft { id, version, saved, returned, draft, quote_url, room: self.room_for_files(), stop })
    }

    /// People lately written to whose name or address begins like what is typed.
    async fn recent(&self, who: &Caller, typed: &str, directory: &Directory) -> Result<Vec<Suggestion>, AppError> {
        let account = who.account.address.to_string();
        let found = self.store.correspondents(&account, CORRESPONDENTS).await.map_err(from_store)?;
        let begins = typed.to_lowercase();
        let matches = |contact: &Contact| {
            let name = contact.name.as_deref().unwrap_or_default().to_lowercase();
            name.split_whitespace().any(|word| word.starts_with(&begins))
                || name.starts_with(&begins)
                || contact.address.local().to_lowercase().starts_with(&begins)
        };
        let contacts = found.into_iter().map(|c| c.contact).filter(matches).take(RECENT);
        Ok(contacts.map(|contact| self.described(contact, directory)).collect())
    }

    /// A contact with what the directory knows of it.
    fn described(&self, contact: Contact, directory: &Directory) -> Suggestion {
        if let Some(list) = directory.list_by_address(&contact.address) {
            let size = Some(list.size());
            return Suggestion { detail: contact.address.to_string(), contact, who: Who::List { size } };
        }
        match directory.person_by_address(&contact.address) {
            Some(person) => {
                let name = Some(person.name.to_owned()).filter(|name| !name.is_empty()).or(contact.name);
                let detail = title_and_unit(person.title, person.unit);
                let who = if directory.canonical().is_own(person.domain) { Who::Person } else { Who::Outside };
                Suggestion { contact: Contact { name, address: contact.address }, detail, who }
            }
            None => Suggestion { contact, detail: String::new(), who: Who::Outside },
        }
    }
}

/// Addresses of a `mailto:` link or a field; what is none is left for the author to type.
fn typed_contacts(typed: &str) -> Vec<Contact> {
    let written = parse_address_list(typed, None);
    written.into_iter().filter_map(|w| Some(Contact { name: w.name, address: w.address.ok()? })).collect()
}

fn suggestion(entry: Entry) -> Suggestion {
    let named = |name: String| Some(name).filter(|name| !name.is_empty());
    match entry {
        Entry::List { name, address, size, .. } => Suggestion {
            detail: address.to_string(),
            contact: Contact { name: named(name), address },
            who: Who::List { size: Some(size) },
        },
        Entry::Person { name, address, title, unit, .. } => Suggestion {
            contact: Contact { name: named(name), address },
            detail: title_and_unit(&title, &unit),
            who: Who::Person,
        },
    }
}

/// What tells two people of one name apart: title, and the narrowest part of the unit.
fn title_and_unit(title: &str, unit: &str) -> String {
    let narrowest = unit.rsplit('/').next().unwrap_or_default();
    [title, narrowest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
