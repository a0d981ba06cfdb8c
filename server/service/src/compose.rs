//! Writing: opening the composer, drafts in the store, completion, and whom the recipients reach.

use crate::Service;
use crate::clock::random;
use crate::mailboxes::PREVIEW;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Audience, Caller, Compose, DraftRow, OpenDraft, Saved, Start, Suggestion, Who};
use levee_directory::{Directory, Entry};
use levee_mail::{Contact, Draft, DraftId, ReplyKind, parse_address_list};

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
            Start::New { to } => Draft { to: typed_contacts(to), ..Draft::default() },
            Start::Reply { message } => self.answer(who, message, ReplyKind::Reply).await?,
            Start::ReplyAll { message } => self.answer(who, message, ReplyKind::ReplyAll).await?,
            Start::Forward { message } => self.answer(who, message, ReplyKind::Forward).await?,
            Start::ToOwner { message, list, note } => self.note_to_owner(who, message, list, *note).await?,
            Start::Unsubscribe { message } => self.unsubscribing(who, message).await?,
        };
        let id = DraftId::from_random(random(&*self.chance));
        Ok(OpenDraft { id, version: 0, saved: None, returned: None, draft })
    }

    async fn save(&self, who: &Caller, id: &DraftId, base: u32, draft: &Draft) -> Result<Saved, AppError> {
        let now = self.clock.now();
        let account = who.account.address.to_string();
        let version = self.store.save_draft(&account, id, base, draft, now).await.map_err(from_store)?;
        Ok(Saved { version, at: now })
    }

    async fn discard(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        self.store.discard_draft(&who.account.address.to_string(), id).await.map_err(from_store)
    }

    async fn drafts(&self, who: &Caller) -> Result<Vec<DraftRow>, AppError> {
        let rows = self.store.drafts(&who.account.address.to_string()).await.map_err(from_store)?;
        let shown = |row: levee_store::DraftRow| DraftRow {
            id: row.id,
            to: row.draft.to,
            subject: row.draft.subject,
            preview: row.draft.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(PREVIEW).collect(),
            saved: row.saved,
            returned: row.returned.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        };
        Ok(rows.into_iter().map(shown).collect())
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

impl Service {
    async fn existing(&self, who: &Caller, id: &DraftId) -> Result<OpenDraft, AppError> {
        let row = self.store.draft(&who.account.address.to_string(), id).await.map_err(from_store)?;
        Ok(OpenDraft {
            id: row.id,
            version: row.version,
            saved: Some(row.saved),
            returned: row.returned.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            draft: row.draft,
        })
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
