//! Whether the conversation of a message that is read is frozen: by its thread, or by its lists and subject.

use crate::Service;
use crate::facts::subject_hash;
use crate::hold::contact;
use crate::service_error::from_store;
use levee_contract::{AppError, Frozen};
use levee_directory::Role;
use levee_guard::{Code, Parameter};
use levee_mail::Address;
use levee_mime::Message;
use levee_store::StormRow;

/// People named who can be asked.
const NAMED: usize = 2;

/// What a message says of the conversation that it belongs to.
pub(crate) struct Conversation {
    /// Its thread: every id that it names, and its own, with which it may have begun.
    ids: Vec<String>,
    subject: String,
    recipients: Vec<Address>,
}

impl Conversation {
    pub(crate) fn of(parsed: &Message<'_>) -> Self {
        let headers = parsed.headers();
        let named = headers.references.iter().chain(&headers.in_reply_to).chain(&headers.message_id);
        let written = headers.to.iter().chain(&headers.cc);
        Self {
            ids: named.map(|id| id.as_str().to_owned()).collect(),
            subject: headers.subject.clone(),
            recipients: written.filter_map(|one| Address::parse(&one.address).ok()).collect(),
        }
    }
}

impl Service {
    /// The freeze of a conversation, while it lasts and storms are stopped.
    pub(crate) async fn frozen(&self, conversation: Conversation) -> Result<Option<Frozen>, AppError> {
        let now = self.clock.now();
        // Those that tripped in this second, and those that last.
        let storms = self.store.storms(now).await.map_err(from_store)?;
        let lasting: Vec<StormRow> = storms.into_iter().filter(|s| s.released == 0 && s.until > now).collect();
        if lasting.is_empty() {
            return Ok(None);
        }
        let policy = self.policy().await.map_err(from_store)?;
        if policy.observes(Code::Storm) {
            return Ok(None);
        }
        let directory = self.directory();
        let subject = subject_hash(&self.keys, &conversation.subject);
        let list = |address: &Address| directory.list_by_address(address).map(|list| list.address().clone());
        let lists: Vec<Address> = conversation.recipients.iter().filter_map(list).collect();
        let belongs = |storm: &&StormRow| {
            let thread = !storm.thread_root.is_empty() && conversation.ids.contains(&storm.thread_root);
            thread || (storm.subject_key == subject && storm.lists.iter().any(|list| lists.contains(list)))
        };
        let Some(storm) = lasting.iter().filter(belongs).max_by_key(|storm| storm.until) else { return Ok(None) };
        let ask = directory.holders(Role::Administrator).into_iter().take(NAMED);
        Ok(Some(Frozen {
            until: storm.until,
            replies: storm.replies,
            senders: storm.senders,
            people: storm.people,
            quiet: policy.get(Parameter::StormQuiet),
            ask: ask.filter_map(|id| contact(&directory, id)).collect(),
        }))
    }
}
